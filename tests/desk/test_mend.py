"""Corrections of ended sessions: undone and redone by the trail, in whatever program comes next."""

import json
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desks import At
from fakes import FakeClock
from looks import usual
from making import after, sessions
from nextcall.core import actions as do
from nextcall.core.actions import Action
from nextcall.core.outcomes import SETS, Outcome
from nextcall.core.session import Correction, Session
from nextcall.desk import mend
from nextcall.desk.desk import Desk
from nextcall.errors import InputError, NotAllowedError
from nextcall.storage import codec

OWN = Outcome("demo-booked", "o", "Demo booked", connect=True, conversation=True, yes=True)


def ended(at: At, suffix: str = ".json") -> str:
    """A session of three calls that is put away; where it is."""
    desk = at.begun(suffix)
    for outcome in ("no", "voicemail", "callback"):
        at.clock.pass_(60)
        desk.do(do.Dial())
        at.clock.pass_(30)
        desk.do(do.Tag(outcome, note=f"it was {outcome}"))
    at.clock.pass_(60)
    desk.do(do.End())
    assert desk.settle()
    return desk.path


def opened(at: At, path: str, outcomes: tuple[Outcome, ...] = SETS["sales"]) -> Desk:
    """A desk of a program that has just been started."""
    desk = at.desk()
    desk.disk.outcomes = outcomes
    desk.open_ended(path)
    return desk


def stepped(at: At, path: str, step: Callable[[Desk], object]) -> Session:
    """One step in a program of its own; the session as it is on disk then."""
    desk = opened(at, path)
    step(desk)
    assert desk.settle(), desk.trouble
    assert desk.refused == []
    return at.sessions.read(path).bench.session


def without_trail(session: Session) -> dict[str, Any]:
    data = codec.plain_fields(session)
    return {key: value for key, value in data.items() if key not in ("trail", "outcomes")}


@pytest.mark.parametrize("suffix", [".json", ".toml"])
def test_every_correction_is_taken_back_and_made_again_across_restarts(at: At, suffix: str) -> None:
    path = ended(at, suffix)
    steps: list[Action] = [
        do.CorrectAll(1, (("outcome", "yes"), ("amount", "12.50"), ("contact", "Ann"))),
        do.RemoveCall(2),
        do.Correct(3, "help", "thanked,useful"),
        do.AddCall("machine", "09:01:45"),
        do.Correct(4, "note", "forgotten"),
        do.CorrectAll(3, (("dialed_at", "09:03:40"), ("bright", "yes"), ("steps_done", "1,2"), ("introduction", "Ann -> Bob"))),
    ]
    seen = [at.sessions.read(path).bench.session]
    seen += [stepped(at, path, lambda desk, action=action: desk.do(action)) for action in steps]  # type: ignore[misc]
    for way in range(2):
        for before in reversed(seen[:-1]):
            assert without_trail(stepped(at, path, Desk.undo)) == without_trail(before), way
        assert not opened(at, path).view().can_undo
        for later in seen[1:]:
            session = stepped(at, path, Desk.redo)
            assert without_trail(session) == without_trail(later)
        assert session == seen[-1]
        assert not opened(at, path).view().can_redo


def test_undo_and_redo_leave_the_very_same_file(at: At) -> None:
    path = Path(ended(at))
    stepped(at, str(path), lambda desk: desk.do(do.Correct(1, "outcome", "yes")))
    corrected = path.read_bytes()
    stepped(at, str(path), Desk.undo)
    (entry,) = json.loads(path.read_text())["trail"]
    assert set(entry) == {"at", "call", "field", "old", "new", "undone_at"}
    stepped(at, str(path), Desk.redo)
    assert path.read_bytes() == corrected


def test_a_new_correction_ends_what_could_be_made_again_and_keeps_it_in_the_trail(at: At) -> None:
    path = ended(at)
    for note in ("a", "b"):
        stepped(at, path, lambda desk, note=note: desk.do(do.Correct(1, "note", note)))  # type: ignore[misc]
    stepped(at, path, Desk.undo)
    session = stepped(at, path, lambda desk: desk.do(do.Correct(2, "note", "c")))
    assert not opened(at, path).view().can_redo
    assert [(entry.new, entry.undone_at is None) for entry in session.trail] == [("a", True), ("b", False), ("c", True)]
    assert stepped(at, path, Desk.undo).calls[1].note == "it was voicemail"
    desk = opened(at, path)
    assert (desk.last_done(), desk.last_undone()) == ("correction: note of call 1", "correction: note of call 2")
    assert stepped(at, path, Desk.redo).calls[1].note == "c"
    with pytest.raises(NotAllowedError, match="no correction to make again"):
        stepped(at, path, Desk.redo)


