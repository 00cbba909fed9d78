"""What any part of the history came to: the figures of `stats` and `show`, in whole numbers until they are shown."""

from __future__ import annotations

from collections import Counter

from nextcall.stats.facts import CONNECT, CONVERSATION, COUNTS, HELP, NO, NONE, YES, Facts
from nextcall.stats.plainly import all_rounded
from nextcall.stats.rates import Rate, rate

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from typing import Any

    from nextcall.core.session import Session


_SECOND = 1000
_HOUR = 3600 * _SECOND


class Total:
    """Sums over calls and time; adding up is exact."""

    def __init__(self) -> None:
        self.sessions = 0
        self.weights: Counter[int] = Counter()
        """How many calls there are with each combination of bits."""
        self.outcomes: Counter[str] = Counter()
        """Calls by outcome, those that do not count as calls included."""
        self.gaps: Counter[int] = Counter()
        """How often each gap was seen, in milliseconds."""
        self.lasted: int | None = 0
        """Milliseconds of session; None where time cannot be told apart so."""
        self.paused: int | None = 0
        self.talked = 0

    def add(self, facts: Facts) -> None:
        """Add a whole session."""
        self.sessions += 1
        self.weights.update(facts.weights())
        self.outcomes.update(facts.tally())
        self.gaps.update(gap for gap in facts.calls.gap if gap != NONE)
        self.talked += facts.talked
        self.add_time(facts.lasted, facts.paused)

    def add_time(self, lasted: int, paused: int) -> None:
        """Add milliseconds of a session."""
        self.lasted = (self.lasted or 0) + lasted
        self.paused = (self.paused or 0) + paused

    def add_call(self, facts: Facts, i: int) -> None:
        """Add the call at position `i` of a session."""
        calls = facts.calls
        self.weights[calls.bits[i]] += 1
        self.outcomes[facts.outcomes[calls.outcome[i]]] += 1
        if calls.gap[i] != NONE:
            self.gaps[calls.gap[i]] += 1
        if calls.talk[i] != NONE:
            self.talked += calls.talk[i]

    def add_calls(self, facts: Facts, first: int, after: int) -> None:
        """Add the calls of a session from one position to the one before another."""
        if after == first + 1:
            self.add_call(facts, first)
            return
        calls = facts.calls
        self.weights.update(calls.bits[first:after])
        names = facts.outcomes
        self.outcomes.update([names[position] for position in calls.outcome[first:after]])
        self.gaps.update([gap for gap in calls.gap[first:after] if gap != NONE])
        talk = calls.talk[first:after]
        self.talked += sum(talk) - NONE * talk.count(NONE)

    def add_paper(self, outcome: str, bits: int, number: int) -> None:
        """Add calls of which only the number is known."""
        self.weights[bits] += number
        self.outcomes[outcome] += number

    def number(self, flag: int) -> int:
        """How many calls have that flag, among those that count."""
        return sum(number for bits, number in self.weights.items() if bits & COUNTS and bits & flag)

    @property
    def served(self) -> int:
        """Conversations with help or a yes."""
        return sum(
            number
            for bits, number in self.weights.items()
            if bits & COUNTS and bits & CONVERSATION and bits & (HELP | YES)
        )

    def gap_median(self) -> float | None:
        """The middle gap in milliseconds; None where there is none."""
        number = self.gaps.total()
        if not number:
            return None
        seen = 0
        middle: list[int] = []
        for gap, times in sorted(self.gaps.items()):
            seen += times
            while len(middle) < 2 and seen > ((number - 1) // 2, number // 2)[len(middle)]:  # noqa: PLR2004 (the two in the middle)
                middle.append(gap)
        return sum(middle) / 2


def totals(sessions: Iterable[Session], at: datetime) -> dict[str, Any]:
    """Counts, rates and times of `sessions` together, as plain data; open ones are taken until `at`."""
    from nextcall.stats.derive import facts_of  # noqa: PLC0415 (the history has its facts already)

    found = Total()
    for session in sessions:
        found.add(facts_of(session, at))
    return plain(found)


def plain(found: Total) -> dict[str, Any]:
    """Sums as plain data: counts, rates with their intervals, seconds."""
    calls = found.number(COUNTS)
    median = found.gap_median()
    return {
        "sessions": found.sessions,
        "calls": calls,
        "connects": found.number(CONNECT),
        "conversations": found.number(CONVERSATION),
        "noes": found.number(NO),
        "yeses": found.number(YES),
        "helps": found.number(HELP),
        "outcomes": dict(sorted(found.outcomes.items(), key=lambda item: (-item[1], item[0]))),
        "rates": rates(found),
        "seconds": {
            "session": _seconds(found.lasted),
            "talk": _seconds(found.talked),
            "paused": _seconds(found.paused),
            "gap_median": None if median is None else round(median / _SECOND, 4),
        },
        "calls_per_hour": round(calls * _HOUR / found.lasted, 3) if found.lasted else None,
    }


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / _SECOND


def rates(found: Total) -> dict[str, dict[str, Any]]:
    """The four rates of some calls, as plain data."""
    calls, conversations = found.number(COUNTS), found.number(CONVERSATION)
    return {
        "connect": _plain(rate(found.number(CONNECT), calls)),
        "conversation": _plain(rate(conversations, calls)),
        "yes": _plain(rate(found.number(YES), conversations)),
        "served": _plain(rate(found.served, conversations)),
    }


def _plain(found: Rate) -> dict[str, Any]:
    return all_rounded(found._asdict())
