"""Whole sessions from many files, in the order that is asked for: quickly where that can be, strictly else."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from nextcall.errors import NextcallError
from nextcall.lean import load_msgspec
from nextcall.storage.copies import copies_for, pieces
from nextcall.storage.index.reading import MANY
from nextcall.storage.names import real
from nextcall.storage.sessions import Sessions

BATCH = 25
"""Files whose content makes one piece."""


class Whole(NamedTuple):
    """A session and all that its file says."""

    session: Any
    """A `core.session.Session`, or with `content` anything that has its fields; what is empty may be None then."""
    outcomes: Mapping[str, Any]
    """Its definitions by id."""
    content: bytes | None = None
    """The file as it stands, where the quick reader took it."""


Make = Callable[[Whole], Any]
"""Makes what is wanted of a session: plain data, as `marshal` knows it."""


class Made(NamedTuple):
    """What some files came to."""

    parts: list[Any]
    """What was made of each that fits."""
    unfit: list[str]
    """The paths of the others."""


def made_of(folder: str, paths: Sequence[str], make: Make, *, strictly: bool) -> Iterator[Made]:
    """What `make` makes of the session files at some paths below `sessions/` of a data folder, in their order, batch by batch.

    `strictly`: it wants a `core.session.Session`, in which everything is. Raises `StorageError` where
    a copy of this process ended early.
    """
    quickly = not strictly and len(paths) >= MANY
    batches = [paths[first : first + BATCH] for first in range(0, len(paths), BATCH)]

    def work(share: Sequence[Sequence[str]]) -> Iterator[tuple[list[Any], list[str]]]:
        reader = Reader(folder, quickly=quickly)
        for batch in share:
            yield tuple(reader.made(batch, make))  # type: ignore[misc]  # a Made has two parts

    copies = copies_for(len(paths))
    found = pieces([batches[number::copies] for number in range(copies)], work) if copies > 1 else work(batches)
    for parts, unfit in found:
        yield Made(parts, unfit)


class Reader:
    """Reads the session files of a data folder."""

    def __init__(self, folder: str, *, quickly: bool) -> None:
        self._sessions = Sessions(folder)
        self._quick = _quick() if quickly else None

    def made(self, paths: Sequence[str], make: Make) -> Made:
        """What `make` makes of some files."""
        found = Made([], [])
        for path in paths:
            try:
                found.parts.append(self._made(path, make))
            except NextcallError:
                found.unfit.append(path)
        return found

    def _made(self, path: str, make: Make) -> Any:
        full = os.path.join(self._sessions.folder, "sessions", real(path))
        read = self._quick(full) if self._quick is not None and path.endswith(".json") else None
        return make(Whole(read.session, read.outcomes, read.content) if read else whole(self._sessions.read(full).bench.session))


def whole(session: Any) -> Whole:
    """A session that has been read."""
    return Whole(session, {outcome.id: outcome for outcome in session.outcomes})


def _quick() -> Any:
    load_msgspec()
    from nextcall.storage.index.quick import good  # noqa: PLC0415 (costs as much as reading a hundred files)

    return good
