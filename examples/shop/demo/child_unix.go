//go:build unix && !linux

package main

import "syscall"

// ownGroup puts a child into a group that can be ended as a whole.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
