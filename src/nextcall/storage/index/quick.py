"""The quick reader of session files: the same rules as the codec's for what the index needs, in one pass.

It decodes a file straight into typed values, some ten times as quickly as the strict reader does. What
does not fit here in any way is left to that one, which knows the reason; so is what looks unusual.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from stat import S_ISREG
from typing import Any, NamedTuple

import msgspec

from nextcall.core.session import LONGEST as LONGEST_SESSION
from nextcall.stats.derive import facts
from nextcall.stats.facts import flag_bits
from nextcall.storage.fields import FIRST_YEAR, LAST_YEAR, LIMIT, LONGEST, SCHEMA, is_id
from nextcall.storage.index.reading import last_event
from nextcall.storage.index.rows import Seen
from nextcall.storage.index.shape import Outcomes, SessionFile

_HOW = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_DECODER = msgspec.json.Decoder(SessionFile)
_OUTCOMES = msgspec.json.Decoder(Outcomes)
_KEPT = 4_000
"""So many different sets of outcomes are remembered."""


class Times(NamedTuple):
    """The moments of a session's calls, call by call; without any calls the lists are empty."""

    dialled: Sequence[Any]
    """Moments, or None for a tapped call; the next too."""
    hung_up: Sequence[Any]
    tagged: Sequence[datetime]
    on: bool
    """Every call is timed, and all moments follow each other, call by call."""


class Good(NamedTuple):
    """A session that the quick reader takes."""

    session: Any
    """With the fields of a `core.session.Session`; texts are as in the file, and what is empty may be None."""
    content: bytes
    """The whole file."""
    found: os.stat_result
    """The file as it was found."""
    times: Times
    outcomes: Mapping[str, Any]
    """The outcomes that it used, by id, with the fields of a `core.outcomes.Outcome`."""
    flags: Mapping[str, int]
    """The bits of each."""
    called: Sequence[str]
    """What each call came to."""
    bits: bytes
    """The bits of that, one byte a call."""
    marked: Sequence[tuple[int, Any]]
    """The calls that helped, shone, or are to be called back, each after its position."""
    even: bool
    """All its moments are of one time zone and in whole milliseconds."""


def good(path: str) -> Good | None:
    """The session in a file; None where the strict reader has to look at it."""
    try:
        content, found = _content(path)
        session = _DECODER.decode(content)
        outcomes, flags = _outcomes(bytes(session.outcomes))
        called = [call.outcome for call in session.calls]
        bits = bytes(map(flags.__getitem__, called))
    except (OSError, ValueError, RecursionError, KeyError):  # msgspec's errors are ValueErrors, and so is one of UTF-8
        return None
    times, moments = _times(session.calls)
    beside = [*_beside_calls(session)]
    marked = [(i, call) for i, call in enumerate(session.calls) if call.help or call.bright or call.callback_at]
    later = [call.callback_at for _, call in marked if call.callback_at]
    if not (_usual(session, times, beside, later) and flags.keys() >= (session.counts_only or {}).keys()):
        return None
    moments += [session.started_at, session.ended_at, *beside]
    zone = session.started_at.tzinfo
    uneven = [moment for moment in moments if moment.tzinfo is not zone or moment.microsecond % 1000]
    if (uneven or not session.started_at.utcoffset()) and _oddly_timed(content):
        return None
    return Good(session, content, found, times, outcomes, flags, called, bits, marked, not uneven)


def _times(calls: Sequence[Any]) -> tuple[Times, list[datetime]]:
    """The moments of calls, and all of them in one list."""
    dialled: list[Any] = [call.dialed_at for call in calls]  # a type of its own would cost a copy
    hung_up, tagged = [call.hung_up_at for call in calls], [call.tagged_at for call in calls]
    moments: list[Any] = [None] * (3 * len(calls))
    moments[0::3], moments[1::3], moments[2::3] = dialled, hung_up, tagged
    if not all(moments):
        return Times(dialled, hung_up, tagged, on=False), [moment for moment in moments if moment]
    return Times(dialled, hung_up, tagged, moments == sorted(moments)), moments  # no quicker way to compare neighbours


