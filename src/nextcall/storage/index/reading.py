"""Session files to rows of the index: a few by the strict reader, thousands by a quick one and on every core."""

import os
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from nextcall.clock import epoch
from nextcall.errors import NextcallError, NoSessionError, StorageError
from nextcall.lean import load_msgspec
from nextcall.stats.derive import facts_of
from nextcall.stats.facts import ms
from nextcall.storage.copies import copies_for, pieces
from nextcall.storage.fields import is_id
from nextcall.storage.index.folder import LATER, UNSETTLED, File, looked_at
from nextcall.storage.index.rows import Outline, Rows, Seen, rows_of
from nextcall.storage.index.sums import Sums
from nextcall.storage.index.tables import SESSION
from nextcall.storage.names import real
from nextcall.text import line

if TYPE_CHECKING:
    from nextcall.storage.sessions import Sessions

MANY = 200
"""From so many files on it is worth loading the quick reader."""
BATCH = 100
"""Files that are read between two looks at the progress."""
GONE = ""
"""What is wrong with a file that is no longer there: nothing."""
_STARTED = SESSION.index("started") - 1
_ID = len("20261121T140000Z-7f3a")

Numbered = tuple[int, File]
"""A file, and the number that the index knows it by."""


class Batch(NamedTuple):
    """What some files came to: rows as the tables of the index have them, with their numbers."""

    files: list[tuple[Any, ...]]
    sessions: list[tuple[Any, ...]]
    outlines: list[tuple[Any, ...]]
    """Of sessions of which no more than the outline was taken; there is none of them in what follows."""
    columns: list[tuple[Any, ...]]
    cells: list[tuple[Any, ...]]
    sorts: list[tuple[Any, ...]]
    marks: list[tuple[Any, ...]]


AGAIN = Batch([], [], [], [], [], [], [])
"""All that came before counts for nothing: it is read once more."""

Progress = Callable[[int, int], None]
"""Called with the files that have been read, and how many there are."""


def read_all(folder: str, files: Sequence[Numbered], now: int, progress: Progress, sums: Sums, *, outline: bool = False) -> Generator[Batch]:  # noqa: PLR0913 (what, when, and where it goes)
    """Files below `sessions/` of the data folder, listed at `now`, in any order; what they come to is added to `sums`.

    `outline`: where there are many, the outline of the ordinary ones is enough.
    """
    workers = copies_for(len(files))
    quick = _quick(outline=outline) if len(files) >= MANY else None
    reader = _Reader(folder, now, quick)
    done = 0
    for batch in _shared(reader, files, workers, sums) if workers > 1 else reader.batches(files, sums):
        done = 0 if batch is AGAIN else min(done + BATCH, len(files))
        progress(done, len(files))
        yield batch


def read_strictly(sessions: "Sessions", path: str) -> Seen | str:
    """One file, as everybody else reads it; or what is wrong with it, `GONE` where it is no longer there."""
    name = real(path)
    try:
        session = sessions.session_in(os.path.join(sessions.folder, "sessions", name))
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


Quick = Callable[[str], "tuple[Seen | Outline, os.stat_result] | None"]
"""What the quick reader finds in the file at a path; None where the strict one has to look at it."""


def _quick(*, outline: bool) -> Quick:
    load_msgspec()
    from nextcall.storage.index.quick import good, seen_in  # noqa: PLC0415 (costs as much as reading a hundred files)

    if outline:
        from nextcall.storage.index.outline import outline_of  # noqa: PLC0415 (as above)

        def outlined(path: str) -> tuple[Seen | Outline, os.stat_result] | None:
            read = good(path)
            return read and (outline_of(read) or seen_in(read), read.found)

        return outlined

    def seen(path: str) -> tuple[Seen, os.stat_result] | None:
        read = good(path)
        return read and (seen_in(read), read.found)

    return seen


