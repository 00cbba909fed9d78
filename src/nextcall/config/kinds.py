"""What a setting may be: each kind checks a plain value and reads one from the text of a variable."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, NamedTuple

from nextcall.text import line, nearest

ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
"""What an id looks like: it becomes part of commands, and of file names too."""

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_DECIMAL = re.compile(r"[0-9]{1,12}(\.[0-9]{1,6})?")
_HOURS = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)")
_FLAGS = {
    "true": True,
    "yes": True,
    "on": True,
    "1": True,
    "false": False,
    "no": False,
    "off": False,
    "0": False,
}
_MOST_BITS = 64


class WrongValueError(ValueError):
    """A value that does not fit; the message goes on from the name of the setting."""

    def __init__(self, reason: str, at: tuple[int, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        """What was expected and what was found."""
        self.at = at
        """The position in the list of the entry that it is about."""


def shown(value: object) -> str:
    """A value as a message names it: short, on one line and harmless."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return "a number with very many digits"
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, str):
        return f"'{line(value, 40)}'"
    return "a list" if isinstance(value, list) else "a table" if isinstance(value, dict) else "a date or time"


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """` (did you mean 'undo'?)`, or nothing where no known word comes near."""
    found = nearest(line(word, 60), list(known))
    return f" (did you mean '{found}'?)" if found else ""


def plain_text(value: object, least: int, most: int) -> str:
    """A string without control characters; raises `WrongValueError`."""
    expected = (
        f"must be text of {least} to {most} characters"
        if least
        else f"must be text of at most {most} characters"
    )
    if not isinstance(value, str):
        raise WrongValueError(f"{expected}, not {shown(value)}")
    if line(value, len(value)) != value:
        raise WrongValueError(f"must not have control characters, as {shown(value)} has")
    if not least <= len(value.strip()) or len(value) > most:
        raise WrongValueError(f"{expected}, not {shown(value)}")
    return value.strip()


class Kind(ABC):
    """A kind of value."""

    @abstractmethod
    def check(self, value: object) -> Any:
        """The value as the configuration has it; raises `WrongValueError`."""

    def from_text(self, text: str) -> object:
        """What the text of a variable would be in the file; nothing is checked yet."""
        return text


class Flag(Kind):
    """True or false."""

    def check(self, value: object) -> bool:
        """A flag is nothing but true or false."""
        if not isinstance(value, bool):
            raise WrongValueError(f"must be true or false, not {shown(value)}")
        return value

    def from_text(self, text: str) -> object:
        """As shells have it: true, yes, on, 1 and their contraries."""
        return _FLAGS.get(text.strip().lower(), text)


class Whole(Kind):
    """A whole number in a range."""

    def __init__(self, low: int, high: int) -> None:
        self.low = low
        self.high = high

    def check(self, value: object) -> int:
        """A whole number is no float and no flag."""
        if not isinstance(value, int) or isinstance(value, bool) or not self.low <= value <= self.high:
            raise WrongValueError(
                f"must be a whole number from {self.low} to {self.high}, not {shown(value)}"
            )
        return value

    def from_text(self, text: str) -> object:
        """Digits are a number."""
        return int(text) if _WHOLE.fullmatch(text.strip()) else text


