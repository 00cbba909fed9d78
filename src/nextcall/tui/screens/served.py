"""Served: the share of conversations that helped somebody, who was brought together, the wall of thanks."""

from typing import ClassVar

from nextcall.core.session import HELP_MARKS
from nextcall.stats.facts import CONVERSATION
from nextcall.stats.ledger import KINDS, ledger
from nextcall.stats.rates import rate
from nextcall.storage.index.index import Index
from nextcall.tui.keymap import keys_named
from nextcall.tui.screens import served_lines as drawn
from nextcall.tui.screens.numbers import NumbersScreen
from nextcall.tui.screens.served_lines import Served, Wall
from nextcall.tui.wheel import Wheel
from nextcall.tui.widgets.lines import EMPTY, Line, Lines


class ServedScreen(Wheel, NumbersScreen):
    """Help first: what was given, to whom, and what they said."""

    NAME = "served"
    MORE_KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = (("Served", "↑  ↓", "Earlier thanks on the wall, or later ones."),)

    found: Served | None

    def __init__(self) -> None:
        super().__init__()
        self._first = 0

    def look(self, index: Index) -> Served:
        """The share of all conversations, and all marks of help."""
        every = index.everything()
        return Served(rate(every.served, every.number(CONVERSATION)), ledger(index.marks(KINDS)))

    def beside(self) -> Line:
        """How many conversations there were."""
        return drawn.head(self.found) if self.found is not None else EMPTY

    def body(self) -> Lines:
        """The ledger of help."""
        if self.found is None:
            return ()
        keys = keys_named(self.config, HELP_MARKS)
        return drawn.body(Wall(self.shape, self.rows, self.found, self.desk.clock.now(), self._first, keys))

    def moved(self, down: int, right: int) -> None:
        """Earlier thanks, or later ones."""
        del right
        if self.found is not None:
            self._first = max(0, min(self._first + down, len(self.found.ledger.thanks) - 1))
