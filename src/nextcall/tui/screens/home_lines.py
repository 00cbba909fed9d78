"""What the home screen shows, as pure functions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from types import MappingProxyType
from typing import NamedTuple

from rich.cells import cell_len

from nextcall.config.model import Preset
from nextcall.core.counts import counts
from nextcall.core.session import Session, State
from nextcall.core.week_plan import STARTS, Planned
from nextcall.figures import figure
from nextcall.tui.keymap import ways
from nextcall.tui.screens.week_lines import day_marks, planned_text, strip_of
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, apart, fit, width, wrapped
from nextcall.tui.words import time_text

WEEK_STARTS = STARTS
"""The number of the weekday that a week starts with."""


_DUE = 3
"""Callbacks that are shown."""
OVERDUE = timedelta(days=14)
"""How long after its day a call that was promised in none of the last sessions is still shown."""
_ROOMY = 66
"""Columns from which on the keys of a session left open say all that they do."""


class Due(NamedTuple):
    """A call that was promised."""

    at: datetime
    who: str
    note: str
    zone: tzinfo | None = None
    """Of their clock, where it is known."""


class Past(NamedTuple):
    """What the last sessions left to show."""

    sessions: tuple[Session, ...] = ()
    """Newest first."""
    thanked: str = ""
    bright: str = ""
    due: tuple[Due, ...] = ()
    problems: tuple[str, ...] = ()
    planned: tuple[Planned, ...] = ()
    """Of this week and those around it."""
    due_beyond: int = 0
    """How many more callbacks are due than stand in `due`."""


class Home(NamedTuple):
    """All that the home screen is drawn from."""

    presets: tuple[Preset, ...]
    """The one on Enter first."""
    chosen: int
    left_open: Session | None
    past: Past
    now: datetime
    shape: Shape
    intention: str = ""
    skill: str = ""
    clock: str = "24h"
    week_starts: str = "monday"
    said: str = ""
    waiting: Session | None = None
    """The last session, where its break is still on or just over."""
    welcome: tuple[str, ...] = ()
    """What is said where nothing was ever done; the first of it says the most."""
    keys: Mapping[str, str] = MappingProxyType({})
    """How the keys of the screen's actions are shown."""


def welcome(start: str, undo: str, help_: str) -> tuple[str, ...]:
    """The first start ever, in three lines and one key; keys may have been taken away."""
    return (
        f"Welcome. {start} opens your first session; dial as you always do." if start else "Welcome. Dial as you always do.",
        "One key says what a call came to: it is on your disk" + (f", and {undo} takes it back." if undo else "."),
        (f"{help_} shows the keys of every screen. " if help_ else "") + "Nothing leaves this machine.",
    )


def greeting(home: Home) -> Lines:
    """Name and day; below, one sentence, or the welcome."""
    day = f"{home.now:%A} {home.now.day} {home.now:%B}"
    head = apart((Span("nextcall", "accent-strong"),), (Span(day, "muted"),), home.shape.cells)
    words = home.said or ("A session was left open." if home.left_open else _rest(home))
    parts = (words,) if words else home.welcome[: 1 if home.shape.compact else None] or (_calm(home),)
    rows = [row for part in parts for row in wrapped(part, home.shape.cells)]
    if home.shape.compact:
        shown = rows[: 1 if home.shape.tiny else 3]
        return tuple((Span(row, "accent-strong"),) for row in shown)
    return (head, EMPTY, *((Span(row),) for row in rows[:4]))


def _calm(home: Home) -> str:
    """What home says where there is nothing else to say; with what is planned today, where that has room on the same line."""
    calm, planned = "One call, then the next.", _planned_today(home)
    said = (f"{calm}   {planned}", planned) if planned else ()
    return next((words for words in said if cell_len(words) <= home.shape.cells), calm)


