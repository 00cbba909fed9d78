"""The live numbers between calls: what has happened, in columns that do not move."""

from statistics import median

from nextcall.core.counts import Counts, counts, noted, steps_kept
from nextcall.core.durations import clock_text, gaps, session_seconds, total_talk_seconds
from nextcall.core.session import Session
from nextcall.core.value import earned, shown_per_call
from nextcall.figures import amount, figure
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, flowing

UNKNOWN = "–"
SOON = 180
"""Seconds before calls per hour are shown: before that they say nothing."""

Pair = tuple[str, str]


def counters(done: Counts) -> list[Pair]:
    """The five counters with their names."""
    return [
        ("calls", figure(done.calls)),
        ("connects", str(done.connects)),
        ("conversations", str(done.conversations)),
        ("noes", str(done.noes)),
        ("helped", str(done.helps)),
    ]


def pace(session: Session, done: Counts) -> list[Pair]:
    """Gaps, calls per hour, talk time and steps kept, as of the last event."""
    at = session.last_event_at
    seconds, found = session_seconds(session, at), gaps(session)
    kept = steps_kept(session)
    return [
        ("last gap", clock_text(found[-1]) if found else UNKNOWN),
        ("median gap", clock_text(median(found)) if found else UNKNOWN),
        ("calls per hour", f"{done.calls * 3600 / seconds:.0f}" if seconds >= SOON else UNKNOWN),
        ("talk", clock_text(total_talk_seconds(session))),
        ("steps kept", UNKNOWN if kept is None else f"{figure(kept, 1)} of {len(session.steps)}"),
    ]


def marks(session: Session, done: Counts) -> list[Pair]:
    """What else was done: questions, facts, bright spots, yeses."""
    also = noted(session)
    return [
        ("yeses", str(done.yeses)),
        ("asked", str(also.asked)),
        ("learned", str(also.learned)),
        ("bright spots", str(also.bright)),
        ("parked", str(len(session.parked))),
    ]


def numbers(session: Session, cells: int) -> Lines:
    """Counters, pace and, where there is room, marks, side by side."""
    done = counts(session)
    columns = [(counters(done), 13, 5), (pace(session, done), 14, 9), (marks(session, done), 12, 5)]
    gap = 6 if cells >= 100 else 5  # noqa: PLR2004 (a wide screen)
    while len(columns) > 1 and sum(name + number for _, name, number in columns) + gap * (len(columns) - 1) > cells:
        columns.pop()
    lines: list[Line] = []
    for y in range(5):
        spans: list[Span] = []
        for pairs, name, number in columns:
            if spans:
                spans.append(Span(" " * gap))
            spans += [Span(f"{pairs[y][0]:<{name}}", "muted"), Span(f"{pairs[y][1]:>{number}}", "strong")]
        lines.append(tuple(spans))
    return tuple(lines)


def few_numbers(session: Session) -> Lines:
    """The counters in two lines, for small screens."""
    pairs = counters(counts(session))

    def line(names: tuple[int, ...], wide: int) -> Line:
        spans: list[Span] = []
        for i in names:
            spans += [Span(pairs[i][0] + " ", "muted"), Span(f"{pairs[i][1]:<{wide}}", "strong")]
        return tuple(spans)

    return (line((0, 1, 3), 4), line((2, 4), 4))


def loose_numbers(session: Session, cells: int) -> Lines:
    """The counters one after the other, none of them cut, where there is room for next to nothing."""
    return flowing([(Span(f"{name} ", "muted"), Span(number, "strong")) for name, number in counters(counts(session))], cells, 2)


def ledger(session: Session, *, steady: bool = False, brief: bool = False) -> Line:
    """`6 calls × 20.00 = 120.00`; empty where no formula was stated.

    A steady one does not move as it grows, a brief one leaves out the word.
    """
    total, each = earned(session), shown_per_call(session)
    if total is None or each is None:
        return EMPTY
    calls = counts(session).calls
    words = f"{figure(calls)} call{'' if calls == 1 else 's'}"
    words = f"{figure(calls):>3} {'call ' if calls == 1 else 'calls'}" if steady else figure(calls) if brief else words
    return (
        Span(f"{words} × {amount(each)} = ", "muted"),
        Span(amount(total), "strong"),
    )
