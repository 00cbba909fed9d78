"""Whether the copy of the call lists is as the folder says: what was known when it was made, and what there is now."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    import sqlite3
    from typing import Any

    from nextcall.contacts.queue import Rules
    from nextcall.storage.atomic import Identity
    from nextcall.storage.contacts.lists import Lists

    Known = dict[str, tuple[Any, ...]]


SESSION = "session "
"""What stands before the id of a session that is awaited."""
NOWHERE = (None, None, None)
"""In the place of which version of a file there is: there is none."""


def is_up_to_date(connection: sqlite3.Connection, lists: Lists, rules: Rules) -> bool:
    """Whether nothing has changed since the copy was made."""
    known, found = known_in(connection), identities(lists.marks())
    fresh = [what for what in found.keys() - known.keys() if what.startswith(SESSION) and found[what] == NOWHERE]
    if fresh and not _says_anything_of(connection, lists, fresh):
        found = {what: identity for what, identity in found.items() if what not in fresh}
    return known == found and rules_in(connection) == rules_text(rules)


def _says_anything_of(connection: sqlite3.Connection, lists: Lists, fresh: list[str]) -> bool:
    """Whether lists, or numbers that are not to be called, have anything of sessions without a file; those that have just begun have left no trace."""
    sessions = [what.removeprefix(SESSION) for what in fresh]
    for table in ("met", "asked"):
        if any(connection.execute(f"SELECT 1 FROM {table} WHERE session = ? LIMIT 1", (session,)).fetchone() for session in sessions):  # noqa: S608 (our own words)
            return True
    return any(block.session in sessions for block in lists.blocks())


def known_in(connection: sqlite3.Connection) -> Known:
    """What a copy was made from."""
    return {what: tuple(identity) for what, *identity in connection.execute("SELECT what, inode, size, modified FROM known")}


def identities(marks: dict[str, Identity | None]) -> Known:
    """What there is now, as a copy keeps it."""
    return {what: tuple(identity) if identity else NOWHERE for what, identity in marks.items()}


def rules_text(rules: Rules) -> str:
    """The rules of the queue, as a copy keeps them."""
    return repr((tuple(rules.retry), sorted((outcome, tuple(retry)) for outcome, retry in rules.by_outcome.items())))


def rules_in(connection: sqlite3.Connection) -> str | None:
    """The rules that a copy was made by."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'rules'").fetchone()
    return row[0] if row else None
