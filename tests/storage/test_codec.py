"""Sessions as plain data and back, and what is refused on the way."""

import json
import random
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from fakes import a_session
from looks import usual
from making import WILD, after, benches, dialled, followed, sessions
from nextcall.core import actions as do
from nextcall.core.session import Call, Session
from nextcall.core.undo import Workbench, perform, redo, undo
from nextcall.storage import codec, formats
from nextcall.storage.fields import Unfit, is_id
from nextcall.storage.rows import SPARE, Rows
from nextcall.storage.schema import schema

few = settings(deadline=None, max_examples=usual(13, long=2_000), suppress_health_check=[HealthCheck.too_slow])
VALID = Draft202012Validator(schema())


def through(data: dict[str, Any], suffix: str) -> Any:
    return formats.parse(formats.render(data, suffix), suffix)


def bench_data(bench: Workbench, revision: int = 3) -> dict[str, Any]:
    """What stands in `current.json`."""
    found: dict[str, Any] = through(codec.write_bench(bench, revision, Rows(formats.dumps)), ".json")
    return found


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_nulls(item) for key, item in value.items() if item is not None}
    return [without_nulls(item) for item in value if item is not None] if isinstance(value, list) else value


def sample() -> dict[str, Any]:
    """A file with a bit of everything."""
    session = followed(
        dialled(a_session(), 2), (do.Help("introduced"), 50), (do.Introduce("Ann", "Bob"), 51), (do.Pause(), 60), (do.Resume(), 70),
        (do.Breathe(30), 80), (do.Park("tea"), 90), (do.Replan(1), 91), (do.Correct(1, "amount", "5"), 92), (do.Dial(), 95),
    )  # fmt: skip
    return bench_data(Workbench(session))


# ---- there and back


@few
@given(sessions())
def test_a_session_comes_back_from_json_as_it_was(session: Session) -> None:
    assert codec.read(through(codec.write(session), ".json")) == session


@few
@given(sessions(ended=True))
def test_a_session_comes_back_from_toml_but_for_nulls_that_nobody_knows(session: Session) -> None:
    back = codec.read(through(codec.write(session), ".toml"))
    assert without_nulls(codec.write(back)) == without_nulls(codec.write(session))


@settings(deadline=None, max_examples=usual(20, long=2_000))
@given(benches())
def test_an_open_session_comes_back_with_its_undo(bench: Workbench) -> None:
    back = codec.read_bench(bench_data(bench))
    assert back == bench
    while bench.done:
        back, bench = undo(back), undo(bench)
        assert back == bench
    while bench.undone:
        back, bench = redo(back), redo(bench)
    assert back == bench


@few
@given(sessions())
def test_what_is_written_fits_the_schema(session: Session) -> None:
    assert [error.message for error in VALID.iter_errors(through(codec.write(session), ".json"))] == []


@settings(deadline=None, max_examples=usual(16, long=2_000))
@given(benches())
def test_what_is_written_of_an_open_session_fits_the_schema(bench: Workbench) -> None:
    assert [error.message for error in VALID.iter_errors(bench_data(bench))] == []


def test_the_schema_is_a_schema_and_knows_every_field() -> None:
    Draft202012Validator.check_schema(schema())
    assert set(schema()["properties"]) == {*codec.SESSION.fields, "schema", "undo"}
    assert set(schema()["$defs"]["call"]["properties"]) == set(codec.CALL.fields) == set(Call._fields) - {"extra"}


def test_an_ended_file_has_the_outcomes_that_it_used_an_open_one_all() -> None:
    session = dialled(a_session(), 1)
    assert len(bench_data(Workbench(session))["outcomes"]) == 14
    ended = followed(session, (do.End(), 60))
    assert list(codec.write(ended)["outcomes"]) == ["no"]
    assert list(codec.write(ended._replace(counts_only={"yes": 3}))["outcomes"]) == ["no", "yes"]


def test_a_bench_that_has_ended_can_be_written_and_read() -> None:
    ended = followed(dialled(a_session(), 1), (do.End(), 60))
    assert codec.read_bench(bench_data(Workbench(ended))).session.calls == ended.calls


@pytest.mark.parametrize("field", ["calls", "outcomes", "goal", "formula", "summary", "live", "pauses", "trail"])
def test_unknown_fields_are_kept_where_nobody_expects_them(field: str) -> None:
    data = sample() | {"formula": {"earned": "10", "calls": 2, "currency": "USD"}}
    place = data[field]
    target = place[0] if isinstance(place, list) else place["no"] if field == "outcomes" else place
    target["from the future"] = [{"a": None, "b": [1, 2.5, "\x00"]}]
    bench = codec.read_bench(data)
    assert bench_data(bench)[field] == place


