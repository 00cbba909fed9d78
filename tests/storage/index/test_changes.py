"""The index after whatever happened to the files: the same as one that is made from nothing."""

import json
import os
from array import array
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from histories import LONG_AGO, agree, as_read, content, file_in, put, sittings
from looks import usual
from nextcall.core.query import parse
from nextcall.core.session import Session
from nextcall.stats.buckets import KEYS, SORTS, TEXTS, week_of
from nextcall.stats.picking import of_session
from nextcall.stats.slices import buckets
from nextcall.stats.totals import plain
from nextcall.storage import codec, formats
from nextcall.storage.fields import Unfit
from nextcall.storage.index import current as at_work
from nextcall.storage.index import folder as looking
from nextcall.storage.index.entry import Entry
from nextcall.storage.index.index import Index


def opened(data: Path, cache: Path) -> Index:
    return Index.opened(str(data), str(cache))


def all_of(index: Index) -> dict[str, Any]:
    """Everything that an index says, but for its own numbers."""
    return {
        "sums": sorted(index._connection.execute("SELECT kind, key, number FROM sums").fetchall(), key=repr),
        "gaps": [(second, number, sorted(array("q", gaps))) for second, number, gaps in index._connection.execute("SELECT * FROM gaps ORDER BY second")],
        "parts": sorted(index._connection.execute("SELECT * FROM parts").fetchall()),
        "total": plain(index.everything()),
        "entries": list(index.newest()),
        "facts": list(index.facts()),
        "count": index.count(),
        "problems": index.problems(),
        "rows": [index._connection.execute(f"SELECT count(*) FROM {table}").fetchone() for table in ("files", "sessions", "columns")],  # noqa: S608 (our own names)
    }


def good_in(data: Path) -> dict[str, Session]:
    """The sessions that count, by id, as found by reading every file."""
    found: dict[str, list[tuple[Any, Session]]] = {}
    for path in sorted((data / "sessions").rglob("*")):
        if path.suffix not in (".json", ".toml") or ".conflict-" in path.name or path.is_symlink() or not path.is_file():
            continue
        try:
            session = codec.read(formats.parse(path.read_bytes(), path.suffix))
        except (Unfit, Exception):  # noqa: BLE001, S112 (whatever is wrong with it)
            continue
        moments = [session.started_at, session.ended_at or session.started_at, *(call.tagged_at for call in session.calls[-1:])]
        moments += [moment for entry in session.trail for moment in (entry.at, entry.undone_at) if moment]
        place = str(path.relative_to(data / "sessions"))
        found.setdefault(session.id, []).append(((max(m for m in moments if m), len(session.calls), -len(place), place), session))
    return {name: max(copies, key=lambda copy: copy[0])[1] for name, copies in found.items()}


def check(data: Path, cache: Path) -> None:
    """Assert that the index is as one from nothing, and as the files say."""
    with opened(data, cache) as index, opened(data, data.parent / "fresh" / str(len(list(data.parent.glob("fresh/*"))))) as fresh:
        assert all_of(index) == all_of(fresh)
        good = good_in(data)
        assert index.count() == len(good)
        assert [facts.id for facts in index.facts()] == [session.id for session in sorted(good.values(), key=lambda session: session.started_at)]
        agree(plain(index.everything()), good.values())


