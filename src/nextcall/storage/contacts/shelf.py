"""People to look up: the next one of a list, who is due, who has a number; among a hundred thousand at once.

It reads a disposable copy of the lists (`CACHE/contacts.sqlite`) over which everything is laid that waits to be written
into them. The copy is brought up to date at each opening by what changed, and made anew where it is missing or damaged.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple, Self

from nextcall.contacts.duplicates import number_key
from nextcall.contacts.queue import CALLABLE, STAGES, Rules, Stage, Standing, standing
from nextcall.storage.contacts import codec
from nextcall.storage.contacts.freshness import is_up_to_date
from nextcall.storage.contacts.lists import Lists
from nextcall.storage.contacts.tables import PEOPLE
from nextcall.storage.place import Place, in_memory

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime

    from nextcall.contacts.person import Person

_MOST = 1_000
"""People of whom the ones after them are asked for at once."""


class Listed(NamedTuple):
    """A person of a list, and where they stand."""

    list: str
    position: int
    """The place in the list, from 0."""
    person: Person
    standing: Standing


class ListLine(NamedTuple):
    """What there is to say of a list."""

    name: str
    title: str
    stages: dict[str, int]
    """How many people stand at each stage."""
    due: int
    """How many of them are to be called now."""
    problem: str = ""
    """Why it could not be read; empty where it could."""


class Shelf:
    """All people of all lists, as they stand now."""

    def __init__(self, connection: sqlite3.Connection, rules: Rules) -> None:
        self._connection = connection
        self._rules = rules

    @classmethod
    def opened(cls, data: str, cache: str, rules: Rules) -> Self:
        """The people of a data folder, by the rules of the queue. Raises `OSError` or `StorageError`."""
        lists = Lists(data)
        place = Place(cache, data, PEOPLE)
        connection = place.read()
        if connection is not None:
            try:
                if is_up_to_date(connection, lists, rules):
                    return cls(connection, rules)
            except sqlite3.Error:
                place.forget()
            connection.close()
        from nextcall.storage.contacts.keeping import bring_up_to_date  # noqa: PLC0415 (only where something has changed)
        from nextcall.storage.rewriting import written  # noqa: PLC0415 (as above)

        try:
            with written(place) as writing:
                bring_up_to_date(writing, lists, rules)
            connection = place.read()
        except (OSError, sqlite3.Error):
            connection = None
        if connection is None:  # a cache that cannot be written, or somebody else at it
            connection = in_memory(place.data, None, PEOPLE)
            bring_up_to_date(connection, lists, rules)
        return cls(connection, rules)

    def close(self) -> None:
        """Let go of the copy."""
        self._connection.close()

    def __enter__(self) -> Self:
        """The shelf itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the copy."""
        self.close()

    # ---- lists

    def lists(self, now: datetime) -> list[ListLine]:
        """Every list with how many people stand where."""
        stages: dict[str, dict[str, int]] = {}
        for name, stage, number in self._connection.execute("SELECT list, stage, count(*) FROM people GROUP BY list, stage"):
            stages.setdefault(name, {})[stage] = number
        waited = self._connection.execute("SELECT list, count(*) FROM people WHERE stage IN (?, ?) AND due <= ? GROUP BY list", (Stage.CALLBACK, Stage.RETRY, _ms(now)))
        due: dict[str, int] = dict(waited.fetchall())
        rows = self._connection.execute("SELECT name, title, problem FROM lists ORDER BY name").fetchall()
        return [ListLine(name, title, {stage: stages.get(name, {}).get(stage, 0) for stage in STAGES}, due.get(name, 0) + stages.get(name, {}).get(Stage.NEW, 0), problem) for name, title, problem in rows]

    # ---- people

    def next(self, name: str | None, now: datetime, without: Collection[tuple[str, str]] = (), *, only_callbacks: bool = False) -> Listed | None:
        """Who is to be called now; None where nobody is. `without`: list and id of people who are not looked at; no `name`: of any list."""
        for stage in (Stage.CALLBACK,) if only_callbacks else CALLABLE:
            where, values = ("stage = ?", [stage]) if stage == Stage.NEW else ("stage = ? AND since <= ?", [stage, _ms(now)])
            if name is not None:
                where, values = f"list = ? AND {where}", [name, *values]
            found = self._connection.execute(f"SELECT list, id FROM people WHERE {where} ORDER BY since, position, list LIMIT ?", [*values, _MOST + len(without)])  # noqa: S608 (our own words)
            for who in found:
                if who not in without:
                    return self.one(*who)
        return None

    def one(self, name: str, id_: str) -> Listed | None:
        """One person of a list."""
        return next(self._rows("list = ? AND id = ?", [name, id_]), None)

    def by_phone(self, phone: str) -> list[Listed]:
        """Everybody with a number, in all lists."""
        key = number_key(phone)
        return list(self._rows("phone = ? ORDER BY list, position", [key])) if key else []

    def search(self, words: str, name: str | None = None, most: int = 50) -> list[Listed]:
        """People in whose name, company, number or reason all of the words stand."""
        wanted = words.casefold().split()
        where, values = " AND ".join(["instr(words, ?) > 0"] * len(wanted)) or "1", list[Any](wanted)
        if name is not None:
            where, values = f"list = ? AND {where}", [name, *values]
        return list(self._rows(f"{where} ORDER BY list, position", values, most))

    def page(self, name: str, stages: Sequence[str] = STAGES, first: int = 0, most: int = 200) -> list[Listed]:
        """People of a list at some stages, in the order of the queue."""
        found: list[Listed] = []
        for stage in (stage for stage in STAGES if stage in stages):
            number = self.count(name, (stage,)) if first else 0
            if first < number or not first:
                found += self._rows("list = ? AND stage = ? ORDER BY since, position", [name, stage], most - len(found), first)
            first = max(first - number, 0)
            if len(found) >= most:
                break
        return found

    def count(self, name: str, stages: Sequence[str] = STAGES) -> int:
        """How many people of a list stand at some stages."""
        where = f"list = ? AND stage IN ({', '.join('?' * len(stages))})"
        return int(self._connection.execute(f"SELECT count(*) FROM people WHERE {where}", [name, *stages]).fetchone()[0])  # noqa: S608 (our own words)

    def callbacks(self, until: datetime, most: int = 200) -> list[Listed]:
        """Callbacks of all lists that are due until then, the oldest first."""
        return list(self._rows("stage = ? AND due <= ? ORDER BY due, list, position", [Stage.CALLBACK, _ms(until)], most))

    def callbacks_number(self, until: datetime) -> int:
        """How many callbacks are due until then."""
        return int(self._connection.execute("SELECT count(*) FROM people WHERE stage = ? AND due <= ?", (Stage.CALLBACK, _ms(until))).fetchone()[0])

    def everybody(self, name: str) -> Iterator[Listed]:
        """A whole list, in its own order."""
        return self._rows("list = ? ORDER BY position", [name], -1)

    def is_blocked(self, phone: str) -> bool:
        """Whether a number is not to be called."""
        key = number_key(phone)
        return bool(key) and self._connection.execute("SELECT 1 FROM blocked WHERE phone = ?", (key,)).fetchone() is not None

    def blocked(self) -> set[str]:
        """All numbers that are not to be called, as `contacts.duplicates.number_key` has them."""
        return {row[0] for row in self._connection.execute("SELECT phone FROM blocked")}

    def _rows(self, where: str, values: Sequence[Any], most: int = -1, first: int = 0) -> Iterator[Listed]:
        found = self._connection.execute(f"SELECT list, position, stage, person FROM people WHERE {where} LIMIT ? OFFSET ?", [*values, most, first])  # noqa: S608 (our own words)
        for name, position, stage, person in found:
            read: Person = codec.PERSON.read(json.loads(person), "")
            stands = standing(read, self._rules)
            yield Listed(name, position, read, stands if stage != Stage.BLOCKED else Standing(Stage.BLOCKED))


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
