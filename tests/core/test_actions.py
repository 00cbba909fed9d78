import pytest

from fakes import START, STEPS, a_session
from making import after, dialled, followed
from nextcall.core import actions as do
from nextcall.core.actions import Action
from nextcall.core.durations import pause_seconds, session_seconds
from nextcall.core.machine import apply, recovered
from nextcall.core.marks import last_with, next_step, this_or_last
from nextcall.core.session import Call, Contact, Goal, Introduction, PlanChange, Session, State
from nextcall.core.undo import Workbench, perform, undo
from nextcall.errors import InputError, NotAllowedError


def test_a_tapped_call_has_the_time_of_its_tag_alone() -> None:
    (call,) = followed(a_session(), (do.Tag("no-answer"), 10)).calls
    assert call == Call(1, None, None, after(10), "no-answer")


def test_a_call_of_two_keys_is_hung_up_when_it_is_tagged() -> None:
    (call,) = followed(a_session(), (do.Dial(), 10), (do.Tag("no"), 70)).calls
    assert (call.dialed_at, call.hung_up_at, call.tagged_at) == (after(10), after(70), after(70))


def test_a_call_of_three_keys_has_talk_and_wrap_up_apart() -> None:
    (call,) = followed(a_session(), (do.Dial(), 10), (do.HangUp(), 70), (do.Tag("no"), 75)).calls
    assert (call.dialed_at, call.hung_up_at, call.tagged_at) == (after(10), after(70), after(75))


def test_calls_are_numbered_and_a_dropped_number_is_used_again() -> None:
    session = followed(a_session(), (do.Tag("no"), 1), (do.Dial(), 2), (do.Drop(), 3), (do.Dial(), 4), (do.Tag("no"), 5))
    assert [call.n for call in session.calls] == [1, 2]


def test_a_new_call_never_takes_a_number_that_is_there() -> None:
    session = followed(a_session(), (do.Tag("no"), 1), (do.Tag("no"), 2), (do.Tag("no"), 3))
    holed = session._replace(calls=(session.calls[0], session.calls[2]))  # somebody took a line out of the file
    assert [call.n for call in followed(holed, (do.Tag("yes"), 4)).calls] == [1, 3, 4]
    assert followed(holed, (do.Dial(), 4)).live == Call(4, after(4))


def test_a_tag_carries_note_contact_amount_and_help() -> None:
    tag = do.Tag("yes", "wants two", Contact("Ann Roe", "+15550100"), "1200", ("introduced", "thanked", "introduced"))
    (call,) = followed(a_session(), (tag, 10)).calls
    assert (call.note, call.contact, call.amount) == ("wants two", Contact("Ann Roe", "+15550100"), "1200")
    assert call.help == ("introduced", "thanked")


def test_a_tag_keeps_what_was_noted_on_the_call() -> None:
    bob = Contact("Bob")
    steps: tuple[tuple[Action, float], ...] = ((do.Dial(bob), 1), (do.Note("rings"), 2), (do.Help("useful"), 3), (do.Tag("no", help=("useful",)), 4))
    (call,) = followed(a_session(), *steps).calls
    assert (call.note, call.contact, call.help, call.amount) == ("rings", bob, ("useful",), None)


def test_an_empty_amount_is_none() -> None:
    (call,) = followed(a_session(), (do.Tag("yes", amount=""), 10)).calls
    assert call.amount is None


@pytest.mark.parametrize("action", [do.Tag("none-such"), do.Tag("no", help=("loved",)), do.Tag("no", amount="lots"), do.Tag("n")])
def test_a_tag_that_does_not_fit_is_refused(action: Action) -> None:
    with pytest.raises(InputError):
        apply(a_session(), action, after(1))


@pytest.mark.parametrize("amount", ["-1", "1.", ".5", "1e3", "1,200", "NaN", "1 200", "\N{SUPERSCRIPT TWO}", "٣", "9" * 16])
def test_what_is_no_amount_is_refused(amount: str) -> None:
    session = followed(a_session(), (do.Tag("yes"), 1))
    with pytest.raises(InputError, match="is no amount"):
        apply(session, do.Amount(amount), after(2))


