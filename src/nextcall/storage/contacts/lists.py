"""The folder of call lists: one file a list, the numbers that are not to be called, and what waits to be written into them.

A list may have a hundred thousand people, too many to be written with every tag. So what a session did to
its people stands in the session's own file, and an empty file `waiting/<id>` says that the lists do not have it
yet; what the caller said outside a call stands in `waiting/acts.json`. Whoever reads a list lays both over it,
and whoever writes it settles both. Both can be laid over twice without harm: killed at any moment, list and
session agree.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from nextcall.contacts.person import Act
from nextcall.core.session import plain
from nextcall.errors import InputError, NoSessionError, StorageError
from nextcall.storage import atomic, awaiting, formats
from nextcall.storage.atomic import Identity
from nextcall.storage.contacts import codec
from nextcall.storage.contacts.blocks import BLOCK, Block
from nextcall.storage.contacts.codec import CallList
from nextcall.storage.fields import Reader, Unfit, is_id, many, table, text
from nextcall.storage.names import SUFFIXES
from nextcall.storage.sessions import Sessions
from nextcall.storage.streamed import replaced
from nextcall.text import line

if TYPE_CHECKING:
    from nextcall.storage.contacts.quick import Split

LIMIT = 100_000_000
"""Bytes that a call list may have."""
_SMALL = 5_000_000
"""Bytes of the other files here."""
BLOCKED_NAME = "do-not-call"
"""The file of the numbers that are not to be called; no list is called so."""
_LONGEST_NAME = 64


class Said(NamedTuple):
    """What a caller said of somebody, on its way into a list."""

    list: str
    id: str
    act: Act


def _said(value: Any, place: str) -> Said:
    """A row of what was said: the act, and beside it of whom."""
    row = dict(table(value, place))
    whom = {key: text(row.pop(key, None), f"{place}.{key}") for key in ("list", "id")}
    for key, found in whom.items():
        if not found:
            raise Unfit(f"{place}.{key}", "there", found)
    return Said(**whom, act=codec.ACT.read(row, place))


def is_name(name: str) -> bool:
    """Whether a list can be called so: its file is."""
    first, rest = name[:1], name.replace("-", "")
    fits = name.isascii() and name == name.lower() and first.isalnum() and rest.isalnum() and len(name) <= _LONGEST_NAME
    return fits and name != BLOCKED_NAME


class Lists:
    """The call lists of one data folder."""

    def __init__(self, data: str) -> None:
        self.sessions = Sessions(data)
        self.folder = os.path.join(data, "contacts")
        self._waiting = awaiting.folder(data)

    # ---- lists

    def names(self) -> list[str]:
        """The names of all lists."""
        found = (name.removesuffix(".json") for name in _files(self.folder) if name.endswith(".json"))
        return sorted(name for name in found if is_name(name))

    def path(self, name: str) -> str:
        """Where a list stands; raises `InputError` where none can be called so."""
        if not is_name(name):
            raise InputError(f"'{line(name, 60)}' cannot be the name of a list; small letters, digits and - can be in it, as in q4-leads")
        return os.path.join(self.folder, f"{name}.json")

    def identity(self, name: str) -> Identity | None:
        """Which version of a list is on disk; None: there is none."""
        return atomic.identity(self.path(name))

    def read(self, name: str) -> CallList:
        """A list as it stands in its file. Raises `StorageError` with place and reason, `InputError` where there is none."""
        return self.split(name).listed

    def split(self, name: str) -> "Split":
        """A list with its people as they stand in its file, which is what `save` need not write anew. Raises as `read`."""
        from nextcall.storage.contacts.quick import read  # noqa: PLC0415 (its library costs more than most commands; few read a whole list)

        found: Split = self.fitting(name, read)
        return found

    def fitting(self, name: str, reader: Callable[[bytes], Any]) -> Any:
        """What `reader` makes of the bytes of a list. Raises as `read`."""
        path = self.path(name)
        if atomic.identity(path) is None:
            raise InputError(f"there is no list '{name}'", f"There are {', '.join(self.names())}." if self.names() else "nextcall contacts import makes one.")
        return _read(path, LIMIT, reader)

    def save(self, name: str, listed: CallList, before: "Split | None" = None) -> None:
        """Put a list on disk; the lock of the data folder must be held. Raises `OSError`, or `StorageError` where it is too large.

        Those of its people who stand unchanged in `before` are written as they were.
        """
        atomic.make_folder(self.folder)
        for left in _files(self.folder):  # of a program that was killed
            if left.endswith(".part"):
                atomic.forget(os.path.join(self.folder, left))
        with replaced(self.path(name)) as write:
            size = 0
            for part in _rendered(listed, before):
                size += len(part)
                if size > LIMIT:  # it could not be read again
                    raise StorageError(f"the list '{name}' would have more than {LIMIT // 1_000_000} MB; nothing was changed", "Split it.")
                write(part)

    # ---- what waits

    def await_session(self, session: str) -> None:
        """Say, durably, that a session may know of people what their lists do not. Raises `OSError`."""
        awaiting.await_session(self.sessions.folder, session)

    def awaited(self) -> list[str]:
        """The ids of the sessions that the lists may not have yet."""
        return sorted(name for name in _files(self._waiting) if is_id(name))

    def settled(self, sessions: Iterable[str], left: Sequence[Said] = ()) -> None:
        """The lists have these sessions now, and all that was said but what is `left`; the lock must be held. Raises `OSError`."""
        if left:
            self._say(left)
        for file in (*sessions, *(() if left else ("acts.json",))):
            with suppress(FileNotFoundError):
                os.unlink(os.path.join(self._waiting, file))
        with suppress(OSError):
            atomic.sync_folder(self._waiting)

    def said(self) -> tuple[Said, ...]:
        """What the caller said outside calls and the lists do not have yet. Raises `StorageError`."""
        return _entries(self._acts, "acts", _said)

    def say(self, said: Said) -> None:
        """Keep what the caller says of somebody; the lock of the data folder must be held. Raises `OSError` or `StorageError`."""
        self._say((*self.said(), said))

    def unsay(self, said: Said) -> bool:
        """Take back what was said, as long as no list has it; whether that was so. The lock must be held."""
        before = self.said()
        after = [one for one in before if one != said]
        if len(after) == len(before) or self._has(said):
            return False
        self._say(after)
        return True

    def _has(self, said: Said) -> bool:
        """Whether the list has it already: the program that wrote it there was ended before it could say so."""
        written = formats.dumps(codec.said(said.act)).encode(errors="replace")
        return self.identity(said.list) is not None and bool(self.fitting(said.list, lambda content: written in content))

    def _say(self, said: Iterable[Said]) -> None:
        atomic.make_folder(self._waiting)
        atomic.save(self._acts, _render("acts", [{"list": one.list, "id": one.id, **codec.said(one.act)} for one in said]))

    @property
    def _acts(self) -> str:
        return os.path.join(self._waiting, "acts.json")

    # ---- who is not to be called

    def blocks(self) -> tuple[Block, ...]:
        """The numbers that are not to be called, and those that may be again. Raises `StorageError`."""
        return _entries(self._blocked, "numbers", BLOCK.read)

    def save_blocks(self, blocks: Iterable[Block]) -> None:
        """Put them on disk; the lock of the data folder must be held. Raises `OSError`."""
        atomic.make_folder(self.folder)
        rows = [{key: value for key, value in plain(block).items() if value not in ("", None, 0)} for block in blocks]
        atomic.save(self._blocked, _render("numbers", rows))

    @property
    def _blocked(self) -> str:
        return os.path.join(self.folder, f"{BLOCKED_NAME}.json")

    def marks(self) -> dict[str, Identity | None]:
        """Which versions of everything here are on disk, by name: as long as they are the same, so is all that was read."""
        found = {f"list {name}": self.identity(name) for name in self.names()}
        found |= {f"session {session}": self._where(session)[1] for session in self.awaited()}
        return found | {"acts": atomic.identity(self._acts), "blocked": atomic.identity(self._blocked)}

    def session(self, session: str) -> Any:
        """A session that is awaited, wherever it stands; None where it is gone, or does not fit."""
        path, found = self._where(session)
        try:
            if found is None:
                return None
            return self.sessions.read(path).bench.session
        except (StorageError, NoSessionError):
            return None

    def has_ended(self, session: str) -> bool:
        """Whether there is a file of an ended session of that id. Where there is none, it is open, dropped, or not here yet."""
        return self._where(session)[1] is not None

    def session_file(self, session: str) -> str:
        """Where the file of an ended session of that id stands; empty where there is none."""
        return self._where(session)[0]

    def _where(self, session: str) -> tuple[str, Identity | None]:
        try:
            day = datetime(int(session[:4]), int(session[4:6]), int(session[6:8]), tzinfo=UTC)
            months = dict.fromkeys(f"{day + timedelta(days=ahead):%Y/%m}" for ahead in (0, -1, 1))  # its folder goes by local time
        except (ValueError, OverflowError):  # a name that no session of ours has
            return "", None
        for month in months:
            for suffix in SUFFIXES:
                path = os.path.join(self.sessions.folder, "sessions", month, session + suffix)
                if found := atomic.identity(path):
                    return path, found
        return "", None


def _files(folder: str) -> Iterator[str]:
    with suppress(OSError), os.scandir(folder) as entries:
        yield from (entry.name for entry in entries if entry.is_file(follow_symlinks=False))


def _read(path: str, limit: int, reader: Any) -> Any:
    where = line(os.path.basename(path))
    try:
        return reader(atomic.read(path, limit))
    except Unfit as error:
        raise StorageError(f"{where}: {error}") from None
    except InputError as error:
        raise StorageError(f"{where}: {error.message}") from None
    except OSError as error:
        raise StorageError(f"{where}: {error.strerror or error}") from None


def _entries(path: str, field: str, reader: Reader) -> tuple[Any, ...]:
    """The rows of one of the small files; none where there is no file."""
    if atomic.identity(path) is None:
        return ()

    def rows(content: bytes) -> tuple[Any, ...]:
        found = table(formats.parse(content, ".json"), "")
        if found.get("schema") != codec.SCHEMA:
            raise Unfit("schema", str(codec.SCHEMA), found.get("schema"))
        return tuple(many(reader)(found.get(field), field))

    return tuple(_read(path, _SMALL, rows))


def _render(field: str, rows: list[dict[str, Any]]) -> bytes:
    body = ",\n  ".join(map(formats.dumps, rows))
    return f'{{"schema": {codec.SCHEMA},\n "{field}": [\n  {body}]}}\n'.encode(errors="replace")


_TOGETHER = 1_000


def _rendered(listed: CallList, before: "Split | None") -> Iterator[bytes]:
    """A list as the pieces of its file, one person a line."""
    old = dict(zip(map(id, before.listed.people), before.raw, strict=True)) if before and before.raw else {}
    head = formats.dumps(codec.head(listed)).removesuffix("}")
    yield f'{head},\n "people": ['.encode(errors="replace")
    people = listed.people
    for first in range(0, len(people), _TOGETHER):
        rows = (old.get(id(person)) or formats.dumps(codec.write_person(person)).encode(errors="replace") for person in people[first : first + _TOGETHER])
        yield (b",\n  " if first else b"\n  ") + b",\n  ".join(rows)
    yield b"]}\n"
