"""What a session's detail is about, and how it is corrected: the chosen call, each step said in words."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from nextcall.core.session import Call, Correction, Session
from nextcall.desk.desk import View
from nextcall.errors import NextcallError
from nextcall.tui.keymap import key_of
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.detail_words import sentence

if TYPE_CHECKING:
    from nextcall.core.mend import Mending


class DetailCorrections(KeyScreen):
    """An ended session on the desk, one call of it chosen; corrects it, takes back, makes again."""

    def __init__(self) -> None:
        super().__init__()
        self.told = "", ""
        """What there is to say, and what is said after it however long it is."""
        self.chosen = 0
        """Position of the chosen call."""
        self.start = 0
        """The first line that is seen of a whole call."""
        self.view: View | None = None
        """What is saved and what can be undone, where nothing has happened since it was found."""

    @property
    def session(self) -> Session | None:
        """The session, as long as it lies on the desk."""
        return self.desk.session

    def call(self) -> Call | None:
        """The chosen call."""
        session = self.session
        if session is None or not session.calls:
            return None
        self.chosen = max(0, min(self.chosen, len(session.calls) - 1))
        return session.calls[self.chosen]

    def view_now(self) -> View:
        """What is saved and what can be undone; found once for each thing that happens."""
        if self.view is None or self.view.session is not self.session:
            self.view = self.desk.view()
        return self.view

    def tell(self, words: str) -> None:
        """Say something in the line above the keys."""
        self.told = words, ""
        self.draw()

    def choose_number(self, n: int) -> None:
        """Choose the call of that number, if it is there."""
        calls = self.session.calls if self.session else ()
        self.chosen, self.start = next((i for i, call in enumerate(calls) if call.n == n), self.chosen), 0

    def mend(self, action: "Mending") -> str:
        """Make one correction and say what it did; why not, where that is refused, which is said too."""
        return self._step(lambda: self.desk.do(action), key="call_undo", then="takes it back")

    def do_call_undo(self) -> None:
        """Take the last correction back."""
        self._step(self.desk.undo, key="call_redo", then="makes it again", back=True)

    def do_call_redo(self) -> None:
        """Make again what was taken back."""
        self._step(self.desk.redo, key="call_undo", then="takes it back")

    def _step(self, way: Callable[[], Session], *, key: str, then: str, back: bool = False) -> str:
        before = self.session
        try:
            after = way()
        except NextcallError as error:
            self.tell(error.message)
            return error.message
        done = _differing(after, before) if before else []
        if done:
            self.choose_number(done[-1].call)
        shown = key_of(self.config, key)
        self.view = None
        words = f"{sentence(after, done, back=back)}." if done else "That is what it says already."
        self.told = words, f" {shown} {then}." if done and shown else ""
        self.draw()
        return ""


def _differing(after: Session, before: Session) -> list[Correction]:
    """The corrections that were made, taken back or made again between the two."""
    return [entry for i, entry in enumerate(after.trail) if i >= len(before.trail) or before.trail[i] != entry]
