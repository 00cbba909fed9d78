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


def is_up_to_date(connection: sqlite3.Connection, lists: Lists, rules: Rules) -> bool:
    """Whether nothing has changed since the copy was made."""
    return known_in(connection) == identities(lists.marks()) and rules_in(connection) == rules_text(rules)


def known_in(connection: sqlite3.Connection) -> Known:
    """What a copy was made from."""
    return {what: tuple(identity) for what, *identity in connection.execute("SELECT what, inode, size, modified FROM known")}


def identities(marks: dict[str, Identity | None]) -> Known:
    """What there is now, as a copy keeps it."""
    return {what: tuple(identity) if identity else (None, None, None) for what, identity in marks.items()}


def rules_text(rules: Rules) -> str:
    """The rules of the queue, as a copy keeps them."""
    return repr((tuple(rules.retry), sorted((outcome, tuple(retry)) for outcome, retry in rules.by_outcome.items())))


def rules_in(connection: sqlite3.Connection) -> str | None:
    """The rules that a copy was made by."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'rules'").fetchone()
    return row[0] if row else None
