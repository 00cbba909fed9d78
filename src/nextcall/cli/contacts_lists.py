"""`nextcall contacts lists` and `show`: what lists there are, and who is on one."""

from argparse import Namespace
from collections.abc import Iterator
from itertools import islice

from nextcall.cli.contacts_words import Room, as_data, as_row, in_words, room
from nextcall.cli.output import as_json, data, talk, unknown
from nextcall.cli.pager import paged
from nextcall.config.paths import Folders
from nextcall.contacts.queue import STAGES
from nextcall.errors import StorageError
from nextcall.figures import figure
from nextcall.storage.contacts.lists import Lists
from nextcall.storage.contacts.shelf import Listed, ListLine
from nextcall.text import line, many

_PAGE = 500
_SHORT = {"callback": "callbacks", "retry": "to try again", "new": "not called yet", "done": "done", "spent": "spent", "dead": "dead", "do-not-call": "do not call"}


def run(options: Namespace, where: Folders) -> int:
    """Print the lists, or one of them."""
    with room(where) as here:
        return _lists(options, here) if options.what == "lists" else _show(options, here, where)


def _lists(options: Namespace, here: Room) -> int:
    found = here.shelf.lists(here.now)
    if options.json:
        as_json([_list_data(one) for one in found])
    elif options.plain:
        for one in found:
            data("\t".join((one.name, line(one.title), *(str(one.stages[stage]) for stage in STAGES), str(one.due), line(one.problem, 300))))
    else:
        for one in found:
            data(_list_text(one))
        if not found:
            data("No list yet. nextcall contacts import FILE makes one.")
    return 0


def _list_data(one: ListLine) -> dict[str, object]:
    return {"name": one.name, "title": one.title, "people": sum(one.stages.values()), "stages": one.stages, "due": one.due, "problem": one.problem or None}


def _list_text(one: ListLine) -> str:
    if one.problem:
        return f"{one.name}  cannot be read: {line(one.problem, 300)}"
    stages = ", ".join(f"{figure(one.stages[stage])} {_SHORT[stage]}" for stage in STAGES if one.stages[stage])
    return f"{one.name}  {many(sum(one.stages.values()), 'person', 'people')}{f', {figure(one.due)} to call now' if one.due else ''}{f': {stages}' if stages else ''}"


def _show(options: Namespace, here: Room, where: Folders) -> int:
    known_list(here, where, options.list)
    for stage in options.stage:
        if stage not in STAGES:
            raise unknown("stage", stage, STAGES, f"There are {', '.join(STAGES)}.")
    found = islice(_people(here, options.list, tuple(options.stage) or STAGES), options.limit)
    if options.json:
        as_json([as_data(one, here) for one in found])
    elif options.plain:
        for one in found:
            data(as_row(one))
    else:
        paged(in_words(one, here) for one in found)
    return 0


def _people(here: Room, name: str, stages: tuple[str, ...]) -> Iterator[Listed]:
    """The people of a list at some stages, page by page; whoever the open session has called stands where it says."""
    first = 0
    while page := here.shelf.page(name, STAGES if here.session else stages, first, _PAGE):
        for one in page:
            now = here.seen(one) if here.session else one
            if now.standing.stage in stages:
                yield now
        first += len(page)


def known_list(here: Room, where: Folders, name: str) -> None:
    """Raises where there is no list of that name, or it cannot be read."""
    lists = here.shelf.lists(here.now)
    found = next((one for one in lists if one.name == name), None)
    if found is None:
        Lists(where.data).path(name)
        names = [one.name for one in lists]
        raise unknown("list", name, names, f"There are {', '.join(names)}." if names else "nextcall contacts import FILE makes one.")
    if found.problem:
        raise StorageError(found.problem)


def tell_problems(here: Room) -> None:
    """Name the lists that cannot be read, beside what was asked for."""
    for one in here.shelf.lists(here.now):
        if one.problem:
            talk(f"{one.problem}; nobody on it comes up")