def test_the_time_to_call_back_stands_on_the_last_call_that_wants_one() -> None:
    session = followed(a_session(), (do.Tag("sent-info"), 1), (do.Tag("callback"), 2), (do.Tag("no"), 3), (do.CallBack(after(90_000)), 4))
    assert [call.callback_at for call in session.calls] == [None, after(90_000), None]
    with pytest.raises(NotAllowedError, match="Nobody wants to be called back yet"):
        apply(followed(a_session(), (do.Tag("no"), 1)), do.CallBack(after(90_000)), after(2))


def test_an_amount_stands_on_the_last_yes_and_goes_again() -> None:
    session = followed(a_session(), (do.Tag("yes"), 1), (do.Tag("no"), 2), (do.Amount(" 1200.50 "), 3))
    assert [call.amount for call in session.calls] == ["1200.50", None]
    assert followed(session, (do.Amount(""), 4)).calls[0].amount is None


@pytest.mark.parametrize("action", [do.Note("x"), do.Bright(), do.Help("useful"), do.Asked(), do.Learned(), do.Introduce("a", "b")])
def test_without_a_call_there_is_nothing_to_mark(action: Action) -> None:
    with pytest.raises(NotAllowedError, match="no call yet"):
        apply(a_session(), action, after(1))


@pytest.mark.parametrize("action", [do.Reason("price"), do.Amount("1")])
def test_reason_and_amount_want_a_no_and_a_yes(action: Action) -> None:
    session = followed(a_session(), (do.Tag("voicemail"), 1), (do.Dial(), 2))
    with pytest.raises(NotAllowedError):
        apply(session, action, after(3))


def test_the_reason_stands_on_the_last_no_whatever_came_after() -> None:
    session = followed(a_session(), (do.Tag("hung-up"), 1), (do.Tag("yes"), 2), (do.Dial(), 3), (do.Reason("price"), 4))
    assert session.calls[0].reason == "price"
    assert followed(session, (do.Reason(""), 5)).calls[0].reason == ""
    with pytest.raises(InputError, match="no reason of a no"):
        apply(session, do.Reason("weather"), after(6))


def test_marks_go_to_the_call_in_progress_else_to_the_last() -> None:
    session = followed(a_session(), (do.Tag("no"), 1), (do.Asked(), 2), (do.Dial(), 3), (do.Asked(), 4), (do.Asked(), 5), (do.Learned(), 6))
    assert session.live is not None
    assert (session.calls[0].asked, session.live.asked, session.live.learned) == (1, 2, 1)
    assert this_or_last(session) is session.live


def test_marks_find_their_call_even_where_two_have_one_number() -> None:
    session = followed(a_session(), (do.Tag("no"), 1), (do.Tag("yes"), 2))
    twice = session._replace(calls=tuple(call._replace(n=1) for call in session.calls))  # copied by hand in the file
    assert [call.reason for call in followed(twice, (do.Reason("time"), 3)).calls] == ["time", ""]
    assert [call.amount for call in followed(twice, (do.Amount("5"), 3)).calls] == [None, "5"]


def test_notes_replace_or_add() -> None:
    session = followed(a_session(), (do.Tag("no"), 1), (do.Note("one", more=True), 2), (do.Note("two", more=True), 3))
    assert session.calls[0].note == "one\ntwo"
    assert followed(session, (do.Note("three"), 4)).calls[0].note == "three"


def test_a_note_never_grows_beyond_what_a_file_keeps() -> None:
    long = "x" * 9_000
    session = followed(a_session(), (do.Tag("no", long), 1), (do.Note(long, more=True), 2))
    assert len(session.calls[0].note) == 10_000


def test_text_is_made_harmless_before_it_is_kept() -> None:
    wild = "a\x1b[31m\x9b\u202eb\ud800"
    contact = Contact(wild, extra={"kept": wild})
    session = followed(a_session(), (do.Tag("no", wild, contact), 1), (do.Park(wild), 2), (do.Introduce(wild, wild), 3))
    safe = "a�[31m��b�"
    call = session.calls[0]
    assert call.note == session.parked[0].text == safe
    assert call.contact == contact._replace(name=safe)
    assert call.introduction == Introduction(safe, safe)


