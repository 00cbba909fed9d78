"""The mouse wheel, where a list has a chosen row: it does what the arrows do."""

from typing import TYPE_CHECKING, cast

from textual import events

if TYPE_CHECKING:
    from textual.dom import DOMNode


class Wheel:
    """A screen whose list the wheel goes through, row by row.

    No node of the tree itself: of several such bases Textual takes the style of the first one only.
    """

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """One row down."""
        event.stop()
        cast("DOMNode", self).app.simulate_key("down")

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """One row up."""
        event.stop()
        cast("DOMNode", self).app.simulate_key("up")
