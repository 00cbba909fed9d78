"""One call of a session in full: everything that its file says of it, and what was corrected."""

from collections.abc import Iterator, Sequence

from nextcall.core.session import Call, Session
from nextcall.figures import amount
from nextcall.text import line, lines
from nextcall.tui.screens.detail_outline import TIMES, Took, took_text
from nextcall.tui.screens.detail_words import trail_beside, trail_of
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, clipped, fit, flowing, wrapped

_NAME, _NARROW = 10, 9
"""Cells of the column of names, and in narrow places."""
_CLEAR = 50
"""Cells from which on a place is not narrow."""


def card(session: Session, call: Call, took: Took, cells: int, clock: str) -> Lines:
    """Everything about a call, over as many lines as it takes."""
    trail = [row for entry in trail_of(session, call, clock) for row in wrapped(entry, _room(cells))]
    beside = [row for entry in trail_beside(session, clock) for row in wrapped(entry, _room(cells))]
    return (
        *head(session, call, cells),
        *_block("Note", _noted(call.note, cells), cells),
        *_marks(call, cells),
        *_flow("Process", _process(session, call), cells),
        *_block("Trail", trail, cells, "muted"),
        *_flow("Times", _moments(call, took), cells),
        *_block("Session", beside, cells, "muted"),
    )


def brief(session: Session, call: Call, took: Took, cells: int, clock: str, rows: int) -> Lines:  # noqa: PLR0913, PLR0917 (a call, a size and how to read it)
    """The same for so many rows: where it is too long, a row for each correction, and as much of the note as there is room for."""
    if len(full := card(session, call, took, cells, clock)) <= rows:
        return full
    trail = [fit(entry, _room(cells)).rstrip() for entry in trail_of(session, call, clock)]
    first, note = head(session, call, cells), _noted(call.note, cells)
    rest = (
        *_marks(call, cells),
        *_flow("Process", _process(session, call), cells),
        *_block("Trail", trail, cells, "muted"),
        *_flow("Times", _moments(call), cells),
    )
    room = max(1, rows - len(first) - len(rest))
    if len(note) > room:
        note = [*note[: room - 1], fit(note[room - 1] + " " * cells, _room(cells)).rstrip()]
    return (*first, *_block("Note", note, cells), *rest)


def fitted(shown: Lines, rows: int, cells: int, start: int = 0, more: str = "") -> Lines:
    """Exactly `rows` of the lines from number `start` on; where others are left, the last row says how many, and `more`."""
    if rows <= 0:
        return ()
    start = max(0, min(start, len(shown) - rows))
    left = len(shown) - start - rows
    seen = shown[start : start + rows]
    if left > 0 and rows > 1:
        words = f"… {left + 1} more lines{f', {more}' if more else ''}"
        seen = (*seen[:-1], clipped((Span(words, "faint", "whole_call"),), cells))
    return (*seen, *[EMPTY] * (rows - len(seen)))


def head(session: Session, call: Call, cells: int) -> Lines:
    """Number, outcome, reason or amount, and who it was."""
    outcome = session.outcome(call.outcome)
    parts: list[Line] = [(Span(f"Call {call.n}", "accent-strong"),)]
    if outcome is not None:
        parts.append((Span(line(outcome.label), "strong"), Span(f": {line(call.reason)}" if call.reason else "")))
    if call.amount:
        parts.append((Span(amount(line(call.amount)), "strong"),))
    if call.contact is not None:
        parts += [(Span(line(text), ""),) for text in (call.contact.name, call.contact.phone) if text]
    return flowing([clipped(part, cells) for part in parts], cells)


def _marks(call: Call, cells: int) -> Iterator[Line]:
    """Help, and bright spots."""
    yield from _block("Helped", _helped(call, cells), cells)
    if call.bright or call.bright_note:
        yield from _block("Bright *", wrapped(call.bright_note or "a bright spot", _room(cells)), cells)


def _room(cells: int) -> int:
    return max(1, cells - _column(cells))


def _column(cells: int) -> int:
    return _NAME if cells >= _CLEAR else _NARROW


def _block(name: str, rows: Sequence[str], cells: int, style: str = "") -> Iterator[Line]:
    """Rows of text with their name before the first."""
    for y, row in enumerate(rows):
        yield (Span(f"{name if y == 0 else '':<{_column(cells)}}", "muted"), Span(row, style))


def _flow(name: str, parts: Sequence[str], cells: int) -> Iterator[Line]:
    """Short facts one after the other."""
    if parts:
        for y, row in enumerate(flowing([(Span(part),) for part in parts], _room(cells))):
            yield (Span(f"{name if y == 0 else '':<{_column(cells)}}", "muted"), *row)


def _noted(note: str, cells: int) -> list[str]:
    """A note in rows, its own line ends kept."""
    return [row for part in lines(note).split("\n") for row in wrapped(part, _room(cells))] if note else []


def _helped(call: Call, cells: int) -> list[str]:
    made = call.introduction
    words = ", ".join(map(line, call.help))
    if made is not None:
        words = f"{words}   {line(made.who)} → {line(made.to)} ({line(made.state)})".strip()
    return wrapped(words, _room(cells)) if words else []


def _process(session: Session, call: Call) -> list[str]:
    parts = []
    if call.steps_done or call.steps_skipped:
        parts.append(f"steps kept {len(call.steps_done)} of {len(session.steps)}")
    if call.asked:
        parts.append(f"asked {call.asked}")
    if call.learned:
        parts.append(f"learned {call.learned}")
    return parts


def _moments(call: Call, took: Took | None = None) -> list[str]:
    """When it was, and how long it took."""
    if call.dialed_at is None:
        return [f"tagged {call.tagged_at:%H:%M:%S}", "no dial was seen"] if call.tagged_at else []
    named = (("dialled", call.dialed_at), ("hung up", call.hung_up_at), ("tagged", call.tagged_at))
    parts = [f"{word} {moment:%H:%M:%S}" for word, moment in named if moment]
    return parts + [f"{name} {took_text(seconds)}" for name, seconds in zip(TIMES, took or (), strict=False) if seconds is not None]
