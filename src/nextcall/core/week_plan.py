"""What the caller means to do: sessions planned day by day, kept by ISO week.

A plan is an intention and no debt: a day counts once it is over or once a session was held on it, any session
keeps it, and a day without a plan says nothing.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from nextcall.core.query import FIRST_YEAR, LAST_YEAR
from nextcall.core.session import NOTHING, Extra
from nextcall.core.weeks import week_key

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import NamedTuple
else:
    from nextcall.named import NamedTuple

STARTS = {"monday": 0, "sunday": 6, "saturday": 5}
"""What a week may start with, by the number of that weekday."""
MOST = 9
"""Sessions that a day may have."""
LONGEST_TRY = 200
"""Characters of the one thing to try."""
_WEEK = 7


class Planned(NamedTuple):
    """A session that is meant to be held."""

    day: date
    preset: str
    """The id of a preset; there may be none of that id any more."""
    at: str = ""
    """When, as `09:30`; empty: at any time."""
    extra: Extra = NOTHING


class Week(NamedTuple):
    """What is planned in an ISO week."""

    key: str
    """As `2026-W48`."""
    sessions: tuple[Planned, ...] = ()
    """By day; those of one day in the order in which they were planned."""
    try_: str = ""
    """One thing to try; may be empty."""
    extra: Extra = NOTHING


class Plan(NamedTuple):
    """All that was ever planned."""

    weeks: tuple[Week, ...] = ()
    """In their order, each once."""
    extra: Extra = NOTHING


class Kept(NamedTuple):
    """A planned day that counts."""

    day: date
    kept: bool
    """Whether a session was held on it."""


# ---- weeks


def monday(key: str) -> date:
    """The first day of an ISO week. ValueError where there is no such week, or where it is not written as `2026-W48`."""
    year, sign, week = key[:4], key[4:6], key[6:]
    digits = year + week
    if sign != "-W" or len(key) != len("2026-W48") or not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"'{key}' is no week")
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise ValueError(f"'{key}' is too far away")
    return date.fromisocalendar(int(year), int(week), 1)


def days(key: str, starts: str = "monday") -> tuple[date, ...]:
    """The seven days that are drawn as an ISO week; one that starts on Saturday or Sunday begins before its Monday."""
    first = monday(key) - timedelta(days=-STARTS[starts] % _WEEK)
    return tuple(first + timedelta(days=i) for i in range(_WEEK))


def drawn_with(day: date, starts: str = "monday") -> str:
    """The ISO week that a day is drawn in."""
    return week_key(day + timedelta(days=-STARTS[starts] % _WEEK))


def after(key: str, weeks: int = 1) -> str:
    """The week so many weeks later."""
    return week_key(monday(key) + timedelta(days=_WEEK * weeks))


# ---- what is planned


def week(plan: Plan, key: str) -> Week:
    """What is planned in a week; an empty one where nothing is."""
    return next((found for found in plan.weeks if found.key == key), Week(key))


def planned(plan: Plan, on: Collection[date]) -> tuple[Planned, ...]:
    """The sessions planned on some days, in their order."""
    keys = set(map(week_key, on))
    found = (one for found in plan.weeks if found.key in keys for one in found.sessions if one.day in on)
    return tuple(sorted(found, key=lambda one: one.day))


def planned_days(plan: Plan) -> tuple[date, ...]:
    """Every day that has a planned session, in order, each once."""
    return tuple(sorted({one.day for found in plan.weeks for one in found.sessions}))


def kept(plan: Plan, held: Collection[date], today: date) -> tuple[Kept, ...]:
    """The planned days that count, in their order, and whether each was kept.

    `held` are the local days on which sessions began. A day counts once it is over or once a session was held on it.
    """
    return tuple(Kept(day, day in held) for day in planned_days(plan) if day < today or day in held)


# ---- changing it


def added(plan: Plan, one: Planned) -> Plan:
    """The plan with one session more; as it is where that day has `MOST` already."""
    there = week(plan, week_key(one.day))
    if sum(other.day == one.day for other in there.sessions) >= MOST:
        return plan
    return _with(plan, there._replace(sessions=_in_order((*there.sessions, one))))


def removed(plan: Plan, day: date) -> Plan:
    """The plan without the last session of a day; as it is where that has none."""
    there = week(plan, week_key(day))
    last = _last(there, day)
    return plan if last < 0 else _with(plan, there._replace(sessions=there.sessions[:last] + there.sessions[last + 1 :]))


def timed(plan: Plan, day: date, at: str) -> Plan:
    """The plan with a time (or none) for the last session of a day; as it is where that has none."""
    there = week(plan, week_key(day))
    last = _last(there, day)
    if last < 0:
        return plan
    changed = there.sessions[last]._replace(at=at)
    return _with(plan, there._replace(sessions=(*there.sessions[:last], changed, *there.sessions[last + 1 :])))


def tried(plan: Plan, key: str, words: str) -> Plan:
    """The plan with one thing to try in a week."""
    return _with(plan, week(plan, key)._replace(try_=words[:LONGEST_TRY]))


def copied(plan: Plan, of: Sequence[date], not_before: date) -> Plan:
    """The plan with the sessions of some days planned a week later too, from `not_before` on.

    What is planned there already is not planned twice: to copy again changes nothing.
    """
    later = [day + timedelta(days=_WEEK) for day in of]
    there = Counter((one.day, one.preset, one.at) for one in planned(plan, later))
    for one in planned(plan, of):
        day = one.day + timedelta(days=_WEEK)
        what = (day, one.preset, one.at)
        if there[what]:
            there[what] -= 1
        elif day >= not_before:
            plan = added(plan, one._replace(day=day))
    return plan


def put_back(plan: Plan, weeks: Sequence[Week]) -> Plan:
    """The plan with these weeks as they are given; the others as they are."""
    for one in weeks:
        plan = _with(plan, one)
    return plan


def _last(there: Week, day: date) -> int:
    """The position of the last session of a day; -1 where it has none."""
    return max((i for i, one in enumerate(there.sessions) if one.day == day), default=-1)


def _in_order(sessions: tuple[Planned, ...]) -> tuple[Planned, ...]:
    return tuple(sorted(sessions, key=lambda one: one.day))


def _with(plan: Plan, changed: Week) -> Plan:
    """The plan with a week in the place of the one of its key; an empty week is none."""
    others = tuple(one for one in plan.weeks if one.key != changed.key)
    empty = not (changed.sessions or changed.try_ or changed.extra)
    return plan._replace(weeks=others if empty else tuple(sorted((*others, changed), key=lambda one: one.key)))


def is_time(text: str) -> bool:
    """Whether it is a time of day as `09:30`."""
    hour, colon, minute = text[:2], text[2:3], text[3:]
    digits = hour + minute
    return len(text) == len("09:30") and colon == ":" and digits.isascii() and digits.isdigit() and int(hour) < 24 and int(minute) < 60  # noqa: PLR2004 (a day's hours, an hour's minutes)
