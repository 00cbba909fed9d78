"""The app: which screen is shown, and what reaches it from the desk. A table of contents, no more."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.message import Message
from textual.screen import ModalScreen

from nextcall.config.keys import textual_key
from nextcall.errors import NotAllowedError
from nextcall.tui.alerts import Alerts
from nextcall.tui.keymap import key_of, outcome_bindings
from nextcall.tui.looks import Looks
from nextcall.tui.palette import Actions
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.terminal.start import after_first_paint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import SystemCommand
    from textual.screen import Screen

    from nextcall.bootstrap import Services
    from nextcall.core.session import Session
    from nextcall.errors import Problem
    from nextcall.tui.screens.history_data import State

SETTLE = 1.5
"""Seconds that a save may take when the app is about to end."""


class NextcallApp(Looks, inherit_bindings=False):
    """nextcall in a terminal.

    Textual's own keys are left out: its way to leave would not wait for what is on its way to disk.
    """

    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012 (as Textual declares it)
    COMMANDS: ClassVar[set["type[Actions] | Callable[[], type[Actions]]"]] = {Actions}  # type: ignore[assignment]  # narrower than Textual's

    @dataclass
    class DeskChanged(Message):
        """The desk saved, or could not, or read what another program did."""

    def __init__(self, services: "Services", first: "Session | None" = None) -> None:
        self.services = services
        self._first = first
        first_sheet = "screens/home.tcss" if first is None and services.desk.session is None else "screens/session.tcss"
        super().__init__(services.config.ui, services.folders.themes, ["styles.tcss", first_sheet])  # a sheet that comes later has all of them read again
        self._title = ""
        self.mark = ""
        """A word that stands on each screen, as in the demo."""
        self.alerts = Alerts(self)
        self.kept_recent: tuple[list[Session], list[Problem]] | None = None
        self.kept_history: State | None = None
        self.wanted: tuple[str, str] | None = None
        """List and id of who is to be called first in the next session."""
        self.use_command_palette = True
        services.desk.on_change = self._tell

    def on_key(self, event: events.Key) -> None:
        """What can be done over a question too, where the keys of the screen behind it are dead."""
        keys = self.services.config.keys
        if isinstance(self.screen, ModalScreen) and event.key in map(textual_key, keys["leave"]):
            self.leave()
        elif isinstance(self.screen, ModalScreen) and event.key in map(textual_key, keys["suspend"]):
            self.action_suspend_process()
        elif event.key == "ctrl+c":  # pressed by those who want to leave
            screen = next(screen for screen in reversed(self.screen_stack) if isinstance(screen, KeyScreen))
            screen.tell(f"{key_of(self.services.config, 'leave')} leaves; an open session stays open.")

    def get_system_commands(self, screen: "Screen[object]") -> "Iterable[SystemCommand]":
        """None of Textual's: one of them writes all that is on the screen to a file."""
        del screen
        return ()

    def first_screen(self) -> KeyScreen:
        """Home, or the session that lies on the desk; the saver works from now on."""
        desk = self.services.desk
        desk.work_in_background()
        if self._first is not None:
            desk.begin(self._first)
        screen = self._home() if desk.session is None else self._session()
        if self._first is None:
            screen.said = self.said or screen.said
        return screen

    def on_mount(self) -> None:
        """Rest from the start once it is over."""
        self.call_after_refresh(after_first_paint)

    def _tell(self) -> None:
        """Called by the saver's thread."""
        self.post_message(self.DeskChanged())

    @on(DeskChanged)
    def _pass_on(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, KeyScreen):
                screen.desk_changed()

    # ---- which screen

    def go_home(self, said: str = "") -> None:
        """Home, with what there is to say."""
        self.services.desk.put_down()
        self.show(self._home(), said)

    def _home(self) -> KeyScreen:
        from nextcall.tui.screens.home import HomeScreen  # noqa: PLC0415 (a session started from the shell does without)

        return HomeScreen.with_keys(self.services.config)()

    def open_session(self, said: str = "") -> None:
        """The screen of the session that lies on the desk, with what there is to say."""
        self.show(self._session(), said)

    def _session(self) -> KeyScreen:
        from nextcall.tui.screens.session import SessionScreen  # noqa: PLC0415 (not before it is wanted)

        session = self.services.desk.session
        self.alerts.no_rest()
        outcomes = outcome_bindings(session.outcomes) if session else []
        return SessionScreen.with_keys(self.services.config, outcomes)()

    def open_history(self, said: str = "") -> None:
        """The sessions so far, where they were left, with what there is to say."""
        from nextcall.tui.screens.history import HistoryScreen  # noqa: PLC0415 (not before it is wanted)
        from nextcall.tui.screens.history_data import State  # noqa: PLC0415 (as above)

        self.kept_history = self.kept_history or State()
        try:
            screen = HistoryScreen.with_keys(self.services.config)()
        except OSError as error:
            self.go_home(f"The sessions cannot be read: {error.strerror or error}.")
            return
        self.services.desk.put_down()
        self.show(screen, said)

    def open_detail(self, path: str, back: "Callable[[], None] | None" = None, n: int | None = None) -> None:
        """The calls of an ended session, number `n` first; `back` is where its screen goes. Raises `StorageError`, `NotAllowedError` while it is open."""
        session = self.services.desk.open_ended(path)
        if session.end is None:
            self.services.desk.put_down()
            raise NotAllowedError("This session is still open.")
        self.show_detail(back, next((at for at, call in enumerate(session.calls) if call.n == n), 0))

    def show_detail(self, back: "Callable[[], None] | None" = None, chosen: int = 0) -> None:
        """The calls of the ended session that lies on the desk, the one at position `chosen` first."""
        from nextcall.tui.screens.session_detail import SessionDetailScreen  # noqa: PLC0415 (not before it is wanted)

        screen = SessionDetailScreen.with_keys(self.services.config)()
        if isinstance(screen, SessionDetailScreen):
            screen.back, screen.chosen = back or self.open_history, chosen
        self.show(screen)

    def show_summary(self, said: str = "", back: "Callable[[], None] | None" = None) -> None:
        """The summary of the session that lies on the desk, with what there is to say; of a past one `back` is where it goes."""
        from nextcall.tui.screens.summary import SummaryScreen  # noqa: PLC0415 (not before it is wanted)

        screen = SummaryScreen.with_keys(self.services.config)()
        if isinstance(screen, SummaryScreen):
            screen.back = back
        if (session := self.services.desk.session) is not None:
            self.alerts.rest(session)
        self.show(screen, said)

    def show(self, screen: KeyScreen, said: str = "") -> None:
        """Put a screen in the place of all that is shown, with what there is to say."""
        screen.said = said or screen.said
        while len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_screen(screen)

    def open_settings(self, said: str = "", at: str = "") -> None:
        """Every setting and every key, the one named `at` first, with what there is to say."""
        from nextcall.tui.screens.settings import SettingsScreen  # noqa: PLC0415 (few go there)

        screen = SettingsScreen.with_keys(self.services.config)()
        if isinstance(screen, SettingsScreen):
            screen.chosen = at
        self.services.desk.put_down()
        self.show(screen, said)

    def name_window(self, title: str) -> None:
        """Name the terminal's window, when the name has changed."""
        if title != self._title:
            self._title = title
            self.set_title(title)

    def keep(self, table: str, key: str, value: str) -> str:
        """Change one setting for good, in the configuration file; what went wrong, in words."""
        from nextcall.config.edit import Change  # noqa: PLC0415 (only where something is changed)
        from nextcall.tui.keeping import keep  # noqa: PLC0415 (as above)

        return keep(self, (Change(table, key, value),))

    # ---- the end

    def leave(self) -> None:
        """Leave the app; an open session stays open, and what is not saved gets a moment more."""
        self.run_worker(self._leave(), exit_on_error=True, group="leave", exclusive=True)

    async def _leave(self) -> None:
        await self.settle()
        self.exit(0)

    def rest(self) -> None:
        """Let a save come to its end before Ctrl+Z: one cut short would keep the shell from the session."""
        self.services.desk.settle(SETTLE)

    async def settle(self) -> None:
        """Wait a moment for what is on its way to disk."""
        from asyncio import to_thread  # noqa: PLC0415 (at the end only)

        await to_thread(self.services.desk.settle, SETTLE)

    async def settle_then_summary(self) -> None:
        """The summary, once the end is on disk."""
        await self.settle()
        self.show_summary()