class _Reader:
    """Reads files of a data folder that were listed at a moment."""

    def __init__(self, folder: str, now: int, quick: Quick | None) -> None:
        self._folder = folder
        self._sessions: Sessions | None = None
        self._root = f"{folder}/sessions/"
        self._now = now
        self._quick = quick

    def batches(self, files: Sequence[Numbered], sums: Sums) -> Iterator[Batch]:
        """What the files come to, so many at a time."""
        for first in range(0, len(files), BATCH):
            batch = Batch([], [], [], [], [], [], [])
            for number, file in files[first : first + BATCH]:
                self._read(number, file, batch, sums)
            yield batch

    def _read(self, number: int, file: File, batch: Batch, sums: Sums) -> None:
        path = file.path
        found = self._quick(self._root + real(path)) if self._quick and path.endswith(".json") else None
        if found is not None:
            seen, stat = found
            file = looked_at(file, stat, self._now)
        else:
            file = self._looked_at(file)
            strictly = self._strictly(path)
            if isinstance(strictly, str):
                if strictly:
                    batch.files.append((number, *file, _moment(file), None, strictly, 0))
                return  # gone meanwhile, where nothing is wrong; its folder has another time now
            seen = strictly
        if isinstance(seen, Outline):
            sums.add_outline(seen)
            session = seen.session
            batch.outlines.append((number, *session))
        else:
            sums.add(seen.facts)
            rows = rows_of(*seen)
            session = rows.session
            _add(batch, number, rows)
        batch.files.append((number, *file, session[_STARTED], session[0], None, 0))

    def _strictly(self, path: str) -> Seen | str:
        if self._sessions is None:
            from nextcall.storage.sessions import Sessions  # noqa: PLC0415 (as a rule, no file needs it)

            self._sessions = Sessions(self._folder)
        return read_strictly(self._sessions, path)

    def _looked_at(self, file: File) -> File:
        if file.modified == LATER:
            with suppress(OSError):  # gone, as reading it will show
                return looked_at(file, os.lstat(self._root + real(file.path)), self._now)
        return file


def _add(batch: Batch, number: int, rows: Rows) -> None:
    """The rows of a session that was looked at as a whole."""
    batch.sessions.append((number, *rows.session))
    batch.columns.append((number, *rows.columns))
    batch.cells.extend((number, *cell) for cell in rows.cells)
    batch.sorts.extend((number, *sort) for sort in rows.sorts)
    batch.marks.extend((number, *mark) for mark in rows.marks)


def _moment(file: File) -> int:
    """When a session that cannot be read began, as its name says; else when its file was written."""
    from datetime import UTC, datetime  # noqa: PLC0415 (only for what is broken)

    name = file.path.rpartition("/")[2]
    if is_id(name[:_ID]):
        try:
            return int(datetime.strptime(name[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC).timestamp() * 1000)
        except ValueError:
            pass
    return int(epoch() * 1000) if file.modified in (UNSETTLED, LATER) else file.modified // 1_000_000


# ---- on several cores


def _shared(reader: _Reader, files: Sequence[Numbered], workers: int, sums: Sums) -> Iterator[Batch]:
    """Some copies of this process, each with its share of the files; this one takes what they have read, batch by batch."""
    together: list[list[Any]] = []
    try:
        for batch, counted in pieces([files[number::workers] for number in range(workers)], lambda share: _plainly(reader, share)):
            if counted:
                together.append(counted)
            else:
                yield Batch(*batch)
    except (StorageError, OSError):  # a copy was killed, or the system has no room for one: all of it again, alone
        yield AGAIN
        yield from reader.batches(files, sums)
    else:
        for counted in together:
            sums.join(counted)


def _plainly(reader: _Reader, files: Sequence[Numbered]) -> Iterator[tuple[tuple[Any, ...], list[Any] | None]]:
    """What some files came to as plain data, batch by batch; then what they come to together."""
    sums = Sums()
    for batch in reader.batches(files, sums):
        yield tuple(batch), None
    yield (), sums.plain()
