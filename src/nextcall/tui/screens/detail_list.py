"""The calls of a session as a list, of which only what is seen is made."""

from typing import NamedTuple

from nextcall.core.durations import clock_text
from nextcall.core.session import Call, Pause, Session
from nextcall.text import line
from nextcall.tui.screens.detail_outline import TIMES, Outline, took_text, who
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, clipped, fit
from nextcall.tui.widgets.strip import CELLS, reached
from nextcall.tui.words import time_text

_MARKS = 5
"""Cells for what is chosen, how far it came, a bright spot, and a gap."""
_GAP = 2
_ALL, _SOME = 62, 46
"""Cells from which on a row has every column, and from which on the talk."""
_ROOMY = 32
"""Cells from which on a name and a note have a column each."""
_FEWEST = 4
"""Cells below which words say nothing."""


class Columns(NamedTuple):
    """Cells of the columns of a list; 0: there is no room for that one."""

    digits: int
    time: int
    took: tuple[int, ...]
    """Talk, wrap-up and gap; the last ones give way first."""
    outcome: int
    who: int
    words: int
    """The note; a name that has no column of its own stands before it."""


def columns(known: Outline, cells: int, clock: str) -> Columns:
    """The columns for so many cells."""
    time = len("09:00") if clock == "24h" else len("12:00 pm")
    took = known.widths if cells >= _ALL else known.widths[:1] if cells >= _SOME else ()
    fixed = _MARKS + known.digits + _GAP + time + sum(width + _GAP for width in took)
    if cells - fixed - _GAP < _FEWEST * 2:
        return Columns(known.digits, 0, (), max(0, cells - _MARKS - known.digits - _GAP), 0, 0)
    outcome = min(known.outcome, cells - fixed - _GAP)
    left = cells - fixed - _GAP - outcome
    name = min(known.who, (left - _GAP) // 2) if left >= _ROOMY else 0
    words = left - (name + _GAP if name > 0 else 0) - _GAP
    return Columns(known.digits, time, tuple(took), outcome, max(0, name), words if words >= _FEWEST else 0)


def heading(wide: Columns, *, named: bool) -> Line:
    """The names of the columns; whether anybody is named."""
    parts = [" " * _MARKS + f"{'#':>{wide.digits}}"]
    if wide.time:
        parts.append(f"{'time':>{wide.time}}")
    parts += [f"{name:>{width}}" for name, width in zip(TIMES, wide.took, strict=False)]
    parts.append(fit("outcome", wide.outcome))
    if wide.who:
        parts.append(fit("who", wide.who))
    if wide.words:
        parts.append(fit("note" if wide.who or not named else "who, note", wide.words).rstrip())
    return (Span((" " * _GAP).join(parts).rstrip(), "faint"),)


def listed(session: Session, known: Outline, chosen: int, cells: int, rows: int, clock: str) -> Lines:  # noqa: PLR0913, PLR0917 (a session, a size and how to read it)
    """So many rows of the list in so many cells, the chosen call in their middle where there are more."""
    wide = columns(known, cells, clock)
    first = window(known, chosen, rows)
    shown = []
    for item in known.items[first : first + rows]:
        pause = _pause(session.pauses[~item], wide, cells) if item < 0 else None
        shown.append(pause or _row(session, known, item, wide, clock, chosen=item == chosen))
    return (*shown, *[EMPTY] * (rows - len(shown)))


def rows_of(session: Session, known: Outline, wide: Columns, clock: str) -> Lines:
    """Every call as a row, none of them chosen."""
    return tuple(_row(session, known, position, wide, clock, chosen=False) for position in range(len(session.calls)))


def window(known: Outline, chosen: int, rows: int) -> int:
    """The first item that is seen."""
    place = known.places[chosen] if known.places else 0
    return max(0, min(place - (rows - 1) // 2, len(known.items) - rows))


def _pause(pause: Pause, wide: Columns, cells: int) -> Line:
    lasted = f" {clock_text((pause.ended_at - pause.started_at).total_seconds())}" if pause.ended_at else ""
    words = f"{' ' * (_MARKS + wide.digits + _GAP)}paused{lasted}, {line(pause.reason, 40)}"
    return clipped((Span(words, "faint"),), cells)


def _row(session: Session, known: Outline, position: int, wide: Columns, clock: str, *, chosen: bool) -> Line:  # noqa: PLR0913 (a call and how to read it)
    call, how_far = session.calls[position], reached(session, session.calls[position])
    action, outcome = f"call_{call.n}", session.outcome(call.outcome)
    plain, quiet = ("strong", "strong") if chosen else ("", "muted")
    first = call.dialed_at or call.tagged_at
    figures = [f" {call.n:>{wide.digits}}"]
    if wide.time:
        figures.append(f"{time_text(first, clock) if first else '':>{wide.time}}")
    figures += [f"{took_text(one):>{width}}" for one, width in zip(known.took[position], wide.took, strict=False)]
    gap = " " * _GAP
    words = gap + fit(outcome.name if outcome else "", wide.outcome) if wide.outcome else ""
    if wide.who:
        words += gap + fit(who(call), wide.who)
    note = (gap + fit(_words(call, named=not wide.who), wide.words).rstrip()) if wide.words else ""
    return (
        Span("▸ " if chosen else "  ", "accent-strong", action),
        Span(CELLS[how_far], f"cell-{how_far}", action),
        Span("*" if call.bright else " ", "accent", action),
        Span(gap.join(figures), quiet, action),
        Span(words, plain, action),
        Span(note, quiet, action),
    )


def _words(call: Call, *, named: bool) -> str:
    """What is left to say of a call, in one line: its note, before it who was called, where that has no place of its own."""
    parts = [who(call) if named else "", call.note.replace("\n", " · ")]
    return "  ".join(part for part in parts if part)
