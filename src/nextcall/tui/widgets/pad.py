"""The outcomes with their keys, always in the same place; between calls with their tally."""

from collections.abc import Mapping

from rich.cells import cell_len

from nextcall.core.outcomes import Outcome
from nextcall.tui.widgets.lines import Line, Lines, Span, fit

_COUNT = 3
"""Cells of a tally: it may grow to 999 without moving anything."""
_GAP = 2


def pad(outcomes: tuple[Outcome, ...], cells: int, tally: Mapping[str, int] | None, blink: str = "") -> Lines:
    """The keyed outcomes in columns of equal width; `tally` None leaves the numbers out, not their room."""
    keyed = [outcome for outcome in outcomes if outcome.key]
    if not keyed:
        return ()
    label = max(cell_len(outcome.name) for outcome in keyed)
    cell = 2 + label + _COUNT
    columns = max(1, min(4, (cells + _GAP) // (cell + _GAP)))
    label = min(label, max(1, (cells + _GAP) // columns - _GAP - 2 - _COUNT))
    rows = [keyed[i : i + columns] for i in range(0, len(keyed), columns)]
    return tuple(_row(row, label, tally, blink) for row in rows)


def flowing_pad(outcomes: tuple[Outcome, ...], cells: int, blink: str = "") -> Lines:
    """The keyed outcomes one after the other, for small screens: no word is cut, no number shown."""
    lines: list[Line] = []
    line: list[Span] = []
    used = 0
    for outcome in outcomes:
        if not outcome.key:
            continue
        needed = 2 + cell_len(outcome.name)
        if line and used + _GAP + needed > cells:
            lines.append(tuple(line))
            line, used = [], 0
        if line:
            line.append(Span(" " * _GAP))
            used += _GAP
        line += _name(outcome, outcome.name, blink)
        used += needed
    return (*lines, tuple(line)) if line else tuple(lines)


def _row(row: list[Outcome], label: int, tally: Mapping[str, int] | None, blink: str) -> Line:
    spans: list[Span] = []
    for outcome in row:
        if spans:
            spans.append(Span(" " * _GAP))
        number = tally.get(outcome.id, 0) if tally is not None else 0
        spans += _name(outcome, fit(outcome.name, label), blink)
        spans.append(Span(f"{number or '':>{_COUNT}}", "strong", f"outcome.{outcome.id}"))
    return tuple(spans)


def _name(outcome: Outcome, shown: str, blink: str) -> list[Span]:
    action = f"outcome.{outcome.id}"
    style = "accent-block" if outcome.id == blink else ""
    return [Span(outcome.key, style or "key", action), Span(" " + shown, style or "muted", action)]
