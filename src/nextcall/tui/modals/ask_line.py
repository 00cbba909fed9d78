"""One line of text: a note, an intention, an amount."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from nextcall.tui.modals.base import IN_A_LINE, Foot, HelpLine, hint, under
from nextcall.tui.widgets.lines import LinesView, Span, wrapped


class AskLine(Foot[str]):
    """Asks for a line; Enter gives it, Esc gives nothing. ↓ and ↑ go through lines used before.

    `changed` is told of every change; `checked` of what Enter would give. Either may answer with what is
    wrong with it: that is shown, and with `checked` the line stays open.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "earlier(1)", "Earlier lines", show=False),
        Binding("up", "earlier(-1)", "Later lines", show=False),
    ]

    def __init__(  # noqa: PLR0913 (each is for one kind of line)
        self,
        title: str,
        value: str = "",
        *,
        words: Sequence[str] = (),
        most: int = 500,
        earlier: Sequence[str] = (),
        changed: Callable[[str], str] | None = None,
        checked: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__()
        self._changed, self._checked = changed, checked
        self._wrong = ""
        self._title = title
        self._words = words or ("Enter keeps it", "Esc leaves it")
        self._value = value
        self._most = most
        self._lines = [value, *earlier]
        self._at = 0

    def compose(self) -> ComposeResult:
        """The question, the line, what the keys do."""
        with Vertical(id="panel"):
            yield LinesView(id="title")
            yield Input(self._value, max_length=self._most, select_on_focus=False, id="line")
            yield LinesView(id="hint")

    def fill(self) -> None:
        """Put the words in their places."""
        self.put("title", (Span(self._title, "accent-strong"),), *map(hint, wrapped(self._wrong, self.cells)))
        words = (*self._words, "↓ earlier ones") if len(self._lines) > 1 else self._words
        self.put("hint", *(hint(row) for text in words for row in ([text] if cell_len(text) <= self.cells else wrapped(text, self.cells))))

    def known(self) -> list[HelpLine]:
        """What Enter and Esc do to the line, and how it is edited."""
        earlier = [("↓ ↑", "Lines that were used before, and back to what was typed.")] if len(self._lines) > 1 else []
        return [*under(self._title, ("Enter", "Take what is written."), ("Esc", "Leave everything as it was."), *earlier), *IN_A_LINE]

    def action_earlier(self, step: int) -> None:
        """Take up a line that was used before; what was typed until then comes back with ↑."""
        line = self.query_one(Input)
        self._lines[self._at] = line.value
        self._at = max(0, min(len(self._lines) - 1, self._at + step))
        line.value = self._lines[self._at]
        line.cursor_position = len(line.value)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._changed is not None:
            self._tell(self._changed(event.value.strip()))
        elif self._wrong:
            self._tell("")

    @on(Input.Submitted)
    def _given(self, event: Input.Submitted) -> None:
        event.stop()
        wrong = self._checked(event.value.strip()) if self._checked else self._wrong
        if wrong:
            self._tell(wrong)
        else:
            self.dismiss(event.value.strip())

    def _tell(self, wrong: str) -> None:
        if wrong != self._wrong:
            self._wrong = wrong
            self.fill()
