"""`nextcall contacts import`: people from a CSV or vCard file into lists; the same file again adds no one."""

import os
from argparse import Namespace
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import NamedTuple

from nextcall.bootstrap import rules_of
from nextcall.cli.contacts_plan import Outcome, Plan, named, planned
from nextcall.cli.history import open_session
from nextcall.cli.numbers import country
from nextcall.cli.output import as_json, data
from nextcall.cli.progress import Progress
from nextcall.clock import Clock
from nextcall.config.load import load
from nextcall.config.paths import Folders
from nextcall.contacts.duplicates import number_key
from nextcall.errors import InputError, NextcallError
from nextcall.exchange import people_table, vcard
from nextcall.exchange.people import Draft, People, Place
from nextcall.exchange.people_columns import OPTIONS, chosen
from nextcall.exchange.people_words import Understood, as_data, left_out, numbers, preview
from nextcall.exchange.table import LARGEST, read_table
from nextcall.figures import figure
from nextcall.storage.contacts import blocking
from nextcall.storage.contacts.codec import CallList
from nextcall.storage.contacts.lists import Lists
from nextcall.storage.contacts.settling import settle
from nextcall.storage.contacts.shelf import Shelf
from nextcall.text import line, many


class _Read(NamedTuple):
    understood: Understood
    by_list: dict[str, list[Draft]]
    """Who goes to which list."""
    refused: tuple[Draft, ...]
    """Whoever the file says must not be called."""


def run(options: Namespace, where: Folders) -> int:
    """Bring the people in, or say what would be done."""
    lists = Lists(where.data)
    if options.into is not None:
        lists.path(options.into)
    read = _read(options, where)
    drafts = read.understood.people.drafts
    try:
        with Progress("people compared") as progress:
            found = _brought_in(lists, where, read, dry=options.dry_run, progress=progress)
    except KeyboardInterrupt:
        raise NextcallError("stopped; nothing was imported") from None
    if not options.dry_run:
        _look_up(where)
    if options.json:
        as_json(as_data(read.understood) | {"dry_run": options.dry_run, "lists": {name: one._asdict() for name, one in found.items()}, "blocked": len(read.refused)})
    else:
        for text in preview(read.understood) if options.dry_run else (*numbers(read.understood), *left_out(read.understood.people)):
            data(text)
        for text in _told(found, len(read.refused), dry=options.dry_run):
            data(text)
    return InputError.exit_code if read.understood.people.problems and not drafts else 0


def _look_up(where: Folders) -> None:
    """Make the copy in which people are looked up, so that the next one is there at once; without it that would only take longer."""
    with suppress(OSError, NextcallError, KeyboardInterrupt):
        Shelf.opened(where.data, where.cache, rules_of(load(where.config_file, os.environ))).close()


def _read(options: Namespace, where: Folders) -> _Read:
    """What the file says. Raises `InputError`, `UsageError` or `OSError`."""
    name = line(os.path.basename(options.file), 100)
    place = Place(country(options.country, load(where.config_file, os.environ)), Clock().now())
    stated = {role: getattr(options, f"column_{role}") for role in OPTIONS}
    try:
        with open(options.file, "rb") as file:
            content = file.read(LARGEST + 1)
        with Progress("people read") as progress:
            understood = _understood(name, content, stated, place, progress)
    except InputError as error:
        raise InputError(f"{name}: {error.message}", error.hint) from None
    except KeyboardInterrupt:
        raise NextcallError("stopped; nothing was imported") from None
    by_list: dict[str, list[Draft]] = {}
    usual = options.into or named(os.path.splitext(os.path.basename(options.file))[0])
    for draft in understood.people.drafts:
        if not draft.do_not_call:
            by_list.setdefault(options.into or (named(draft.list) if draft.list else usual), []).append(draft)
    return _Read(understood, by_list, tuple(draft for draft in understood.people.drafts if draft.do_not_call))


def _understood(name: str, content: bytes, stated: dict[str, str | None], place: Place, progress: Progress) -> Understood:
    if vcard.looks_like(name, content[:4096]):
        people: People = vcard.take(content, place, progress)
        return Understood(name, people, place.country)
    table = read_table(content)
    columns = chosen(table, stated)
    return Understood(name, people_table.take(table, columns, place, progress), place.country, table, columns)


def _brought_in(lists: Lists, where: Folders, read: _Read, *, dry: bool, progress: Callable[[int, int], None]) -> dict[str, Outcome]:
    """What came of it, by list. Raises `OSError` or `StorageError`; nothing was brought in then but numbers that are not to be called."""
    plan = Plan(sum(map(len, read.by_list.values())), progress)
    if dry:
        refused = blocking.forbidden(lists, open_session(where)) | _keys(read.refused)
        for name, drafts in read.by_list.items():
            planned(plan, name, lists.read(name) if lists.identity(name) else CallList(), drafts, refused)
        return plan.found
    with lists.sessions.lock():
        refused = blocking.forbidden(lists, open_session(where))
        now = Clock().now()
        more = [draft.person for draft in read.refused if draft.person.phone and number_key(draft.person.phone) not in refused]
        blocking.block_all(lists, more, now)
        refused |= _keys(read.refused)

        def changing(name: str, drafts: list[Draft]) -> Callable[[CallList], CallList]:
            return lambda listed: planned(plan, name, listed, drafts, refused)

        settle(lists, {name: changing(name, drafts) for name, drafts in read.by_list.items()})
    return plan.found


def _keys(drafts: Iterable[Draft]) -> set[str]:
    return {key for draft in drafts if (key := number_key(draft.person.phone))}


def _told(found: dict[str, Outcome], blocked: int, *, dry: bool) -> list[str]:
    said = []
    for name, one in found.items():
        parts = [f"{figure(one.new)} {'would be new' if dry else 'new'}"]
        parts += [f"{figure(one.merged)} learned something"] if one.merged else []
        parts += [f"{figure(one.known)} known already"] if one.known else []
        parts += [f"{figure(one.refused)} refused: do not call"] if one.refused else []
        said.append(f"{name}: {', '.join(parts)}.")
    if blocked:
        said.append(f"{many(blocked, 'person', 'people')} {'would not be' if dry else 'not'} brought in: the file says that they must not be called{'' if dry else '; their numbers are blocked'}.")
    return said
