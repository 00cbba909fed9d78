"""Who is called by `dial` and `tag` in a session with a list: whoever comes next, as on the screen."""

import os

from nextcall.bootstrap import rules_of
from nextcall.cli.output import talk
from nextcall.config.load import load
from nextcall.config.paths import Folders
from nextcall.contacts.person import Person
from nextcall.core import actions as do
from nextcall.core.session import Contact, Session
from nextcall.desk.desk import Desk
from nextcall.errors import NextcallError
from nextcall.storage.contacts.lists import Lists, is_name
from nextcall.storage.contacts.shelf import Shelf
from nextcall.storage.contacts.upcoming import upcoming
from nextcall.text import line


def with_contact(action: do.Action, session: Session, desk: Desk, where: Folders) -> do.Action:
    """The action with whoever comes next, where it opens a call and nobody is named; lists that cannot be read are told, and nobody is taken."""
    if not isinstance(action, do.Dial | do.Tag) or action.contact is not None or session.live is not None:
        return action
    if session.list is not None and not (is_name(session.list) and Lists(where.data).identity(session.list)):
        return action  # it is only a label
    try:
        rules = rules_of(load(where.config_file, os.environ))
        with Shelf.opened(where.data, where.cache, rules) as shelf:
            found = upcoming(shelf, session, rules, desk.clock.now())
            problems = [one.problem for one in shelf.lists(desk.clock.now()) if one.problem and one.name == session.list]
    except (OSError, NextcallError) as error:
        talk(f"nobody of the list was taken: {error}")
        return action
    for problem in problems:
        talk(f"nobody of the list was taken: {problem}")
    if found is None:
        return action
    person = found.person
    return action._replace(contact=Contact(person.name, person.phone, found.list, person.id))


def person_of(contact: Contact, where: Folders) -> Person | None:
    """Whom a call is about, as their list has them; None where that cannot be read."""
    try:
        with Shelf.opened(where.data, where.cache, rules_of(load(where.config_file, os.environ))) as shelf:
            found = shelf.one(contact.list or "", contact.id or "")
    except (OSError, NextcallError):
        return None
    return found.person if found else None


def who(contact: Contact | None) -> str:
    """Who was taken, for the line that says what happened; empty where nobody was."""
    if contact is None or contact.id is None:
        return ""
    return ", ".join(part for part in (line(contact.name), line(contact.phone)) if part)
