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


class Rendered(str):
    """Text that is JSON already."""

    __slots__ = ()


class Rows:
    """The rows of the last save, by the identity of what they were made from."""

    def __init__(self, render: Callable[[Any], str]) -> None:
        self._render = render
        self._known: dict[int, tuple[object, str]] = {}
        self._lists: dict[str, tuple[tuple[Any, ...], list[str]]] = {}
        self._alone: dict[str, tuple[object, Rendered]] = {}

    def listed(self, name: str, values: tuple[Any, ...], plain: Callable[[Any], Any]) -> Rendered:
        """A list with one row a value, whose plain data `plain` gives; by its `name` the rows at its beginning are known again."""
        before, rows = self._lists.get(name, ((), []))
        same = len(before) if values[: len(before)] == before else 0
        rows = rows[:same] + [self._row(value, plain) for value in values[same:]]
        self._lists[name] = values, rows
        return Rendered("[\n  " + ",\n  ".join(rows) + "]" if rows else "[]")

    def alone(self, name: str, value: object, plain: Callable[[str, Any], Any]) -> Rendered:
        """A value on one line, as the plain data that `plain` makes of its name and itself."""
        kept = self._alone.get(name)
        if kept is None or kept[0] is not value:
            kept = self._alone[name] = (value, Rendered(self._render(plain(name, value))))
        return kept[1]

    def _row(self, value: object, plain: Callable[[Any], Any]) -> str:
        kept = self._known.get(id(value))
        if kept is None or kept[0] is not value:  # the object is kept with its row: its identity is not given away
            kept = self._known[id(value)] = (value, self._render(plain(value)))
        return kept[1]

    def turn(self) -> None:
        """A file is complete: rows that have not been used for long are forgotten."""
        lists = self._lists.values()
        if len(self._known) > SPARE + 2 * sum(len(rows) for _, rows in lists):
            self._known = {id(value): (value, row) for values, rows in lists for value, row in zip(values, rows, strict=True)}
