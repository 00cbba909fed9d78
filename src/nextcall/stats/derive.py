"""From a session to its facts. Durations are those of `core.durations`, pauses left out: talk from dial to hang-up, gap from tag to dial."""

from __future__ import annotations

from array import array
from datetime import timezone
from itertools import repeat
from operator import sub

from nextcall.stats.facts import (
    BRIGHT,
    EPOCH,
    HELP,
    MILLISECOND,
    NONE,
    TAPPED,
    Calls,
    Facts,
    flag_bits,
    minutes_ahead,
    ms,
)
from nextcall.stats.process import process_of
from nextcall.text import lines

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import Any, NamedTuple, Protocol

    from nextcall.core.session import Session
    from nextcall.stats.facts import Span

    class Source(Protocol):
        """What facts are made from: a `core.session.Session`, or anything with its fields."""

        id: Any
        title: Any
        preset: Any
        skill: Any
        list: Any
        tags: Any
        time_zone: Any
        started_at: Any
        ended_at: Any
        intention: Any
        calls: Any
        pauses: Any
        breaths: Any
        counts_only: Any
        summary: Any

else:
    from nextcall.named import NamedTuple

_LONGEST = 10_000
_FAR = 1 << 62


def facts_of(session: Session, at: datetime) -> Facts:
    """The facts of a session; an open one is taken until `at`."""
    flags = {outcome.id: flag_bits(outcome) for outcome in session.outcomes}
    return facts(session, flags, session.ended_at or max(at, session.started_at), is_open=session.ended_at is None)  # type: ignore[arg-type]  # a NamedTuple's fields are read-only


def facts(session: Source, flags: Mapping[str, int], end: datetime, *, is_open: bool) -> Facts:
    """The facts of a session until `end`; `flags` are the bits of its outcomes."""
    calls = session.calls
    dialled = [call.dialed_at for call in calls]
    hung_up = [call.hung_up_at for call in calls]
    tagged = [call.tagged_at for call in calls]
    moments = [session.started_at, end, *tagged, *filter(None, dialled), *filter(None, hung_up)]
    at, minutes = milliseconds(moments)
    times = _times(dialled, hung_up, at[2:])
    started, ended = at[0], max(at[:2])
    pauses = _apart(((ms(pause.started_at), ms(pause.ended_at) if pause.ended_at else ended) for pause in session.pauses or ()), started, ended)
    breaths = tuple((ms(breath.started_at), ms(breath.ended_at) if breath.ended_at else ended) for breath in session.breaths or ())
    rests = _apart([*pauses, *breaths], -_FAR, _FAR) if breaths else pauses
    outcomes = [call.outcome for call in calls]
    known = tuple(dict.fromkeys(outcomes))
    paper = session.counts_only
    return Facts(
        id=session.id,
        title=title_of(session),
        preset=session.preset,
        skill=session.skill,
        list=session.list,
        tags=tuple(session.tags or ()),
        started=started,
        ended=ended,
        is_open=is_open,
        offsets=_offsets(session, end) if minutes is None else ((started, minutes),),
        pauses=pauses,
        outcomes=known,
        paper=tuple((outcome, flags.get(outcome, 0), number) for outcome, number in paper.items()) if paper else (),
        process=process_of(session, times.dialled, started, pauses),
        words=_folded([session.id, session.title, session.intention, session.summary.worked, session.summary.skill_answer, *(session.tags or ())]),
        calls=_columns(calls, times, (pauses, rests), (outcomes, known, flags)),
    )


def title_of(session: Source) -> str:
    """A session's title, without what could steer a terminal."""
    return lines(session.title or "", _LONGEST)


class _Times(NamedTuple):
    """When the calls of a session were dialled, hung up and tagged; or `NONE`."""

    dialled: list[int]
    hung_up: list[int]
    tagged: list[int]


def _times(dialled: list[datetime | None], hung_up: list[datetime | None], at: list[int]) -> _Times:
    """Of the numbers in `at`, first all tags, then the other moments that there are."""
    number = len(dialled)
    if len(at) == 3 * number:  # all are there, as nearly always
        return _Times(at[number : 2 * number], at[2 * number :], at[:number])
    rest = iter(at[number:])
    return _Times([next(rest) if moment else NONE for moment in dialled], [next(rest) if moment else NONE for moment in hung_up], at[:number])


