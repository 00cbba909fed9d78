import pytest

from fakes import a_session
from making import after, followed
from nextcall.core import actions as do
from nextcall.core.counts import Counts, counts, steps_kept, tally
from nextcall.core.goals import Progress, goal_text, progress
from nextcall.core.session import Call, Goal


def test_calls_are_counted_by_their_flags() -> None:
    session = followed(
        a_session(),
        *[(do.Tag(name), 1) for name in ("no-answer", "gatekeeper", "hung-up", "no", "helped", "yes", "skipped", "do-not-call")],
    )
    assert counts(session) == Counts(calls=7, connects=6, conversations=3, noes=3, yeses=1, helps=1, served=2)


def test_a_help_mark_counts_once_wherever_it_stands() -> None:
    session = followed(a_session(), (do.Tag("no", help=("useful", "thanked")), 1), (do.Tag("hung-up", help=("referral",)), 2), (do.Tag("helped", help=("useful",)), 3))
    found = counts(session)
    assert (found.helps, found.served, found.conversations) == (3, 2, 2)


def test_ten_conversations_two_yes_three_helped_one_of_them_both_served_four() -> None:
    tags = [do.Tag("yes", help=("useful",)), do.Tag("yes"), *[do.Tag("helped")] * 2, *[do.Tag("no")] * 6]
    found = counts(followed(a_session(), *[(tag, 1) for tag in tags]))
    assert (found.conversations, found.yeses, found.helps, found.served) == (10, 2, 3, 4)


def test_back_filled_calls_count_beside_the_others() -> None:
    filled = {"no-answer": 14, "yes": 2, "helped": 1, "skipped": 5, "none-such": 9}
    session = followed(a_session(), (do.Tag("no"), 1))._replace(counts_only=filled)
    assert counts(session) == Counts(calls=18, connects=4, conversations=4, noes=1, yeses=2, helps=1, served=3)
    assert tally(session) == filled | {"no": 1}


def test_what_the_session_does_not_know_counts_as_nothing() -> None:
    session = a_session()._replace(calls=(Call(1, tagged_at=after(1), outcome="none-such"), Call(2)))
    assert counts(session) == Counts()
    assert tally(session) == {"none-such": 1}


def test_the_tally_has_all_tags() -> None:
    session = followed(a_session(), *[(do.Tag(name), 1) for name in ("no", "skipped", "no")])
    assert tally(session) == {"no": 2, "skipped": 1}


def test_steps_kept_is_a_mean_over_conversations_in_which_steps_were_ticked() -> None:
    session = a_session()
    assert steps_kept(session) is None
    for done, outcome in ((2, "no"), (1, "yes"), (4, "no-answer"), (0, "no")):
        session = followed(session, (do.Dial(), 1), *[(do.StepDone(), 1)] * done, (do.Tag(outcome), 2))
    assert steps_kept(session) == 1.5
    skipped = followed(session, (do.Dial(), 3), (do.StepSkipped(), 3), (do.Tag("no"), 4))
    assert steps_kept(skipped) == 1.0


def test_minutes_are_reached_without_pauses() -> None:
    session = followed(a_session(minutes=10), (do.Pause(), 60), (do.Resume(), 120))
    assert progress(session, after(659)) == Progress(599, 600)
    there = progress(session, after(660))
    assert there is not None
    assert there.reached
    assert (there.share, there.left, there.over) == (1.0, 0.0, 0.0)


def test_beyond_the_plan_is_overtime() -> None:
    found = progress(a_session(minutes=10), after(700))
    assert found is not None
    assert (found.share, found.left, found.over) == (1.0, 0.0, 100.0)


@pytest.mark.parametrize(("kind", "done"), [("calls", 3), ("conversations", 2)])
def test_goals_of_calls_and_conversations(kind: str, done: int) -> None:
    session = followed(a_session(), *[(do.Tag(name), 1) for name in ("no-answer", "no", "yes", "skipped")])
    found = progress(session._replace(goal=Goal(kind, 4)), after(9))
    assert found is not None
    assert (found.done, found.share, found.reached, found.left) == (done, done / 4, False, 4 - done)


def test_undoing_a_call_undoes_reaching_the_goal() -> None:
    short = a_session()._replace(goal=Goal("calls", 1))
    one = followed(short, (do.Tag("no"), 1))
    reached = [found.reached for found in (progress(short, after(2)), progress(one, after(2))) if found]
    assert reached == [False, True]


def test_an_open_end_has_no_progress_and_a_plan_of_nothing_is_reached() -> None:
    assert progress(a_session()._replace(goal=None), after(9)) is None
    nothing = Progress(0, 0)
    assert nothing.reached
    assert nothing.share == 1.0


@pytest.mark.parametrize(
    ("goal", "text"),
    [
        (None, "open end"),
        (Goal("minutes", 60), "60 min"),
        (Goal("minutes", 1), "1 min"),
        (Goal("calls", 10), "10 calls"),
        (Goal("calls", 1), "1 call"),
        (Goal("conversations", 5), "5 conversations"),
        (Goal("conversations", 1), "1 conversation"),
    ],
)
def test_goals_in_words(goal: Goal | None, text: str) -> None:
    assert goal_text(goal) == text
