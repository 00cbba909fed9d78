"""A key, by pressing it."""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from nextcall.config.keynames import key_name
from nextcall.config.keys import shown_key
from nextcall.config.kinds import WrongValueError
from nextcall.tui.modals.base import Foot, hint
from nextcall.tui.widgets.lines import LinesView, Span, broken

NO_KEY = ""
"""What is given where there is to be no key at all."""


class AskKey(Foot[str]):
    """Asks for a key press and shows which key it was; Enter takes it, and only what `wrong` has nothing against.

    Enter, Esc and Backspace have their meaning here, as they must; they can be named in the file.
    """

    def __init__(self, title: str, wrong: Callable[[str], str], *, may_be_none: bool = True) -> None:
        super().__init__()
        self._title = title
        self._wrong = wrong
        self._may_be_none = may_be_none
        self._got: str | None = None
        self._said = "Press the key."
        self._fault = ""

    def compose(self) -> ComposeResult:
        """The question, the key, what can be done."""
        with Vertical(id="panel"):
            yield LinesView(id="title")
            yield LinesView(id="got")
            yield LinesView(id="hint")

    def fill(self) -> None:
        """Put the words in their places."""
        self.put("title", (Span(self._title, "accent-strong"),))
        words = Span(self._fault or self._said, "warning" if self._fault else "strong")
        self.query_one("#got", LinesView).show(broken((words,), self.cells, 3))
        none = [hint("Backspace: no key")] if self._may_be_none else []
        self.put("hint", hint("Enter takes it"), *none, hint("Esc leaves it"))

    def on_key(self, event: events.Key) -> None:
        """Every key is meant for this question, those that leave the app too."""
        event.stop()
        event.prevent_default()
        match event.key:
            case "escape":
                self.dismiss(None)
                return
            case "enter":
                self._take()
            case "backspace" if self._may_be_none:
                self._judge(NO_KEY, "No key at all.")
            case _:
                self._pressed(event)
        self.fill()

    def _take(self) -> None:
        if self._got is None:
            self._fault = self._fault or "Press the key first. For Enter, Esc and Backspace write their names in the file."
        else:
            self.dismiss(self._got)

    def _pressed(self, event: events.Key) -> None:
        try:
            name = key_name(name_of(event))
        except WrongValueError as error:
            self._got, self._fault = None, error.reason[0].upper() + error.reason[1:] + "."
            return
        self._judge(name, f"It is  {shown_key(name)}")

    def _judge(self, name: str, said: str) -> None:
        self._fault = self._wrong(name)
        self._got, self._said = (None if self._fault else name), said


def name_of(event: events.Key) -> str:
    """What the configuration calls the key that was pressed; it may still be none that can be used."""
    return event.character if event.character and event.is_printable and event.character != " " else event.key
