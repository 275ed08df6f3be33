"""The clock alone: a million open dossiers read with the fast form and with the exact one."""

import time
from datetime import date, datetime, timedelta
from datetime import time as clock_time

from bench.line import line
from lienthong import clock
from lienthong.clock.fast import FastClock
from lienthong.clock.instants import tick

N = 1_000_000


def main() -> None:
    windows = [
        clock.window(clock_time(7, 30), clock_time(11, 30)),
        clock.window(clock_time(13, 30), clock_time(17)),
    ]
    calendar = clock.Calendar.build(
        [clock.Season.always(clock.week(dict.fromkeys(range(5), windows)))],
        holidays=[date(2026, 9, 1), date(2026, 9, 2)],
        working_days=[],
    )
    rule = clock.Rule(
        limit=clock.Limit(10, clock.Unit.WORKING_DAY),
        start_on=frozenset({"accepted"}),
        stop_on=frozenset({"completed"}),
        pause_on=frozenset({"paused:supplement"}),
        resume_on=frozenset({"resumed"}),
    )
    begin = datetime(2026, 8, 17, 8, tzinfo=clock.VIETNAM)
    now = tick(begin + timedelta(days=12))
    starts = [tick(begin + timedelta(minutes=n % 9000)) for n in range(N)]
    fast = FastClock(calendar, rule)
    began = time.perf_counter()
    for at in starts:
        fast.read([("accepted", at, None)], now)
    seconds = time.perf_counter() - began
    line("clock.fast", seconds, "s", n=N, microseconds_each=round(seconds / N * 1e6, 2))
    sample = [clock.Event("accepted", begin + timedelta(minutes=n % 9000)) for n in range(20_000)]
    moment = begin + timedelta(days=12)
    began = time.perf_counter()
    for event in sample:
        clock.read_clock(calendar, rule, [event], moment)
    seconds = time.perf_counter() - began
    each = seconds / len(sample) * 1e6
    line("clock.exact", seconds, "s", n=len(sample), microseconds_each=round(each, 2))


if __name__ == "__main__":
    main()
