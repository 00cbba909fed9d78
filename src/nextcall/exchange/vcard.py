"""People out of a vCard file: 2.1, 3.0 and 4.0, as phones and address books write them.

The library `vobject` reads the cards, one at a time, so a broken one costs nobody else; it is handed only
the lines that tell of a person. Pictures, sounds and keys are left where they are.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from nextcall.errors import InputError, NextcallError
from nextcall.exchange.people import NO_ONE, Draft, People, Place, Said, drafted
from nextcall.exchange.rows import Progress
from nextcall.exchange.table import LARGEST, MOST_ROWS, decoded
from nextcall.figures import figure

_EVERY = 200
_WANTED = re.compile(r"(?:[\w-]{1,60}\.)?(VERSION|FN|N|TEL|ORG|EMAIL|TITLE|ROLE|NOTE|TZ|CATEGORIES|URL|KIND|X-ADDRESSBOOKSERVER-KIND)[;:]", re.IGNORECASE)
_BEGIN = re.compile("BEGIN:VCARD", re.IGNORECASE)
_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n|\Z)")
_LONGEST_MARK = 40
"""Characters of a line that begins or ends a card, blanks around included."""
_LONGEST_HEAD = 1_000
"""Characters of a property's name and its parameters."""
_HEAD = re.compile(r'(?:[A-Za-z0-9_-]+\.)?[A-Za-z0-9_-]+(?:;[A-Za-z0-9_-]+(?:=(?:"[^"\n]*"|[^";:,\n]*)(?:,(?:"[^"\n]*"|[^";:,\n]*))*)?)*:')
"""A head that is written well. On others the library may search for ever: two dozen empty parameters are enough."""
_MOST_LINES = 3_000_000
"""Of a file, their ends with a return and a line feed counted twice."""
_MOST_PROPERTIES = 200
_MOST_CHARACTERS = 100_000
"""Of one card, pictures and the like left out."""
_UNREADABLE = "has a line that cannot be read"
_SILENT = frozenset({"FAX", "PAGER", "MODEM", "BBS", "TELEX", "TEXTPHONE"})
"""Kinds of numbers at which nobody speaks."""
_KINDS = ("PREF", "CELL", "WORK", "VOICE", "HOME")
"""Kinds of numbers, those that are tried first, first."""
_NOT_PREFERRED = 101
"""Comes after all that vCard 4.0 has: 1 to 100."""


class _Card(NamedTuple):
    """One card as it stands in a file."""

    line: int
    text: str
    problem: str = ""
    """Why it cannot be read; mostly empty."""


