"""JSON and TOML: bytes to plain data and back, strictly."""

from __future__ import annotations

import json

from nextcall.errors import InputError
from nextcall.storage.rows import Rendered
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
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
    return _render_json(data).encode(errors="replace")  # text with half a character is never worth a save


_LISTS = ("calls", "pauses", "breaths", "parked", "plan_changes", "trail")


def _render_json(data: dict[str, Any]) -> str:
    """One field a line, and in the long lists one item a line: good to read and to compare."""
    rows = []
    for key, value in data.items():
        if isinstance(value, Rendered):
            shown: str = value
        elif key in _LISTS and value and isinstance(value, list):
            shown = _list(value)
        elif key == "undo" and isinstance(value, dict):  # neither need be so in what others wrote
            shown = _undo(value)
        else:
            shown = dumps(value)
        rows.append(f"{dumps(key)}: {shown}")
    return "{" + ",\n ".join(rows) + "}\n"


def _undo(ways: dict[str, Any]) -> str:
    """The steps back and forward, one a line."""
    rows = [f"{dumps(way)}: {steps if isinstance(steps, Rendered) else _list(steps) if isinstance(steps, list) else dumps(steps)}" for way, steps in ways.items()]
    return "{" + ",\n  ".join(rows) + "}"


def _list(items: list[Any]) -> str:
    rows = [dumps(item) for item in items]
    return "[\n  " + ",\n  ".join(rows) + "]" if rows else "[]"


dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
"""Plain data as JSON on one line."""


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value if item is not None]
    return value
