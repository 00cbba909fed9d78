"""Which rows are in the history already: the same file again adds nothing, however it is read."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from nextcall.core.session import Session
from nextcall.exchange.rows import MARK, ROW_MARK, Imported

Marks = tuple[str, str]
"""What a row meant, and the row as it stood."""


class Seen:
    """The rows that sessions have, each to be met once; those of one import that were met are not met again."""

    def __init__(self) -> None:
        self._met: Counter[Marks] = Counter()

    def new_among(self, calls: Iterable[Imported], standing: Iterable[Session]) -> list[Imported]:
        """Those of the calls that no session has; they count as met from now on.

        First a row meets the very same row, then one that means the same though it is written otherwise.
        A row may stand several times in a file: so many times it counts.
        """
        calls = list(calls)
        wanted = {mark for found in calls for mark in _marks(found)}
        counted = Counter(found for session in standing for found in marks_in(session) if not wanted.isdisjoint(found))
        there = Counter({marks: number - self._met[marks] for marks, number in counted.items() if number > self._met[marks]})
        left = self._meet(calls, there, 1)
        left = self._meet(left, there, 0)
        self._met.update(_marks(found) for found in left)
        return left

    def _meet(self, calls: Iterable[Imported], there: Counter[Marks], part: int) -> list[Imported]:
        """The calls that meet none of those `there`, compared by one of the two marks."""
        by_mark: dict[str, list[Marks]] = {}
        for marks, number in there.items():  # those that are used up have the number 0
            by_mark.setdefault(marks[part], []).extend([marks] * number)
        left = []
        for found in calls:
            same = by_mark.get(_marks(found)[part])
            if same:
                marks = same.pop()
                there[marks] -= 1
                self._met[marks] += 1
            else:
                left.append(found)
        return left


def marks_in(session: Session) -> list[Marks]:
    """The marks of a session's imported calls, and of those that a correction took away."""
    extras: list[Mapping[str, Any]] = [call.extra for call in session.calls]
    removed = [step for step in session.trail if step.field == "call" and step.new is None and step.undone_at is None]
    extras += [step.old for step in removed if isinstance(step.old, dict)]
    return [(str(extra[MARK]), str(extra.get(ROW_MARK, ""))) for extra in extras if MARK in extra]


def _marks(found: Imported) -> Marks:
    return str(found.call.extra[MARK]), str(found.call.extra[ROW_MARK])