def test_bright_is_switched_and_a_line_switches_it_on() -> None:
    session = followed(a_session(), (do.Tag("no"), 1), (do.Bright(), 2))
    assert session.calls[0].bright
    assert not followed(session, (do.Bright(), 3)).calls[0].bright
    lined = followed(session, (do.Bright("silence worked"), 3), (do.Bright("it did"), 4))
    assert (lined.calls[0].bright, lined.calls[0].bright_note) == (True, "it did")
    off = followed(lined, (do.Bright(), 5))
    assert (off.calls[0].bright, off.calls[0].bright_note) == (False, "")


def test_help_marks_come_and_go() -> None:
    session = followed(a_session(), (do.Tag("no"), 1), (do.Help("introduced"), 2), (do.Help("thanked"), 3))
    assert session.calls[0].help == ("introduced", "thanked")
    assert followed(session, (do.Help("introduced"), 4)).calls[0].help == ("thanked",)
    with pytest.raises(InputError, match="no help mark"):
        apply(session, do.Help("adored"), after(4))


def test_an_introduction_marks_the_call_and_goes_with_its_mark() -> None:
    session = followed(a_session(), (do.Tag("helped"), 1), (do.Introduce("Ann", "Bob"), 2))
    assert session.calls[0].introduction == Introduction("Ann", "Bob", "made")
    assert session.calls[0].help == ("introduced",)
    assert followed(session, (do.Introduce("Ann", "Cy"), 3)).calls[0].help == ("introduced",)
    assert followed(session, (do.Introduce("", ""), 3)).calls[0].introduction is None
    other = followed(session, (do.Help("thanked"), 3), (do.Help("thanked"), 4))
    assert other.calls[0].introduction == Introduction("Ann", "Bob", "made")
    assert followed(session, (do.Help("introduced"), 3)).calls[0].introduction is None


def test_steps_go_forward_and_back() -> None:
    session = followed(a_session(), (do.Dial(), 1))
    assert next_step(session) == 0
    session = followed(session, (do.StepDone(), 2), (do.StepSkipped(), 3), (do.StepDone(), 4))
    assert session.live is not None
    assert (session.live.steps_done, session.live.steps_skipped, next_step(session)) == ((0, 2), (1,), 3)
    back = followed(session, (do.StepBack(), 5), (do.StepBack(), 6))
    assert back.live is not None
    assert (back.live.steps_done, back.live.steps_skipped, next_step(back)) == ((0,), (), 1)


def test_steps_end_somewhere() -> None:
    session = followed(a_session(), (do.Dial(), 1), *[(do.StepDone(), 2)] * len(STEPS))
    assert next_step(session) is None
    with pytest.raises(NotAllowedError, match="All steps"):
        apply(session, do.StepSkipped(), after(3))
    with pytest.raises(NotAllowedError, match="first step"):
        apply(followed(a_session(), (do.Dial(), 1)), do.StepBack(), after(3))
    assert next_step(a_session()) is None


def test_a_pause_can_begin_when_nothing_happened_any_more() -> None:
    session = dialled(a_session(), 1)
    assert apply(session, do.Pause("idle", after(60)), after(660)).pauses[-1].started_at == after(60)
    assert apply(session, do.Pause("idle", after(5)), after(660)).pauses[-1].started_at == after(20)
    assert apply(session, do.Pause("idle", after(900)), after(660)).pauses[-1].started_at == after(660)


def test_a_pause_has_a_reason_that_can_be_said_later() -> None:
    session = followed(a_session(), (do.Pause(), 1), (do.PauseFor("technical"), 5))
    assert session.pauses[-1].reason == "technical"
    assert pause_seconds(session, after(11)) == 10
    for state, action in ((a_session(), do.Pause("lunch")), (session, do.PauseFor("lunch"))):
        with pytest.raises(InputError, match="no reason to pause"):
            apply(state, action, after(10))


def test_time_away_becomes_a_pause_that_is_over() -> None:
    session = followed(a_session(), (do.Away(600), 660))
    assert session.pauses[0][:3] == (after(60), after(660), "suspended")
    assert session_seconds(session, after(700)) == 100
    assert session.state == State.READY


