"""Session files to rows of the index: a few by the strict reader, thousands by a quick one and on every core."""

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import Any, NamedTuple

from nextcall.errors import NextcallError, NoSessionError, StorageError
from nextcall.stats.derive import facts_of
from nextcall.stats.facts import ms
from nextcall.storage.copies import copies_for, pieces
from nextcall.storage.index.rows import Outline, Rows, Seen, rows_of
from nextcall.storage.index.sums import Sums
from nextcall.storage.names import real
from nextcall.storage.sessions import Sessions
from nextcall.text import line

MANY = 200
"""From so many files on it is worth loading the quick reader."""
BATCH = 100
"""Files that are read between two looks at the progress."""
GONE = ""
"""What is wrong with a file that is no longer there: nothing."""


class Read(NamedTuple):
    """What a file came to: rows, or a reason why not."""

    path: str
    rows: Rows | None
    problem: str = ""
    """Empty where there are rows, or where the file is no longer there."""


Progress = Callable[[int, int], None]
"""Called with the files that have been read, and how many there are."""


def read_all(folder: str, paths: Sequence[str], progress: Progress, sums: Sums, *, outline: bool = False) -> Generator[Read, None, None]:
    """Every file below `sessions/` of the data folder, in any order; what they come to is added to `sums`.

    `outline`: where there are many, the outline of the ordinary ones is enough.
    """
    workers = copies_for(len(paths))
    quick = _quick(outline=outline) if len(paths) >= MANY else None
    found = _shared(folder, paths, workers, sums, quick) if workers > 1 else _one_by_one(folder, paths, sums, quick)
    for number, read in enumerate(found, 1):
        if number % BATCH == 0:
            progress(number, len(paths))
        yield read


def read_strictly(sessions: Sessions, path: str) -> Seen | str:
    """One file, as everybody else reads it; or what is wrong with it, `GONE` where it is no longer there."""
    name = real(path)
    try:
        session = sessions.read(os.path.join(sessions.folder, "sessions", name)).bench.session
    except NoSessionError:
        return GONE
    except NextcallError as error:
        return error.message.removeprefix(f"{line(os.path.basename(name))}: ")
    ended = session.ended_at.isoformat(timespec="milliseconds") if session.ended_at else None
    facts = facts_of(session, session.last_event_at)
    return Seen(facts, session.started_at.isoformat(timespec="milliseconds"), ended, last_event(session))


def last_event(session: Any) -> int:
    """When something last happened to a session, its end and its corrections included; milliseconds since 1970."""
    moments = [session.started_at, session.ended_at, *(call.tagged_at for call in session.calls[-1:])]
    moments += [moment for entry in (session.trail or ()) for moment in (entry.at, entry.undone_at)]
    return ms(max(moment for moment in moments if moment is not None))


Quick = Callable[[str], "Seen | Outline | None"]
"""What the quick reader finds in the file at a path; None where the strict one has to look at it."""


def _quick(*, outline: bool) -> Quick:
    from nextcall.storage.index.quick import good, seen, seen_in  # noqa: PLC0415 (costs as much as reading two hundred files)

    if not outline:
        return seen
    from nextcall.storage.index.outline import outline_of  # noqa: PLC0415 (as above)

    def outlined(path: str) -> Seen | Outline | None:
        read = good(path)
        return read and (outline_of(read) or seen_in(read))

    return outlined


def _one_by_one(folder: str, paths: Sequence[str], sums: Sums, quick: Quick | None) -> Iterator[Read]:
    sessions = Sessions(folder)
    for path in paths:
        found = quick(f"{folder}/sessions/{real(path)}") if quick and path.endswith(".json") else None
        yield _kept(path, found or read_strictly(sessions, path), sums)


def _kept(path: str, found: Seen | Outline | str, sums: Sums) -> Read:
    if isinstance(found, str):
        return Read(path, None, found)
    if isinstance(found, Outline):
        sums.add_outline(found)
        return Read(path, Rows(found.session))
    sums.add(found.facts)
    return Read(path, rows_of(*found))


# ---- on several cores


def _shared(folder: str, paths: Sequence[str], workers: int, sums: Sums, quick: Quick | None) -> Iterator[Read]:
    """Some copies of this process, each with its share of the files; this one takes what they have read, batch by batch."""
    together = Sums()
    try:
        for batch, counted in pieces([paths[number::workers] for number in range(workers)], lambda share: _batches(folder, share, quick)):
            for path, rows, problem in batch:
                yield Read(path, Rows(*rows) if rows else None, problem)
            if counted:
                together.join(counted)
    except (StorageError, OSError):  # a copy was killed, or the system has no room for one: all of it again, alone
        yield from _one_by_one(folder, paths, sums, quick)
    else:
        sums.join(together.plain())


def _batches(folder: str, paths: Sequence[str], quick: Quick | None) -> Iterator[tuple[list[tuple[Any, ...]], list[Any] | None]]:
    """What some files came to as plain data, batch by batch; with the last one what they come to together."""
    batch: list[tuple[Any, ...]] = []
    sums = Sums()
    for read in _one_by_one(folder, paths, sums, quick):
        batch.append((read.path, read.rows and tuple(read.rows), read.problem))
        if len(batch) == BATCH:
            yield batch, None
            batch = []
    yield batch, sums.plain()
