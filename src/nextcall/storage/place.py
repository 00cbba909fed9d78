"""Where a disposable copy stands, and whether it may be relied upon: only as this program left it.

Beside `index.sqlite` stands `index.lock`. Whoever changes the copy holds the lock, and writes into it
which version of the index it left. A file that is any other (damaged, cut, planted, half written by a
program that was killed) is not opened at all but made anew. So it needs no journal and no waiting for
the disk. Where the cache cannot be written, the index is kept in memory. Writing is the matter of `rewriting`.
"""

from __future__ import annotations

import os
import sqlite3
import stat

from nextcall.storage.names import kept

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
OUTLINE = "outline"
"""The key in `meta` of a copy that has only the outline of something."""
CAREFUL = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""How files here are opened: no link is followed, and nothing is waited for."""


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
        self.lock = os.path.join(cache, f"{schema.name}.lock")
        """Who has it may write; in it stands which version was left."""
        self._looked = os.path.join(cache, f"{schema.name}.looked")

    def read(self, *, outline: bool = False) -> sqlite3.Connection | None:
        """The index as it was left, to read only; None where there is none that can be relied upon.

        `outline`: one with no more than the outline of some sessions will do.
        """
        # Without `suppress`: the library that has it takes as long to load as the whole look into the index.
        if not self._as_left():
            return None
        try:
            found = self.connect(self.path, "ro")
        except sqlite3.Error:
            return None
        try:
            ours = self._is_ours(found, outline=outline)
        except sqlite3.Error:
            ours = False
        if ours:
            return found
        found.close()
        return None

    def is_due(self, now: float) -> bool:
        """Whether every single file was last looked at too long ago, as of `now` in seconds since 1970."""
        try:
            looked = os.lstat(self._looked).st_mtime
        except OSError:
            return True
        return not 0 <= now - looked < COMPLETE

    def has_looked(self, now: float) -> None:
        """Every single file has been looked at. That is kept beside the index, which need not change for it."""
        try:
            os.close(os.open(self._looked, os.O_CREAT | os.O_WRONLY | CAREFUL, 0o600))
            os.utime(self._looked, (now, now))
        except OSError:  # then they are looked at once more
            return

    def forget(self) -> None:
        """Rely on it no longer: the next one makes it anew."""
        from nextcall.storage.rewriting import forget  # noqa: PLC0415 (who only reads does without)

        forget(self)

    def connect(self, path: str, mode: str = "rw", wait: float = WAIT) -> sqlite3.Connection:
        """A connection to the file at `path`, `ro` or `rw`, that waits so many seconds for others. Raises `sqlite3.Error`."""
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
        return found.get("version") == str(self.schema.version) and found.get("data") == kept(self.data) and (outline or OUTLINE not in found)

    def _as_left(self) -> bool:
        try:
            handle = os.open(self.lock, os.O_RDONLY | CAREFUL)
        except OSError:
            return False
        try:
            return os.read(handle, 200) == self.identity().encode() != b""
        except OSError:
            return False
        finally:
            os.close(handle)

    def beside(self) -> tuple[str, ...]:
        """What SQLite would take for a part of the index; this program never leaves any of it."""
        return self.path + "-journal", self.path + "-wal"

    def identity(self) -> str:
        """Which file it is: empty where it is none, or not ours."""
        if any(map(os.path.lexists, self.beside())):
            return ""
        try:
            found = os.lstat(self.path)
        except OSError:
            return ""
        if not stat.S_ISREG(found.st_mode) or (hasattr(os, "getuid") and found.st_uid != os.getuid()):
            return ""
        return f"{found.st_ino} {found.st_size} {found.st_mtime_ns}"


def _quoted(path: str) -> str:
    """A path in an address; loading `urllib` for that would take as long as the whole look into the index."""
    for sign, code in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        path = path.replace(sign, code)
    if path.isascii():
        return path
    return path.translate({0xDC00 + byte: f"%{byte:02x}" for byte in range(0x80, 0x100)})  # bytes of a name that are no UTF-8


def create(connection: sqlite3.Connection, data: str, schema: Schema) -> None:
    """Make the tables of an empty copy."""
    connection.executescript(schema.create)
    connection.executemany("INSERT INTO meta VALUES (?, ?)", [("version", str(schema.version)), ("data", kept(data))])


def in_memory(data: str, source: sqlite3.Connection | None, schema: Schema) -> sqlite3.Connection:
    """A copy that is gone with the program: of `source`, or an empty one."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    if source is None:
        create(connection, data, schema)
    else:
        source.backup(connection)
    return connection
