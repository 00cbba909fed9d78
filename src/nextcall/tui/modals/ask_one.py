"""One of a few, by one key."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical

from nextcall.tui.modals.base import Foot
from nextcall.tui.widgets.lines import Line, LinesView, Span, width


class Choice(NamedTuple):
    """Something to choose, with its key."""

    key: str
    """A letter or a digit."""
    value: str
    label: str


class AskOne(Foot[str]):
    """Asks for one of a few; any other key leaves it."""

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._title = title
        self._choices = tuple(choices)

    def compose(self) -> ComposeResult:
        """The question and what there is."""
        with Vertical(id="panel"):
            yield LinesView(id="title")
            yield LinesView(id="choices")

    def on_mount(self) -> None:
        """Put the words in their places."""
        self.query_one("#title", LinesView).show(((Span(self._title, "accent-strong"), Span("   Esc leaves it", "muted")),))
        self._fill()

    def on_resize(self, _: events.Resize) -> None:
        """Break the line of choices anew."""
        self._fill()

    def _fill(self) -> None:
        cells = max(10, self.app.size.width - 6)
        lines: list[Line] = []
        line: list[Span] = []
        for choice in self._choices:
            spans = [Span(choice.key, "key", choice.value), Span(f" {choice.label}   ", "", choice.value)]
            if line and width((*line, *spans)) > cells:
                lines.append(tuple(line))
                line = []
            line += spans
        self.query_one("#choices", LinesView).show((*lines, tuple(line)))

    def on_key(self, event: events.Key) -> None:
        """The key of a choice gives it."""
        if event.key in ("escape", "ctrl+q", "ctrl+c"):
            return
        event.stop()
        event.prevent_default()
        found = next((choice.value for choice in self._choices if choice.key == event.character), None)
        self.dismiss(found)

    @on(LinesView.Chosen)
    def _clicked(self, message: LinesView.Chosen) -> None:
        message.stop()
        self.dismiss(message.action)
