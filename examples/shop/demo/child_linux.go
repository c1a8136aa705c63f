package main

import "syscall"

// ownGroup puts a child into a group that can be ended as a whole, and has the
// kernel end it if this program is killed and cannot.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
