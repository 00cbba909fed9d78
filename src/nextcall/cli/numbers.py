"""Numbers on the command line."""

from argparse import ArgumentTypeError

_MOST = 100_000


def at_least_one(text: str) -> int:
    """A whole number from 1 to 100000, for `argparse`."""
    if text.isascii() and text.isdigit() and len(text) <= len(str(_MOST)) and 1 <= int(text) <= _MOST:
        return int(text)
    raise ArgumentTypeError(f"should be a whole number from 1 to {_MOST}, not '{text[:40]}'")
