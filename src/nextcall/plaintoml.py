"""TOML of the plain kind: tables, texts without escapes, whole numbers, true and false, one a row.

So are the themes, and most configurations. Loading `tomllib` for them would take a fiftieth of a start.
"""

from typing import Any

_BARE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
"""What a key without quotes is made of."""
_SHORT = 15
"""Digits of a number that is surely none too many."""


def plainly(text: str) -> dict[str, Any] | None:
    """What `tomllib` finds in `text`; None where there is more in it than is plain, or something wrong."""
    found: dict[str, Any] = {}
    here = found
    for line in text.split("\n"):
        row = line.strip(" \t")
        if not row.isprintable():
            return None
        if row[:1] in ("", "#"):
            continue
        if row[0] == "[":
            key, into = row[1:-1], found
            value: Any = {} if row[-1] == "]" else None
            here = value
        else:
            key, _, said = row.partition("=")
            key, value, into = key.rstrip(" "), _plain_value(said.lstrip(" ")), here
        if value is None or not key or key.strip(_BARE) or key in into:
            return None
        into[key] = value
    return found


def _plain_value(said: str) -> str | int | None:
    if said in ("true", "false"):
        return said == "true"
    text = said[1:-1]
    if said == f'"{text}"' and '"' not in text and "\\" not in text:
        return text
    return int(said) if said.isascii() and said.isdigit() and len(said) <= _SHORT and said == str(int(said)) else None
