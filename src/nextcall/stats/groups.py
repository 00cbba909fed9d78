"""The history in groups: by hour, weekday, day, week, month, outcome, preset, skill, list or tag.

A call belongs to the local hour and day in which it was dialled (tapped: tagged), as its own clock
showed them. The time of a session is cut at each full local hour: hours and days add up to the
session exactly, on days of 23 and 25 hours too, and across midnight. Calls that were filled in from
paper have no hour unless their session lies within one, and belong to the day on which it began.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from nextcall.core.query import Query
from nextcall.stats.buckets import KEYS, UNKNOWN, WEEKDAYS
from nextcall.stats.facts import Facts
from nextcall.stats.localtime import HOUR, MINUTE, day_of, hours_of, local_hour
from nextcall.stats.picking import meant, of_session, paper_of, picked
from nextcall.stats.totals import Total, plain

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

DIMENSIONS = ("outcome", "hour", "weekday", "day", "week", "month", "preset", "skill", "list", "tag")
"""By what the history can be grouped."""
def together(found: Iterable[Facts], query: Query) -> Total:
    """What the picked part of some sessions came to."""
    return summed(found, query, _all).get(UNKNOWN) or Total()


def total(found: Iterable[Facts], query: Query) -> dict[str, Any]:
    """What the picked part of some sessions came to, as plain data."""
    return plain(together(found, query))


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
    for outcome, bits, number in paper_of(query, facts):
        group.add_paper(outcome, bits, number)
    for hour, lasted, paused in hours_of(facts):
        if meant(query, day_of(hour)):
            group.add_time(lasted, paused)


def _all(groups: Groups, facts: Facts, query: Query, which: Sequence[int] | None) -> None:
    _whole(groups, UNKNOWN, facts, query, which)


def _by_field(field: str) -> Spread:
    def spread(groups: Groups, facts: Facts, query: Query, which: Sequence[int] | None) -> None:
        _whole(groups, getattr(facts, field) or UNKNOWN, facts, query, which)

    return spread


def _by_tag(groups: Groups, facts: Facts, query: Query, which: Sequence[int] | None) -> None:
    for tag in dict.fromkeys(facts.tags or (UNKNOWN,)):
        _whole(groups, tag, facts, query, which)


def _by_outcome(groups: Groups, facts: Facts, query: Query, which: Sequence[int] | None) -> None:
    """Calls by what they came to. The time of a session cannot be told apart so."""
    seen = set()
    for i in range(len(facts.calls.at)) if which is None else which:
        outcome = facts.outcomes[facts.calls.outcome[i]]
        seen.add(outcome)
        _group(groups, outcome).add_call(facts, i)
    for outcome, bits, number in paper_of(query, facts):
        seen.add(outcome)
        _group(groups, outcome).add_paper(outcome, bits, number)
    for outcome in seen:
        groups[outcome].sessions += 1
        groups[outcome].lasted = groups[outcome].paused = None


def _by_time(by: str) -> Spread:
    key_of = KEYS[by]

    def spread(groups: Groups, facts: Facts, query: Query, which: Sequence[int] | None) -> None:
        whole = list(hours_of(facts))
        pieces = [piece for piece in whole if meant(query, day_of(piece[0]))]
        keys = {hour: key_of(hour) for hour in {hour for hour, _, _ in pieces}}
        begins = local_hour(facts, facts.started)
        if which is None and len(set(keys.values())) == 1 and _alike(facts, keys):
            _group(groups, next(iter(keys.values()))).add(facts)
            return
        seen = set()
        for hour, lasted, paused in pieces:
            seen.add(keys[hour])
            _group(groups, keys[hour]).add_time(lasted, paused)
        for hour, first, after in _runs(facts, which):
            key = keys.get(hour) or key_of(hour)
            seen.add(key)
            _group(groups, key).add_calls(facts, first, after)
        placed = by != "hour" or len({hour for hour, _, _ in whole}) <= 1
        for outcome, bits, number in paper_of(query, facts):
            key = key_of(begins) if placed else UNKNOWN
            seen.add(key)
            _group(groups, key).add_paper(outcome, bits, number)
        for key in seen or ([key_of(begins)] if meant(query, day_of(begins)) else []):
            _group(groups, key).sessions += 1

    return spread


def _runs(facts: Facts, which: Sequence[int] | None) -> Iterator[tuple[int, int, int]]:
    """Local hours with the calls in them: the positions of the first, and after the last, of those that follow each other."""
    if which is not None:
        yield from ((local_hour(facts, facts.calls.at[i]), i, i + 1) for i in which)
        return
    ahead = facts.offsets[0][1] * MINUTE
    hours = [(at + ahead) // HOUR for at in facts.calls.at] if len(facts.offsets) == 1 else [local_hour(facts, at) for at in facts.calls.at]
    first = 0
    for hour, run in groupby(hours):
        after = first + sum(1 for _ in run)
        yield hour, first, after
        first = after


def _alike(facts: Facts, keys: dict[int, str]) -> bool:
    """Whether all calls lie in the one group of the session's time."""
    if not facts.calls.at:
        return True
    ends = (local_hour(facts, min(facts.calls.at)), local_hour(facts, max(facts.calls.at)))
    return all(hour in keys for hour in range(ends[0], ends[1] + 1))


_BY: dict[str, Spread] = {
    "outcome": _by_outcome,
    **{by: _by_time(by) for by in KEYS},
    **{by: _by_field(by) for by in ("preset", "skill", "list")},
    "tag": _by_tag,
}
