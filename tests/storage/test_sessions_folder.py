"""The folder of sessions: finding, putting away, putting aside, and files that were broken."""

import errno
import json
import os
import random
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from fakes import START, a_session
from making import after, dialled, followed
from nextcall.core import actions as do
from nextcall.core.session import Session
from nextcall.core.undo import Workbench, perform
from nextcall.errors import NextcallError, NoSessionError, StorageError
from nextcall.storage import atomic, codec, formats
from nextcall.storage.atomic import UnsyncedError
from nextcall.storage.fields import LIMIT
from nextcall.storage.index.index import Index
from nextcall.storage.sessions import NewerError, Sessions


@pytest.fixture
def sessions(tmp_path: Path) -> Sessions:
    return Sessions(str(tmp_path / "data"))


def ended(n: int = 2, *, days: int = 0) -> Session:
    session = followed(dialled(a_session(), n), (do.End(), 600))
    day = 21 + days
    return session._replace(id=f"202611{day:02}T140000Z-7f3a", started_at=START.replace(day=day))


def put_away(sessions: Sessions, session: Session) -> str:
    with sessions.lock():
        sessions.save_current(Workbench(session), 1)
        return sessions.put_away(session)[0]


def names(folder: str) -> list[str]:
    """All files below, but for the lock."""
    found = [os.path.relpath(os.path.join(where, name), folder) for where, _, files in os.walk(folder) for name in files]
    return sorted(name for name in found if name != ".lock")


# ---- the open session


def test_the_open_session_comes_back_with_undo_and_revision(sessions: Sessions) -> None:
    assert sessions.read_current() is None
    bench = perform(Workbench(a_session()), do.Tag("no"), after(5))
    with sessions.lock():
        identity = sessions.save_current(bench, 7)
    opened = sessions.read_current()
    assert opened is not None
    assert (opened.bench, opened.revision, opened.identity, opened.path) == (bench, 7, identity, sessions.current)


def test_modes_are_narrow_whatever_the_umask(sessions: Sessions) -> None:
    before = os.umask(0)
    try:
        path = put_away(sessions, ended())
        put_away(sessions, ended(days=1))
        sessions.to_trash(path)
        sessions.save_current(Workbench(a_session()), 1)
    finally:
        os.umask(before)
    for where, _, files in os.walk(sessions.folder):
        assert os.stat(where).st_mode & 0o777 == 0o700
        assert {os.stat(os.path.join(where, name)).st_mode & 0o777 for name in files} <= {0o600}


def test_a_sweep_takes_only_what_was_half_written(sessions: Sessions) -> None:
    with sessions.lock():
        sessions.save_current(Workbench(a_session()), 1)
    for name in ("current.json.99.part", "current.json.conflict-x.json", "notes.part", "x.json.1.part"):
        Path(sessions.folder, name).write_text("x")
    sessions.sweep()
    assert names(sessions.folder) == ["current.json", "current.json.conflict-x.json", "notes.part", "x.json.1.part"]


# ---- ending


@pytest.mark.parametrize("suffix", [".json", ".toml"])
def test_an_ended_session_stands_by_year_and_month_of_its_local_start(suffix: str, tmp_path: Path) -> None:
    sessions = Sessions(str(tmp_path), suffix)
    path = put_away(sessions, ended())
    assert path == str(tmp_path / "sessions" / "2026" / "11" / f"20261121T140000Z-7f3a{suffix}")
    assert not os.path.exists(sessions.current)
    assert sessions.read(path).bench.session.calls == ended().calls
    assert sessions.read(path).revision == 0
    assert "undo" not in formats.parse(Path(path).read_bytes(), suffix)


@pytest.mark.parametrize("suffix", [".json", ".toml"])
def test_what_stands_in_its_place_already_goes_to_the_trash(suffix: str, tmp_path: Path) -> None:
    sessions = Sessions(str(tmp_path), suffix)
    for n in (1, 2, 3):
        put_away(sessions, ended(n))
    assert sessions.read(sessions.place(ended(), suffix)).bench.session.calls == ended(3).calls
    kept = [name for name in names(str(tmp_path / "trash")) if name.startswith("2026")]
    assert kept == [f"20261121T140000Z-7f3a-2{suffix}", f"20261121T140000Z-7f3a{suffix}"]


