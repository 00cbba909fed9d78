"""Values as they are written in one line, and back; whether they fit is for their kinds to say."""

import shlex
from typing import Any

from nextcall.config.kinds import Arguments, Choice, Kind, Several, WrongValueError, listed
from nextcall.config.show import toml_text

BETWEEN = " | "
"""Between the entries of a list of texts: commas are a part of them."""


def as_line(kind: Kind, value: Any) -> str:
    """A checked value, as it is written."""
    if isinstance(kind, Arguments):
        return shlex.join(value)
    if isinstance(kind, Several):
        if isinstance(kind.item, Choice):
            return ", ".join(value)
        plain = not any("|" in entry or entry.startswith("[") for entry in value)
        return BETWEEN.join(value) if plain else toml_text(value)
    return str(value)


def from_line(kind: Kind, text: str) -> Any:
    """What was written, as it would stand in the file; raises `WrongValueError`."""
    if isinstance(kind, Arguments):
        try:
            return shlex.split(text)
        except ValueError:
            raise WrongValueError("a quotation mark has no second one") from None
    if isinstance(kind, Several):
        if isinstance(kind.item, Choice):
            return text.replace(",", " ").split()
        if text.startswith("["):
            return listed(text)
        return [part.strip() for part in text.split("|")] if text else []
    return kind.from_text(text)


def hint_of(kind: Kind) -> str:
    """How such a value is written; empty where that goes without saying."""
    if isinstance(kind, Arguments):
        return "a program and its arguments, with blanks between them"
    if isinstance(kind, Several):
        return f"some of: {', '.join(kind.item.words)}" if isinstance(kind.item, Choice) else f"with {BETWEEN.strip()} between them"
    return ""
