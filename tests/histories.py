"""Histories for tests: sessions as they come about, files of them, and the figures counted by another hand."""

import json
import os
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from nextcall.core.counts import counts
from nextcall.core.durations import gaps, session_seconds, total_talk_seconds
from nextcall.core.outcomes import SETS
from nextcall.core.session import Breath, Call, Contact, Pause, Session
from nextcall.storage import codec, formats

LONG_AGO = 1_600_000_000
"""A time of files at which nothing is being changed any more; seconds since 1970."""
IDS = [outcome.id for outcome in SETS["sales"]]


def stamp(moment: datetime, token: int = 0) -> str:
    """The id of a session."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}-{token:04x}"


def a_sitting(dice: Random, start: datetime, calls: int | None = None) -> Session:
    """A session as it might have been: calls one after the other, some tapped, pauses and breaths between."""
    zone = start.tzinfo
    at = start.astimezone(UTC)
    made: list[Call] = []
    pauses: list[Pause] = []
    breaths: list[Breath] = []

    def passed(most: float) -> datetime:
        nonlocal at
        at += timedelta(milliseconds=dice.randrange(int(most * 1000)))
        return at.astimezone(zone)

    for n in range(1, (dice.randrange(9) if calls is None else calls) + 1):
        if not dice.randrange(5):
            pauses.append(Pause(passed(9), passed(900), dice.choice(["break", "notes"])))
        if not dice.randrange(6):
            breaths.append(Breath(passed(3), passed(60)))
        tapped = not dice.randrange(4)
        dialled, hung_up = (None, None) if tapped else (passed(40), passed(300))
        contact = Contact(dice.choice(["Ann Roe", "Bob Lée"]), "+15550100") if not dice.randrange(3) else None
        made.append(
            Call(
                n, dialled, hung_up, passed(20), dice.choice(IDS), note=dice.choice(["", "", "Call back", "price?"]), contact=contact,
                help=("thanked",) if not dice.randrange(7) else (), bright=not dice.randrange(9), reason=dice.choice(["", "price"]),
            )
        )  # fmt: skip
    name = getattr(zone, "key", None)
    return Session(
        id=stamp(start, dice.randrange(65536)), started_at=start, title=dice.choice(["Power hour", "Sprint"]), preset=dice.choice(["power-hour", "sprint", None]),
        skill=dice.choice(["listening", None]), list=dice.choice(["q4", None]), tags=tuple(dice.sample(["a", "b"], dice.randrange(3))), time_zone=name,
        ended_at=passed(600), end="ended", outcomes=SETS["sales"], calls=tuple(made), pauses=tuple(pauses), breaths=tuple(breaths),
        counts_only={"no-answer": 3, "yes": 1} if not dice.randrange(8) else None,
    )  # fmt: skip


def sittings(seed: int, number: int, zone: str = "America/New_York", first: str = "2026-10-30T22:00") -> list[Session]:
    """Sessions one after the other, some hours apart."""
    dice = Random(seed)  # noqa: S311 (not a secret)
    at = datetime.fromisoformat(first).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    found = []
    for _ in range(number):
        at += timedelta(seconds=dice.randrange(3600, 40_000))
        found.append(a_sitting(dice, at.astimezone(ZoneInfo(zone))))
    return found


def content(session: Session, suffix: str = ".json") -> bytes:
    """The file of a session."""
    return formats.render(codec.write(session), suffix)


def as_read(session: Session) -> Session:
    """A session as it is read from its file."""
    return codec.read(json.loads(content(session)))


def put(path: Path, data: bytes, modified: float | None = LONG_AGO) -> Path:
    """Write a file as if it had been there for long."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    if modified is not None:
        os.utime(path, (modified, modified))
    return path


def file_in(data: Path, session: Session, suffix: str = ".json", modified: float | None = LONG_AGO) -> Path:
    """Put a session where it belongs."""
    return put(data / "sessions" / f"{session.started_at:%Y}" / f"{session.started_at:%m}" / (session.id + suffix), content(session, suffix), modified)


def settle(folder: Path) -> None:
    """Give all folders a time of long ago."""
    for path in (folder, *folder.rglob("*")):
        if path.is_dir() and not path.is_symlink():
            os.utime(path, (LONG_AGO, LONG_AGO))


def by_hand(sessions: Iterable[Session]) -> dict[str, Any]:
    """Counts and milliseconds of ended sessions, by the definitions of `core`."""
    found: Counter[str] = Counter()
    between: list[float] = []
    for session in sessions:
        assert session.ended_at
        done = counts(session)
        found.update(done._asdict())
        lasted = session_seconds(session, session.ended_at)
        whole = (session.ended_at.astimezone(UTC) - session.started_at.astimezone(UTC)).total_seconds()
        found.update(sessions=1, lasted=round(lasted * 1000), paused=round((whole - lasted) * 1000))
        found["talked"] += round(total_talk_seconds(session) * 1000)
        between += gaps(session)
    between.sort()
    middle = (between[(len(between) - 1) // 2] + between[len(between) // 2]) / 2 if between else None
    return dict(found) | {"gap_median": middle}


def numbers(stats: dict[str, Any]) -> dict[str, Any]:
    """The same of what `stats --json` gives, or of one of its groups."""
    seconds = stats["seconds"]
    found = {name: stats[name] for name in ("sessions", "calls", "connects", "conversations", "noes", "yeses", "helps")}
    milliseconds = {"lasted": seconds["session"], "paused": seconds["paused"], "talked": seconds["talk"]}
    found |= {"served": stats["rates"]["served"]["k"], "gap_median": seconds["gap_median"]}
    return found | {name: None if value is None else round(value * 1000) for name, value in milliseconds.items()}


def agree(stats: dict[str, Any], sessions: Iterable[Session]) -> None:
    """Assert that figures are those of some sessions."""
    hand, machine = by_hand(sessions), numbers(stats)
    one, other = hand.pop("gap_median"), machine.pop("gap_median")
    assert machine == {name: hand.get(name, 0) for name in machine}
    assert (one is None) == (other is None)
    assert one is None or abs(one - other) < 0.0006, (one, other)
