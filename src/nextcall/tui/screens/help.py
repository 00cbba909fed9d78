"""The keys of a screen, from the same table that makes them work."""

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from nextcall.core.outcomes import Outcome
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import EMPTY, PRESS, Line, Lines, LinesView, Span, fit, width, wrapped

_KEYS, _NARROW = 12, 8
"""Cells of the column of keys, and on a small screen."""
_CLOSE = f"{PRESS}escape"
_BROAD, _BETWEEN = 150, 4
"""Cells from which on there are two columns, and those between them."""


class HelpScreen(ModalScreen[None]):
    """Every key of the screen behind it, by group."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,question_mark,q,enter,space", "close", "Close", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
        Binding("pagedown", "scroll(10)", "Further down", show=False),
        Binding("pageup", "scroll(-10)", "Further up", show=False),
        Binding("home,g", "scroll(-9999)", "To the top", show=False),
        Binding("end,G", "scroll(9999)", "To the end", show=False),
    ]

    def __init__(self, keys: Sequence[tuple[str, str, str]], outcomes: tuple[Outcome, ...]) -> None:
        """`keys` are group, keys and sentence of each action, groups together."""
        super().__init__()
        self._keys = sorted((key for key in keys if key[1]), key=_groups_together([key[0] for key in keys]))
        self._outcomes = tuple(outcome for outcome in outcomes if outcome.key)

    def compose(self) -> ComposeResult:
        """The list."""
        with VerticalScroll(id="page"):
            yield LinesView(id="list")
        yield LinesView(id="foot")

    def on_mount(self) -> None:
        """Fill it."""
        self._fill()

    def on_resize(self, _: events.Resize) -> None:
        """Break the lines anew."""
        self._fill()

    def action_close(self) -> None:
        """Back to the screen."""
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Up and down."""
        self.query_one("#page", VerticalScroll).scroll_relative(y=by, animate=False, immediate=True)

    def _fill(self) -> None:
        shape = Shape(self.app.size.width, self.app.size.height)
        self.set_class(shape.compact, "-compact")
        whole = max(10, shape.columns - 2 * shape.margin - 2)
        cells = (whole - _BETWEEN) // 2 if whole >= _BROAD else whole
        lines: list[Line] = []
        if self._outcomes:
            title = wrapped("Outcomes: one key tags, and the next call is open", cells)
            lines += [(Span(row, "accent-strong"),) for row in title]
            for outcome in self._outcomes:
                lines += self._row(outcome.key, f"{outcome.label}{_counts_as(outcome)}", cells)
        group = ""
        for heading, keys, words in self._keys:
            if heading != group:
                group = heading
                lines += [EMPTY, (Span(group, "accent-strong"),)] if lines else [(Span(group, "accent-strong"),)]
            lines += self._row(keys, words, cells)
        self.query_one("#list", LinesView).show(tuple(lines) if cells == whole else _in_two(lines, cells + _BETWEEN))
        self.query_one("#foot", LinesView).show(((Span(" Esc", "key", _CLOSE), Span(" back", "muted", _CLOSE), Span("   ↑ ↓", "key"), Span(" more", "muted")),))

    def _row(self, keys: str, words: str, cells: int) -> Lines:
        """Keys and what they do, over as many lines as that takes."""
        column = _KEYS if cells > 50 else _NARROW  # noqa: PLR2004 (a small screen)
        names = [keys] if cell_len(keys) < column else wrapped(keys, column - 1)
        rows = zip_longest(names, wrapped(words, cells - column), fillvalue="")
        return tuple((Span(fit(key, column), "key"), Span(row, "muted")) for key, row in rows)


def _in_two(lines: Sequence[Line], cells: int) -> Lines:
    """Two columns, parted between groups; the second begins after so many cells."""
    starts = [at + 1 for at, line in enumerate(lines) if not line]
    middle = min(starts, key=lambda at: abs(2 * at - len(lines)), default=len(lines))
    left, right = lines[: max(middle - 1, 0)], lines[middle:]
    rows = zip_longest(left, right, fillvalue=EMPTY)
    return tuple((*one, Span(" " * (cells - width(one))), *other) if other else one for one, other in rows)


def _groups_together(groups: Sequence[str]) -> Callable[[tuple[str, str, str]], int]:
    """Orders keys by their groups, these in the order in which they first come."""
    order = list(dict.fromkeys(groups))
    return lambda key: order.index(key[0])


def _counts_as(outcome: Outcome) -> str:
    flags = [name for name in ("conversation", "no", "yes", "help") if getattr(outcome, name)]
    if outcome.connect and not outcome.conversation:
        flags.insert(0, "connect")
    if not outcome.counts:
        flags = ["no call"]
    return f"  ({', '.join(flags)})" if flags else ""
