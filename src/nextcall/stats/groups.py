"""The history in groups: by hour, weekday, day, week, month, outcome, preset, skill, list or tag.

A call belongs to the local hour and day in which it was dialled (tapped: tagged), as its own clock
showed them. The time of a session is cut at each full local hour: hours and days add up to the
session exactly, on days of 23 and 25 hours too, and across midnight. Calls that were filled in from
paper have no hour unless their session lies within one, and belong to the day on which it began.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from nextcall.core.query import Query, Term
from nextcall.stats.facts import Facts
from nextcall.stats.totals import Total, plain

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import Any

DIMENSIONS = ("outcome", "hour", "weekday", "day", "week", "month", "preset", "skill", "list", "tag")
"""By what the history can be grouped."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
UNKNOWN = ""
"""The key of what has none: no preset, no skill, no hour."""
_MINUTE = 60_000
HOUR = 3_600_000
_FIRST = date(1970, 1, 1)
_THURSDAY = 3
"""The weekday of the first day."""

Piece = tuple[int, int, int]
"""A local hour, counted from 1970, with the milliseconds of session and of pause in it."""


def local_hour(facts: Facts, at: int) -> int:
    """The local hour of a moment, counted from the first one of 1970: 24 to each day of the calendar."""
    return (at + facts.offset(at) * _MINUTE) // HOUR