def seen(path: str) -> Seen | None:
    """What a file says of its session; None where the strict reader has to look at it."""
    read = good(path)
    return None if read is None else seen_in(read)


def seen_in(read: Good) -> Seen:
    """What a file that has been read says of its session."""
    session = read.session
    found = facts(session, read.flags, session.ended_at, is_open=False)
    return Seen(found, as_written(session.started_at), as_written(session.ended_at), last_event(session))


def as_written(moment: datetime) -> str:
    """A moment as session files have it."""
    return moment.isoformat(timespec="milliseconds")


def _content(path: str) -> tuple[bytes, os.stat_result]:
    """The bytes of a regular file, in as few calls as can be, and what it is; empty where it is none."""
    handle = os.open(path, _HOW)
    try:
        found = os.fstat(handle)
        fits = S_ISREG(found.st_mode) and found.st_size <= LIMIT
        return os.read(handle, found.st_size + 1) if fits else b"", found
    finally:
        os.close(handle)


_Known = tuple[Mapping[str, Any], Mapping[str, int]]
_known: dict[bytes, _Known] = {}


def _outcomes(written: bytes) -> _Known:
    """Outcomes as they stand in a file, and the bits of each; raises `ValueError` where they do not fit."""
    found = _known.get(written)
    if found is None:
        if len(_known) >= _KEPT:
            _known.clear()
        outcomes = _OUTCOMES.decode(written)
        found = _known[written] = outcomes, {name: flag_bits(outcome) for name, outcome in outcomes.items()}
    return found


def _usual(session: Any, times: Times, beside: Sequence[datetime], later: Sequence[datetime]) -> bool:
    """Whether nothing in it needs a closer look; `beside`: the moments that are neither a call's nor the session's own, `later` those to call back at."""
    named = (session.preset, session.skill, session.list, session.time_zone)
    names = "".join([*filter(None, named), *(session.tags or ()), *(session.steps or ())])  # looked at together, they take half the time
    start, end = session.started_at, session.ended_at
    return (
        session.schema == SCHEMA
        and is_id(session.id)
        and names.isprintable()
        and len(names) <= LONGEST
        and FIRST_YEAR < start.year <= end.year < LAST_YEAR
        and end - start <= LONGEST_SESSION
        and _all_in_order(start, times, end)
        and all(FIRST_YEAR <= moment.year <= LAST_YEAR for moment in beside)
        and all(moment.utcoffset() and FIRST_YEAR <= moment.year <= LAST_YEAR for moment in later)
    )


def _beside_calls(session: Any) -> Iterator[datetime]:
    """The moments that are neither a call's nor the session's own."""
    for span in (*(session.pauses or ()), *(session.breaths or ())):
        yield span.started_at
        if span.ended_at:
            yield span.ended_at
    for mark in (*(session.parked or ()), *(session.plan_changes or ())):
        yield mark.at
    for entry in session.trail or ():
        yield entry.at
        if entry.undone_at:
            yield entry.undone_at


def _oddly_timed(content: bytes) -> bool:
    """Whether there is a time that ends in a small z: the strict reader takes none.

    It can be only where some moment is in UTC: searching every file would take four times as long as looking at them.
    """
    if b'z"' not in content:
        return False
    import re  # noqa: PLC0415 (rarely needed)

    return re.search(rb'[0-9]z"', content) is not None


def _all_in_order(start: datetime, times: Times, end: datetime) -> bool:
    """Whether every call lies within the session, and its moments follow each other."""
    dialled, hung_up, tagged, on = times
    if not on:
        return all(_in_order(start, *call, end) for call in zip(dialled, hung_up, tagged, strict=True))
    return not tagged or start <= dialled[0] <= tagged[-1] <= end


def _in_order(start: datetime, dialled: datetime | None, hung_up: datetime | None, tagged: datetime, end: datetime) -> bool:
    """Whether a call lies within its session, and its moments follow each other."""
    if dialled is None:
        return hung_up is None and start <= tagged <= end
    return start <= dialled <= (hung_up or tagged) <= tagged <= end
