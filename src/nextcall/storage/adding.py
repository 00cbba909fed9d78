"""Ended sessions from outside: which stand in some months already, and putting others beside them."""

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import NamedTuple

from nextcall.contacts.duplicates import number_key
from nextcall.contacts.touching import blocks
from nextcall.core.session import Session
from nextcall.errors import NextcallError, StorageError
from nextcall.storage import atomic, awaiting, codec, formats
from nextcall.storage.contacts import settling
from nextcall.storage.contacts.lists import Lists
from nextcall.storage.fields import LIMIT
from nextcall.storage.names import CONFLICT, SUFFIXES
from nextcall.storage.sessions import Sessions
from nextcall.text import line

Month = tuple[int, int]
"""Year and month, 1 to 12."""


class Kept(NamedTuple):
    """An ended session and its file."""

    path: str
    session: Session
    size: int
    """Bytes."""


class Ready(NamedTuple):
    """A session that is to be saved."""

    path: str
    session: Session
    content: bytes
    """Its file."""


class Shelf:
    """The ended sessions of a folder, each read once as long as its file does not change."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self._read: dict[str, tuple[atomic.Identity, Session | None]] = {}
        self._lists_lack = False
        """Whether a session was saved of which the call lists are to know."""

    def around(self, month: Month) -> list[Kept]:
        """The sessions of a month and of its neighbours; what cannot be read is left out, copies count once."""
        found: dict[str, Kept] = {}
        wanted = [_beside(month, step) for step in (-1, 0, 1)]
        self._forget_all_but(wanted)
        for folder in map(self._folder, wanted):
            for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
                if name.endswith(SUFFIXES) and CONFLICT not in name:
                    kept = self._kept(os.path.join(folder, name))
                    if kept is not None:
                        found.setdefault(kept.session.id, kept)
        return list(found.values())

    def is_free(self, session: Session) -> bool:
        """Whether no file has the place of a session, in whichever format."""
        return all(atomic.identity(self.sessions.place(session, suffix)) is None for suffix in SUFFIXES)

    def place(self, session: Session) -> str:
        """Where a new session belongs."""
        return self.sessions.place(session, self.sessions.suffix)

    def ready(self, path: str, session: Session) -> Ready:
        """A session made ready to be saved at a path. Raises `StorageError` where it has no room there."""
        content = formats.render(codec.write(session), os.path.splitext(path)[1])
        if len(content) > LIMIT:
            raise StorageError(f"{line(session.id)}: larger than {LIMIT} bytes")
        return Ready(path, session, content)

    def save(self, together: Sequence[Ready]) -> None:
        """Save sessions, each in its place; the lock must be held. Raises `OSError`."""
        for session in [one.session for one in together]:
            if numbers_forbidden(session) or any(call.contact and call.contact.id for call in session.calls):
                awaiting.await_session(self.sessions.folder, session.id)
                self._lists_lack = True
        for folder in {os.path.dirname(one.path): None for one in together}:
            atomic.make_folder(folder)
        saved = atomic.save_many([(one.path, one.content) for one in together])
        self._read.update({one.path: (identity, one.session) for one, identity in zip(together, saved, strict=True)})

    def settle(self) -> None:
        """Let the call lists have what was saved; what cannot be written waits on, and is looked at all the same. The lock must not be held."""
        if self._lists_lack:
            with suppress(OSError, NextcallError), self.sessions.lock():
                settling.settle(Lists(self.sessions.folder))

    def _folder(self, month: Month) -> str:
        return os.path.join(self.sessions.folder, "sessions", f"{month[0]:04}", f"{month[1]:02}")

    def _kept(self, path: str) -> Kept | None:
        identity = atomic.identity(path)
        if identity is None:
            return None
        known = self._read.get(path)
        if known is None or known[0] != identity:
            try:
                session: Session | None = self.sessions.read(path).bench.session
            except NextcallError:
                session = None  # it is named by the commands that list the history
            known = self._read[path] = (identity, session)
        return Kept(path, known[1], identity.size) if known[1] is not None and known[1].end is not None else None

    def _forget_all_but(self, months: Iterable[Month]) -> None:
        """Keep no more in memory than is worked on."""
        folders = set(map(self._folder, months))
        self._read = {path: kept for path, kept in self._read.items() if os.path.dirname(path) in folders}


def numbers_forbidden(session: Session) -> set[str]:
    """The numbers that a session says are not to be called, as they are compared."""
    return {key for _, phone in blocks(session) if (key := number_key(phone))}


def _beside(month: Month, step: int) -> Month:
    year, index = divmod(month[0] * 12 + month[1] - 1 + step, 12)
    return year, index + 1
