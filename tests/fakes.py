"""A clock that a test moves, and sessions to begin with."""

from datetime import UTC, datetime, timedelta, timezone

from nextcall.clock import Clock
from nextcall.core.outcomes import SETS
from nextcall.core.session import Formula, Goal, Session

NEW_YORK = timezone(timedelta(hours=-5))
START = datetime(2026, 11, 21, 9, 0, tzinfo=NEW_YORK)
STEPS = ("Why this person", "Open, ask leave", "The reason, in their words", "One open question")


class FakeClock(Clock):
    """Stands still until it is moved."""

    def __init__(self, start: datetime = START) -> None:
        self.moment = start
        self.asleep = 0.0
        self._seconds = 1000.0

    def pass_(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
        self._seconds += seconds

    def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
        self.asleep += seconds

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self._seconds

    def slept(self) -> float:
        slept, self.asleep = self.asleep, 0.0
        return slept

    def not_before(self, moment: datetime) -> None:
        self.moment = max(self.moment, moment)


def a_session(start: datetime = START, minutes: int = 60, formula: Formula | None = None) -> Session:
    return Session(
        id=f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}-7f3a",
        started_at=start,
        title="Power hour",
        preset="power-hour",
        host="desk",
        goal=Goal("minutes", minutes),
        outcomes=SETS["sales"],
        steps=STEPS,
        formula=formula,
    )
