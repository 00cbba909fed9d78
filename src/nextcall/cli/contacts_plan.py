"""Who of a file is new to a list, who is known already, and who must not come back."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import NamedTuple

from nextcall.contacts.duplicates import Known, number_key
from nextcall.exchange.people import Draft
from nextcall.storage.contacts.codec import CallList
from nextcall.storage.contacts.lists import is_name
from nextcall.text import line

_EVERY = 1_000
_LONGEST = 60


class Outcome(NamedTuple):
    """What came of the people for one list."""

    new: int = 0
    merged: int = 0
    """Known already, and something was learned of them."""
    known: int = 0
    """Known already, and nothing new."""
    refused: int = 0
    """They have a number that is not to be called."""


class Plan:
    """What is found out, list by list."""

    def __init__(self, total: int, progress: Callable[[int, int], None]) -> None:
        self.found: dict[str, Outcome] = {}
        self._total = total
        self._done = 0
        self._progress = progress

    def step(self) -> None:
        """One more person was looked at."""
        self._done += 1
        if not self._done % _EVERY:
            self._progress(self._done, self._total)


def planned(plan: Plan, name: str, listed: CallList, drafts: Sequence[Draft], refused: set[str]) -> CallList:
    """The list with the people of a file in it; where they bring nothing, the very same."""
    known = Known(listed.people)
    number = max((int(person.id) for person in listed.people if person.id.isascii() and person.id.isdigit()), default=0)
    counts = dict.fromkeys(Outcome._fields, 0)
    for draft in drafts:
        plan.step()
        if number_key(draft.person.phone) in refused:
            counts["refused"] += 1
            continue
        before = known.find(draft.person)
        after, new = known.take(draft.person._replace(id=str(number + 1)))
        number += new
        counts["new" if new else "known" if after is before else "merged"] += 1
    plan.found[name] = Outcome(**counts)
    if not counts["new"] and not counts["merged"]:
        return listed
    return listed._replace(people=tuple(known), title=listed.title or line(name.replace("-", " ").capitalize()))


def named(text: str) -> str:
    """The name of a list that a text would give: small letters, digits and dashes."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].strip("-")
    return name if is_name(name) else "people"
