"""`nextcall contacts forget`: remove everything that is kept of a person, everywhere in the data folder."""

from argparse import Namespace

from nextcall.cli.contacts_who import meant
from nextcall.cli.contacts_words import Room, room
from nextcall.cli.output import data, talk
from nextcall.cli.progress import Progress
from nextcall.config.paths import Folders
from nextcall.errors import InputError, UsageError
from nextcall.exchange import phones
from nextcall.figures import figure
from nextcall.storage.contacts.lists import Lists
from nextcall.storage.forgetting import Found, Wanted, forget
from nextcall.text import line, many

_SHOWN = 20


def run(options: Namespace, where: Folders) -> int:
    """Say what would be removed, or remove it."""
    if options.dry_run == options.yes:
        raise UsageError("say --dry-run to see what would be removed, or --yes to remove it", "It cannot be undone.")
    with room(where) as here:
        wanted = _wanted(here, options.who)
    lists = Lists(where.data)
    with lists.sessions.lock(), Progress("files looked at") as progress:
        found = forget(where.data, (where.cache, where.log), wanted, dry=options.dry_run, progress=progress)
    _say(found, wanted, dry=options.dry_run)
    return 1 if found.unreadable else 0


def _wanted(here: Room, words: list[str]) -> Wanted:
    """Who is meant; somebody who is on no list by the very words."""
    text = " ".join(words)
    number = phones.read(text, here.config.contacts.country).number if any(sign.isdigit() for sign in text) else ""
    try:
        people = meant(here, words)
    except InputError:
        return Wanted(frozenset(), () if number else (text,), (number, text) if number else ())
    known = [one.person for one in people]
    return Wanted(
        frozenset((one.list, one.person.id) for one in people),
        tuple(dict.fromkeys(person.name for person in known if person.name)),
        tuple(dict.fromkeys(person.phone for person in known if person.phone)),
    )


def _say(found: Found, wanted: Wanted, *, dry: bool) -> None:
    would = "would be " if dry else ""
    if not found.changed and not found.unreadable:
        data("nothing is kept of them")
        return
    data(f"{many(len(wanted.people), 'entry', 'entries')} on lists and {many(found.calls, 'call')} in {many(len(found.changed), 'file')} {would}without them{'' if dry else ' now'}")
    for place in found.changed[:_SHOWN]:
        data(f"  {line(place)}")
    if len(found.changed) > _SHOWN:
        data(f"  +{figure(len(found.changed) - _SHOWN)} more")
    for place in found.unreadable:
        talk(f"{line(place)} has them and cannot be read; look at it and delete it yourself")
    if not dry:
        data("A number that is not to be called stays so, without a name. Exports, reports, hooks' own files and backups are yours to clean.")
