"""What is reckoned item by item says the same as if it began anew each time."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fakes import START
from making import sessions
from nextcall.core.counts import Counts, counts, noted, tally
from nextcall.core.durations import gaps, talk_seconds, total_talk_seconds
from nextcall.core.growing import Growing
from nextcall.core.session import Call, Session, next_number

LATER = START.replace(year=9_000)


@given(st.lists(st.tuples(st.lists(st.integers(0, 3), max_size=5), st.sampled_from("ab")), max_size=12))
def test_any_order_of_questions(asked: list[tuple[list[int], str]]) -> None:
    """Longer, shorter, others at the beginning, another basis."""
    growing = Growing("", lambda known, more, basis: known + "".join(f"{basis}{item}" for item in more))
    for items, basis in asked:
        assert growing.of(tuple(items), basis) == "".join(f"{basis}{item}" for item in items)


def test_only_what_is_new_is_looked_at() -> None:
    seen: list[int] = []

    def extended(known: int, more: tuple[int, ...], _: object) -> int:
        seen.extend(more)
        return known + sum(more)

    growing = Growing(0, extended)
    items = tuple(range(1_000))
    assert growing.of(items) == sum(items)
    del seen[:]
    assert growing.of((*items, 1_000)) == sum(items) + 1_000
    assert growing.of(items) == sum(items), (
        "the one before is known, too: on disk is one less than on the screen"
    )
    assert seen == [1_000]


def only(session: Session, *calls: Call) -> Session:
    return session._replace(calls=calls, live=None, counts_only=None)


def one_by_one(session: Session) -> list[object]:
    """The same numbers, of each call for itself and then together."""
    calls = session.calls
    each = [counts(only(session, call)) for call in calls]
    between = [*calls, session.live] if session.live else [*calls]
    return [
        tuple(sum(numbers) for numbers in zip(*each, strict=True)) or tuple(Counts()),
        Counter(call.outcome for call in calls if call.outcome),
        tuple(sum(getattr(call, name) for call in between) for name in ("asked", "learned", "bright")),
        [gap for pair in pairwise(between) for gap in gaps(only(session, *pair))],
        max(
            [call.n for call in between] + [entry.call for entry in session.trail if entry.field == "call"],
            default=0,
        )
        + 1,
        sum(talk_seconds(session, call, LATER) for call in calls),
    ]


@given(sessions(), st.data())
def test_a_session_call_by_call(session: Session, data: st.DataObject) -> None:
    """Whatever was asked before, in whatever order, with whatever was corrected meanwhile."""
    session = session._replace(counts_only=None)
    for _ in range(4):
        until = data.draw(st.integers(0, len(session.calls)))
        part = session._replace(calls=session.calls[:until])
        found = [
            tuple(counts(part)),
            tally(part),
            tuple(noted(part)),
            gaps(part),
            next_number(part),
            total_talk_seconds(part),
        ]
        assert found == one_by_one(part)
        if until:
            position = data.draw(st.integers(0, until - 1))
            corrected = part.calls[position]._replace(
                asked=7, outcome=data.draw(st.sampled_from([outcome.id for outcome in session.outcomes]))
            )
            session = session._replace(
                calls=(*session.calls[:position], corrected, *session.calls[position + 1 :])
            )