def test_time_away_begins_no_earlier_than_the_session_or_the_last_pause() -> None:
    assert followed(a_session(), (do.Away(9_000), 660)).pauses[0].started_at == START
    session = followed(a_session(), (do.Pause(), 10), (do.Resume(), 50), (do.Away(9_000, "idle"), 660))
    assert session.pauses[1][:3] == (after(50), after(660), "idle")


def test_sleep_in_the_middle_of_a_call_is_a_pause_in_it() -> None:
    session = followed(a_session(), (do.Dial(), 10), (do.Away(1200), 1220), (do.Tag("no"), 1230))
    assert session.state == State.READY
    assert session.pauses[0][:2] == (after(20), after(1220))


def test_a_breath_ends_with_what_comes_next_or_by_itself() -> None:
    session = followed(a_session(), (do.Breathe(30), 10))
    assert session.breaths[-1].ended_at is None
    assert followed(session, (do.Dial(), 25)).breaths[-1].ended_at == after(25)
    assert followed(session, (do.Dial(), 500)).breaths[-1].ended_at == after(40)
    assert followed(session, (do.End(), 20)).breaths[-1].ended_at == after(20)


def test_a_second_breath_makes_the_first_longer_or_is_one_of_its_own() -> None:
    session = followed(a_session(), (do.Breathe(30), 10))
    longer = followed(session, (do.Breathe(60), 20))
    assert [breath[:3] for breath in longer.breaths] == [(after(10), None, 60)]
    two = followed(session, (do.Breathe(60), 100))
    assert [breath[:3] for breath in two.breaths] == [(after(10), after(40), 30), (after(100), None, 60)]


def test_what_is_parked_is_decided_afterwards() -> None:
    session = followed(a_session(), (do.Park("the bill"), 5), (do.Park("the news"), 6))
    with pytest.raises(InputError, match="nothing to park"):
        apply(session, do.Park(""), after(7))
    ended = followed(session, (do.End(), 8))
    ended = apply(ended, do.Decide(1, "dropped"), after(9))
    assert [parked.state for parked in ended.parked] == [None, "dropped"]
    for wrong in (do.Decide(2, "done"), do.Decide(-1, "done"), do.Decide(0, "perhaps")):
        with pytest.raises(InputError):
            apply(ended, wrong, after(10))


@pytest.mark.parametrize(
    ("goal", "steps", "new"),
    [
        (Goal("minutes", 60), 1, 65),
        (Goal("minutes", 60), -1, 55),
        (Goal("minutes", 7), -1, 5),
        (Goal("calls", 10), 1, 15),
        (Goal("calls", 3), 1, 8),
        (Goal("conversations", 5), -1, 4),
    ],
)
def test_a_plan_is_changed_in_steps_and_logged(goal: Goal, steps: int, new: int) -> None:
    session = apply(a_session()._replace(goal=goal), do.Replan(steps), after(60))
    assert session.goal == goal._replace(amount=new)
    assert session.plan_changes == (PlanChange(after(60), goal.amount, new),)


@pytest.mark.parametrize("goal", [Goal("minutes", 5), Goal("calls", 3), Goal("conversations", 1), Goal("calls", 0), None])
def test_a_plan_is_never_made_longer_by_making_it_shorter(goal: Goal | None) -> None:
    with pytest.raises(NotAllowedError):
        apply(a_session()._replace(goal=goal), do.Replan(-1), after(60))


def test_a_session_ends_now_or_when_something_last_happened() -> None:
    session = dialled(a_session(), 1)
    assert apply(session, do.End(), after(100)).ended_at == after(100)
    assert apply(session, do.End(at=after(60)), after(100)).ended_at == after(60)
    assert apply(session, do.End(at=after(1)), after(100)).ended_at == after(20)
    assert apply(session, do.End(at=after(900)), after(100)).ended_at == after(100)


def test_a_session_can_be_reopened_as_it_was() -> None:
    session = dialled(a_session(), 1)
    assert apply(apply(session, do.End(), after(100)), do.Reopen(), after(200)) == session


@pytest.mark.parametrize(
    ("field", "value", "kept"),
    [
        ("worked", "silence", "silence"),
        ("skill_answer", "more", "more"),
        ("intention_kept", "partly", "partly"),
        ("intention_kept", "", None),
        ("self_score", "4", 4),
        ("self_score", "", None),
        ("coach_score", "5", 5),
        ("coach_score", "", None),
    ],
)
def test_the_summary_takes_answers(field: str, value: str, kept: object) -> None:
    session = apply(followed(a_session(), (do.End(), 1)), do.Summarise(field, value), after(2))
    assert getattr(session.summary, field) == kept


