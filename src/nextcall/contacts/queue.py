"""Where a person stands in the queue: what follows from the calls to them and from the caller's own acts.

Due callbacks come first, then retries that are due, then whoever has not been called yet, in the order of
the list; who was skipped comes after those. A retry waits as its outcome says, and after so many in a row
without anybody reached the person rests. A later call always says more than an earlier word.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from nextcall.contacts.person import Act, Person, Touch
from nextcall.contacts.zones import as_here


class Stage:
    """Where a person can stand, by name."""

    NEW = "new"
    """Not called yet, or only skipped."""
    RETRY = "retry"
    """To be tried again."""
    CALLBACK = "callback"
    """A call back was promised."""
    DONE = "done"
    """Reached, and nothing is left to do."""
    SPENT = "spent"
    """Tried as often as the rules allow."""
    DEAD = "dead"
    """Never to be called again: a wrong number, or not a fit."""
    BLOCKED = "do-not-call"
    """Asked not to be called."""


STAGES = (Stage.CALLBACK, Stage.RETRY, Stage.NEW, Stage.DONE, Stage.SPENT, Stage.DEAD, Stage.BLOCKED)
"""All of them, in the order in which they are told."""
CALLABLE = (Stage.CALLBACK, Stage.RETRY, Stage.NEW)
"""Those in which somebody is called when the time has come, in the order of the queue."""
_NINE = 9
"""The hour of a callback for which no time was said."""


class Retry(NamedTuple):
    """How often and after how long somebody is tried again."""

    hours: float = 24
    most: int = 6
    """Tries in a row."""


class Rules(NamedTuple):
    """The caller's rules of the queue."""

    retry: Retry = Retry()
    by_outcome: Mapping[str, Retry] = {}
    """Of outcomes with rules of their own, by id."""

    def of(self, outcome: str) -> Retry:
        """The rule of an outcome."""
        return self.by_outcome.get(outcome, self.retry)


class Standing(NamedTuple):
    """Where a person stands in the queue."""

    stage: str = Stage.NEW
    due_at: datetime | None = None
    """From when on they are to be called; None: from now on, or never."""
    tries: int = 0
    """Tries in a row without anybody reached."""
    skipped_at: datetime | None = None
    """When they were last skipped, of a person who was not called since."""


def standing(person: Person, rules: Rules) -> Standing:
    """Where a person stands; what is blocked by number alone is not known here."""
    found = Standing()
    events: list[Touch | Act] = [*person.touches, *person.acts]
    for event in sorted(events, key=lambda event: event.at):
        found = _after_touch(found, event, rules) if isinstance(event, Touch) else _after_act(event)
    return found


_LAST = {"dead": Stage.DEAD, "do-not-call": Stage.BLOCKED}


def _after_touch(before: Standing, touch: Touch, rules: Rules) -> Standing:
    match touch.then:
        case "keep":
            return before._replace(skipped_at=touch.at)
        case "retry":
            rule, tries = rules.of(touch.outcome), before.tries + 1
            promised = before.stage == Stage.CALLBACK and not touch.connect  # nobody was reached: the promise stands
            again = Standing(Stage.CALLBACK if promised else Stage.RETRY, touch.at + timedelta(hours=rule.hours), tries)
            return again if tries < rule.most else Standing(Stage.SPENT, tries=tries)
        case "callback":
            return Standing(Stage.CALLBACK, touch.callback_at or next_morning(touch.at))
    return Standing(_LAST.get(touch.then, Stage.DONE))


def _after_act(act: Act) -> Standing:
    match act.kind:
        case "callback":
            return Standing(Stage.CALLBACK, act.until or next_morning(act.at))
        case "done":
            return Standing(Stage.DONE)
    return Standing()


def next_morning(at: datetime) -> datetime:
    """Nine o'clock on the next day: when to call back unless a time was agreed.

    Where `at` is by the clock of this machine it is nine by that clock, whether or not it is set to another time before.
    """
    morning = (at + timedelta(days=1)).replace(hour=_NINE, minute=0, second=0, microsecond=0)
    if at.astimezone().utcoffset() != at.utcoffset():
        return morning
    return morning.replace(tzinfo=None).astimezone()


def is_due(found: Standing, now: datetime) -> bool:
    """Whether a person is to be called now."""
    return found.stage in CALLABLE and (found.due_at is None or found.due_at <= now)


Rank = tuple[int, float, int]


def rank(found: Standing, position: int) -> Rank:
    """The order of the queue among those who are due: the lowest first; `position` is the place in the list."""
    since = found.due_at or found.skipped_at
    return CALLABLE.index(found.stage), since.timestamp() if since else 0.0, position


def called_on(person: Person, now: datetime) -> int:
    """How often a person was called on the day of `now`, in its own local time."""
    return sum(touch.then != "keep" and as_here(touch.at, now).date() == now.date() for touch in person.touches)
