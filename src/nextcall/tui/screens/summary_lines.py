"""What the summary shows, in its fixed order: help, process, inputs, results, value, the own limits, promises."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from nextcall.core.counts import Counts, counts, steps_kept
from nextcall.core.durations import (
    clock_text,
    first_dial_seconds,
    median_gap,
    session_seconds,
    total_talk_seconds,
)
from nextcall.core.goals import progress
from nextcall.core.session import Call, Session
from nextcall.figures import figure
from nextcall.stats.inputs import Judged
from nextcall.stats.inputs_words import in_few, sentences
from nextcall.tui.keymap import ways
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, apart, fit, width, wrapped
from nextcall.tui.widgets.numbers import UNKNOWN, ledger
from nextcall.tui.widgets.strip import strip
from nextcall.tui.words import time_text

_NAME = 12
"""Cells of the column of names."""

Pair = tuple[str, str]
"""Words and their style."""

SKILL_QUESTIONS = {
    "listening": "What did they tell you that was new?",
    "questioning": "Which question opened something?",
    "strategy": "What will you do differently next time, and why?",
}
"""What is asked about the skill of a session."""


def skill_question(skill: str) -> str:
    """The question for a skill; own skills have a plain one."""
    return SKILL_QUESTIONS.get(skill, "What did you learn about it?")


MANY, FEW = 3, 1
"""How many lines of a list are shown, where there is room and where there is little."""
OWN_ROWS = 2
"""Lines on the own limits where everything is as usual."""


class Wording(NamedTuple):
    """What the configuration has to say about how a summary reads."""

    keys: Mapping[str, str]
    """How the key of each question, and of what is done with what was parked, is shown, by the id of its action."""
    answers: Mapping[str, str]
    """Next time I say, by reason."""
    clock: str


def parts(session: Session, wording: Wording, shape: Shape, own: Judged | str | None = None, *, few: bool = False) -> dict[str, Lines]:
    """Everything, by the part of the screen that shows it; with shorter lists where there is little room."""
    most = FEW if few or shape.compact else MANY
    return {
        "head": head(session, shape, wording.clock),
        "facts": facts(session, shape, most),
        "heartbeat": tuple(row for row in strip(session, shape.cells, 2 if most == MANY else 1) if row),
        "own": against_own(own, shape, most),
        "promised": promised(session, wording, shape, most),
        "questions": questions(session, wording, shape),
    }


def rows_of(shown: dict[str, Lines], shape: Shape) -> int:
    """Rows that all of it takes with the air between and the two lines below, as the style sheet has it."""
    air = 12 if shape.tall else 5
    return sum(map(len, shown.values())) + air + 2


def head(session: Session, shape: Shape, clock: str) -> Lines:
    """Title, day and times."""
    ended = session.ended_at or session.started_at
    times = f"{time_text(session.started_at, clock)} to {time_text(ended, clock)}"
    day = f"{session.started_at:%a} {session.started_at.day} {session.started_at:%b}, {times}"
    if shape.compact:
        return ((Span(fit(f"{session.title}, done", shape.cells).rstrip(), "accent-strong"),), (Span(day, "muted"),))
    name = fit(f"{session.title}, done", max(12, shape.cells - len(day) - 2)).rstrip()
    return (apart((Span(name, "accent-strong"),), (Span(day, "muted"),), shape.cells),)


def facts(session: Session, shape: Shape, most: int) -> Lines:
    """Help and thanks, process, inputs, results, value."""
    done = counts(session)
    lines: list[Line] = [*_helped(session, done, shape, most)]
    lines += [*_process(session, shape), *_inputs(session, done, shape), *_results(done, shape)]
    if value := ledger(session, brief=shape.compact):
        lines.append((Span(fit("Value", _NAME), "muted"), *value))
    return tuple(lines)


def _helped(session: Session, done: Counts, shape: Shape, most: int) -> list[Line]:
    thanked = sum("thanked" in call.help for call in session.calls)
    lines = [*_row("Helped", [(str(done.helps), ""), *([(f"thanked {thanked}", "muted")] if thanked else [])], shape)]
    made = [call.introduction for call in session.calls if call.introduction is not None]
    for i, introduction in enumerate(made[:most]):
        words = f"{introduction.who} → {introduction.to} ({introduction.state})"
        lines.append((Span(" " * _NAME), *_listed(words, i, made, most, shape)))
    return lines


def _listed(words: str, i: int, all_: Sequence[object], most: int, shape: Shape) -> Line:
    """One line of a list; the last that is shown says how many there are beside it."""
    more = f"   +{len(all_) - most} more" if i == most - 1 and len(all_) > most else ""
    return (Span(fit(words, max(1, shape.cells - _NAME - len(more))).rstrip()), Span(more, "muted"))


def _process(session: Session, shape: Shape) -> Lines:
    kept = steps_kept(session)
    parts = [
        (f"steps kept {UNKNOWN if kept is None else f'{figure(kept, 1)} of {len(session.steps)}'}", ""),
        (f"asked {sum(call.asked for call in session.calls)}", ""),
        (f"learned {sum(call.learned for call in session.calls)}", ""),
    ]
    if session.breaths and not shape.compact:
        parts.append((f"breaths {len(session.breaths)}", ""))
    return _row("Process", parts, shape)


def _inputs(session: Session, done: Counts, shape: Shape) -> Lines:
    at = session.ended_at or session.last_event_at
    gap, first = median_gap(session), first_dial_seconds(session)
    plan = progress(session, at)
    parts = [
        (f"{done.calls} call{'' if done.calls == 1 else 's'}", ""),
        (f"median gap {UNKNOWN if gap is None else clock_text(gap)}", ""),
        (f"talk {clock_text(total_talk_seconds(session))}", ""),
    ]
    time = [(f"{clock_text(session_seconds(session, at))} of work", "")]
    if first is not None and not shape.compact:
        time.append((f"first dial after {clock_text(first)}", ""))
    if plan is not None and plan.over >= 1 and session.goal is not None and session.goal.kind == "minutes":
        time.append((f"{clock_text(plan.over)} over the plan", ""))
    if session.pauses:
        time.append((f"{len(session.pauses)} pause{'' if len(session.pauses) == 1 else 's'}", ""))
    return (*_row("Inputs", parts, shape), *_row("", time, shape))


def _results(done: Counts, shape: Shape) -> Lines:
    parts = [
        (f"{done.conversations} conversation{'' if done.conversations == 1 else 's'}", ""),
        (f"{done.noes} no{'' if done.noes == 1 else 'es'}", ""),
        (f"{done.yeses} yes{'' if done.yeses == 1 else 'es'}", ""),
    ]
    if done.conversations:
        parts.append((f"served {done.served} of {done.conversations}", ""))
    return _row("Results", parts, shape)


def _row(name: str, parts: list[Pair], shape: Shape) -> Lines:
    """A name and its facts, over as many lines as they take."""
    lines: list[Line] = []
    spans: list[Span] = [Span(fit(name, _NAME), "muted")]
    for words, style in parts:
        gap = "   " if len(spans) > 1 else ""
        if gap and width((*spans, Span(gap + words))) > shape.cells:
            lines.append(tuple(spans))
            spans, gap = [Span(" " * _NAME)], ""
        spans.append(Span(gap + words, style))
    return (*lines, tuple(spans))


def against_own(own: Judged | str | None, shape: Shape, most: int) -> Lines:
    """The inputs against their own limits; until that is known, the room that it nearly always takes."""
    if own is None:
        return (EMPTY,) * OWN_ROWS
    if isinstance(own, str):
        return tuple((Span(row, "muted"),) for row in wrapped(own, shape.cells))
    said = sentences(own) if shape.tall else in_few(own, max(OWN_ROWS, most))
    return tuple((Span(row),) for text in said for row in wrapped(text, shape.cells))


def promised(session: Session, wording: Wording, shape: Shape, most: int) -> Lines:
    """What was promised, and what was parked."""
    promises = [words for call in session.calls if (words := _promise(session, call, wording.clock))]
    lines: list[Line] = []
    for i, words in enumerate(promises[:most]):
        lines.append((Span(fit("Promised" if i == 0 else "", _NAME), "muted"), *_listed(words, i, promises, most, shape)))
    open_ = [parked for parked in session.parked if parked.state is None]
    for parked in open_[:1]:
        rest = f"   +{len(open_) - 1} more" if len(open_) > 1 else ""
        keys = ways(wording.keys, (("parked_do", "do"), ("parked_later", "later"), ("parked_drop", "drop")), 2)
        words = fit(parked.text, max(8, shape.cells - _NAME - (0 if shape.compact else 24) - len(rest))).rstrip() + rest
        name = Span(fit("Parked", _NAME), "muted")
        lines += [(name, Span(words)), (Span(" " * _NAME), *keys)] if shape.compact else [apart((name, Span(words)), keys, shape.cells)]
    return tuple(lines)


def _promise(session: Session, call: Call, clock: str) -> str:
    outcome = session.outcome(call.outcome)
    if outcome is None or outcome.then != "callback":
        return ""
    who = call.contact.name if call.contact else f"call {call.n}"
    here = call.callback_at.astimezone(session.started_at.tzinfo) if call.callback_at else None
    when = f", {here:%a} {here.day} {here:%b} {time_text(here, clock)}" if here else ""
    note = f"   {call.note}" if call.note else ""
    return f"{outcome.name}: {who}{when}{note}".replace("\n", " · ")


def reasons(session: Session) -> list[tuple[str, int]]:
    """The reasons of the session's noes and how often each came up, the most frequent first."""
    given = [call.reason for call in session.calls if call.reason]
    return sorted(((reason, given.count(reason)) for reason in dict.fromkeys(given)), key=lambda pair: -pair[1])