@pytest.mark.parametrize(
    ("field", "value"),
    [("intention_kept", "maybe"), ("self_score", "0"), ("self_score", "6"), ("coach_score", "ten"), ("self_score", "²"), ("mood", "fine")],
)
def test_the_summary_refuses_what_is_no_answer(field: str, value: str) -> None:
    with pytest.raises(InputError, match="is no answer"):
        apply(followed(a_session(), (do.End(), 1)), do.Summarise(field, value), after(2))


def test_a_recovered_session_ends_at_its_last_event() -> None:
    session = dialled(a_session(), 2)
    found = recovered(session)
    assert (found.ended_at, found.end, found.state) == (after(45), "recovered", State.ENDED)
    assert apply(session, do.Recover(), after(90_000)) == found


def test_a_recovered_session_keeps_the_call_that_was_cut_off_in_its_trail() -> None:
    session = followed(dialled(a_session(), 1), (do.Dial(), 60), (do.Note("rings"), 70))
    found = recovered(session)
    assert found.live is None
    assert len(found.calls) == 1
    assert (found.trail[-1].call, found.trail[-1].field, found.trail[-1].at) == (2, "live", after(60))
    assert found.trail[-1].old["dialed_at"] == "2026-11-21T09:01:00.000-05:00"
    assert found.trail[-1].old["note"] == "rings"


def test_recovering_closes_pause_and_breath() -> None:
    paused = followed(a_session(), (do.Pause(), 60))
    assert recovered(paused).pauses[-1].ended_at == recovered(paused).ended_at == after(60)
    breathing = followed(a_session(), (do.Breathe(30), 60))
    assert recovered(breathing).breaths[-1].ended_at == after(60)
    assert apply(breathing, do.Recover(), after(9_000)).ended_at == after(90)


def test_a_tapped_call_in_progress_has_no_time_of_dialling_to_keep() -> None:
    odd = a_session()._replace(live=Call(1))  # nothing here makes it, but a file may say so
    assert recovered(odd).trail[-1].old["dialed_at"] is None


@pytest.mark.parametrize("action", [do.Dial(), do.Tag("no"), do.Pause(), do.Park("x"), do.Breathe(30), do.Replan(1), do.End()])
def test_a_clock_that_was_set_back_does_not_set_events_back(action: Action) -> None:
    session = dialled(a_session(), 1)
    new = apply(session, action, after(-3600))
    assert max(new.last_event_at, new.ended_at or START) == after(20)


def test_the_last_event_is_the_latest_of_all_kinds() -> None:
    session = a_session()
    assert session.last_event_at == START
    events: tuple[Action, ...] = (
        do.Tag("no"), do.Dial(), do.HangUp(), do.Tag("no"), do.Breathe(30), do.Park("x"), do.Replan(1),
        do.Correct(1, "note", "y"), do.Pause(), do.Resume(),
    )  # fmt: skip
    for i, action in enumerate(events, 1):
        session = apply(session, action, after(i * 100))
        assert session.last_event_at == after(i * 100), action


def test_the_last_no_is_found_by_flag_not_by_name() -> None:
    session: Session = followed(a_session(), (do.Tag("do-not-call"), 1), (do.Tag("gatekeeper"), 2))
    found = last_with(session, "no")
    assert found is session.calls[0]
    assert last_with(session, "yes") is None


def test_a_session_that_was_forgotten_for_more_than_a_year_ends_with_its_last_event() -> None:
    session = dialled(a_session(), 3)
    days = 24 * 3600
    assert apply(session, do.End(), after(400 * days)).ended_at == session.last_event_at
    assert apply(session, do.End(), after(300 * days)).ended_at == after(300 * days)


def test_a_tag_says_when_to_call_back_and_one_undo_takes_it_back() -> None:
    bench = perform(Workbench(a_session()), do.Tag("callback", callback_at=after(90_000)), after(1))
    assert [call.callback_at for call in bench.session.calls] == [after(90_000)]
    assert undo(bench).session.calls == ()
