"""Facts of a session as rows of the index, and back."""

from __future__ import annotations

from array import array

from nextcall.stats import facts as fact
from nextcall.stats.facts import NONE, Calls, Facts, Process, Span, tallied
from nextcall.stats.localtime import days_of
from nextcall.storage.index.entry import Entry
from nextcall.storage.index.tables import SESSION
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta
    from typing import Any, NamedTuple
else:
    from nextcall.named import NamedTuple

_BETWEEN = "\x1f"
"""Between texts of one column; no text of ours has it."""
_REACHED = [
    "" if not bits & fact.COUNTS else "h" if bits & fact.HELP else "y" if bits & fact.YES else "v" if bits & fact.CONVERSATION else "c" if bits & fact.CONNECT else "."
    for bits in range(256)
]
"""How far a call came, by its bits: help, yes, conversation, connect, none; nothing for what does not count as a call."""
_REACH = bytes(ord(reached or "\0") for reached in _REACHED)
_UNCOUNTED = bytes(bits for bits, reached in enumerate(_REACHED) if not reached)
_FIRST_DIAL = SESSION.index("first_dial") - 1
LONGEST_REACH = 400
"""Calls of which `reach` knows how far they came: more than any strip shows."""


class Seen(NamedTuple):
    """What a file says of its session."""

    facts: Facts
    started_at: str
    """As in the file."""
    ended_at: str | None
    last_event: int
    """Milliseconds since 1970."""


class Rows(NamedTuple):
    """All that the index keeps of one session."""

    session: tuple[Any, ...]
    """In the order of `tables.SESSION`, without the number."""
    columns: tuple[Any, ...]
    """In the order of `tables.COLUMNS`, without the number."""
    cells: tuple[tuple[Any, ...], ...]
    """In the order of `tables.CELL`, without the number; so are the next."""
    sorts: tuple[tuple[Any, ...], ...]
    marks: tuple[tuple[Any, ...], ...]


class Outline(NamedTuple):
    """What the list and the sums need of one session."""

    session: tuple[Any, ...]
    """In the order of `tables.OUTLINE`, without the number."""
    gaps: list[timedelta]
    """All of them, in whole milliseconds, and shorter than a day."""
    bits: bytes
    """What each call is: as in `Calls`, one byte a call."""
    outcomes: Sequence[str]
    """What each call came to."""


def rows_of(facts: Facts, started_at: str, ended_at: str | None, last_event: int) -> Rows:
    """The rows of a session."""
    from nextcall.stats.buckets import cells_of, sorts_of  # noqa: PLC0415 (who only reads the index does without; so is the next)
    from nextcall.stats.middle import median  # noqa: PLC0415

    calls = facts.calls
    when = (facts.started, facts.ended, started_at, ended_at, *days_of(facts), last_event)
    *numbers, served = tallied(calls.bits, facts.paper)
    process = facts.process
    gap = median([gap for gap in calls.gap if gap != NONE])
    rest = (served, gap, process.first_dial, *process[:4], _joined(process.amounts))
    session = line_of(facts, facts.title, when, (*numbers, facts.lasted, facts.paused, facts.talked, reach_of(calls.bits), *rest))
    columns = (
        _packed(facts.offsets), _packed(facts.pauses), _joined(facts.outcomes),
        _joined(f"{outcome}\x1e{bits}\x1e{times}" for outcome, bits, times in facts.paper), facts.words,
        *map(_bytes, ("q", "q", "q", "I", "H"), (calls.at, calls.talk, calls.gap, calls.outcome, calls.bits)),
        *map(_joined, (calls.notes, calls.people, calls.others)), *(_bytes("H", column) for column in (calls.steps, calls.ticked)),
    )  # fmt: skip
    cells = tuple((*cell[:-1], _bytes("q", cell.gaps)) for cell in cells_of(facts))
    marks = tuple((place, *mark) for place, mark in enumerate(process.marks))
    return Rows(session, columns, cells, tuple(map(tuple, sorts_of(facts))), marks)


def line_of(of: Any, title: str, when: tuple[Any, ...], done: tuple[Any, ...]) -> tuple[Any, ...]:
    """The row of a session in the order of `tables.SESSION`; `of` has its other texts, `done` goes from its calls to the end, or to where an outline ends."""
    return (of.id, title, of.preset, of.skill, of.list, _joined(of.tags or ()), *when, *done)


def reach_of(bits: Sequence[int]) -> str:
    """How far each call came that counts."""
    return "".join(map(_REACHED.__getitem__, bits[-LONGEST_REACH:]))


def reach_in(bits: bytes) -> str:
    """The same as `reach_of`, of one byte a call."""
    return bits[-LONGEST_REACH:].translate(_REACH, _UNCOUNTED).decode()


def facts_from(session: Sequence[Any], columns: Sequence[Any]) -> Facts:
    """The facts in a row of `sessions` and of `columns`, as `rows_of` made them (without the numbers); without the marks."""
    id_, title, preset, skill, list_, tags, started, ended = session[:8]
    offsets, pauses, outcomes, paper, words, at, talk, gap, outcome, bits, notes, people, others, steps, ticked = columns
    first_dial, asked, learned, self_score, coach_score, amounts = session[_FIRST_DIAL:]
    process = Process(asked, learned, self_score, coach_score, first_dial, amounts=split(amounts))
    return Facts(
        id_, title, preset, skill, list_, split(tags), started, ended, False, _pairs(offsets), _pairs(pauses), split(outcomes),
        tuple((name, int(flags), int(times)) for name, flags, times in (row.split("\x1e") for row in split(paper))), process, words,
        Calls(
            _array("q", at), _array("q", talk), _array("q", gap), _array("I", outcome), _array("H", bits), split(notes), split(people), split(others),
            _array("H", steps) if steps else (), _array("H", ticked) if ticked else (),
        ),
    )  # fmt: skip


def _joined(texts: Any) -> str:
    return _BETWEEN.join(texts)


def split(text: str) -> tuple[str, ...]:
    """The texts of one column."""
    return tuple(text.split(_BETWEEN)) if text else ()


def _packed(spans: tuple[Span, ...]) -> bytes:
    return array("q", [number for span in spans for number in span]).tobytes()


def _pairs(packed: bytes) -> tuple[Span, ...]:
    numbers = iter(_array("q", packed))
    return tuple(zip(numbers, numbers, strict=True))


def _bytes(kind: str, numbers: Sequence[int]) -> bytes:
    return numbers.tobytes() if isinstance(numbers, array) else array(kind, numbers).tobytes()


def _array(kind: str, packed: bytes) -> array[int]:
    found = array(kind)
    found.frombytes(packed)
    return found


def entry_of(facts: Facts, started_at: str) -> Entry:
    """The line of a session that is not in the index: the open one."""
    return entry_seen("", Seen(facts, started_at, None, facts.ended))


def entry_seen(path: str, seen: Seen | str) -> Entry:
    """The line of a session file without the index, or of one that cannot be read, with the reason."""
    if isinstance(seen, str):
        return Entry(path, seen, line(path.rpartition("/")[2]))
    facts = seen.facts
    calls, connects, conversations, noes, yeses, helps, bright, _ = tallied(facts.calls.bits, facts.paper)
    return Entry(
        path, None, facts.id, facts.title, facts.preset, facts.skill, _joined(facts.tags), seen.started_at, seen.ended_at, facts.started,
        calls, connects, conversations, noes, yeses, helps, bright, facts.lasted, facts.talked, reach_of(facts.calls.bits),
    )  # fmt: skip
