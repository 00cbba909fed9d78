"""A made-up half year of a caller: believable, and the same each time.

At ten o'clock more people have time to talk; nothing else makes a difference, so the numbers say so.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeVar

from nextcall.config.model import STEPS
from nextcall.core import actions as do
from nextcall.core.machine import apply
from nextcall.core.outcomes import SETS
from nextcall.core.session import Contact, Formula, Goal, Introduction, Session, Summary
from nextcall.core.undo import Change, Workbench, perform

CONFIG = """\
[formula]
earned = "10000"
calls = 500
currency = "USD"

[answers]
price = "Compared with what?"
time = "When would be a better month, and why then?"
rival = "What do they do well?"
"""
"""The configuration of that caller."""

_UNMET = {"no-answer": 56, "voicemail": 17, "machine": 9, "gatekeeper": 10, "hung-up": 5, "wrong-number": 3}
_MET = {"no": 40, "callback": 22, "sent-info": 16, "helped": 12, "yes": 10}
_TALKING, _AT_TEN = 0.11, 0.22
"""How often a call becomes a conversation: at any hour, and at ten."""
_TEN = 10
_LIVELY, _A_MOMENT = 0.3, timedelta(seconds=12)
"""The session under way: how many of its calls become conversations, and how long ago the last one was."""
_PRESETS = (("power-hour", "Power hour", 60), ("power-hour", "Power hour", 60), ("sprint", "Sprint", 15), ("forty-five", "Forty-five", 45))
_SKILLS = ("listening", "listening", "listening", "questioning", "questioning", "strategy")
_REASONS = ("price", "time", "time", "need", "rival", "trust")
_HOURS = ((9, 0), (10, 0), (14, 0))
_WORKING_DAYS = 5
_SEED, _BEGUN_SEED = 39, 31
_SLOW = 15
"""So many days ago every dial took long: a day beside the usual."""
_PEOPLE = (
    "Ann Roe, Acme", "Bob Lee, Initech", "Carla Mora, Delta", "Dev Patel", "Eve Ng, Hooli", "Femi Ade, Orbit", "Gita Rao", "Hal Berg, Nordic",
    "Ines Cruz, Alto", "Jon Ek", "Kira Sol, Umbra", "Leo Marsh", "Mia Tan, Kestrel", "Nils Dahl", "Olga Petrov, Vega", "Pia Lund",
)  # fmt: skip
_OTHERS = (*_PEOPLE[5:], *_PEOPLE[:5])
"""Whom they are introduced to."""
_NOTES = ("has a supplier until May", "wants the one page first", "their own list is a mess", "asks what others do", "her board meets on Tuesday")
_STARS = (
    "silence after the price", "asked who else feels this", "said it back in her words", "let him finish", "named the next step first",
    "asked what a good year would be", "smiled before the dial", "left the pitch out", "asked leave, and meant it",
)  # fmt: skip
_THANKS = (
    "You were the first who asked what we needed.", "That number saved us a week.", "I would not have met her without you.",
    "Good that you called, whatever comes of it.", "You told me to wait, and it was right.", "Nobody had told me that before.",
    "We took your list to the board, and it helped.", "She starts on Monday. Thank you.", "I tried the other one first, as you said.",
)  # fmt: skip

_T = TypeVar("_T")


class _Dice:
    """Chance that is the same on any machine: of `random`, only `random()` is promised to stay."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed).random  # noqa: S311 (not a secret)
        self._turns: dict[tuple[str, ...], int] = {}

    def chance(self, share: float) -> bool:
        """True so often."""
        return self._random() < share

    def between(self, low: float, high: float) -> float:
        """A number; small ones are more frequent than large ones."""
        return low + (high - low) * self._random() ** 2

    def one_of(self, those: Sequence[_T]) -> _T:
        """Any of them."""
        return those[int(self._random() * len(those))]

    def next_of(self, those: tuple[str, ...]) -> str:
        """Each in its turn: none comes again before all others have been."""
        turn = self._turns[those] = self._turns.get(those, -1) + 1
        return those[turn % len(those)]

    def weighted(self, weights: dict[str, int]) -> str:
        """One of the keys, as often as its weight says."""
        left = self._random() * sum(weights.values())
        for name, weight in weights.items():
            left -= weight
            if left < 0:
                return name
        return next(iter(weights))


def half_a_year(now: datetime, often: float = 0.6) -> Iterator[Session]:
    """The sessions of the working days before that of `now`, oldest first; `often` is how likely one is at each of the hours."""
    dice = _Dice(_SEED)
    for day in range(180, 0, -1):
        date = now - timedelta(days=day)
        if date.weekday() < _WORKING_DAYS:
            for hour, minute in _HOURS:
                if dice.chance(often):
                    yield _Sitting(date.replace(hour=hour, minute=minute + int(dice.between(0, 12)), second=0), dice, 6.0 if day == _SLOW else 1.0).whole()


