"""Several fields in one step, calls that never were, calls that were forgotten."""

import pytest

from fakes import a_session
from making import after, dialled, followed
from nextcall.core import actions as do
from nextcall.core.machine import apply
from nextcall.core.mend import moment_after
from nextcall.core.session import Call, Correction, Session
from nextcall.core.undo import Workbench, perform, redo, undo
from nextcall.errors import InputError


def three_calls() -> Session:
    """Dialled at 0, 25 and 50, tagged at 20, 45 and 70; ended at 100."""
    return followed(dialled(a_session(), 3), (do.End(), 100))


def test_several_fields_are_one_step_with_one_moment() -> None:
    found = apply(three_calls(), do.CorrectAll(2, (("outcome", "yes"), ("amount", "5"), ("note", "x"))), after(200))
    assert (found.calls[1].outcome, found.calls[1].amount, found.calls[1].note) == ("yes", "5", "x")
    assert {entry.at for entry in found.trail} == {after(200)}
    assert {entry.field for entry in found.trail} == {"outcome", "amount", "note"}


@pytest.mark.parametrize("wrong", [("outcome", "none-such"), ("asked", "-1"), ("colour", "red"), ("tagged_at", "09:59")])
def test_one_that_is_wrong_refuses_all(wrong: tuple[str, str]) -> None:
    with pytest.raises(InputError):
        apply(three_calls(), do.CorrectAll(2, (("note", "x"), wrong)), after(200))


def test_what_is_so_already_leaves_nothing_in_the_trail() -> None:
    session = three_calls()
    assert apply(session, do.CorrectAll(2, (("outcome", "no"), ("note", ""))), after(200)) is session
    (entry,) = apply(session, do.CorrectAll(2, (("outcome", "no"), ("note", "x"))), after(200)).trail
    assert entry.field == "note"


def test_times_are_looked_at_once_all_are_there() -> None:
    times = (("tagged_at", "09:00:24"), ("hung_up_at", "09:00:23"), ("dialed_at", "09:00:22"))
    for order in (times, times[::-1]):
        call = apply(three_calls(), do.CorrectAll(1, order), after(200)).calls[0]
        assert call[1:4] == (after(22), after(23), after(24))


def test_text_that_steers_a_terminal_is_kept_out_of_every_value() -> None:
    found = apply(three_calls(), do.CorrectAll(1, (("note", "\x1b[2J"), ("contact", "a\x07"))), after(200))
    assert "\x1b" not in found.calls[0].note
    assert found.calls[0].contact
    assert "\x07" not in found.calls[0].contact.name


def test_two_steps_of_one_moment_have_two() -> None:
    session = three_calls()
    for note in ("a", "b", "c"):
        session = apply(session, do.Correct(1, "note", note), after(200))
    assert [entry.at for entry in session.trail] == [after(200), after(200.001), after(200.002)]


def test_a_moment_is_after_whatever_was_taken_back() -> None:
    trail = (Correction(after(1), 1, "note", undone_at=after(9)), Correction(after(5), 1, "note"))
    assert moment_after(trail, after(2)) == after(9.001)
    assert moment_after(trail, after(20)) == after(20)
    assert moment_after((), after(2)) == after(2)


def test_a_removed_call_leaves_a_gap_and_its_number_is_not_given_away() -> None:
    session = apply(dialled(a_session(), 3), do.RemoveCall(3), after(80))
    assert [call.n for call in session.calls] == [1, 2]
    (entry,) = session.trail
    assert (entry.call, entry.field, entry.new, entry.position) == (3, "call", None, 2)
    assert entry.old["outcome"] == "no"
    assert [call.n for call in apply(session, do.Tag("yes"), after(90)).calls] == [1, 2, 4]
    with pytest.raises(InputError, match="there is no call 3"):
        apply(session, do.Correct(3, "note", "x"), after(90))


@pytest.mark.parametrize(("at", "position"), [("", 3), ("09:00:21", 1), ("09:00:45", 2), ("09:01:30", 3), ("2026-11-21T14:01:35Z", 3)])
def test_a_forgotten_call_stands_in_the_order_of_tags(at: str, position: int) -> None:
    session = apply(three_calls(), do.AddCall("v", at), after(200))
    assert session.calls[position][:5] == (4, None, None, session.calls[position].tagged_at, "voicemail")
    assert [call.tagged_at for call in session.calls] == sorted(call.tagged_at for call in session.calls if call.tagged_at)
    assert (session.trail[0].call, session.trail[0].field, session.trail[0].position) == (4, "call", position)


@pytest.mark.parametrize(("outcome", "at"), [("none-such", ""), ("v", "08:59"), ("v", "09:01:41"), ("v", "09:00:10"), ("v", "soon"), ("v", "26:00")])
def test_a_forgotten_call_that_cannot_have_been_is_refused(outcome: str, at: str) -> None:
    with pytest.raises(InputError):
        apply(three_calls(), do.AddCall(outcome, at), after(200))


def test_a_time_after_midnight_is_of_the_next_day() -> None:
    late = after(14 * 3600)  # 23:00
    session = Session("20261122T040000Z-7f3a", late, ended_at=after(17 * 3600), end="ended", outcomes=a_session().outcomes)
    assert apply(session, do.AddCall("v", "00:30"), after(90_000)).calls[0].tagged_at == after(15.5 * 3600)
    assert apply(session, do.AddCall("v", "23:30"), after(90_000)).calls[0].tagged_at == after(14.5 * 3600)


def test_in_an_open_session_all_of_it_is_undone_like_anything_else() -> None:
    bench = Workbench(dialled(a_session(), 3))
    steps: list[do.Action] = [do.CorrectAll(1, (("note", "a"), ("asked", "2"))), do.RemoveCall(2), do.AddCall("yes"), do.Dial()]
    seen = [bench.session]
    for i, action in enumerate(steps):
        bench = perform(bench, action, after(100 + i))
        seen.append(bench.session)
    for session in reversed(seen[:-1]):
        bench = undo(bench)
        assert bench.session == session
    for session in seen[1:]:
        bench = redo(bench)
        assert bench.session == session


def test_a_call_that_was_added_while_another_is_open_comes_before_it() -> None:
    session = followed(dialled(a_session(), 1), (do.Dial(), 100))
    added = apply(session, do.AddCall("v"), after(120))
    assert added.calls[-1].tagged_at == after(100)
    assert (added.live and added.live.n, added.calls[-1].n) == (2, 3)
    assert [call.n for call in apply(added, do.Tag("no"), after(130)).calls] == [1, 3, 2]


def test_an_undone_correction_counts_as_an_event() -> None:
    session = three_calls()._replace(trail=(Correction(after(200), 1, "note", "", "x", undone_at=after(300)),))
    assert session.last_event_at == after(300)


def test_calls_out_of_their_numbers_are_looked_at_in_their_order() -> None:
    calls = (Call(7, tagged_at=after(10), outcome="no"), Call(2, tagged_at=after(20), outcome="no"))
    session = a_session()._replace(calls=calls)
    assert apply(session, do.Correct(7, "tagged_at", after(15).isoformat()), after(200)).calls[0].tagged_at == after(15)
    with pytest.raises(InputError, match="follow each other"):
        apply(session, do.Correct(7, "tagged_at", after(25).isoformat()), after(200))
