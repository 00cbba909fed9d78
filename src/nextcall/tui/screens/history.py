"""The history: ten years of sessions, by the list, by days, weeks and months, by the hours of the week."""

from typing import ClassVar

from textual.app import ComposeResult

from nextcall.tui.keymap import key_of
from nextcall.tui.screens import history_lines as drawn
from nextcall.tui.screens.history_keys import HistoryKeys
from nextcall.tui.screens.history_lines import History, body_rows
from nextcall.tui.screens.home_lines import WEEK_STARTS
from nextcall.tui.shape import WIDE

AFTER_THE_FIRST = 0.01
"""Seconds between the first picture and what comes next: until then it is on its way to the terminal."""
_AT_ONCE = 4
"""Sessions that the first picture has: what the eye goes to first. The others follow with the next one."""


class HistoryScreen(HistoryKeys):
    """All sessions; one of them can be opened."""

    WIDEST = WIDE

    SCOPE = "history"
    CSS_PATH = "history.tcss"
    FOOTER: ClassVar[tuple[str, ...]] = ("open", "find", "view_list", "view_day", "view_week", "view_month", "view_map", "rates", "close_history", "paper", "put_away")
    KEY_GAP = 2
    MORE_KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = (("History", "↑  ↓  ←  →", "Choose another; PgUp, PgDn, Home and End go further."),)

    def compose(self) -> ComposeResult:
        """The parts, from top to bottom; filled before they are laid out, so that it is done once."""
        self.draw()
        yield self.part("head")
        yield self.part("body")
        yield self.part("notice")
        yield self.part("keys")

    def on_mount(self) -> None:
        """Look at every file, beside; then go on where the caller was."""
        self.root.name_window("nextcall")
        self.call_after_refresh(self.set_timer, AFTER_THE_FIRST, self._look)

    # ---- drawing

    def _history(self) -> History:
        state, shape = self._state, self.shape
        rows = max(1, body_rows(shape, query=bool(state.query)) - (not shape.compact))
        length = self._source.length if self._shown or state.chosen else self._source.sessions
        state.chosen = max(0, min(state.chosen, length - 1))
        self._first = max(0, min(max(state.chosen - rows + 1, min(self._first, state.chosen)), length - rows))
        return History(
            shape, self.desk.clock.now(), state.view, self._source.sessions, self._source.calls, length, self._first,
            state.chosen if state.view == "list" else state.at,
            tuple(self._source.entries(self._first, rows if self._shown or state.chosen else _AT_ONCE)) if state.view == "list" else (),
            self._periods, self._week, state.rates, state.query, self.said, self._waiting, self.config.ui.clock, WEEK_STARTS[self.config.ui.week_starts],
            (key_of(self.config, "start"), key_of(self.config, "paper")),
        )  # fmt: skip

    def draw(self) -> None:
        """Show everything as it is now."""
        history = self._history()
        self.part("head").show(drawn.head(history))
        self.part("body").show(drawn.body(history))
        self.part("notice").show((drawn.hint(history),))
        self.part("keys").show((self.keybar() if history.shape.rows > 1 else (),))

    def tell(self, words: str) -> None:
        """Say something in the line above the keys."""
        self.said = words
        self.draw()

    # ---- keys

    def can(self, name: str) -> bool:
        """Whether an action may be done now."""
        state = self._state
        if name.startswith(("row_", "bar_")):
            return True
        if name == "rates":
            return state.view == "map"
        if name in ("put_away", "paper"):
            return state.view == "list" and (name == "paper" or self._source.any)
        if name == "open":
            return state.view != "map"
        if name == "take_back":
            return bool(self._trash)
        return name != f"view_{state.view}" and super().can(name)

    def label(self, name: str) -> str:
        """What the line of keys calls an action now."""
        return "all" if name == "close_history" and self._state.query else super().label(name)

    def act(self, name: str) -> None:
        """Do an action by its id; a click on a row chooses it, and opens it where it was chosen."""
        self.said = ""
        kind, _, number = name.partition("_")
        if kind == "row" and number.isdigit():
            before, self._state.chosen = self._state.chosen, int(number)
            self.do_open() if before == int(number) else self.draw()
        elif kind == "bar" and number.isdigit():
            self._state.at = int(number)
            self.draw()
        else:
            super().act(name)
