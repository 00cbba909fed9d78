"""Lists on disk: what is read, kept, named and never touched; and the copy in which people are looked up."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import START, a_session
from making import EXTRA, MOMENTS, SOUND
from nextcall.contacts.person import ACTS, Act, Person, Touch
from nextcall.contacts.queue import Rules
from nextcall.core.outcomes import THENS
from nextcall.core.session import Call, Contact
from nextcall.errors import InputError, StorageError
from nextcall.storage import formats
from nextcall.storage.contacts import codec, quick
from nextcall.storage.contacts.codec import CallList
from nextcall.storage.contacts.lists import Lists, Said, is_name
from nextcall.storage.contacts.settling import settle, settle_if_little
from nextcall.storage.contacts.shelf import Shelf

AT = datetime(2026, 11, 21, 10, tzinfo=UTC)
SESSIONS = st.sampled_from(["20261121T090000Z-0001", "20261121T090000Z-abcd"])
LABELS = EXTRA.filter(lambda extra: not extra.keys() & {*Person._fields, *Touch._fields})
TOUCHES = st.builds(Touch, SESSIONS, st.integers(0, 9), MOMENTS, SOUND, SOUND, st.sampled_from(THENS), st.booleans(), SOUND, st.none() | MOMENTS, LABELS)
PEOPLE = st.builds(
    Person,
    st.just("x"),
    *[SOUND] * 8,
    st.dictionaries(SOUND, SOUND, max_size=2),
    st.lists(TOUCHES, max_size=2).map(tuple),
    st.lists(st.builds(Act, MOMENTS, st.sampled_from(ACTS), st.none() | MOMENTS, LABELS), max_size=2).map(tuple),
    LABELS,
)
LISTS = st.builds(lambda title, people, extra: CallList(title, tuple(one._replace(id=str(n)) for n, one in enumerate(people)), extra), SOUND, st.lists(PEOPLE, max_size=5), LABELS)


def put(data: Path, name: str, content: str | bytes) -> Path:
    path = data / "contacts" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def people_of(data: Path, cache: Path, name: str) -> list[str]:
    with Shelf.opened(str(data), str(cache), Rules()) as shelf:
        return [one.person.name for one in shelf.everybody(name)]


@given(LISTS)
def test_a_list_comes_back_as_it_was(listed: CallList) -> None:
    data = {**codec.head(listed), "people": [codec.write_person(person) for person in listed.people]}
    assert codec.read(formats.parse(formats.dumps(data).encode(), ".json")) == listed


VALUES: st.SearchStrategy[Any] = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2), max_leaves=4)


@given(LISTS, st.data())
def test_the_quick_reader_takes_what_the_strict_one_takes_and_reads_the_same(listed: CallList, data: st.DataObject) -> None:
    found: dict[str, Any] = {**codec.head(listed), "people": [codec.write_person(person) for person in listed.people]}
    table = data.draw(st.sampled_from([found, *found["people"]]))
    if data.draw(st.booleans()):
        table[data.draw(st.sampled_from([*Person._fields, "schema", "title", "people", "x"]))] = data.draw(VALUES)
    content = json.dumps(found, ensure_ascii=data.draw(st.booleans()), indent=data.draw(st.none() | st.just(1))).encode(errors="surrogatepass")

    def told(reader: Callable[[bytes], CallList]) -> CallList | str:
        try:
            return reader(content)
        except Exception as error:  # noqa: BLE001 (whatever it is, both must say it)
            return f"{type(error).__name__}: {error}"

    strict = told(lambda content: codec.read(formats.parse(content, ".json")))
    assert told(lambda content: quick.read(content).listed) == strict
    pieces = quick.pieces(content)
    if pieces is not None and isinstance(strict, CallList):
        assert [quick.person(raw) for raw in pieces[1]] == list(strict.people)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "line 1"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "a table"),
        (b'{"schema": 1}', "people"),
        (b'{"schema": 2, "people": []}', "a newer nextcall"),
        (b'{"schema": 1, "people": [{"id": "1"}, {"id": "1"}]}', "stands twice"),
        (b'{"schema": 1, "people": [{"id": "1"}], "people": []}', "a key stands twice"),
        (b'{"schema": 1, "people": [{"name": "Ann"}]}', "people[0].id"),
        (b'{"schema": 1, "people": [{"id": "1", "touches": [{"session": "../x", "n": 1, "at": "2026-11-21T09:00:00Z", "outcome": "no"}]}]}', "touches[0].session"),
        (b'{"schema": 1, "people": ' + b"[" * 100_000, "nested too deeply"),
        (b"NaN", "no number"),
    ],
)
def test_a_list_that_does_not_fit_is_named_with_the_reason_and_left_alone(tmp_path: Path, content: bytes, reason: str) -> None:
    path, lists = put(tmp_path, "bad", content), Lists(str(tmp_path))
    put(tmp_path, "good", '{"schema": 1, "people": [{"id": "1", "name": "Ann"}]}')
    with Shelf.opened(str(tmp_path), str(tmp_path / "cache"), Rules()) as shelf:
        found = {line.name: line for line in shelf.lists(AT)}
        assert found["bad"].problem.startswith("bad.json: ")
        assert reason in found["bad"].problem
        assert found["good"].problem == ""
        assert shelf.next(None, AT) == shelf.one("good", "1")
    with pytest.raises(StorageError, match="bad"):
        lists.read("bad")
    with lists.sessions.lock():
        lists.say(Said("bad", "1", Act(AT, "done")))
        lists.say(Said("good", "1", Act(AT, "done")))
        settle(lists)
    assert path.read_bytes() == content
    assert lists.said() == (Said("bad", "1", Act(AT, "done")),)
    assert lists.read("good").people[0].acts == (Act(AT, "done"),)


@pytest.mark.parametrize("kind", ["fifo", "folder", "link", "loop"])
def test_what_is_no_file_is_named_and_not_opened(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "contacts" / "odd.json"
    path.parent.mkdir()
    victim = put(tmp_path, "real", '{"schema": 1, "people": []}')
    match kind:
        case "fifo":
            os.mkfifo(path)
        case "folder":
            path.mkdir()
        case "link":
            path.symlink_to(victim)
        case "loop":
            path.symlink_to(path)
    with Shelf.opened(str(tmp_path), str(tmp_path / "cache"), Rules()) as shelf:
        assert "odd" not in {line.name for line in shelf.lists(AT) if not line.problem}
        assert [line.name for line in shelf.lists(AT) if not line.problem] == ["real"]


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "A", "ä", "do-not-call", "-", "a b", "a.json", "x" * 65, "\u0661"])
def test_no_list_is_called_like_this(tmp_path: Path, name: str) -> None:
    assert not is_name(name)
    with pytest.raises(InputError):
        Lists(str(tmp_path)).path(name)


def test_what_is_not_changed_is_written_as_it_stood(tmp_path: Path) -> None:
    odd = '{"id":"2",   "name":"Bob", "later": {"a": [1.50]}}'
    path, lists = put(tmp_path, "q4", f'{{"schema": 1, "people": [{{"id": "1"}}, {odd}]}}'), Lists(str(tmp_path))
    with lists.sessions.lock():
        lists.say(Said("q4", "1", Act(AT, "done")))
        settle(lists)
    assert odd in path.read_text()
    assert lists.read("q4").people[0].acts
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("way", ["garbage", "empty", "folder", "planted", "read-only"])
def test_a_cache_that_cannot_be_relied_upon_costs_time_and_nothing_else(tmp_path: Path, way: str) -> None:
    cache = tmp_path / "cache"
    put(tmp_path, "q4", '{"schema": 1, "people": [{"id": "1", "name": "Ann"}, {"id": "2", "name": "Bob"}]}')
    assert people_of(tmp_path, cache, "q4") == ["Ann", "Bob"]
    copy = cache / "contacts.sqlite"
    match way:
        case "garbage":
            copy.write_bytes(b"SQLite format 3\0" + os.urandom(5_000))
        case "empty":
            copy.write_bytes(b"")
        case "folder":
            copy.unlink()
            copy.mkdir()
        case "planted":
            copy.unlink()
            copy.symlink_to("/etc/passwd")
        case "read-only":
            copy.unlink()
            cache.rename(tmp_path / "old")
            cache.write_text("a file is in its place")
    assert people_of(tmp_path, cache, "q4") == ["Ann", "Bob"]
    put(tmp_path, "q4", '{"schema": 1, "people": [{"id": "2", "name": "Bob"}, {"id": "1", "name": "Anna"}, {"id": "3", "name": "Cy"}]}')
    assert people_of(tmp_path, cache, "q4") == ["Bob", "Anna", "Cy"]


@given(st.lists(st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["Ann", "Bob", "Cy\u202e", ""])), max_size=6, unique_by=lambda one: one[0]), min_size=2, max_size=5))
def test_a_list_that_was_written_by_anybody_is_read_as_it_stands(tmp_path_factory: pytest.TempPathFactory, versions: list[list[tuple[int, str]]]) -> None:
    data = tmp_path_factory.mktemp("data")
    for version in versions:
        put(data, "q4", json.dumps({"schema": 1, "people": [{"id": str(number), "name": name} for number, name in version]}))
        with Shelf.opened(str(data), str(data / "cache"), Rules()) as shelf:
            found = [(one.person.id, one.person.name) for one in shelf.everybody("q4")]
            assert found == [(str(number), name.replace("\u202e", "\N{REPLACEMENT CHARACTER}")) for number, name in version]
            assert [one.position for one in shelf.everybody("q4")] == list(range(len(version)))


def test_two_programs_see_what_the_other_did(tmp_path: Path) -> None:
    put(tmp_path, "q4", '{"schema": 1, "people": [{"id": "1", "name": "Ann"}]}')
    lists, cache = Lists(str(tmp_path)), str(tmp_path / "cache")
    with Shelf.opened(str(tmp_path), cache, Rules()) as mine:
        with lists.sessions.lock():
            lists.say(Said("q4", "1", Act(AT, "done")))
        with Shelf.opened(str(tmp_path), cache, Rules()) as theirs:
            assert theirs.next("q4", AT) is None
        assert mine.one("q4", "1") is not None


def test_signs_of_sessions_that_nobody_had_do_no_harm(tmp_path: Path) -> None:
    put(tmp_path, "q4", '{"schema": 1, "people": [{"id": "1", "name": "Ann"}]}')
    waiting = tmp_path / "contacts" / "waiting"
    waiting.mkdir()
    for name in ("99999999T000000Z-0000", "00000000T000000Z-0000", "20261121T090000Z-0001", "x", "20261121T090000Z-0001.part"):
        (waiting / name).touch()
    assert people_of(tmp_path, tmp_path / "cache", "q4") == ["Ann"]
    lists = Lists(str(tmp_path))
    with lists.sessions.lock():
        settle(lists)
    assert people_of(tmp_path, tmp_path / "cache", "q4") == ["Ann"]


def test_a_session_that_knows_nobody_leaves_no_sign_and_one_that_does_settles_by_itself(tmp_path: Path) -> None:
    lists = Lists(str(tmp_path))
    store, session = lists.sessions, a_session(START)._replace(end="ended", ended_at=START)
    with store.lock():
        store.add_ended(session)
    assert not (tmp_path / "contacts").exists()
    put(tmp_path, "q4", '{"schema": 1, "people": [{"id": "1", "name": "Ann"}]}')
    call = Call(1, None, None, START, "no", contact=Contact("Ann", "", "q4", "1"))
    with store.lock():
        store.save_ended(store.place(session, ".json"), session._replace(calls=(call,)))
        assert lists.awaited() == [session.id]
        assert settle_if_little(lists)
    assert lists.awaited() == []
    assert [touch.outcome for touch in lists.read("q4").people[0].touches] == ["no"]
    assert not settle_if_little(lists)


def test_a_small_file_that_does_not_fit_stops_everything_that_needs_it(tmp_path: Path) -> None:
    put(tmp_path, "q4", '{"schema": 1, "people": [{"id": "1", "phone": "+15550100"}]}')
    path = put(tmp_path, "do-not-call", '{"schema": 1, "numbers": [{"phone": 5}]}')
    with pytest.raises(StorageError, match=r"do-not-call.json: numbers\[0\]"):
        Shelf.opened(str(tmp_path), str(tmp_path / "cache"), Rules())
    path.write_text('{"schema": 1, "numbers": [{"phone": "+1 555 0100", "at": "2026-11-21T09:00:00Z"}]}')
    with Shelf.opened(str(tmp_path), str(tmp_path / "cache"), Rules()) as shelf:
        assert shelf.next("q4", AT) is None
        assert shelf.is_blocked("+1 (555) 0100")