def test_what_a_desk_says_of_it(at: At) -> None:
    desk = opened(at, ended(at))
    assert (desk.view().can_undo, desk.view().can_redo, desk.last_done(), desk.last_undone()) == (False, False, "", "")
    with pytest.raises(NotAllowedError, match="no correction to take back"):
        desk.undo()
    desk.do(do.CorrectAll(3, (("outcome", "yes"), ("bright_note", "x"))))
    assert (desk.view().can_undo, desk.last_done()) == (True, "correction: outcome, bright note of call 3")
    desk.undo()
    assert (desk.view().can_redo, desk.last_undone()) == (True, "correction: outcome, bright note of call 3")
    desk.do(do.RemoveCall(1))
    assert desk.last_done() == "correction: all of call 1"


def test_an_outcome_that_is_only_configured_lands_in_the_file_with_its_definition(at: At) -> None:
    path = ended(at)
    desk = opened(at, path, (*SETS["sales"], OWN))
    desk.do(do.Correct(1, "outcome", "demo booked"))
    assert desk.settle()
    data = json.loads(Path(path).read_text())
    assert data["calls"][0]["outcome"] == "demo-booked"
    assert data["outcomes"]["demo-booked"]["yes"] is True
    assert set(data["outcomes"]) == {"no", "voicemail", "callback", "demo-booked"}
    # neither is lost where the configuration no longer knows it
    back = opened(at, path, ())
    back.undo()
    assert back.settle()
    forth = opened(at, path, ())
    forth.redo()
    assert forth.settle()
    assert at.sessions.read(path).bench.session.calls[0].outcome == "demo-booked"


def test_without_a_configuration_only_its_own_outcomes_are_known(at: At) -> None:
    desk = opened(at, ended(at), ())
    with pytest.raises(InputError, match="there is no outcome 'yes'"):
        desk.do(do.Correct(1, "outcome", "yes"))


def test_a_session_keeps_its_own_meaning_of_an_outcome(at: At) -> None:
    own = Outcome("no", "x", "Something else", yes=True)
    desk = opened(at, ended(at), (own,))
    assert desk.session
    assert [outcome.label for outcome in desk.session.outcomes if outcome.id == "no"] == ["Heard it, said no"]


@pytest.mark.parametrize("suffix", [".json", ".toml"])
def test_two_programs_build_upon_each_other(at: At, suffix: str) -> None:
    path = ended(at, suffix)
    one, two = opened(at, path), opened(at, path)
    one.do(do.Correct(1, "outcome", "yes"))
    assert one.settle()
    two.do(do.Correct(2, "outcome", "machine"))
    assert two.settle()
    session = at.sessions.read(path).bench.session
    assert [call.outcome for call in session.calls] == ["yes", "machine", "callback"]
    assert len({entry.at for entry in session.trail}) == 2
    one.undo()
    assert one.settle()
    assert [call.outcome for call in at.sessions.read(path).bench.session.calls] == ["yes", "voicemail", "callback"]


def test_an_undo_that_was_meant_for_the_open_session_takes_no_correction_back(at: At) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    desk.do(do.Correct(1, "note", "x"))
    desk.settle()
    other = at.joined()
    other.do(do.End())
    assert other.settle()
    desk.undo()
    assert desk.settle()
    assert len(desk.refused) == 1
    assert at.on_disk().calls[0].note == "x"


def test_a_session_that_was_opened_again_is_not_mended_by_the_trail(at: At) -> None:
    path = ended(at)
    one, two = opened(at, path), opened(at, path)
    one.do(do.Correct(1, "note", "x"))
    assert one.settle()
    two.do(do.Reopen())
    assert two.settle()
    one.undo()
    assert one.settle()
    assert len(one.refused) == 1
    assert at.on_disk().calls[0].note == "x"


