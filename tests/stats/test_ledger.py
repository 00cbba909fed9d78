"""The ledger of help: nothing that was marked is lost, nothing is made up."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from fakes import START, a_session
from nextcall.core.session import Call, Contact, Introduction
from nextcall.stats.derive import facts_of
from nextcall.stats.facts import Mark
from nextcall.stats.ledger import KINDS, STATES, Introduced, Thanks, as_data, ledger


def test_introductions_and_thanks_newest_first() -> None:
    calls = (
        Call(1, tagged_at=START, outcome="helped", help=("introduced", "useful"), introduction=Introduction("Ann", "Bob", "met"), contact=Contact("Ann")),
        Call(2, tagged_at=START + timedelta(seconds=5), outcome="no", help=("thanked", "referral"), contact=Contact("Carla"), note="You asked\nwhat we need"),
        Call(3, tagged_at=START + timedelta(seconds=9), outcome="no", introduction=Introduction("", "Dan"), contact=Contact("", "+1555")),
        Call(4, tagged_at=START + timedelta(seconds=9), outcome="no", help=("introduced",), bright=True),
    )
    marks = facts_of(a_session()._replace(calls=calls), START).process.marks
    found = ledger(("s1", mark) for mark in marks)
    assert found.introductions == (Introduced("s1", 3, START + timedelta(seconds=9), "+1555", "Dan", "made"), Introduced("s1", 1, START, "Ann", "Bob", "met"))
    assert found.thanks == (Thanks("s1", 2, START + timedelta(seconds=5), "Carla", "You asked\nwhat we need"),)
    assert found.counts == {"introduced": 3, "referral": 1, "useful": 1, "thanked": 1}
    assert found.states == {"made": 1, "met": 1, "thanked": 0}


def test_nothing() -> None:
    found = ledger([])
    assert (found.introductions, found.thanks) == ((), ())
    assert set(found.counts) == set(KINDS)
    assert set(found.states) == set(STATES)
    assert as_data(found) == {"marks": dict.fromkeys(KINDS, 0), "states": dict.fromkeys(STATES, 0), "introductions": [], "thanks": []}


def test_as_data_has_moments_as_files_have_them() -> None:
    """Local, as their session's own clock showed them: on a day that another clock would not say."""
    for at, ahead, shown in ((1500, 0, "1970-01-01T00:00:01.500+00:00"), (-1, 0, "1969-12-31T23:59:59.999+00:00"), (0, -300, "1969-12-31T19:00:00.000-05:00"), (0, 345, "1970-01-01T05:45:00.000+05:45")):
        found = as_data(ledger([("s", Mark(7, at, ahead, "thanked", "Ann", "kind"))]))
        assert found["thanks"] == [{"session": "s", "n": 7, "at": shown, "who": "Ann", "text": "kind"}]


MARKS = st.builds(
    Mark, st.integers(1, 9), st.integers(-(10**13), 10**13), st.integers(-720, 840), st.sampled_from([*KINDS, "bright"]), st.text(max_size=3), st.text(max_size=3), st.text(max_size=3),
    st.sampled_from(["", *STATES]),
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(["a", "b"]), MARKS)))
def test_every_mark_is_counted_once(marks: list[tuple[str, Mark]]) -> None:
    found = ledger(iter(marks))
    assert sum(found.counts.values()) == sum(mark.kind != "bright" for _, mark in marks)
    assert len(found.thanks) == found.counts["thanked"]
    assert len(found.introductions) == sum(found.states.values()) <= found.counts["introduced"]
    for listed in (found.introductions, found.thanks):
        moments = [one.at for one in listed]
        assert moments == sorted(moments, reverse=True)
