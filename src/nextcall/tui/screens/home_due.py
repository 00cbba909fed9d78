"""Callbacks that were promised to people on lists, and those of long ago, for home; they are looked up beside the first picture."""

import os
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from nextcall.bootstrap import Services, rules_of
from nextcall.core.session import Session
from nextcall.errors import StorageError
from nextcall.tui.screens.home_lines import OVERDUE, Due

if TYPE_CHECKING:
    from nextcall.storage.contacts.shelf import Listed

MOST = 200
"""Callbacks that are looked at one by one; how many more there are is known."""


def due_on_lists(services: Services, left_open: Session | None, now: datetime, reasons: list[str]) -> tuple[list[Due], int]:
    """The callbacks of all lists that are due until the end of the day, the oldest first, and how many more there are.

    What is wrong with the lists is one of the `reasons` more.
    """
    folders = services.folders
    if not os.path.isdir(os.path.join(folders.data, "contacts")):
        return [], 0
    from nextcall.storage.contacts.shelf import Shelf  # noqa: PLC0415 (only with a list)
    from nextcall.storage.contacts.upcoming import as_now  # noqa: PLC0415 (as above)

    until, rules = now.replace(hour=23, minute=59, second=59, microsecond=0), rules_of(services.config)
    try:
        with Shelf.opened(folders.data, folders.cache, rules) as shelf:
            found = [as_now(shelf, left_open, rules, one.list, one.person.id) for one in shelf.callbacks(until, MOST)]
            more = max(0, shelf.callbacks_number(until) - MOST)
    except (OSError, StorageError) as error:
        reasons.append(str(error))
        return [], 0
    return [_due(one, now) for one in found if one is not None and one.standing.stage == "callback" and (one.standing.due_at or now) <= until], more


def from_long_ago(services: Services, now: datetime, skip: int) -> list[Session]:
    """The sessions before the last `skip` ones that promised something for these days, newest first."""
    from nextcall.storage.promised import promised_for  # noqa: PLC0415 (looked for when the start is over)

    days = [now.date() + timedelta(days=1) - timedelta(days=back) for back in range(OVERDUE.days + 2)]  # files have the days of their own zones
    return promised_for(services.sessions, days, skip)


def _due(listed: "Listed", now: datetime) -> Due:
    from nextcall.contacts.zones import zone_named  # noqa: PLC0415 (only with a list)

    person = listed.person
    note = next((touch.note for touch in reversed(person.touches) if touch.note), "") or person.why
    who = ", ".join(part for part in (person.name or person.phone or "somebody", person.company) if part)
    return Due(listed.standing.due_at or now, who, " ".join(note.split()), zone_named(person.time_zone))
