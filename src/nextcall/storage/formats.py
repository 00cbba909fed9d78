"""JSON and TOML: bytes to plain data and back, strictly."""

from __future__ import annotations

import json

from nextcall.errors import InputError
from nextcall.storage.rows import Rendered, encoded
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

_BOM = b"\xef\xbb\xbf"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InputError("a key stands twice in one table")
    return found


def _no_number(text: str) -> Any:
    raise InputError(f"{text} is no number")


def _finite(text: str) -> float:
    number = float(text)
    if number - number != 0:  # infinite, or none at all
        raise InputError(f"{line(text, 40)} is no number")
    return number


_DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_number, parse_float=_finite)


def parse(data: bytes, suffix: str) -> Any:
    """The plain data in a file with that suffix (`.json` or `.toml`); raises `InputError` with the reason."""
    try:
        text = data.removeprefix(_BOM).decode()  # the codec that does both is one more module to load
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 (byte {error.start})") from None
    try:
        return _DECODER.decode(text) if suffix == ".json" else _from_toml(text)
    except RecursionError:
        raise InputError("nested too deeply") from None
    except json.JSONDecodeError as error:
        raise InputError(f"line {error.lineno}, column {error.colno}: {line(error.msg)}") from None
    except ValueError as error:
        raise InputError(line(str(error))) from None


def _from_toml(text: str) -> Any:
    import tomllib  # noqa: PLC0415 (only where a session stands in TOML)

    return tomllib.loads(text, parse_float=_finite)


def render(data: dict[str, Any], suffix: str) -> bytes:
    """Plain data as a file of that suffix; in TOML what is null is left out."""
    if suffix == ".toml":
        import tomli_w  # noqa: PLC0415 (only where a session stands in TOML)

        return tomli_w.dumps(_without_nulls(data), multiline_strings=False).encode(errors="replace")
    return b"".join(_render_json(data))


_LISTS = ("calls", "pauses", "breaths", "parked", "plan_changes", "trail")


def _render_json(data: dict[str, Any]) -> Iterator[bytes | bytearray]:
    """One field a line, and in the long lists one item a line: good to read and to compare."""
    before = "{"
    for key, value in data.items():
        yield encoded(f"{before}{dumps(key)}: ")
        if key == "undo" and isinstance(value, dict):  # neither need be so in what others wrote
            yield from _undo(value)
        else:
            yield from _shown(value, rows=key in _LISTS)
        before = ",\n "
    yield b"}\n" if data else b"{}\n"


def _undo(ways: dict[str, Any]) -> Iterator[bytes | bytearray]:
    """The steps back and forward, one a line."""
    before = "{"
    for way, steps in ways.items():
        yield encoded(f"{before}{dumps(way)}: ")
        yield from _shown(steps, rows=True)
        before = ",\n  "
    yield b"}" if ways else b"{}"


def _shown(value: Any, *, rows: bool) -> Sequence[bytes | bytearray]:
    """A value on one line, or a list with one of its items a line."""
    if isinstance(value, Rendered):
        return value.pieces
    if rows and value and isinstance(value, list):
        return (encoded("[\n  " + ",\n  ".join(map(dumps, value)) + "]"),)
    return (encoded(dumps(value)),)


dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
"""Plain data as JSON on one line."""


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value if item is not None]
    return value
