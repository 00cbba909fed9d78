"""Writing a disposable copy: one transaction, under its lock, in place or in a new file beside those who are reading."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from nextcall.storage import atomic
from nextcall.storage.lock import locked
from nextcall.storage.place import CAREFUL, Place, create

PATIENCE = 0.2
"""Seconds that a writer waits for readers; who reads for longer keeps the old copy, and a new one takes its place."""


@contextmanager
def written(place: Place, *, outline: bool = False) -> Iterator[sqlite3.Connection]:
    """The copy to be changed in one transaction, made anew where `read` has none.

    Others wait. Raises `OSError` or `sqlite3.Error`; the copy is not relied upon then.
    """
    atomic.make_folder(place.cache)
    with locked(place.lock):
        found = place.read(outline=outline)
        if found is not None:
            with closing(found):
                connection = _alone(place) or _copied(place, found)
        else:
            connection = _new(place)
        with closing(connection):
            _leave(place, "")
            if not connection.in_transaction:
                connection.execute("BEGIN EXCLUSIVE")
            yield connection
            connection.execute("COMMIT")
        _leave(place, place.identity())


def forget(place: Place) -> None:
    """Rely on a copy no longer: the next one makes it anew."""
    with suppress(OSError), locked(place.lock):
        _leave(place, "")


def _new(place: Place) -> sqlite3.Connection:
    connection = _empty(place)
    try:
        create(connection, place.data, place.schema)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _empty(place: Place) -> sqlite3.Connection:
    """A file without anything in the copy's place; who is reading the old one keeps that."""
    for path in (place.path, *place.beside()):
        with suppress(FileNotFoundError):
            os.unlink(path)
    os.close(os.open(place.path, os.O_CREAT | os.O_EXCL | os.O_RDWR | CAREFUL, 0o600))
    return place.connect(place.path)


def _alone(place: Place) -> sqlite3.Connection | None:
    """The copy, with a transaction that keeps others from it; None where somebody goes on reading."""
    connection = place.connect(place.path, wait=PATIENCE)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        connection.close()
        return None
    return connection


def _copied(place: Place, source: sqlite3.Connection) -> sqlite3.Connection:
    """A copy of the copy in its place."""
    _leave(place, "")
    connection = _empty(place)
    try:
        source.backup(connection)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _leave(place: Place, identity: str) -> None:
    handle = os.open(place.lock, os.O_WRONLY | os.O_TRUNC | CAREFUL)
    try:
        os.write(handle, identity.encode())
    finally:
        os.close(handle)
