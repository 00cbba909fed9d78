"""The quick reader of call lists: the same rules as the strict one's, for what nearly all people look like.

It splits a file into its people, each as it stands there, and decodes those who have nothing but plain fields some
ten times as quickly. Whatever is unusual of a person is left to the strict reader, and so is a whole file that does not fit:
that one knows the reason.
"""

from typing import NamedTuple

import msgspec

from nextcall.contacts.person import Person
from nextcall.errors import InputError
from nextcall.storage import formats
from nextcall.storage.contacts import codec
from nextcall.storage.contacts.codec import CallList
from nextcall.storage.fields import LONGEST, Unfit

_LONGEST_ID = 64
_BREAKS = 4
"""Line breaks between the five texts that are searched."""
NOT_QUICK = (ValueError, RecursionError, Unfit, InputError)
"""What this reader leaves to the strict one; msgspec's errors are ValueErrors, and so is one of UTF-8."""


class _Plain(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """Somebody to whom nothing has happened yet."""

    id: str
    name: str = ""
    phone: str = ""
    company: str = ""
    why: str = ""
    email: str = ""
    note: str = ""
    time_zone: str = ""
    hours: str = ""
    more: dict[str, str] = msgspec.field(default_factory=dict)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    """A whole list."""

    schema: int
    people: list[msgspec.Raw]
    title: str = ""


_FILE = msgspec.json.Decoder(_File)
_PLAIN = msgspec.json.Decoder(_Plain)
_PEOPLE = b'"people"'


class Split(NamedTuple):
    """A list, and each of its people as they stand in the file."""

    listed: CallList
    raw: tuple[bytes, ...]
    """One for each of the people; empty where the strict reader had to read the whole."""


class Told(NamedTuple):
    """What is looked up of somebody."""

    id: str
    phone: str
    words: str
    """What is searched: name, company, number, reason and e-mail address, one a line."""
    person: Person | None
    """None of somebody to whom nothing has happened yet."""


def read(content: bytes) -> Split:
    """The list in the bytes of a file. Raises `Unfit` or `InputError` where it is none."""
    found = pieces(content)
    try:
        people = tuple(map(person, found[1])) if found else ()
    except NOT_QUICK:
        found = None
    if found is None or len({one.id for one in people}) != len(people):
        return Split(codec.read(formats.parse(content, ".json")), ())
    return Split(CallList(found[0], people), found[1])


def pieces(content: bytes) -> tuple[str, tuple[bytes, ...]] | None:
    """Title and people of a list, each as they stand there, not looked at yet; None where the strict reader has to look at it."""
    try:
        file = _FILE.decode(content)
        plain = file.schema == codec.SCHEMA and _is_harmless(file.title) and content.count(_PEOPLE) == 1  # twice: it would be lost
        return (file.title, tuple(map(bytes, file.people))) if plain else None
    except NOT_QUICK:
        return None


def told(raw: bytes) -> Told:
    """What is looked up of a person as they stand in a file. Raises as `person` does."""
    try:
        plain = _PLAIN.decode(raw)
    except ValueError:
        return told_of(strictly(raw))
    words = f"{plain.name}\n{plain.company}\n{plain.phone}\n{plain.why}\n{plain.email}"
    if not (words.replace("\n", "").isprintable() and words.count("\n") == _BREAKS and len(words) <= LONGEST and _is_id(plain.id)):
        return told_of(strictly(raw))
    return Told(plain.id, plain.phone, words.casefold(), None)


def told_of(found: Person) -> Told:
    """The same of a person who has been read."""
    words = f"{found.name}\n{found.company}\n{found.phone}\n{found.why}\n{found.email}"
    return Told(found.id, found.phone, words.casefold(), found)


def person(raw: bytes) -> Person:
    """A person as they stand in a file. Raises `Unfit`, `InputError` or `ValueError`."""
    try:
        plain = _PLAIN.decode(raw)
    except ValueError:
        return strictly(raw)
    texts = (plain.name, plain.phone, plain.company, plain.why, plain.email, plain.note, plain.time_zone, plain.hours)
    more = plain.more
    if not (_is_harmless("".join((*texts, *more, *more.values()))) and _is_id(plain.id)):
        return strictly(raw)
    return Person(plain.id, *texts, more)


def strictly(raw: bytes | str) -> Person:
    """The same, by the strict reader alone."""
    found: Person = codec.PERSON.read(formats.parse(raw.encode() if isinstance(raw, str) else raw, ".json"), "")
    return found


def _is_id(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_ID and name.isprintable()


def _is_harmless(text: str) -> bool:
    """Whether the strict reader would take texts as they are, all of them together."""
    return text.isprintable() and len(text) <= LONGEST
