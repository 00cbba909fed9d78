"""Where a disposable copy stands, and whether it may be relied upon: only as this program left it.

Beside `index.sqlite` stands `index.lock`. Whoever changes the copy holds the lock, and writes into it
which version of the index it left. A file that is any other (damaged, cut, planted, half written by a
program that was killed) is not opened at all but made anew. So it needs no journal and no waiting for
the disk. Where the cache cannot be written, the index is kept in memory.
"""

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from nextcall.storage import atomic
from nextcall.storage.lock import locked

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from nextcall.named import NamedTuple

COMPLETE = 60.0
"""Seconds after which every single file is looked at again."""
_READING, _WRITING = 2_048, 65_536
"""Kilobytes of pages that are kept in memory: who reads looks at each page once, who writes at some again and again."""
WAIT = 20.0
"""Seconds that a reader waits for a writer to put its pages in place."""
PATIENCE = 0.2
"""Seconds that a writer waits for readers; who reads for longer keeps the old index, and a copy takes its place."""
OUTLINE = "outline"
"""The key in `meta` of a copy that has only the outline of something."""
_CAREFUL = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)


class Schema(NamedTuple):
    """What a copy has in it."""

    name: str
    """Its file is called so, without the suffix."""
    create: str
    """The statements that make its tables; one of them is `meta (key, value)`."""
    version: str
    """A copy that was made by another version than this one is made anew."""


class Place:
    """The index of one data folder in one cache folder, or another copy of what stands in it."""

    def __init__(self, cache: str, data: str, schema: Schema) -> None:
        self.cache = cache
        self.data = os.path.realpath(data)
        self.schema = schema
        self.path = os.path.join(cache, f"{schema.name}.sqlite")
        self._lock = os.path.join(cache, f"{schema.name}.lock")
        self._looked = os.path.join(cache, f"{schema.name}.looked")

    def read(self, *, outline: bool = False) -> sqlite3.Connection | None:
        """The index as it was left, to read only; None where there is none that can be relied upon.

        `outline`: one with no more than the outline of some sessions will do.
        """
        if not self._as_left():
            return None
        try:
            found = self._connect(self.path, "ro")
        except sqlite3.Error:
            return None
        with suppress(sqlite3.Error):
            if self._is_ours(found, outline=outline):
                return found
        found.close()
        return None

    @contextmanager
    def written(self, *, outline: bool = False) -> Iterator[sqlite3.Connection]:
        """The index to be changed in one transaction, made anew where `read` has none.

        Others wait. Raises `OSError` or `sqlite3.Error`; the index is not relied upon then.
        """
        atomic.make_folder(self.cache)
        with locked(self._lock):
            found = self.read(outline=outline)
            if found is not None:
                with closing(found):
                    connection = self._alone() or self._copied(found)
            else:
                connection = self._new()
            with closing(connection):
                self._leave("")
                if not connection.in_transaction:
                    connection.execute("BEGIN EXCLUSIVE")
                yield connection
                connection.execute("COMMIT")
            self._leave(self._identity())

    def is_due(self, now: float) -> bool:
        """Whether every single file was last looked at too long ago, as of `now` in seconds since 1970."""
        try:
            looked = os.lstat(self._looked).st_mtime
        except OSError:
            return True
        return not 0 <= now - looked < COMPLETE

    def has_looked(self, now: float) -> None:
        """Every single file has been looked at. That is kept beside the index, which need not change for it."""
        with suppress(OSError):
            os.close(os.open(self._looked, os.O_CREAT | os.O_WRONLY | _CAREFUL, 0o600))
            os.utime(self._looked, (now, now))

    def forget(self) -> None:
        """Rely on it no longer: the next one makes it anew."""
        with suppress(OSError), locked(self._lock):
            self._leave("")

    def _new(self) -> sqlite3.Connection:
        connection = self._empty()
        try:
            create(connection, self.data, self.schema)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _empty(self) -> sqlite3.Connection:
        """A file without anything in the index's place; who is reading the old one keeps that."""
        for path in (self.path, *self._beside()):
            with suppress(FileNotFoundError):
                os.unlink(path)
        os.close(os.open(self.path, os.O_CREAT | os.O_EXCL | os.O_RDWR | _CAREFUL, 0o600))
        return self._connect(self.path)

    def _alone(self) -> sqlite3.Connection | None:
        """The index, with a transaction that keeps others from it; None where somebody goes on reading."""
        connection = self._connect(self.path, wait=PATIENCE)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            connection.close()
            return None
        return connection

    def _copied(self, source: sqlite3.Connection) -> sqlite3.Connection:
        """A copy of the index in its place."""
        self._leave("")
        connection = self._empty()
        try:
            source.backup(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _connect(self, path: str, mode: str = "rw", wait: float = WAIT) -> sqlite3.Connection:
        connection = sqlite3.connect(f"file:{_quoted(path)}?mode={mode}", uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
        try:
            kept = _READING if mode == "ro" else _WRITING
            connection.executescript(f"PRAGMA trusted_schema=OFF; PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF; PRAGMA cache_size=-{kept};")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _is_ours(self, connection: sqlite3.Connection, *, outline: bool) -> bool:
        found = dict(connection.execute("SELECT key, value FROM meta").fetchall())
        return found.get("version") == str(self.schema.version) and found.get("data") == self.data and (outline or OUTLINE not in found)

    def _as_left(self) -> bool:
        try:
            handle = os.open(self._lock, os.O_RDONLY | _CAREFUL)
        except OSError:
            return False
        try:
            return os.read(handle, 200) == self._identity().encode() != b""
        except OSError:
            return False
        finally:
            os.close(handle)

    def _beside(self) -> tuple[str, ...]:
        """What SQLite would take for a part of the index; this program never leaves any of it."""
        return self.path + "-journal", self.path + "-wal"

    def _identity(self) -> str:
        """Which file it is: empty where it is none, or not ours."""
        if any(map(os.path.lexists, self._beside())):
            return ""
        try:
            found = os.lstat(self.path)
        except OSError:
            return ""
        if not stat.S_ISREG(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
            return ""
        return f"{found.st_ino} {found.st_size} {found.st_mtime_ns}"

    def _leave(self, identity: str) -> None:
        handle = os.open(self._lock, os.O_WRONLY | os.O_TRUNC | _CAREFUL)
        try:
            os.write(handle, identity.encode())
        finally:
            os.close(handle)


def _quoted(path: str) -> str:
    """A path in an address; loading `urllib` for that would take as long as the whole look into the index."""
    for sign, code in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        path = path.replace(sign, code)
    return path


def create(connection: sqlite3.Connection, data: str, schema: Schema) -> None:
    """Make the tables of an empty copy."""
    connection.executescript(schema.create)
    connection.executemany("INSERT INTO meta VALUES (?, ?)", [("version", str(schema.version)), ("data", data)])


def in_memory(data: str, source: sqlite3.Connection | None, schema: Schema) -> sqlite3.Connection:
    """A copy that is gone with the program: of `source`, or an empty one."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    if source is None:
        create(connection, data, schema)
    else:
        source.backup(connection)
    return connection
