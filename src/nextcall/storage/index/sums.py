"""What all sessions came to together, from the sums that the index keeps."""

from __future__ import annotations

from collections import Counter

from nextcall.stats.totals import Total

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from nextcall.stats.facts import Facts


def everything(connection: sqlite3.Connection, also: Iterable[Facts]) -> Total:
    """The sums, and with them some sessions that are in no file."""
    found = Total()
    for kind, key, number in connection.execute("SELECT kind, key, number FROM sums WHERE kind IN ('bits', 'outcome', 'time')"):
        match kind:
            case "bits":
                found.weights[key] = number
            case "outcome":
                found.outcomes[key] = number
            case _:
                setattr(found, key, number)
    for facts in also:
        found.add(facts)
    found.gaps = Counter(_middle_gaps(connection, found.gaps))
    return found


def _middle_gaps(connection: sqlite3.Connection, also: Mapping[int, int]) -> list[int]:
    """The one or two gaps in the middle of all: they have the same median."""
    in_seconds = Counter(dict(connection.execute("SELECT key, number FROM sums WHERE kind = 'second'")))
    for gap, times in also.items():
        in_seconds[gap // 1000] += times
    number = in_seconds.total()
    found: list[int] = []
    for rank in sorted({(number - 1) // 2, number // 2}) if number else ():
        second, before = _at_rank(in_seconds, rank)
        within = (second * 1000, second * 1000 + 1000)
        gaps = Counter(dict(connection.execute("SELECT key, number FROM sums WHERE kind = 'gap' AND key >= ? AND key < ?", within)))
        gaps.update({gap: times for gap, times in also.items() if gap // 1000 == second})
        found.append(_at_rank(gaps, rank - before)[0])
    return found


def _at_rank(numbers: Mapping[int, int], rank: int) -> tuple[int, int]:
    """The key at a position (from 0) among all in their order, and how many come before it."""
    before = 0
    for key, times in sorted(numbers.items()):
        if before + times > rank:
            return key, before
        before += times
    raise IndexError(rank)
