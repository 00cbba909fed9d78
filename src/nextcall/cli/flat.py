"""Plain data as lines of name and value, with a tab between: what `--plain` prints of numbers."""

from __future__ import annotations

from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

_LONGEST = 500
"""Characters of a value."""


def flat(found: Any, before: str = "") -> Iterator[str]:
    """The lines. What stands in a list is called by its `key` where it has one, else by its place."""
    if isinstance(found, dict):
        for name, value in found.items():
            yield from flat(value, f"{before}.{line(name)}" if before else line(name))
    elif isinstance(found, list):
        for place, value in enumerate(found, 1):
            key = (line(value["key"]) or "-") if isinstance(value, dict) and "key" in value else str(place)
            rest = {name: item for name, item in value.items() if name != "key"} if isinstance(value, dict) else value
            yield from flat(rest, f"{before}.{key}")
    else:
        shown = {None: "", True: "yes", False: "no"}[found] if found is None or isinstance(found, bool) else str(found)
        yield f"{before}\t{line(shown, _LONGEST)}"
