"""Who is somebody that is known already, and what is learned of them.

The same number is the same person, whatever they are called. Where one side has no number, the same name is,
unless both name a company and these differ. Two people of one name with two numbers stay two. Letter case, accents,
punctuation and blanks of names do not matter, and `Roe, Ann` is `Ann Roe`.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from nextcall.contacts.person import Person

_FILLED = ("name", "phone", "company", "why", "email", "note", "time_zone", "hours")
_MOST_MORE = 100
"""Fields without a use that somebody keeps, however many files tell of them."""
_AT = "\x1f"
"""Stands between a name and a company; in neither it can be."""


def number_key(phone: str) -> str:
    """What a number is compared by: `+`, digits and what is dialled after them; empty where there is no digit."""
    if phone[:1] == "+" and phone.isascii() and phone[1:].isdigit():
        return phone  # as nearly all are
    plain = unicodedata.normalize("NFKC", phone)
    digits = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in plain if sign.isdigit() or sign in "+*#,;")
    if not any(sign.isdigit() for sign in digits):
        return ""
    return f"+{digits[2:]}" if digits.startswith("00") else digits.replace(";", ",")


def name_key(name: str) -> str:
    """What a name is compared by; empty where there is none."""
    last, comma, first = name.partition(",")
    turned = f"{first} {last}" if comma and first.strip() and "," not in first else name
    return _folded(turned) or " ".join(name.replace(_AT, " ").casefold().split())  # of a name of emoji nothing would be left


def _folded(text: str) -> str:
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", text.casefold()).split())


class Known:
    """People, found by number and by name at once, however many there are and however many are called the same."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._people: list[Person] = []
        self._numbers: dict[str, int] = {}
        self._names, self._without_number = _Names(), _Names()
        for person in people:
            self.add(person)

    def __iter__(self) -> Iterator[Person]:
        """All of them, in the order in which they were added."""
        return iter(self._people)

    def __len__(self) -> int:
        return len(self._people)

    def add(self, person: Person) -> None:
        """One more, whoever is known."""
        self._people.append(person)
        self._index(len(self._people) - 1)

    def find(self, person: Person) -> Person | None:
        """The one who is this person; None: nobody is."""
        at = self._at(person)
        return None if at is None else self._people[at]

    def take(self, person: Person) -> tuple[Person, bool]:
        """Whoever this is, with what is learned of them, and whether they are new: then they were added."""
        at = self._at(person)
        if at is None:
            self.add(person)
            return person, True
        old = self._people[at]
        learned = merge(old, person)
        if learned is not old:
            self._people[at] = learned
            if (old.name, old.company, old.phone) != (learned.name, learned.company, learned.phone):
                self._names.drop(at, old)
                self._without_number.drop(at, old)
                self._index(at)
        return learned, False

    def _at(self, person: Person) -> int | None:
        number = number_key(person.phone)
        if number in self._numbers:
            return self._numbers[number]
        return (self._without_number if number else self._names).find(person)

    def _index(self, at: int) -> None:
        person = self._people[at]
        number = number_key(person.phone)
        if number:
            self._numbers.setdefault(number, at)
        else:
            self._without_number.put(at, person)
        self._names.put(at, person)


class _Names:
    """Positions of people by their names, and by name and company."""

    def __init__(self) -> None:
        self._at: dict[str, list[int]] = {}

    def put(self, at: int, person: Person) -> None:
        for key in self._keys(person):
            self._at.setdefault(key, []).append(at)

    def drop(self, at: int, person: Person) -> None:
        for key in self._keys(person):
            if at in self._at.get(key, ()):
                self._at[key].remove(at)

    def find(self, person: Person) -> int | None:
        """The first of that name whose company is the same, or not known on one side."""
        name = name_key(person.name)
        if not name:
            return None
        company = _folded(person.company)
        keys = (f"{name}{_AT}{company}", f"{name}{_AT}") if company else (name,)
        return next((at for key in keys for at in self._at.get(key, ())), None)

    @staticmethod
    def _keys(person: Person) -> tuple[str, ...]:
        name = name_key(person.name)
        return (name, f"{name}{_AT}{_folded(person.company)}") if name else ()


def merge(old: Person, new: Person) -> Person:
    """`old` with what only `new` says; nothing that is there is overwritten. Without any news `old` itself."""
    learned = {field: getattr(new, field) for field in _FILLED if getattr(new, field) and not getattr(old, field)}
    more = {key: value for key, value in new.more.items() if value and not old.more.get(key)}
    kept = dict(list(more.items())[: max(_MOST_MORE - len(old.more), 0)])
    if not learned and not kept:
        return old
    return old._replace(**learned, more={**old.more, **kept} if kept else old.more)
