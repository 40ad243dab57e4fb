package nautes.lib.cron_test

import data.nautes.lib.cron

test_is_valid if {
	every expression in [
		"0 2 * * *",
		"*/15 0-23/2 1,15,31 jan-MAR,12 mon-fri",
		"? ? ? ? ?",
		"59 23 31 12 6",
		"0 0 1 1 0",
		"5/10 * * * *",
		"00 007 01 1 sun",
		" 0\t2  * * * ",
		"0 0 * * */100",
	] {
		cron.is_valid(expression)
	}
}

test_is_not_valid if {
	every expression in [
		"",
		"* * * *",
		"* * * * * *",
		"@daily",
		"@every 1h",
		"CRON_TZ=UTC 0 2 * * *",
		"TZ=UTC",
		"60 * * * *",
		"* 24 * * *",
		"* * 0 * *",
		"* * 32 * *",
		"* * * 0 *",
		"* * * 13 *",
		"* * * * 7",
		"jan * * * *",
		"* * * mon *",
		"* * * * fri-mon",
		"30-10 * * * *",
		"*/0 * * * *",
		"*/ * * * *",
		"/5 * * * *",
		"1-2-3 * * * *",
		"1/2/3 * * * *",
		"*-5 * * * *",
		", * * * *",
		"1,,2 * * * *",
		"+5 * * * *",
		"-5 * * * *",
		"1.5 * * * *",
		"0 2 * * *\n0 3 * * *",
	] {
		not cron.is_valid(expression)
	}
}

test_never_fires if {
	every expression in ["0 0 30 2 *", "0 0 31 2,4-6/2 ?", "0 0 31/1 feb */1", "0 0 31 4,6,9,11 *"] {
		cron.never_fires(expression)
	}
}

test_never_fires_is_silent if {
	every expression in [
		"0 0 29 2 *",
		"0 0 30 2 mon",
		"0 0 30 2 */2",
		"0 0 30,1 2 *",
		"0 0 * 2 *",
		"0 0 31 2-3 *",
		"0 0 31 * *",
		"0 0 31 2/11,12 *",
	] {
		not cron.never_fires(expression)
	}
}
