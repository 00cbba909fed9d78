"""Everything that reads what others wrote, as functions from bytes: what is bad is refused with a sentence, and nothing else is raised.

Tests hold mutants against them, and `guided.py` whatever leads a fuzzer into new code.
"""

import json
import os
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, NamedTuple

from fuzz import documents
from nextcall.config.load import load
from nextcall.core.query import parse as parse_query
from nextcall.core.session import Session
from nextcall.errors import NextcallError
from nextcall.exchange import datetexts, lengths, moments, people_columns, people_table, phones, vcard
from nextcall.exchange.columns import joined
from nextcall.exchange.guess import guessed
from nextcall.exchange.jsonl import numbered_lines
from nextcall.exchange.people import Place
from nextcall.exchange.table import read_table
from nextcall.storage import codec, formats
from nextcall.storage.contacts import codec as lists_codec
from nextcall.storage.contacts import quick
from nextcall.storage.contacts.lists import Lists
from nextcall.storage.fields import Unfit
from nextcall.storage.plans import read_plan
from nextcall.text import lines
from nextcall.themes import load_theme
from nextcall.tui.terminal.parser import CalmParser

REFUSED = (NextcallError, Unfit)
"""What bad input may lead to."""
PLACE = Place("US", datetime(2026, 11, 21, tzinfo=UTC))
TODAY = date(2026, 11, 21)


class Reader(NamedTuple):
    """One kind of input."""

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    """Good ones, to begin with."""


def _written_again(session: Session, suffix: str) -> None:
    """What is taken can be written, and is the same when it is read again."""
    written = formats.render(codec.write(session), suffix)
    assert codec.read(formats.parse(written, suffix)) is not None
    assert formats.render(codec.write(codec.read(formats.parse(written, suffix))), suffix) == written


def _session(suffix: str) -> Callable[[bytes], object]:
    def read(data: bytes) -> None:
        _written_again(codec.read(formats.parse(data, suffix)), suffix)

    return read


def _open_session(data: bytes) -> object:
    return codec.read_bench(formats.parse(data, ".json"))


def _list(data: bytes) -> None:
    """The quick reader takes nothing that the strict one refuses."""
    listed = quick.read(data).listed
    try:
        strictly = lists_codec.read(formats.parse(data, ".json"))
    except (Unfit, NextcallError) as error:
        assert "twice" in str(error), error  # noqa: PT017 (a key that stands twice is the one thing that only the strict one sees)
        return
    assert strictly == listed


def _entries(name: str, entries: Callable[[Lists], object]) -> Callable[[bytes], object]:
    def read(data: bytes) -> None:
        _file(f"contacts/{name}.json", data)
        entries(Lists(_folder()))

    return read


def _plan(data: bytes) -> object:
    return read_plan(formats.parse(data, ".json"))


@cache
def _own() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)  # noqa: S108 (a folder of its own in it)


def _folder() -> str:
    """A folder for this process, in memory where that can be: a fuzzer writes a million files."""
    return _own().name


def _file(name: str, data: bytes) -> str:
    path = os.path.join(_folder(), name)
    os.makedirs(os.path.dirname(path), exist_ok=True, mode=0o700)
    with open(path, "wb") as file:
        file.write(data)
    return path


def _config(data: bytes) -> object:
    return load(_file("config.toml", data), {})


def _theme(data: bytes) -> None:
    loaded = load_theme(_file("own.toml", data))
    assert loaded.items or loaded.problems


def _calls(data: bytes) -> None:
    table = read_table(data)
    found = guessed(table)
    for at in (found.started, found.ended):
        if at:
            understood = moments.understood((joined(row, at) for row in table.rows), "Date")
            assert understood is not None
    if found.duration:
        lengths.understood((joined(row, found.duration) for row in table.rows), "Length")


def _people(data: bytes) -> object:
    table = read_table(data)
    return people_table.take(table, people_columns.chosen(table, {}), PLACE, lambda *_: None)


