"""The open session in one line, for `status`: a copy in the cache that is checked before use.

A status bar asks every few seconds. Starting Python and parsing the session costs it several
times of what one line costs; so whoever saves the session writes this line too, with the
identity of the file it was made from. Where the two do not match, the file is read instead.
"""

import os

FIELDS = (
    "path", "inode", "size", "modified",
    "state", "session", "as_of", "elapsed", "goal_kind", "goal_amount",
    "calls", "connects", "conversations", "noes", "yeses", "helps", "value", "title",
)  # fmt: skip
"""What stands in the line, in this order, with tabs between."""
_STATES = ("ready", "on_call", "wrap_up", "paused")
_GOALS = ("", "minutes", "calls", "conversations")
_WHOLE = ("calls", "connects", "conversations", "noes", "yeses", "helps")
_SECONDS = ("as_of", "elapsed")
_DIGITS = 12
"""Digits before the dot that a number has at most: thirty thousand years, in seconds."""
_HOW = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""A pipe in its place is not waited for, and a link is not followed."""
_LARGEST = 8192


def path(cache: str) -> str:
    """Where the line stands."""
    return os.path.join(cache, "status")


def read(cache: str, current: str) -> dict[str, str] | None:
    """The line's fields, if it was made from the file that is at `current` now, and each is what it should be."""
    try:
        found = dict(zip(FIELDS, _line(path(cache)).rstrip("\n").split("\t"), strict=True))
        stat = os.lstat(current)
    except (OSError, ValueError):
        return None
    here = (current, str(stat.st_ino), str(stat.st_size), str(stat.st_mtime_ns))
    return found if here == (found["path"], found["inode"], found["size"], found["modified"]) and _fits(found) else None


def _line(path: str) -> str:
    handle = os.open(path, _HOW)
    try:
        return os.read(handle, _LARGEST).decode(errors="surrogateescape")
    finally:
        os.close(handle)


def _fits(found: dict[str, str]) -> bool:
    """Whether it is what `write` writes: `status` counts on with it."""
    kind, amount = found["goal_kind"], found["goal_amount"]
    return (
        found["state"] in _STATES
        and kind in _GOALS
        and (_is_number(amount) if kind else not amount)
        and all(_is_number(found[name]) for name in _WHOLE)
        and all(_is_number(whole) and _is_number(part) for name in _SECONDS for whole, _, part in (found[name].partition("."),))
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS


def write(cache: str, fields: dict[str, str]) -> None:
    """Put the line in its place; a cache that cannot be written is no error."""
    from nextcall.storage.atomic import forget, make_folder  # noqa: PLC0415 (only who saves comes here)

    part = f"{path(cache)}.{os.getpid()}.part"
    try:
        make_folder(cache)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
        try:
            os.write(handle, ("\t".join(fields[name] for name in FIELDS) + "\n").encode(errors="surrogateescape"))
        finally:
            os.close(handle)
        os.replace(part, path(cache))
    except OSError:
        forget(part)
