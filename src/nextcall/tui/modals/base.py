"""What all questions have in common: they stand at the foot of the screen and Esc takes them away."""

from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

T = TypeVar("T")


class Foot(ModalScreen[T | None]):
    """A question at the foot of the screen; the screen behind it lives on."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close", show=False)]
    CSS_PATH = "foot.tcss"

    def action_close(self) -> None:
        """No answer."""
        self.dismiss(None)
