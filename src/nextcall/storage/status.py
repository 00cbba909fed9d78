"""The open session in one line, for `status`: a copy in the cache that is checked before use.

A status bar asks every few seconds. Starting Python and parsing the session costs it several
times of what one line costs; so whoever saves the session writes this line too, with the
identity of the file it was made from. Where the two do not match, the file is read instead.

It is written over in its place: putting a new file there makes the disk write both at once, which
takes ten times as long. So a line can be seen half written, and says itself whether it is whole.
"""

import os
from stat import S_ISREG

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
_CAREFUL = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""A pipe in its place is not waited for, and a link is not followed."""
_OTHERS = 0 if os.name == "nt" else 0o077
_LARGEST = 8192
_PRIME = 2**61 - 1
"""What is left of a line's bytes, as one number, by this prime stands at its end: two lines that were mixed have another."""


def path(cache: str) -> str:
    """Where the line stands."""
    return os.path.join(cache, "status")


def read(cache: str, current: str) -> dict[str, str] | None:
    """The line's fields, if it was made from the file that is at `current` now, and each is what it should be."""
    try:
        found = dict(zip(FIELDS, _line(path(cache)).split("\t"), strict=True))
        stat = os.lstat(current)
    except (OSError, ValueError):
        return None
    here = (current, str(stat.st_ino), str(stat.st_size), str(stat.st_mtime_ns))
    return found if here == (found["path"], found["inode"], found["size"], found["modified"]) and _fits(found) else None


def _line(path: str) -> str:
    """The line without its check. Raises `ValueError` where it is not whole, or `OSError`."""
    handle = os.open(path, os.O_RDONLY | _CAREFUL)
    try:
        line, _, check = os.read(handle, _LARGEST).removesuffix(b"\n").rpartition(b"\t")
    finally:
        os.close(handle)
    if check != _check(line):
        raise ValueError
    return line.decode(errors="surrogateescape")


def _check(line: bytes) -> bytes:
    return b"%x" % (int.from_bytes(line, "little") % _PRIME)


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

    line = "\t".join(fields[name] for name in FIELDS).encode(errors="surrogateescape")
    data = line + b"\t" + _check(line) + b"\n"
    for _ in range(2):  # something else may stand there, or no folder
        try:
            _put(path(cache), data)
        except OSError:
            forget(path(cache))
        else:
            return
        try:
            make_folder(cache)
        except OSError:
            return


def _put(path: str, data: bytes) -> None:
    """Write the line. Raises `OSError`, and writes nothing, where something else stands there than a file of the user's alone with this one name."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | _CAREFUL, 0o600)
    try:
        found = os.fstat(handle)
        if not S_ISREG(found.st_mode) or found.st_nlink > 1 or found.st_mode & _OTHERS:
            raise PermissionError(path)
        os.write(handle, data)
        if found.st_size > len(data):  # what stood there before was longer
            os.ftruncate(handle, len(data))
    finally:
        os.close(handle)
