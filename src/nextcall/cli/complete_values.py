"""Values that are known only here and now: outcomes, presets, sessions, lists."""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice

from nextcall.config.load import load
from nextcall.config.model import Config
from nextcall.config.paths import Folders
from nextcall.core.outcomes import Outcome
from nextcall.core.query import FIELDS
from nextcall.core.session import HELP_MARKS, PAUSE_REASONS
from nextcall.errors import NextcallError
from nextcall.storage.sessions import Sessions

Values = Iterable[tuple[str, str]]
_SESSIONS = 40
"""So many of the newest sessions: nobody looks for an older one by its id."""
_OPEN_TOO = ("correct",)
"""Commands that know the open session by `open`."""


def values(kind: str, command: str, where: Folders) -> Values:
    """What a value of that name can be, with what it means; nothing where that cannot be known. Raises as `load` does."""
    known = _KINDS.get(kind)
    return known(where, command) if known else ()


def _outcomes(where: Folders, command: str) -> Values:
    return [(outcome.id, outcome.label) for outcome in _known_outcomes(where, command)]


def _outcomes_counted(where: Folders, command: str) -> Values:
    return [(f"{outcome.id}=", outcome.label) for outcome in _known_outcomes(where, command)]


def _known_outcomes(where: Folders, command: str) -> tuple[Outcome, ...]:
    """Those of the open session for what is done to it; else those that are configured."""
    if command == "tag":
        try:
            opened = Sessions(where.data).read_current()
        except NextcallError:
            opened = None
        if opened is not None:
            return opened.bench.session.outcomes
    return _config(where).outcomes


def _presets(where: Folders, _: str) -> Values:
    return [(preset.id, preset.title) for preset in _config(where).presets]


def _skills(where: Folders, _: str) -> Values:
    return [(skill, "") for skill in _config(where).skills]


def _scores(where: Folders, _: str) -> Values:
    return [(f"{skill}={score}", "") for skill in _config(where).skills for score in range(1, 6)]


def _sessions(where: Folders, command: str) -> Iterator[tuple[str, str]]:
    if command.startswith("contacts"):
        return  # there it is a person's, which nobody knows by heart
    yield "last", "the last that ended"
    if command in _OPEN_TOO:
        yield "open", "the open one"
    for path in islice(Sessions(where.data).newest_first(), _SESSIONS):
        name = os.path.splitext(os.path.basename(path))[0]
        yield name, _began(name)


def _began(name: str) -> str:
    """When the session of that id began, here."""
    try:
        at = datetime.strptime(name[:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone()
    except (ValueError, OverflowError, OSError):
        return ""
    return f"{at:%a} {at.day} {at:%b %Y, %H:%M}"


def _lists(where: Folders, _: str) -> Values:
    from nextcall.storage.contacts.lists import Lists  # noqa: PLC0415 (few use any)

    return [(name, "") for name in Lists(where.data).names()]


def _changes(_: Folders, __: str) -> Values:
    from nextcall.core.correct import FIELDS as CALL_FIELDS  # noqa: PLC0415 (this one only)

    return [(f"{field}=", "") for field in CALL_FIELDS]


def _config(where: Folders) -> Config:
    return load(where.config_file, os.environ)


_KINDS: dict[str, Callable[[Folders, str], Values]] = {
    "OUTCOME": _outcomes,
    "OUTCOME=N": _outcomes_counted,
    "PRESET": _presets,
    "SKILL": _skills,
    "SKILL=SCORE": _scores,
    "ID": _sessions,
    "LIST": _lists,
    "FIELD=VALUE": _changes,
    "REASON": lambda _, __: [(reason, "") for reason in PAUSE_REASONS[:-2]],
    "MARK": lambda _, __: [(mark, "") for mark in HELP_MARKS],
    "Q": lambda _, __: [(f"{field}:", "") for field in FIELDS],
    "WHEN": lambda _, __: [(when, "") for when in ("tomorrow", "+3d", "+1w", "+1m")],
    "DAY": lambda _, __: [(day, "") for day in ("today", "yesterday")],
}
"""What the values of that name can be."""
