"""What a terminal is told beside the picture, and how it is taken back."""

from collections.abc import Callable

from nextcall.tui.terminal import osc
from nextcall.tui.terminal.osc import Terminal


class Beside:
    """The window's name, the bell, notifications and progress of one terminal."""

    def __init__(self, put: Callable[[str], None], terminal: Terminal) -> None:
        self._put = put
        """Sends what must arrive, while there is a terminal to send it to."""
        self._terminal = terminal
        self._title = ""
        self._progress = ""

    @property
    def on(self) -> str:
        """What makes a terminal that was taken anew say all of it again."""
        return (osc.KEEP_TITLE + osc.title(self._title) if self._title else "") + self._progress

    @property
    def off(self) -> str:
        """What takes all of it back."""
        return (osc.NO_PROGRESS if self._progress else "") + (osc.OLD_TITLE if self._title else "")

    def set_title(self, title: str) -> None:
        """Name the window. The old name comes back at the end."""
        if title != self._title:
            self._put(("" if self._title else osc.KEEP_TITLE) + osc.title(title))
            self._title = title

    def ring(self) -> None:
        """Sound the bell."""
        self._put(osc.BELL)

    def announce(self, heading: str, words: str) -> bool:
        """Send a notification; whether something stands between that may keep it, so that it takes a bell too."""
        self._put(osc.notification(self._terminal, heading, words))
        return bool(self._terminal.through)

    def show_progress(self, percent: int | None, *, paused: bool) -> None:
        """Show how much is done, where the terminal has a sign for it; None takes it away."""
        said = "" if percent is None else osc.progress(percent, paused=paused)
        if self._terminal.progress and said != self._progress:
            self._progress = said
            self._put(said or osc.NO_PROGRESS)
