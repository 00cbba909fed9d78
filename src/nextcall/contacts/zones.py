"""Whose clock: the time zone of whoever is called, by its name."""

from datetime import datetime, tzinfo
from functools import lru_cache


@lru_cache(64)
def zone_named(name: str | None) -> tzinfo | None:
    """The time zone of that name; None where there is none here."""
    if not name:
        return None
    from zoneinfo import ZoneInfo  # noqa: PLC0415 (only where somebody has a zone)

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, not a name, or the machine has no rules for it
        return None


def clock_of(theirs: str, own: str | None, now: datetime) -> tzinfo | None:
    """The clock that a callback goes by, by names of zones: theirs, else the caller's own with its summer time; None: as `now` has it."""
    mine = None if (zone := zone_named(theirs)) else zone_named(own)
    return mine if mine and now.astimezone(mine).utcoffset() == now.utcoffset() else zone


def as_here(moment: datetime, now: datetime) -> datetime:
    """A moment by the clock that shows `now`: where that is the one of this machine, as it is set then, summer time or not."""
    return moment.astimezone() if now.astimezone().utcoffset() == now.utcoffset() else moment.astimezone(now.tzinfo)
