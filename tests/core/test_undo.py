import pytest

from fakes import a_session
from making import after, dialled
from nextcall.core import actions as do
from nextcall.core.actions import Action
from nextcall.core.undo import LISTS, Change, Splice, Workbench, changed, difference, perform, redo, undo
from nextcall.errors import InputError, NotAllowedError


def bench_after(*actions: Action) -> Workbench:
    bench = Workbench(a_session())
    for i, action in enumerate(actions):
        bench = perform(bench, action, after(i))
    return bench


def test_there_is_nothing_to_undo_at_the_beginning_and_nothing_to_redo_at_the_end() -> None:
    with pytest.raises(NotAllowedError, match="nothing to undo"):
        undo(bench_after())
    with pytest.raises(NotAllowedError, match="nothing to redo"):
        redo(bench_after(do.Tag("no")))


def test_undo_is_unlimited_and_redo_brings_everything_back() -> None:
    benches = [bench_after()]
    for i in range(300):
        benches.append(perform(benches[-1], do.Tag("no") if i % 2 else do.Dial(), after(i)))
    bench = benches[-1]
    for before in reversed(benches[:-1]):
        bench = undo(bench)
        assert bench.session == before.session
    for later in benches[1:]:
        bench = redo(bench)
        assert bench.session == later.session
    assert bench == benches[-1]


def test_something_new_takes_the_way_forward_away() -> None:
    bench = perform(undo(bench_after(do.Tag("no"))), do.Tag("yes"), after(5))
    with pytest.raises(NotAllowedError):
        redo(bench)
    assert [change.what for change in bench.done] == ["tag"]


def test_what_changes_nothing_is_no_step_and_keeps_the_way_forward() -> None:
    bench = undo(bench_after(do.Tag("no"), do.Tag("yes")))
    assert perform(bench, do.Note(""), after(5)) is bench


def test_what_is_refused_leaves_the_bench_alone() -> None:
    bench = bench_after(do.Tag("no"))
    for action in (do.HangUp(), do.Tag("none-such")):
        with pytest.raises((NotAllowedError, InputError)):
            perform(bench, action, after(5))
    assert bench == bench_after(do.Tag("no"))


def test_a_dropped_call_comes_back_with_its_notes() -> None:
    bench = bench_after(do.Dial(), do.Note("rings"), do.Drop())
    assert bench.session.live is None
    back = undo(bench).session.live
    assert back is not None
    assert back.note == "rings"


def test_time_away_can_be_taken_back() -> None:
    assert undo(bench_after(do.Away(600))).session == a_session()


def test_a_change_keeps_only_what_it_is_about() -> None:
    bench = Workbench(dialled(a_session(), 50))
    bench = perform(bench, do.Correct(25, "note", "x"), after(9_000))
    (change,) = bench.done
    assert change.fields == ()
    assert [(splice.field, splice.at, splice.until, len(splice.items)) for splice in change.splices] == [("calls", 24, 25, 1), ("trail", 0, 1, 0)]


@pytest.mark.parametrize(
    ("action", "field"),
    [(do.Breathe(30), "breaths"), (do.Park("x"), "parked"), (do.Pause(), "pauses"), (do.Replan(1), "plan_changes"), (do.Tag("no"), "calls")],
)
def test_the_hundredth_of_a_kind_costs_as_little_as_the_first(action: Action, field: str) -> None:
    bench = Workbench(a_session())
    for i in range(100):
        bench = perform(bench, action, after(100 * i))
        if isinstance(action, do.Pause):
            bench = perform(bench, do.Resume(), after(100 * i + 50))
    assert len(getattr(bench.session, field)) == 100
    for change in bench.done:
        assert all(len(splice.items) <= 1 for splice in change.splices)
        assert {name for name, _ in change.fields} <= {"goal", "live"}


def test_difference_and_changed_are_inverse() -> None:
    one = bench_after(do.Tag("no"), do.Tag("yes"), do.Tag("no"), do.Park("x")).session
    other = bench_after(do.Dial(), do.Asked(), do.Tag("yes"), do.Replan(1)).session
    assert changed(one, difference(one, other, "")) == other
    assert changed(other, difference(other, one, "")) == one
    assert difference(one, one, "nothing") == Change("nothing")


def test_lists_are_spliced_from_both_ends() -> None:
    one = bench_after(*[do.Tag("no")] * 5).session
    less = one._replace(calls=(*one.calls[:2], *one.calls[3:]))
    assert difference(one, less, "").splices == (Splice("calls", 2, 3, ()),)
    assert difference(less, one, "").splices == (Splice("calls", 2, 2, (one.calls[2],)),)


def test_the_lists_are_those_that_grow() -> None:
    growing = {name for name, value in a_session()._asdict().items() if value == () and name not in ("tags", "outcomes", "steps")}
    assert growing == set(LISTS)
