"""What has changed in the folder of sessions since the index last looked.

Adding, replacing, moving and removing a file changes the time of its folder: a hundred folders
stand for ten thousand files. A file that is written over in its place does not; so its own size and
time are looked at too, of all files where there are few, else of the newest at each use and of all of
them once a minute. What changed so lately that the next change could have the same time is not
relied upon: it is looked at again.
"""

from __future__ import annotations

import os
from stat import S_ISDIR

from nextcall.storage.names import CONFLICT, SUFFIXES, kept, real

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import NamedTuple, Protocol

    class Files(Protocol):
        """The files that the index knows."""

        def of(self, folder: str) -> dict[str, File]:
            """Those in a folder, by path."""

else:
    from nextcall.named import NamedTuple

SETTLED = 2_000_000_000
"""Nanoseconds after which a further change is sure to have another time, on every file system in use."""
AHEAD = 60_000_000_000
"""Nanoseconds in the future from which on a time is no change of this moment but a wrong clock's."""
FEW = 1_000
"""So many files are all looked at, each time."""
NEWEST = 100
"""Of more, so many of the newest."""
_DEEPEST = 6
UNSETTLED = -1
"""In the place of a time: look again."""
LATER = -2
"""In the place of a time: not looked at yet. Who reads the file sees its size and time on the way."""


class File(NamedTuple):
    """A session file as it was found."""

    path: str
    """Below `sessions/`."""
    size: int
    modified: int
    """Nanoseconds since 1970, `UNSETTLED` or `LATER`."""
    inode: int


class Folder(NamedTuple):
    """A folder as it was found."""

    path: str
    modified: int
    files: int


class Changes(NamedTuple):
    """What the index does not know yet."""

    files: tuple[File, ...]
    """New or changed."""
    gone: tuple[str, ...]
    """Paths of files that are no longer there."""
    folders: tuple[Folder, ...]
    gone_folders: tuple[str, ...]
    unsure: int = 0
    """How many of the files were looked at so soon after they were written that they are looked at again."""
    now: int = 0
    """When this was found, in nanoseconds since 1970."""

    @property
    def nothing(self) -> bool:
        """Whether the index is as it should be."""
        return not (self.files or self.gone or self.folders or self.gone_folders)


def changes(  # noqa: PLR0913 (what is known, when it is, and how closely to look)
    root: str, folders: dict[str, Folder], files: Files, now: int, *, complete: bool, near: bool = True
) -> Changes:
    """What has changed under `root`; `now` is the time in nanoseconds since 1970.

    `complete`: every file is looked at; `near`: the newest ones. Without both, the folders' times are all.
    Raises `OSError` where a folder is there but cannot be looked into: what is in it must not seem gone.
    """
    complete = complete or (near and sum(folder.files for folder in folders.values()) <= FEW)
    closely = set(folders) if complete else _newest(folders) if near else set[str]()
    waiting = ["", *(path for path in folders if path)]
    seen: set[str] = set()
    found: list[File] = []
    gone: list[str] = []
    looked: list[Folder] = []
    gone_folders: list[str] = []
    unsure = 0
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        known = folders.get(path)
        modified = _modified(f"{root}/{path}" if path else root)
        if modified is None:
            if known is not None:
                gone_folders.append(path)
                gone += files.of(path)
        elif known is None or known.modified != modified or path in closely:
            here, below = _inside(root, path, closely=known is not None)
            waiting += below
            before = files.of(path) if known is not None else {}
            differing = [file for file in here if before.get(file.path) != file] if before else here
            found += differing
            unsure += sum(before.get(file.path) == file._replace(modified=UNSETTLED) for file in differing) if before else 0
            gone += before.keys() - {file.path for file in here}
            looked += [Folder(path, modified if _settled(modified, now) else UNSETTLED, len(here))]
    settled = tuple(file if file.modified == LATER or _settled(file.modified, now) else file._replace(modified=UNSETTLED) for file in found)
    return Changes(settled, tuple(gone), tuple(folder for folder in looked if folder != folders.get(folder.path)), tuple(gone_folders), unsure, now)


def looked_at(file: File, found: os.stat_result, now: int) -> File:
    """A file of which the size and the time were left for later, as it was found when it was read."""
    if file.modified != LATER:
        return file
    return File(file.path, found.st_size, found.st_mtime_ns if _settled(found.st_mtime_ns, now) else UNSETTLED, found.st_ino)


def _newest(folders: dict[str, Folder]) -> set[str]:
    """The folders with the newest files."""
    found: set[str] = set()
    files = 0
    for path in sorted(folders, reverse=True):
        if files >= NEWEST:
            break
        found.add(path)
        files += folders[path].files
    return found


def _settled(modified: int, now: int) -> bool:
    """Whether a further change is sure to have another time."""
    return not now - SETTLED <= modified <= now + AHEAD


def _modified(path: str) -> int | None:
    try:
        found = os.stat(real(path))
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_mtime_ns if S_ISDIR(found.st_mode) else None


def _inside(root: str, folder: str, *, closely: bool) -> tuple[list[File], list[str]]:
    """The session files in a folder, and the folders in it; `closely`: with size and time of each file."""
    files: list[File] = []
    below: list[str] = []
    here = real(f"{root}/{folder}" if folder else root)
    before = f"{folder}/" if folder else ""
    for name in _names(here):
        path = kept(before + name)
        if name.endswith(SUFFIXES):
            if CONFLICT in name:
                continue
            if not closely:
                files.append(File(path, 0, LATER, 0))
            elif (found := _looked(f"{here}/{name}")) is not None:
                files.append(File(path, found.st_size, found.st_mtime_ns, found.st_ino))
        elif path.count("/") < _DEEPEST and (found := _looked(f"{here}/{name}")) is not None and S_ISDIR(found.st_mode):
            below.append(path)
    return files, below


def _looked(path: str) -> os.stat_result | None:
    """What is at a path, be it a link; None where it is gone while we look."""
    try:
        return os.lstat(path)
    except OSError:
        return None


def _names(path: str) -> list[str]:
    try:
        return os.listdir(path)
    except (FileNotFoundError, NotADirectoryError):  # gone while we looked
        return []
