"""What the contacts screen shows, as pure functions: lists, callbacks, the people of a list, one person's whole story."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from nextcall.contacts.queue import Stage, Standing
from nextcall.contacts.zones import as_here
from nextcall.figures import figure
from nextcall.storage.contacts.shelf import Listed, ListLine
from nextcall.text import line, many
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, clipped, fit, wrapped
from nextcall.tui.words import time_text

CAP = 5
"""Callbacks on the first page; the others are one step away."""
_WIDE = 100
_WEEK = 7
_NAME, _LIST = 24, 12
_COUNTS = (("due now", ()), ("callback", (Stage.CALLBACK,)), ("again", (Stage.RETRY,)), ("new", (Stage.NEW,)), ("done", (Stage.DONE,)), ("at rest", (Stage.SPENT, Stage.DEAD, Stage.BLOCKED)))
"""The columns of the lists: what they are called, and which stages they count."""
_COLUMN = 9
"""Cells of such a column, with the gap before it."""
_SHORTEST = 18
"""Cells that the name of a list has at least."""


class Frame(NamedTuple):
    """The room there is, the time, and how times are written."""

    shape: Shape
    rows: int
    now: datetime
    clock: str = "24h"
    hours: str = "08:00-20:00"


class Item(NamedTuple):
    """A row that can be chosen."""

    kind: str
    """`due`, `more` or `list`."""
    listed: Listed | None = None
    line: ListLine | None = None
    more: int = 0


def empty(frame: Frame) -> Lines:
    """What will be here."""
    cells = frame.shape.cells
    words = ("No list yet.", "The people you call will stand here: who is due, who comes next, what came of each call.")
    lines: list[Line] = [(Span(words[0]),), EMPTY, *((Span(row, "muted"),) for row in wrapped(words[1], cells)), EMPTY]
    lines += [clipped((Span("nextcall contacts import FILE.csv", "strong"),), cells), *((Span(row, "muted"),) for row in wrapped("reads a table or the cards of an address book; --dry-run shows first what it would do.", cells))]
    return tuple(lines)


def nothing_due(frame: Frame) -> Lines:
    """Where no callback is due."""
    return (clipped((Span("No callback is due.", "muted"),), frame.shape.cells),)


# ---- the first page


def front(frame: Frame, items: Sequence[Item], chosen: int) -> Lines:
    """The callbacks that are due, then the lists."""
    lines: list[Line] = []
    at = 0
    group = ""
    for number, item in enumerate(items):
        kind = "list" if item.kind == "list" else "due"
        if kind != group:
            lines += ([EMPTY] if lines and not frame.shape.compact else []) + [_heading(frame, kind)]
            group = kind
        at = len(lines) if number == chosen else at
        lines.append(_item(frame, item, number, chosen=number == chosen))
    return _window(lines, at, frame.rows)


def _window(lines: Sequence[Line], at: int, rows: int) -> Lines:
    """As many lines as there is room for, one of them among them."""
    first = max(0, min(at - rows // 2, len(lines) - rows))
    return tuple(lines[first : first + rows])


def _heading(frame: Frame, kind: str) -> Line:
    if kind == "due":
        return (Span("Callbacks", "strong"),)
    if frame.shape.compact:
        return (Span("Lists", "strong"),)
    names = "".join(f"{name:>{_COLUMN}}" for name, _ in _columns(frame))
    return (Span("Lists".ljust(2 + _names(frame)), "strong"), Span(names, "faint"))


def _columns(frame: Frame) -> Sequence[tuple[str, tuple[str, ...]]]:
    room = (frame.shape.cells - 2 - _SHORTEST) // _COLUMN
    return _COUNTS[: max(1, room)]


def _names(frame: Frame) -> int:
    return min(_NAME + 10, frame.shape.cells - 2 - len(_columns(frame)) * _COLUMN)


def _item(frame: Frame, item: Item, number: int, *, chosen: bool) -> Line:
    action = f"row_{number}"
    mark = Span("▸ " if chosen else "  ", "accent-strong", action)
    if item.listed is not None:
        return clipped((mark, *callback(frame, item.listed, action, chosen=chosen)), frame.shape.cells)
    if item.line is None:
        return (mark, Span(f"+{figure(item.more)} more", "strong" if chosen else "muted", action))
    return clipped((mark, *_listed(frame, item.line, action, chosen=chosen)), frame.shape.cells)


def _listed(frame: Frame, found: ListLine, action: str, *, chosen: bool) -> Line:
    name = line(found.title or found.name, 80)
    style = "strong" if chosen else ""
    if found.problem:
        return (Span(fit(found.name, min(_NAME, frame.shape.cells // 3)) + "  ", style, action), Span(line(found.problem), "warning", action))
    if frame.shape.compact:
        due = f"{figure(found.due)} due"
        return (Span(fit(name, max(6, frame.shape.cells - 4 - len(due))), style, action), Span("  " + due, "muted", action))
    counts = [found.due if not stages else sum(found.stages.get(stage, 0) for stage in stages) for _, stages in _columns(frame)]
    cells = [Span(f"{number:>{_COLUMN},}", (style if at == 0 else "muted") if number else "faint", action) for at, number in enumerate(counts)]
    return (Span(fit(name, _names(frame)), style, action), *cells)


def callback(frame: Frame, listed: Listed, action: str, *, chosen: bool) -> Line:
    """Somebody who was promised a call: when, who, of which list, what was noted."""
    person, due = listed.person, listed.standing.due_at
    column = 11 if frame.shape.compact else 15
    called = due and listed.standing.stage == Stage.CALLBACK
    when = moment_words(frame, due, column - 1) if due and called else stage_words(frame, listed.standing, column - 1)
    style = "strong" if chosen else ""
    names = min(_NAME, max(8, frame.shape.cells - 2 - column))
    note = next((touch.note for touch in reversed(person.touches) if touch.note), "") or person.why or person.note
    words = " ".join(note.split())
    company = line(person.company, 60)
    parts = [Span(fit(when, column), "accent" if due and due <= frame.now and listed.standing.stage == Stage.CALLBACK else "muted", action), Span(fit(named(listed), names), style, action)]
    if not frame.shape.compact:
        parts += [Span("  " + fit(company, 14), "", action), Span("  " + line(words, 200), "muted", action)]
    return tuple(parts)


def named(listed: Listed) -> str:
    """What somebody is called."""
    return line(listed.person.name or listed.person.phone or "Somebody without a name", 200)


def moment_words(frame: Frame, moment: datetime, cells: int = 80) -> str:
    """When: the time today, else the day too; the day alone where there is no room for both."""
    local = as_here(moment, frame.now)
    days, time = abs((local.date() - frame.now.date()).days), time_text(local, frame.clock)
    if not days:
        return time
    day = f"{local:%a}" if days < _WEEK else f"{local.day} {local:%b}"
    more = time if local.year == frame.now.year or days < _WEEK else f"{local.year}"
    return f"{day} {more}" if len(day) + 1 + len(more) <= cells else day


def stage_words(frame: Frame, found: Standing, cells: int = 0) -> str:
    """Where somebody stands, in words; in few where they have only so many `cells`."""
    brief, most = cells > 0, cells or 80
    match found.stage:
        case Stage.CALLBACK:
            words = "back" if brief and frame.shape.compact else "call back"
            return words if found.due_at is None else f"{words} {moment_words(frame, found.due_at, most - len(words) - 1)}"
        case Stage.RETRY:
            waits = found.due_at is not None and found.due_at > frame.now
            return f"again {moment_words(frame, found.due_at, most - 6)}" if waits and found.due_at else "again now"
        case Stage.NEW:
            return "skipped" if found.skipped_at else "new"
        case Stage.SPENT:
            return "at rest" if brief else f"at rest after {many(found.tries, 'try', 'tries')}"
        case Stage.BLOCKED:
            return "do not call"
    return {Stage.DONE: "done", Stage.DEAD: "dead end"}.get(found.stage, found.stage)


# ---- the people of a list


def people(frame: Frame, shown: Sequence[Listed], first: int, chosen: int, *, with_list: bool = False) -> Lines:
    """The rows of a list that are in sight."""
    return tuple(_person_row(frame, listed, first + at, chosen=first + at == chosen, with_list=with_list) for at, listed in enumerate(shown))


def _person_row(frame: Frame, listed: Listed, number: int, *, chosen: bool, with_list: bool) -> Line:
    cells, action = frame.shape.cells, f"row_{number}"
    style = "strong" if chosen else "" if listed.standing.stage in (Stage.CALLBACK, Stage.RETRY, Stage.NEW) else "muted"
    column = 14 if frame.shape.compact else 24
    stands = stage_words(frame, listed.standing, column)
    names = max(6, min(_NAME + (10 if cells >= _WIDE else 0), cells - 3 - column))
    parts = [Span("▸ " if chosen else "  ", "accent-strong", action), Span(fit(named(listed), names) + " ", style, action), Span(fit(stands, column), "muted", action)]
    if not frame.shape.compact:
        rest = "  ".join(line(part, 120) for part in (listed.list if with_list else "", listed.person.company, listed.person.why) if part)
        parts.append(Span(" " + rest, "muted", action))
    return clipped(tuple(parts), cells)


def nobody(frame: Frame, query: str) -> Lines:
    """Where no one is meant, or no one is on the list."""
    return (EMPTY, clipped((Span("Nobody is meant by that." if query else "Nobody is on this list.", "muted"),), frame.shape.cells))
