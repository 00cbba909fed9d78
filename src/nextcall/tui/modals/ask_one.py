"""One of a few, by one key."""

from collections.abc import Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical

from nextcall.tui.modals.base import Foot, HelpLine, hint, under
from nextcall.tui.widgets.lines import Line, LinesView, Span


class Choice(NamedTuple):
    """Something to choose, with its key."""

    key: str
    """A letter or a digit."""
    value: str
    label: str


class AskOne(Foot[str]):
    """Asks for one of a few; any other character leaves it."""

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._title = title
        self._choices = tuple(choices)

    def compose(self) -> ComposeResult:
        """The question and what there is."""
        with Vertical(id="panel"):
            yield LinesView(id="title")
            yield LinesView(id="choices")

    def fill(self) -> None:
        """Put the words in their places."""
        self.put("title", (Span(self._title, "accent-strong"),), hint("Esc leaves it"))
        self.put("choices", *map(_shown, self._choices))

    def known(self) -> list[HelpLine]:
        """Each choice by its key."""
        choices = ((choice.key, choice.label) for choice in self._choices)
        return under(self._title, *choices, ("Esc", "None of them: leave everything as it was."))

    def on_key(self, event: events.Key) -> None:
        """The key of a choice gives it; what the app does everywhere it does here too."""
        found = next((choice.value for choice in self._choices if choice.key == event.character), None)
        if found is None and not event.is_printable:  # Esc, and what the app does everywhere
            return
        event.stop()
        event.prevent_default()
        self.dismiss(found)

    @on(LinesView.Chosen)
    def _clicked(self, message: LinesView.Chosen) -> None:
        message.stop()
        self.dismiss(message.action)


def _shown(choice: Choice) -> Line:
    return (Span(choice.key, "key", choice.value), Span(f" {choice.label}", "", choice.value))
