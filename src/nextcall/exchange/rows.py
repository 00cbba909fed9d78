"""From the rows of a table to calls: each on its own; sittings are made of them elsewhere."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from nextcall.core.session import Call, Contact
from nextcall.exchange import phones
from nextcall.exchange.columns import Columns, cell, joined
from nextcall.exchange.dispositions import plain
from nextcall.exchange.lengths import Lengths
from nextcall.exchange.moments import FIRST_YEAR, LAST_YEAR, Moments
from nextcall.exchange.table import Row, Table
from nextcall.exchange.zones import Zone, second_times
from nextcall.text import line, lines

MARK, ROW_MARK = "import", "import_row"
"""Fields of an imported call by which it is known again: what its row meant, and the row as it stood."""
_EVERY = 1000
_NUMBERS = 50_000
"""Numbers that are not read twice: most rows are about somebody who was called before."""
_LONGEST_NAME = 200
_LONGEST_NOTE = 10_000

Progress = Callable[[int, int], None]
"""Is told now and then how many rows are done, and of how many."""


class Meaning(NamedTuple):
    """How the cells of a table are to be read."""

    columns: Columns
    started: Moments
    ended: Moments | None
    lengths: Lengths
    outcomes: Mapping[str, str]
    """Ids by value."""
    zone: Zone
    country: str = ""
    """Of numbers that are written without one; empty: none is known."""


class Imported(NamedTuple):
    """A call from a row."""

    line: int
    caller: str
    """Empty where callers are not told apart."""
    call: Call
    """With number 0, and its marks in `extra`."""
    tags: tuple[str, ...]


class Taken(NamedTuple):
    """What a table gave."""

    calls: tuple[Imported, ...]
    skipped: tuple[tuple[int, str], ...]
    """The line of each row that cannot be read, and why."""
    unmapped: Mapping[str, int]
    """The values that stand for no outcome, with the number of their rows; those are left out too."""
    unmapped_lines: tuple[tuple[int, str], ...]
    """The line of each of these rows, and its value."""


class _Read(NamedTuple):
    row: Row
    started: datetime
    """Local where it has no offset."""
    caller: str
    outcome: str


def take(table: Table, meaning: Meaning, progress: Progress) -> Taken:
    """The calls in the rows of a table, in its order."""
    skipped: list[tuple[int, str]] = []
    unmapped: list[tuple[int, str]] = []
    read: list[_Read] = []
    for done, row in enumerate(table.rows, 1):
        if not done % _EVERY:
            progress(done, len(table.rows))
        value = joined(row, meaning.columns.outcome)
        try:
            started = meaning.started.read(joined(row, meaning.columns.started))
        except ValueError as error:
            skipped.append((row.line, _reason("the start", error)))
            continue
        if plain(value) not in meaning.outcomes:
            unmapped.append((row.line, line(value, 60)))
            continue
        caller = line(joined(row, meaning.columns.caller), _LONGEST_NAME) if meaning.columns.caller else ""
        read.append(_Read(row, started, caller, meaning.outcomes[plain(value)]))
    calls: list[Imported] = []
    second = _second(read, meaning.zone)
    for i, found in enumerate(read):
        try:
            calls.append(_call(found, meaning, second=i in second))
        except _FaultError as fault:
            skipped.append((found.row.line, fault.args[0]))
    return Taken(tuple(calls), tuple(sorted(skipped)), Counter(value for _, value in unmapped), tuple(unmapped))


class _FaultError(Exception):
    """A cell that cannot be read, in words."""


def _reason(what: str, error: ValueError) -> str:
    said = str(error)
    return line(f"{what} {said}" if said.startswith("is ") else said, 160)


def _second(read: list[_Read], zone: Zone) -> set[int]:
    """Which of the rows are meant the second time, by the order of each caller's rows."""
    callers: dict[str, list[int]] = {}
    for i, found in enumerate(read):
        callers.setdefault(found.caller, []).append(i)
    together = second_times([found.started for found in read], zone)
    if together or len(callers) == 1:
        return together
    return {own[i] for own in callers.values() for i in second_times([read[i].started for i in own], zone)}


