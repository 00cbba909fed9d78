"""How single values stand in a file, and what is wrong with those that do not fit.

Every reader takes a value and its place (`calls[3].asked`) and raises `Unfit` with both.
"""

from __future__ import annotations

from datetime import datetime

from nextcall.core.session import NOTHING
from nextcall.text import line, lines

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeAlias

SCHEMA = 1
"""Of the session files that this version writes."""
LIMIT = 5_000_000
"""Bytes that a session file may have."""
LONGEST = 10_000
"""Characters that a text field keeps; bits of a number that is only kept."""
DEEPEST = 50
"""How deeply what is only kept may be nested."""
FIRST_YEAR, LAST_YEAR = 1970, 2999
"""Times beyond these are no times of calls, and systems differ in what they can do with them."""
_ZONED = "a time with its offset, as 2026-11-21T09:00:00.000-05:00"


class Unfit(Exception):  # noqa: N818 (it is not an error of the program)
    """A value that does not belong where it stands."""

    def __init__(self, place: str, expected: str, found: Any) -> None:
        shown = line(repr(found), 40) if not isinstance(found, dict | list) else type(found).__name__
        super().__init__(f"{line(place, 80)}: should be {expected}, not {shown}")


Reader: TypeAlias = "Callable[[Any, str], Any]"


def text(value: Any, place: str) -> str:
    """Text; null is an empty one."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unfit(place, "text", value)
    return value if value.isprintable() and len(value) <= LONGEST else lines(value, LONGEST)  # as nearly all is


def name(value: Any, place: str) -> str | None:
    """Text or null."""
    return None if value is None else text(value, place)


def whole(value: Any, place: str) -> int:
    """A whole number from 0 to a million."""
    if type(value) is not int or not 0 <= value <= 1_000_000:  # noqa: PLR2004 (the sentence below says it)
        raise Unfit(place, "a whole number from 0 to 1000000", value)
    return value


def flag(value: Any, place: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise Unfit(place, "true or false", value)
    return value


def moment(value: Any, place: str) -> datetime:
    """An aware time; TOML's own are taken too."""
    try:
        found: datetime | None = datetime.fromisoformat(value)
    except ValueError:
        found = None
    except TypeError:
        found = value if isinstance(value, datetime) else None
    offset = found.utcoffset() if found else None
    if found is None or offset is None or offset.seconds % 60 or offset.microseconds:
        raise Unfit(place, _ZONED, value)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Unfit(place, f"a time between {FIRST_YEAR} and {LAST_YEAR}", value)
    return found


def decimal(value: Any, place: str) -> str:
    """A decimal as text, without sign."""
    whole_part, dot, part = value.partition(".") if isinstance(value, str) else ("", "", "")
    digits = whole_part + part
    if not (whole_part and digits.isascii() and digits.isdigit() and len(digits) < 60 and bool(dot) == bool(part)):  # noqa: PLR2004 (sane length)
        raise Unfit(place, 'a decimal as text, as "20.00"', value)
    return str(value)


def is_id(name: str) -> bool:
    """Whether `name` looks like a session's id, as `20261121T140000Z-7f3a`."""
    digits, marks, token = name[:8] + name[9:15], name[8:9] + name[15:17], name[17:]
    shaped = len(name) == len("20261121T140000Z-7f3a") and marks == "TZ-"
    return shaped and name.isascii() and digits.isdigit() and not token.strip("0123456789abcdef")


def session_id(value: Any, place: str) -> str:
    """A session's id: files are named after it."""
    if not isinstance(value, str) or not is_id(value):
        raise Unfit(place, "an id as 20261121T140000Z-7f3a", value)
    return value


def kept(value: Any, place: str, depth: int = 0) -> Any:
    """What this version does not know, as plain data that can be written again in every format."""
    if depth > DEEPEST:
        raise Unfit(place, "nested less deeply", value)
    if isinstance(value, dict):
        return {_sound(key): kept(item, place, depth + 1) for key, item in value.items()}
    if isinstance(value, list):
        return [kept(item, place, depth + 1) for item in value]
    if isinstance(value, int) and value.bit_length() > LONGEST:
        raise Unfit(place, "a shorter number", "a huge one")
    if value is None or isinstance(value, int | float):
        return value
    return _sound(value if isinstance(value, str) else value.isoformat())  # TOML knows dates


def _sound(text: str) -> str:
    return text if text.isascii() else text.encode(errors="replace").decode()


def one_of(*choices: str) -> Reader:
    """A reader of one of a few words."""

    def read(value: Any, place: str) -> str:
        if value not in choices or not isinstance(value, str):
            raise Unfit(place, "one of " + ", ".join(choices), value)
        return value

    return read


def maybe(reader: Reader) -> Reader:
    """A reader that takes null too."""

    def read(value: Any, place: str) -> Any:
        return None if value is None else reader(value, place)

    return read


def many(reader: Reader) -> Reader:
    """A reader of a list of what `reader` reads, as a tuple; null is an empty one."""

    def read(value: Any, place: str) -> tuple[Any, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            raise Unfit(place, "a list", value)
        return tuple([reader(item, f"{place}[{i}]") for i, item in enumerate(value)]) if value else ()

    return read


def table(value: Any, place: str) -> dict[str, Any]:
    """A table."""
    if not isinstance(value, dict):
        raise Unfit(place, "a table", value)
    return value


class Record:
    """How one kind of frozen value stands in a file: its class and a reader for each field.

    Most fields of most values are empty, as they are where nothing is said of them: those are passed over,
    and the others put in their places, which takes half the time of naming each to the class.
    """

    def __init__(self, kind: type[Any], fields: Mapping[str, Reader], needed: tuple[str, ...] = (), otherwise: Mapping[str, Any] = NOTHING) -> None:
        """`kind`: a named tuple; `fields`: in the order of the file; `needed`: those that must be there; `otherwise`: what else has no default."""
        self.fields, self._needed, self._make = fields, needed, kind._make
        defaults = {**kind._field_defaults, **otherwise}
        self._without = [defaults.get(name) for name in kind._fields]
        places = {name: i for i, name in enumerate(kind._fields)}
        self._places = {name: (places[name], reader) for name, reader in fields.items()}
        self._extra = places["extra"]
        self._empty = {name: empty for name, reader in fields.items() if name in defaults and (empty := _empty(reader, defaults[name]))}

    def read(self, value: Any, place: str) -> Any:
        """The value of a table; what it does not know goes to `extra`."""
        found = table(value, place)
        where = f"{place}." if place else ""
        for field in self._needed:
            if field not in found:
                raise Unfit(f"{where}{field}", "there", None)
        places, empty = self._places, self._empty
        values = self._without.copy()
        rest: dict[str, Any] = {}
        for key, item in found.items():
            if not item and empty.get(key) is type(item):
                continue
            if key in places:
                at, reader = places[key]
                values[at] = reader(item, where + key)
            else:
                rest[key] = item
        if rest:
            values[self._extra] = kept(rest, place)
        return self._make(values)


def _empty(reader: Reader, default: Any) -> type | None:
    """The type of what is empty in a file and read as the default, which is empty too; None where there is none."""
    written = [] if default == () else default
    if written:
        return None
    try:
        read = reader(written, "")
    except Unfit:
        return None
    return type(written) if type(read) is type(default) and read == default else None
