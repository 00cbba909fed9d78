"""What a caller says of people outside a call, on disk at once and with a way back."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from nextcall.contacts.duplicates import number_key
from nextcall.contacts.person import Act, Person
from nextcall.contacts.queue import Stage, Standing
from nextcall.storage.contacts.blocking import allow, block
from nextcall.storage.contacts.blocks import Block
from nextcall.storage.contacts.lists import Lists, Said
from nextcall.storage.contacts.shelf import Listed, Shelf


class _Spoken(NamedTuple):
    """Something was said of somebody, who stood there before."""

    said: Said
    before: Standing
    name: str


class _Numbers(NamedTuple):
    """Whether a number may be called was changed; these rows stood for it before."""

    phone: str
    before: tuple[Block, ...]
    said: tuple[Said, ...]
    """What was said of people with it."""
    name: str


class Acts:
    """Says things, and takes them back. Each method raises `OSError` or `StorageError`: nothing has changed then."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._done: list[_Spoken | _Numbers] = []
        self._last: datetime | None = None

    @property
    def any(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._done)

    def say(self, listed: Listed, act: Act, *, instead: Said | None = None) -> Said:
        """Say something of somebody; `instead` of what was said a moment ago."""
        said = Said(listed.list, listed.person.id, act._replace(at=self._after_all(act.at)))
        with self._lists.sessions.lock():
            self._lists.say(said)
            if instead is not None:
                self._lists.unsay(instead)
        last = self._done[-1] if self._done else None
        if instead is not None and isinstance(last, _Spoken) and last.said == instead:
            self._done[-1] = last._replace(said=said)
        else:
            self._done.append(_Spoken(said, listed.standing, listed.person.name))
        return said

    def _after_all(self, now: datetime) -> datetime:
        """A moment after all that was said here: the last word counts, however quickly it follows."""
        self._last = now if self._last is None else max(now, self._last + timedelta(milliseconds=1))
        return self._last

    def block(self, listed: Listed, now: datetime) -> None:
        """Never call the number of somebody again, on whichever list."""
        person = listed.person
        self._change(person, lambda: block(self._lists, person.phone, now, person.name))

    def allow(self, listed: Listed, shelf: Shelf, now: datetime) -> None:
        """Let the number of somebody be called again."""
        person, at = listed.person, self._after_all(now)
        self._change(person, lambda: allow(self._lists, shelf, person.phone, at))

    def _change(self, person: Person, how: Callable[[], None]) -> None:
        with self._lists.sessions.lock():
            blocks, said = self._lists.blocks(), set(self._spoken())
            how()
            fresh = tuple(one for one in self._lists.said() if self._key(one) not in said)
        before = tuple(row for row in blocks if number_key(row.phone) == number_key(person.phone))
        self._done.append(_Numbers(person.phone, before, fresh, person.name))

    def _spoken(self) -> Iterator[tuple[object, ...]]:
        return map(self._key, self._lists.said())

    @staticmethod
    def _key(said: Said) -> tuple[object, ...]:
        return said.list, said.id, said.act.at, said.act.kind, said.act.until

    def undo(self, now: datetime) -> str:
        """Take the last thing back; whom it was about. There must be `any`."""
        last = self._done[-1]
        with self._lists.sessions.lock():
            if isinstance(last, _Spoken):
                if not self._lists.unsay(last.said):  # the list has it by now
                    self._lists.say(last.said._replace(act=_as_before(last.before, self._after_all(now))))
            else:
                key = number_key(last.phone)
                others = (row for row in self._lists.blocks() if number_key(row.phone) != key)
                self._lists.save_blocks((*others, *last.before))
                for said in last.said:
                    self._lists.unsay(said)
        self._done.pop()
        return last.name


def _as_before(before: Standing, now: datetime) -> Act:
    """What makes somebody stand where they stood."""
    if before.stage == Stage.CALLBACK:
        return Act(now, "callback", before.due_at)
    return Act(now, "open" if before.stage in (Stage.NEW, Stage.RETRY) else "done")
