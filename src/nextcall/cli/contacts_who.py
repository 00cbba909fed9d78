"""`nextcall contacts who`: one person's whole way: every call across sessions, introductions, and what is next."""

import re
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from nextcall.cli.contacts_words import Room, as_data, details, moment_text, room, stands_text, touch_data
from nextcall.cli.history import opened
from nextcall.cli.output import as_json, data
from nextcall.config.paths import Folders
from nextcall.contacts.duplicates import name_key, number_key
from nextcall.contacts.person import Person, Touch
from nextcall.core.session import plain
from nextcall.errors import InputError
from nextcall.exchange import phones
from nextcall.stats.ledger import Introduced, ledger
from nextcall.storage.contacts.elsewhere import elsewhere, in_order
from nextcall.storage.contacts.shelf import Listed
from nextcall.storage.sessions import Sessions
from nextcall.text import line

_MOST = 200
_PAIR = 2
_WHOLE = 7
"""Digits that are a number without its country."""


def run(options: Namespace, where: Folders) -> int:
    """Print everybody whom the words mean."""
    with room(where) as here:
        found = meant(here, options.who)
        with opened(where) as index:
            marks = ledger(index.marks(("introduced",))).introductions
            others = [elsewhere(index, Sessions(where.data), one.person) for one in found]
        if options.json:
            as_json([_data(one, here, marks) | {"elsewhere": [touch_data(touch) for touch in calls]} for one, calls in zip(found, others, strict=True)])
            return 0
        for number, one in enumerate(found):
            if number and not options.plain:
                data("")
            for text in _rows(one, here, marks, others[number]) if options.plain else _text(one, here, marks, others[number]):
                data(text)
    return 0


def meant(here: Room, words: list[str]) -> list[Listed]:
    """Who is meant by list and id, by a number, or by a whole name. Raises `InputError` where nobody is."""
    if len(words) == _PAIR and (one := here.shelf.one(words[0], words[1])):
        return [here.seen(one)]
    text = " ".join(words)
    numbers = {phones.read(text, here.config.contacts.country).number, number_key(text)} if any(sign.isdigit() for sign in text) else set()
    found = [one for number in sorted(numbers) if number for one in here.shelf.by_phone(number)]
    digits = re.sub(r"\D", "", text)
    if not found and len(digits) >= _WHOLE:  # without its country it is the end of a number
        found = [one for one in here.shelf.search(digits, most=_MOST) if number_key(one.person.phone).endswith(digits)]
    if not found and (key := name_key(text)):
        longest = max(re.findall(r"\w+", text) or [text], key=len)
        found = [one for one in here.shelf.search(longest, most=_MOST) if name_key(one.person.name) == key]
    if not found:
        raise InputError(f"nobody on the lists is '{line(text, 60)}'", "nextcall contacts find WORDS looks for parts of names; LIST and ID mean one person.")
    return [here.seen(one) for one in found]


def _of(person: Person, introductions: tuple[Introduced, ...]) -> list[Introduced]:
    """Those in which a person occurs, by their name."""
    key = name_key(person.name)
    return [one for one in introductions if key and key in (name_key(one.who), name_key(one.to))]


def _data(one: Listed, here: Room, marks: tuple[Introduced, ...]) -> dict[str, Any]:
    return as_data(one, here) | {
        "said": [{"at": plain(act.at), "kind": act.kind, "until": plain(act.until)} for act in one.person.acts],
        "introductions": [mark._asdict() | {"at": plain(mark.at)} for mark in _of(one.person, marks)],
    }


def _rows(one: Listed, here: Room, marks: tuple[Introduced, ...], others: tuple[Touch, ...]) -> Iterator[str]:
    yield "\t".join(("person", one.list, line(one.person.id), line(one.person.name), line(one.person.phone), one.standing.stage))
    for found in map(touch_data, in_order(one.person, others)):
        yield "\t".join(("call", found["at"], found["session"], str(found["n"]), line(found["outcome"]), line(" ".join(found["note"].split()), 500)))
    for mark in _of(one.person, marks):
        yield "\t".join(("introduction", mark.session, str(mark.n), line(mark.who), line(mark.to), mark.state))
    yield f"next\t{stands_text(one, here.now)}"


def _text(one: Listed, here: Room, marks: tuple[Introduced, ...], others: tuple[Touch, ...]) -> Iterator[str]:
    yield from details(one, here)
    for touch in in_order(one.person, others):
        note = f": {line(' '.join(touch.note.split()))}" if touch.note else ""
        yield f"  {moment_text(touch.at, here.now)}  {line(touch.label or touch.outcome, 40)}{note}  (session {touch.session}, call {touch.n})"
    for act in one.person.acts:
        said = {"callback": f"to be called back {moment_text(act.until, here.now)}".rstrip(), "done": "done", "open": "to be called as if nothing had been"}[act.kind]
        yield f"  {moment_text(act.at, here.now)}  you said: {said}"
    for mark in _of(one.person, marks):
        yield f"  introduced: {line(mark.who)} to {line(mark.to)}, {mark.state}  (session {mark.session}, call {mark.n})"
