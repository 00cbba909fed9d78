"""Opening a session: from what the caller chose and what is configured to a new session."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import islice
from typing import NamedTuple

from nextcall.config.model import Config, Preset
from nextcall.core.goals import goal_text
from nextcall.core.session import Goal, Session
from nextcall.core.value import value_per_call
from nextcall.errors import NextcallError, UsageError
from nextcall.storage.sessions import Sessions
from nextcall.text import line, nearest

INTENTION = 80
"""Characters that an intention has at most: it is one line."""
RECENT = 12
"""How many of the last sessions say which skill was practised least; a few rounds of three or four skills."""
_TRIES = 5
"""How many unreadable files `last_preset` looks past."""


class Plan(NamedTuple):
    """What the caller chose for a session; what is left out is taken from preset and configuration."""

    preset: str | None = None
    """Id of a preset; None: the configured one, or no preset at all where a goal is stated."""
    goal: Goal | None = None
    """Instead of the preset's."""
    intention: str = ""
    skill: str | None = None
    """One of the configured skills; None: none."""
    list: str | None = None
    """Name of a contact list."""
    tags: tuple[str, ...] = ()


def new_session(  # noqa: PLR0913, PLR0917 (what is chosen, what is configured, and four facts of the moment)
    config: Config,
    plan: Plan,
    at: datetime,
    host: str,
    zone: str | None,
    token: str,
) -> Session:
    """The session that `plan` opens at `at`; `token` is four random hex digits.

    Raises `UsageError` where the preset or the skill is not known.
    """
    preset = _preset(config, plan)
    goal = plan.goal or (preset.goal if preset else None)
    return Session(
        id=f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{token}",
        started_at=at,
        title=preset.title if preset else goal_text(goal),
        preset=preset.id if preset else None,
        host=line(host, 60),
        intention=line(plan.intention.strip(), INTENTION),
        skill=_skill(config, plan.skill),
        list=line(plan.list) if plan.list else None,
        tags=tuple(dict.fromkeys(line(tag.strip(), 60) for tag in plan.tags if tag.strip())),
        time_zone=zone,
        goal=goal,
        outcomes=config.outcomes,
        steps=config.steps,
        value_per_call=value_per_call(config.formula) if config.formula else None,
        formula=config.formula,
    )


def _preset(config: Config, plan: Plan) -> Preset | None:
    if plan.preset is None and plan.goal is not None:
        return None
    name = config.session.preset if plan.preset is None else plan.preset
    found = config.preset(name)
    if found is None:
        raise _unknown("preset", name, [preset.id for preset in config.presets])
    return found


def _skill(config: Config, name: str | None) -> str | None:
    if name is not None and name not in config.skills:
        raise _unknown("skill", name, list(config.skills))
    return name


def _unknown(kind: str, name: str, known: list[str]) -> UsageError:
    near = nearest(name, known)
    meant = f"; did you mean '{near}'?" if near else ""
    hint = f"There are {', '.join(known)}." if known else f"There is no {kind} in the configuration."
    return UsageError(f"unknown {kind} '{line(name, 60)}'{meant}", "" if near else hint)


def least_practised(names: Iterable[str], recent_sessions: Iterable[Session]) -> str:
    """The skill with the fewest of the `RECENT` sessions, of equals the one longest ago; empty without names.

    The sessions come newest first, as `Sessions.recent` gives them; there may be more.
    """
    practised = [session.skill for session in islice(recent_sessions, RECENT)]
    known = list(names)
    if not known:
        return ""

    def often_and_late(name: str) -> tuple[int, int]:
        last = practised.index(name) if name in practised else len(practised)
        return practised.count(name), -last

    return min(known, key=often_and_late)


def last_preset(sessions: Sessions, config: Config) -> str:
    """The preset of the newest ended session, if there still is one of that id; else the configured one."""
    for _, path in zip(range(_TRIES), sessions.newest_first(), strict=False):
        try:
            used = sessions.session_in(path).preset
        except NextcallError:
            continue
        return used if used and config.preset(used) else config.session.preset
    return config.session.preset


def host_name() -> str:
    """What this machine is called; empty where it does not say."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def random_token() -> str:
    """Four random hex digits for a session's id."""
    return os.urandom(2).hex()
