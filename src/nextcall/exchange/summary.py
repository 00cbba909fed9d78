"""A session in words, in the order of the summary: help first, results after what was done for them."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from nextcall.core.counts import counts, steps_kept, tally
from nextcall.core.durations import (
    clock_text,
    first_dial_seconds,
    median_gap,
    paused_seconds,
    session_seconds,
    total_talk_seconds,
)
from nextcall.core.goals import goal_text
from nextcall.core.session import HELP_MARKS, Call, Session
from nextcall.core.value import earned, shown_per_call
from nextcall.figures import amount, figure
from nextcall.text import line, many

Quote = Callable[[str], str]
"""Makes the user's text fit for where it is shown."""

_MARKS = {"introduced": "introductions", "referral": "referrals", "useful": "useful answers", "thanked": "thanks"}


class Section(NamedTuple):
    """One part of the summary."""

    title: str
    lines: tuple[str, ...]


def sections(session: Session, at: datetime, quote: Quote, own: Sequence[str] = ()) -> tuple[Section, ...]:
    """The parts of a session's summary that have something in them.

    `own` are the sentences on its inputs against the caller's own limits, which only the whole history can tell.
    """
    found = (
        Section("Help and thanks", tuple(_help(session, quote))),
        Section("Process", tuple(_process(session, quote))),
        Section("Inputs", tuple(_inputs(session, at))),
        Section("Results", tuple(_results(session, quote))),
        Section("Value", tuple(_value(session))),
        Section("Your usual range", tuple(own)),
        Section("Promised", tuple(_promised(session, quote))),
        Section("Parked", tuple(f"{quote(parked.text)} ({parked.state or 'open'})" for parked in session.parked)),
    )
    return tuple(section for section in found if section.lines)


def heading(session: Session, quote: Quote) -> str:
    """Title and time of a session: `Power hour, 2026-11-21, 09:00 to 10:02`."""
    began = session.started_at
    until = f"to {session.ended_at:%H:%M}" if session.ended_at else "still open"
    return f"{quote(session.title) or session.id}, {began.date().isoformat()}, {began:%H:%M} {until}"


def as_text(session: Session, at: datetime, own: Sequence[str] = ()) -> str:
    """The summary as plain text: no boxes, no colours, a line for each thing; `own` as in `sections`."""
    rows = [heading(session, line)]
    for section in sections(session, at, line, own):
        rows += [section.title, *(f"  {text}" for text in section.lines)]
    return "\n".join(rows)


def _help(session: Session, quote: Quote) -> Iterator[str]:
    yield f"helped: {counts(session).helps}"
    marks = Counter(mark for call in session.calls for mark in call.help)
    for mark in HELP_MARKS:
        if marks[mark]:
            yield f"{_MARKS[mark]}: {marks[mark]}"
    for call in session.calls:
        if call.introduction:
            yield f"{quote(call.introduction.who)} → {quote(call.introduction.to)} ({call.introduction.state})"


def _process(session: Session, quote: Quote) -> Iterator[str]:
    kept = steps_kept(session)
    if kept is not None:
        yield f"steps kept: {figure(kept, 1)} of {len(session.steps)}"
    yield f"asked: {sum(call.asked for call in session.calls)}"
    yield f"learned: {sum(call.learned for call in session.calls)}"
    if session.breaths:
        yield f"breaths: {len(session.breaths)}"
    if session.skill:
        answer = f": {quote(session.summary.skill_answer)}" if session.summary.skill_answer else ""
        yield f"skill, {quote(session.skill)}{answer}"
    if session.intention:
        said = f" (kept: {session.summary.intention_kept})" if session.summary.intention_kept else ""
        yield f"intention: {quote(session.intention)}{said}"
    if session.summary.worked:
        yield f"worked: {quote(session.summary.worked)}"
    for call in session.calls:
        if call.bright:
            yield f"bright spot, call {call.n}" + (f": {quote(call.bright_note)}" if call.bright_note else "")


def _inputs(session: Session, at: datetime) -> Iterator[str]:
    yield f"calls: {counts(session).calls}"
    yield f"goal: {goal_text(session.goal)}"
    yield f"time: {clock_text(session_seconds(session, at))}"
    if session.pauses:
        yield f"paused: {clock_text(paused_seconds(session, at))}"
    gap, delay = median_gap(session), first_dial_seconds(session)
    if gap is not None:
        yield f"median gap: {clock_text(gap)}"
    talk = total_talk_seconds(session)
    if talk:
        yield f"talk: {clock_text(talk)}"
    if delay is not None:
        yield f"first dial after: {clock_text(delay)}"


def _results(session: Session, quote: Quote) -> Iterator[str]:
    done = counts(session)
    for name in ("connects", "conversations", "noes", "yeses"):
        yield f"{name}: {getattr(done, name)}"
    if done.conversations:
        yield f"served: {done.served} of {done.conversations}"
    for outcome_id, number in sorted(tally(session).items(), key=lambda item: -item[1]):
        outcome = session.outcome(outcome_id)
        yield f"{quote(outcome.label if outcome else outcome_id)}: {number}"


def _value(session: Session) -> Iterator[str]:
    value, each = earned(session), shown_per_call(session)
    calls = counts(session).calls
    if value is not None and each is not None:
        yield f"{many(calls, 'call')} × {amount(each)} = {amount(value)}"


def _promised(session: Session, quote: Quote) -> Iterator[str]:
    for call in session.calls:
        outcome = session.outcome(call.outcome)
        if outcome is not None and outcome.then == "callback":
            note = f": {quote(call.note)}" if call.note else ""
            here = call.callback_at.astimezone(session.started_at.tzinfo) if call.callback_at else None
            yield f"{quote(outcome.label)}, {_who(call, quote)}{f', {here:%Y-%m-%d %H:%M}' if here else ''}{note}"


def _who(call: Call, quote: Quote) -> str:
    return quote(call.contact.name or call.contact.phone) if call.contact else f"call {call.n}"
