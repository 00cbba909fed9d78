"""What the keys of the history screen do."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import events
from textual.binding import Binding, BindingType

from nextcall.errors import NextcallError
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.history_data import WEEK, HistoryData
from nextcall.tui.screens.history_lines import body_rows

if TYPE_CHECKING:
    from nextcall.config.model import Config
    from nextcall.storage.index.entry import Entry


class HistoryKeys(HistoryData):
    """Moving about, opening, finding, and what can be done to a session here."""

    @classmethod
    def with_keys(cls, config: "Config", more: list[BindingType] | None = None) -> type[KeyScreen]:
        """This screen with the configured keys, and the arrows."""
        moves = (
            ("down,j", "move(1, 0)"), ("up,k", "move(-1, 0)"), ("right", "move(0, 1)"), ("left", "move(0, -1)"),
            ("pagedown,ctrl+f", "page(1)"), ("pageup,ctrl+b", "page(-1)"), ("home,g", "far(0)"), ("end,G", "far(1)"),
        )  # fmt: skip
        arrows: list[BindingType] = [Binding(keys, action, "Move", show=False) for keys, action in moves]
        return super().with_keys(config, [*(more or []), *arrows])

    def action_move(self, down: int, right: int) -> None:
        """Another entry; in a chart along its columns."""
        state = self._state
        self.said = ""
        if state.view == "list":
            state.chosen += down + right
        elif state.view == "map":
            state.at = (state.at + right + 24 * down) % WEEK
        else:
            state.at = max(0, min(len(self._periods) - 1, state.at + right - down))
        self.draw()

    def action_page(self, by: int) -> None:
        """A page further."""
        if self._state.view == "list":
            self.action_move(by * max(1, body_rows(self.shape, query=False) - 2), 0)
        else:
            self.action_move(0, by * 10)

    def action_far(self, end: int) -> None:
        """To the first or the last."""
        state = self._state
        if state.view == "list":
            state.chosen = self._source.length - 1 if end else 0
        elif state.view != "map":
            state.at = len(self._periods) - 1 if end else 0
        self.draw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three further."""
        event.stop()
        self.action_move(3, 0)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three back."""
        event.stop()
        self.action_move(-3, 0)

    def _entry(self) -> "Entry | None":
        return next(iter(self._source.entries(self._state.chosen, 1)), None)

    def do_open(self) -> None:
        """Open the chosen session, or show those of the chosen day, week or month."""
        if self._state.view != "list":
            if self._periods:
                key = self._periods[self._state.at].key
                self._show("list")
                self._find(f"{self._state.query} on:{key}".strip())
            return
        entry = self._entry()
        if entry is None:
            return
        if entry.problem is not None:
            self.tell(f"{entry.path}: {entry.problem}")
            return
        try:
            self.root.open_detail(f"{self.root.services.folders.data}/sessions/{entry.path}")
        except NextcallError as error:
            self.tell(error.message)

    def _show(self, view: str) -> None:
        self._state.view, self.said = view, ""
        self._periods, self._week = (), {}
        if view != "list":
            self._waiting = "One moment: adding up."
            self._count()
        self.draw()

    def do_view_list(self) -> None:
        """Session by session."""
        self._show("list")

    def do_view_day(self) -> None:
        """Day by day."""
        self._show("day")

    def do_view_week(self) -> None:
        """Week by week."""
        self._show("week")

    def do_view_month(self) -> None:
        """Month by month."""
        self._show("month")

    def do_view_map(self) -> None:
        """Calls by hour and weekday."""
        self._show("map")

    def do_rates(self) -> None:
        """Calls, or conversations in percent."""
        self._state.rates = not self._state.rates
        self.draw()

    def do_find(self) -> None:
        """Ask what to look for; the list follows every letter."""
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        before = self._state.query
        words = ("preset: skill: list: tag: outcome: contact: note~ on: before: after:", "Enter keeps it", "Esc leaves it")

        def answered(text: str | None) -> None:
            self._find(before if text is None else text)

        self.app.push_screen(AskLine("Find", before, words=words, changed=self._find), answered)

    def do_close_history(self) -> None:
        """Show everything again; then home."""
        if self._state.query:
            self._find("")
        else:
            self.root.go_home()

    def do_paper(self) -> None:
        """Fill in a session from paper."""
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        words = ("day, start, minutes, then how many of what: yesterday 9:00 50 n=14 v=6 y=1", "Enter keeps it", "Esc leaves it")
        self.app.push_screen(AskLine("From paper", "today ", words=words, checked=self._from_paper))

    def _from_paper(self, text: str) -> str:
        """Add what was counted on paper; what is wrong with it, in a sentence."""
        from nextcall.tui.screens.history_paper import add_from_paper  # noqa: PLC0415 (only here)

        try:
            self.said = add_from_paper(self.root.services, text)
        except (NextcallError, OSError) as error:
            return str(error)
        self._state.chosen = 0
        self._again()
        self.draw()
        return ""

    def do_put_away(self) -> None:
        """Move the chosen file to the trash folder."""
        entry = self._entry()
        if entry is None:
            return
        sessions = self.root.services.sessions
        path = f"{sessions.folder}/sessions/{entry.path}"
        self._moved(lambda: self._trash.append((sessions.to_trash(path), path)), f"Put away: {entry.title or entry.id}. It lies in the trash folder.")

    def do_take_back(self) -> None:
        """Bring back what was put away last."""
        from nextcall.storage import atomic  # noqa: PLC0415 (only here)

        there, path = self._trash[-1]

        def back() -> None:
            if atomic.identity(path) is not None:
                raise OSError(0, "another session has taken its place")
            atomic.move(there, path)
            self._trash.pop()

        self._moved(back, "It is back.")

    def _moved(self, move: Callable[[], object], said: str) -> None:
        try:
            with self.root.services.sessions.lock():
                move()
        except OSError as error:
            self.said = f"That could not be done: {error.strerror or error}."
        else:
            self.said = said
        self._again()
        self.draw()
