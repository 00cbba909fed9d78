"""The folder of sessions: the open one, the ended ones, and what is put aside.

Nothing of the user's is deleted here: what is dropped or stands in the way goes to `trash/`
or is kept beside with a name that says why.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from datetime import UTC
from itertools import islice

from nextcall.errors import InputError, NextcallError, NoSessionError, Problem, StorageError
from nextcall.storage import atomic, awaiting, codec, formats
from nextcall.storage.atomic import Identity, UnsyncedError
from nextcall.storage.fields import LIMIT, SCHEMA, Unfit, is_id
from nextcall.storage.lock import locked
from nextcall.storage.names import CONFLICT, SUFFIXES
from nextcall.storage.rows import Rows
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Any, NamedTuple

    from nextcall.core.session import Session
    from nextcall.core.undo import Workbench
else:
    from nextcall.named import NamedTuple


MOST_RECENT = 400
"""Files that are looked at as recent, however many there are."""


class NewerError(StorageError):
    """A file that a newer nextcall wrote."""


class Opened(NamedTuple):
    """A session as it stands in a file."""

    path: str
    bench: Workbench
    revision: int
    """How often the open session has been saved; 0 for an ended one."""
    identity: Identity


class Sessions:
    """The sessions under one data folder."""

    def __init__(self, folder: str, suffix: str = ".json") -> None:
        self.folder = folder
        self.suffix = suffix
        """In which format sessions are put away when they end."""
        self.current = os.path.join(folder, "current.json")
        self._rows = Rows(formats.dumps)
        self._recent: dict[str, tuple[Identity | None, Session | Problem]] = {}  # what `recent` read last, by path
        self._awaited = ""  # the open session of which the call lists have been told

    def lock(self) -> AbstractContextManager[None]:
        """The lock that everyone holds who writes here. Raises `OSError`."""
        atomic.make_folder(self.folder)
        return locked(os.path.join(self.folder, ".lock"))

    # ---- the open session

    def open_identity(self) -> Identity | None:
        """Which version of the open session is on disk; None: there is no open session."""
        return atomic.identity(self.current)

    def read_current(self) -> Opened | None:
        """The open session; None where there is none. Raises `StorageError` where it does not fit."""
        try:
            return self.read(self.current)
        except NoSessionError:
            return None

    def save_current(self, bench: Workbench, revision: int) -> Identity:
        """Save the open session; the lock must be held. Raises `OSError`."""
        atomic.make_folder(self.folder)
        self._awaited = awaiting.before_open(self.folder, bench.session, self._awaited)
        return atomic.save(self.current, _rendered(bench, revision, self._rows))

    def put_away(self, session: Session) -> tuple[str, Identity]:
        """End of the session: from `current.json` to its place among the others.

        Raises `OSError`; `UnsyncedError` where the ended session stands in `current.json`, but not in its place.
        """
        target = self.place(session, self.suffix)
        atomic.make_folder(os.path.dirname(target))
        awaiting.before_ended(self.folder, session)
        saved = atomic.save(self.current, formats.render(codec.write(session), ".json"))
        try:
            if atomic.identity(target) is not None:
                self.to_trash(target)
            if self.suffix == ".json":
                atomic.move(self.current, target)
                return target, saved
            put = atomic.save(target, formats.render(codec.write(session), self.suffix))
            self.to_trash(self.current)
        except OSError as error:
            raise UnsyncedError(error, self.current, saved) from error
        return target, put

    def take_back(self, path: str, bench: Workbench, revision: int) -> Identity:
        """An ended session is the open one again; nothing else may be open. Raises `OSError`."""
        if self.open_identity() is not None:
            raise StorageError("Another session is open.", "End it first.")
        awaiting.before_ended(self.folder, bench.session)
        try:
            saved = self.save_current(bench, revision)
            self.to_trash(path)
        except OSError as error:
            if self.open_identity() is not None:
                os.unlink(self.current)  # the ended one still has all of it
            raise OSError(error.errno, error.strerror) from error
        return saved

    def sweep(self) -> None:
        """Take away what a killed program left half written; the lock must be held."""
        for name in _names(self.folder):
            if name.startswith("current.json.") and name.endswith(".part"):
                atomic.forget(os.path.join(self.folder, name))

    # ---- ended sessions

    def place(self, session: Session, suffix: str) -> str:
        """Where an ended session stands: by year and month of its local start."""
        if not is_id(session.id):
            raise StorageError(f"'{line(session.id, 60)}' is no session id")
        year, month = f"{session.started_at:%Y}", f"{session.started_at:%m}"
        return os.path.join(self.folder, "sessions", year, month, session.id + suffix)

    def save_ended(self, path: str, session: Session) -> Identity:
        """Save an ended session at its place; the lock must be held. Raises `OSError`."""
        awaiting.before_ended(self.folder, session)
        return atomic.save(path, formats.render(codec.write(session), os.path.splitext(path)[1]))

    def add_ended(self, session: Session) -> str:
        """Put an ended session that has no file yet in its place, and return that; the lock must be held.

        Raises `OSError`, or `StorageError` where a session of that id is there.
        """
        path = self.place(session, self.suffix)
        if any(atomic.identity(self.place(session, suffix)) for suffix in SUFFIXES):
            raise StorageError(f"a session {session.id} is there already")
        atomic.make_folder(os.path.dirname(path))
        self.save_ended(path, session)
        return path

    def newest_first(self) -> Iterator[str]:
        """The paths of all ended sessions, newest first; folders are listed as they are reached."""
        root = os.path.join(self.folder, "sessions")
        for year in sorted(_names(root), reverse=True):
            for month in sorted(_names(os.path.join(root, year)), reverse=True):
                folder = os.path.join(root, year, month)
                for name in sorted(_names(folder), reverse=True):
                    if name.endswith(SUFFIXES) and CONFLICT not in name:
                        yield os.path.join(folder, name)

    def count(self) -> int:
        """How many session files there are, by their names alone."""
        root = os.path.join(self.folder, "sessions")
        months = (os.path.join(root, year, month) for year in _names(root) for month in _names(os.path.join(root, year)))
        return sum(_sessions_among(_names(month)) for month in months)

    def read(self, path: str) -> Opened:
        """The session in a file. Raises `StorageError` with place and reason where it does not fit."""
        where = os.path.basename(path)
        try:
            found = atomic.identity(path)
            if found is None:
                raise NoSessionError(f"{where} is not there.")
            data: Any = formats.parse(atomic.read(path, LIMIT), os.path.splitext(path)[1])
            bench = codec.read_bench(data)
        except Unfit as error:
            schema = data.get("schema") if isinstance(data, dict) else None
            newer = type(schema) is int and schema > SCHEMA
            raise (NewerError if newer else StorageError)(f"{line(where)}: {error}") from None
        except InputError as error:
            raise StorageError(f"{line(where)}: {error.message}") from None
        except OSError as error:
            raise StorageError(f"{line(where)}: {error.strerror or error}") from None
        kept = data.get("undo")
        revision = kept.get("revision") if isinstance(kept, dict) else 0
        return Opened(path, bench, revision if type(revision) is int else 0, found)

    def recent(self, number: int, since: datetime | None = None) -> tuple[list[Session], list[Problem]]:
        """The newest sessions, and those files among them that do not fit: so many, and all that began since a moment.

        Asked again, it reads only those of which the file is another: coming back home costs nothing.
        """
        found = {path: (atomic.identity(path), _or_problem(self.session_in, path)) for path in _recent(self.newest_first(), number, since)}
        self._recent = found
        sessions = [session for _, session in found.values()]
        return [one for one in sessions if not isinstance(one, Problem)], [one for one in sessions if isinstance(one, Problem)]

    def session_in(self, path: str) -> Session:
        """The ended session in a file, as `read`; one of the last `recent` is read again only where the file is another."""
        known = self._recent.get(path)
        if known is None or isinstance(known[1], Problem) or known[0] != atomic.identity(path):
            return self.read(path).bench.session
        return known[1]

    # ---- what is put aside

    def to_trash(self, path: str) -> str:
        """Move a file to `trash/`, under a name that is free there. Raises `OSError`."""
        trash = os.path.join(self.folder, "trash")
        atomic.make_folder(trash)
        awaiting.before_moving(self.folder, path)
        target = _free(os.path.join(trash, os.path.basename(path)))
        atomic.move(path, target)
        return target

    def is_in_trash(self, session: str) -> bool:
        """Whether an open session of that id was dropped."""
        trash, (base, suffix) = os.path.join(self.folder, "trash"), os.path.splitext(os.path.basename(self.current))
        for name in _names(trash):
            if name.startswith(base) and name.endswith(suffix):
                with suppress(StorageError, NoSessionError):
                    if self.read(os.path.join(trash, name)).bench.session.id == session:
                        return True
        return False

    def set_aside(self, path: str, stamp: str) -> str:
        """Keep a foreign version of a file beside it, and say where. Raises `OSError`."""
        target = _free(f"{path}{CONFLICT}{stamp}{os.path.splitext(path)[1]}")
        atomic.move(path, target)
        return target

    def rescue(self, folders: tuple[str, ...], bench: Workbench, revision: int) -> str:
        """Write a session that could not be saved to the first of `folders` that takes it.

        Returns the path; raises `StorageError` where none does.
        """
        data = _rendered(bench, revision, Rows(formats.dumps))  # the saver may be at work with its own
        for folder in folders:
            path = _free(os.path.join(folder, f"nextcall-rescue-{bench.session.id}.json"))
            try:
                with suppress(UnsyncedError):
                    atomic.save(path, data)
            except OSError:
                continue
            return path
        raise StorageError("The session could not be rescued: no folder takes a file.")


def _recent(newest_first: Iterator[str], number: int, since: datetime | None) -> Iterator[str]:
    """Of paths the first ones: so many, and all that began since a moment, as their names say."""
    first = f"{since.astimezone(UTC):%Y%m%dT%H%M%SZ}" if since else ""
    for i, path in enumerate(islice(newest_first, MOST_RECENT)):
        if i >= number and not (first and os.path.basename(path) >= first):
            return
        yield path


def _rendered(bench: Workbench, revision: int, rows: Rows) -> bytes:
    return formats.render(codec.write_bench(bench, revision, rows), ".json")


def _or_problem(read: Callable[[str], Session], path: str) -> Session | Problem:
    try:
        return read(path)
    except NextcallError as error:
        return Problem(line(os.path.basename(path)), error.message)


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _sessions_among(names: list[str]) -> int:
    """How many are names of session files; put together, they are looked at in a quarter of the time."""
    together = "/".join([*names, ""])
    if CONFLICT in together:
        return _sessions_among([name for name in names if CONFLICT not in name])
    return sum(together.count(suffix + "/") for suffix in SUFFIXES)


def _free(path: str) -> str:
    if atomic.identity(path) is None:
        return path
    base, suffix = os.path.splitext(path)
    number = 2
    while atomic.identity(f"{base}-{number}{suffix}") is not None:
        number += 1
    return f"{base}-{number}{suffix}"
