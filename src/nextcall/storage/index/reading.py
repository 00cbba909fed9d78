"""Session files to rows of the index: a few by the strict reader, thousands by a quick one and on every core."""

import marshal
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from nextcall.errors import NextcallError
from nextcall.stats.facts import facts_of, ms
from nextcall.storage.index.rows import Rows, Seen, Sums, rows_of
from nextcall.storage.sessions import Sessions
from nextcall.text import line

MANY = 200
"""From so many files on it is worth loading the quick reader."""
SHARED = 1_500
"""From so many files on it is worth starting a second process."""
BATCH = 100
"""Files that are read between two looks at the progress."""


class Read(NamedTuple):
    """What a file came to: rows, or a reason why not."""

    path: str
    rows: Rows | None
    problem: str = ""


Progress = Callable[[int, int], None]
"""Called with the files that have been read, and how many there are."""


def read_all(folder: str, paths: Sequence[str], progress: Progress, sums: Sums) -> Iterator[Read]:
    """Every file below `sessions/` of the data folder, in any order; what they come to is added to `sums`."""
    workers = min(os.cpu_count() or 1, 4, len(paths) // (SHARED // 2)) if len(paths) >= SHARED and _may_fork() else 1
    found = _shared(folder, paths, workers, sums) if workers > 1 else _one_by_one(folder, paths, sums)
    for number, read in enumerate(found, 1):
        if number % BATCH == 0:
            progress(number, len(paths))
        yield read


def read_strictly(sessions: Sessions, path: str) -> Seen | str:
    """One file, as everybody else reads it; or what is wrong with it."""
    try:
        session = sessions.read(os.path.join(sessions.folder, "sessions", path)).bench.session
    except NextcallError as error:
        return error.message.removeprefix(f"{line(os.path.basename(path))}: ")
    ended = session.ended_at.isoformat(timespec="milliseconds") if session.ended_at else None
    facts = facts_of(session, session.last_event_at)
    return Seen(facts, session.started_at.isoformat(timespec="milliseconds"), ended, last_event(session))


def last_event(session: Any) -> int:
    """When something last happened to a session, its end and its corrections included; milliseconds since 1970."""
    moments = [session.started_at, session.ended_at, *(call.tagged_at for call in session.calls[-1:])]
    moments += [entry.at for entry in (session.trail or ())]
    return ms(max(moment for moment in moments if moment is not None))


def _one_by_one(folder: str, paths: Sequence[str], sums: Sums) -> Iterator[Read]:
    sessions = Sessions(folder)
    quick = _quick() if len(paths) >= MANY else None
    for path in paths:
        found = quick(f"{folder}/sessions/{path}") if quick and path.endswith(".json") else None
        yield _kept(path, found or read_strictly(sessions, path), sums)


def _kept(path: str, found: Seen | str, sums: Sums) -> Read:
    if isinstance(found, str):
        return Read(path, None, found)
    sums.add(found.facts)
    return Read(path, rows_of(*found))


def _quick() -> Callable[[str], Seen | None]:
    from nextcall.storage.index.quick import seen  # noqa: PLC0415 (costs as much as reading two hundred files)

    return seen


# ---- on several cores


def _may_fork() -> bool:
    """Whether a copy of this process is sound: not where other threads run."""
    threading = sys.modules.get("threading")
    return hasattr(os, "fork") and (threading is None or threading.active_count() == 1)


def _shared(folder: str, paths: Sequence[str], workers: int, sums: Sums) -> Iterator[Read]:
    """Some copies of this process, each with its share of the files; this one takes what they have read, batch by batch."""
    children = [_child(folder, paths[number::workers]) for number in range(workers)]
    try:
        working = [pipe for _, pipe in children]
        while working:
            for pipe in tuple(working):
                batch = marshal.load(pipe)  # noqa: S302 (from our own copy)
                for path, session, columns, problem in batch:
                    yield Read(path, Rows(session, columns) if session else None, problem)
                if not batch:
                    sums.join(marshal.load(pipe))  # noqa: S302 (as above)
                    working.remove(pipe)
    finally:
        for process, pipe in children:
            pipe.close()
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)  # where it has not ended by itself
            with suppress(OSError):
                os.waitpid(process, 0)


def _child(folder: str, paths: Sequence[str]) -> tuple[int, Any]:
    """A copy of this process that reads some files and writes what they came to."""
    reading, writing = os.pipe()
    process = os.fork()
    if process:
        os.close(writing)
        return process, os.fdopen(reading, "rb")
    status = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            batch: list[tuple[Any, ...]] = []
            sums = Sums()
            for read in _one_by_one(folder, paths, sums):
                batch.append((read.path, *(read.rows or (None, None)), read.problem))
                if len(batch) == BATCH:
                    marshal.dump(batch, pipe)
                    batch = []
            for rest in (batch, [], sums.plain()) if batch else ([], sums.plain()):
                marshal.dump(rest, pipe)
        status = 0
    except BaseException:  # noqa: BLE001 (nothing of this copy may ever go on: the other one sees a short answer)
        status = 1
    finally:
        os._exit(status)
