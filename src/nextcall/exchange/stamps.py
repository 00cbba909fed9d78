"""When the calls of a session were and how long they took, as text: one row a call.

There are two ways to the same text. `measured` takes any session. `as_written` takes what most of a long
history consists of, sessions whose times stand in the file as this program writes them, and whose pauses do not overlap:
it copies these, which is five times as quick as writing them anew.
"""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from operator import gt, itemgetter, sub
from typing import Any

from nextcall.stats.buckets import WEEKDAYS
from nextcall.stats.derive import milliseconds
from nextcall.stats.facts import NONE, Facts

Stamps = tuple[str, str, str, str, str, str, str, str, str]
"""Of a call: local day, weekday and time; dialled, hung up, tagged; seconds of talk, of wrap-up, of the gap before it."""

_DAY = 86_400_000
_MINUTE = 60_000
_FIRST = date(1970, 1, 1).toordinal()
_NOTHING = timedelta()
_THOUSANDTHS = [f".{number:03}" for number in range(1000)]
_WIDTH = len("2026-11-21T09:00:31.000-05:00")
_ITS_DAY, _ITS_TIME = itemgetter(slice(10)), itemgetter(slice(11, 19))


def measured(calls: Sequence[Any], found: Facts) -> list[Stamps]:
    """Of each call of a session, whose facts are `found`."""
    dialed, hung_up, tagged = (_Column([getattr(call, name) for call in calls]) for name in ("dialed_at", "hung_up_at", "tagged_at"))
    return [
        (
            *(tagged if dialed.at[i] == NONE else dialed).local(i), dialed.text(i), hung_up.text(i), tagged.text(i),
            _seconds(found.calls.talk[i]), _seconds(_wrap_up(hung_up.at[i], tagged.at[i], found)), _seconds(found.calls.gap[i]),
        )
        for i in range(len(calls))
    ]  # fmt: skip


class _Column:
    """Moments, each in its own local time."""

    def __init__(self, moments: Sequence[datetime | None]) -> None:
        there = [moment for moment in moments if moment is not None]
        found, minutes = milliseconds(there) if there else ([], 0)
        rest = iter(found)
        self.at = [NONE if moment is None else next(rest) for moment in moments]
        """Milliseconds since 1970 UTC, or `NONE`."""
        self._moments = moments
        self._ahead = minutes

    def local(self, i: int) -> tuple[str, str, str]:
        """The local day of a moment that there is, its weekday, and its time to the second."""
        text = self.text(i)
        return text[:10], _weekday(text[:10]), text[11:19]

    def text(self, i: int) -> str:
        """A moment to the millisecond, with its offset; empty where there is none."""
        at = self.at[i]
        if at == NONE:
            return ""
        minutes = self._minutes(i)
        day, rest = divmod(at + minutes * _MINUTE, _DAY)
        second, thousandths = divmod(rest, 1000)
        return f"{_day(day)}T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{thousandths:03}{_zone(minutes)}"

    def _minutes(self, i: int) -> int:
        """By how many minutes local time was ahead of UTC."""
        if self._ahead is not None:
            return self._ahead
        moment = self._moments[i]
        offset = moment.utcoffset() if moment else None
        return int(offset.total_seconds()) // 60 if offset else 0


@cache
def _day(day: int) -> str:
    return date.fromordinal(_FIRST + day).isoformat()


@cache
def _weekday(day: str) -> str:
    return WEEKDAYS[date.fromisoformat(day).weekday()]


