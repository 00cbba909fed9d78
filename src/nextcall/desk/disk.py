"""The session as it stands on disk, and how events get there beside other programs.

Whoever changes the session takes the lock, reads the file if another program has changed it,
follows the events, saves, and lets the lock go.
"""

import os
from typing import NamedTuple

from nextcall.core.session import Session, State
from nextcall.core.undo import Workbench
from nextcall.desk.event import Event, follow, follow_late
from nextcall.errors import InputError, NotAllowedError, StorageError
from nextcall.storage import status
from nextcall.storage.atomic import Identity, UnsyncedError, identity, sync_folder
from nextcall.storage.sessions import SUFFIXES, NewerError, Opened, Sessions
from nextcall.storage.summary_line import status_fields


class Stood(NamedTuple):
    """What is on disk, as far as it is known here."""

    bench: Workbench
    path: str
    """`current.json`, or where the session was put away."""
    revision: int = 0
    identity: Identity | None = None
    """None: it has not been saved yet."""


class Came(NamedTuple):
    """What came of bringing events to disk."""

    stood: Stood | None
    """None: the session is gone, dropped by another program."""
    refused: tuple[Event, ...] = ()
    """Events that no longer fitted what another program had done."""
    notes: tuple[str, ...] = ()
    """What the user should know."""


class Disk:
    """Brings events to the session's file."""

    def __init__(self, sessions: Sessions, cache: str) -> None:
        self.sessions = sessions
        self.cache = cache
        self._unsynced: tuple[Stood, int] | None = None
        """What was put in its place without the disk's word for it, and how many events are in it."""

    def find_open(self) -> Stood | None:
        """The open session; one whose end was cut off by a crash is put away first.

        Raises `StorageError` where the file does not fit.
        """
        opened = self.sessions.read_current()
        if opened is None:
            return None
        if opened.bench.session.state != State.ENDED:
            return _stood(opened)
        with self.sessions.lock():
            if self.sessions.open_identity() == opened.identity:
                self.sessions.put_away(opened.bench.session)
        return None

    def changed(self, stood: Stood) -> bool:
        """Whether another program has changed the file."""
        return stood.identity is not None and identity(stood.path) != stood.identity

    def bring(self, stood: Stood, events: list[Event], stamp: str) -> Came:
        """Follow `events` on disk. Raises `OSError` or `StorageError`; then nothing has changed there."""
        with self.sessions.lock():
            notes: list[str] = []
            stood, events = self._confirmed(stood, events)
            here = self._as_it_is_now(stood, bool(events), stamp, notes)
            if here is None:
                return Came(None, tuple(events), tuple(notes))
            if here.bench.session.state == State.ENDED and stood.bench.session.state != State.ENDED:
                return self._too_late(here, events, notes)
            bench, refused = here.bench, []
            for event in events:
                try:
                    bench = follow(bench, event)
                except (NotAllowedError, InputError):
                    refused.append(event)
            if bench is not here.bench or here.identity is None:
                here = self._save(here, bench, len(events))
            return Came(here, tuple(refused), tuple(notes))

    def begin(self, session: Session, stamp: str) -> Came:
        """Put a new session on disk; where one is open already, that one is joined."""
        with self.sessions.lock():
            self.sessions.sweep()
            notes = []
            try:
                opened = self.sessions.read_current()
            except NewerError:
                raise
            except StorageError as error:
                kept = self.sessions.set_aside(self.sessions.current, stamp)
                notes.append(f"{error.message}. It is kept as {_name(kept)}.")
                opened = None
            if opened and opened.bench.session.state != State.ENDED:
                if opened.bench.session.id == session.id:
                    return Came(_stood(opened))
                return Came(_stood(opened), notes=("A session was open already; this is it.",))
            if opened:
                self.sessions.put_away(opened.bench.session)
            return Came(self._save(Stood(Workbench(session), self.sessions.current), Workbench(session)), notes=tuple(notes))

    def drop(self, stood: Stood) -> str:
        """Move the open session to the trash; returns where it is then. Raises `OSError`."""
        with self.sessions.lock():
            return self.sessions.to_trash(stood.path)

    def rescue(self, stood: Stood, bench: Workbench, folders: tuple[str, ...]) -> str:
        """Write what could not be saved to a folder that takes it; raises `StorageError`."""
        return self.sessions.rescue(folders, bench, stood.revision + 1)

    def _confirmed(self, stood: Stood, events: list[Event]) -> tuple[Stood, list[Event]]:
        """Where the last save lacked only the disk's word, ask for it again: its events are not followed twice."""
        if self._unsynced is None:
            return stood, events
        there, followed = self._unsynced
        if identity(there.path) == there.identity:
            sync_folder(os.path.dirname(there.path))
            stood, events = there, events[followed:]
        self._unsynced = None
        return stood, events

    def _as_it_is_now(self, stood: Stood, wanted: bool, stamp: str, notes: list[str]) -> Stood | None:
        """What is on disk now, by whoever's hand. What cannot be built upon is kept beside."""
        found = identity(stood.path)
        if found == stood.identity:
            return stood
        if found is None:
            elsewhere = self._elsewhere(stood.bench.session)
            if elsewhere is not None or not wanted:
                return elsewhere
            notes.append(f"{_name(stood.path)} was gone; it is written again.")
            return stood._replace(identity=None)
        try:
            opened = self.sessions.read(stood.path)
        except StorageError:
            opened = None
        if opened and opened.bench.session.id == stood.bench.session.id:
            if opened.revision >= stood.revision or stood.path != self.sessions.current:
                return _stood(opened)
        elif opened:
            elsewhere = self._elsewhere(stood.bench.session)
            if elsewhere is not None:
                return elsewhere
        kept = self.sessions.set_aside(stood.path, stamp)
        notes.append(f"Another program changed {_name(stood.path)}; its version is kept as {_name(kept)}.")
        return stood._replace(identity=None)

    def _elsewhere(self, session: Session) -> Stood | None:
        """The session where another program has put it away."""
        for suffix in SUFFIXES:
            path = self.sessions.place(session, suffix)
            if identity(path) is not None:
                return _stood(self.sessions.read(path))
        return None

    def _too_late(self, here: Stood, events: list[Event], notes: list[str]) -> Came:
        notes.append("The session was ended by another program.")
        if not events:
            return Came(here, (), tuple(notes))
        session, refused = follow_late(here.bench.session, events)
        saved = self.sessions.save_ended(here.path, session)
        return Came(here._replace(bench=Workbench(session), identity=saved), tuple(refused), tuple(notes))

    def _save(self, here: Stood, bench: Workbench, events: int = 0) -> Stood:
        try:
            stood = self._put(here, bench)
        except UnsyncedError as error:
            self._unsynced = Stood(bench, here.path, here.revision + 1, error.identity), events
            raise
        if stood.path == self.sessions.current and stood.identity is not None:
            status.write(self.cache, status_fields(bench.session, stood.path, stood.identity))
        return stood

    def _put(self, here: Stood, bench: Workbench) -> Stood:
        revision = here.revision + 1
        path, current = here.path, self.sessions.current
        if bench.session.state == State.ENDED:
            if path == current:
                path, saved = self.sessions.put_away(bench.session)
            else:
                saved = self.sessions.save_ended(path, bench.session)
        elif path != current:
            saved = self.sessions.take_back(path, bench, revision)
            path = current
        else:
            saved = self.sessions.save_current(bench, revision)
        return Stood(bench, path, revision, saved)


def _stood(opened: Opened) -> Stood:
    return Stood(opened.bench, opened.path, opened.revision, opened.identity)


def _name(path: str) -> str:
    return os.path.basename(path)
