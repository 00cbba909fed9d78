"""When whoever asked for it is called back, as `tag` and the line mode promise it: as was said, else tomorrow at nine, by their clock."""

from datetime import datetime, tzinfo

from nextcall.cli.doing import wants_a_callback
from nextcall.clock import zone_name
from nextcall.config.paths import Folders
from nextcall.contacts.when import days_later, written
from nextcall.contacts.zones import as_here, clock_of
from nextcall.core import actions as do
from nextcall.core.session import Contact, Session
from nextcall.errors import UsageError


def with_promise(action: do.Tag, session: Session, text: str | None, now: datetime, where: Folders) -> do.Tag:
    """The tag with the time of its callback. Raises `UsageError` where nobody is called back after it, `InputError` where `text` says no time."""
    if not wants_a_callback(session, action):
        raise UsageError("--at goes with an outcome after which somebody is called back")
    zone = _clock_of(action.contact or (session.live.contact if session.live else None), now, where)
    return action._replace(callback_at=days_later(now, 1, zone) if text is None else written(text, now, zone))


def _clock_of(contact: Contact | None, now: datetime, where: Folders) -> tzinfo | None:
    theirs = ""
    if contact is not None and contact.list and contact.id:
        from nextcall.cli.taking import person_of  # noqa: PLC0415 (without a list there is nobody to look up)

        person = person_of(contact, where)
        theirs = person.time_zone if person else ""
    return clock_of(theirs, zone_name(), now)


def promised(at: datetime, now: datetime) -> str:
    """The promise in words, for the line that says what happened."""
    own = as_here(at, now)
    if own.utcoffset() == at.utcoffset():
        return f", call back {at:%a %Y-%m-%d %H:%M}"
    day = "" if own.date() == at.date() else f"{own:%a} "
    return f", call back {at:%a %Y-%m-%d %H:%M} there, {day}{own:%H:%M} here"
