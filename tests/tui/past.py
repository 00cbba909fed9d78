"""Sessions of the past for the screens of numbers, as files that are some days old."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from harness import LIMIT, Stage

from fakes import NEW_YORK, a_session
from histories import file_in, settle
from nextcall.core.session import Call, Session
from nextcall.tui.screens.numbers import NumbersScreen

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=NEW_YORK)
"""A Saturday."""


def held(at: datetime, outcomes: Sequence[str] = (), *, minutes: float = 60, gap: float = 10, **fields: Any) -> Session:
    """An ended session with a call of 20 seconds for each outcome, so far apart."""
    calls = []
    dial = at
    for n, outcome in enumerate(outcomes, 1):
        end = dial + timedelta(seconds=20)
        calls.append(Call(n, dial, end, end, outcome))
        dial = end + timedelta(seconds=gap)
    made = a_session(at)._replace(id=f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-0000", ended_at=at + timedelta(minutes=minutes), end="ended", calls=tuple(calls))
    return made._replace(**fields)


def paper(at: datetime, minutes: float = 60, **counts: int) -> Session:
    """A session of which only the numbers are known; `no_answer` is written for `no-answer`."""
    return held(at, minutes=minutes, counts_only={name.replace("_", "-"): number for name, number in counts.items()})


def keep(home: Path, sessions: Iterable[Session]) -> None:
    """Put them among the sessions."""
    for session in sessions:
        file_in(home / "data", session)
    settle(home / "data")


async def shown(stage: Stage, key: str) -> str:
    """Go from home to a screen of numbers, and wait until they are there."""
    await stage.press(key)
    await stage.until(lambda: isinstance(stage.app.screen, NumbersScreen) and stage.app.screen.found is not None, f"numbers within {LIMIT} s")
    await stage.rest()
    return stage.text()


async def through(stage: Stage, sizes: Iterable[tuple[int, int]]) -> None:
    """Resize, and see that each picture is whole: no row too wide, no line of the body lost, the keys at the foot."""
    for columns, rows in sizes:
        await stage.resize(columns, rows)
        painted = stage.strips()
        assert len(painted) == rows
        assert all(strip.cell_length == columns for strip in painted), (columns, rows)
        screen = stage.app.screen
        assert isinstance(screen, NumbersScreen)
        assert len(screen.body()) <= screen.rows or columns < 36 or rows < 11, (columns, rows)
        if columns >= 36 and rows >= 11:
            assert "F1 help" in stage.rows()[-1], stage.text()
