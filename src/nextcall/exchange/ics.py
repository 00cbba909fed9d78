"""Callbacks as an iCalendar file (RFC 5545): a quarter of an hour each, with an alarm when it begins.

The same callback has the same UID in every export, so a calendar that reads the file again moves it and adds none.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from nextcall.text import line, lines

LENGTH = timedelta(minutes=15)
"""How long a callback takes in the calendar."""

_WIDEST = 75
"""Octets that a line may have, its end left out."""


class Callback(NamedTuple):
    """A promise to call somebody back."""

    uid: str
    """Stable and unique: see `uid`."""
    at: datetime
    """When; with an offset."""
    who: str
    company: str = ""
    phone: str = ""
    note: str = ""


def uid(list_name: str, person_id: str) -> str:
    """The UID of the callback of a person on a list; each has one at a time."""
    return f"{list_name}.{person_id}@nextcall"


def calendar(callbacks: Iterable[Callback], stamped: datetime) -> Iterator[str]:
    """The file, in parts that follow one another; `stamped` is when it was made, with an offset. Each line ends with CR LF."""
    yield from map(_folded, ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//nextcall//callbacks//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"))
    for callback in callbacks:
        yield "".join(map(_folded, _event(callback, stamped)))
    yield _folded("END:VCALENDAR")


def _event(callback: Callback, stamped: datetime) -> Iterator[str]:
    who = line(callback.who or callback.phone or "somebody")
    title = f"Call {who} ({line(callback.company)})" if callback.company else f"Call {who}"
    note = lines("\n".join(callback.note.splitlines()))
    told = "\n".join(filter(None, (line(callback.phone), note)))
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(line(callback.uid))}"
    yield f"DTSTAMP:{_moment(stamped)}"
    yield f"DTSTART:{_moment(callback.at)}"
    yield f"DTEND:{_moment(callback.at + LENGTH)}"
    yield f"SUMMARY:{_escaped(title)}"
    if told:
        yield f"DESCRIPTION:{_escaped(told)}"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_escaped(title)}"
    yield "TRIGGER:PT0S"
    yield "END:VALARM"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("a moment in a calendar has an offset")
    there = moment.astimezone(UTC)
    return f"{there.year:04}{there:%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(said: str) -> str:
    """A line with its end, in pieces that are short enough; no character is cut in two."""
    if said.isascii() and len(said) <= _WIDEST:
        return f"{said}\r\n"
    pieces, size = [""], 0
    for sign in said:
        octets = len(sign.encode())
        if size + octets > _WIDEST:
            pieces.append("")
            size = 1  # the blank with which it goes on
        pieces[-1] += sign
        size += octets
    return "\r\n ".join(pieces) + "\r\n"