def looks_like(name: str, start: bytes) -> bool:
    """Whether a file is one with vCards, by its name or by how it begins."""
    head = start[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return name.lower().endswith((".vcf", ".vcard")) or head[:11].upper() == b"BEGIN:VCARD"


def take(data: bytes, place: Place, progress: Progress) -> People:
    """The people in the bytes of a file, in its order.

    Raises `InputError` where that is no vCard file or it is too large, and `NextcallError` where the library is missing.
    """
    if len(data) > LARGEST:
        raise InputError(f"larger than {LARGEST // 1_000_000} MB", "Split the file.")
    text, _ = decoded(data)
    if text.count("\n") + text.count("\r") > _MOST_LINES:
        raise InputError(f"has more than {figure(_MOST_LINES)} lines", "Split the file.")
    total = sum(1 for _ in _BEGIN.finditer(text))
    if not total:
        raise InputError("has no vCard in it")
    if total > MOST_ROWS:
        raise InputError(f"has {figure(total)} vCards; {figure(MOST_ROWS)} are the most", "Split the file.")
    _required()
    drafts: list[Draft] = []
    problems: list[tuple[int, str]] = []
    for done, card in enumerate(_cards(text), 1):
        if not done % _EVERY:
            progress(done, total)
        found = _draft(card, place)
        if isinstance(found, Draft):
            drafts.append(found)
        else:
            problems.append((card.line, found))
    return People(tuple(drafts), tuple(problems))


def _required() -> None:
    try:
        import vobject  # noqa: F401, PLC0415 (an extra, and it costs 0.1 s)
    except ImportError:
        raise NextcallError("a vCard file can only be read with an extra", "pip install 'nextcall[contacts]', or export a CSV file.") from None


def _cards(text: str) -> Iterator[_Card]:
    """The cards of a file. One within another, as an agent's is, belongs to that and is passed over."""
    card = _Collected(0)
    depth = 0
    for number, found in enumerate(_LINE.finditer(text), 1):
        said = found[1]
        mark = said.strip().upper() if len(said) < _LONGEST_MARK else ""
        if mark == "BEGIN:VCARD" and depth and card.expects_card:
            depth += 1
        elif mark == "BEGIN:VCARD":
            if depth:
                yield _Card(card.line, "", "has no end")
            card, depth = _Collected(number), 1
        elif mark == "END:VCARD" and depth:
            depth -= 1
            if not depth:
                yield card.card()
        elif depth == 1:
            card.add(said)
    if depth:
        yield _Card(card.line, "", "has no end")


class _Collected:
    """The properties of one card that tell of a person."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.expects_card = False
        """Whether the card of an agent follows."""
        self._properties: list[list[str]] = []
        """Each in the pieces in which it was folded."""
        self._size = 0
        self._wanted = False
        self._quoted = False
        """Whether the property is written as quoted-printable."""
        self._goes_on = False

    def add(self, said: str) -> None:
        """One more line of the file."""
        folded = said[:1] in (" ", "\t") and not self._goes_on
        if not (folded or self._goes_on):
            self._wanted = _WANTED.match(said) is not None and len(self._properties) < _MOST_PROPERTIES
            self._quoted = "QUOTED-PRINTABLE" in said[:_LONGEST_HEAD].partition(":")[0].upper()
            if said:
                self.expects_card = said[:6].upper() in ("AGENT:", "AGENT;")
            if self._wanted:
                self._properties.append([])
        if self._wanted:
            self._size += len(said)
            if self._size <= _MOST_CHARACTERS:
                self._properties[-1].append(said[1:] if folded else f"\n{said}" if self._goes_on else said)
        self._goes_on = self._quoted and said.endswith("=")

    def card(self) -> _Card:
        """What there is, for the library."""
        if self._size > _MOST_CHARACTERS:
            return _Card(self.line, "", f"has more than {figure(_MOST_CHARACTERS)} characters of text")
        properties = ["".join(pieces) for pieces in self._properties]
        if not all(_HEAD.match(said[:_LONGEST_HEAD]) for said in properties):
            return _Card(self.line, "", _UNREADABLE)
        return _Card(self.line, "\n".join(("BEGIN:VCARD", *properties, "END:VCARD", "")))


def _draft(card: _Card, place: Place) -> Draft | str:
    """The person on a card, or why there is none."""
    import vobject  # noqa: PLC0415 (an extra, and it costs 0.1 s)

    if card.problem:
        return card.problem
    try:
        read = next(vobject.readComponents(card.text, allowQP=True), None)
        fields = {} if read is None else read.contents
        if any(_text(field).lower() == "group" for name in ("kind", "x-addressbookserver-kind") for field in fields.get(name, ())):
            return "is a group, not a person"
        said = _said(fields)
    except Exception:  # noqa: BLE001 (the library raises whatever comes of a broken line)
        return _UNREADABLE
    found = drafted(said, place)
    return Draft(card.line, *found) if found else NO_ONE


def _said(fields: dict[str, Any]) -> Said:
    """What a card says of a person, from the properties by their names in small letters."""
    numbers = [_text(field) for field in sorted(fields.get("tel", ()), key=_rank) if not _kinds(field) & _SILENT]
    mails = [_text(field) for field in sorted(fields.get("email", ()), key=_rank)]
    more = {f"email {i}": mail for i, mail in enumerate(mails[1:], 2)}
    for key, name in (("categories", "categories"), ("url", "url")):
        more[key] = ", ".join(filter(None, map(_text, fields.get(name, ()))))
    return Said(
        _name(fields),
        [(f"phone {i}", number) for i, number in enumerate(numbers, 1)],
        _parts(fields["org"][0].value)[0] if "org" in fields else "",
        mails[0] if mails else "",
        _first(fields, "title") or _first(fields, "role"),
        note="\n".join(filter(None, map(_text, fields.get("note", ())))),
        time_zone=_first(fields, "tz"),
        more=more,
    )


def _name(fields: dict[str, Any]) -> str:
    if (whole := _first(fields, "fn")) or "n" not in fields:
        return whole
    name = fields["n"][0].value
    return " ".join(part for kind in ("prefix", "given", "additional", "family", "suffix") for part in _parts(getattr(name, kind)) if part)


def _first(fields: dict[str, Any], name: str) -> str:
    return next(filter(None, map(_text, fields.get(name, ()))), "")


def _parts(value: Any) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) and value else [str(value or "")]


def _text(field: Any) -> str:
    return ", ".join(_parts(field.value)).strip()


def _kinds(field: Any) -> set[str]:
    """What a number or an address is for: `TYPE=work,voice`, `TYPE="work,voice"`, or `WORK;VOICE` as 2.1 has it."""
    said = [*field.params.get("TYPE", ()), *field.singletonparams]
    return {kind.strip().upper() for kinds in said for kind in kinds.split(",")}


def _rank(field: Any) -> tuple[int, int]:
    """Smaller for what is tried first."""
    pref = next((int(value) for value in field.params.get("PREF", ()) if value.isascii() and value.isdigit()), _NOT_PREFERRED)
    kinds = _kinds(field)
    return pref, next((i for i, kind in enumerate(_KINDS) if kind in kinds), len(_KINDS))
