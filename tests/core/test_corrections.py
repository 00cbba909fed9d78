from typing import Any

import pytest

from fakes import a_session
from making import after, dialled, followed
from nextcall.core import actions as do
from nextcall.core.correct import FIELDS
from nextcall.core.machine import apply
from nextcall.core.session import Call, Contact, Introduction, Session
from nextcall.errors import InputError


def corrected(session: Session, field: str, value: str, call: int = 1, at: float = 1000) -> Session:
    return apply(session, do.Correct(call, field, value), after(at))


def two_calls() -> Session:
    """Dialled at 0 and 25, tagged at 20 and 45."""
    return dialled(a_session(), 2)


@pytest.mark.parametrize(
    ("field", "value", "new", "written"),
    [
        ("outcome", "yes", "yes", "yes"),
        ("outcome", "y", "yes", "yes"),
        ("note", "he said\nshe said", "he said\nshe said", "he said\nshe said"),
        ("reason", "trust", "trust", "trust"),
        ("amount", "12.50", "12.50", "12.50"),
        ("bright", "yes", True, True),
        ("bright", "true", True, True),
        ("bright_note", "so", "so", "so"),
        ("help", "thanked, useful,thanked", ("thanked", "useful"), ["thanked", "useful"]),
        ("asked", "12", 12, 12),
        ("learned", "0007", 7, 7),
        ("contact", "Ann", Contact("Ann"), {"name": "Ann", "phone": "", "list": None, "id": None}),
        ("outcome", "Yes: meeting, order, pledge", "yes", "yes"),
        ("outcome", "CALL BACK", "callback", "callback"),
        ("bright", "Yes", True, True),
        ("steps_done", "2, 1", (0, 1), [0, 1]),
        ("steps_done", "open, ask leave", (1,), [1]),
        ("steps_skipped", "why this person; Open, ask leave; 4", (0, 1, 3), [0, 1, 3]),
        ("introduction", "Ann -> Bob", Introduction("Ann", "Bob"), {"who": "Ann", "to": "Bob", "state": "made"}),
        ("introduction", "Ann → Bob", Introduction("Ann", "Bob"), {"who": "Ann", "to": "Bob", "state": "made"}),
        ("introduction", "Ann", Introduction("Ann", ""), {"who": "Ann", "to": "", "state": "made"}),
        ("dialed_at", "2026-11-21T09:00:10.1239-05:00", after(10.123), "2026-11-21T09:00:10.123-05:00"),
        ("dialed_at", "2026-11-21T14:00:10Z", after(10), "2026-11-21T14:00:10.000+00:00"),
        ("dialed_at", "09:00:10", after(10), "2026-11-21T09:00:10.000-05:00"),
        ("dialed_at", "9:00", after(0), "2026-11-21T09:00:00.000-05:00"),
        ("callback_at", "2026-11-24T09:30-05:00", after(3 * 86_400 + 1800), "2026-11-24T09:30:00.000-05:00"),
    ],
)
def test_every_field_is_corrected_and_leaves_its_old_value(field: str, value: str, new: object, written: object) -> None:
    session = two_calls()
    session = session._replace(calls=(session.calls[0]._replace(dialed_at=after(1)), session.calls[1]))
    found = corrected(session, field, value)
    assert getattr(found.calls[0], field) == new
    assert found.calls[1] == session.calls[1]
    (note,) = found.trail
    assert (note.at, note.call, note.field, note.new) == (after(1000), 1, field, written)
    assert note.old != note.new


def test_every_field_is_tried_above() -> None:
    (mark,) = test_every_field_is_corrected_and_leaves_its_old_value.pytestmark  # type: ignore[attr-defined]
    tried = {row[0] for row in mark.args[1]} | {"phone", "hung_up_at", "tagged_at"}  # these stand below
    assert tried == set(FIELDS)


@pytest.mark.parametrize(
    ("field", "value", "empty"),
    [("amount", "", None), ("contact", "", None), ("introduction", "", None), ("help", "", ()), ("reason", "", ""), ("bright", "no", False)],
)
def test_most_fields_can_be_emptied(field: str, value: str, empty: object) -> None:
    full = Call(
        1, None, None, after(5), "yes", "time", "n", Contact("Ann", "+1", extra={"vip": True}), amount="7", bright=True,
        help=("useful",), introduction=Introduction("Ann", "Bob", "met", {"where": "here"}),
    )  # fmt: skip
    found = corrected(a_session()._replace(calls=(full,)), field, value)
    assert getattr(found.calls[0], field) == empty


def test_the_trail_keeps_all_of_a_contact_and_an_introduction() -> None:
    full = Call(1, tagged_at=after(5), outcome="yes", contact=Contact("Ann", "+1", "q4", "17", {"vip": True}), introduction=Introduction("A", "B", "met"))
    session = a_session()._replace(calls=(full,))
    named = corrected(session, "contact", "Anne")
    assert named.calls[0].contact == Contact("Anne", "+1", "q4", "17", {"vip": True})
    assert named.trail[0].old == {"name": "Ann", "phone": "+1", "list": "q4", "id": "17", "vip": True}
    assert corrected(session, "introduction", "A→C").calls[0].introduction == Introduction("A", "C", "met")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("outcome", "none-such"), ("outcome", ""), ("reason", "weather"), ("amount", "-3"), ("bright", "very"), ("bright", ""),
        ("help", "thanked,adored"), ("asked", "-1"), ("asked", ""), ("learned", "10000"), ("asked", "٣"), ("n", "7"), ("steps_done", "5"), ("steps_done", "0"),
        ("steps_done", "1,Nothing such"), ("steps_skipped", "99999"), ("outcom", "no"), ("position", "1"),
        ("extra", "{}"), ("dialed_at", "soon"), ("dialed_at", "25:00"), ("dialed_at", "2026-11-21T09:00:10"), ("dialed_at", "2026-11-21"),
        ("dialed_at", "2026-11-21T09:00:10-05:00:30"), ("tagged_at", ""), ("dialed_at", ""),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_and_nothing_changes(field: str, value: str) -> None:
    with pytest.raises(InputError) as refused:
        corrected(two_calls(), field, value)
    assert refused.value.message


