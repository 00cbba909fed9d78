"""Whom it helped: who was introduced to whom and how far that came, and what callers were thanked for.

It holds what was marked and nothing else. An introduction of which nothing is written is counted, and is on no list.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Any, NamedTuple

    from nextcall.stats.facts import Mark
else:
    from nextcall.named import NamedTuple

KINDS = ("introduced", "referral", "useful", "thanked")
"""What is asked of the index for it."""
STATES = ("made", "met", "thanked")
"""How far an introduction came."""


class Introduced(NamedTuple):
    """Somebody was introduced to somebody."""

    session: str
    n: int
    """The call's number."""
    at: datetime
    """When it was tagged, as the clock of its session showed it."""
    who: str
    to: str
    state: str
    """One of `STATES`."""


class Thanks(NamedTuple):
    """Somebody said thank you."""

    session: str
    n: int
    at: datetime
    """When it was tagged, as the clock of its session showed it."""
    who: str
    text: str
    """The call's note."""


class Ledger(NamedTuple):
    """All of it, newest first."""

    introductions: tuple[Introduced, ...]
    thanks: tuple[Thanks, ...]
    counts: dict[str, int]
    """By kind of help; each of `KINDS` is there, 0 too."""
    states: dict[str, int]
    """Introductions by how far they came; each of `STATES` is there. Those without a name have none."""


def ledger(marks: Iterable[tuple[str, Mark]]) -> Ledger:
    """The ledger of some marks with the ids of their sessions; marks of another kind are passed over."""
    introductions: list[Introduced] = []
    thanks: list[Thanks] = []
    counts, states = dict.fromkeys(KINDS, 0), dict.fromkeys(STATES, 0)
    for session, mark in marks:
        if mark.kind not in KINDS:
            continue
        counts[mark.kind] += 1
        if mark.kind == "introduced" and mark.state in STATES:
            states[mark.state] += 1
            introductions.append(Introduced(session, mark.n, mark.moment, mark.who, mark.to, mark.state))
        elif mark.kind == "thanked":
            thanks.append(Thanks(session, mark.n, mark.moment, mark.who, mark.text))
    return Ledger(tuple(sorted(introductions, key=_when, reverse=True)), tuple(sorted(thanks, key=_when, reverse=True)), counts, states)


def _when(one: Introduced | Thanks) -> tuple[datetime, int]:
    return one.at, one.n


def as_data(found: Ledger) -> dict[str, Any]:
    """The ledger as plain data."""
    return {
        "marks": dict(found.counts),
        "states": dict(found.states),
        "introductions": [one._asdict() | {"at": one.at.isoformat(timespec="milliseconds")} for one in found.introductions],
        "thanks": [one._asdict() | {"at": one.at.isoformat(timespec="milliseconds")} for one in found.thanks],
    }
