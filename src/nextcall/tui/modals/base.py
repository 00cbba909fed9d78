"""What all questions have in common: they stand at the foot of the screen and Esc takes them away."""

from typing import ClassVar, TypeVar

from textual import events
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import PRESS, Line, LinesView, Span, flowing

T = TypeVar("T")
HelpLine = tuple[str, str, str]
"""Group, keys and sentence."""


def under(group: str, *rows: tuple[str, str]) -> list[HelpLine]:
    """Keys and sentences of one group."""
    return [(group, keys, words) for keys, words in rows]


IN_A_LINE = under(
    "In the line",
    ("← →", "Move in it; with ctrl by words, with shift marking what is passed."),
    ("Home End", "To its beginning, to its end."),
    ("ctrl+w", "Delete the word before."),
    ("ctrl+u", "Delete all that is before."),
    ("ctrl+k", "Delete all that is after."),
)
"""How a line of text is edited."""


class Foot(ModalScreen[T | None]):
    """A question at the foot of the screen; the screen behind it lives on."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", show=False),
        Binding("f1", "help", "Keys", show=False),  # no letter, as a line of text may be asked for
    ]
    CSS_PATH = "foot.tcss"

    @property
    def shape(self) -> Shape:
        """How much room there is."""
        return Shape(self.app.size.width, self.app.size.height)

    @property
    def cells(self) -> int:
        """Cells between the margins."""
        return max(1, self.shape.columns - 2 * self.shape.margin)

    def on_mount(self) -> None:
        """Put the words in their places."""
        self._fit()

    def on_resize(self, _: events.Resize) -> None:
        """Break the lines anew."""
        self._fit()

    def _fit(self) -> None:
        self.set_class(self.shape.compact, "-compact")
        self.fill()

    def fill(self) -> None:
        """Put the words in their places, for the present size."""

    def put(self, part: str, *words: Line) -> None:
        """Show words in a part of the panel, over as many lines as they take."""
        self.query_one(f"#{part}", LinesView).show(flowing(words, self.cells))

    def action_close(self) -> None:
        """No answer."""
        self.dismiss(None)

    def action_help(self) -> None:
        """Show the keys of this question; it stands there as it was afterwards."""
        from nextcall.tui.screens.help import HelpScreen  # noqa: PLC0415 (loaded when it is first asked for)

        self.app.push_screen(HelpScreen(self.known(), ()))

    def known(self) -> list[HelpLine]:
        """What can be done here: group, keys and sentence of each; nothing where F1 itself is an answer."""
        return []


_KEYS = {"Enter": "enter", "Esc": "escape", "Backspace": "backspace", "Backspace:": "backspace", "↓": "down"}
"""Keys that a hint may begin with, by their names there."""


def hint(words: str) -> Line:
    """What a key does here; a click on it presses that key."""
    key = _KEYS.get(words.partition(" ")[0])
    return (Span(words, "muted", PRESS + key if key else ""),)