@pytest.mark.parametrize("suffix", [".json", ".toml"])
@pytest.mark.parametrize("at", range(2, 12))
def test_a_crash_between_any_two_steps_of_ending_loses_nothing(at: int, suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class CrashError(BaseException):
        pass

    sessions = Sessions(str(tmp_path), suffix)
    with sessions.lock():
        sessions.save_current(Workbench(dialled(a_session(), 2)), 5)
    steps = [0]
    for name in ("open", "fsync", "replace"):
        real: Callable[..., Any] = getattr(os, name)

        def step(*given: Any, real: Callable[..., Any] = real, **named: Any) -> Any:
            steps[0] += 1
            if steps[0] >= at:
                raise CrashError
            return real(*given, **named)

        monkeypatch.setattr(os, name, step)
    monkeypatch.setattr(os, "unlink", lambda _: None)  # the dead clean nothing up
    try:
        sessions.put_away(ended())
    except CrashError:
        pass
    else:
        assert steps[0] < at
    monkeypatch.undo()
    found = [sessions.read(os.path.join(str(tmp_path), name)) for name in names(str(tmp_path)) if name.endswith((".json", ".toml"))]
    assert found
    assert all(opened.bench.session.calls == ended().calls for opened in found)
    again = sessions.read_current()
    if again is not None:
        sessions.put_away(ended())
    assert sessions.read(sessions.place(ended(), suffix)).bench.session.calls == ended().calls
    assert not os.path.exists(sessions.current)


def test_when_the_last_step_of_ending_fails_what_was_written_is_named(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    with sessions.lock():
        sessions.save_current(Workbench(dialled(a_session(), 2)), 5)

    def no_move(*_: Any) -> None:
        raise OSError(errno.EIO, "no")

    monkeypatch.setattr(atomic, "move", no_move)
    with pytest.raises(UnsyncedError) as failed:
        sessions.put_away(ended())
    assert (failed.value.path, failed.value.identity) == (sessions.current, sessions.open_identity())
    opened = sessions.read_current()
    assert opened is not None
    assert opened.bench.session.end == "ended"


def test_no_session_is_named_out_of_its_folder(sessions: Sessions) -> None:
    with pytest.raises(StorageError, match="is no session id"):
        sessions.put_away(ended()._replace(id="../../../etc/passwd"))


def test_an_ended_session_can_be_taken_back_and_its_file_is_kept(sessions: Sessions) -> None:
    path = put_away(sessions, ended())
    reopened = Workbench(ended()._replace(end=None, ended_at=None))
    identity = sessions.take_back(path, reopened, 1)
    assert identity == sessions.open_identity()
    assert names(sessions.folder) == ["current.json", "trash/20261121T140000Z-7f3a.json"]
    with pytest.raises(StorageError, match="Another session is open"):
        sessions.take_back(path, reopened, 2)


@pytest.mark.parametrize("fails", ["fsync", "replace", "move"])
def test_when_taking_back_fails_the_ended_file_has_all_of_it_and_nothing_is_open(fails: str, sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put_away(sessions, ended())

    def fail(*_: Any) -> None:
        raise OSError(errno.EIO, "no")

    monkeypatch.setattr(atomic if fails == "move" else os, fails, fail)
    if fails == "fsync":  # of the folder alone
        monkeypatch.undo()
        monkeypatch.setattr(atomic, "sync_folder", fail)
    with pytest.raises(OSError, match="no") as failed:
        sessions.take_back(path, Workbench(a_session()), 1)
    assert not isinstance(failed.value, UnsyncedError)
    monkeypatch.undo()
    assert names(sessions.folder) == ["sessions/2026/11/20261121T140000Z-7f3a.json"]
    sessions.take_back(path, Workbench(a_session()), 1)


def test_a_correction_is_saved_in_the_format_of_the_file(tmp_path: Path) -> None:
    path = put_away(Sessions(str(tmp_path), ".toml"), ended())
    sessions = Sessions(str(tmp_path), ".json")
    session = sessions.read(path).bench.session
    identity = sessions.save_ended(path, followed(session, (do.Correct(1, "amount", "5"), 900)))
    assert identity == atomic.identity(path)
    assert sessions.read(path).bench.session.calls[0].amount == "5"
    assert sessions.read(path).bench.session.trail[0].old is None


# ---- finding


def test_the_newest_come_first_whatever_their_format(sessions: Sessions) -> None:
    for day in (0, 5, 2):
        sessions.suffix = ".toml" if day == 5 else ".json"
        put_away(sessions, ended(days=day))
    older = ended()._replace(id="20251231T235959Z-ffff", started_at=START.replace(year=2025, month=12))
    put_away(sessions, older)
    found = [os.path.basename(path) for path in sessions.newest_first()]
    assert found == ["20261126T140000Z-7f3a.toml", "20261123T140000Z-7f3a.json", "20261121T140000Z-7f3a.json", "20251231T235959Z-ffff.json"]


def test_what_is_no_session_is_no_session(sessions: Sessions) -> None:
    path = put_away(sessions, ended())
    month = Path(path).parent
    for name in ("notes.txt", "x.json.12.part", ".DS_Store"):
        (month / name).write_text("x")
    (month.parent.parent / "readme").write_text("x")
    (month.parent / "cover.png").write_text("x")
    assert list(sessions.newest_first()) == [path]
    assert list(Sessions(sessions.folder + "x").newest_first()) == []


def test_a_session_is_found_by_its_id_by_its_beginning_or_as_the_last(sessions: Sessions) -> None:
    for day in (0, 1, 9):
        put_away(sessions, ended(days=day))
    with Index.opened(sessions.folder, sessions.folder + "-cache") as index:
        assert index.find("20261121T140000Z-7f3a").endswith("20261121T140000Z-7f3a.json")
        assert index.find("20261122").endswith("20261122T140000Z-7f3a.json")
        assert index.find("last").endswith("20261130T140000Z-7f3a.json")
        for name, said in (("202611", "3 sessions begin with"), ("2027", "no session '2027'"), ("", "no session ''"), ("\x1b", "no session '\N{REPLACEMENT CHARACTER}'")):
            with pytest.raises(NoSessionError, match=said):
                index.find(name)
    with Index.opened(sessions.folder + "x", sessions.folder + "-cache") as index, pytest.raises(NoSessionError, match="no session yet"):
        index.find("last")


def test_a_version_set_aside_is_not_taken_for_a_session(sessions: Sessions) -> None:
    path = put_away(sessions, ended())
    kept = sessions.set_aside(path, "20261121T150000")
    put_away(sessions, ended())
    assert os.path.exists(kept)
    with Index.opened(sessions.folder, sessions.folder + "-cache") as index:
        assert index.find("last") == index.find("20261121") == os.path.relpath(path, os.path.join(sessions.folder, "sessions"))


def test_the_recent_ones_are_read_and_the_broken_named(sessions: Sessions) -> None:
    for day in range(4):
        put_away(sessions, ended(days=day))
    Path(list(sessions.newest_first())[1]).write_text("oops")
    good, bad = sessions.recent(3)
    assert [session.id[:8] for session in good] == ["20261124", "20261122"]
    assert [(problem.place, problem.reason[:44]) for problem in bad] == [("20261123T140000Z-7f3a.json", "20261123T140000Z-7f3a.json: line 1, column 1")]
    assert len(sessions.recent(99)[0]) == 3
    assert len(sessions.recent(1, START + timedelta(days=1))[1]) == 1
    assert [session.id[:8] for session in sessions.recent(1, START + timedelta(days=1))[0]] == ["20261124", "20261122"]
    assert len(sessions.recent(2, START + timedelta(days=9))[0]) == 1  # so many at least


def test_what_was_recent_is_read_again_only_where_the_file_is_another(sessions: Sessions) -> None:
    """And what was wrong with one is found out anew."""
    paths = [put_away(sessions, ended(days=day)) for day in range(3)]
    Path(paths[0]).write_text("oops")
    (new, old), _ = sessions.recent(3)
    assert sessions.session_in(paths[2]) is new
    assert sessions.recent(2)[0][1] is old
    other = old._replace(title="after all")
    sessions.save_ended(paths[1], other)
    assert sessions.session_in(paths[1]).title == "after all"
    assert [session.title for session in sessions.recent(3)[0]] == [new.title, "after all"]
    with pytest.raises(StorageError):
        sessions.session_in(paths[0])
    sessions.save_ended(paths[0], ended())
    assert sessions.session_in(paths[0]).id == ended().id
    os.remove(paths[2])
    with pytest.raises(NoSessionError):
        sessions.session_in(paths[2])


def test_how_many_there_are_is_told_by_the_names(sessions: Sessions) -> None:
    for day in range(3):
        sessions.set_aside(put_away(sessions, ended(days=day)), "20261121T150000")
        put_away(sessions, ended(days=day))
    month = Path(put_away(sessions, ended(days=8))).parent
    for name in ("a.toml", "b.txt", ".json.part", "c.json.conflict-1.json", "d.jsonl"):
        (month / name).write_text("")
    assert sessions.count() == 5 == len(list(sessions.newest_first()))


# ---- putting aside


def test_the_trash_never_overwrites(sessions: Sessions) -> None:
    os.makedirs(sessions.folder)
    kept = []
    for i in range(4):
        Path(sessions.current).write_text(str(i))
        kept.append(sessions.to_trash(sessions.current))
    assert [Path(path).read_text() for path in kept] == ["0", "1", "2", "3"]
    assert [os.path.basename(path) for path in kept] == ["current.json", "current-2.json", "current-3.json", "current-4.json"]


def test_a_link_in_the_trash_is_a_name_that_is_taken(sessions: Sessions) -> None:
    os.makedirs(os.path.join(sessions.folder, "trash"))
    os.symlink("nowhere", os.path.join(sessions.folder, "trash", "current.json"))
    Path(sessions.current).write_text("x")
    assert sessions.to_trash(sessions.current).endswith("current-2.json")


@pytest.mark.parametrize("suffix", [".json", ".toml"])
def test_what_is_set_aside_stands_beside_and_never_overwrites(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"x{suffix}"
    kept = []
    for i in range(3):
        path.write_text(str(i))
        kept.append(Sessions(str(tmp_path)).set_aside(str(path), "20261121T090000"))
    assert [Path(name).read_text() for name in kept] == ["0", "1", "2"]
    assert os.path.basename(kept[0]) == f"x{suffix}.conflict-20261121T090000{suffix}"
    assert not path.exists()


def test_a_rescue_goes_to_the_first_folder_that_takes_it(sessions: Sessions, tmp_path: Path) -> None:
    bench = perform(Workbench(a_session()), do.Tag("no"), after(5))
    folders = (str(tmp_path / "none-such"), str(tmp_path))
    paths = [sessions.rescue(folders, bench, 4) for _ in range(2)]
    assert [os.path.basename(path) for path in paths] == [f"nextcall-rescue-{a_session().id}.json", f"nextcall-rescue-{a_session().id}-2.json"]
    opened = sessions.read(paths[0])
    assert (opened.bench, opened.revision) == (bench, 4)
    assert os.stat(paths[0]).st_mode & 0o777 == 0o600


def test_a_rescue_that_the_folder_did_not_confirm_is_one_all_the_same(sessions: Sessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> None:
        raise OSError(errno.EIO, "no")

    monkeypatch.setattr(atomic, "sync_folder", fail)
    path = sessions.rescue((str(tmp_path), str(tmp_path / "other")), Workbench(a_session()), 1)
    assert os.path.dirname(path) == str(tmp_path)


def test_a_rescue_that_nobody_takes_is_said(sessions: Sessions, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="no folder takes a file"):
        sessions.rescue((str(tmp_path / "none-such"),), Workbench(a_session()), 1)


# ---- broken files


def broken_documents() -> dict[str, bytes]:
    """Session files as editors, crashes, disks and strangers leave them."""
    session = followed(dialled(a_session(), 2), (do.End(), 60))
    good = formats.render(codec.write(session), ".json")
    text, half = good.decode(), good[: len(good) // 2]
    data = json.loads(text)
    return {
        "garbage": random.Random(7).randbytes(3000),  # noqa: S311 (chance that can be repeated)
        "truncated": half,
        "empty": b"",
        "zeros": b"\0" * 4096,
        "utf8": good.replace(b'"', b'"\xff\xfe', 1),
        "utf16": text.encode("utf-16"),
        "newline": b"\n",
        "escape": b"\x1b]0;FAULTS\x07" + half,
        "deep": b"[" * 200_000,
        "deep-object": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
        "null": b"null",
        "list": b"[]",
        "number": b"7",
        "object": b"{}",
        "huge-number": b'{"schema": 1' + b"0" * 10_000 + b"}",
        "nan": re.sub(rb"(?<=: )\d+(\.\d+)?", b"NaN", good),
        "infinite": re.sub(rb"(?<=: )\d+(\.\d+)?", b"1e999", good),
        "types": json.dumps(dict.fromkeys(data, 7)).encode(),
        "nulls": json.dumps(dict.fromkeys(data)).encode(),
        "strings": json.dumps(dict.fromkeys(data, "x")).encode(),
        "duplicate": good.rstrip().rstrip(b"}") + b"," + good.strip()[1:],
        "future": json.dumps(data | {"schema": 999, "unheard_of": [{}]}).encode(),
        "escaped-key": json.dumps(data | {"counts_only": {"\x1b]0;FAULTS\x07\x9b": 1}}).encode(),
        "huge": b'{"x": "' + b"a" * LIMIT + b'"}',
    }


@pytest.mark.parametrize("name", broken_documents())
def test_a_broken_file_is_named_with_its_reason_and_left_alone(name: str, sessions: Sessions) -> None:
    path = Path(put_away(sessions, ended())).with_name(f"bad-{name}.json")
    path.write_bytes(broken_documents()[name])
    with pytest.raises(StorageError, match=f"bad-{name}.json: ") as refused:
        sessions.read(str(path))
    assert refused.value.message.isprintable()
    assert isinstance(refused.value, NewerError) == (name in {"future", "types"})
    assert path.read_bytes() == broken_documents()[name]
    good, bad = sessions.recent(10)
    assert len(good) == len(bad) == 1


@pytest.mark.parametrize("change", [b"\xef\xbb\xbf", b"\r\n", b"surrogate"])
def test_a_file_that_is_only_odd_is_read(change: bytes, sessions: Sessions) -> None:
    path = Path(put_away(sessions, ended()))
    good = path.read_bytes()
    odd = {b"\xef\xbb\xbf": change + good, b"\r\n": good.replace(b"\n", change), b"surrogate": good.replace(b'"note": "', b'"note": "\\ud800')}
    path.write_bytes(odd[change])
    assert len(sessions.read(str(path)).bench.session.calls) == 2


@pytest.mark.parametrize("toml", [b"a = " + b"[" * 200_000, b"schema = nan", b"schema = 999", b"schema = 1\nschema = 1", b"x", b'id = "\x1b"', b"schema = 1"])
def test_a_broken_toml_file_is_named_too(toml: bytes, sessions: Sessions) -> None:
    path = Path(put_away(sessions, ended())).with_name("bad.toml")
    path.write_bytes(toml)
    with pytest.raises(StorageError, match=r"bad\.toml: ") as refused:
        sessions.read(str(path))
    assert refused.value.message.isprintable()
    assert path.read_bytes() == toml


@pytest.mark.parametrize("kind", ["folder", "pipe", "loop", "device"])
def test_what_is_no_file_is_named(kind: str, sessions: Sessions) -> None:
    path = Path(put_away(sessions, ended())).with_name("bad.json")
    make: dict[str, Callable[[], object]] = {
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "loop": lambda: path.symlink_to(path.name),
        "device": lambda: path.symlink_to("/dev/zero"),
    }
    make[kind]()
    with pytest.raises(StorageError, match=r"bad\.json: (a link|not a regular file)"):
        sessions.read(str(path))


def test_a_name_full_of_escapes_is_said_harmlessly(sessions: Sessions) -> None:
    path = Path(put_away(sessions, ended())).with_name("\x1b]0;x\x07.json")
    path.write_text("oops")
    with pytest.raises(StorageError) as refused:
        sessions.read(str(path))
    assert refused.value.message.isprintable()


def test_a_file_that_is_gone_or_cannot_be_reached_is_said(sessions: Sessions, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoSessionError, match=r"x\.json is not there"):
        sessions.read(os.path.join(sessions.folder, "x.json"))

    def refuse(_: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "lstat", refuse)
    with pytest.raises(StorageError, match=r"current\.json: Permission denied"):
        sessions.read_current()


@pytest.mark.parametrize("revision", ["7", None, [], 1.5])
def test_a_revision_that_is_no_number_counts_as_none(revision: object, sessions: Sessions) -> None:
    os.makedirs(sessions.folder)
    data = codec.write(a_session()) | {"undo": {"revision": revision}}
    Path(sessions.current).write_bytes(formats.render(data, ".json"))
    opened = sessions.read_current()
    assert opened is not None
    assert opened.revision == 0


@pytest.mark.parametrize("seed", range(60))
def test_bytes_changed_anywhere_are_read_or_refused_and_nothing_else(seed: int, sessions: Sessions) -> None:
    rng = random.Random(seed)  # noqa: S311 (chance that can be repeated)
    path = Path(put_away(sessions, ended()))
    good = path.read_bytes()
    tokens = [b"\0", b"\xff\xfe", b"\x1b[31m", b'"', b"[", b"{", b"}", b"]", b",", b"1e999", b"9" * 400, b"NaN", b"null", b"\xed\xa0\x80", b"\\ud800", b"-1"]
    for _ in range(25):
        data = bytearray(good)
        for _ in range(rng.choice((1, 1, 2, 12))):
            at, length = rng.randrange(len(data)), rng.choice((0, 1, 2, 8, 60))
            data[at : at + length] = rng.choice((b"", rng.choice(tokens), bytes(data[at : at + length]) * 2))
        path.write_bytes(bytes(data))
        try:
            session = sessions.read(str(path)).bench.session
        except NextcallError as error:
            assert error.message.isprintable()  # noqa: PT017 (only some of them are refused)
        else:
            assert sessions.save_ended(str(path), session)
