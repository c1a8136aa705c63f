package schema

import "strings"

// digits is how many digits text begins with.
func digits(text string) int {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return n
}

// number is what a text of exactly n digits says, or -1.
func number(text string, n int) int {
	if len(text) != n || digits(text) != n {
		return -1
	}
	sum := 0
	for _, c := range []byte(text) {
		sum = sum*10 + int(c-'0')
	}
	return sum
}

// isDateTime follows RFC 3339.
func isDateTime(text string) bool {
	return len(text) > 10 && text[10]|0x20 == 't' && isDate(text[:10]) && isTime(text[11:])
}

func isDate(text string) bool {
	if len(text) != 10 || text[4] != '-' || text[7] != '-' {
		return false
	}
	year, month, day := number(text[:4], 4), number(text[5:7], 2), number(text[8:], 2)
	return year >= 0 && 1 <= month && month <= 12 && 1 <= day && day <= daysOf(year, month)
}

func daysOf(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	default:
		return 31
	}
}

// isTime: a leap second is the last one of a day in UTC.
func isTime(text string) bool {
	if len(text) < 9 || text[2] != ':' || text[5] != ':' {
		return false
	}
	hour, minute, second := number(text[:2], 2), number(text[3:5], 2), number(text[6:8], 2)
	if hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60 {
		return false
	}
	rest := text[8:]
	if rest[0] == '.' {
		n := digits(rest[1:])
		if n == 0 {
			return false
		}
		rest = rest[1+n:]
	}
	offset, ok := offsetOf(rest)
	const day = 24 * 60
	return ok && (second < 60 || (hour*60+minute-offset+day)%day == day-1)
}

// offsetOf is Z or ±hh:mm in minutes.
func offsetOf(text string) (minutes int, ok bool) {
	if text == "Z" || text == "z" {
		return 0, true
	}
	if len(text) != 6 || text[3] != ':' || text[0] != '+' && text[0] != '-' {
		return 0, false
	}
	h, m := number(text[1:3], 2), number(text[4:], 2)
	if h < 0 || h > 23 || m < 0 || m > 59 {
		return 0, false
	}
	if text[0] == '-' {
		return -h*60 - m, true
	}
	return h*60 + m, true
}

// isDuration follows appendix A of RFC 3339.
func isDuration(text string) bool {
	rest, ok := strings.CutPrefix(text, "P")
	if !ok || rest == "" {
		return false
	}
	if weeks, ok := strings.CutSuffix(rest, "W"); ok {
		return weeks != "" && digits(weeks) == len(weeks)
	}
	date, clock, hasClock := strings.Cut(rest, "T")
	return units(date, "YMD") && units(clock, "HMS") && (!hasClock || clock != "")
}

// units tells whether text is numbers with units, of which none may be left out between two.
func units(text, of string) bool {
	for first := true; text != ""; first = false {
		n := digits(text)
		if n == 0 || n == len(text) {
			return false
		}
		at := strings.IndexByte(of, text[n])
		if at < 0 || at > 0 && !first {
			return false
		}
		of, text = of[at+1:], text[n+1:]
	}
	return true
}
