package time

import (
	"os"
	"strconv"
	"strings"
	"time"
)

// shift is by how much this process's clock is off: the milliseconds that the file
// CIVIC_TEST_CLOCK holds now, or nothing.
func shift() time.Duration {
	text, err := os.ReadFile(os.Getenv("CIVIC_TEST_CLOCK"))
	if err != nil {
		return 0
	}
	milliseconds, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
	if err != nil {
		return 0
	}
	return time.Duration(milliseconds) * time.Millisecond
}
