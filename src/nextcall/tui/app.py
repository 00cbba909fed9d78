"""The app: which screen is shown, and what reaches it from the desk. A table of contents, no more."""

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.message import Message
from textual.screen import ModalScreen

from nextcall.bootstrap import with_setting
from nextcall.config.keys import textual_key
from nextcall.errors import NextcallError, NotAllowedError
from nextcall.themes import find_theme, load_themes
from nextcall.tui.alerts import Alerts
from nextcall.tui.keymap import key_of, outcome_bindings
from nextcall.tui.palette import Actions
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.terminal.app import CalmApp
from nextcall.tui.terminal.start import after_first_paint
from nextcall.tui.theming import DEFAULTS, span_styles, textual_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import SystemCommand
    from textual.screen import Screen

    from nextcall.bootstrap import Services
    from nextcall.core.session import Session
    from nextcall.errors import Problem
    from nextcall.tui.screens.history_data import State

DEFAULT_THEME = "evening"
"""What there is where the configured theme is not to be had."""
SETTLE = 1.5
"""Seconds that a save may take when the app is about to end."""


class NextcallApp(CalmApp[int], inherit_bindings=False):
    """nextcall in a terminal.

    Textual's own keys are left out: its way to leave would not wait for what is on its way to disk.
    """

    CSS_PATH = "styles.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012 (as Textual declares it)
    COMMANDS: ClassVar[set["type[Actions] | Callable[[], type[Actions]]"]] = {Actions}  # type: ignore[assignment]  # narrower than Textual's

    @dataclass
    class DeskChanged(Message):
        """The desk saved, or could not, or read what another program did."""

    def __init__(self, services: "Services", first: "Session | None" = None) -> None:
        super().__init__()
        self.services = services
        self._first = first
        self._title = ""
        self.alerts = Alerts(self)
        self.kept_recent: tuple[object, tuple[list[Session], list[Problem]]] | None = None
        self.kept_history: State | None = None
        self.said = ""
        """What the first screen has to say."""
        self._take_theme(services.config.ui.theme)
        self.use_command_palette = True
        if not services.config.ui.animations:
            self.animation_level = "none"
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

    def _take_theme(self, name: str) -> None:
        found = find_theme(name, self.services.folders.themes)
        if found is None:
            self.said = f"There is no theme “{name}”; {DEFAULT_THEME} it is. The t key shows which there are."
            found = find_theme(DEFAULT_THEME, "")
        if found is not None:
            self.register_theme(textual_theme(found))
            self.theme = found.name

    def more_themes(self) -> tuple[str, ...]:
        """Every theme there is, ready to be shown; what is wrong with others is said at home."""
        loaded = load_themes(self.services.folders.themes)
        for theme in loaded.items:
            self.register_theme(textual_theme(theme))
        if loaded.problems:
            self.said = str(loaded.problems[0])
        return tuple(theme.name for theme in loaded.items)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, for themes that do not set them."""
        return DEFAULTS

    def get_css_variables(self) -> dict[str, str]:
        """Textual's variables of the present theme with our own, which it would leave out."""
        variables = super().get_css_variables() | dict(self.current_theme.variables)
        self.span_styles = span_styles(variables)
        return variables

    def get_system_commands(self, screen: "Screen[object]") -> "Iterable[SystemCommand]":
        """None of Textual's: one of them writes all that is on the screen to a file."""
        del screen
        return ()

    def on_mount(self) -> None:
        """Open the first screen; the saver works from now on."""
        self.services.desk.work_in_background()
        if self._first is not None:
            self.services.desk.begin(self._first)
            self.open_session()
        else:
            self.go_home(self.said)
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
        from nextcall.tui.screens.home import HomeScreen  # noqa: PLC0415 (a session started from the shell does without)

        self.services.desk.put_down()
        self.show(HomeScreen.with_keys(self.services.config)(), said)

    def open_session(self, said: str = "") -> None:
        """The screen of the session that lies on the desk, with what there is to say."""
        from nextcall.tui.screens.session import SessionScreen  # noqa: PLC0415 (not before it is wanted)

        session = self.services.desk.session
        self.alerts.no_rest()
        outcomes = outcome_bindings(session.outcomes) if session else []
        self.show(SessionScreen.with_keys(self.services.config, outcomes)(), said)

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

    def open_detail(self, path: str, back: "Callable[[], None] | None" = None) -> None:
        """The calls of an ended session; `back` is where its screen goes. Raises `StorageError`, `NotAllowedError` while it is open."""
        if self.services.desk.open_ended(path).end is None:
            self.services.desk.put_down()
            raise NotAllowedError("This session is still open.")
        self.show_detail(back)

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
        while len(self.screen_stack) > 2:  # noqa: PLR2004 (Textual's own empty one, and ours)
            self.pop_screen()
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def name_window(self, title: str) -> None:
        """Name the terminal's window, when the name has changed."""
        if title != self._title:
            self._title = title
            self.set_title(title)

    def keep(self, table: str, key: str, value: str) -> str:
        """Change one setting for good, in the configuration file; what went wrong, in words."""
        try:
            self.services = with_setting(self.services, table, key, value, os.environ)
        except NextcallError as error:
            return error.message
        except OSError as error:
            return f"Not kept: {error.strerror or 'the configuration cannot be written'}."
        return ""

    # ---- the end

    def leave(self) -> None:
        """Leave the app; an open session stays open, and what is not saved gets a moment more."""
        self.run_worker(self._leave(), exit_on_error=True, group="leave", exclusive=True)

    async def _leave(self) -> None:
        await self.settle()
        self.exit(0)

    async def settle(self) -> None:
        """Wait a moment for what is on its way to disk."""
        from asyncio import to_thread  # noqa: PLC0415 (at the end only)

        await to_thread(self.services.desk.settle, SETTLE)

    async def settle_then_summary(self) -> None:
        """The summary, once the end is on disk."""
        await self.settle()
        self.show_summary()
