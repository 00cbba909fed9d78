"""The weekly review: whom it helped, how it went, what shone, what noes taught, what comes next; in this order.

A session counts for the day and the week in which it began, however long after midnight it ended. What is judged by
limits is the calendar's week (ISO), in which every call counts for its own day.
"""

from __future__ import annotations

from nextcall.core.counts import Counts, counts
from nextcall.core.session import REASONS
from nextcall.core.week_plan import Planned, after, days, kept, planned, week
from nextcall.core.weeks import week_key
from nextcall.stats.brightness import UNSHOWN, dimension, named_of, sentence
from nextcall.stats.consistency import consistency
from nextcall.stats.control import Control, control, running_sentence
from nextcall.stats.control import sentence as control_sentence
from nextcall.stats.derive import facts_of
from nextcall.stats.ledger import KINDS, Introduced, Ledger, Thanks, ledger
from nextcall.stats.limits import TRIAL
from nextcall.text import many

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date
    from typing import NamedTuple

    from nextcall.core.session import Session
    from nextcall.core.week_plan import Plan
    from nextcall.stats.buckets import Bucket
    from nextcall.stats.facts import Mark
    from nextcall.stats.spots import Spots
else:
    from nextcall.named import NamedTuple

INPUTS = ("calls", "gap")
"""What of a week is judged by its own limits: what the caller can do something about."""
MARKS = (*KINDS, "bright")
"""What is asked of the index for it."""
_OF = 10
"""Consistency is told as so many of ten."""


class Found(NamedTuple):
    """What the history has to say."""

    sessions: tuple[Session, ...]
    """Of the week, by the day on which they began; in any order."""
    held: Collection[date]
    """The days on which any session began, at least from the first planned day on."""
    marks: Sequence[tuple[str, Mark]]
    """All that were ever made of `MARKS`, newest first, with the id of their session."""
    weeks: Sequence[Bucket]
    """All weeks with their median gaps, oldest first."""
    looks: tuple[Look, ...]
    """Over all of the history."""


class Look(NamedTuple):
    """A measure, by what the calls were told apart, and what is bright."""

    measure: str
    by: str
    spots: Spots


class Helped(NamedTuple):
    """Whom it helped."""

    calls: int
    """With help."""
    ledger: Ledger
    """What was marked in the week."""
    useful: tuple[Thanks, ...]
    """Useful answers, newest first, with what was written of them."""
    open: tuple[Introduced, ...]
    """Introductions of any week that nobody said thank you for yet, newest first."""


class Day(NamedTuple):
    """A day of the week."""

    day: date
    calls: tuple[int, ...]
    """Of each session that began on it, in their order."""
    planned: int
    """How many sessions were meant."""


class Worked(NamedTuple):
    """How it went."""

    counts: Counts
    sessions: int
    lasted: int
    """Milliseconds of session."""
    days: tuple[Day, ...]
    over: int
    """Planned days of the week that count so far."""
    kept: int
    """Those of them with a session."""
    line: tuple[float, ...]
    """Consistency after each planned day that counts, until the end of the week; from 0 to 1."""
    tried: str
    """What was to be tried; may be empty."""
    inputs: tuple[Control, ...]
    """`INPUTS`, with the week as the last part or as the one that is not over."""


class Shines(NamedTuple):
    """What shone."""

    moments: tuple[tuple[str, Mark], ...]
    """Starred in the week, newest first."""
    worked: tuple[tuple[date, str], ...]
    """What was written down as what worked, by day."""
    looks: tuple[Look, ...]


class Noes(NamedTuple):
    """What noes taught."""

    noes: int
    reasons: tuple[tuple[str, int], ...]
    """Those that were given, and how often; the most frequent first."""


class Next(NamedTuple):
    """What comes next."""

    key: str
    """The ISO week."""
    days: tuple[date, ...]
    sessions: tuple[Planned, ...]
    try_: str


class Review(NamedTuple):
    """A week, looked at in five steps."""

    key: str
    """The ISO week."""
    days: tuple[date, ...]
    """As the caller's calendar draws it."""
    today: date
    helped: Helped
    worked: Worked
    shines: Shines
    noes: Noes
    next: Next


class _Span(NamedTuple):
    """Which week, and when it is looked at."""

    key: str
    days: tuple[date, ...]
    today: date


def review(found: Found, plan: Plan, key: str, today: date, starts: str = "monday") -> Review:
    """The review of the week `key`; `starts` is the weekday that a week is drawn from."""
    span = _Span(key, days(key, starts), today)
    sessions = sorted((session for session in found.sessions if session.started_at.date() in span.days), key=lambda session: (session.started_at, session.id))
    ids = {session.id for session in sessions}
    marks = [(id_, mark) for id_, mark in found.marks if id_ in ids]
    return Review(
        *span, _helped(sessions, marks, found.marks), _worked(found, sessions, plan, span),
        _shines(sessions, marks, found.looks), _noes(sessions), coming(plan, after(key), starts),
    )  # fmt: skip


