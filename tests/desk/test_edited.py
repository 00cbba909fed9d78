"""A session as text and back: what is wrong in it, and what the trail keeps of an edit."""

import json
import tomllib
from collections.abc import Callable
from typing import Any

import pytest
import tomli_w
from hypothesis import assume, given, settings

from fakes import a_session
from looks import usual
from making import after, dialled, followed, sessions
from nextcall.core import actions as do
from nextcall.core.outcomes import SETS, Outcome
from nextcall.core.session import Session
from nextcall.desk import mend
from nextcall.desk.edited import as_text, from_text
from nextcall.errors import InputError
from nextcall.storage import codec

Change = Callable[[dict[str, Any]], object]
OWN = Outcome("demo-booked", "o", "Demo booked", yes=True)


def before() -> Session:
    """Three calls, as they come back from a file; an extra field in each place."""
    session = followed(dialled(a_session(), 3), (do.Correct(1, "note", "a"), 80), (do.End(), 100))
    data = codec.write(session)
    data["later"] = {"x": 1}
    data["calls"][1]["mood"] = "fine"
    return codec.read(data)


def edited(change: Change, suffix: str = ".json", session: Session | None = None) -> Session:
    session = session or before()
    text = as_text(session, suffix)
    if suffix == ".json":
        data = json.loads(text)
        change(data)
        text = json.dumps(data).encode()
    else:
        data = tomllib.loads(text.decode())
        change(data)
        text = tomli_w.dumps(data).encode()
    return from_text(text, suffix, session, (*SETS["sales"], OWN), after(1000))


def content(session: Session) -> dict[str, Any]:
    """All but the trail; what is null is as good as absent."""
    found = {key: value for key, value in codec.write(session).items() if key not in ("trail", "outcomes") and value is not None}
    return found | {"calls": [{key: value for key, value in call.items() if value is not None} for call in found["calls"]]}


@pytest.mark.parametrize("suffix", [".json", ".toml"])
def test_what_was_not_touched_is_the_session_itself(suffix: str) -> None:
    session = before()
    assert edited(lambda _: None, suffix, session) is session
    text = as_text(session, suffix).decode()
    assert "trail" not in text
    assert max(map(len, text.splitlines())) < 120


def gone(key: str) -> Change:
    return lambda data: data.pop(key)


CHANGES: list[tuple[Change, list[tuple[int, str, Any, Any]]]] = [
    (lambda data: data.update(title="Other"), [(0, "title", "Power hour", "Other")]),
    (lambda data: data.update(tags=["a", "b"]), [(0, "tags", [], ["a", "b"])]),
    (lambda data: data.update(later={"x": 2}), [(0, "later", {"x": 1}, {"x": 2})]),
    (gone("later"), [(0, "later", {"x": 1}, None)]),
    (lambda data: data["calls"][0].update(note="b", asked=2), [(1, "note", "a", "b"), (1, "asked", 0, 2)]),
    (lambda data: data["calls"][1].pop("mood"), [(2, "mood", "fine", None)]),
    (lambda data: data["calls"][2].update(outcome="demo-booked"), [(3, "outcome", "no", "demo-booked")]),
    (lambda data: data["calls"][2].update(dialed_at="2026-11-21T09:00:55-05:00"),
     [(3, "dialed_at", "2026-11-21T09:00:50.000-05:00", "2026-11-21T09:00:55.000-05:00")]),
    (lambda data: data.update(ended_at="2026-11-21T09:03:00.000-05:00"),
     [(0, "ended_at", "2026-11-21T09:01:40.000-05:00", "2026-11-21T09:03:00.000-05:00")]),
    (lambda data: data.update(counts_only={"yes": 2}), [(0, "counts_only", None, {"yes": 2})]),
]  # fmt: skip


@pytest.mark.parametrize("suffix", [".json", ".toml"])
@pytest.mark.parametrize("row", range(len(CHANGES)))
def test_every_difference_is_in_the_trail_and_can_be_taken_back(row: int, suffix: str) -> None:
    change, expected = CHANGES[row]
    session = before()
    found = edited(change, suffix, session)
    made = found.trail[len(session.trail) :]
    assert [(entry.call, entry.field, entry.old, entry.new) for entry in made] == expected
    assert len({entry.at for entry in made}) == 1
    back = mend.undo(codec.read(codec.write(found)), after(2000))
    assert content(back) == content(session)
    assert content(mend.redo(back, after(3000))) == content(found)


def test_a_definition_is_changed_for_itself_and_none_is_lost() -> None:
    session = before()
    found = edited(lambda data: data["outcomes"]["no"].update(label="Not now"), session=session)
    (entry,) = found.trail[1:]
    assert (entry.call, entry.field, entry.old["label"], entry.new["label"]) == (0, "outcomes.no", "Heard it, said no", "Not now")
    assert mend.undo(found, after(2000)).outcomes[0] == session.outcomes[0]
    assert edited(lambda data: data["outcomes"].clear(), session=session) is session