def milliseconds(moments: Sequence[datetime]) -> tuple[list[int], int | None]:
    """Moments as milliseconds since 1970 UTC, and their offset in minutes where it is one and the same.

    They are subtracted from each other, which is five times as quick where all have the very same time zone;
    and dividing them by a millisecond would take longer than taking them apart.
    """
    first = moments[0].replace(microsecond=moments[0].microsecond // 1000 * 1000)
    base, zone = ms(first), first.tzinfo
    alike = type(zone) is timezone and not [moment for moment in moments if moment.tzinfo is not zone]
    passed = list(map(sub, moments, repeat(first)))
    if min(passed).days or max(passed).days:
        return [base + one // MILLISECOND for one in passed], minutes_ahead(first) if alike else None
    return [base + one.seconds * 1000 + one.microseconds // 1000 for one in passed], minutes_ahead(first) if alike else None


def _apart(spans: Iterable[Span], first: int, last: int) -> tuple[Span, ...]:
    """Spans cut to `first` and `last`, in order, those that touch made one."""
    found: list[Span] = []
    for start, end in sorted((max(start, first), min(end, last)) for start, end in spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _columns(
    calls: Sequence[Any],
    times: _Times,
    rests: tuple[tuple[Span, ...], tuple[Span, ...]],
    outcomes: tuple[list[str], tuple[str, ...], Mapping[str, int]],
) -> Calls:
    """The columns of the calls: `rests` are the pauses, and the pauses and breaths, that are left out of talk and of gaps."""
    dialled, hung_up, tagged = times
    found, known, flags = outcomes
    timed = NONE not in dialled
    until = hung_up if NONE not in hung_up else [tag if hung == NONE else hung for hung, tag in zip(hung_up, tagged, strict=True)]
    talk = array("q", map(sub, until, dialled))
    gap = array("q", [NONE, *map(sub, dialled[1:], tagged)][: len(found)])
    _leave_out(talk, dialled, until, rests[0])
    _leave_out(gap, [0, *tagged], dialled, rests[1])
    if (talk and min(talk) < 0) or (len(gap) > 1 and min(gap[1:]) < 0):
        talk, gap = (array("q", [max(0, number) for number in column]) for column in (talk, gap))
    if gap:
        gap[0] = NONE
    positions = {outcome: position for position, outcome in enumerate(known)}
    outcome = array("I", map(positions.__getitem__, found))
    bits = array("H", [flags.get(name, 0) for name in found])
    for flag, marked in ((HELP, [call.help for call in calls]), (BRIGHT, [call.bright for call in calls])):
        if any(marked):
            for i, mark in enumerate(marked):
                if mark:
                    bits[i] |= flag
    if timed:
        return Calls(array("q", dialled), talk, gap, outcome, bits, *_texts(calls), *_steps(calls))
    for i, dial in enumerate(dialled):
        if dial == NONE:
            talk[i] = gap[i] = NONE
            bits[i] |= TAPPED
    at = array("q", [tag if dial == NONE else dial for dial, tag in zip(dialled, tagged, strict=True)])
    return Calls(at, talk, gap, outcome, bits, *_texts(calls), *_steps(calls))


def _leave_out(durations: array[int], starts: Sequence[int], ends: Sequence[int], spans: tuple[Span, ...]) -> None:
    """Take from each duration, from its start to its end, what of it lies in `spans`."""
    for low, high in spans:
        for i, (start, end) in enumerate(zip(starts, ends, strict=False)):
            if start < high and end > low:
                durations[i] -= min(end, high) - max(start, low)


def _texts(calls: Sequence[Any]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What is written of each call: notes, who it was with, and the rest; empty where there is nothing in any."""
    notes: list[str | None] = [call.note for call in calls]
    people = [call.contact for call in calls]
    others = [call.reason or call.bright_note or call.introduction or call.help for call in calls]
    return (
        _if_any([(note.casefold() if note.isprintable() else _folded([note])) if note else "" for note in notes]) if any(notes) else (),
        _if_any([_folded([who.name, who.phone]) if who else "" for who in people]) if any(people) else (),
        _if_any([_other(call) if other else "" for call, other in zip(calls, others, strict=True)]) if any(others) else (),
    )


def _steps(calls: Sequence[Any]) -> tuple[Sequence[int], Sequence[int]]:
    """How many steps were kept in each call, and how many were ticked at all; empty where none was."""
    if not any(call.steps_done or call.steps_skipped for call in calls):
        return (), ()
    kept = array("H", [len(call.steps_done or ()) for call in calls])
    return kept, array("H", [done + len(call.steps_skipped or ()) for done, call in zip(kept, calls, strict=True)])


def _if_any(texts: list[str]) -> tuple[str, ...]:
    """Texts of which one at least says something; a contact may have neither name nor number."""
    return tuple(texts) if any(texts) else ()


def _other(call: Any) -> str:
    brought = (call.introduction.who, call.introduction.to) if call.introduction else ()
    return _folded([call.reason, call.bright_note, *brought, *(call.help or ())])


def _folded(texts: Iterable[str | None]) -> str:
    """Texts as one, in lower case, without what could steer a terminal."""
    text = "\n".join(filter(None, texts))
    return (text if text.isprintable() else lines(text, _LONGEST)).casefold()


def _offsets(session: Source, end: datetime) -> tuple[Span, ...]:
    """From when on which offset held. Where it changed within the session, its time zone knows when exactly."""
    start: datetime = session.started_at
    calls = session.calls
    first = minutes_ahead(start)
    if {minutes_ahead(end), *(minutes_ahead(moment) for call in calls for moment in (call.dialed_at, call.tagged_at) if moment)} == {first}:
        return ((ms(start), first),)
    moments = sorted([start, *(call.dialed_at or call.tagged_at for call in calls), *(call.tagged_at for call in calls), end])
    found: list[Span] = []
    for before, moment in zip([start, *moments], moments, strict=False):
        minutes = minutes_ahead(moment)
        if not found or found[-1][1] != minutes:
            found.append((_changed(session.time_zone, before, moment) if found else ms(moment), minutes))
    return tuple(found)


def _changed(zone: str | None, before: datetime, after: datetime) -> int:
    """When between two moments local time changed: as the zone says, else when it was first seen."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 (twice a year)

    try:
        place = ZoneInfo(zone or "")
    except (ValueError, OSError, KeyError):  # not a name, not to be read, not known
        return ms(after)
    low, high = ms(before), ms(after)
    wanted = minutes_ahead(after)
    if minutes_ahead((EPOCH + high * MILLISECOND).astimezone(place)) != wanted or minutes_ahead((EPOCH + low * MILLISECOND).astimezone(place)) == wanted:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if minutes_ahead((EPOCH + middle * MILLISECOND).astimezone(place)) == wanted:
            high = middle
        else:
            low = middle
    return high
