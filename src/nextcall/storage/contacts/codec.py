"""A call list as plain data and back: schema 1, as FORMAT.md says.

Reading is strict about what is known (`Unfit` names the place) and keeps what is not. What says
nothing (an empty text, an empty list) is left out: a hundred thousand people are written with each change.
"""

from typing import Any, NamedTuple

from nextcall.contacts.person import ACTS, Act, Person, Touch
from nextcall.core.outcomes import THENS
from nextcall.core.session import NOTHING, Extra, plain
from nextcall.storage.fields import (
    Record,
    Unfit,
    flag,
    kept,
    many,
    maybe,
    moment,
    one_of,
    session_id,
    table,
    text,
    whole,
)
from nextcall.storage.formats import parse

SCHEMA = 1
"""The schema that this version writes."""


class CallList(NamedTuple):
    """A call list."""

    title: str = ""
    """What the screens call it; empty: as its file."""
    people: tuple[Person, ...] = ()
    """In the order of the queue."""
    extra: Extra = NOTHING


def _person_id(value: Any, place: str) -> str:
    if not isinstance(value, str) or not value or len(value) > 64 or not value.isprintable():  # noqa: PLR2004 (as names)
        raise Unfit(place, "a short id as text", value)
    return value


def _columns(value: Any, place: str) -> dict[str, str]:
    return {text(key, place): text(item, f"{place}.{key}") for key, item in table(value, place).items()}


TOUCH = Record(
    Touch,
    {
        "session": session_id, "n": whole, "at": moment, "outcome": text, "label": text, "then": one_of(*THENS),
        "connect": flag, "note": text, "callback_at": maybe(moment),
    },
    ("session", "n", "at", "outcome"),
)  # fmt: skip
ACT = Record(Act, {"at": moment, "kind": one_of(*ACTS), "until": maybe(moment)}, ("at", "kind"))
PERSON = Record(
    Person,
    {
        "id": _person_id, "name": text, "phone": text, "company": text, "why": text, "email": text, "note": text,
        "time_zone": text, "hours": text, "more": _columns, "touches": many(TOUCH.read), "acts": many(ACT.read),
    },
    ("id",),
)  # fmt: skip
_LIST = Record(CallList, {"title": text, "people": many(PERSON.read)}, ("people",))


def read(data: Any) -> CallList:
    """The call list of plain data; raises `Unfit` where it is none of schema 1."""
    found = table(data, "")
    schema = found.get("schema")
    if type(schema) is not int:
        raise Unfit("schema", "a schema number", schema)
    if schema != SCHEMA:
        raise Unfit("schema", f"{SCHEMA} (a newer nextcall wrote this)" if schema > SCHEMA else str(SCHEMA), schema)
    listed: CallList = _LIST.read({key: value for key, value in found.items() if key != "schema"}, "")
    seen: set[str] = set()
    for i, person in enumerate(listed.people):
        if person.id in seen:
            raise Unfit(f"people[{i}].id", "another one: it stands twice", person.id)
        seen.add(person.id)
    return listed


def act_of(written: str) -> Act:
    """An act as `said` had it, from the text of its JSON."""
    found: Act = ACT.read(parse(written.encode(), ".json"), "")
    return found


_APART = ("extra", "touches", "acts")
_NEEDED = ("id", "session", "n", "at", "outcome", "kind")
"""Fields that are written whatever they say."""


def write_person(person: Person) -> dict[str, Any]:
    """A person as plain data, without what is empty."""
    found = said(person)
    if person.touches:
        found["touches"] = [said(touch) for touch in person.touches]
    if person.acts:
        found["acts"] = [said(act) for act in person.acts]
    return found


def said(value: Any) -> dict[str, Any]:
    """A touch, an act or a person's own fields as plain data, without what is empty."""
    fields = {field: item for field, item in zip(value._fields, value, strict=True) if field not in _APART and (field in _NEEDED or (item is not None and item is not False and item != ""))}
    fields = {field: item if isinstance(item, (str, int, bool)) else dict(item) if field == "more" else plain(item) for field, item in fields.items()}
    if not fields.get("more", True):
        del fields["more"]
    return fields | dict(value.extra)


def head(listed: CallList) -> dict[str, Any]:
    """All of a call list but its people, as plain data."""
    found: dict[str, Any] = {"schema": SCHEMA}
    if listed.title:
        found["title"] = listed.title
    return found | dict(kept(dict(listed.extra), ""))
