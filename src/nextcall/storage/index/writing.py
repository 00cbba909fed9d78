"""Bringing the index up to date: the files that changed, in one transaction, and nothing else."""

import gc
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from nextcall.storage.index import tables
from nextcall.storage.index.folder import Changes
from nextcall.storage.index.reading import AGAIN, Progress, read_all
from nextcall.storage.index.rows import facts_from
from nextcall.storage.index.sums import Sums
from nextcall.storage.index.tables import CELL, COLUMNS, FILE, MARK, OF_SESSION, SESSION, SORT, insert
from nextcall.storage.place import OUTLINE


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
    before = {path: row for path in _paths(connection, found) if (row := _row(connection, path))}
    touched = Counter(row[1] for row in before.values() if row[1] is not None)
    for number, session, copy in before.values():
        if session is not None and not copy:
            sums.take(_facts(connection, number))
        for table in OF_SESSION:
            connection.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608 (our own names)
    highest = connection.execute("SELECT coalesce(max(number), 0) FROM files").fetchone()[0]
    files = list(enumerate(found.files, highest + 1))
    outlined = False
    anew = not highest
    with closing(read_all(folder, files, found.now, progress, sums, outline=outline and anew)) as batches:  # whatever happens, its processes end
        for batch in batches:
            for table in OF_SESSION if batch is AGAIN else ():
                connection.execute(f"DELETE FROM {table} WHERE number > ?", (highest,))  # noqa: S608 (our own names)
            for statement, rows in zip(_INSERT, batch, strict=True):
                connection.executemany(statement, rows)
            touched.update(row[_SESSION] for row in batch.files if row[_SESSION] is not None)
            outlined = outlined or bool(batch.outlines)
    if outlined:
        connection.execute("INSERT OR REPLACE INTO meta VALUES (?, '')", (OUTLINE,))
    _settle_copies(connection, {session for session, times in touched.items() if times > 1 or not anew}, sums)
    sums.keep(connection)


def _paths(connection: sqlite3.Connection, found: Changes) -> tuple[str, ...]:
    """What the index may know already: nothing at first."""
    anything = connection.execute("SELECT 1 FROM files LIMIT 1").fetchone()
    return (*(file.path for file in found.files), *found.gone) if anything else ()


def _row(connection: sqlite3.Connection, path: str) -> tuple[int, str | None, int] | None:
    found: tuple[int, str | None, int] | None = connection.execute("SELECT number, session, copy FROM files WHERE path = ?", (path,)).fetchone()
    return found


_SESSION = FILE.index("session")
_INSERT = tuple(map(insert, (*OF_SESSION[:2], *OF_SESSION[1:]), (FILE, SESSION, tables.OUTLINE, COLUMNS, CELL, SORT, MARK)))
"""For the rows of a `Batch`, one after the other."""


def _facts(connection: sqlite3.Connection, number: int) -> Any:
    session = connection.execute("SELECT * FROM sessions WHERE number = ?", (number,)).fetchone()
    columns = connection.execute("SELECT * FROM columns WHERE number = ?", (number,)).fetchone()
    if columns is None:
        raise OutlineError
    return facts_from(session[1:], columns[1:])


def _settle_copies(connection: sqlite3.Connection, touched: set[str], sums: Sums) -> None:
    """Of several files with one session, the one with the later events counts; of equals the one with the shorter name.

    `touched`: the sessions of which something has changed.
    """
    if not touched:
        return
    rows = connection.execute("SELECT session FROM files WHERE session IS NOT NULL GROUP BY session HAVING count(*) > 1 OR max(copy)")
    shared = {row[0] for row in rows.fetchall()}
    for session in shared & touched:
        found = connection.execute(
            "SELECT files.number, copy, path, last_event, calls FROM files JOIN sessions USING (number) WHERE session = ?", (session,)
        ).fetchall()
        best = max(found, key=_later)[0]
        for number, copy, *_ in found:
            if bool(copy) == (number != best):
                continue
            (sums.add if number == best else sums.take)(_facts(connection, number))
            connection.execute("UPDATE files SET copy = ? WHERE number = ?", (number != best, number))


def _later(row: Sequence[Any]) -> tuple[Any, ...]:
    _, _, path, last_event, calls = row
    return last_event, calls, -len(path), path