def _cards(data: bytes) -> object:
    return vcard.take(data, PLACE, lambda *_: None)


def _lines_of_sessions(data: bytes) -> None:
    for _, row in numbered_lines([data]):
        if row is not None:
            codec.read(formats.parse(row, ".json"))


def _text(read: Callable[[str], object]) -> Callable[[bytes], object]:
    """Of a reader of words: bytes that are none come as halves of characters, as they do from a shell."""
    return lambda data: read(data.decode("utf-8", "surrogateescape"))


def _query(text: str) -> object:
    return parse_query(text, TODAY)


def _written_date(text: str) -> object:
    return datetexts.dated(text)


def _number(text: str) -> None:
    phone = phones.read(text, "US")
    assert set(phones.dialable(phone.number)) <= set("0123456789+*#,;")


def _variables(data: bytes) -> object:
    """Variables with what they say, one a line."""
    rows = (row.partition("=") for row in data.decode("utf-8", "surrogateescape").replace("\0", "").splitlines())
    return load(os.path.join(_folder(), "none.toml"), {f"NEXTCALL_{name}": value for name, _, value in rows})


def _keys(data: bytes) -> None:
    """What a terminal sends, in two pieces."""
    parser = CalmParser(lambda: 0.0)
    text = data.decode("utf-8", "replace")
    for piece in (text[: len(text) // 2], text[len(text) // 2 :]):
        for event in parser.feed(piece):
            assert event is not None


def _shown(text: str) -> None:
    """Whatever it was, a terminal may have it."""
    shown = lines(text)
    assert all(char in "\n\t" or (ord(char) >= 32 and not 0x7F <= ord(char) < 0xA0) for char in shown)
    assert lines(shown) == shown


def _json(document: Any) -> bytes:
    return json.dumps(document, indent=1).encode()


READERS: dict[str, Reader] = {
    "session": Reader(_session(".json"), (_json(documents.session()),)),
    "session-toml": Reader(_session(".toml"), (formats.render(codec.write(codec.read(documents.session())), ".toml"),)),
    "open-session": Reader(_open_session, (_json(documents.open_session()),)),
    "list": Reader(_list, (_json(documents.call_list()),)),
    "blocks": Reader(_entries("do-not-call", Lists.blocks), (_json(documents.blocks()),)),
    "acts": Reader(_entries("waiting/acts", Lists.said), (_json(documents.acts()),)),
    "plan": Reader(_plan, (_json(documents.plan()),)),
    "config": Reader(_config, (documents.CONFIG.encode(),)),
    "theme": Reader(_theme, (documents.THEME.encode(),)),
    "environment": Reader(_variables, (b"SESSION_PRESET=sprint\nUI_THEME=paper\nOUTCOMES_NO_KEY=j",)),
    "calls": Reader(_calls, (documents.HISTORY.encode(),)),
    "people": Reader(_people, (documents.PEOPLE.encode(),)),
    "cards": Reader(_cards, (documents.CARDS.encode(),)),
    "lines-of-sessions": Reader(_lines_of_sessions, (documents.lines_of_sessions(),)),
    "query": Reader(_text(_query), (b"2026-w47 outcome:no note~price tag:fintech", b'contact:"Ann Roe" 9-12')),
    "date": Reader(_text(_written_date), (b"Sat 21 Nov 2026, 9:05 pm", b"2026-11-21T09:05:00.000-05:00", b"11/21/26 21:05")),
    "number": Reader(_text(_number), (b"+1 (555) 010-0100 ext. 12", b"030 1234567")),
    "keys": Reader(_keys, (b"\x1b[A\x1b[49;1:2un\x1b[200~text\x1b[201~\x1b[<0;3;4M\xc3\xa9", b"\x1b]11;rgb:00/00/00\x07nvx\x1b[I")),
    "text": Reader(_text(_shown), ("a\x1b[31mb\x9b2J\u202ec\ud7ff [/b]".encode(),)),
}
"""By what it reads."""
