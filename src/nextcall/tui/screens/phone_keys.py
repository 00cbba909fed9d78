"""What can be done with a number on the screen: handing it to the phone, copying it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.screen import Screen

from nextcall.errors import NextcallError

if TYPE_CHECKING:
    from nextcall.config.model import Config

_NONE = "There is no number here."


class PhoneKeys(Screen[None]):
    """Does it; what came of that is told in the screen's own place."""

    if TYPE_CHECKING:
        config: Config

        def tell(self, words: str) -> None:
            """Say something in the place that the screen has for it."""

    @dataclass
    class Failed(Message):
        """Something that nobody waited for went wrong."""

        words: str

    @on(Failed)
    def _failed(self, message: Failed) -> None:
        self.tell(message.words)

    def _fails(self, words: str) -> None:
        """Called by another thread."""
        self.post_message(self.Failed(words))

    def hand_over(self, phone: str) -> None:
        """Hand a number to the phone."""
        from nextcall.tui.dialling import command, dial  # noqa: PLC0415 (loaded when it is first asked for)

        if not phone:
            self.tell(_NONE)
            return
        try:
            dial(command(phone, self.config.contacts.dial), self._fails)
        except NextcallError as error:
            self.tell(error.message)
        else:
            self.tell("Handed to your phone.")

    def copy(self, phone: str) -> None:
        """Copy a number."""
        from nextcall.tui.clipboard import copy  # noqa: PLC0415 (loaded when it is first asked for)

        self.tell(f"Copied: {copy(self.app, phone)}" if phone else _NONE)
