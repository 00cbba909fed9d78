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


def path(cache: str) -> str:
    """Where the line stands."""
    return os.path.join(cache, "status")


def read(cache: str, current: str) -> dict[str, str] | None:
    """The line's fields, if it was made from the file that is at `current` now."""
    try:
        with open(path(cache), encoding="utf-8", errors="surrogateescape") as file:
            found = dict(zip(FIELDS, file.read(4096).rstrip("\n").split("\t"), strict=True))
        stat = os.lstat(current)
    except (OSError, ValueError):
        return None
    here = (current, str(stat.st_ino), str(stat.st_size), str(stat.st_mtime_ns))
    return found if here == (found["path"], found["inode"], found["size"], found["modified"]) else None


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