def test_dates_of_toml_become_text() -> None:
    text = b'schema=1\nid="20261121T140000Z-7f3a"\nstarted_at=2026-11-21T09:00:00-05:00\ncalls=[]\nx=1979-05-27\n[y]\nz=[07:32:00, 1979-05-27T07:32:00Z]'
    session = codec.read(formats.parse(text, ".toml"))
    assert session.started_at == after(0)
    assert session.extra == {"x": "1979-05-27", "y": {"z": ["07:32:00", "1979-05-27T07:32:00+00:00"]}}
    assert codec.read(through(codec.write(session), ".json")) == session


# ---- what does not fit


JUNK: list[Any] = [
    None, True, False, 0, -1, 7, 1.5, 10**7, 10**400, "", "x", "2026-11-21T09:00:00", "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00",
    "2026-11-21T09:00:00+05:00:30", "1.", "NaN", "\ud800", "\x1b]0;x\x07", "x" * 20_000, [], [None], {}, {"": {}}, {"\x1b": 1}, [[[]]], {"n": 1},
]  # fmt: skip


def places_in(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path] + [place for key, item in inner for place in places_in(item, (*path, key))]


def changed_at(data: Any, path: tuple[Any, ...], new: Any) -> Any:
    if not path:
        return new
    copy = data.copy()
    copy[path[0]] = changed_at(data[path[0]], path[1:], new)
    return copy


def taken_well(data: Any) -> bool:
    """Whether the document was read; then it can be worked on, written, read again, and fits the schema."""
    try:
        bench = codec.read_bench(data)
    except Unfit as error:
        assert str(error).isprintable()  # noqa: PT017 (only some of them are refused)
        return False
    for work in (bench, *(step(bench) for step, way in ((undo, bench.done), (redo, bench.undone)) if way)):
        written = bench_data(work)
        assert [error.message for error in VALID.iter_errors(written)] == []
        assert codec.read_bench(written).session == work.session
    return True


def test_any_value_in_any_place_is_taken_or_refused_with_its_place() -> None:
    data = sample()
    taken = {taken_well(changed_at(data, path, junk)) for path in places_in(data) if len(path) < 3 or path[1] == 0 for junk in JUNK}
    assert taken == {True, False}


RECORDS: dict[str, tuple[Any, dict[str, Any]]] = {
    "call": (codec.CALL, {"n": 1}),
    "session": (codec.SESSION, {"id": "20261121T140000Z-7f3a", "started_at": "2026-11-21T09:00:00-05:00", "calls": []}),
}


@pytest.mark.parametrize(("record", "field"), [(name, field) for name, (record, _) in RECORDS.items() for field in record.fields])
@pytest.mark.parametrize("empty", [None, "", [], {}, 0, 0.0, False])
def test_what_is_empty_is_read_as_everything_is(record: str, field: str, empty: Any) -> None:
    """It is passed over where it says nothing, but only there."""
    of, least = RECORDS[record]
    try:
        expected = of.fields[field](empty, field)
    except Unfit as refused:
        with pytest.raises(Unfit, match=re.escape(str(refused))):
            of.read({**least, field: empty}, "")
    else:
        found = getattr(of.read({**least, field: empty}, ""), field)
        assert (type(found), found) == (type(expected), expected)


def test_any_field_may_be_missing_or_is_named() -> None:
    data = sample()
    needed = set()
    for path in places_in(data):
        *up, key = path or (None,)
        if isinstance(key, str):
            parent = data
            for part in up:
                parent = parent[part]
            if not taken_well(changed_at(data, tuple(up), {name: item for name, item in parent.items() if name != key})):
                needed.add(".".join("[]" if isinstance(part, int) else part for part in path).replace(".[]", "[]"))
    undone = {place for place in needed if place.startswith("undo")}
    assert undone == set()
    assert needed >= {"schema", "id", "started_at", "calls", "calls[].n", "calls[].tagged_at", "calls[].outcome", "live.n"}
    assert not needed & {"outcomes.no.label", "title", "live", "live.dialed_at", "calls[].contact", "trail[].old", "pauses[].ended_at"}