def _planned_today(home: Home) -> str:
    """What was planned for today and has not been held yet, preset by preset; empty where there is nothing."""
    today = home.now.date()
    held = [session.preset for session in home.past.sessions if session.started_at.date() == today]
    names = []
    for one in home.past.planned:
        if one.day != today:
            continue
        if one.preset in held:
            held.remove(one.preset)
            continue
        names.append(planned_text(one, home.presets, home.clock))
    return f"Planned today: {', '.join(names)}" if names else ""


def _rest(home: Home) -> str:
    """What is left of the break after the last session, or how far it ran over; in whole minutes."""
    session = home.waiting
    preset = next((preset for preset in home.presets if session and preset.id == session.preset), None)
    if session is None or session.ended_at is None or preset is None or not preset.break_minutes:
        return ""
    left = preset.break_minutes * 60 - (home.now - session.ended_at).total_seconds()
    if left > 0:
        return f"Break: {-int(-left // 60)} min left.{_next_round(home, preset)}"
    return f"The break is over by {int(-left // 60)} min.{_next_round(home, preset)}" if -left < preset.break_minutes * 120 else ""


def _next_round(home: Home, preset: Preset) -> str:
    """Which round comes next, where a preset has several; it never starts by itself."""
    today = [past for past in home.past.sessions if past.preset == preset.id and past.started_at.date() == home.now.date()]
    done = len(today) % preset.rounds
    return f" Then round {done + 1} of {preset.rounds}." if done else ""


def left_open(home: Home) -> Lines:
    """The session that was left open, and the three things to do with it."""
    session = home.left_open
    if session is None:
        return ()
    done = counts(session)
    words = f"{session.title}, {_day(session.started_at, home.now)} {time_text(session.started_at, home.clock)}"
    state = {State.ON_CALL: ", a call in progress", State.WRAP_UP: ", a call to tag", State.PAUSED: ", paused"}.get(session.state, "")
    made = f"{done.calls} call{'' if done.calls == 1 else 's'} tagged{state}"
    resume = "start" if home.keys.get("start") else "resume"
    roomy = home.shape.columns >= _ROOMY
    named = ((resume, "resume"), ("end_open", "end at its last event" if roomy else "end"), ("drop_open", "drop it" if roomy else "drop"))
    return (
        (Span("┃ ", "accent"), Span(fit(words, home.shape.cells - 2).rstrip(), "strong")),
        (Span("┃ ", "accent"), Span(fit(made, home.shape.cells - 2).rstrip(), "muted")),
        (Span("┃ ", "accent"), *ways(home.keys, named, first=resume)),
    )


def chosen_words(home: Home) -> Lines:
    """Intention and skill, where there are any."""
    words: list[Span] = []
    if home.intention:
        room = home.shape.cells - (11 if home.shape.compact else 42)
        words += [Span("Intention  ", "muted"), Span(fit(home.intention, room).rstrip()), Span("   ")]
    if home.skill and not home.shape.compact:
        words += [Span("Skill  ", "muted"), Span(fit(home.skill, 20).rstrip())]
    return (tuple(words),)


def first_of_week(today: date, starts: str) -> date:
    """The day on which the week of a day began; `starts` is the name of the day that weeks begin with."""
    return today - timedelta(days=(today.weekday() - WEEK_STARTS[starts]) % 7)


def week(home: Home) -> Lines:
    """This week as a strip of days: one mark a session, its height by the number of calls."""
    today = home.now.date()
    first = first_of_week(today, home.week_starts)
    held: dict[date, list[int]] = {}
    for session in reversed(home.past.sessions):
        held.setdefault(session.started_at.date(), []).append(counts(session).calls)
    meant = [one.day for one in home.past.planned]
    days = [first + timedelta(days=i) for i in range(7)]
    marks = {day: day_marks(held.get(day, ()), meant.count(day), day, today) for day in days}
    name = Span("This week   " if not home.shape.compact else "", "muted")
    return ((name, *strip_of(marks, today, home.shape.cells - width((name,)))),)


