"""The formula screen: what calls come to, what each is worth, and what more of them would bring."""

from typing import TYPE_CHECKING

from textual import events

from nextcall.figures import figure
from nextcall.stats.formula import Formula, forecasts, formula
from nextcall.storage.index.index import Index
from nextcall.tui.keymap import keys_named
from nextcall.tui.screens.formula_lines import Shown, body
from nextcall.tui.screens.numbers import NumbersScreen
from nextcall.tui.shape import WIDE
from nextcall.tui.widgets.lines import Line, Lines, Span

if TYPE_CHECKING:
    from nextcall.stats.forecast import Forecast

_STEP, _LEAP = 10, 100
"""Calls more or fewer by one key."""
_FEWEST, _MOST = 10, 2000
_FIRST = 100


class FormulaScreen(NumbersScreen):
    """What calls come to."""

    WIDEST = WIDE

    NAME = "formula"
    OWN_KEYS = ("dry_spell",)
    MORE_KEYS = (("If you make so many calls", "← →", "Ten calls more or fewer."), ("If you make so many calls", "↑ ↓", "A hundred calls more or fewer."))

    def __init__(self) -> None:
        super().__init__()
        self.calls = _FIRST
        """If you make so many."""
        self._forecasts: dict[str, Forecast] = {}
        self._dry = False

    def look(self, index: Index) -> Formula:
        """The formula of all calls."""
        stated = self.config.formula
        return formula(index.everything(), (stated.earned, stated.calls) if stated else None, self.config.currency, index.paid())

    def beside(self) -> Line:
        """How much that is known from."""
        found: Formula | None = self.found
        if found is None:
            return ()
        sessions = "" if self.shape.compact else f" in {figure(found.sessions)} session{'' if found.sessions == 1 else 's'}"
        return (Span(f"{figure(found.calls)} call{'' if found.calls == 1 else 's'}{sessions}", "muted"),)

    def body(self) -> Lines:
        """All of it."""
        if not self._forecasts:
            self._forecasts = forecasts(self.found, self.calls)
        return body(Shown(self.shape, self.rows, self.found, self.calls, self._forecasts, self._dry, *keys_named(self.config, ("start", "fewer_calls", "more_calls")).values()))

    # ---- more and fewer calls

    def _more(self, calls: int) -> None:
        self.calls = max(_FEWEST, min(_MOST, self.calls + calls))
        self._forecasts = {}

    def moved(self, down: int, right: int) -> None:
        """More calls to the right and upwards."""
        self._more(right * _STEP - down * _LEAP)

    def do_more_calls(self) -> None:
        """Ten calls more."""
        self._more(_STEP)
        self.draw()

    def do_fewer_calls(self) -> None:
        """Ten calls fewer."""
        self._more(-_STEP)
        self.draw()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Ten calls more."""
        event.stop()
        self.do_more_calls()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Ten calls fewer."""
        event.stop()
        self.do_fewer_calls()

    def do_dry_spell(self) -> None:
        """How likely a long run without a yes is, or not to be asked any more."""
        self._dry = not self._dry
        self.draw()

    def footer(self) -> tuple[str, ...]:
        """On a wide screen the keys for more and fewer calls too; else they stand beside the number alone."""
        return (*super().footer(), "more_calls", "fewer_calls")

    def can(self, name: str) -> bool:
        """A dry spell only where there are calls."""
        found: Formula | None = self.found
        if name in {"dry_spell", "more_calls", "fewer_calls"} and (found is None or not found.calls):
            return False
        return super().can(name)
