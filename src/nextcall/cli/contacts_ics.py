"""`nextcall contacts export-ics`, and `export --format ics`: the callbacks of all lists as a calendar."""

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from nextcall.cli.contacts_lists import tell_problems
from nextcall.cli.contacts_words import Room, room
from nextcall.config.paths import Folders
from nextcall.exchange.ics import Callback, calendar, uid

_AHEAD = timedelta(days=4_000)
"""Callbacks that are farther away are nobody's plan."""


def run(options: Namespace, where: Folders) -> int:
    """Write the calendar."""
    with room(where) as here:
        tell_problems(here)
        if options.output == "-":
            sys.stdout.flush()
            _write(here, sys.stdout.buffer.write)
        else:
            from nextcall.storage.streamed import replaced  # noqa: PLC0415 (only for a file)

            with replaced(options.output) as out:
                _write(here, out)
    return 0


def _write(here: Room, out: Callable[[bytes], object]) -> None:
    for text in calendar(_callbacks(here, here.now + _AHEAD), here.now):
        out(text.encode(errors="replace"))


def _callbacks(here: Room, until: datetime) -> Iterator[Callback]:
    """All that are promised, the oldest first."""
    for one in here.callbacks(until):
        if one.standing.due_at is not None:
            person = one.person
            note = next((touch.note for touch in reversed(person.touches) if touch.note), "") or person.why
            yield Callback(uid(one.list, person.id), one.standing.due_at, person.name, person.company, person.phone, note)