def remembered(home: Home) -> Lines:
    """What is due, the last thank-you and the last bright spot; and files that could not be read."""
    lines: list[Line] = []
    cells = home.shape.cells - 12
    beyond = len(home.past.due) - _DUE + home.past.due_beyond
    for i, due in enumerate(home.past.due[:_DUE]):
        more = f"   +{figure(beyond)} more" if i == _DUE - 1 and beyond > 0 else ""
        when = due_time(due.at, home.now, home.clock)
        there = f"   there {time_text(home.now.astimezone(due.zone), home.clock)}" if due.zone else ""
        words = fit(f"{when}  {due.who}{there}   {due.note}", cells - len(more)).rstrip()
        lines.append((Span("Due         " if i == 0 else " " * 12, "muted"), Span(words), Span(more, "muted")))
    if home.past.thanked:
        lines.append((Span("Thanked     ", "muted"), Span(fit(home.past.thanked, cells).rstrip())))
    if home.past.bright:
        lines.append((Span("Bright      ", "muted"), Span(fit(home.past.bright, cells).rstrip())))
    for problem in home.past.problems[:1]:
        more = f" (+{len(home.past.problems) - 1} more)" if len(home.past.problems) > 1 else ""
        lines.append((Span("Left alone  ", "warning"), Span(fit(problem, cells - len(more)).rstrip() + more, "muted")))
    return tuple(lines)


def due_time(at: datetime, now: datetime, clock: str) -> str:
    """When something is due: the time today, else the day too."""
    moment = at.astimezone(now.tzinfo)
    text = time_text(moment, clock)
    return text if moment.date() == now.date() else f"{moment:%a} {text}"


def _day(moment: datetime, now: datetime) -> str:
    days = (now.date() - moment.astimezone(now.tzinfo).date()).days
    return "today" if days == 0 else "yesterday" if days == 1 else f"{moment:%a} {moment.day} {moment:%b}"


def past_of(sessions: list[Session], problems: list[str], now: datetime, older: Sequence[Session] = ()) -> Past:
    """What the last sessions (newest first) left to show; of `older` ones only what was promised for these days."""
    thanked = bright = ""
    for session in sessions:
        for call in reversed(session.calls):
            who = call.contact.name if call.contact else ""
            if not thanked and "thanked" in call.help:
                thanked = "  ".join(part for part in (f"“{call.note}”" if call.note else "", who, f"{session.started_at:%A}") if part)
            if not bright and call.bright:
                bright = "  ".join(part for part in (call.bright_note or who or "a call", f"{session.started_at:%A}") if part)
        if session.summary.worked and not bright:
            bright = f"{session.summary.worked}  {session.started_at:%A}"
    return Past(tuple(sessions), thanked, bright, _due(sessions, older, now), tuple(problems))


def _due(sessions: Sequence[Session], older: Sequence[Session], now: datetime) -> tuple[Due, ...]:
    """Calls back that were promised: to somebody by name until that person was reached again, with a mere note on their day."""
    settled: set[str] = set()
    found: list[Due] = []
    for place, session in enumerate((*sessions, *older)):
        first = date.min if place < len(sessions) else now.date() - OVERDUE
        for call in reversed(session.calls):
            outcome = session.outcome(call.outcome)
            name = call.contact.name if call.contact else ""
            if outcome is None or not (name or call.note) or name in settled or (call.contact and call.contact.list and call.contact.id):
                continue  # of people on a list, the list knows
            if outcome.then == "callback" and call.tagged_at is not None and (outcome.id == "callback" or call.callback_at):
                due = Due(call.callback_at or tomorrow_at_nine(call.tagged_at), name or f"call {call.n} of {session.started_at:%A}", call.note.replace("\n", " · "))
                if due.at.date() >= first if name else due.at.date() == now.date():  # nobody can be reached again who has no name
                    found.append(due)
            if outcome.connect and name:
                settled.add(name)
    today = [due for due in found if due.at.date() <= now.date()]
    return tuple(sorted(today, key=lambda due: due.at))


def tomorrow_at_nine(moment: datetime) -> datetime:
    """When a callback is due unless another time was agreed."""
    return (moment + timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)
