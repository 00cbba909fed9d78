"""One session, as states: what every action does in every one of them."""

import pytest

from fakes import a_session
from making import after, followed
from nextcall.core import actions as do
from nextcall.core.actions import WHAT, Action
from nextcall.core.machine import ALLOWED, FINISH_FIRST, allowed, apply
from nextcall.core.session import Session, State
from nextcall.errors import NotAllowedError

STATES = (State.READY, State.ON_CALL, State.WRAP_UP, State.PAUSED, State.ENDED)
SHORT = dict(zip("ROWPE", STATES, strict=True))
TABLE: list[tuple[Action, str]] = [
    # ready, on call, wrap-up, paused, ended; a dash: refused
    (do.Dial(), "O--O-"),
    (do.HangUp(), "-W---"),
    (do.Tag("no"), "RRRR-"),
    (do.Drop(), "-RR--"),
    (do.Pause(), "P-P--"),
    (do.PauseFor("meeting"), "---P-"),
    (do.Resume(), "---R-"),
    (do.Away(60), "ROW--"),
    (do.Note("said so"), "ROWP-"),
    (do.Bright(), "ROWP-"),
    (do.Help("useful"), "ROWP-"),
    (do.Introduce("Ann", "Bob"), "ROWP-"),
    (do.Reason("price"), "ROWP-"),
    (do.Amount("100"), "ROWP-"),
    (do.CallBack(after(90_000)), "ROWP-"),
    (do.Asked(), "ROWP-"),
    (do.Learned(), "ROWP-"),
    (do.StepDone(), "-OW--"),
    (do.StepSkipped(), "-OW--"),
    (do.StepBack(), "-OW--"),
    (do.Breathe(30), "R----"),
    (do.Park("the bill"), "ROWP-"),
    (do.Replan(1), "ROWP-"),
    (do.Correct(1, "note", "other"), "ROWPE"),
    (do.CorrectAll(1, (("note", "other"),)), "ROWPE"),
    (do.RemoveCall(1), "ROWPE"),
    (do.AddCall("yes"), "ROWPE"),
    (do.End(), "E--E-"),
    (do.Recover(), "EEEE-"),
    (do.Reopen(), "----R"),
    (do.Summarise("worked", "silence"), "----E"),
    (do.Decide(0, "later"), "----E"),
]


def in_state(state: str) -> Session:
    """A session in that state in which everything can be done that the state allows."""
    base = followed(a_session(), (do.Tag("callback"), 5), (do.Tag("no"), 10), (do.Tag("yes"), 20), (do.Park("tea"), 30))
    ways: dict[str, tuple[tuple[Action, float], ...]] = {
        State.READY: (),
        State.ON_CALL: ((do.Dial(), 40), (do.StepDone(), 50)),
        State.WRAP_UP: ((do.Dial(), 40), (do.StepDone(), 50), (do.HangUp(), 60)),
        State.PAUSED: ((do.Pause(), 40),),
        State.ENDED: (),
    }
    session = followed(base, *ways[state])
    return apply(session, do.End(), after(70)) if state == State.ENDED else session


@pytest.mark.parametrize("state", STATES)
def test_the_sessions_of_this_table_are_in_their_states(state: str) -> None:
    assert in_state(state).state == state


@pytest.mark.parametrize(
    ("action", "before", "then"),
    [
        pytest.param(action, before, SHORT.get(cell), id=f"{type(action).__name__}-{before}")
        for action, row in TABLE
        for before, cell in zip(STATES, row, strict=True)
    ],
)
def test_what_an_action_does_in_a_state(action: Action, before: str, then: str | None) -> None:
    session = in_state(before)
    assert (type(action) in allowed(session)) == (then is not None)
    if then is None:
        with pytest.raises(NotAllowedError) as refused:
            apply(session, action, after(100))
        assert refused.value.message.endswith((".", "first."))
    else:
        new = apply(session, action, after(100))
        assert new.state == then
        assert new != session


def test_the_table_has_every_action_and_every_state() -> None:
    assert {type(action) for action, _ in TABLE} == set(WHAT)
    assert set(ALLOWED) == set(STATES)


@pytest.mark.parametrize(
    ("state", "action"),
    [(State.ON_CALL, do.End()), (State.ON_CALL, do.Pause()), (State.WRAP_UP, do.End())],
)
def test_a_call_is_finished_first(state: str, action: Action) -> None:
    with pytest.raises(NotAllowedError, match=FINISH_FIRST):
        apply(in_state(state), action, after(100))


def test_a_call_that_waits_for_its_tag_stays_open_through_a_pause() -> None:
    session = followed(in_state(State.WRAP_UP), (do.Pause("notes"), 70))
    assert session.state == State.PAUSED
    for action in (do.Dial(), do.End()):
        with pytest.raises(NotAllowedError):
            apply(session, action, after(80))
    assert apply(session, do.Resume(), after(80)).state == State.WRAP_UP
    tagged = apply(session, do.Tag("yes"), after(80))
    assert tagged.state == State.READY
    assert tagged.calls[-1].outcome == "yes"
    assert tagged.calls[-1].hung_up_at == after(60)
    assert tagged.pauses[-1].ended_at == after(80)


def test_no_way_of_ending_leaves_a_call_in_progress_behind() -> None:
    session = followed(in_state(State.WRAP_UP), (do.Pause(), 70))
    with pytest.raises(NotAllowedError, match=FINISH_FIRST):
        apply(session, do.End("recovered"), after(80))
    assert apply(session, do.Recover(), after(80)).live is None


@pytest.mark.parametrize("action", [do.Dial(), do.Tag("no"), do.Resume(), do.End()])
def test_what_goes_on_after_a_pause_ends_it(action: Action) -> None:
    session = apply(in_state(State.PAUSED), action, after(100))
    assert session.pauses[-1].ended_at == after(100)


def test_a_refusal_changes_nothing_and_says_why() -> None:
    session = in_state(State.READY)
    with pytest.raises(NotAllowedError, match="No call is open"):
        apply(session, do.HangUp(), after(100))
    with pytest.raises(NotAllowedError, match="The session has ended"):
        apply(in_state(State.ENDED), do.Dial(), after(100))
    assert session == in_state(State.READY)


def test_a_bare_action_reads_as_what_it_is() -> None:
    assert repr(do.HangUp()) == "HangUp()"
