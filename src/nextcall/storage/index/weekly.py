"""A week of the history for its review: the sessions that began in it, and what all others have to say of it."""

from __future__ import annotations

import os
from datetime import date, timedelta

from nextcall.core.week_plan import days, drawn_with, planned_days
from nextcall.errors import NextcallError
from nextcall.stats.brightness import DIMENSIONS, asked, bright
from nextcall.stats.facts import EPOCH, MILLISECOND
from nextcall.stats.review import MARKS, Found, Look, review
from nextcall.storage.sessions import Sessions

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable

    from nextcall.core.session import Session
    from nextcall.core.week_plan import Plan
    from nextcall.stats.review import Review
    from nextcall.storage.index.index import Index

_APART = timedelta(days=2)
"""By more than this no local day is away from the moment in UTC."""


def weekly(index: Index, plan: Plan, key: str, today: date, starts: str = "monday") -> Review:
    """The review of the week `key`."""
    drawn = days(key, starts)
    begun = began(index, min([drawn[0], *planned_days(plan)[:1]]))
    there = set(drawn)
    found = Found(
        tuple(_read(index, (path for day, path in begun if day in there))), {day for day, _ in begun}, index.marks(MARKS), index.buckets("week", gaps=True), tuple(_looks(index)),
    )  # fmt: skip
    return review(found, plan, key, today, starts)


def week_at(index: Index, today: date, starts: str = "monday") -> str:
    """The week to look at: this one, or the last one as long as this one has no session and that one has."""
    this, before = drawn_with(today, starts), drawn_with(today - timedelta(days=7), starts)
    first = days(before, starts)[0]
    begun = {drawn_with(day, starts) for day, _ in began(index, first)}
    return before if this not in begun and before in begun else this


def began(index: Index, since: date) -> list[tuple[date, str]]:
    """The local days from `since` on, on which sessions began, with their paths below `sessions/`; newest first."""
    found = []
    for entry in index.newest():
        if entry.problem is not None:
            continue
        if (EPOCH + entry.started * MILLISECOND).date() < since - _APART:
            break
        day = date.fromisoformat(entry.started_at[: len("2026-11-21")])
        if day >= since:
            found.append((day, entry.path))
    return found


def _read(index: Index, paths: Iterable[str]) -> Iterable[Session]:
    """The sessions in some files; what can no longer be read is left out: the next look at the index names it."""
    sessions = Sessions(index.folder)
    for path in paths:
        try:
            yield sessions.read(os.path.join(index.folder, "sessions", path)).bench.session
        except NextcallError:
            continue


def _looks(index: Index) -> Iterable[Look]:
    """What is bright, by everything that calls can be told apart by; what has no second group is left out."""
    for by in DIMENSIONS:
        measure = "conversation" if asked("conversation", by) else "served"
        groups = index.buckets(by)
        if len(groups) > 1:
            yield Look(measure, by, bright(groups, measure, by))
