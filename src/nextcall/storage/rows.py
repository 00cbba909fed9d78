"""Rows of a file that are rendered once: what did not change since the last save is not rendered again.

A session of a thousand calls is saved as quickly as one of ten, but for its bytes. The values
are frozen, so that the same object always has the same row.
"""

from __future__ import annotations

from collections.abc import Callable

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import Any

SPARE = 100
"""Rows that may be kept beside those in use."""


_BEFORE, _FIRST = b",\n  ", b"[\n  "
"""What stands between two rows of a list, and before the first."""


def encoded(text: str) -> bytes:
    """Text as it stands in a file; half a character is never worth a save."""
    return text.encode(errors="replace")


class Rendered:
    """What is JSON already, in pieces: a long list is not copied before all of the file is put together."""

    __slots__ = ("pieces",)

    def __init__(self, *pieces: bytes | bytearray) -> None:
        self.pieces = pieces


class _Listed:
    """A list as it was rendered last."""

    __slots__ = ("rows", "text", "values")

    def __init__(self) -> None:
        self.values: tuple[Any, ...] = ()
        self.rows: list[bytes] = []
        self.text = bytearray()
        """The rows, each with what stands before it."""

    def kept(self, values: tuple[Any, ...]) -> int:
        """How many rows at the beginning still hold: all as a rule, all but the last where that one was changed."""
        number = min(len(values), len(self.values))
        if values[:number] == self.values[:number]:
            return number
        return number - 1 if values[: number - 1] == self.values[: number - 1] else 0

    def put(self, values: tuple[Any, ...], kept: int, rows: list[bytes]) -> None:
        """Have these rows after those that are kept."""
        gone = sum(len(_BEFORE) + len(row) for row in self.rows[kept:])
        del self.text[len(self.text) - gone :]
        del self.rows[kept:]
        for row in rows:
            self.text += _BEFORE if self.text else _FIRST
            self.text += row
        self.rows += rows
        self.values = values


class Rows:
    """The rows of the last save, by the identity of what they were made from. One thread at a time may ask."""

    def __init__(self, render: Callable[[Any], str]) -> None:
        self._render = render
        self._known: dict[int, tuple[object, bytes]] = {}
        self._lists: dict[str, _Listed] = {}
        self._alone: dict[str, tuple[object, Rendered]] = {}

    def listed(self, name: str, values: tuple[Any, ...], plain: Callable[[Any], Any]) -> Rendered:
        """A list with one row a value, whose plain data `plain` gives; by its `name` the rows at its beginning are known again.

        It holds until the same list is asked for again.
        """
        last = self._lists.setdefault(name, _Listed())
        kept = last.kept(values)
        last.put(values, kept, [self._row(value, plain) for value in values[kept:]])
        return Rendered(last.text, b"]") if values else Rendered(b"[]")

    def alone(self, name: str, value: object, plain: Callable[[str, Any], Any]) -> Rendered:
        """A value on one line, as the plain data that `plain` makes of its name and itself."""
        kept = self._alone.get(name)
        if kept is None or kept[0] is not value:
            kept = self._alone[name] = (value, Rendered(encoded(self._render(plain(name, value)))))
        return kept[1]

    def _row(self, value: object, plain: Callable[[Any], Any]) -> bytes:
        kept = self._known.get(id(value))
        if kept is None or kept[0] is not value:  # the object is kept with its row: its identity is not given away
            kept = self._known[id(value)] = (value, encoded(self._render(plain(value))))
        return kept[1]

    def turn(self) -> None:
        """A file is complete: rows that have not been used for long are forgotten."""
        lists = self._lists.values()
        if len(self._known) > SPARE + 2 * sum(len(one.rows) for one in lists):
            self._known = {id(value): (value, row) for one in lists for value, row in zip(one.values, one.rows, strict=True)}
