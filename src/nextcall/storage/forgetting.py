"""Removing everything that is kept of a person: from sessions, lists, what was put aside, undo, and copies.

Every file of the data folder is looked at, whatever it is called. In what can be read, the contact goes and
each text loses the name and the number; a file that cannot be read but has them in it is named and left alone.
Copies in the cache are made anew from the files, so whatever holds the name there is deleted.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from nextcall.contacts.duplicates import name_key, number_key
from nextcall.errors import InputError
from nextcall.storage import atomic, formats
from nextcall.storage.contacts.lists import BLOCKED_NAME
from nextcall.storage.names import SUFFIXES

GONE = "(forgotten)"
"""Stands where the name or the number stood in a text."""
_LIMIT = 100_000_000
_KEEP = frozenset({
    "schema", "id", "n", "started_at", "ended_at", "dialed_at", "hung_up_at", "tagged_at", "at", "until", "end", "outcome", "outcomes", "preset", "skill", "list",
    "time_zone", "goal", "steps", "value_per_call", "formula", "reason", "host", "field", "state", "kind", "session", "then", "help", "counts_only", "revision",
})  # fmt: skip
"""Fields that are no text of the caller's, or mean something else."""
_OF_CACHE = ("index.", "contacts.", "status", f"hooks{os.sep}")
"""How the names of our own files in a cache begin."""
_FEWEST = 2
"""Characters of a name that is looked for in texts."""


class Wanted(NamedTuple):
    """Who is to be forgotten."""

    people: frozenset[tuple[str, str]]
    """By list and id."""
    names: tuple[str, ...]
    phones: tuple[str, ...]


class Found(NamedTuple):
    """Where they were found."""

    changed: tuple[str, ...]
    """Paths below the data folder of files that have them."""
    unreadable: tuple[str, ...]
    """Those that have them and cannot be read: they are left alone."""
    calls: int
    """Calls to them."""


def forget(data: str, caches: Iterable[str], wanted: Wanted, *, dry: bool, progress: Callable[[int, int], None]) -> Found:
    """Remove them, or say what would be; the lock of the data folder must be held. Raises `OSError`.

    A file is whole at every moment; stopped anywhere, it can be done again.
    """
    eraser = _Eraser(wanted)
    paths = sorted(_files(data))
    changed, unreadable, calls = [], [], 0
    for done, path in enumerate(paths, 1):
        progress(done, len(paths))
        with suppress(InputError, FileNotFoundError):  # what is no regular file has nothing of ours
            content = atomic.read(path, _LIMIT)
            if not eraser.may_be_in(content):
                continue
            shown = os.path.relpath(path, data)
            after = eraser.without(content, shown)
            if after is None:
                unreadable.append(shown)
            elif after.content != content:
                changed.append(shown)
                calls += after.calls
                if not dry:
                    atomic.save(path, after.content)
    if not dry:
        for folder in caches:
            _clear(folder, eraser)
    return Found(tuple(changed), tuple(unreadable), calls)


class _After(NamedTuple):
    content: bytes
    calls: int