class Hands:
    """Somebody, and some sync program, at work on a folder of sessions; time passes with each step."""

    def __init__(self, data: Path, seed: int) -> None:
        self.data = data
        self.dice = Random(seed)  # noqa: S311 (not a secret)
        self.new = [as_read(session) for session in sittings(seed, 60)]
        self.ticks = 0

    def tick(self) -> float:
        self.ticks += 1
        return LONG_AGO + self.ticks

    def files(self) -> list[Path]:
        return sorted(path for path in (self.data / "sessions").rglob("*") if path.suffix in (".json", ".toml"))

    def any(self) -> Path:
        return self.dice.choice(self.files())

    def step(self) -> str:
        ways = [self.add, self.add, self.add_toml, self.edit, self.same_size, self.replace, self.remove, self.move, self.conflict, self.sync_conflict, self.break_, self.mend, self.both]
        way = self.dice.choice(ways if len(self.files()) > 2 else [self.add])
        way()
        return way.__name__

    def add(self) -> None:
        file_in(self.data, self.new.pop(), modified=self.tick())

    def add_toml(self) -> None:
        file_in(self.data, self.new.pop(), ".toml", modified=self.tick())

    def both(self) -> None:
        """The session of a file in the other format too."""
        path = self.any()
        session = self.read(path)
        if session:
            other = ".toml" if path.suffix == ".json" else ".json"
            path.with_name(session.id + other).unlink(missing_ok=True)
            put(path.with_name(session.id + other), content(session, other), self.tick())

    def read(self, path: Path) -> Session | None:
        try:
            return codec.read(formats.parse(path.read_bytes(), path.suffix))
        except Exception:  # noqa: BLE001 (a broken one)
            return None

    def changed(self, path: Path) -> bytes | None:
        session = self.read(path)
        if session is None or not session.calls or not session.ended_at:
            return None
        calls = session.calls[: self.dice.randrange(len(session.calls) + 1)]
        return content(session._replace(calls=calls, ended_at=session.ended_at), path.suffix)

    def edit(self) -> None:
        path = self.any()
        if data := self.changed(path):
            path.write_bytes(data)
            os.utime(path, (self.tick(), self.ticks + LONG_AGO))

    def same_size(self) -> None:
        path = self.any()
        data = path.read_bytes()
        for old, new in (("yes", "n-o"), ("Sprint", "Tnirps"), ("voicemail", "wrong-num"), ("thanked", "useful ")):
            if old.encode() in data:
                data = data.replace(old.encode(), new.encode())
                break
        path.write_bytes(data)
        os.utime(path, (self.tick(), self.ticks + LONG_AGO))

    def replace(self) -> None:
        path = self.any()
        if data := self.changed(path):
            new = put(path.with_name("new.part"), data, path.stat().st_mtime)  # even with the very same time
            new.rename(path)

    def remove(self) -> None:
        self.any().unlink()

    def move(self) -> None:
        path = self.any()
        month = self.data / "sessions" / self.dice.choice(["2026/01", "2027/12", "2026", "elsewhere/a/b", "."])
        month.mkdir(parents=True, exist_ok=True)
        path.rename(month / path.name)

    def copy(self, name: str) -> None:
        path = self.any()
        data = (self.changed(path) if self.dice.randrange(2) else None) or path.read_bytes()
        copy = path.with_name(name.format(path.stem) + path.suffix)
        copy.unlink(missing_ok=True)
        put(copy, data, self.tick())

    def conflict(self) -> None:
        self.copy("{} (conflicted copy 2026-11-21)")

    def sync_conflict(self) -> None:
        self.copy("{}.sync-conflict-20261121-101010-ABC")

    def break_(self) -> None:
        path = self.any()
        data = path.read_bytes()
        broken = self.dice.choice([b"", b"{}", data[: len(data) // 2], os.urandom(50), data + b"x", b"[" * 9999, b'{"schema": 2}'])
        put(path, broken, self.tick())

    def mend(self) -> None:
        for path in self.files():
            if self.read(path) is None:
                put(path, content(self.new.pop(), path.suffix), self.tick())
                return

    def rest(self) -> None:
        """Whatever was changed was changed at one moment long ago, a second after the last."""
        now = self.tick()
        for path in (self.data / "sessions", *(self.data / "sessions").rglob("*")):
            if path.is_dir() and path.stat().st_mtime > LONG_AGO + 10_000_000:
                os.utime(path, (now, now))


@pytest.mark.parametrize("seed", range(usual(3, long=40)))
@pytest.mark.parametrize("settled", [True, False])
def test_any_sequence_of_changes(tmp_path: Path, seed: int, settled: bool) -> None:
    hands = Hands(tmp_path / "data", seed)
    for _ in range(25):
        for _ in range(hands.dice.choice([1, 1, 1, 4])):
            hands.step()
        if settled:
            hands.rest()
        check(hands.data, tmp_path / "cache")


@pytest.mark.parametrize("seed", range(2))
def test_any_sequence_of_changes_where_only_folders_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """All but changes in place is seen by the times of folders alone."""
    monkeypatch.setattr(looking, "FEW", 0)
    monkeypatch.setattr(looking, "NEWEST", 0)
    hands = Hands(tmp_path / "data", seed)
    for in_place in ("edit", "same_size", "break_", "mend"):
        monkeypatch.setattr(hands, in_place, hands.add)
    for _ in range(20):
        hands.step()
        hands.rest()
        check(hands.data, tmp_path / "cache")


def test_nothing_is_read_twice_that_rests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for session in sittings(1, 12):
        file_in(tmp_path / "data", session)
    Hands(tmp_path / "data", 1).rest()
    written: list[bool] = []
    real = at_work._written

    def counted(*words: Any, **named: Any) -> Any:
        written.append(True)
        return real(*words, **named)

    monkeypatch.setattr(at_work, "_written", counted)
    for _ in range(3):
        opened(tmp_path / "data", tmp_path / "cache").close()
    assert len(written) == 1
    file_in(tmp_path / "data", sittings(2, 1)[0], modified=4_000_000_000)  # by a clock that is wrong
    Hands(tmp_path / "data", 1).rest()
    for _ in range(3):
        opened(tmp_path / "data", tmp_path / "cache").close()
    assert len(written) == 2


@pytest.mark.parametrize("same_size", [True, False])
def test_two_changes_in_one_tick_of_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, same_size: bool) -> None:
    """The second has the very time of the first, and may have its size: what changed just now is not relied upon."""
    now = [LONG_AGO + 0.5]
    monkeypatch.setattr(at_work, "epoch", lambda: now[0])
    (session,) = sittings(3, 1)
    path = file_in(tmp_path / "data", session, modified=LONG_AGO)
    folder = path.parent

    def looked() -> str:
        for place in (folder, folder.parent, folder.parent.parent):
            os.utime(place, (LONG_AGO, LONG_AGO))
        with opened(tmp_path / "data", tmp_path / "cache") as index:
            return next(index.newest()).title

    assert looked() == session.title
    for title in ("A" * len(session.title), "B" * (len(session.title) + (not same_size))):
        path.write_bytes(content(session._replace(title=title)))
        os.utime(path, (LONG_AGO, LONG_AGO))
        assert looked() == title
        file_in(tmp_path / "data", session._replace(id="20200101T000000Z-0000", title="another"), modified=LONG_AGO)
        looked()
        (folder / "20200101T000000Z-0000.json").unlink(missing_ok=True)
        with opened(tmp_path / "data", tmp_path / "cache") as index:
            assert index.count() == 1
    now[0] += 10
    assert looked() == title


# ---- more than a thousand files: folders, the newest files, and once a minute all of them


def test_of_many_files_the_newest_are_looked_at_each_time_and_all_once_a_minute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [float(LONG_AGO + 1_000_000)]
    monkeypatch.setattr(at_work, "epoch", lambda: now[0])
    monkeypatch.setattr(looking, "FEW", 3)
    monkeypatch.setattr(looking, "NEWEST", 2)
    data, cache = tmp_path / "data", tmp_path / "cache"
    paths = [file_in(data, session) for month in range(1, 6) for session in sittings(month, 2, first=f"2026-{month:02}-10T09:00")]
    Hands(data, 1).rest()

    def titles() -> list[str]:
        with opened(data, cache) as index:
            return [entry.title for entry in reversed(list(index.newest()))]

    def rename(path: Path, title: str) -> None:
        session = codec.read(json.loads(path.read_bytes()))
        put(path, content(session._replace(title=title)), LONG_AGO + 5)

    before = titles()
    rename(paths[0], "old")
    rename(paths[-1], "new")
    now[0] += 30
    assert titles() == [*before[:-1], "new"]
    now[0] += 31
    assert titles() == ["old", *before[1:-1], "new"]
    rename(paths[1], "older")
    now[0] -= 100_000  # the clock was set back
    assert titles()[1] == "older"
    rename(paths[2], "oldest")
    with Index.opened(str(data), str(cache), complete=True) as index:
        assert "oldest" in [entry.title for entry in index.newest()]


# ---- copies


def entry_of(index: Index, name: str) -> Entry:
    (found,) = [entry for entry in index.newest() if entry.path.endswith(name)]
    return found


@pytest.mark.parametrize("name", ["{} (conflicted copy 2026-11-21).json", "{}.sync-conflict-20261121-101010-ABC.json", "{} (1).json", "{}.toml", "other.json"])
def test_of_copies_the_one_with_the_later_events_counts_and_the_other_is_named(tmp_path: Path, name: str) -> None:
    data, cache = tmp_path / "data", tmp_path / "cache"
    session = next(session for session in sittings(4, 20) if len(session.calls) > 3)
    path = file_in(data, session)
    assert session.ended_at
    less = session._replace(calls=session.calls[:1])
    copy = put(path.with_name(name.format(session.id)), content(less, Path(name).suffix))
    with opened(data, cache) as index:
        assert (index.count(), entry_of(index, path.name).calls) == (1, plain(index.everything())["calls"])
        assert entry_of(index, copy.name).problem == f"a copy of {session.id}: the one with the later events counts"
        assert entry_of(index, copy.name).id == copy.name
        assert [entry.path for entry in index.problems()] == [f"2026/{path.parent.name}/{copy.name}"]
        assert index.find(session.id) == index.find("last") == f"2026/{path.parent.name}/{path.name}"
    more = session._replace(ended_at=session.ended_at.fromtimestamp(session.ended_at.timestamp() + 1, session.ended_at.tzinfo), title="later")
    put(copy, content(more, Path(name).suffix), LONG_AGO + 5)
    with opened(data, cache) as index:
        assert entry_of(index, copy.name).title == "later"
        assert entry_of(index, path.name).problem
        assert index.find(session.id).endswith(copy.name)
    copy.unlink()
    with opened(data, cache) as index:
        assert (index.problems(), index.count(), entry_of(index, path.name).title) == ([], 1, session.title)


# ---- what does not fit


def test_what_does_not_fit_is_named_with_its_reason_and_left_alone(tmp_path: Path) -> None:
    data, cache = tmp_path / "data", tmp_path / "cache"
    good = [as_read(session) for session in sittings(5, 5)]
    month = file_in(data, good[0]).parent
    for session in good[1:]:
        file_in(data, session)
    bad = {
        "empty.json": b"", "garbage.json": b"\x00\xff", "cut.json": content(good[0])[:300], "newer.json": b'{"schema": 9}', "deep.json": b"[" * 200_000, "nan.json": b"[NaN]",
        "latin.toml": b"a = '\xe9'", "20261121T140000Z-7f3a.json": b"{}", "99999999T999999Z-0000.json": b"{}", "huge.json": b" " * 5_000_001,
    }  # fmt: skip
    for name, data_ in bad.items():
        put(month / name, data_)
    (month / "link.json").symlink_to(month / f"{good[0].id}.json")
    (month / "nowhere.json").symlink_to("nowhere.json")
    (month / "folder.json").mkdir()
    os.mkfifo(month / "pipe.json")
    os.close(os.open(os.fsencode(month) + b"/caf\xe9.json", os.O_CREAT | os.O_WRONLY))
    put(data / "sessions" / "\N{PILE OF POO}.json", b"{}")
    before = {path: (path.lstat().st_mtime_ns, path.read_bytes() if path.is_file() else b"") for path in month.iterdir() if path.name != "pipe.json"}
    for _ in range(3):
        with opened(data, cache) as index:
            found = {entry.id: entry.problem for entry in index.problems()}
            assert set(found) == {*bad, "link.json", "nowhere.json", "folder.json", "pipe.json", "caf\N{REPLACEMENT CHARACTER}.json", "\N{PILE OF POO}.json"}
            assert all(found.values())
            assert found["newer.json"] == "schema: should be 1 (a newer nextcall wrote this), not 9"
            assert found["link.json"] == "a link"
            agree(plain(index.everything()), good)
            for entry in index.newest():
                assert os.path.lexists(data / "sessions" / entry.path)
            with pytest.raises(Exception, match="no session"):
                index.find("\ud800")
    assert {path: (path.lstat().st_mtime_ns, path.read_bytes() if path.is_file() else b"") for path in before} == before
    for path in (*month.glob("*caf*"), *(data / "sessions").glob("*.json")):
        path.unlink()
    with opened(data, cache) as index:
        assert {"caf\N{REPLACEMENT CHARACTER}.json", "\N{PILE OF POO}.json"}.isdisjoint(entry.id for entry in index.problems())


def test_a_file_that_is_gone_while_it_is_read_is_no_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data, cache = tmp_path / "data", tmp_path / "cache"
    first, second = (file_in(data, session) for session in sittings(6, 2))
    real = at_work.changed

    def and_gone(*words: Any, **named: Any) -> Any:
        found = real(*words, **named)
        first.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(at_work, "changed", and_gone)
    with opened(data, cache) as index:
        assert [entry.path.rpartition("/")[2] for entry in index.newest()] == [second.name]
        assert index.problems() == []
    monkeypatch.undo()
    check(data, cache)


def test_a_folder_that_becomes_a_file(tmp_path: Path) -> None:
    data, cache = tmp_path / "data", tmp_path / "cache"
    paths = [file_in(data, session) for month in ("01", "02") for session in sittings(7, 2, first=f"2026-{month}-10T09:00")]
    check(data, cache)
    for path in paths[:2]:
        path.unlink()
    paths[0].parent.rmdir()
    paths[0].parent.write_text("now a file")
    check(data, cache)


def test_a_broken_file_stands_where_it_was_written(tmp_path: Path) -> None:
    """With no time in its name, at the time of the file, from the first look on."""
    data, cache = tmp_path / "data", tmp_path / "cache"
    path = file_in(data, sittings(8, 1)[0])
    put(path.with_name("broken.json"), b"{", None)
    for _ in range(2):
        with opened(data, cache) as index:
            assert next(index.newest()).id == "broken.json"


# ---- what is asked


def test_find(tmp_path: Path) -> None:
    data, cache = tmp_path / "data", tmp_path / "cache"
    with opened(data, cache) as index, pytest.raises(Exception, match="no session yet"):
        index.find("last")
    session, other = sittings(9, 2)
    file_in(data, session)
    path = file_in(data, other)
    put(path.with_name("50%_off.json"), b"{")
    with opened(data, cache) as index:
        assert index.find(session.id).endswith(f"{session.id}.json")
        assert index.find(other.id[:19]).endswith(f"{other.id}.json")
        assert index.find("50%").endswith("50%_off.json")
        for name in ("", "5%", "%", "_", "!", "../", "x" * 100_000, "'", "\x00", "\ud800"):
            with pytest.raises(Exception, match="There is no session"):
                index.find(name)
        with pytest.raises(Exception, match="2 sessions begin with '20'"):
            index.find("20")


def test_with_a_session_that_is_in_no_file_the_median_is_of_all_gaps(tmp_path: Path) -> None:
    data, cache = tmp_path / "data", tmp_path / "cache"
    history = [as_read(session) for session in sittings(10, 30)]
    for session in history[:20]:
        file_in(data, session)
    with opened(data, cache) as index:
        facts = list(index.facts())
        for more in range(0, 11, 2):
            agree(plain(index.everything(facts[:more])), [*history[:20], *sorted(history[:20], key=lambda session: session.started_at)[:more]])


BY = ("session", *KEYS, *TEXTS, *SORTS)


@pytest.mark.parametrize("query", ["", "outcome:yes", "outcome~no note:price", "contact:ann after:2026-11", "price", "straße", "sprint roe", "tag:a", "on:2026-11-01", "voicemail", "outcome:yes tag:b list:q4"])
def test_what_is_kept_is_what_would_be_counted(tmp_path: Path, query: str) -> None:
    """Sessions by query, and sums by day, week, month and hour of the week, as from the facts of each session."""
    for session in sittings(14, 50):
        file_in(tmp_path / "data", session)
    asked = parse(query, date(2026, 11, 21))
    with opened(tmp_path / "data", tmp_path / "cache") as index:
        whole = list(index.facts())
        meant = [facts for facts in whole if of_session(asked, facts)]
        assert list(index.facts(asked)) == meant
        assert [entry.id for entry in index.entries(index.numbers(asked))] == [facts.id for facts in reversed(meant)]
        for by in dict.fromkeys(BY):
            for gaps in (False, True) if by in ("session", *KEYS) else (False,):
                found = index.buckets(by, asked, gaps=gaps)
                assert sorted(found) == sorted(buckets(whole, asked, by, gaps=gaps))
                assert found == buckets(whole, asked, by, gaps=gaps) or by == "session"
        assert index.week(asked) == week_of(whole, asked)
