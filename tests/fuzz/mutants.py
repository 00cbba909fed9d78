"""Good documents made bad: by bytes, by values, as a whole. The same dice make the same mutants."""

import json
from collections.abc import Iterator
from random import Random
from typing import Any

SCRAPS = (
    b"\0", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\x1b[31m", b"\x1b]52;c;QQ==\x07", b'"', b"'", b"\\", b"\\u0000", b"\\ud800",
    b"\\u001b", b"\\u009b2J", b"\r", b"\r\n", b"\n\n", b",", b";", b"\t", b":", b"[", b"]", b"{", b"}", b"=", b"#", b"[/x]", b"-1", b"1e999",
    b"-0", b"1e-400", b"9" * 400, b"9" * 5000, b"1" + b"0" * 20, b"9007199254740993", b"NaN", b"Infinity", b"nan", b"inf", b"null", b"true",
    b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", "\u202e\u200b\ufeff\u2028".encode(), "é".encode(), "\u0130\u1e9e\ufb01".encode(),
    "\N{ARABIC-INDIC DIGIT THREE}\N{SUPERSCRIPT TWO}".encode(), b"../../x", b"/etc/passwd", b"=cmd|' /C calc'!A0", b"0001-01-01T00:00:00Z",
    b"9999-12-31T23:59:59.999+14:00", b"2026-11-21T09:00:00-23:59", b"2026-02-30", b"24:00", b"1970-01-01", b"2999-12-31T23:59:59.999Z",
    b"a" * 9000, b"{}" * 50, b"__proto__", b"do-not-call", b'{"schema": 2}', b"BEGIN:VCARD\n", b"END:VCARD\n", b"=\r\n", b"%ZZ", b"%00",
)  # fmt: skip
"""What is put where it does not belong."""

WRONG: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 3, 1.5, 1e308, 2**31, 2**63, 2**64, -(2**63), 10**40, "", " ", "x", "yes", "-1", "0", "\0", "\x1b[2J", "\x9b2J",
    "\ud800", "\u202e", "é" * 20_001, "9999-12-31T23:59:59.999+00:00", "0001-01-01T00:00:00.000+00:00", "2026-11-21T09:00:00.000-05:00",
    "2026-11-21T09:00:00", "2026-11-21", "1970-01-01T00:00:00.000+14:00", "20261121T140000Z-7f3a", "99991231T000000Z-0000",
    "00000000T000000Z-0000", "../../x", "1" * 59, "0." + "1" * 57, [], [None], [[]], [[[[]]]], ["x"] * 30, {}, {"": None}, {"x": {"y": []}}, [{}],
)  # fmt: skip
"""What stands where something else belongs."""


def mutated(dice: Random, data: bytes) -> bytes:
    """The document with a few bytes, scraps and lines where they do not belong."""
    found = bytearray(data)
    for _ in range(dice.choice((1, 1, 2, 4, 12))):
        _mutate(dice, found)
    if not dice.randrange(40):
        return bytes(found).decode(errors="replace").encode(dice.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-8-sig")), "replace")
    return bytes(found)


def _mutate(dice: Random, found: bytearray) -> None:
    at = dice.randrange(len(found) + 1)
    match dice.randrange(9):
        case 0 if found:
            found[at % len(found)] ^= 1 << dice.randrange(8)
        case 1:
            del found[at : at + dice.choice((1, 2, 8, 60, 600))]
        case 2 | 3:
            found[at:at] = dice.choice(SCRAPS)
        case 4:
            found[at : at + dice.choice((1, 4, 16))] = dice.choice(SCRAPS)
        case 5 if not dice.randrange(4):
            del found[at:]
        case 6:
            rows = bytes(found).split(b"\n")
            rows.insert(dice.randrange(len(rows) + 1), dice.choice(rows))
            found[:] = b"\n".join(rows)
        case 7:
            found[at:at] = bytes(found[at : at + dice.choice((1, 40, 400))]) * dice.choice((1, 3, 50))
        case 8 if not dice.randrange(4):
            found[:] = bytes(found).replace(b"\n", dice.choice((b"\r\n", b"\r", b"\n\n", b"")))


def places(document: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to all values in plain data."""
    inside = document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    for key, value in inside:
        yield (*way, key)
        yield from places(value, (*way, key))


def with_other(document: Any, way: tuple[Any, ...], value: Any) -> Any:
    """The plain data with another value at a place."""
    if not way:
        return value
    copy = dict(document) if isinstance(document, dict) else list(document)
    copy[way[0]] = with_other(document[way[0]], way[1:], value)
    return copy


def retyped(dice: Random, document: Any) -> Any:
    """The plain data with what is wrong at a place or two."""
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        way = dice.choice(list(places(document)))
        document = with_other(document, way, dice.choice(WRONG))
    return document


def as_json(document: Any) -> bytes:
    """Plain data as JSON, half characters as they would be escaped."""
    return json.dumps(document, indent=1, ensure_ascii=not json.dumps(document, ensure_ascii=False).isascii()).encode()


def twice_said(dice: Random, document: bytes) -> bytes:
    """JSON in which some key stands twice."""
    rows = document.split(b"\n")
    keyed = [row for row in rows if b'": ' in row and row.rstrip().endswith(b",")]
    row = dice.choice(keyed)
    rows.insert(rows.index(row), row)
    return b"\n".join(rows)


DEEP = 200_000
"""How deeply what is nested is nested."""


def ruined(document: bytes) -> dict[str, bytes]:
    """The whole document as something else, by what it is."""
    text = document.decode()
    return {
        "empty": b"",
        "blank": b" \n\t\r\n",
        "zeros": bytes(len(document)),
        "noise": Random(1).randbytes(3000),  # noqa: S311 (not a secret)
        "cut in half": document[: len(document) // 2],
        "byte order mark": b"\xef\xbb\xbf" + document,
        "two byte order marks": b"\xef\xbb\xbf\xef\xbb\xbf" + document,
        "UTF-16": text.encode("utf-16"),
        "UTF-32": text.encode("utf-32"),
        "CRLF": document.replace(b"\n", b"\r\n"),
        "CR": document.replace(b"\n", b"\r"),
        "NUL at the end": document + b"\0",
        "twice": document + document,
        "deep lists": b"[" * DEEP,
        "deep and closed": b"[" * DEEP + b"]" * DEEP,
        "deep objects": b'{"a":' * DEEP,
        "deep in a field": document.rstrip()[:-1] + b', "z": ' + b"[" * DEEP + b"]" * DEEP + b"}",
        "deep in TOML": b"a = " + b"[" * DEEP,
        "dots": b"a" + b".a" * DEEP + b" = 1",
        "a long line": b"a" * 3_000_000,
        "a long string": b'"' + b"a" * 3_000_000,
        "a huge number": b"9" * 200_000,
        "quotes": b'"' * 200_001,
        "commas": b"," * 300_000,
        "lines": b"\n" * 300_000,
        "escapes": b"\\" * 200_001,
        "number": b"1e999",
        "not a number": b"NaN",
        "null": b"null",
        "list": b"[]",
        "object": b"{}",
        "text": b'"text"',
        "a workbook": b"PK\x03\x04" + document,
    }
