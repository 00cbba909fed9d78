"""The keys of a screen, from the same table that makes them work."""

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from nextcall.config.keys import actions
from nextcall.core.outcomes import Outcome
from nextcall.tui.keymap import keys_of
from nextcall.tui.widgets.lines import EMPTY, Line, LinesView, Span, fit

if TYPE_CHECKING:
    from nextcall.config.model import Config

_KEYS = 12
"""Cells of the column of keys."""


class HelpScreen(ModalScreen[None]):
    """Every key of the screen behind it, by group."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1,question_mark,q,enter,space", "close", "Close", show=False),
        Binding("down,j", "scroll(1)", "Down", show=False),
        Binding("up,k", "scroll(-1)", "Up", show=False),
    ]

    def __init__(self, config: "Config", scope: str, outcomes: tuple[Outcome, ...]) -> None:
        super().__init__()
        self._config = config
        self._scope = scope
        self._outcomes = tuple(outcome for outcome in outcomes if outcome.key)

    def compose(self) -> ComposeResult:
        """The list."""
        with VerticalScroll(id="page"):
            yield LinesView(id="list")
        yield LinesView(id="foot")

    def on_mount(self) -> None:
        """Fill it."""
        self._fill()

    def on_resize(self, _: events.Resize) -> None:
        """Break the lines anew."""
        self._fill()

    def action_close(self) -> None:
        """Back to the screen."""
        self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Up and down."""
        self.query_one("#page", VerticalScroll).scroll_relative(y=by, animate=False)

    def _fill(self) -> None:
        cells = max(20, self.app.size.width - 8)
        lines: list[Line] = []
        if self._outcomes:
            lines.append((Span("Outcomes: one key tags, and the next call is open", "accent-strong"),))
            lines += [self._row(outcome.key, f"{outcome.label}{_counts_as(outcome)}", cells) for outcome in self._outcomes]
        group = ""
        for action in actions(self._scope):
            keys = keys_of(self._config, action)
            if not keys:
                continue
            if action.group != group:
                group = action.group
                lines += [EMPTY, (Span(group, "accent-strong"),)] if lines else [(Span(group, "accent-strong"),)]
            lines.append(self._row(keys, action.help, cells))
        self.query_one("#list", LinesView).show(tuple(lines))
        self.query_one("#foot", LinesView).show(((Span(" Esc", "key"), Span(" back   ", "muted"), Span("↑ ↓", "key"), Span(" more", "muted")),))

    def _row(self, keys: str, words: str, cells: int) -> Line:
        return (Span(fit(keys, _KEYS), "key"), Span(fit(words, cells - _KEYS).rstrip(), "muted"))


def _counts_as(outcome: Outcome) -> str:
    flags = [name for name in ("conversation", "no", "yes", "help") if getattr(outcome, name)]
    if outcome.connect and not outcome.conversation:
        flags.insert(0, "connect")
    if not outcome.counts:
        flags = ["no call"]
    return f"  ({', '.join(flags)})" if flags else ""