@cache
def _zone(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _wrap_up(hung_up: int, tagged: int, found: Facts) -> int:
    if hung_up == NONE:
        return NONE
    paused = sum(max(0, min(tagged, end) - max(hung_up, start)) for start, end in found.pauses)
    return max(0, tagged - hung_up - paused)


def _seconds(milliseconds_: int) -> str:
    return "" if milliseconds_ == NONE else f"{milliseconds_ // 1000}.{milliseconds_ % 1000:03}"


# ---- the quick way


def as_written(session: Any, content: bytes) -> list[Stamps] | None:
    """Of each call of a session in a file whose moments are known to be sound; None where it wants a closer look."""
    calls, pauses = session.calls, _apart(session)
    if pauses is None or not calls:
        return None if calls else []
    texts = _decoder()(content).calls
    dialed_at, hung_up_at = [text.dialed_at or "" for text in texts], [text.hung_up_at or "" for text in texts]
    tagged_at = [text.tagged_at for text in texts]
    if not _usual([*dialed_at, *hung_up_at, *tagged_at]):
        return None
    tagged = [call.tagged_at for call in calls]
    dialed = [call.dialed_at or call.tagged_at for call in calls]
    ended = [call.hung_up_at or call.tagged_at for call in calls]
    if any(map(gt, tagged, dialed[1:])):
        return None
    talk, wrap_up, gap = list(map(sub, ended, dialed)), list(map(sub, tagged, ended)), [_NOTHING, *map(sub, dialed[1:], tagged)]
    for low, high in pauses:
        for i in range(bisect_right(tagged, low), len(calls)):
            if dialed[i] >= high and i and tagged[i - 1] >= high:
                break
            talk[i] -= _overlap(dialed[i], ended[i], low, high)
            wrap_up[i] -= _overlap(ended[i], tagged[i], low, high)
            gap[i] -= _overlap(tagged[i - 1], dialed[i], low, high) if i else _NOTHING
    began = dialed_at if "" not in dialed_at else [dial or tag for dial, tag in zip(dialed_at, tagged_at, strict=True)]
    days = list(map(_ITS_DAY, began))
    one_day = days.count(days[0]) == len(days)  # as nearly always
    weekdays = [_weekday(days[0])] * len(days) if one_day else map(_weekday, days)
    columns = (days, weekdays, map(_ITS_TIME, began), dialed_at, hung_up_at, tagged_at)
    found = list(zip(*columns, _texts(talk), _texts(wrap_up), _texts(gap), strict=True))
    found[0] = (*found[0][:8], "")
    return [_unknown_left_out(stamps) for stamps in found] if "" in hung_up_at else found


def _apart(session: Any) -> list[tuple[datetime, datetime]] | None:
    """The pauses, where they follow each other within the session and nothing else is left out of its times."""
    pauses = [(pause.started_at, pause.ended_at) for pause in session.pauses or ()]
    moments = [session.started_at, *(moment for pause in pauses for moment in pause), session.ended_at]
    if session.breaths or None in moments or any(later < moment for moment, later in pairwise(moments)):
        return None
    return pauses


def _overlap(start: datetime, end: datetime, low: datetime, high: datetime) -> timedelta:
    return max(_NOTHING, min(end, high) - max(start, low))


def _texts(passed: Sequence[timedelta]) -> list[str]:
    """Seconds of each, to the millisecond."""
    return [f"{one.days * 86400 + one.seconds if one.days else one.seconds}{_THOUSANDTHS[one.microseconds // 1000]}" for one in passed]


def _unknown_left_out(stamps: Stamps) -> Stamps:
    """Without the durations of a tapped call, and the wrap-up of one that was not hung up."""
    if not stamps[3]:
        return (*stamps[:6], "", "", "")
    return stamps if stamps[4] else (*stamps[:7], "", stamps[8])


def _usual(moments: Sequence[str]) -> bool:
    """Whether moments, which are sound, are written as this program writes them; an empty one is none."""
    together = "".join(moments)
    number = len(together) // _WIDTH
    signs = together.count("T") == together.count(".") == number and together.count(":") == 3 * number
    return signs and {_WIDTH, 0}.issuperset(map(len, moments))


@cache
def _decoder() -> Any:
    import msgspec  # noqa: PLC0415 (only where many files are read)

    call = msgspec.defstruct("Call", [(name, str | None, None) for name in ("dialed_at", "hung_up_at", "tagged_at")], gc=False)
    return msgspec.json.Decoder(msgspec.defstruct("Session", [("calls", list[call])], gc=False)).decode  # type: ignore[valid-type]  # made just now
