"""The numbers that are not to be called, and those that may be again, as the registry has them."""

from __future__ import annotations

from typing import Any, NamedTuple

from nextcall.contacts.duplicates import number_key
from nextcall.storage.fields import Record, maybe, moment, name, text, whole

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime


class Block(NamedTuple):
    """A number that is not to be called, or was once."""

    phone: str
    name: str = ""
    at: Any = None
    """When it was blocked."""
    session: str | None = None
    """The session in which somebody asked for it; None: blocked by hand."""
    n: int = 0
    allowed_at: Any = None
    """When it was allowed again; it holds where that is not before `at`."""
    extra: Mapping[str, Any] = {}

    @property
    def holds(self) -> bool:
        """Whether the number is not to be called."""
        return self.allowed_at is None or self.allowed_at < self.at


BLOCK = Record(Block, {"phone": text, "name": text, "at": moment, "session": name, "n": whole, "allowed_at": maybe(moment)}, ("phone", "at"))


def allowed_again(blocks: Iterable[Block]) -> dict[str, datetime]:
    """When numbers were last allowed again, by what they are compared by."""
    found: dict[str, datetime] = {}
    for block in blocks:
        key = number_key(block.phone)
        if block.allowed_at is not None and (key not in found or found[key] < block.allowed_at):
            found[key] = block.allowed_at
    return found
