"""`nextcall contacts block`, `unblock`, `snooze`, `done` and `open`: what the caller says of somebody outside a call."""

from argparse import Namespace

from nextcall.cli.contacts_lists import known_list
from nextcall.cli.contacts_words import Room, in_words, moment_text, room, zone_there
from nextcall.cli.output import data
from nextcall.config.paths import Folders
from nextcall.contacts.person import Act
from nextcall.contacts.when import days_later, written
from nextcall.errors import InputError
from nextcall.exchange import phones
from nextcall.storage.contacts import blocking
from nextcall.storage.contacts.lists import Lists, Said
from nextcall.storage.contacts.shelf import Listed
from nextcall.text import line, many


def run(options: Namespace, where: Folders) -> int:
    """Say it, and what comes of it. Raises `InputError`, `OSError` or `StorageError`."""
    with room(where) as here:
        lists = Lists(where.data)
        if options.what in ("block", "unblock"):
            return _block(options, here, lists)
        one = _one(here, where, options.list, options.id)
        act = _act(options, here, one)
        with lists.sessions.lock():
            lists.say(Said(one.list, one.person.id, act))
    who = line(one.person.name or one.person.phone or one.person.id)
    data(f"{who}: {_told(act, here)}")
    return 0


def _one(here: Room, where: Folders, name: str, id_: str) -> Listed:
    known_list(here, where, name)
    found = here.shelf.one(name, id_)
    if found is None:
        raise InputError(f"nobody on the list '{name}' has the id '{line(id_, 60)}'", f"nextcall contacts find WORDS --list {name} says ids.")
    return found


def _act(options: Namespace, here: Room, one: Listed) -> Act:
    if options.what != "snooze":
        return Act(here.now, options.what)
    zone, text = zone_there(one.person, here.now), " ".join(options.when)
    return Act(here.now, "callback", written(text, here.now, zone) if text else days_later(here.now, 1, zone))


def _told(act: Act, here: Room) -> str:
    return {"callback": f"call back {moment_text(act.until, here.now)}", "done": "done", "open": "to be called"}[act.kind]


def _block(options: Namespace, here: Room, lists: Lists) -> int:
    phone = _number(options.phone, here)
    before = here.shelf.is_blocked(phone)
    found = [here.seen(one) for one in here.shelf.by_phone(phone)]
    name = found[0].person.name if found else ""
    with lists.sessions.lock():
        if options.what == "unblock":
            blocking.allow(lists, here.shelf, phone, here.now)
        elif not before:
            blocking.block(lists, phone, here.now, name)
    listed = f"; {many(len(found), 'person has', 'people have')} it" if found else ""
    if options.what == "block":
        data(f"{phone} {'was blocked already' if before else 'is never called again'}{listed}")
    else:
        data(f"{phone} {'may be called again' if before else 'was not blocked'}{listed}")
    for one in found:
        data(f"  {in_words(one, here).partition(': ')[0]}")
    return 0


def _number(text: str, here: Room) -> str:
    """The number that is meant; as the lists have it where it is on one. Raises `InputError`."""
    found = phones.read(text, here.config.contacts.country)
    if not found.number:
        raise InputError(f"'{line(text, 60)}' is no number", "Write it with its country, as +1 555 0100.")
    return found.number
