"""Numbers on the command line, and the country of numbers to be called."""

from nextcall.errors import InputError
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from nextcall.config.model import Config

MOST = 100_000
_CODE = 2
"""Letters of a country."""


def number_in(text: str) -> int | None:
    """A whole number from 1 to 100000; None where it is none."""
    good = text.isascii() and text.isdigit() and len(text) <= len(str(MOST)) and 1 <= int(text) <= MOST
    return int(text) if good else None


def at_least_one(text: str) -> int:
    """A whole number from 1 to 100000, for `argparse`."""
    found = number_in(text)
    if found is None:
        from argparse import ArgumentTypeError  # noqa: PLC0415 (not every command that takes numbers loads it)

        raise ArgumentTypeError(f"should be a whole number from 1 to {MOST}, not '{text[:40]}'")
    return found


def country(stated: str | None, config: "Config") -> str:
    """The country of numbers that are written without one, as ISO 3166 has it; as configured where none is stated. Raises `InputError`."""
    if stated is None:
        return config.contacts.country
    if not (stated.isascii() and stated.isalpha() and len(stated) == _CODE):
        raise InputError(f"'{line(stated, 20)}' is no country", "Write two letters, as US or DE.")
    return stated.upper()