def test_corrections_of_the_open_session_can_be_taken_back_once_it_has_ended(at: At) -> None:
    desk = at.begun()
    desk.do(do.Tag("no"))
    desk.do(do.Correct(1, "outcome", "yes"))
    desk.do(do.End())
    assert desk.settle()
    assert stepped(at, desk.path, Desk.undo).calls[0].outcome == "no"


def test_undo_of_the_open_session_does_not_outlive_a_correction_after_its_end(at: At) -> None:
    desk = at.begun()
    for _ in range(3):
        desk.do(do.Tag("no"))
    desk.do(do.End())
    desk.do(do.RemoveCall(1))
    desk.do(do.Reopen())
    assert desk.settle()
    assert not desk.view().can_undo
    assert [call.n for call in at.on_disk().calls] == [2, 3]


def by_hand(path: str, change: Callable[[dict[str, Any]], object]) -> None:
    data = json.loads(Path(path).read_text())
    change(data)
    Path(path).write_text(json.dumps(data))


def test_a_value_that_another_hand_changed_is_not_lost_to_an_undo(at: At) -> None:
    path = ended(at)
    stepped(at, path, lambda desk: desk.do(do.Correct(2, "outcome", "machine")))
    stepped(at, path, lambda desk: desk.do(do.Correct(1, "note", "mine")))
    by_hand(path, lambda data: data["calls"][0].update(note="by hand"))
    session = stepped(at, path, Desk.undo)
    assert (session.calls[0].note, session.calls[1].outcome) == ("by hand", "voicemail")
    by_hand(path, lambda data: data["calls"].pop(1))
    assert not opened(at, path).view().can_redo


def test_what_nobody_knows_is_kept_through_all_of_it(at: At) -> None:
    path = ended(at)
    by_hand(path, lambda data: (data.update(later={"a": [1]}), data["calls"][1].update(mood="fine"), data["calls"][0].update(contact={"name": "A", "vip": True})))
    before = at.sessions.read(path).bench.session
    stepped(at, path, lambda desk: desk.do(do.Correct(1, "contact", "B")))
    stepped(at, path, lambda desk: desk.do(do.RemoveCall(2)))
    by_hand(path, lambda data: data["trail"][0].update(by="me"))
    stepped(at, path, Desk.undo)
    session = stepped(at, path, Desk.undo)
    assert without_trail(session) == without_trail(before)
    assert session.trail[0].extra == {"by": "me"}


@pytest.mark.parametrize(
    "entry",
    [
        {"call": 1, "field": "note", "old": 5, "new": "it was no"},
        {"call": 1, "field": "n", "old": 7, "new": 1},
        {"call": 9, "field": "note", "old": "", "new": "x"},
        {"call": 1, "field": "outcome", "old": "none-such", "new": "no"},
        {"call": 1, "field": "tagged_at", "old": None, "new": "2026-11-21T09:01:30.000-05:00"},
        {"call": 1, "field": "call", "old": {"n": 1}, "new": None},
        {"call": 4, "field": "call", "old": {"n": 4}, "new": None},
        {"call": 4, "field": "call", "old": {"n": 5, "tagged_at": "2026-11-21T09:01:30.000-05:00", "outcome": "no"}, "new": None},
        {"call": 4, "field": "call", "old": "all of it", "new": None},
        {"call": 4, "field": "call"},
        {"call": 0, "field": "id", "old": "20261121T140000Z-0000", "new": "20261121T140000Z-7f3a"},
        {"call": 0, "field": "calls", "old": [], "new": []},
        {"call": 0, "field": "end", "old": None, "new": "ended"},
        {"call": 0, "field": "started_at", "old": None, "new": "2026-11-21T09:00:00.000-05:00"},
        {"call": 0, "field": "outcomes.no", "old": {"label": 4}, "new": {}},
        {"call": 0, "field": "outcomes.none", "old": {}, "new": {}},
        {"call": 1, "field": "live", "old": {"note": "x"}, "new": None},
        {"call": 0, "field": "colour", "old": "red", "new": "blue"},
    ],
)  # fmt: skip
def test_a_trail_that_makes_no_sense_is_passed_over(at: At, entry: dict[str, Any]) -> None:
    path = ended(at)
    stepped(at, path, lambda desk: desk.do(do.Correct(2, "note", "sound")))
    for stamp in ({}, {"undone_at": "2026-12-01T00:00:00Z"}):
        by_hand(path, lambda data, stamp=stamp: data["trail"].append({"at": "2026-11-30T00:00:00.000-05:00", **entry, **stamp}))  # type: ignore[misc]
    desk = opened(at, path)
    assert (desk.last_done(), desk.last_undone()) == ("correction: note of call 2", "")
    assert stepped(at, path, Desk.undo).calls[1].note == "it was voicemail"