def test_calls_that_were_taken_out_and_put_in_come_back_in_their_places() -> None:
    def change(data: dict[str, Any]) -> None:
        calls = data["calls"]
        first = calls.pop(0)
        calls.pop(1)
        calls.insert(0, {**first, "n": 8, "note": "new"})
        calls.append({"n": 9, "tagged_at": "2026-11-21T09:01:39.000-05:00", "outcome": "yes"})

    session = before()
    found = edited(change, session=session)
    assert [(entry.call, entry.position, entry.new is None) for entry in found.trail[1:]] == [(3, 2, True), (1, 0, True), (8, 0, False), (9, 2, False)]
    back = mend.undo(found, after(2000))
    assert content(back) == content(session)
    assert content(mend.redo(back, after(3000))) == content(found)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda data: data.update(id="20261121T140000Z-0000"), "id: stays 20261121T140000Z-7f3a"),
        (lambda data: data.update(schema=2), "schema: should be 1"),
        (gone("schema"), "schema: "),
        (lambda data: data.update(end=None, ended_at=None), "end: an ended session stays ended"),
        (lambda data: data.update(live={"n": 4}), "live: "),
        (lambda data: data.update(trail=[]), "trail: is kept"),
        (lambda data: data.update(undo={}), "undo: is kept"),
        (lambda data: data.update(outcomes=[]), "outcomes: should be a table"),
        (lambda data: data["calls"][1].update(outcome="none-such"), r"calls\[1\].outcome: should be one of"),
        (lambda data: data["calls"][1].update(asked=-1), r"calls\[1\].asked: should be a whole number"),
        (lambda data: data["calls"][1].update(n=1), r"calls\[1\].n: should be a number of its own"),
        (lambda data: data["calls"][1].update(n=0), r"calls\[1\].n: should be a number of its own"),
        (lambda data: data["calls"].reverse(), "calls: should stand in the order"),
        (lambda data: data["calls"][1].update(tagged_at="2026-11-21T09:00:55-05:00"), r"calls\[1\]: the times of calls follow"),
        (lambda data: data["calls"][1].update(dialed_at=None), r"calls\[1\]: a call that was hung up"),
        (lambda data: data["calls"].append({"n": 4, "tagged_at": "2026-11-21T10:00:00-05:00", "outcome": "no"}), r"calls\[3\]: the times"),
        (lambda data: data.update(started_at="2026-11-21T09:00:10-05:00"), r"calls\[0\]: the times"),
        (lambda data: data.update(ended_at="2026-11-21T09:00:10-05:00"), r"calls\[\d\]: the times"),
        (lambda data: data.update(calls=[], ended_at="2026-11-21T08:00:00-05:00"), "ended_at: should not be before"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_with_its_place(change: Change, said: str) -> None:
    with pytest.raises(InputError, match=said):
        edited(change)


@pytest.mark.parametrize(
    ("text", "suffix", "said"),
    [
        (b'{"schema": 1,\n "id": }', ".json", "line 2, column 8"), (b"a = 1\ntitle = =", ".toml", "line 2"), (b"\xff", ".json", "not UTF-8"),
        (b"[]", ".json", "should be a table"), (b'{"schema": 1, "schema": 1}', ".json", "twice"), (b"null", ".json", "should be a table"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_at_all_is_refused_with_its_line(text: bytes, suffix: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        from_text(text, suffix, before(), (), after(1000))


@settings(deadline=None, max_examples=usual(20, long=2_000))
@given(sessions(ended=True))
def test_any_session_can_be_opened_and_closed_again(session: Session) -> None:
    """Nothing differs where nothing was changed; what is refused was odd before."""
    session = codec.read(codec.write(session))
    for suffix in (".json", ".toml"):
        try:
            found = from_text(as_text(session, suffix), suffix, session, SETS["sales"], after(0))
        except InputError:
            continue
        if suffix == ".json":
            assert found is session


@settings(max_examples=usual(20, long=2_000))
@given(sessions(ended=True), sessions(ended=True))
def test_one_session_made_into_another_and_back(one: Session, other: Session) -> None:
    one = codec.read(codec.write(one._replace(live=None)))
    numbers = [call.n for call in one.calls]
    assume(0 not in numbers and len(set(numbers)) == len(numbers))
    other = codec.read(codec.write(other._replace(id=one.id, live=None)))
    data = codec.write(other)
    del data["trail"]
    try:
        found = from_text(json.dumps(data).encode(), ".json", one, (), after(0))
    except InputError:
        return
    assert found.calls == other.calls
    if found is one:  # what could be taken back is an earlier correction, if there is one
        return
    back = mend.undo(found, after(0))
    assert back.calls == one.calls
    assert content(back) == content(one)
