"""Numbers on the command line."""

MOST = 100_000


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