# ---- at random

WORDS = st.sampled_from(["", "yes", "v", "price", "7", "1,2", "thanked", "Ann -> Bob", "09:02:10", "no", "\x1b", "é\n"])
NUMBERS = st.integers(1, 5)
FIELDS = st.sampled_from(["outcome", "note", "reason", "amount", "bright", "help", "asked", "contact", "phone", "introduction", "steps_done", "tagged_at"])
MENDINGS: st.SearchStrategy[Action] = st.one_of(
    st.builds(do.Correct, NUMBERS, FIELDS, WORDS),
    st.builds(do.CorrectAll, NUMBERS, st.lists(st.tuples(FIELDS, WORDS), min_size=1, max_size=3).map(tuple)),
    st.builds(do.RemoveCall, NUMBERS),
    st.builds(do.AddCall, st.sampled_from(["v", "yes", "no"]), st.sampled_from(["", "09:01:30", "09:02:30", "09:03"])),
)


@settings(deadline=None, max_examples=usual(20, long=2_000))
@given(st.lists(MENDINGS | st.sampled_from(["undo", "redo"]), min_size=3, max_size=14), st.sampled_from([".json", ".toml"]), st.sampled_from(["one program", "many"]))
def test_any_sequence_is_a_line_with_a_place_on_it(steps: list[Action | str], suffix: str, programs: str) -> None:
    """Undo and redo go along what was done; a new correction is the end of what was ahead."""
    with tempfile.TemporaryDirectory() as folder:
        at = At(folder, FakeClock())
        path = ended(at, suffix)
        desk = opened(at, path)
        line, place = [without_trail(at.sessions.read(path).bench.session)], 0
        for step in steps:
            if programs == "many":
                desk = opened(at, path)
            view = desk.view()
            assert (view.can_undo, view.can_redo) == (place > 0, place < len(line) - 1)
            trail = desk.session.trail if desk.session else ()
            try:
                session = desk.undo() if step == "undo" else desk.redo() if step == "redo" else desk.do(step)  # type: ignore[arg-type]
            except (InputError, NotAllowedError):
                continue
            assert desk.settle()
            on_disk = at.sessions.read(path).bench.session
            assert without_trail(on_disk) == without_trail(session)
            if step in ("undo", "redo"):
                place += 1 if step == "redo" else -1
                assert without_trail(session) == line[place]
                assert len(session.trail) == len(trail)
            elif len(session.trail) > len(trail):
                line[place + 1 :] = [without_trail(session)]
                place += 1
                assert session.trail[: len(trail)] == trail
            if suffix == ".toml":
                tomllib.loads(Path(path).read_text())


@settings(deadline=None, max_examples=usual(20, long=2_000))
@given(sessions(ended=True), st.data())
def test_any_session_any_trail(session: Session, data: st.DataObject) -> None:
    """Whatever stands in a file: what comes of undo and redo can be written and read, and undo undoes redo."""
    fields = st.sampled_from([*codec.SESSION.fields, *codec.CALL.fields, "call", "outcomes.no", "x y"])
    numbers = st.sampled_from([0, *(call.n for call in session.calls)])
    plain = st.sampled_from([None, "", "x", 1, True, [], [1], {}, {"n": 1}])
    trail = data.draw(st.lists(st.tuples(st.sampled_from([after(1), after(2)]), numbers, fields, plain, plain).map(lambda parts: Correction(*parts)), max_size=4))
    session = session._replace(trail=tuple(trail))
    try:
        undone = mend.undo(session, after(5))
    except NotAllowedError:
        return
    assert without_trail(codec.read(codec.write(undone))) == without_trail(undone)
    assert mend.last_undone(undone) == mend.last_done(session)
    redone = mend.redo(undone, after(6))
    assert redone.trail == session.trail
    assert without_trail(redone)["calls"] == without_trail(session)["calls"]