def day_of(hour: int) -> date:
    """The day of a local hour."""
    return _FIRST + timedelta(days=hour // 24)


def hours_of(facts: Facts) -> Iterator[Piece]:
    """The session's time by local hours; an hour that the clock shows twice comes twice."""
    pauses = list(facts.pauses)
    at = facts.started
    changes = [start for start, _ in facts.offsets[1:]]
    while at < facts.ended:
        ahead = facts.offset(at) * _MINUTE
        hour = (at + ahead) // HOUR
        until = min([(hour + 1) * HOUR - ahead, facts.ended, *(change for change in changes if change > at)])
        paused = sum(max(0, min(until, end) - max(at, start)) for start, end in pauses)
        yield hour, until - at - paused, paused
        at = until


_KEYS: dict[str, Callable[[int], str]] = {
    "hour": lambda hour: f"{hour % 24:02}",
    "weekday": lambda hour: WEEKDAYS[(hour // 24 + _THURSDAY) % 7],
    "day": lambda hour: day_of(hour).isoformat(),
    "week": lambda hour: week_of(day_of(hour)),
    "month": lambda hour: day_of(hour).isoformat()[:7],
}


def week_of(day: date) -> str:
    """The ISO week of a day, as `2026-W47`."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def total(found: Iterable[Facts], query: Query) -> dict[str, Any]:
    """What the picked part of some sessions came to, as plain data."""
    return plain(summed(found, query, _all).get(UNKNOWN) or Total())


def grouped(found: Iterable[Facts], query: Query, by: str) -> list[dict[str, Any]]:
    """The picked part of some sessions in groups, as plain data with a `key` each, in the order of the keys."""
    groups = summed(found, query, _BY[by])
    return [{"key": key} | plain(groups[key]) for key in in_order(groups, by)]


def in_order(keys: Iterable[str], by: str) -> list[str]:
    """Keys in their natural order: weekdays from Monday, what has none at the end."""
    if by == "weekday":
        return sorted(keys, key=lambda key: WEEKDAYS.index(key) if key in WEEKDAYS else len(WEEKDAYS))
    return sorted(keys, key=lambda key: (key == UNKNOWN, key))


Groups = dict[str, Total]
Spread = Callable[[Groups, Facts, Query, Sequence[int] | None], None]
"""Adds a session to groups: the calls at the given positions, or all of them."""


def summed(found: Iterable[Facts], query: Query, spread: Spread) -> Groups:
    """The picked part of some sessions, spread over groups."""
    groups: Groups = {}
    for facts in found:
        if of_session(query, facts):
            spread(groups, facts, query, picked(query, facts))
    return groups


# ---- what a query picks


def of_session(query: Query, facts: Facts) -> bool:
    """Whether a session is meant: what is said of it holds, and one of its calls is meant where calls are."""
    if not all(_session_term(term, facts) for term in query.sessions):
        return False
    if not _touches(query, facts):
        return False
    if not query.picks_calls:
        return True
    return bool(picked(query, facts)) or bool(_paper(query, facts)) or _by_words_alone(query, facts)


def _by_words_alone(query: Query, facts: Facts) -> bool:
    return not query.calls and all(word.text in facts.words for word in query.words)


def _session_term(term: Term, facts: Facts) -> bool:
    if term.field == "tag":
        return any(term.holds(tag.casefold()) for tag in facts.tags)
    if term.field == "preset":
        return term.holds((facts.preset or "").casefold()) or term.holds(facts.title.casefold())
    value: str | None = getattr(facts, term.field)
    return term.holds((value or "").casefold())


def _touches(query: Query, facts: Facts) -> bool:
    """Whether the session has time on the days that are meant."""
    if query.first is None and query.last is None:
        return True
    first = day_of(local_hour(facts, facts.started))
    last = max(first, day_of(local_hour(facts, max(facts.started, facts.ended - 1))))
    return (query.first is None or last >= query.first) and (query.last is None or first <= query.last)


def picked(query: Query, facts: Facts) -> Sequence[int] | None:
    """The positions of the calls that are meant; None: all of them."""
    calls = facts.calls
    dated = not _within(query, facts)
    if not query.picks_calls and not dated:
        return None
    found: Sequence[int] = range(len(calls.at))
    for term in query.calls:
        found = _holding(term, facts, found)
    for word in query.words:
        if word.text not in facts.words:
            found = [i for i in found if any(column and word.text in column[i] for column in (calls.notes, calls.people, calls.others))]
    if dated:
        found = [i for i in found if _meant(query, day_of(local_hour(facts, calls.at[i])))]
    return found


def _holding(term: Term, facts: Facts, among: Sequence[int]) -> Sequence[int]:
    calls = facts.calls
    if term.field == "outcome":
        known = {position for position, outcome in enumerate(facts.outcomes) if term.holds(outcome.casefold())}
        return [i for i in among if calls.outcome[i] in known]
    column = calls.people if term.field == "contact" else calls.notes
    return [i for i in among if term.text in column[i]] if column else []


def _paper(query: Query, facts: Facts) -> list[tuple[str, int, int]]:
    """The calls from paper that are meant; they have an outcome and the day of their session."""
    if any(term.field != "outcome" for term in query.calls) or any(word.text not in facts.words for word in query.words):
        return []
    if not _meant(query, day_of(local_hour(facts, facts.started))):
        return []
    return [row for row in facts.paper if all(term.holds(row[0].casefold()) for term in query.calls)]


def _meant(query: Query, day: date) -> bool:
    return (query.first is None or day >= query.first) and (query.last is None or day <= query.last)


def _within(query: Query, facts: Facts) -> bool:
    """Whether all of the session lies on days that are meant."""
    if query.first is None and query.last is None:
        return True
    moments = [facts.started, max(facts.started, facts.ended - 1), *([min(facts.calls.at), max(facts.calls.at)] if facts.calls.at else [])]
    return all(_meant(query, day_of(local_hour(facts, at))) for at in moments)


# ---- how a session is spread over groups


def _group(groups: Groups, key: str) -> Total:
    found = groups.get(key)
    if found is None:
        found = groups[key] = Total()
    return found


def _whole(groups: Groups, key: str, facts: Facts, query: Query, which: Sequence[int] | None) -> None:
    group = _group(groups, key)
    if which is None:
        group.add(facts)
        return
    group.sessions += 1
    for i in which:
        group.add_call(facts, i)
    for outcome, bits, number in _paper(query, facts):
        group.add_paper(outcome, bits, number)
    for hour, lasted, paused in hours_of(facts):
        if _meant(query, day_of(hour)):
            group.add_time(lasted, paused)


def _all(groups: Groups, facts: Facts, query: Query, which: Sequence[int] | None) -> None:
    _whole(groups, UNKNOWN, facts, query, which)


def _by_field(field: str) -> Spread:
    def spread(groups: Groups, facts: Facts, query: Query, which: Sequence[int] | None) -> None:
        _whole(groups, getattr(facts, field) or UNKNOWN, facts, query, which)

    return spread


def _by_tag(groups: Groups, facts: Facts, query: Query, which: Sequence[int] | None) -> None:
    for tag in facts.tags or (UNKNOWN,):
        _whole(groups, tag, facts, query, which)


def _by_outcome(groups: Groups, facts: Facts, query: Query, which: Sequence[int] | None) -> None:
    """Calls by what they came to. The time of a session cannot be told apart so."""
    seen = set()
    for i in range(len(facts.calls.at)) if which is None else which:
        outcome = facts.outcomes[facts.calls.outcome[i]]
        seen.add(outcome)
        _group(groups, outcome).add_call(facts, i)
    for outcome, bits, number in _paper(query, facts):
        seen.add(outcome)
        _group(groups, outcome).add_paper(outcome, bits, number)
    for outcome in seen:
        groups[outcome].sessions += 1
        groups[outcome].lasted = groups[outcome].paused = None


def _by_time(by: str) -> Spread:
    key_of = _KEYS[by]

    def spread(groups: Groups, facts: Facts, query: Query, which: Sequence[int] | None) -> None:
        pieces = [piece for piece in hours_of(facts) if _meant(query, day_of(piece[0]))]
        keys = {hour: key_of(hour) for hour in {hour for hour, _, _ in pieces}}
        begins = local_hour(facts, facts.started)
        if which is None and len(set(keys.values())) == 1 and _alike(facts, keys):
            _group(groups, next(iter(keys.values()))).add(facts)
            return
        seen = set()
        for hour, lasted, paused in pieces:
            seen.add(keys[hour])
            _group(groups, keys[hour]).add_time(lasted, paused)
        for i in range(len(facts.calls.at)) if which is None else which:
            hour = local_hour(facts, facts.calls.at[i])
            key = keys.get(hour) or key_of(hour)
            seen.add(key)
            _group(groups, key).add_call(facts, i)
        single = by not in ("hour", "weekday") or len(keys) <= 1
        for outcome, bits, number in _paper(query, facts):
            key = key_of(begins) if single or by == "weekday" else UNKNOWN
            seen.add(key)
            _group(groups, key).add_paper(outcome, bits, number)
        for key in seen or ([key_of(begins)] if _meant(query, day_of(begins)) else []):
            _group(groups, key).sessions += 1

    return spread


def _alike(facts: Facts, keys: dict[int, str]) -> bool:
    """Whether all calls lie in the one group of the session's time."""
    if not facts.calls.at:
        return True
    ends = (local_hour(facts, min(facts.calls.at)), local_hour(facts, max(facts.calls.at)))
    return all(hour in keys for hour in range(ends[0], ends[1] + 1))


_BY: dict[str, Spread] = {
    "outcome": _by_outcome,
    **{by: _by_time(by) for by in _KEYS},
    **{by: _by_field(by) for by in ("preset", "skill", "list")},
    "tag": _by_tag,
}