def questions(session: Session, wording: Wording, shape: Shape) -> Lines:
    """The optional lines: what worked, the skill's question, an own answer to a reason, the intention."""
    lines: list[Line] = [_question("What worked?", session.summary.worked, wording.keys["worked"], "worked", shape)]
    if session.skill:
        asked = f"{session.skill.capitalize()}: {skill_question(session.skill)}"
        lines.append(_question(asked, session.summary.skill_answer, wording.keys["skill_answer"], "skill_answer", shape))
    for reason, times in reasons(session)[:1]:
        asked = f"{reason.capitalize()}{f' ×{times}' if times > 1 else ''}: next time I say"
        lines.append(_question(asked, wording.answers[reason], wording.keys["answer"], "answer", shape))
    if session.intention:
        kept = session.summary.intention_kept
        words = fit(f"Intention “{session.intention}”: kept?", max(10, shape.cells - (0 if shape.compact else 30))).rstrip()
        choices: list[Span] = []
        for value in ("yes", "partly", "no"):
            chosen = "accent-strong" if kept == value else "muted"
            choices += [Span("   " + wording.keys[f"kept_{value}"], "key", f"kept_{value}"), Span(f" {value}", chosen, f"kept_{value}")]
        lines += [(Span(words),), tuple(choices)] if shape.compact else [(Span(words), *choices)]
    return tuple(lines)


def _question(words: str, answer: str, key: str, action: str, shape: Shape) -> Line:
    if answer:
        return (Span(words + "  ", "muted", action), Span(fit(answer, max(8, shape.cells - len(words) - 2)).rstrip(), "", action))
    return (Span(key, "key", action), Span("  " + fit(words, max(8, shape.cells - 3)).rstrip(), "muted", action))


def rest(minutes: int, session: Session, now: datetime) -> Line:
    """The break after the session: what is left of it, or by how much it ran over."""
    if not minutes or session.ended_at is None:
        return EMPTY
    left = minutes * 60 - (now - session.ended_at).total_seconds()
    if left > 0:
        return (Span("Break  ", "muted"), Span(f"{-int(-left // 60)} min left", "accent"))
    return (Span("Break  ", "muted"), Span("over" if left > -60 else f"over by {int(-left // 60)} min"))  # noqa: PLR2004 (a minute)
