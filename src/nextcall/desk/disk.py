"""The session as it stands on disk, and how events get there beside other programs.

Whoever changes the session takes the lock, reads the file if another program has changed it,
follows the events, saves, and lets the lock go.
"""

from __future__ import annotations

import os
from contextlib import suppress

from nextcall.core.session import Session, State
from nextcall.core.undo import Workbench
from nextcall.desk.event import Done, Event, follow, follow_late
from nextcall.errors import InputError, NextcallError, NoSessionError, NotAllowedError, StorageError
from nextcall.storage import awaiting, status
from nextcall.storage.atomic import Identity, UnsyncedError, identity, sync_folder
from nextcall.storage.names import SUFFIXES
from nextcall.storage.sessions import NewerError, Opened, Sessions
from nextcall.storage.summary_line import status_fields

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import NamedTuple

    from nextcall.core.outcomes import Outcome
else:
    from nextcall.named import NamedTuple


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
    done: tuple[Done, ...] = ()
    """What the events changed, one after the other; corrections of a session that has ended are none of it."""


class Disk:
    """Brings events to the session's file."""

    def __init__(self, sessions: Sessions, cache: str, outcomes: tuple[Outcome, ...] = ()) -> None:
        self.sessions = sessions
        self.cache = cache
        self.outcomes = outcomes
        """Those that are configured: a call of an ended session can be corrected to one that the session did not use."""
        self._half: tuple[Stood, Stood, int, tuple[Done, ...]] | None = None
        """A save of which only the end failed: what it was built on, what it put in its place, how many events are in it, and what they changed."""
        self._swept = False

    def find_open(self) -> Stood | None:
        """The open session; one whose end was cut off by a crash is put away first.

        Raises `StorageError` where the file does not fit.
        """
        opened = self.sessions.read_current()
        if opened is None:
            return None
        if opened.bench.session.state != State.ENDED:
            return self._stood(opened)
        with suppress(OSError), self.sessions.lock():  # where it cannot be moved now, the next start will try again
            if self.sessions.open_identity() == opened.identity:
                self.sessions.put_away(opened.bench.session)
        return None

    def open_ended(self, path: str) -> Stood:
        """A session that has ended. Raises `StorageError` where its file does not fit."""
        return self._stood(self.sessions.read(path))

    def _stood(self, opened: Opened) -> Stood:
        bench = opened.bench
        if self.outcomes and bench.session.state == State.ENDED:
            known = {outcome.id for outcome in bench.session.outcomes}
            more = tuple(outcome for outcome in self.outcomes if outcome.id not in known)
            bench = bench._replace(session=bench.session._replace(outcomes=bench.session.outcomes + more))
        return Stood(bench, opened.path, opened.revision, opened.identity)

    def changed(self, stood: Stood) -> bool:
        """Whether another program has changed the file."""
        try:
            return stood.identity is not None and identity(stood.path) != stood.identity
        except OSError:  # the next save will say so
            return False

    def bring(self, stood: Stood, events: list[Event], stamp: str) -> Came:
        """Follow `events` on disk.

        Raises `OSError` or `StorageError`; the next try is to be made with the same `stood` and all the
        events, so that none is followed twice where only the end of a save failed.
        """
        with self.sessions.lock():
            self._sweep()
            notes: list[str] = []
            known, left, done = self._confirmed(stood, events)
            here = self._as_it_is_now(known, bool(left), stamp, notes)
            if here is None:
                return Came(None, tuple(left), tuple(notes), done)
            if here.bench.session.state == State.ENDED and known.bench.session.state != State.ENDED:
                notes.append("The session was ended by another program.")
                bench, refused = here.bench, list[Event]()
                if left:
                    late, refused = follow_late(bench.session, known.bench.session.outcomes, left)
                    done = (*done, Done(left[-1].at, bench.session, late))
                    bench = Workbench(late)
            else:
                bench, refused, steps = _followed(here.bench, left)
                done = (*done, *steps)
            if bench is not here.bench or here.identity is None or self._cut_off(here):
                try:
                    here = self._save(here, bench)
                except UnsyncedError as error:
                    self._half = stood, Stood(bench, error.path, here.revision + 1, error.identity), len(events), done
                    raise
            self._half = None
            return Came(here, tuple(refused), tuple(notes), done)

    def begin(self, session: Session, stamp: str) -> Came:
        """Put a new session on disk; where one is open already, that one is joined."""
        with self.sessions.lock():
            self._sweep()
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
                    sync_folder(self.sessions.folder)  # the last try may have lacked only this
                    return Came(self._stood(opened), done=(Done(session.started_at, None, session),))
                return Came(self._stood(opened), notes=("A session was open already; this is it.",))
            if opened:
                self.sessions.put_away(opened.bench.session)
            began = self._save(Stood(Workbench(session), self.sessions.current), Workbench(session))
            return Came(began, notes=tuple(notes), done=(Done(session.started_at, None, session),))

    def drop(self, stood: Stood) -> str:
        """Move the open session to the trash; returns where it is then. Raises `OSError`."""
        with self.sessions.lock():
            return self.sessions.to_trash(stood.path)

    def settle_lists(self) -> None:
        """Write into the call lists what ended sessions did to their people, where that is little work; what fails waits on."""
        if not awaiting.has_lists(self.sessions.folder):
            return
        from nextcall.storage.contacts.lists import Lists  # noqa: PLC0415 (few have lists)
        from nextcall.storage.contacts.settling import settle_if_little  # noqa: PLC0415 (as above)

        with suppress(OSError, NextcallError), self.sessions.lock():
            settle_if_little(Lists(self.sessions.folder))

    def rescue(self, stood: Stood, bench: Workbench, folders: tuple[str, ...]) -> str:
        """Write what could not be saved to a folder that takes it; raises `StorageError`."""
        return self.sessions.rescue(folders, bench, stood.revision + 1)

    def _sweep(self) -> None:
        """Before the first save, take away what a killed program left half written; the lock must be held."""
        if not self._swept:
            self.sessions.sweep()
            self._swept = True

    def _confirmed(self, stood: Stood, events: list[Event]) -> tuple[Stood, list[Event], tuple[Done, ...]]:
        """Where only the end of the last save failed: what it put there, the events that are not in it, and what the others changed."""
        if self._half is None or self._half[0] is not stood:
            return stood, events, ()
        _, there, followed, done = self._half
        if identity(there.path) == there.identity:
            sync_folder(os.path.dirname(there.path))
        return there, events[followed:], done

    def _as_it_is_now(self, stood: Stood, wanted: bool, stamp: str, notes: list[str]) -> Stood | None:
        """What is on disk now, by whoever's hand. What cannot be built upon is kept beside."""
        found = identity(stood.path)
        if found == stood.identity:
            return stood
        opened = self._read_if_it_fits(stood.path) if found else None
        session = stood.bench.session
        if opened and opened.bench.session.id == session.id:
            newer = opened.revision >= stood.revision or opened.bench.session.state == State.ENDED
            if newer or stood.path != self.sessions.current:
                return self._stood(opened)
        elif opened or found is None:
            elsewhere = self._elsewhere(stood)
            if elsewhere is not None:
                return elsewhere
            if not wanted and (found is None or self.sessions.is_in_trash(session.id)):
                return None  # dropped by another program; and that may have begun another session since
        if found is None:
            notes.append(f"{_name(stood.path)} was gone; it is written again.")
        else:
            kept = self.sessions.set_aside(stood.path, stamp)
            notes.append(f"Another program changed {_name(stood.path)}; its version is kept as {_name(kept)}.")
        return stood._replace(identity=None)

    def _elsewhere(self, stood: Stood) -> Stood | None:
        """The session where another program has put it."""
        session = stood.bench.session
        for path in (*(self.sessions.place(session, suffix) for suffix in SUFFIXES), self.sessions.current):
            opened = self._read_if_it_fits(path) if path != stood.path and identity(path) else None
            if opened and opened.bench.session.id == session.id:
                return self._stood(opened)
        return None

    def _read_if_it_fits(self, path: str) -> Opened | None:
        try:
            return self.sessions.read(path)
        except (StorageError, NoSessionError):
            return None

    def _cut_off(self, here: Stood) -> bool:
        """Whether the session has ended, but was not put away."""
        return here.bench.session.state == State.ENDED and here.path == self.sessions.current

    def _save(self, here: Stood, bench: Workbench) -> Stood:
        stood = self._put(here, bench)
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


def _followed(bench: Workbench, events: list[Event]) -> tuple[Workbench, list[Event], list[Done]]:
    """The bench after those of the events that fit, those that do not, and what the others changed."""
    refused, done = list[Event](), list[Done]()
    for event in events:
        before = bench.session
        try:
            bench = follow(bench, event)
        except (NotAllowedError, InputError):
            refused.append(event)
            continue
        if bench.session is not before and not before.state == bench.session.state == State.ENDED:
            done.append(Done(event.at, before, bench.session))
    return bench, refused, done


def _name(path: str) -> str:
    return os.path.basename(path)
