"""Thousands of sessions that nobody thought of: what must hold in every one of them."""

from datetime import datetime
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from fakes import START, a_session
from looks import usual
from making import ACTIONS, STEPS, after, sessions, stepped, wandered
from nextcall.core import actions as do
from nextcall.core.actions import Action
from nextcall.core.counts import counts, steps_kept, tally
from nextcall.core.durations import (
    first_dial_seconds,
    gaps,
    paused_seconds,
    session_seconds,
    talk_seconds,
    wrap_up_seconds,
)
from nextcall.core.goals import progress
from nextcall.core.machine import allowed, apply, recovered
from nextcall.core.session import Session, State
from nextcall.core.undo import Workbench, changed, difference, perform, redo, undo
from nextcall.errors import InputError, NotAllowedError

many = settings(deadline=None, max_examples=usual(25, long=2_000))
some = settings(deadline=None, max_examples=usual(10, long=2_000), suppress_health_check=[HealthCheck.too_slow])
"""Whole sessions of a file take long to make up."""


def moments_of(session: Session) -> list[datetime]:
    """The moments of its calls, in the order in which they must have been."""
    calls = [*session.calls, *([session.live] if session.live else [])]
    times = [time for call in calls for time in (call.dialed_at, call.hung_up_at, call.tagged_at) if time]
    return [session.started_at, *times, *([session.ended_at] if session.ended_at else [])]


def check(session: Session, at: datetime) -> None:
    """What holds in every session that the machine made."""
    assert moments_of(session) == sorted(moments_of(session))
    for list_ in (session.pauses, session.breaths):
        spans = [(span.started_at, span.ended_at or span.started_at) for span in list_]
        assert all(start <= end for start, end in spans)
        assert all(before[1] <= after_[0] for before, after_ in pairwise(spans))
        assert all(span.ended_at for span in list_[:-1])
    for stamps in ([x.at for x in session.parked], [x.at for x in session.plan_changes], [x.at for x in session.trail]):
        assert stamps == sorted(stamps)
    durations = [session_seconds(session, at), paused_seconds(session, at), *gaps(session), first_dial_seconds(session) or 0]
    for call in session.calls:
        durations += [talk_seconds(session, call, at), wrap_up_seconds(session, call, at)]
    assert min(durations) >= 0
    assert sum(gaps(session)) <= session_seconds(session, max(at, session.last_event_at)) + 0.001
    assert [call.n for call in session.calls] == list(range(1, len(session.calls) + 1))
    assert all(call.outcome and call.tagged_at for call in session.calls)
    if session.state == State.ENDED:
        assert session.live is None
        assert all(span.ended_at for list_ in (session.pauses, session.breaths) for span in list_)
    if session.live:
        assert session.live.n == len(session.calls) + 1
        assert session.live.tagged_at is None
        assert session.live.outcome is None
    found = progress(session, at)
    assert found is not None
    assert 0 <= found.share <= 1
    assert found.reached == (found.share == 1)


def counted_slowly(session: Session) -> tuple[int, ...]:
    """The counts again, one flag at a time."""
    calls = [call for call in session.calls if any(o.id == call.outcome and o.counts for o in session.outcomes)]

    def flagged(flag: str) -> list[int]:
        return [call.n for call in calls if any(o.id == call.outcome and getattr(o, flag) for o in session.outcomes)]

    helped = {*flagged("help"), *(call.n for call in calls if call.help)}
    served = [n for n in flagged("conversation") if n in helped or n in flagged("yes")]
    return (len(calls), *(len(flagged(flag)) for flag in ("connect", "conversation", "no", "yes")), len(helped), len(served))


@many
@given(STEPS)
def test_nothing_contradicts_itself_whatever_is_done(steps: list[tuple[Action, float]]) -> None:
    bench = stepped(a_session(), steps)
    check(bench.session, after(50_000))
    assert tuple(counts(bench.session)) == counted_slowly(bench.session)
    assert sum(tally(bench.session).values()) == len(bench.session.calls)
    kept = steps_kept(bench.session)
    assert kept is None or 0 <= kept <= 4