@settings(deadline=None, max_examples=usual(20, long=2_000))
@given(st.randoms(use_true_random=False))
def test_many_mistakes_at_once_are_refused_like_one(rng: random.Random) -> None:
    data = sample()
    for _ in range(rng.randint(1, 5)):
        path = rng.choice(places_in(data))
        data = changed_at(data, path, rng.choice(JUNK))
        if not isinstance(data, dict):
            break
    taken_well(data)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": 2}, "schema: should be 1 (a newer nextcall wrote this), not 2"),
        ({"schema": 0}, "schema: should be 1, not 0"),
        ({"schema": "1"}, "schema: should be a schema number, not '1'"),
        ({"id": "../../etc"}, "id: should be an id as 20261121T140000Z-7f3a, not '../../etc'"),
        ({"started_at": "2026-11-21T09:00:00"}, "started_at: should be a time with its offset"),
        ({"started_at": "1969-12-31T23:00:00+00:00"}, "started_at: should be a time between 1970 and 2999"),
        ({"end": "ended"}, "end: should be there with ended_at, and only then, not 'ended'"),
        ({"ended_at": "2026-11-21T09:00:00Z"}, "end: should be there with ended_at"),
        ({"title": 7}, "title: should be text, not 7"),
        ({"tags": "x"}, "tags: should be a list, not 'x'"),
        ({"tags": ["x", 7]}, "tags[1]: should be text, not 7"),
        ({"goal": {"kind": "sales", "amount": 3}}, "goal.kind: should be one of minutes, calls, conversations, not 'sales'"),
        ({"goal": {"kind": "calls"}}, "goal.amount: should be there"),
        ({"goal": {"kind": "calls", "amount": True}}, "goal.amount: should be a whole number"),
        ({"formula": {"earned": "1", "calls": 0}}, "formula.calls: should be at least 1, not 0"),
        ({"formula": {"earned": "-1", "calls": 1}}, "formula.earned: should be a decimal"),
        ({"value_per_call": 20.0}, "value_per_call: should be a decimal as text"),
        ({"calls": [{"n": 1, "outcome": "none-such"}]}, "calls[0].outcome: should be one of the session's outcomes"),
        ({"calls": [{"n": 1, "outcome": "no"}]}, "calls[0].tagged_at: should be there"),
        ({"calls": [{"outcome": "no"}]}, "calls[0].n: should be there"),
        ({"calls": [{"n": 1, "help": ["adored"]}]}, "calls[0].help[0]: should be one of introduced"),
        ({"counts_only": {"none-such": 1}}, "counts_only.none-such: should be one of the session's outcomes"),
        ({"counts_only": {"no": -1}}, "counts_only.no: should be a whole number"),
        ({"outcomes": {"No": {}}}, "outcomes: should be named by small letters, digits and dashes, not 'No'"),
        ({"outcomes": {"-": {}}}, "outcomes: should be named by"),
        ({"outcomes": {"a" * 65: {}}}, "outcomes: should be named by"),
        ({"outcomes": {"no": {"counts": 1}}}, "outcomes.no.counts: should be true or false, not 1"),
        ({"outcomes": {"no": []}}, "outcomes.no: should be a table, not list"),
        ({"unheard": json.loads("[" * 60 + "]" * 60)}, "nested less deeply"),
        ({"unheard": 1 << 20_000}, "should be a shorter number"),
    ],
)
def test_a_refusal_names_the_place_and_what_was_expected(change: dict[str, Any], said: str) -> None:
    with pytest.raises(Unfit) as refused:
        codec.read(sample() | change)
    assert said in str(refused.value)


@pytest.mark.parametrize("data", [None, [], 7, "x", {}])
def test_what_is_no_table_or_has_no_number_is_no_session(data: Any) -> None:
    with pytest.raises(Unfit):
        codec.read(data)


def test_what_a_refusal_quotes_is_harmless() -> None:
    for change in ({"title": ["\x1b[31m"]}, {"counts_only": {"\x1b\x9b\u202e": 1}}, {"end": "\x1b]0;x\x07" * 99}):
        with pytest.raises(Unfit) as refused:
            codec.read(sample() | change)
        assert str(refused.value).isprintable()
        assert len(str(refused.value)) < 300


@settings(deadline=None)
@given(WILD)
def test_text_of_a_file_is_made_harmless(text: str) -> None:
    session = codec.read(sample() | {"title": text, "tags": [text], "unheard": {text: text}})
    assert all(character.isprintable() or character in "\t\n" or not character.isascii() for character in session.title)
    codec.read(through(codec.write(session), ".json"))


def test_long_text_is_cut() -> None:
    assert len(codec.read(sample() | {"intention": "x" * 10_001}).intention) == 10_000