def coming(plan: Plan, key: str, starts: str = "monday") -> Next:
    """What is planned in a week."""
    drawn = days(key, starts)
    return Next(key, drawn, planned(plan, drawn), week(plan, key).try_)


def _helped(sessions: Sequence[Session], marks: Sequence[tuple[str, Mark]], every: Sequence[tuple[str, Mark]]) -> Helped:
    useful = [Thanks(id_, mark.n, mark.moment, mark.who, mark.text) for id_, mark in marks if mark.kind == "useful"]
    open_ = tuple(one for one in ledger(every).introductions if one.state != "thanked")
    return Helped(sum(counts(session).helps for session in sessions), ledger(marks), tuple(useful), open_)


def _worked(found: Found, sessions: Sequence[Session], plan: Plan, span: _Span) -> Worked:
    key, drawn, today = span
    on: dict[date, list[int]] = {day: [] for day in drawn}
    for session in sessions:
        on[session.started_at.date()].append(counts(session).calls)
    meant = planned(plan, drawn)
    until = [one for one in kept(plan, found.held, today) if one.day <= drawn[-1]]
    here = [one.kept for one in until if one.day >= drawn[0]]
    parts = [part for part in found.weeks if part.key <= key]
    return Worked(
        Counts(*map(sum, zip(*map(counts, sessions), strict=True))) if sessions else Counts(), len(sessions),
        sum(facts_of(session, session.last_event_at).lasted for session in sessions),
        tuple(Day(day, tuple(calls), sum(one.day == day for one in meant)) for day, calls in on.items()),
        len(here), sum(here), tuple(consistency(one.kept for one in until)), week(plan, key).try_,
        tuple(control(parts, measure, "week", week_key(today)) for measure in INPUTS),
    )  # fmt: skip


def _shines(sessions: Sequence[Session], marks: Sequence[tuple[str, Mark]], looks: tuple[Look, ...]) -> Shines:
    worked = ((session.started_at.date(), session.summary.worked) for session in sessions if session.summary.worked.strip())
    return Shines(tuple((id_, mark) for id_, mark in marks if mark.kind == "bright"), tuple(worked), looks)


def _noes(sessions: Sequence[Session]) -> Noes:
    """Reasons are those of noes alone: what was corrected to something else has kept its reason, and is none."""
    given: list[str] = []
    for session in sessions:
        no = {outcome.id for outcome in session.outcomes if outcome.no}
        given += [call.reason for call in session.calls if call.reason and call.outcome in no]
    found = sorted(((reason, given.count(reason)) for reason in REASONS if reason in given), key=lambda pair: -pair[1])
    return Noes(sum(counts(session).noes for session in sessions), tuple(found))


# ---- in words


def planned_sentence(worked: Worked) -> str:
    """What became of the planned days; without blame, and without a word on those that are free."""
    if not any(day.planned for day in worked.days):
        return "No session was planned."
    if not worked.over:
        return "What was planned is still to come."
    return f"{worked.kept} of {many(worked.over, 'planned day')} so far {'has' if worked.kept == 1 else 'have'} a session."


def consistency_sentence(line: Sequence[float]) -> str:
    """How steadily planned days are kept; under six of them that is not known."""
    if not line:
        return ""
    if len(line) < TRIAL:
        return f"How steadily you keep planned days: not enough yet ({len(line)} of {TRIAL})."
    return f"You keep about {round(line[-1] * _OF)} of {_OF} planned days."


def input_sentences(found: Review) -> tuple[str, ...]:
    """Each input of the week against its own limits; nothing where it had none."""
    return tuple(said for one in found.worked.inputs if (said := input_sentence(one, found.key)))


def input_sentence(one: Control, key: str) -> str:
    """What is said of one; empty where the week has nothing of it."""
    if one.running is not None and one.running.key == key:
        return running_sentence(one)
    return control_sentence(one) if one.keys[-1:] == (key,) else ""


def bright_looks(found: Shines) -> tuple[Look, ...]:
    """The looks in which a group is bright beyond doubt."""
    return tuple(look for look in found.looks if named_of(look.spots))


def bright_sentences(found: Shines) -> tuple[str, ...]:
    """What is bright beyond doubt in all of the history; or that nothing is."""
    bright = bright_looks(found)
    if bright:
        return tuple(sentence(look.spots, look.measure, look.by) for look in bright)
    if not found.looks:
        return ("Nothing has been counted yet.",)
    return (f"By {', '.join(dimension(look.by) for look in found.looks)}: {UNSHOWN}.",)
