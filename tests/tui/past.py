"""Sessions of the past for the screens of numbers, as files that are some days old."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from harness import LIMIT, Stage

from fakes import NEW_YORK, a_session
from histories import file_in, settle
from nextcall.core.session import Call, Contact, Introduction, Pause, Session, Summary
from nextcall.storage.index.index import Index
from nextcall.tui.screens.history import HistoryScreen
from nextcall.tui.screens.numbers import SCREENS, NumbersScreen

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


# ---- eight weeks, the same on any machine

_UNMET = ("no-answer", "no-answer", "voicemail", "no-answer", "machine", "gatekeeper", "hung-up")
_MET = ("no", "callback", "no", "helped", "sent-info", "no", "yes", "callback")
_PEOPLE = ("Ann Roe, Acme", "Bob Lée", "李 Wei", "Carla Mora, Delta")
_WORDS = ("silence after the price", "asked who else feels this", "said it back", "let him finish", "")
_THANKS = ("You were the first who asked what we needed.", "That number saved us a week.", "")
_SLOW = datetime(2026, 11, 12, tzinfo=NEW_YORK).date()
"""A day on which every dial took long."""


def weeks(number: int = 8) -> list[Session]:
    """The sessions of so many weeks before `NOW`, three a working day; at ten o'clock more people talk."""
    days = [day for ago in range(7 * number, 0, -1) if (day := NOW - timedelta(days=ago)).weekday() < 5]
    return [_sitting(day.replace(hour=hour, minute=3), 3 * n + at) for n, day in enumerate(days) for at, hour in enumerate((9, 10, 14))]


def _sitting(start: datetime, n: int) -> Session:
    """One session, by its number."""
    calls: list[Call] = []
    at, pauses, slow = start, [], 7 if start.date() == _SLOW else 1
    for i in range(16 + 5 * n % 7):
        mixed = (i * 37 + n * 53 + i * n * 11) % 100
        met = mixed < (40 if start.hour == 10 else 15)
        dialled = at + timedelta(seconds=slow * (15 + (11 * i + 7 * n) % 30))
        hung_up = dialled + timedelta(seconds=100 + mixed if met else 15 + mixed % 20)
        at = hung_up + timedelta(seconds=3 + i % 5)
        calls.append(_call(Call(i + 1, dialled, hung_up, at, (_MET if met else _UNMET)[(mixed + i) % (8 if met else 7)]), n))
        if i == 9 and n % 4 == 0:
            pauses.append(Pause(at, at + timedelta(seconds=150), "break"))
            at = pauses[-1].ended_at or at
    score = 2 + n % 3 if n % 2 else None
    return held(start)._replace(
        calls=tuple(calls), pauses=tuple(pauses), ended_at=at + timedelta(seconds=12), skill=("listening", "listening", "questioning", "strategy")[n % 4],
        title="Sprint" if n % 5 == 1 else "Power hour", preset="sprint" if n % 5 == 1 else "power-hour",
        summary=Summary(self_score=score, coach_score=3 if score and n % 9 == 1 else None),
    )  # fmt: skip


def _call(call: Call, n: int) -> Call:
    """A call with what was noted of it."""
    outcome, i = call.outcome, call.n
    if outcome in _UNMET:
        return call
    call = call._replace(
        asked=(i + n) % 4, learned=(i * n) % 3, steps_done=tuple(range((i + n) % 4)), note="their own list is a mess" if i % 3 == 0 else "",
        contact=Contact(_PEOPLE[(i + n) % 4], "+15550100") if i % 2 else None, bright=(i + n) % 17 == 0, bright_note=_WORDS[n % 5] if (i + n) % 17 == 0 else "",
    )  # fmt: skip
    match outcome:
        case "no":
            return call._replace(reason=("price", "time", "need")[n % 3])
        case "yes" if n % 2:
            return call._replace(amount=f"{300 + 50 * (n % 9)}")
        case "helped" if n % 3:
            return call._replace(help=("thanked",) if n % 2 else ("useful",), note=_THANKS[i % 3])
        case "helped":
            return call._replace(help=("introduced",), introduction=Introduction("Ann Roe", _PEOPLE[1 + n // 3 % 3], ("made", "met", "thanked")[n // 9 % 3]))
    return call


# ---- among the sessions


def keep(home: Path, sessions: Iterable[Session]) -> None:
    """Put them among the sessions."""
    for session in sessions:
        file_in(home / "data", session)
    settle(home / "data")


def keep_weeks(home: Path) -> None:
    """Put eight weeks among the sessions, and have them in the index: how long that takes is no matter of the screens."""
    keep(home, weeks())
    Index.opened(str(home / "data"), str(home / "cache")).close()


async def shown(stage: Stage, key: str) -> str:
    """Go from home to a screen of numbers, and wait until they are there."""
    await stage.press(key)
    await stage.until(lambda: isinstance(stage.app.screen, NumbersScreen) and stage.app.screen.found is not None, f"numbers within {LIMIT} s")
    await stage.rest()
    return stage.text()


LOOKED_AT = ("history", "session-detail", "formula", "limits", "spots", "skills", "served", "review", "review-worked", "review-plan")
"""The screens that look back, in the order in which `look_at` wants them."""


_IN_THE_REVIEW = {"review-worked": ("enter",), "review-plan": ("enter", "enter", "enter", "1", "5", "down", "down", "5")}
"""Its keys from the step before."""


async def look_at(stage: Stage, screen: str) -> None:
    """Go to one of `LOOKED_AT` from the one before; to the first from home."""
    keys = {"history": "h", "session-detail": "enter", "formula": "f", "limits": "l", "spots": "b", "skills": "p", "served": "v", "review": "r"}
    if screen.startswith("review-"):
        await stage.press(*_IN_THE_REVIEW[screen])
        await stage.rest()
        return
    if screen == "formula":
        await stage.press("escape", "escape")
        await stage.until_on("HomeScreen")
    await stage.press(keys[screen])
    await stage.until_on({"history": "HistoryScreen", "session-detail": "SessionDetailScreen"}.get(screen) or SCREENS[screen])
    await stage.until(lambda: _is_there(stage.app.screen), f"{screen} within {LIMIT} s")
    await stage.rest()
    if screen == "session-detail":
        await stage.press(*["down"] * 11)


def _is_there(screen: object) -> bool:
    """Whether a screen has what it was looking for."""
    if isinstance(screen, NumbersScreen):
        return screen.found is not None
    return not isinstance(screen, HistoryScreen) or (screen._shown and screen._source.ready and not screen._waiting)


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
