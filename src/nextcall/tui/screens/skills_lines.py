"""What the screen of skills shows, as pure functions."""

from collections.abc import Mapping
from typing import NamedTuple

from nextcall.figures import figure
from nextcall.stats.control import shown
from nextcall.stats.limits import SETTLED, TRIAL, Limits, verdict
from nextcall.stats.practice import Skill, sentence
from nextcall.text import line
from nextcall.tui.charts.sparkline import sparkline
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, apart, clipped, fit, width, wrapped

_HOUR = 3_600_000
_MINUTE = 60_000
_LABEL = 11
"""Cells of the names at the left."""
_SPARK, _LONG_SPARK = 12, 20
"""Cells of the small line of a skill, and on a wide screen."""
_WIDE = 100
"""Cells of a wide screen."""
_OUT_OF = 5
"""The best score."""


class Practised(NamedTuple):
    """All that the screen is drawn from."""

    shape: Shape
    rows: int
    """That the body has."""
    skills: tuple[Skill, ...]
    """Least practised first."""
    answers: Mapping[str, str]
    """For every reason of a no what the caller says next time; may be empty."""
    first: int = 0
    """The skill at the top."""
    keys: Mapping[str, str] = {}
    """How the keys of some actions are shown."""


def head(found: tuple[Skill, ...]) -> Line:
    """How much was practised in all."""
    sessions = sum(skill.sessions for skill in found)
    return (Span(f"{_sessions(sessions)}, {hours(sum(skill.lasted for skill in found))}", "muted"),) if sessions else EMPTY


def hours(milliseconds: int) -> str:
    """A length of practice; minutes count for little in a thousand hours."""
    minutes = milliseconds // _MINUTE
    if milliseconds >= 1000 * _HOUR:
        return f"{figure(minutes // 60)} h"
    return f"{figure(minutes // 60)}:{minutes % 60:02} h"


def _sessions(number: int) -> str:
    return f"{figure(number)} session{'' if number == 1 else 's'}"


def fitting(practised: Practised) -> int:
    """How many skills have room, from the first one on; one at least."""
    return max(1, len(_shown(practised)))


def body(practised: Practised) -> Lines:
    """The skills, and below them the caller's own answers to noes."""
    if not practised.skills:
        words = "What you practise, and what happens by it, will stand here: name your skills under [skills] in the configuration."
        return _muted(words, practised.shape.cells)[: practised.rows]
    if practised.shape.tiny:
        return (clipped(_brief(practised.skills[practised.first], practised.shape.cells), practised.shape.cells),)
    below = _answers(practised)
    lines: Lines = ()
    for part in _shown(practised):
        lines += (EMPTY, *part) if lines and not practised.shape.compact else part
    after = len(practised.skills) - practised.first - fitting(practised)
    if after > 0 or practised.first:
        words = f"{after} more below" if after > 0 else f"{practised.first} more above"
        lines += (clipped((Span(words, "faint"),), practised.shape.cells),)
    return (*lines, *((EMPTY, *below) if below else ()))[: practised.rows]


def _shown(practised: Practised) -> list[Lines]:
    """The parts of the skills that have room."""
    compact = practised.shape.compact
    below = _answers(practised)
    room = practised.rows - (len(below) + 1 if below else 0)
    found: list[Lines] = []
    skills = practised.skills[practised.first :]
    for at, skill in enumerate(skills):
        part = (_brief(skill, practised.shape.cells),) if compact else _skill(practised, skill)
        taken = len(part) + (1 if found and not compact else 0)
        last = at == len(skills) - 1 and not practised.first
        if taken > room - (not last):  # a line says that there are more
            break
        room -= taken
        found.append(part)
    return found or [(_brief(skills[0], practised.shape.cells),)]


def _muted(words: str, cells: int) -> Lines:
    return tuple((Span(row, "muted"),) for row in wrapped(words, cells))


# ---- one skill


def _skill(practised: Practised, skill: Skill) -> Lines:
    """The name with its time; what happened in it, by its limits; what the scores say."""
    cells = practised.shape.cells
    name = (Span(line(skill.name, 40), "strong"),)
    if not skill.sessions:
        return (clipped(apart(name, (Span("not practised yet", "muted"),), cells), cells),)
    figures = f"{_sessions(skill.sessions)}  {hours(skill.lasted):>10}  {figure(skill.conversations):>6} conversations"
    top = clipped(apart(name, (Span(figures, "muted"),), cells), cells)
    if not skill.conversations:
        return (top, _labelled("", (Span("no conversation in it yet", "muted"),), cells))
    rows = (_rate("questions", skill.asked, skill.asking, skill, cells), _rate("facts", skill.learned, skill.learning, skill, cells))
    return (top, *rows, *_scores(skill, cells))


def _labelled(label: str, words: Line, cells: int) -> Line:
    return clipped((Span("  " + label.ljust(_LABEL), "muted"), *words), cells)