class _Eraser:
    """Knows how somebody stands in files, and takes them out."""

    def __init__(self, wanted: Wanted) -> None:
        self._people = wanted.people
        self._names = {key for name in wanted.names if (key := name_key(name))}
        self._phones = {key for phone in wanted.phones if (key := number_key(phone))}
        texts = [re.escape(" ".join(text.split())).replace(r"\ ", r"\s+") for text in wanted.names if len(text.strip()) >= _FEWEST]
        numbers = [re.escape(text) for text in (*wanted.phones, *self._phones) if len(text.strip()) > _FEWEST]
        parts = [*(rf"(?<!\w){text}(?!\w)" for text in texts), *(rf"(?<!\d){text}(?!\d)" for text in numbers)]
        self._text = re.compile("|".join(sorted(parts, key=len, reverse=True)), re.IGNORECASE) if parts else None
        self._calls = 0

    def may_be_in(self, content: bytes) -> bool:
        """Whether a file is worth a look."""
        text = content.decode(errors="replace")
        by_id = any(f'"{name}"' in text and f'"{id_}"' in text for name, id_ in self._people)
        return by_id or "\\u" in text or self._is_in(text)

    def _is_in(self, text: str) -> bool:
        return self._text is not None and self._text.search(text) is not None

    def without(self, content: bytes, place: str) -> _After | None:
        """The content of the file at a place of the data folder, without them; None where it cannot be read, and has them."""
        kind = _kind(place)
        try:
            data = formats.parse(content, kind)
            if isinstance(data, dict):
                return self._of_data(content, data, place)
        except (InputError, RecursionError):  # the latter of what is nested deeper than it can be looked through
            pass
        return None if self._is_in(content.decode(errors="replace")) else _After(content, 0)

    def _of_data(self, content: bytes, data: dict[str, Any], place: str) -> _After:
        folder, name = os.path.split(place)
        stem = os.path.splitext(name)[0]
        self._calls = 0
        if folder == "contacts" and stem == BLOCKED_NAME:
            after = self._of_rows(data, "numbers", self._block)
        elif folder == "contacts":
            after = self._erased(self._of_rows(data, "people", lambda row: None if self._is_person(row, stem) else row))
        elif folder == os.path.join("contacts", "waiting"):
            after = self._of_rows(data, "acts", lambda row: None if self._is_one(row.get("list"), row.get("id")) else row)
        else:
            after = self._erased(data)
        return _After(content if after == data else _rendered(after, _kind(place)), self._calls)

    @staticmethod
    def _of_rows(data: dict[str, Any], field: str, how: Callable[[dict[str, Any]], dict[str, Any] | None]) -> dict[str, Any]:
        """The data with its rows changed, and without those of which nothing is left."""
        rows = data.get(field)
        if not isinstance(rows, list):
            return data
        changed = ((how(row) if isinstance(row, dict) else row) for row in rows)
        return {**data, field: [row for row in changed if row is not None]}

    def _block(self, row: dict[str, Any]) -> dict[str, Any]:
        """A number that is not to be called stays so; nobody has it any more."""
        if not (self._has_their_number(row) or self._has_their_name(row)):
            return row
        return {key: value for key, value in row.items() if key in ("phone", "at", "allowed_at")}

    def _is_person(self, row: dict[str, Any], name: str) -> bool:
        return self._is_one(name, row.get("id")) or self._has_their_number(row) or self._has_their_name(row)

    def _erased(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: None if self._is_them(item) else item if key in _KEEP and isinstance(item, str) else self._erased(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._erased(item) for item in value]
        return self._text.sub(GONE, value) if isinstance(value, str) and self._text is not None else value

    def _is_them(self, contact: Any) -> bool:
        """Whether something is a call's contact, and one of those."""
        if not isinstance(contact, dict) or "name" not in contact or "phone" not in contact or "touches" in contact:
            return False
        them = self._is_one(contact.get("list"), contact.get("id")) or self._has_their_number(contact) or self._has_their_name(contact)
        self._calls += them
        return them

    def _is_one(self, name: Any, id_: Any) -> bool:
        """Whether those are list and id of one of them; in files that others wrote they may be anything."""
        return isinstance(name, str) and isinstance(id_, str) and (name, id_) in self._people

    def _has_their_number(self, row: dict[str, Any]) -> bool:
        phone = row.get("phone")
        return isinstance(phone, str) and number_key(phone) in self._phones

    def _has_their_name(self, row: dict[str, Any]) -> bool:
        name, phone = row.get("name"), row.get("phone")
        alone = not (isinstance(phone, str) and number_key(phone) and self._phones)  # two people of one name have two numbers
        return isinstance(name, str) and name_key(name) in self._names and alone


def _kind(place: str) -> str:
    suffix = os.path.splitext(place)[1]
    return suffix if suffix in SUFFIXES else ".json"


def _rendered(data: dict[str, Any], kind: str) -> bytes:
    """A file as others write it: a list, and what belongs to lists, has one of its rows a line."""
    for field in ("people", "numbers", "acts"):
        if kind == ".json" and isinstance(data.get(field), list):
            head = formats.dumps({key: value for key, value in data.items() if key != field}).removesuffix("}")
            rows = ",\n  ".join(map(formats.dumps, data[field]))
            return f'{head},\n "{field}": [\n  {rows}]}}\n'.encode(errors="replace")
    return formats.render(data, kind)


def _files(folder: str) -> Iterator[str]:
    for above, _, names in os.walk(folder):
        for name in names:
            if name != ".lock":
                yield os.path.join(above, name)


def _clear(folder: str, eraser: _Eraser) -> None:
    """Delete what holds them, and every copy that cannot be looked into; all of it is made anew.

    A cache that other programs share has files of theirs beside: those are not touched.
    """
    for path in list(_files(folder)):
        name = os.path.relpath(path, folder)
        if not name.startswith(_OF_CACHE):
            continue
        if path.endswith((".sqlite", "-wal", "-journal")):
            os.unlink(path)
            continue
        with suppress(InputError, FileNotFoundError):
            if eraser.may_be_in(atomic.read(path, _LIMIT)):
                os.unlink(path)