class Choice(Kind):
    """One of some words."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def check(self, value: object) -> str:
        """Exactly one of the words."""
        if not isinstance(value, str) or value not in self.words:
            near = did_you_mean(value, self.words) if isinstance(value, str) else ""
            known = ", ".join(word or "''" for word in self.words)
            raise WrongValueError(f"must be one of {known}, not {shown(value)}{near}")
        return value


class Text(Kind):
    """One line of text."""

    def __init__(self, most: int, least: int = 0) -> None:
        self.least = least
        self.most = most

    def check(self, value: object) -> str:
        """Without control characters, blanks at the ends left out."""
        return plain_text(value, self.least, self.most)


class Name(Kind):
    """An id."""

    def check(self, value: object) -> str:
        """Lower case letters, digits and dashes: safe in commands and file names."""
        if not isinstance(value, str) or not ID.fullmatch(value):
            raise WrongValueError(
                f"must be a name of at most 64 lower case letters, digits and dashes, not {shown(value)}",
            )
        return value


class Amount(Kind):
    """A decimal as text: it is calculated with exactly, and never becomes a float."""

    def check(self, value: object) -> str:
        """Digits with at most one point; whole numbers need no quotes; empty: none."""
        text = str(value) if type(value) is int and 0 <= value < 10**12 else value
        if not isinstance(text, str) or (text and not _DECIMAL.fullmatch(text)):
            raise WrongValueError(f'must be an amount such as "10000" or "1250.50", not {shown(value)}')
        return text


class Code(Kind):
    """A code of some capital letters."""

    def __init__(self, letters: int, example: str, *, optional: bool) -> None:
        self.letters = letters
        self.example = example
        self.optional = optional

    def check(self, value: object) -> str:
        """Small letters are forgiven."""
        code = value.upper() if isinstance(value, str) and value.isascii() else ""
        if not (code.isalpha() and len(code) == self.letters) and not (self.optional and value == ""):
            raise WrongValueError(
                f"must be a code of {self.letters} letters such as {self.example}, not {shown(value)}"
            )
        return code


class Hours(Kind):
    """A span of a day."""

    def check(self, value: object) -> str:
        """The first time must be before the second."""
        if not isinstance(value, str) or not _HOURS.fullmatch(value) or value[:5] >= value[6:]:
            raise WrongValueError(
                f"must be two times such as 08:00-20:00, the earlier one first, not {shown(value)}"
            )
        return value


class Several(Kind):
    """A list of values of one kind, none of them twice."""

    def __init__(self, item: Kind, most: int) -> None:
        self.item = item
        self.most = most

    def check(self, value: object) -> tuple[Any, ...]:
        """Every entry is checked; the first that is wrong is named by its position."""
        if not isinstance(value, list) or len(value) > self.most:
            found = f"{len(value)} of them" if isinstance(value, list) else shown(value)
            raise WrongValueError(f"must be a list of at most {self.most} values, not {found}")
        entries = tuple(_entry(self.item, n, entry) for n, entry in enumerate(value))
        for n, entry in enumerate(entries):
            if entry in entries[:n]:
                raise WrongValueError(f"entry {n + 1}: {shown(entry)} is there already", (n,))
        return entries

    def from_text(self, text: str) -> object:
        """A list as in the file, or values with commas between them."""
        return listed(text)


class Arguments(Kind):
    """A program with its arguments: never a line for a shell."""

    most = 64

    def __init__(self, needs: str = "") -> None:
        self.needs = needs
        """Text that one of the arguments must have in it."""

    def check(self, value: object) -> tuple[str, ...]:
        """Empty for none; else the program stands first."""
        if not isinstance(value, list) or len(value) > self.most:
            raise WrongValueError(f'must be a list such as ["program", "argument"], not {shown(value)}')
        arguments = tuple(_entry(Text(1000, least=0 if n else 1), n, entry) for n, entry in enumerate(value))
        if arguments and not any(self.needs in argument for argument in arguments):
            raise WrongValueError(
                f"needs {self.needs} in one of its arguments: that is where the number goes"
            )
        return arguments

    def from_text(self, text: str) -> object:
        """A list as in the file, or words with commas between them."""
        return listed(text)


def _entry(kind: Kind, n: int, entry: object) -> Any:
    try:
        return kind.check(entry)
    except WrongValueError as fault:
        raise WrongValueError(f"entry {n + 1}: {fault.reason}", (n,)) from None


def listed(text: str) -> object:
    """The text of a variable as a list: `["a", "b"]` or `a,b`; broken brackets stay text."""
    if not text.lstrip().startswith("["):
        return [part.strip() for part in text.split(",")]
    import tomllib  # noqa: PLC0415 (few have such a variable)

    try:
        return tomllib.loads(f"list = {text}")["list"]
    except (ValueError, RecursionError):
        return text


class Setting(NamedTuple):
    """One setting: what it is called, what it may be, and what it does."""

    name: str
    """Table and key, as in `session.preset`."""
    kind: Kind
    help: str
    """One sentence."""

    @property
    def path(self) -> tuple[str, str]:
        """Table and key apart."""
        table, _, key = self.name.partition(".")
        return table, key