def test_a_call_that_is_not_there_cannot_be_corrected() -> None:
    with pytest.raises(InputError, match="there is no call 3; the session has 2"):
        corrected(two_calls(), "note", "x", call=3)


def test_correcting_to_what_it_is_changes_nothing() -> None:
    session = two_calls()
    assert corrected(session, "outcome", "no") is session


@pytest.mark.parametrize(
    ("call", "field", "seconds", "fits"),
    [
        (1, "dialed_at", 0, True),
        (1, "dialed_at", -1, False),  # before the session
        (1, "dialed_at", 20, True),
        (1, "dialed_at", 21, False),  # after its own end
        (1, "hung_up_at", 5, True),
        (1, "tagged_at", 25, True),
        (1, "tagged_at", 26, False),  # after the next dial
        (2, "dialed_at", 20, True),
        (2, "dialed_at", 19, False),  # before the call before
        (2, "tagged_at", 44, False),  # before its own end
        (2, "tagged_at", 900, True),
        (2, "tagged_at", 1001, False),  # it has not happened yet
    ],
)
def test_times_stay_in_order(call: int, field: str, seconds: int, *, fits: bool) -> None:
    session = two_calls()
    value = after(seconds).isoformat()
    if fits:
        assert getattr(corrected(session, field, value, call).calls[call - 1], field) == after(seconds)
    else:
        with pytest.raises(InputError, match="follow each other"):
            corrected(session, field, value, call)


def test_a_tag_is_not_moved_behind_the_call_in_progress() -> None:
    session = followed(two_calls(), (do.Dial(), 100))
    with pytest.raises(InputError):
        corrected(session, "tagged_at", after(101).isoformat(), call=2)
    assert corrected(session, "tagged_at", after(100).isoformat(), call=2).calls[1].tagged_at == after(100)


def test_times_of_an_ended_session_stay_within_it() -> None:
    session = followed(two_calls(), (do.End(), 60))
    assert corrected(session, "tagged_at", after(60).isoformat(), call=2).calls[1].tagged_at == after(60)
    with pytest.raises(InputError):
        corrected(session, "tagged_at", after(61).isoformat(), call=2)


def test_a_timed_call_becomes_a_tapped_one_from_the_end() -> None:
    session = two_calls()
    with pytest.raises(InputError, match="dialled before"):
        corrected(session, "dialed_at", "")
    session = corrected(corrected(session, "hung_up_at", ""), "dialed_at", "")
    assert session.calls[0][:4] == (1, None, None, after(20))
    assert [(note.field, note.new) for note in session.trail] == [("hung_up_at", None), ("dialed_at", None)]


def test_times_of_the_day_of_an_unfinished_call_in_a_file_are_refused() -> None:
    odd = a_session()._replace(calls=(Call(1, outcome="no"),))  # without a tag no day is known
    with pytest.raises(InputError, match="is no time"):
        corrected(odd, "dialed_at", "09:00")
    with pytest.raises(InputError, match="keeps the time of its tag"):
        corrected(odd, "dialed_at", after(1).isoformat())


def test_a_correction_of_a_correction_keeps_both_old_values() -> None:
    session = corrected(corrected(two_calls(), "outcome", "yes"), "outcome", "callback", at=1100)
    trail: list[tuple[Any, Any]] = [(note.old, note.new) for note in session.trail]
    assert trail == [("no", "yes"), ("yes", "callback")]


def test_a_number_is_corrected_beside_the_name_and_the_trail_keeps_the_whole_contact() -> None:
    session = corrected(two_calls(), "phone", "+1555")
    assert session.calls[0].contact == Contact("", "+1555")
    assert (session.trail[0].field, session.trail[0].old) == ("contact", None)
    named = corrected(corrected(session, "contact", "Ann"), "phone", "")
    assert named.calls[0].contact == Contact("Ann", "")
    assert corrected(two_calls(), "phone", "").trail == ()


def test_a_step_is_not_both_done_and_skipped() -> None:
    session = corrected(two_calls(), "steps_done", "1,2")
    with pytest.raises(InputError, match="step 2 cannot be both"):
        corrected(session, "steps_skipped", "2")
    both = apply(session, do.CorrectAll(1, (("steps_skipped", "2"), ("steps_done", "1"))), after(1000))
    assert (both.calls[0].steps_done, both.calls[0].steps_skipped) == ((0,), (1,))


def test_a_word_that_is_nearly_one_is_named() -> None:
    with pytest.raises(InputError, match="did you mean 'outcome'"):
        corrected(two_calls(), "outcom", "no")
    with pytest.raises(InputError, match="did you mean 'callback'"):
        corrected(two_calls(), "outcome", "callbak")