def _call(found: _Read, meaning: Meaning, *, second: bool) -> Imported:
    columns, row = meaning.columns, found.row
    dialed = _local(found.started, meaning.zone, second=second)
    hung_up = _end(found, dialed, meaning)
    contact = line(joined(row, columns.contact), _LONGEST_NAME)
    phone = line(joined(row, columns.phone), _LONGEST_NAME)
    note = _note(joined(row, columns.note))
    raw = plain(joined(row, columns.outcome))
    length = "" if hung_up is None else f"{(hung_up - dialed).total_seconds():.3f}"
    said = (found.caller, found.started.isoformat(), length, raw, contact, phone, note)
    call = Call(
        0,
        dialed_at=dialed,
        hung_up_at=hung_up,
        tagged_at=hung_up or dialed,
        outcome=found.outcome,
        note=note,
        contact=Contact(contact, _number(phone, meaning.country)) if contact or phone else None,
        amount=_amount(joined(row, columns.amount)),
        extra={MARK: mark(said), ROW_MARK: mark(row.cells)},
    )
    tags = tuple(dict.fromkeys(tag for at in columns.tags if (tag := line(cell(row, at), _LONGEST_NAME)))) if columns.tags else ()
    return Imported(row.line, found.caller, call, tags)


@lru_cache(_NUMBERS)
def _number(phone: str, country: str) -> str:
    """A number as lists have it, so that whoever was called is known again; what is none stays as it was written."""
    return phones.read(phone, country).number or phone if phone else ""


def _note(said: str) -> str:
    """A note as it is kept: its lines end as ours do."""
    return lines("\n".join(said.splitlines()), _LONGEST_NOTE) if said else ""


def mark(parts: tuple[str, ...]) -> str:
    """Sixteen hexadecimal digits that stand for some texts."""
    return blake2b("\x1f".join(parts).encode(errors="replace"), digest_size=8).hexdigest()


def _local(moment: datetime, zone: Zone, *, second: bool = False) -> datetime:
    """The moment in the zone, to the millisecond."""
    try:
        found = zone.local(_rounded(moment) if moment.microsecond else moment, second=second)
    except (OverflowError, ValueError, OSError):
        raise _FaultError("the start is out of range") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise _FaultError("the start is out of range")
    return found


def _rounded(moment: datetime) -> datetime:
    return moment.replace(microsecond=0) + timedelta(milliseconds=round(moment.microsecond / 1000))


def _end(found: _Read, dialed: datetime, meaning: Meaning) -> datetime | None:
    columns, row = meaning.columns, found.row
    if columns.duration:
        try:
            seconds = meaning.lengths.seconds(joined(row, columns.duration))
        except ValueError as error:
            raise _FaultError(_reason("the duration", error)) from None
        if seconds is None:
            return None
        ended = dialed.timestamp() + seconds  # what is added to a local time would ignore the clock's jumps
        return meaning.zone.local(dialed + timedelta(milliseconds=round((ended - dialed.timestamp()) * 1000)))
    text = joined(row, columns.ended)
    if not columns.ended or meaning.ended is None or not text:
        return None
    try:
        said = meaning.ended.read_after(text, found.started)
    except ValueError as error:
        raise _FaultError(_reason("the end", error)) from None
    ended_at = _local(said, meaning.zone)
    if ended_at < dialed and said.tzinfo is None:
        ended_at = _local(said, meaning.zone, second=True)
    if ended_at < dialed:
        raise _FaultError("the end is before the start")
    return ended_at


def _amount(text: str) -> str | None:
    """A decimal out of an amount of money as it is written; raises where it is none."""
    if not text:
        return None
    digits = "".join(sign for sign in text if sign in "0123456789.,-")
    if digits.rfind(",") > digits.rfind("."):  # 1.200,50; but 1,200 has three digits after it
        decimal = len(digits) - digits.rfind(",") != len(",000")
        digits = digits.replace(".", "").replace(",", "." if decimal else "")
    digits = digits.replace(",", "")
    whole, dot, part = digits.partition(".")
    if not (whole.isdigit() and (part.isdigit() or not dot) and len(digits) < 40):  # noqa: PLR2004 (sane length)
        raise _FaultError(f"'{line(text, 40)}' is no amount")
    return digits
