"""Desks at one folder, and the faults of its disk."""

import errno
import os
import stat
from typing import Any, NamedTuple, NoReturn

from fakes import FakeClock, a_session
from nextcall.core.session import Session
from nextcall.desk.desk import Desk
from nextcall.desk.disk import Disk
from nextcall.storage import atomic
from nextcall.storage.sessions import Opened, Sessions


class At(NamedTuple):
    """A folder at which desks work."""

    root: str
    clock: FakeClock

    @property
    def sessions(self) -> Sessions:
        return Sessions(os.path.join(self.root, "data"))

    def desk(self, suffix: str = ".json") -> Desk:
        """A desk, as another program would have it."""
        return Desk(Disk(Sessions(self.sessions.folder, suffix), os.path.join(self.root, "cache")), self.clock)

    def begun(self, suffix: str = ".json") -> Desk:
        """A desk with a session that is on disk."""
        desk = self.desk(suffix)
        desk.begin(a_session())
        assert desk.settle()
        return desk

    def joined(self) -> Desk:
        """Another desk, at the open session."""
        desk = self.desk()
        desk.take_up()
        return desk

    def opened(self) -> Opened:
        """What stands in `current.json`."""
        found = self.sessions.read_current()
        assert found is not None
        return found

    def on_disk(self) -> Session:
        """The open session as it is on disk, else the last one."""
        found = self.sessions.read_current()
        return (found or self.sessions.read(next(self.sessions.newest_first()))).bench.session

    def names(self) -> list[str]:
        """All files of the data folder, but for the lock."""
        folder = self.sessions.folder
        found = [os.path.relpath(os.path.join(where, name), folder) for where, _, files in os.walk(folder) for name in files]
        return sorted(name for name in found if name != ".lock")


def _raising(code: int) -> Any:
    def fail(*_: Any, **__: Any) -> NoReturn:
        raise OSError(code, os.strerror(code))

    return fail


def _fsync_of_files(handle: int, real: Any = os.fsync) -> None:
    if stat.S_ISREG(os.fstat(handle).st_mode):
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    real(handle)


def _fsync_of_folders(handle: int, real: Any = os.fsync) -> None:
    if stat.S_ISDIR(os.fstat(handle).st_mode):
        raise OSError(errno.EIO, os.strerror(errno.EIO))
    real(handle)


FAULTS: dict[str, tuple[tuple[Any, str, Any], ...]] = {
    "full": ((os, "write", _raising(errno.ENOSPC)),),
    "read-only": ((os, "replace", _raising(errno.EROFS)),),
    "fsync of the file": ((os, "fsync", _fsync_of_files),),
    "fsync of the folder": ((os, "fsync", _fsync_of_folders),),
    "no lock": ((os, "open", _raising(errno.EACCES)),),
    "moving": ((atomic, "move", _raising(errno.EIO)),),
}
"""Steps of saving that can fail: where they stand, and what happens instead."""