def _rate(label: str, count: int, limits: Limits, skill: Skill, cells: int) -> Line:
    each = f"{figure(count / skill.conversations, 1)} each"
    spark = sparkline([point.value for point in limits.points], _LONG_SPARK if cells >= _WIDE else _SPARK)
    left = (Span(each.rjust(9), ""), Span("  "), Span(spark, "cell-conversation"), Span("  "))
    room = cells - _LABEL - 2 - width(left)
    return _labelled(label, (*left, *said(limits, room)), cells)


def said(limits: Limits, cells: int) -> Line:
    """What is said of the last session by the limits of all, in so many cells."""
    found = verdict(limits)
    points = len(limits.points)
    if not points:
        return (Span("nothing to judge yet", "muted"),)
    if found.kind == "learning":
        return (Span(f"learning: {_sessions(points)} of {TRIAL}", "muted"),)
    if found.kind == "same":
        return (Span("always the same", "muted"),)
    point = found.point
    low, high = (0.0, 0.0) if point is None else (point.lower or 0.0, point.upper or 0.0)
    range_ = f"{_figure(low)} to {_figure(high)}"
    long, brief = {
        "high": (f"above your usual range ({range_}); a signal", "above usual"),
        "low": (f"below your usual range ({range_}); a signal", "below usual"),
        "run": ("eight or more in a row on one side; a signal", "eight in a row"),
    }.get(found.kind, (f"inside your usual range ({range_}); nothing to fix", f"usual ({range_})"))
    trial = "" if limits.state == "settled" else f"; trial, {points} of {SETTLED}"
    after = trial or ("; nothing to fix" if found.kind == "routine" else "; a signal")
    text = long + trial if len(long + trial) <= cells else brief + after
    return (Span(text, "muted" if found.kind == "routine" else "strong"),)


def _figure(value: float) -> str:
    return shown("", round(value, 1))


def _scores(skill: Skill, cells: int) -> Lines:
    """What the caller and a coach said, and how far that lies apart."""
    if skill.self_score is None and skill.coach_score is None:
        return ()
    scores = ((name, score) for name, score in (("you", skill.self_score), ("coach", skill.coach_score)) if score is not None)
    words = "   ".join(f"{name} {figure(score, 1)}" for name, score in scores)
    both = _labelled("scores", (Span(words), Span(f" of {_OUT_OF}", "muted")), cells)
    if skill.gap is None:
        return (both,)
    for gap in (sentence(skill), _apart(skill)):
        whole = (*both, Span("   "), Span(gap, "muted"))
        if width(whole) <= cells:
            return (whole,)
    return (both, _labelled("", (Span(_apart(skill), "muted"),), cells))


def _apart(skill: Skill) -> str:
    """How far both scores lie apart in the sessions that have both, in few words."""
    gap = round(skill.gap or 0.0, 1)
    words = f"{shown('', abs(gap))} {'higher' if gap > 0 else 'lower'}" if gap else "agree"
    return f"in {figure(skill.both)} with both: you {words}"


def _brief(skill: Skill, cells: int) -> Line:
    """One line of a skill: as much of what happened as its name leaves room for."""
    name = fit(line(skill.name, 40), max(8, min(16, cells - len("000:00 h") - 2)))
    figures = [hours(skill.lasted) if skill.sessions else "not practised yet"]
    if skill.conversations:
        figures += [f"{figure(skill.asked / skill.conversations, 1)} asked", f"{figure(skill.learned / skill.conversations, 1)} learned"]
    room = cells - width((Span(name),))
    while len(figures) > 1 and len("  ".join(["", *figures])) > room:
        figures.pop()
    if not skill.sessions and len(figures[0]) + 2 > room:
        figures = [hours(0)]
    return clipped((Span(name, "strong"), *(Span("  " + figure, "muted") for figure in figures)), cells)


# ---- answers to noes


def _answers(practised: Practised) -> Lines:
    """The reasons of noes that have an answer, each with it; how to keep one, where there is none."""
    shape = practised.shape
    kept = [(reason, line(text.strip())) for reason, text in practised.answers.items() if text.strip()]
    if shape.tiny:
        return ()
    if not kept:
        reason, answer = practised.keys.get("reason", ""), practised.keys.get("answer", "")
        if shape.compact or not (reason and answer):
            return ()
        words = f"{reason} in a session keeps the reason of a no, {answer} on its summary what you say next time. It will stand here."
        return _muted(words, shape.cells)
    title: Line = (Span("When they say no, next time I say", "strong"),)
    most = 2 if shape.compact else max(2, practised.rows // 3)
    label = max(len(reason) for reason, _ in kept) + 2
    rows = tuple(clipped((Span(reason.ljust(label), "muted"), Span(f"“{text}”")), shape.cells) for reason, text in kept[:most])
    return (clipped(title, shape.cells), *rows)
