"""Bringing the index up to date: the files that changed, in one transaction, and nothing else."""

import gc
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from nextcall.clock import epoch
from nextcall.storage.fields import is_id
from nextcall.storage.index.folder import UNSETTLED, Changes, File
from nextcall.storage.index.reading import BATCH, Progress, Read, read_all
from nextcall.storage.index.rows import facts_from
from nextcall.storage.index.sums import Sums
from nextcall.storage.index.tables import (
    CELL,
    COLUMNS,
    FILE,
    MARK,
    OF_SESSION,
    SESSION,
    SORT,
    insert,
)
from nextcall.storage.place import OUTLINE

_ID = len("20261121T140000Z-7f3a")


class OutlineError(Exception):
    """Only the outline is known of a session, and that is not enough to change what is kept of it."""


def bring(connection: sqlite3.Connection, folder: str, found: Changes, progress: Progress, *, outline: bool = False) -> None:
    """Make the index know what has changed under the data folder `folder`; raises `OutlineError`.

    `outline`: where nothing is known yet, the outline is enough.
    """
    with _uncollected():
        _bring(connection, folder, found, progress, outline=outline)
    connection.executemany("DELETE FROM folders WHERE path = ?", [(path,) for path in found.gone_folders])
    connection.executemany("INSERT OR REPLACE INTO folders VALUES (?, ?, ?)", found.folders)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No looking for garbage meanwhile: there is none, and it would take a third of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _bring(connection: sqlite3.Connection, folder: str, found: Changes, progress: Progress, *, outline: bool) -> None:
    sums = Sums()
    before = {path: row for file in (*found.files, *map(_nowhere, found.gone)) if (row := _row(connection, path := file.path))}
    touched = {row[1] for row in before.values() if row[1] is not None}
    for number, session, copy in before.values():
        if session is not None and not copy:
            sums.take(_facts(connection, number))
        for table in OF_SESSION:
            connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608 (our own names)
    files = {file.path: file for file in found.files}
    number = highest = connection.execute("SELECT coalesce(max(number), 0) FROM files").fetchone()[0]
    batch: list[tuple[int, File, Read]] = []
    outlined = False
    with closing(read_all(folder, tuple(files), progress, sums, outline=outline and not highest)) as found_in_files:  # whatever happens, its processes end
        for number, read in enumerate(found_in_files, highest + 1):
            if not read.rows and not read.problem:
                continue  # gone meanwhile; its folder has another time now
            batch.append((number, files[read.path], read))
            if len(batch) == BATCH:
                _learn(connection, batch)
                batch.clear()
            if read.rows:
                touched.add(read.rows.id)
                outlined = outlined or read.rows.columns is None
    _learn(connection, batch)
    if outlined:
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, '')", (OUTLINE,))
    for table in OF_SESSION[1:] if number > highest + len(files) else ():  # some were read twice
        connection.execute(f"DELETE FROM {table} WHERE number NOT IN (SELECT number FROM files)")  # noqa: S608 (our own names)
    _settle_copies(connection, touched, sums)
    sums.keep(connection)


def _nowhere(path: str) -> File:
    return File(path, 0, 0, 0)


def _row(connection: sqlite3.Connection, path: str) -> tuple[int, str | None, int] | None:
    found: tuple[int, str | None, int] | None = connection.execute("SELECT number, session, copy FROM files WHERE path = ?", (path,)).fetchone()
    return found


_INSERT_FILE, _INSERT_SESSION, _INSERT_COLUMNS = insert("files", FILE), insert("sessions", SESSION), insert("columns", COLUMNS)
_INSERT_CELL, _INSERT_SORT, _INSERT_MARK = insert("cells", CELL), insert("sorts", SORT), insert("marks", MARK)
_STARTED = SESSION.index("started") - 1


def _learn(connection: sqlite3.Connection, batch: Sequence[tuple[int, File, Read]]) -> None:
    connection.executemany(_INSERT_FILE, [_file(number, file, read) for number, file, read in batch])
    good = [(number, read.rows) for number, _, read in batch if read.rows]
    connection.executemany(_INSERT_SESSION, [(number, *rows.session) for number, rows in good])
    connection.executemany(_INSERT_COLUMNS, [(number, *rows.columns) for number, rows in good if rows.columns])
    connection.executemany(_INSERT_CELL, [(number, *cell) for number, rows in good for cell in rows.cells])
    connection.executemany(_INSERT_MARK, [(number, *mark) for number, rows in good for mark in rows.marks])
    connection.executemany(_INSERT_SORT, [(number, *sort) for number, rows in good for sort in rows.sorts])


def _file(number: int, file: File, read: Read) -> tuple[Any, ...]:
    rows = read.rows
    return number, *file, rows.session[_STARTED] if rows else _moment(file), rows.id if rows else None, read.problem or None, 0


def _moment(file: File) -> int:
    """When a session that cannot be read began, as its name says; else when its file was written."""
    from datetime import UTC, datetime  # noqa: PLC0415 (only for what is broken)

    name = file.path.rpartition("/")[2]
    if is_id(name[:_ID]):
        try:
            return int(datetime.strptime(name[:15], "%Y%m%dT%H%M%S").replace(tzinfo=UTC).timestamp() * 1000)
        except ValueError:
            pass
    return int(epoch() * 1000) if file.modified == UNSETTLED else file.modified // 1_000_000


def _facts(connection: sqlite3.Connection, number: int) -> Any:
    session = connection.execute("SELECT * FROM sessions WHERE number = ?", (number,)).fetchone()
    columns = connection.execute("SELECT * FROM columns WHERE number = ?", (number,)).fetchone()
    if columns is None:
        raise OutlineError
    return facts_from(session[1:], columns[1:])


def _settle_copies(connection: sqlite3.Connection, touched: set[str], sums: Sums) -> None:
    """Of several files with one session, the one with the later events counts; of equals the one with the shorter name."""
    shared = connection.execute("SELECT session FROM files WHERE session IS NOT NULL GROUP BY session HAVING count(*) > 1 OR max(copy)")
    for session in touched & {row[0] for row in shared.fetchall()}:
        rows = connection.execute(
            "SELECT files.number, copy, path, last_event, calls FROM files JOIN sessions USING (number) WHERE session = ?", (session,)
        ).fetchall()
        best = max(rows, key=_later)[0]
        for number, copy, *_ in rows:
            if bool(copy) == (number != best):
                continue
            (sums.add if number == best else sums.take)(_facts(connection, number))
            connection.execute("UPDATE files SET copy = ? WHERE number = ?", (number != best, number))


def _later(row: Sequence[Any]) -> tuple[Any, ...]:
    _, _, path, last_event, calls = row
    return last_event, calls, -len(path), path
