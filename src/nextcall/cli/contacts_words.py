"""What the commands about people share: the shelf, the open session over it, and people as data, lines and words."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from nextcall.bootstrap import rules_of
from nextcall.cli.history import open_session
from nextcall.clock import Clock, zone_name
from nextcall.config.load import load
from nextcall.contacts.queue import Stage, called_on
from nextcall.contacts.touching import touches
from nextcall.contacts.zones import as_here, clock_of, zone_named
from nextcall.core.session import plain
from nextcall.storage.contacts.shelf import Listed, Shelf
from nextcall.storage.contacts.upcoming import as_now
from nextcall.text import line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from nextcall.config.model import Config
    from nextcall.config.paths import Folders
    from nextcall.contacts.person import Person, Touch
    from nextcall.contacts.queue import Rules
    from nextcall.core.session import Session

_LAST = 3
"""Calls that are told of somebody in a line."""
_OFTEN = 2
"""Calls on one day that are worth a word."""
_STANDS = {
    Stage.NEW: "not called yet",
    Stage.DONE: "done",
    Stage.SPENT: "tried as often as the rules allow",
    Stage.DEAD: "not to be called: wrong number, or not a fit",
    Stage.BLOCKED: "do not call",
}


class Room(NamedTuple):
    """Everything that is known of people now."""

    shelf: Shelf
    session: Session | None
    """The open one."""
    rules: Rules
    config: Config
    now: datetime

    def seen(self, listed: Listed) -> Listed:
        """A person of the shelf, with what the open session knows of them."""
        return as_now(self.shelf, self.session, self.rules, listed.list, listed.person.id) or listed

    def callbacks(self, until: datetime) -> list[Listed]:
        """All callbacks that are due until then, the oldest first; with those that the open session has promised."""
        found = {(one.list, one.person.id): one for one in self.shelf.callbacks(until, -1)}
        for name, id_, _ in touches(self.session) if self.session else ():
            one = self.shelf.one(name, id_)
            if one is not None:
                found.setdefault((name, id_), one)
        now = (one for one in map(self.seen, found.values()) if one.standing.stage == Stage.CALLBACK)
        return sorted((one for one in now if one.standing.due_at is not None and one.standing.due_at <= until), key=lambda one: one.standing.due_at or until)


@contextmanager
def room(where: Folders) -> Iterator[Room]:
    """The people of a data folder, as they stand now. Raises `ConfigError`, `OSError` or `StorageError`."""
    config = load(where.config_file, os.environ)
    rules = rules_of(config)
    with Shelf.opened(where.data, where.cache, rules) as shelf:
        yield Room(shelf, open_session(where), rules, config, Clock().now())


def zone_there(person: Person, now: datetime) -> tzinfo | None:
    """The zone of the clock by which a time is meant: the person's, else the one here."""
    return clock_of(person.time_zone, zone_name(), now)


def as_data(listed: Listed, here: Room) -> dict[str, Any]:
    """A person as `--json` has them, every field always there."""
    person, stands = listed.person, listed.standing
    zone = zone_named(person.time_zone)
    there = here.now.astimezone(zone) if zone else None
    first, _, last = (person.hours or here.config.contacts.hours).partition("-")
    return {
        "list": listed.list,
        **{field: getattr(person, field) for field in ("id", "name", "phone", "company", "why", "email", "note", "time_zone", "hours")},
        "more": dict(person.more),
        "stage": stands.stage,
        "due_at": plain(stands.due_at),
        "tries": stands.tries,
        "local_time": plain(there),
        "welcome": first <= f"{there:%H:%M}" < last if there else None,
        "called_today": called_on(person, here.now),
        "calls": [touch_data(touch) for touch in person.touches],
    }


def touch_data(touch: Touch) -> dict[str, Any]:
    """What one call came to, as `--json` has it."""
    found = {field: plain(item) for field, item in zip(touch._fields, touch, strict=True) if field != "extra"}
    return {name: found[name] for name in ("at", "session", "n", "outcome", "label", "then", "connect", "note", "callback_at")}


def as_row(listed: Listed) -> str:
    """A person as `--plain` has them."""
    person, stands = listed.person, listed.standing
    due = plain(stands.due_at) or ""
    return "\t".join(line(text) for text in (listed.list, person.id, stands.stage, due, person.name, person.phone, person.company, person.why))


def in_words(listed: Listed, here: Room) -> str:
    """A person in one line for people."""
    person = listed.person
    who = ", ".join(part for part in (person.name or "(no name)", person.company, person.phone or "(no number)") if part)
    return line(f"{listed.list} {person.id}  {who}: {stands_text(listed, here.now)}", 300)


def stands_text(listed: Listed, now: datetime) -> str:
    """Where somebody stands, in words."""
    stands = listed.standing
    match stands.stage:
        case Stage.CALLBACK:
            return f"{'callback promised' if stands.due_at and stands.due_at <= now else 'call back'} {moment_text(stands.due_at, now)}"
        case Stage.RETRY:
            return f"try again, {stands.tries} so far" if stands.due_at is None or stands.due_at <= now else f"try again {moment_text(stands.due_at, now)}, {stands.tries} so far"
    return "skipped" if stands.stage == Stage.NEW and stands.skipped_at else _STANDS.get(stands.stage, stands.stage)


def moment_text(moment: datetime | None, now: datetime) -> str:
    """A moment by the clock here: today's without its day."""
    if moment is None:
        return ""
    local = as_here(moment, now)
    return f"today {local:%H:%M}" if local.date() == now.date() else f"{local:%a} {local:%Y-%m-%d %H:%M}"


def details(listed: Listed, here: Room) -> Iterator[str]:
    """What there is to know before somebody is called, line by line."""
    person = listed.person
    yield in_words(listed, here)
    if person.why:
        yield f"  why: {line(person.why)}"
    zone = zone_named(person.time_zone)
    if zone is not None:
        there = here.now.astimezone(zone)
        first, _, last = (person.hours or here.config.contacts.hours).partition("-")
        yield f"  there {there:%H:%M}{'' if first <= f'{there:%H:%M}' < last else f', outside {first} to {last}'}"
    said = [touch for touch in person.touches if touch.then != "keep"][-_LAST:]
    if said:
        yield "  last: " + ", ".join(f"{line(touch.label or touch.outcome, 40)} ({moment_text(touch.at, here.now)})" for touch in reversed(said))
    note = next((touch.note for touch in reversed(person.touches) if touch.note), person.note)
    if note:
        yield f"  note: {line(' '.join(note.split()))}"
    if called_on(person, here.now) >= _OFTEN:
        yield f"  called {called_on(person, here.now)} times today"
