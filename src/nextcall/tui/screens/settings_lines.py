"""The settings screen as lines: a list in sections, and what there is to know of the chosen setting."""

from typing import NamedTuple

from rich.cells import cell_len

from nextcall.config.show import DEFAULT
from nextcall.tui.screens.settings_rows import Row
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, broken, clipped, fit

_LABEL, _NARROW = 26, 15
"""Cells of the column of labels, and on a small screen."""
_ORIGIN = 24
"""Cells of the column that says where a value comes from, on a wide screen."""
_WIDE = 100


class Shown(NamedTuple):
    """What is drawn."""

    shape: Shape
    rows: tuple[Row, ...]
    chosen: int
    first: int
    """The line of `listing` at the top."""
    choices: tuple[str, ...]
    """What the chosen one can be, where that is one of a few."""
    query: str
    said: str


def listing(rows: tuple[Row, ...]) -> tuple[int | str, ...]:
    """The lines of the list: positions of rows, and headings before the first of each section."""
    found: list[int | str] = []
    section = ""
    for n, row in enumerate(rows):
        if row.section != section:
            section = row.section
            found.append(section)
        found.append(n)
    return tuple(found)


def body_rows(shape: Shape) -> int:
    """Rows of the list."""
    around = 3 if shape.tiny else 5 if shape.compact else 8 if shape.tall else 7
    return max(1, shape.rows - around)


def head(shown: Shown) -> Lines:
    """The title, and where we are."""
    row = shown.rows[shown.chosen] if shown.rows else None
    here = [n for n, other in enumerate(shown.rows) if row and other.section == row.section]
    where = f"{row.section}, {here.index(shown.chosen) + 1} of {len(here)}" if row else "nothing is called that"
    found = f"   find: {shown.query}" if shown.query else ""
    return (clipped((Span("Settings", "accent-strong"), Span(f"   {where}{found}", "muted")), shown.shape.cells),)


def body(shown: Shown) -> Lines:
    """As much of the list as there is room for."""
    lines = listing(shown.rows)[shown.first : shown.first + body_rows(shown.shape)]
    return tuple(_line(shown, entry) for entry in lines)


def _line(shown: Shown, entry: int | str) -> Line:
    cells = shown.shape.cells
    if isinstance(entry, str):
        return clipped((Span(entry, "accent"), Span(" ")), cells)
    row, chosen, action = shown.rows[entry], entry == shown.chosen, f"row_{entry}"
    label = _LABEL if cells >= 60 else max(1, min(_NARROW, cells // 2 - 2))  # noqa: PLR2004 (a small screen)
    origin = _ORIGIN if cells >= _WIDE else 0
    room = max(1, cells - 2 - label - 1 - origin)
    changed = row.origin != DEFAULT
    front = Span("▸ " if chosen else "  ", "accent", action)
    name = Span(fit(row.label, label) + " ", "strong" if chosen else "muted", action)
    value = Span(fit(_value(shown, row) if chosen else row.shown or "–", room), "accent-strong" if chosen else "strong" if changed else "", action)
    line: Line = (front, name, value)
    if origin:
        line = (*line, Span(fit("" if row.origin == DEFAULT else f"  {row.origin}", origin), "muted", action))
    return clipped(line, cells)


def _value(shown: Shown, row: Row) -> str:
    """The value of the chosen one; arrows where arrows change it."""
    return f"‹ {row.shown} ›" if shown.choices else row.shown or "–"


def about(shown: Shown) -> Lines:
    """What there is to say; else what the chosen setting means, what it can be, and where it comes from."""
    shape = shown.shape
    rows = 1 if shape.tiny else 2 if shape.compact else 3
    if shown.said:
        return _filled(broken((Span(shown.said, "strong"),), shape.cells, rows), rows)
    if not shown.rows:
        return _filled((EMPTY,), rows)
    row = shown.rows[shown.chosen]
    if shape.tiny:
        return (clipped((Span(row.help, "muted"),), shape.cells),)
    told = broken((Span(row.help),), shape.cells, max(2, rows - 1))
    return _filled((*told, clipped((Span(_facts(shown, row), "muted"),), shape.cells)), rows)


def _facts(shown: Shown, row: Row) -> str:
    """Its name, then where it comes from and what else is known, as far as there is room."""
    usual = row._replace(value=row.default).shown or "none"
    said = ["the default"] if row.origin == DEFAULT else [row.origin, f"the default is {usual}"] if row.kind else [row.origin]
    if row.later:
        said.append(f"from the {row.later} on")
    if 1 < len(shown.choices) < 5:  # noqa: PLR2004 (more are too many for a line)
        said.append(f"one of {', '.join(shown.choices)}")
    facts = f"{row.name}   {said.pop(0)}"
    for more in said:
        if cell_len(f"{facts}; {more}") <= shown.shape.cells:
            facts = f"{facts}; {more}"
    return facts


def _filled(lines: Lines, rows: int) -> Lines:
    """So many lines: what stands below does not jump."""
    return (*lines, *(EMPTY for _ in range(rows - len(lines))))[:rows]
