"""The folder between those who save and the process that runs hooks: what waits, what is known, what went wrong.

It lies in the cache, for the user alone. An event is in it until its hook has taken it; it holds names and
notes, so it is never anywhere else. What went wrong is kept without any of them.
"""

import os
import stat
from contextlib import suppress
from typing import NamedTuple

from nextcall.errors import StorageError
from nextcall.storage.atomic import forget, make_folder
from nextcall.text import line

MOST = 100
"""Events that wait at most; of more the oldest are dropped."""

_EVENT, _TROUBLE, _SAID = "event-", "trouble-", "said-"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_CAREFUL = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""A pipe among the files is not waited for, and a link is not followed."""
_TAKE = _CAREFUL | getattr(os, "O_TEMPORARY", 0)
_SENTENCE = 300
_DIGITS = 9
"""Of the number of a process, at most."""


class Waiting(NamedTuple):
    """An event that waits for its hook."""

    path: str
    session: str
    """The id of its session."""
    hook: str


class Spool:
    """The folder `hooks` of a cache."""

    def __init__(self, cache: str) -> None:
        self.folder = os.path.join(cache, "hooks")
        self.lock = os.path.join(self.folder, "lock")
        self._known = os.path.join(self.folder, "known")
        self._put = 0

    def make(self) -> None:
        """Make the folder. Raises `OSError`, or `StorageError` where somebody else could put something into it."""
        make_folder(self.folder)
        found = os.lstat(self.folder)
        own = os.name == "nt" or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)
        if not own or not stat.S_ISDIR(found.st_mode):
            raise StorageError("the folder hooks of the cache is not yours alone")

    # ---- events

    def put(self, at: float, session: str, hook: str, data: bytes) -> None:
        """Let an event wait; `at`, in seconds, says when its turn is. Raises `OSError`."""
        self._put += 1
        name = f"{_EVENT}{int(at * 1000):014d}-{os.getpid():07d}-{self._put:06d}.{session}.{hook}"
        part = os.path.join(self.folder, f"{name}.part")
        try:
            _write(part, data)
            os.replace(part, os.path.join(self.folder, name))
        except OSError:
            forget(part)
            raise

    def waiting(self) -> list[Waiting]:
        """The events that wait, the first one first; none where there is no folder."""
        found = []
        for name in sorted(self._names(_EVENT)):
            parts = name.split(".")
            if len(parts) == len(("order", "session", "hook")):  # one with `.part` is not whole yet
                found.append(Waiting(os.path.join(self.folder, name), parts[1], parts[2]))
        return found

    def take(self, event: Waiting) -> int:
        """The event's file, open for reading; its name is gone: whatever happens now, it is not told twice. Raises `OSError`."""
        handle = os.open(event.path, _TAKE)
        try:
            if os.name != "nt":  # there a file goes when it is closed (O_TEMPORARY)
                os.unlink(event.path)
        except BaseException:
            os.close(handle)
            raise
        return handle

    def keep_newest(self, most: int) -> None:
        """Drop the oldest of too many events, and have that said. Raises `OSError` where it cannot be said."""
        for event in self.waiting()[:-most]:
            self.trouble(event.session, "queue", f"More than {most} events waited for a hook; the oldest were dropped.")
            with suppress(FileNotFoundError):  # it was its turn just now
                os.close(self.take(event))

    def sweep(self) -> None:
        """Take away what a killed program left half written."""
        for name in self._names(_EVENT):
            if name.endswith(".part") and not _is_running(_writer(name)):
                forget(os.path.join(self.folder, name))

    # ---- which hooks there are

    def known(self, config_file: str) -> frozenset[str] | None:
        """The hooks that the configuration file as it is now has; None where nobody has looked yet."""
        try:
            said = _read(self._known, 10_000)
            about = _about(config_file)
        except OSError:
            return None
        return frozenset(said[len(about) :].split()) if said.startswith(about) else None

    def know(self, about: str, hooks: tuple[str, ...]) -> None:
        """Keep which hooks a configuration has; `about` comes from `about`, before it was read. Raises `OSError`."""
        part = f"{self._known}.{os.getpid()}.part"
        forget(part)
        _write(part, (about + " ".join(hooks)).encode(errors="surrogateescape"))
        os.replace(part, self._known)

    def about(self, config_file: str) -> str:
        """Which version of the configuration file there is; empty where there is none."""
        try:
            return _about(config_file)
        except OSError:
            return ""

    # ---- what went wrong

    def trouble(self, session: str, hook: str, sentence: str) -> None:
        """Keep that something went wrong, once for each session and hook. Raises `OSError`."""
        name = f"{session}.{hook}"
        if os.path.lexists(os.path.join(self.folder, _SAID + name)):
            return
        with suppress(FileExistsError):
            _write(os.path.join(self.folder, _TROUBLE + name), sentence.encode(errors="replace"))

    def troubles(self) -> list[str]:
        """What went wrong and was not told yet, in sentences; whoever asks tells it, and nobody after."""
        found = []
        for name in sorted(self._names(_TROUBLE)):
            path = os.path.join(self.folder, name)
            said = os.path.join(self.folder, _SAID + name.removeprefix(_TROUBLE))
            with suppress(OSError):  # another program was quicker
                os.replace(path, said)
                if sentence := _read(said, _SENTENCE):
                    found.append(line(sentence, _SENTENCE))
        return found

    def forget_others(self, session: str) -> None:
        """Forget what was told of other sessions."""
        for name in self._names(_SAID):
            if not name.startswith(f"{_SAID}{session}."):
                forget(os.path.join(self.folder, name))

    def _names(self, kind: str) -> list[str]:
        """The files of a kind; what is no file, as a link or a pipe, is none of ours."""
        try:
            with os.scandir(self.folder) as found:
                return [one.name for one in found if one.name.startswith(kind) and one.is_file(follow_symlinks=False)]
        except OSError:
            return []


def _writer(name: str) -> int:
    """The process that writes a file of that name; 0 where the name is none of ours."""
    number = "".join(name.split("-")[2:3])
    return int(number) if number.isascii() and number.isdigit() and len(number) <= _DIGITS else 0


def _read(path: str, most: int) -> str:
    """The beginning of a file. Raises `OSError`."""
    handle = os.open(path, _CAREFUL)
    try:
        return os.read(handle, most).decode(errors="surrogateescape")
    finally:
        os.close(handle)


def _is_running(number: int) -> bool:
    if os.name == "nt" or not number:  # there asking would end it; and of nobody's there is nothing to ask
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's, by now
        return True
    return True


def _about(config_file: str) -> str:
    found = os.stat(config_file)  # behind a link: that is where it is edited
    return f"{config_file}\t{found.st_ino}\t{found.st_size}\t{found.st_mtime_ns}\t"


def _write(path: str, data: bytes) -> None:
    handle = os.open(path, _NEW | getattr(os, "O_BINARY", 0), 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    finally:
        os.close(handle)