def under_way(now: datetime, whom: Sequence[Contact]) -> Workbench:
    """A session with a call to each of `whom`, the last of them a moment before `now`; all of it can be undone.

    How long the calls take is known once they have been made: they are made twice.
    """
    taken = _Sitting(now, _Dice(_BEGUN_SEED), 1.0).begun(whom).session.last_event_at - now
    return _Sitting(now - taken - _A_MOMENT, _Dice(_BEGUN_SEED), 1.0).begun(whom)


class _Sitting:
    """One session, made call by call."""

    def __init__(self, start: datetime, dice: _Dice, pace: float) -> None:
        preset, title, self._minutes = dice.one_of(_PRESETS)
        self._dice, self._start, self._at, self._pace = dice, start, start, pace
        self._whom: Iterator[Contact] | None = None
        self._steps: tuple[Change, ...] = ()
        self._session = Session(
            f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}-{int(dice.between(0, 65536)):04x}", start, title, preset, goal=Goal("minutes", self._minutes),
            skill=dice.one_of(_SKILLS), outcomes=SETS["sales"], steps=STEPS,
        )  # fmt: skip

    def whole(self) -> Session:
        """The session, ended."""
        while (self._at - self._start).total_seconds() < self._minutes * 60:
            self._pass(10 * self._pace, 75 * self._pace)
            self._call()
            if self._dice.chance(0.015):
                self._do(do.Pause("break"))
                self._pass(60, 240)
                self._do(do.Resume())
        self._do(do.End())
        return self._session._replace(summary=self._scored())

    def begun(self, whom: Sequence[Contact]) -> Workbench:
        """The session after a call to each of `whom`."""
        self._whom = iter(whom)
        self._session = self._session._replace(
            list=whom[0].list, intention="Ask one more question", formula=Formula("10000", 500, "USD"), value_per_call="20.00"
        )  # fmt: skip
        for _ in whom:
            self._pass(10, 75)
            self._call()
        return Workbench(self._session, self._steps)

    def _do(self, action: do.Action) -> None:
        if self._whom is None:
            self._session = apply(self._session, action, self._at)
        else:
            self._session, self._steps, _ = perform(Workbench(self._session, self._steps), action, self._at)

    def _pass(self, low: float, high: float) -> None:
        self._at += timedelta(seconds=round(self._dice.between(low, high)))

    def _call(self) -> None:
        dice = self._dice
        talks = dice.chance(_LIVELY if self._whom else _AT_TEN if self._at.hour == _TEN else _TALKING)
        self._do(do.Dial(next(self._whom) if self._whom else Contact(dice.one_of(_PEOPLE)) if dice.chance(0.6 if talks else 0.1) else None))
        outcome = dice.weighted(_MET if talks else _UNMET)
        if talks:
            self._talk()
        self._pass(*((80, 420) if talks else (9, 60)))
        self._do(do.HangUp())
        self._pass(1, 14)
        self._do(do.Tag(outcome, dice.one_of(_NOTES) if talks and dice.chance(0.6) else None))
        if outcome == "no" and dice.chance(0.7):
            self._do(do.Reason(dice.one_of(_REASONS)))
        if talks and dice.chance(0.04):
            self._do(do.Bright(dice.next_of(_STARS)))
        if outcome == "yes" and dice.chance(0.6):
            self._do(do.Amount(str(round(dice.between(6, 40)) * 50)))
        if outcome == "helped":
            self._help()

    def _talk(self) -> None:
        """What happens in a conversation: steps, questions, facts."""
        for _ in range(len(STEPS)):
            self._do(do.StepDone() if self._dice.chance(0.75) else do.StepSkipped())
        more = 0.2 if self._session.skill == "questioning" else 0.0
        for _ in range(4):
            if self._dice.chance(0.35 + more):
                self._do(do.Asked())
            if self._dice.chance(0.25):
                self._do(do.Learned())

    def _help(self) -> None:
        """Whom it helped, and how."""
        dice = self._dice
        kind = dice.weighted({"useful": 6, "introduced": 2, "thanked": 4, "referral": 2})
        if kind != "introduced":
            if kind == "thanked":
                self._do(do.Note(dice.next_of(_THANKS)))
            self._do(do.Help(kind))
            return
        who, to = (dice.next_of(those).partition(",")[0] for those in (_PEOPLE, _OTHERS))
        self._do(do.Introduce(who, to))
        *calls, last = self._session.calls
        state = dice.weighted({"made": 3, "met": 3, "thanked": 2})
        self._session = self._session._replace(calls=(*calls, last._replace(introduction=Introduction(who, to, state))))

    def _scored(self) -> Summary:
        summary, dice = self._session.summary, self._dice
        if not dice.chance(0.5):
            return summary
        own = 2 + int(dice.between(0, 3.99))
        return summary._replace(self_score=own, coach_score=max(1, own - dice.one_of((-1, 0, 0, 1, 1))) if dice.chance(0.2) else None)
