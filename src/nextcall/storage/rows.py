"""Rows of a file that are rendered once: what did not change since the last save is not rendered again.

A session of a thousand calls is saved as quickly as one of ten, but for its bytes. The values
are frozen, so that the same object always has the same row.
"""

from collections.abc import Callable
from typing import Any


class Rendered(str):
    """Text that is JSON already."""

    __slots__ = ()


class Rows:
    """The rows of the last save, by the identity of what they were made from."""

    def __init__(self, render: Callable[[Any], str]) -> None:
        self._render = render
        self._before: dict[int, tuple[object, Rendered]] = {}
        self._now: dict[int, tuple[object, Rendered]] = {}

    def row(self, value: object, plain: Callable[[Any], Any]) -> Rendered:
        """The row of `value`, whose plain data `plain` gives."""
        kept = self._before.get(id(value))
        if kept is None or kept[0] is not value:  # the object is kept with its row: its identity is not given away
            kept = (value, Rendered(self._render(plain(value))))
        self._now[id(value)] = kept
        return kept[1]

    def turn(self) -> None:
        """A file is complete: rows that it did not use are forgotten."""
        self._before, self._now = self._now, {}