@many
@given(STEPS, st.lists(st.integers(-1, 1), min_size=40, max_size=40))
def test_undoing_everything_gives_the_first_session_and_redoing_it_the_last(steps: list[tuple[Action, float]], ways: list[int]) -> None:
    last = bench = wandered(a_session(), steps, ways)
    while bench.undone:
        last = bench = redo(bench)
    while bench.done:
        bench = undo(bench)
    assert bench.session == a_session()
    while bench.undone:
        bench = redo(bench)
    assert bench == last


@many
@given(STEPS, STEPS)
def test_a_difference_is_made_and_unmade(steps: list[tuple[Action, float]], others: list[tuple[Action, float]]) -> None:
    one, other = stepped(a_session(), steps).session, stepped(a_session(), others).session
    assert changed(one, difference(one, other, "")) == other
    assert changed(other, difference(other, one, "")) == one


@some
@given(sessions(ended=False), sessions())
def test_a_difference_is_made_of_any_two_sessions(one: Session, other: Session) -> None:
    assert changed(one, difference(one, other, "")) == other


@many
@given(STEPS)
def test_recovering_ends_at_the_last_event_and_loses_no_call(steps: list[tuple[Action, float]]) -> None:
    session = stepped(a_session(), steps).session
    found = recovered(session)
    check(found, after(50_000))
    assert (found.end, found.ended_at, found.calls) == ("recovered", session.last_event_at, session.calls)
    assert len(found.trail) == len(session.trail) + (session.live is not None)


@some
@given(sessions(), ACTIONS | st.just(do.End()) | st.just(do.Recover()) | st.just(do.Reopen()))
def test_sessions_of_any_file_take_any_action_without_a_fault(session: Session, action: Action) -> None:
    try:
        new = apply(session, action, after(10))
    except (NotAllowedError, InputError):
        return
    assert type(action) in allowed(session)
    at = after(20)
    durations = [session_seconds(new, at), *gaps(new), *(talk_seconds(new, call, at) for call in new.calls)]
    assert min(durations) >= 0
    assert counts(new).calls >= 0


class Sitting(RuleBasedStateMachine):
    """A session at which somebody does anything in any order, with the clock where it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.bench = Workbench(a_session())
        self.now = 0.0
        self.before: list[Session] = []
        self.latest = START

    @rule(seconds=st.sampled_from([0.0, 0.5, 20.0, 4000.0, -50.0]))
    def wait(self, seconds: float) -> None:
        self.now += seconds

    @rule(action=ACTIONS)
    def act(self, action: Action) -> None:
        before = self.bench
        try:
            self.bench = perform(before, action, after(self.now))
        except (NotAllowedError, InputError):
            assert self.bench is before
            return
        assert type(action) in allowed(before.session)
        if self.bench is not before:
            self.before.append(before.session)

    @precondition(lambda self: self.bench.done)
    @rule()
    def take_back(self) -> None:
        self.bench = undo(self.bench)
        assert self.bench.session == self.before.pop()

    @precondition(lambda self: self.bench.undone)
    @rule()
    def do_again(self) -> None:
        before = self.bench.session
        self.bench = redo(self.bench)
        self.before.append(before)

    @precondition(lambda self: self.bench.session.live is None)
    @rule()
    def end_and_reopen(self) -> None:
        ended = apply(self.bench.session, do.End(), after(self.now))
        check(ended, after(self.now))
        reopened = apply(ended, do.Reopen(), after(self.now))
        assert reopened.calls == self.bench.session.calls

    @invariant()
    def nothing_contradicts_itself(self) -> None:
        check(self.bench.session, after(self.now))


TestSitting = Sitting.TestCase
TestSitting.settings = settings(deadline=None, max_examples=usual(20, long=2_000), stateful_step_count=40)
