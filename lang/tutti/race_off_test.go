//go:build !race

package tutti

const raceDetector = false
