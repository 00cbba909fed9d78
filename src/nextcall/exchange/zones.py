"""Local times in a time zone, with the hours that come twice or not at all."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from nextcall.errors import UsageError
from nextcall.text import line, nearest


class Zone:
    """A time zone by its IANA name; without one, that of the machine."""

    def __init__(self, name: str | None) -> None:
        self.name = name
        self._rules = _rules(name) if name else None
        self._fixed: dict[timedelta, timezone] = {}

    def local(self, moment: datetime, *, second: bool = False) -> datetime:
        """The moment here, with its offset; a local time that comes twice is the first, or the `second`.

        A time that does not come, when clocks are put forward, is as much later. Raises
        `OverflowError` or `ValueError` beyond the years that there are.
        """
        if moment.tzinfo is None:
            moment = self._aware(moment.replace(fold=int(second))).astimezone(UTC)
        there = moment.astimezone(self._rules)
        return there.replace(tzinfo=self._offset(there), fold=0)

    def twice(self, moment: datetime) -> bool:
        """Whether a local time comes twice, since clocks are put back."""
        first, second = (self._aware(moment.replace(fold=fold)).utcoffset() for fold in (0, 1))
        return first is not None and second is not None and first > second

    def _aware(self, moment: datetime) -> datetime:
        return moment.replace(tzinfo=self._rules) if self._rules else moment.astimezone()

    def _offset(self, moment: datetime) -> timezone:
        """The offset as a zone of its own: sums of times with one set of rules would ignore the clock's jumps."""
        offset = moment.utcoffset() or timedelta()
        if offset not in self._fixed:
            self._fixed[offset] = timezone(timedelta(minutes=round(offset.total_seconds() / 60)))
        return self._fixed[offset]


def _rules(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo, available_timezones  # noqa: PLC0415 (only where a zone has a name)

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = nearest(name, sorted(available_timezones()))
        hint = f"Did you mean '{near}'?" if near else "A name is as Europe/Berlin or America/New_York."
        raise UsageError(f"unknown time zone '{line(name, 60)}'", hint) from None


def second_times(times: Sequence[datetime | None], zone: Zone) -> set[int]:
    """The positions of local times that come twice and are meant the second time.

    That shows where a list in order of time (or backwards) goes back within such an hour; where the
    list is in no order, every time is the first.
    """
    naive = [(i, moment) for i, moment in enumerate(times) if moment is not None and moment.tzinfo is None]
    slots: dict[datetime, list[datetime]] = {}
    for _, moment in naive:  # clocks are put back at a quarter of an hour everywhere, so one look a quarter is enough
        slots.setdefault(moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0), []).append(moment)
    twice = {moment for slot, within in slots.items() if zone.twice(slot) for moment in within}
    if not twice:
        return set()
    ways = [found for order in (naive, naive[::-1]) if (found := _repeated(order, twice)) is not None]
    return min(ways, key=len, default=set())


def _repeated(order: list[tuple[int, datetime]], twice: set[datetime]) -> set[int] | None:
    """The positions after the jump back; None where the times are not in order."""
    found: set[int] = set()
    before, repeated = datetime.min, False  # noqa: DTZ901 (compared with local times only)
    for i, moment in order:
        if moment not in twice:
            repeated = False
        if moment < before:
            if moment not in twice or before not in twice or repeated:
                return None
            repeated = True
        if repeated:
            found.add(i)
        before = moment
    return found
