"""Somebody on a list, by a few letters of their name, company, number or reason."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from nextcall.text import line
from nextcall.tui.modals.base import IN_A_LINE, Foot, HelpLine, hint, under
from nextcall.tui.wheel import Wheel
from nextcall.tui.widgets.lines import Line, LinesView, Span, clipped, fit

if TYPE_CHECKING:
    from textual.timer import Timer

    from nextcall.storage.contacts.shelf import Listed

PAUSE = 0.05
"""Seconds without a letter after which is looked: among a hundred thousand a look takes longer than a letter."""
_ROWS = 8
_NAME = 28


class FindPerson(Wheel, Foot[tuple[str, str]]):
    """Asks for words and shows who is meant; Enter gives list and id of the chosen one, Esc nobody."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "move(-1)", "One up", show=False),
        Binding("down", "move(1)", "One down", show=False),
        Binding("pageup", "move(-8)", "Further up", show=False),
        Binding("pagedown", "move(8)", "Further down", show=False),
    ]

    def __init__(self, find: "Callable[[str], list[Listed]]") -> None:
        super().__init__()
        self._find = find
        self._found: list[Listed] = []
        self._at = 0
        self._words = ""
        self._planned: Timer | None = None

    def compose(self) -> ComposeResult:
        """The words, who is meant, what the keys do."""
        with Vertical(id="panel"):
            yield LinesView(id="title")
            yield Input("", max_length=200, select_on_focus=False, id="line")
            yield LinesView(id="people")
            yield LinesView(id="hint")

    def fill(self) -> None:
        """Show as many people as there is room for, always on as many rows."""
        rows = max(1, min(_ROWS, self.shape.rows - (4 if self.shape.compact else 8)))
        first = max(0, min(self._at - rows + 1, len(self._found) - rows))
        shown = [self._row(at) for at in range(first, min(first + rows, len(self._found)))]
        if self._words and not shown:
            shown = [clipped((Span("Nobody is meant by that.", "muted"),), self.cells)]
        self.put("title", (Span("Find", "accent-strong"),))
        self.query_one("#people", LinesView).show((*shown, *((),) * (rows - len(shown))))
        self.put("hint", *map(hint, ("↑ ↓ choose", "Enter calls them next", "Esc leaves it")))

    def known(self) -> list[HelpLine]:
        """What is looked through, and how somebody is chosen."""
        own = under(
            "Find",
            ("letters", "Look for them in names, companies, numbers and reasons of all lists."),
            ("↑ ↓", "Choose another one."),
            ("Enter", "The next call is for the chosen one."),
            ("Esc", "Leave everything as it was."),
        )
        return own + IN_A_LINE

    def _row(self, at: int) -> Line:
        person, chosen = self._found[at].person, at == self._at
        name = fit(person.name or person.phone or "Somebody without a name", min(_NAME, self.cells - 2))
        rest = "  ".join(line(part, 80) for part in (person.company, person.phone if person.name else "", person.why) if part)
        row = (Span("▸ " if chosen else "  ", "accent-strong", f"row_{at}"), Span(name, "strong" if chosen else "", f"row_{at}"), Span("  " + rest, "muted", f"row_{at}"))
        return clipped(row, self.cells)

    def action_move(self, by: int) -> None:
        """Another one."""
        self._look()
        self._at = max(0, min(len(self._found) - 1, self._at + by))
        self.fill()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._planned is not None:
            self._planned.stop()
        self._planned = self.set_timer(PAUSE, self._look_and_show)

    def _look_and_show(self) -> None:
        self._look()
        self.fill()

    def _look(self) -> None:
        """See who is meant by what is written now."""
        words = self.query_one(Input).value.strip()
        if words != self._words:
            self._words, self._at = words, 0
            self._found = self._find(words) if words else []

    @on(Input.Submitted)
    def _given(self, event: Input.Submitted) -> None:
        event.stop()
        self._look()
        if self._found:
            self._give(self._at)
        else:
            self.fill()

    @on(LinesView.Chosen)
    def _clicked(self, message: LinesView.Chosen) -> None:
        message.stop()
        self._give(int(message.action.removeprefix("row_")))

    def _give(self, at: int) -> None:
        found = self._found[at]
        self.dismiss((found.list, found.person.id))
