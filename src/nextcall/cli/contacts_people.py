"""`nextcall contacts next`, `due` and `find`: who is next, who was promised a call, who is meant."""

from argparse import Namespace

from nextcall.cli.contacts_lists import known_list, tell_problems
from nextcall.cli.contacts_words import Room, as_data, as_row, details, in_words, room, zone_there
from nextcall.cli.output import as_json, data
from nextcall.config.paths import Folders
from nextcall.contacts.person import Person
from nextcall.contacts.when import written
from nextcall.figures import figure
from nextcall.storage.contacts.shelf import Listed
from nextcall.storage.contacts.upcoming import upcoming


def run(options: Namespace, where: Folders) -> int:
    """Print whom the words mean."""
    with room(where) as here:
        name = options.list if options.what != "due" else None
        if name is not None:
            known_list(here, where, name)
        else:
            tell_problems(here)
        match options.what:
            case "next":
                return _next(options, here)
            case "due":
                return _due(options, here)
        return _find(options, here)


def _next(options: Namespace, here: Room) -> int:
    found = next_one(here, options.list)
    if options.json:
        as_json(as_data(found, here) if found else None)
    elif options.plain:
        if found:
            data(as_row(found))
    elif found is None:
        data("Nobody is to be called now.")
    else:
        for text in details(found, here):
            data(text)
    return 0


def next_one(here: Room, name: str | None) -> Listed | None:
    """Who is called next, of a list, of the open session's, or of all."""
    session = here.session
    if session is not None:
        if name is not None:
            session = session._replace(list=name, preset=None)
        if found := upcoming(here.shelf, session, here.rules, here.now):
            return found
        if session.list is not None:
            return None
    without: set[tuple[str, str]] = set()
    while found := here.shelf.next(name, here.now, without):
        seen = here.seen(found)
        if session is None or (seen.standing == found.standing and not _is_live(found, here)):
            return found
        without.add((found.list, found.person.id))
    return None


def _is_live(found: Listed, here: Room) -> bool:
    live = here.session.live.contact if here.session and here.session.live else None
    return live is not None and (live.list, live.id) == (found.list, found.person.id)


def _due(options: Namespace, here: Room) -> int:
    until = written(options.until, here.now, zone_there(Person(""), here.now)) if options.until else here.now
    found = here.callbacks(until)
    more = max(0, len(found) - options.limit)
    shown = found[: options.limit]
    if options.json:
        as_json({"due": [as_data(one, here) for one in shown], "more": more})
    elif options.plain:
        for one in shown:
            data(as_row(one))
    else:
        for one in shown:
            data(in_words(one, here))
        if more:
            data(f"+{figure(more)} more")
        if not shown:
            data("No callback is due.")
    return 0


def _find(options: Namespace, here: Room) -> int:
    found = [here.seen(one) for one in here.shelf.search(" ".join(options.words), options.list, options.limit + 1)]
    shown = found[: options.limit]
    if options.json:
        as_json([as_data(one, here) for one in shown])
        return 0
    for one in shown:
        data(as_row(one) if options.plain else in_words(one, here))
    if len(found) > len(shown) and not options.plain:
        data("and more; say more of the name, or --limit")
    if not shown and not options.plain:
        data("Nobody is found.")
    return 0