@pytest.mark.parametrize(
    "undo_",
    [
        None, 7, [], "x", {"done": 7}, {"done": [7]}, {"done": [{"what": 7}]}, {"done": [{"what": "x", "set": []}]},
        {"done": [{"what": "x", "set": {"title": "y"}}]}, {"done": [{"what": "x", "set": {"end": "ended"}}]},
        {"done": [{"what": "x", "splice": {"calls": []}}]}, {"done": [{"what": "x", "splice": {"calls": [0, 1]}}]},
        {"done": [{"what": "x", "splice": {"calls": [0, -1, []]}}]}, {"done": [{"what": "x", "splice": {"steps": [0, 1, []]}}]},
        {"done": [{"what": "x", "splice": {"calls": [0, 1, [{"n": 1}]]}}]}, {"undone": [{"what": "x", "splice": {"calls": {}}}]},
    ],
)  # fmt: skip
def test_an_undo_that_does_not_fit_is_forgotten_and_the_session_kept(undo_: Any) -> None:
    bench = codec.read_bench(sample() | {"undo": undo_})
    assert (bench.done, bench.undone) == ((), ())
    assert len(bench.session.calls) == 2


def test_an_undo_whose_calls_were_taken_out_by_hand_leaves_a_session_that_can_be_read() -> None:
    bench = Workbench(a_session())
    data = bench_data(codec.read_bench(bench_data(bench)))
    actions: tuple[do.Action, ...] = (do.Tag("no"), do.Dial(), do.Tag("yes"), do.Tag("no"))
    for i, action in enumerate(actions):
        data = bench_data(perform(codec.read_bench(data), action, after(i)))
    del data["calls"][0]
    bench = codec.read_bench(data)
    while bench.done:
        bench = undo(bench)
        codec.read_bench(bench_data(bench))


def test_ids() -> None:
    name = "20261121T140000Z-7f3a"
    assert is_id(name)
    for wrong in (name[:-1], name + "a", name.upper(), name.replace("T", "t"), name.replace("0", "٠"), "../" + name[3:], ""):
        assert not is_id(wrong)


@given(st.lists(st.lists(st.sampled_from("abcdé\ud800"), max_size=6), min_size=1, max_size=8))
def test_rows_are_those_of_the_list_whatever_it_was_before(lists: list[list[str]]) -> None:
    rows = Rows(formats.dumps)
    values = {letter: [letter] for letter in "abcdé\ud800"}  # one object a letter, as a call that stays is one
    for letters in lists:
        items = tuple(values[letter] for letter in letters)
        written = formats.render({"calls": rows.listed("calls", items, list), "more": 1}, ".json")
        assert written == formats.render({"calls": list(items), "more": 1}, ".json")
        rows.turn()


def test_rows_are_rendered_once_and_forgotten_when_they_are_gone() -> None:
    seen: list[Any] = []
    others_seen: list[Any] = []

    def render(data: Any) -> str:
        (seen if isinstance(data, dict) and "n" in data else others_seen).append(data)
        return formats.dumps(data)

    rows = Rows(render)
    session = dialled(a_session(), 3)
    codec.write_bench(Workbench(session), 1, rows)
    assert len(seen) == 3
    assert others_seen
    del others_seen[:]
    codec.write_bench(Workbench(session), 1, rows)
    assert len(seen) == 3
    assert others_seen == []
    codec.write_bench(Workbench(session._replace(title="another")), 1, rows)
    assert others_seen == ["another"]
    more = dialled(session, 1)
    codec.write_bench(Workbench(more), 1, rows)
    assert len(seen) == 4
    first, *others = more.calls
    codec.write_bench(Workbench(more._replace(calls=(first._replace(note="n"), *others))), 1, rows)
    assert len(seen) == 5, "the one that was corrected"
    codec.write_bench(Workbench(dialled(a_session(), SPARE + 1)), 1, rows)
    codec.write_bench(Workbench(a_session()), 1, rows)
    del seen[:]
    codec.write_bench(Workbench(more), 1, rows)
    assert len(seen) == 4


def test_a_session_that_lasts_for_years_does_not_fit() -> None:
    """A slip of the pen in a year, most likely; hour by hour there would be no end of it."""
    data = codec.write(a_session()) | {"started_at": "2026-11-21T09:00:00.000-05:00", "end": "ended"}
    assert codec.read(data | {"ended_at": "2027-11-22T09:00:00.000-05:00"}).ended_at
    with pytest.raises(Unfit, match="within a year"):
        codec.read(data | {"ended_at": "2062-11-21T10:00:00.000-05:00"})
