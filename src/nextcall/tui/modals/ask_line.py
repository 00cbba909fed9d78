"""One line of text: a note, an intention, an amount."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from nextcall.tui.modals.base import Foot, hint
from nextcall.tui.widgets.lines import LinesView, Span


class AskLine(Foot[str]):
    """Asks for a line; Enter gives it, Esc gives nothing. ↓ and ↑ go through lines used before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "earlier(1)", "Earlier lines", show=False),
        Binding("up", "earlier(-1)", "Later lines", show=False),
    ]

    def __init__(self, title: str, value: str = "", *, words: Sequence[str] = (), most: int = 500, earlier: Sequence[str] = ()) -> None:
        super().__init__()
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
        self.put("title", (Span(self._title, "accent-strong"),))
        words = (*self._words, "↓ earlier ones") if len(self._lines) > 1 else self._words
        self.put("hint", *map(hint, words))

    def action_earlier(self, step: int) -> None:
        """Take up a line that was used before; what was typed until then comes back with ↑."""
        line = self.query_one(Input)
        self._lines[self._at] = line.value
        self._at = max(0, min(len(self._lines) - 1, self._at + step))
        line.value = self._lines[self._at]
        line.cursor_position = len(line.value)

    @on(Input.Submitted)
    def _given(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip())
