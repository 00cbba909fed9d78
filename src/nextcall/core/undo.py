"""Unlimited undo and redo, as changes that can be kept in a file.

What an action changed is remembered as what was there before: a few fields and a few items of
the long lists, never the whole session. Taking it back gives the change that does it again.
"""

from __future__ import annotations

from datetime import datetime

from nextcall.core.actions import WHAT, Action
from nextcall.core.machine import apply
from nextcall.core.session import Session
from nextcall.errors import NotAllowedError

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import Any, NamedTuple
else:
    from nextcall.named import NamedTuple

LISTS = ("calls", "pauses", "breaths", "parked", "plan_changes", "trail")
"""Fields of a session that grow with it: of them a change keeps only the items that it is about."""


class Splice(NamedTuple):
    """What comes in the place of some items of one of the `LISTS`."""

    field: str
    at: int
    """From which position on."""
    until: int
    """Up to which position of the present items."""
    items: tuple[Any, ...]


class Change(NamedTuple):
    """One step back (or, once taken back, forward again)."""

    what: str
    """What was done, in a word or two."""
    fields: tuple[tuple[str, Any], ...] = ()
    """Fields of the session, but for the `LISTS`, and the values that they get back."""
    splices: tuple[Splice, ...] = ()


class Workbench(NamedTuple):
    """A session with its way back and its way forward."""

    session: Session
    done: tuple[Change, ...] = ()
    undone: tuple[Change, ...] = ()


def perform(bench: Workbench, action: Action, at: datetime) -> Workbench:
    """The bench after one action; the way forward is gone with it. Raises as `apply` does."""
    session = apply(bench.session, action, at)
    if session == bench.session:
        return bench
    return Workbench(session, (*bench.done, difference(session, bench.session, WHAT[type(action)])), ())


def undo(bench: Workbench) -> Workbench:
    """The bench one step back; raises `NotAllowedError` at the beginning."""
    if not bench.done:
        raise NotAllowedError("There is nothing to undo.")
    change = bench.done[-1]
    session = changed(bench.session, change)
    forward = difference(session, bench.session, change.what)
    return Workbench(session, bench.done[:-1], (*bench.undone, forward))


def redo(bench: Workbench) -> Workbench:
    """The bench one step forward again; raises `NotAllowedError` where nothing was taken back."""
    if not bench.undone:
        raise NotAllowedError("There is nothing to redo.")
    change = bench.undone[-1]
    session = changed(bench.session, change)
    back = difference(session, bench.session, change.what)
    return Workbench(session, (*bench.done, back), bench.undone[:-1])


def difference(present: Session, target: Session, what: str) -> Change:
    """The change that makes `target` of `present`."""
    pairs = zip(Session._fields, present, target, strict=True)
    differing = [name for name, old, new in pairs if old is not new and old != new]
    fields = tuple((name, getattr(target, name)) for name in differing if name not in LISTS)
    splices = tuple(_splice(name, getattr(present, name), getattr(target, name)) for name in differing if name in LISTS)
    return Change(what, fields, splices)


def _splice(field: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> Splice:
    shorter = min(len(old), len(new))
    start = shorter if old[:shorter] == new[:shorter] else 0  # one more at the end, as a rule
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return Splice(field, start, len(old) - end, new[start : len(new) - end])


def changed(session: Session, change: Change) -> Session:
    """The session with a change made to it."""
    values = dict(change.fields)
    for field, at, until, items in change.splices:
        present = getattr(session, field)
        values[field] = (*present[:at], *items, *present[until:])
    return session._replace(**values)
