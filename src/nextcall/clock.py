"""The only place that reads a clock.

Two clocks are read: the wall's for moments, the monotonic one for what passed between them.
A wall clock that is set back never makes time go back here; one that runs ahead of the
monotonic clock by more than `SLEEP` says that the machine slept.
"""

import os
import time

TYPE_CHECKING = False  # as in typing, whose import would cost `status` half of its time
if TYPE_CHECKING:
    from datetime import datetime

SLEEP = 30.0
"""Seconds by which the wall clock must run ahead between two looks to count as sleep."""


def epoch() -> float:
    """The wall clock, in seconds since 1970."""
    return time.time()


class Clock:
    """Moments that never go back, and the notice of sleep."""

    def __init__(self) -> None:
        self._wall, self._monotonic = time.time(), time.monotonic()
        self._now = self._wall
        self._slept = 0.0

    def now(self) -> "datetime":
        """The present moment with the offset of the local time zone, to the millisecond."""
        from datetime import UTC, datetime  # noqa: PLC0415 (`status` does without it)

        self._look()
        return datetime.fromtimestamp(round(self._now, 3), UTC).astimezone()

    def monotonic(self) -> float:
        """Seconds that pass evenly, from an arbitrary start."""
        return time.monotonic()

    def slept(self) -> float:
        """Seconds that the machine slept since this was last asked."""
        self._look()
        slept, self._slept = self._slept, 0.0
        return slept

    def not_before(self, moment: "datetime") -> None:
        """Let time go on from `moment` where the wall clock is behind it."""
        self._look()
        self._now = max(self._now, moment.timestamp())

    def _look(self) -> None:
        wall, monotonic = time.time(), time.monotonic()
        passed = monotonic - self._monotonic
        ahead = wall - self._wall - passed
        if ahead > SLEEP:
            self._slept += ahead
            passed += ahead
        self._now += passed
        self._wall, self._monotonic = wall, monotonic


def zone_name(environ: "os._Environ[str] | dict[str, str]" = os.environ) -> str | None:
    """The IANA name of the local time zone, where the machine tells it."""
    named = environ.get("TZ", "").removeprefix(":")
    if "/" in named and not named.startswith("/"):
        return named
    for path in (named, "/etc/localtime"):
        target = os.path.realpath(path) if path else ""
        if "/zoneinfo/" in target:
            return target.rpartition("/zoneinfo/")[2]
    return None
