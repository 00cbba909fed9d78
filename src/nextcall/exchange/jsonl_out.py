"""Sessions one a line: as they stand in their files, fields that this version does not know included."""

import json
from typing import Any

from nextcall.text import escaped

_dumps = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def as_it_stands(content: bytes) -> bytes:
    """The line of a JSON file that has been checked: the same, without the blanks between."""
    import msgspec  # noqa: PLC0415 (only where many files are read)

    found = msgspec.json.format(content, indent=-1)
    return (found if found.isascii() and b"\x7f" not in found else escaped(found.decode()).encode()) + b"\n"


def of_data(data: dict[str, Any]) -> bytes:
    """The line of a session's plain data; half characters, which no file can hold, become question marks."""
    return escaped(_dumps(data)).encode(errors="replace") + b"\n"
