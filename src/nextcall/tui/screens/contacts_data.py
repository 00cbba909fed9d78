"""What the contacts screen has to show, and where it has it from: one page at a time, however long a list is."""

from datetime import datetime
from typing import NamedTuple

from nextcall.config.paths import Folders
from nextcall.contacts.duplicates import name_key
from nextcall.contacts.person import Act, Person, Touch
from nextcall.contacts.queue import Rules, Stage, Standing, is_due, standing
from nextcall.contacts.touching import acted, touches
from nextcall.core.session import Session
from nextcall.stats.ledger import Introduced, ledger
from nextcall.storage.contacts.elsewhere import elsewhere
from nextcall.storage.contacts.shelf import Listed, ListLine, Shelf
from nextcall.storage.contacts.upcoming import as_now
from nextcall.storage.index.index import Index
from nextcall.storage.sessions import Sessions

PAGE = 200
"""People that are read at once."""
MOST_DUE = 200
"""Callbacks that are shown; how many more there are is said."""


class Front(NamedTuple):
    """What there is at all."""

    lists: tuple[ListLine, ...] = ()
    due: tuple[Listed, ...] = ()
    """Callbacks that are due, the oldest first."""
    beyond: int = 0
    """How many more are due than stand there."""
    due_number: int = 0
    """How many are due now."""


class View:
    """Something that is looked at, and where in it."""

    def __init__(self, kind: str, name: str = "", id_: str = "", query: str = "") -> None:
        self.kind = kind
        """`front`, `due`, `people`, `found` or `person`."""
        self.name = name
        """The list; empty: all of them."""
        self.id = id_
        """The person."""
        self.query = query
        """What is looked for."""
        self.chosen = self.first = 0


def look(folders: Folders, rules: Rules, session: Session | None, now: datetime) -> tuple["Pages", Front]:
    """The people, and what there is of them, as the open session has left them. Raises `OSError` or `StorageError`."""
    shelf = Shelf.opened(folders.data, folders.cache, rules)
    pages = Pages(shelf, rules, session)
    here = [pages.as_said(listed) for listed in shelf.callbacks(now, MOST_DUE)]
    due = tuple(listed for listed in here if listed.standing.stage == Stage.CALLBACK and is_due(listed.standing, now))
    beyond = shelf.callbacks_number(now) - len(here)
    return pages, Front(tuple(shelf.lists(now)), due, beyond, len(due) + beyond)


class Past(NamedTuple):
    """What the history has of somebody that the lists have not."""

    calls: tuple[Touch, ...] = ()
    """Calls that no list knows of."""
    introductions: tuple[Introduced, ...] = ()
    """Those in which they occur, newest first."""


def past_of(folders: Folders, person: Person) -> Past:
    """What the history has of somebody. Raises `OSError`."""
    wanted = name_key(person.name)
    if not wanted:
        return Past()
    index = Index.at_hand(folders.data, folders.cache, soon=False) or Index.opened(folders.data, folders.cache)
    with index:
        found = ledger(index.marks(("introduced",))).introductions
        calls = elsewhere(index, Sessions(folders.data), person)
    return Past(calls, tuple(one for one in found if wanted in {name_key(one.who), name_key(one.to)}))


class Pages:
    """The people of the lists, a page at a time, with what was just said of them laid over."""

    def __init__(self, shelf: Shelf, rules: Rules, session: Session | None = None) -> None:
        self.shelf = shelf
        self._rules = rules
        self._session = session
        self._met = {(name, id_) for name, id_, _ in touches(session)} if session else set()
        self._pages: dict[tuple[str, int], list[Listed]] = {}
        self._counts: dict[str, int] = {}
        self._found: tuple[tuple[str, str], list[Listed]] | None = None
        self.acts: dict[tuple[str, str], Act] = {}
        """What was said of whom since the lists were read."""
        self.numbers: dict[str, bool] = {}
        """Which numbers were blocked since then, or allowed again."""

    def close(self) -> None:
        """Let go of the lists."""
        self.shelf.close()

    def count(self, name: str) -> int:
        """How many people a list has."""
        if name not in self._counts:
            self._counts[name] = self.shelf.count(name)
        return self._counts[name]

    def people(self, name: str, first: int, rows: int) -> list[Listed]:
        """So many people of a list from a place of its queue on."""
        found: list[Listed] = []
        for number in range(first // PAGE, (first + max(rows, 1) - 1) // PAGE + 1):
            page = name, number
            if page not in self._pages:
                self._pages = {kept: self._pages[kept] for kept in list(self._pages)[-4:]}
                self._pages[page] = self.shelf.page(name, first=number * PAGE, most=PAGE)
            found += self._pages[page]
        skipped = first - first // PAGE * PAGE
        return [self.as_said(listed) for listed in found[skipped : skipped + rows]]

    def found(self, words: str, name: str) -> list[Listed]:
        """The people who are meant by some words, of one list or of all."""
        wanted = words, name
        if self._found is None or self._found[0] != wanted:
            self._found = wanted, self.shelf.search(words, name or None, PAGE)
        return [self.as_said(listed) for listed in self._found[1]]

    def one(self, name: str, id_: str) -> Listed | None:
        """One person."""
        listed = self.shelf.one(name, id_)
        return self.as_said(listed) if listed else None

    def as_said(self, listed: Listed) -> Listed:
        """Somebody with what was just said of them."""
        who = listed.list, listed.person.id
        if who in self._met:
            listed = as_now(self.shelf, self._session, self._rules, *who) or listed
        act, number = self.acts.get(who), self.numbers.get(listed.person.phone)
        if number:
            return listed._replace(standing=Standing(Stage.BLOCKED))
        if number is None and (act is None or listed.standing.stage == Stage.BLOCKED):
            return listed
        person = acted(listed.person, act) if act else listed.person
        return listed._replace(person=person, standing=standing(person, self._rules))

