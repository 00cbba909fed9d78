"""People from a file, before a list has them: cleaned, cut to size, with what could not be read told."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from nextcall.contacts.person import Person
from nextcall.exchange import phones
from nextcall.exchange.people_cells import hours_named, zone_named
from nextcall.text import line, lines

_LONGEST = 200
"""Characters of a name, and of everything else that stands in one line."""
_LONGEST_NOTE = 10_000
_LONGEST_MORE = 500
MOST_MORE = 50
"""Fields of somebody that are kept though nextcall has no use for them."""

NO_ONE = "neither a name nor a number"
"""Why somebody is left out."""


class Place(NamedTuple):
    """Where the people are called from."""

    country: str
    """ISO 3166 code of the country of numbers that are written without one; may be empty."""
    at: datetime
    """Now: time zones are told by the clocks of its year."""


class Draft(NamedTuple):
    """Somebody from a file."""

    line: int
    """Where they begin in the file, from 1."""
    person: Person
    """With an empty id."""
    understood: bool
    """Whether their number is in E.164; False too where there is none."""
    list: str = ""
    """The name of the call list that they are for, as it is written; mostly empty."""
    do_not_call: bool = False
    """Whether they must not be called."""


class People(NamedTuple):
    """What a file gave."""

    drafts: tuple[Draft, ...]
    """In its order."""
    problems: tuple[tuple[int, str], ...]
    """The line of everybody who is left out, and why."""


class Said(NamedTuple):
    """What a file says of somebody, as it stands there."""

    name: str = ""
    phones: Sequence[tuple[str, str]] = ()
    """Numbers with what they are called; the one to be tried first stands first."""
    company: str = ""
    email: str = ""
    title: str = ""
    why: str = ""
    note: str = ""
    time_zone: str = ""
    hours: str = ""
    more: Mapping[str, str] = {}


def drafted(said: Said, place: Place) -> tuple[Person, bool] | None:
    """The person whom a file speaks of, and whether the number is understood; None where it says neither name nor number.

    Of several numbers the first that is understood is taken, else the first that can be dialled. What has no
    place in a `Person`, or cannot be read, is kept in `more`.
    """
    name = _line(said.name)
    read = [(label, text, phones.read(text, place.country)) for label, text in said.phones if text]
    best = next((found for found in read if found[2].understood), None) or next((found for found in read if found[2].number), None)
    if not name and not best:
        return None
    more = {label: text for label, text, _ in read if not best or label != best[0]}
    number, understood = best[2] if best else phones.Phone("", understood=False)
    time_zone, hours = zone_named(said.time_zone), hours_named(said.hours)
    more |= {key: value for key, value in (("title", said.title), ("time zone", "" if time_zone else said.time_zone), ("hours", "" if hours else said.hours)) if value}
    person = Person(
        "",
        name,
        number,
        _line(said.company),
        _line(said.why),
        _line(said.email),
        lines("\n".join(said.note.splitlines()).strip(), _LONGEST_NOTE),
        time_zone or (phones.zone(number, place.at) if understood else ""),
        hours,
        _bounded({**more, **said.more}),
    )
    return person, understood


def _line(text: str) -> str:
    """One line of a text that may have had several."""
    return line(" ".join(text[: 4 * _LONGEST].split()), _LONGEST)


def _bounded(more: Mapping[str, str]) -> dict[str, str]:
    kept: dict[str, str] = {}
    for key, value in more.items():
        if value and len(kept) < MOST_MORE:
            kept[line(key, 60)] = lines("\n".join(value.splitlines()), _LONGEST_MORE)
    return kept
