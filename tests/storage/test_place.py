"""The file of the index: whatever became of it, the numbers are the same, and nobody waits or is told."""

import errno
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from histories import LONG_AGO, agree, as_read, file_in, put, settle, sittings
from looks import usual
from nextcall.core.session import Session
from nextcall.stats.totals import plain
from nextcall.storage import lock, rewriting
from nextcall.storage import place as standing
from nextcall.storage.index import index
from nextcall.storage.index.index import Index
from nextcall.storage.index.tables import INDEX

HISTORY = [as_read(session) for session in sittings(11, 30)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a history at rest."""
    for session in HISTORY:
        file_in(tmp_path / "data", session)
    settle(tmp_path / "data")
    return tmp_path / "data"


def numbers(data: Path, cache: Path) -> dict[str, Any]:
    with Index.opened(str(data), str(cache)) as index:
        assert len(list(index.facts())) == index.count()
        return plain(index.everything())


def right(data: Path, cache: Path, sessions: list[Session] = HISTORY) -> None:
    agree(numbers(data, cache), sessions)


def kept_in_memory(data: Path, cache: Path) -> None:
    """Right, without a file in the index's place that could be relied upon."""
    right(data, cache)
    assert standing.Place(str(cache), str(data), INDEX).read(outline=True) is None


# ---- damage


def instead(make: Callable[[Path], Any]) -> Callable[[Path, Random], None]:
    """Something else in the place of the file."""

    def done(path: Path, _: Random) -> None:
        path.unlink()
        make(path)

    return done


def linked(path: Path, _: Random) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


DAMAGE: dict[str, Callable[[Path, Random], Any]] = {
    "deleted": lambda path, _: path.unlink(),
    "emptied": lambda path, _: path.write_bytes(b""),
    "cut": lambda path, dice: os.truncate(path, dice.randrange(path.stat().st_size)),
    "random": lambda path, dice: path.write_bytes(dice.randbytes(path.stat().st_size)),
    "partly random": lambda path, dice: path.write_bytes(spoiled(path.read_bytes(), dice)),
    "longer": lambda path, dice: path.write_bytes(path.read_bytes() + dice.randbytes(4096)),
    "text": lambda path, _: path.write_text("SQLite format 3\0"),
    "touched": lambda path, _: os.utime(path, (LONG_AGO, LONG_AGO)),
    "a folder": instead(Path.mkdir),
    "a full folder": instead(lambda path: put(path / "x", b"")),
    "a pipe": instead(os.mkfifo),
    "a link": linked,
    "a link to nothing": instead(lambda path: path.symlink_to("nowhere")),
    "a link to itself": instead(lambda path: path.symlink_to(path.name)),
}


def spoiled(content: bytes, dice: Random) -> bytes:
    low = dice.randrange(len(content))
    high = min(len(content), low + dice.randrange(1, 20_000))
    return content[:low] + dice.randbytes(high - low) + content[high:]


@pytest.mark.parametrize("name", ["index.sqlite", "index.lock", "index.looked", "index.sqlite-journal", "index.sqlite-wal"])
@pytest.mark.parametrize("how", DAMAGE)
def test_damage(data: Path, tmp_path: Path, name: str, how: str) -> None:
    cache = tmp_path / "cache"
    dice = Random(f"{name} {how}")  # noqa: S311 (not a secret)
    for _ in range(usual(1, long=10)):
        right(data, cache)
        path = cache / name
        if path.is_symlink() or (path.exists() and not path.is_file()):
            break  # it was left as it is
        if not path.exists() or not path.stat().st_size:
            put(path, b"some text that is not of this program")
        DAMAGE[how](path, dice)
        right(data, cache)
    file_in(data, new := HISTORY[0]._replace(id="20200101T000000Z-0001"))
    right(data, cache, [*HISTORY, new])


def test_what_a_link_leads_to_is_not_touched(data: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    for name in ("index.sqlite", "index.lock", "index.looked"):
        put(cache / f"{name}.else", b"precious")
        (cache / name).symlink_to(f"{name}.else")
    right(data, cache)
    assert {path.read_bytes() for path in cache.glob("*.else")} == {b"precious"}


def test_another_versions_and_another_folders_index(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    other = tmp_path / "other"
    file_in(other, HISTORY[0])
    monkeypatch.setattr(index, "INDEX", INDEX._replace(version="0"))
    right(data, cache)
    monkeypatch.undo()
    right(data, cache)
    right(other, cache, HISTORY[:1])
    right(data, cache)
    (tmp_path / "link").symlink_to(data)
    right(tmp_path / "link", cache)


def test_the_cache_is_a_file(data: Path, tmp_path: Path) -> None:
    cache = put(tmp_path / "cache", b"")
    kept_in_memory(data, cache)
    assert cache.read_bytes() == b""


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC, errno.EIO])
def test_nothing_can_be_written(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """Simulated, since permissions do not bind whoever may do everything."""
    cache = tmp_path / "cache"
    real = os.open

    def refused(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and str(path).startswith(str(cache)):
            raise OSError(number, os.strerror(number), path)
        return real(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", refused)
    kept_in_memory(data, cache)
    monkeypatch.undo()
    right(data, cache)
    monkeypatch.setattr(os, "open", refused)
    right(data, cache)  # as it was left
    file_in(data, new := HISTORY[0]._replace(id="20200101T000000Z-0001"))
    for _ in range(2):
        right(data, cache, [*HISTORY, new])
    monkeypatch.undo()
    right(data, cache, [*HISTORY, new])


def test_no_lock_can_be_had(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(lock, "_take", refused)
    kept_in_memory(data, tmp_path / "cache")


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not bind whoever may do everything")
def test_a_folder_that_may_only_be_read(data: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    right(data, cache)
    cache.chmod(0o500)
    try:
        file_in(data, new := HISTORY[0]._replace(id="20200101T000000Z-0001"))
        right(data, cache, [*HISTORY, new])
    finally:
        cache.chmod(0o700)


def test_files_are_for_the_user_alone_and_looking_makes_nothing(data: Path, tmp_path: Path) -> None:
    cache = tmp_path / "new" / "cache"
    right(tmp_path / "nothing", cache, [])
    assert not cache.exists()
    assert not (tmp_path / "nothing").exists()
    right(data, cache)
    assert {path.name: path.stat().st_mode & 0o777 for path in cache.iterdir()} == dict.fromkeys(("index.sqlite", "index.lock", "index.looked"), 0o600)


@pytest.mark.parametrize("name", ["100%", "a?b#c", "sp ace", "caf\N{LATIN SMALL LETTER E WITH ACUTE}", "%41", pytest.param("\udcff\udc80%", marks=pytest.mark.skipif(sys.platform != "linux", reason="names are text there"))])
def test_any_name_of_a_folder(data: Path, tmp_path: Path, name: str) -> None:
    moved = tmp_path / name / "data"
    moved.parent.mkdir()
    data.rename(moved)
    for _ in range(2):
        right(moved, tmp_path / name / "cache")
    assert (tmp_path / name / "cache" / "index.sqlite").exists()


# ---- with others


def test_nobody_waits_for_somebody_who_goes_on_reading(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that waits in a pager for days keeps what it has begun with."""
    monkeypatch.setattr(rewriting, "PATIENCE", 0)
    monkeypatch.setattr(standing, "WAIT", 0)
    cache = tmp_path / "cache"
    right(data, cache)
    before = (cache / "index.sqlite").stat().st_ino
    reading = Index.opened(str(data), str(cache))
    shown = reading.newest()
    assert next(shown).id == max(session.id for session in HISTORY)
    sessions = list(HISTORY)
    for number in range(3):
        sessions.append(HISTORY[0]._replace(id=f"20200101T000000Z-000{number}"))
        file_in(data, sessions[-1])
        right(data, cache, sessions)
        assert reading.count() == len(HISTORY)
    assert len(list(shown)) == len(HISTORY) - 1
    reading.close()
    assert (cache / "index.sqlite").stat().st_ino != before
    assert sorted(path.name for path in cache.iterdir()) == ["index.lock", "index.looked", "index.sqlite"]


READ = """
import json, sys
from nextcall.stats.totals import plain
from nextcall.storage.index.index import Index
found = []
for _ in range(int(sys.argv[3])):
    with Index.opened(sys.argv[1], sys.argv[2]) as index:
        found.append(plain(index.everything()))
        assert len(list(index.facts())) == found[-1]["sessions"] == index.count() == sum(not entry.problem for entry in index.newest())
print(json.dumps(found))
"""


def reader(data: Path, cache: Path, times: int = 1, program: str = READ) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", program, str(data), str(cache), str(times)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    found: list[dict[str, Any]] = json.loads(out)
    return found


@pytest.mark.parametrize("number", [2, 5])
def test_several_from_nothing_at_once(data: Path, tmp_path: Path, number: int) -> None:
    for process in [reader(data, tmp_path / "cache", 3) for _ in range(number)]:
        for found in said(process):
            agree(found, HISTORY)


def test_several_at_once_while_files_come(data: Path, tmp_path: Path) -> None:
    readers = [reader(data, tmp_path / "cache", 25) for _ in range(5)]
    new = [as_read(session) for session in sittings(12, 20, first="2027-10-30T22:00")]
    for session in new:
        file_in(data, session, modified=None)
        numbers(data, tmp_path / "cache")
    for process in readers:
        counted = [found["sessions"] for found in said(process)]
        assert counted == sorted(counted)
        assert len(HISTORY) <= counted[0] <= counted[-1] <= len(HISTORY) + len(new)
    right(data, tmp_path / "cache", [*HISTORY, *new])


KILLED = """
import os, signal, sys
from nextcall.storage.index.index import Index
from nextcall.storage.index import writing
left = int(sys.argv[3])
def count(frame, event, arg):
    global left
    if event in ("call", "c_call"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.setprofile(count)
Index.opened(sys.argv[1], sys.argv[2]).close()
sys.setprofile(None)
print(left)
"""


def test_killed_at_any_moment(data: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    whole = 10**9 - int(reader(data, tmp_path / "other", 10**9, KILLED).communicate()[0])
    dice = Random(13)  # noqa: S311 (not a secret)
    moments = [dice.randrange(1, whole) for _ in range(8)] + [whole - dice.randrange(1, 120) for _ in range(8)]
    sessions = list(HISTORY)
    for number, moment in enumerate(moments):
        process = reader(data, cache, moment, KILLED)
        process.communicate(timeout=60)
        right(data, cache, sessions)
        if number % 2:
            sessions.append(HISTORY[0]._replace(id=f"20200101T000000Z-{number:04x}"))
            file_in(data, sessions[-1])
        else:
            (cache / "index.lock").unlink()


def test_an_error_of_the_database_costs_time_only(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rotten in a place that no time tells of: made anew, or kept in memory."""
    cache = tmp_path / "cache"
    right(data, cache)
    real = standing.Place._is_ours
    monkeypatch.setattr(standing.Place, "_is_ours", lambda *_, **__: (_ for _ in ()).throw(sqlite3.DatabaseError("malformed")))
    right(data, cache)
    monkeypatch.setattr(standing.Place, "_is_ours", real)
    right(data, cache)


# ---- on several cores

STARTED = """
import os, sys
from nextcall.storage import copies
from nextcall.storage.index import reading
copies.SHARED = reading.BATCH = reading.MANY = 4
os.cpu_count = lambda: 3
first = os.getpid()
how = sys.argv.pop()
real = reading._plainly
def dying(reader, files):
    for number, batch in enumerate(real(reader, files)):
        if how == "killed" and number == 2:
            os.kill(os.getpid(), 9)
        if how == "broken" and number == 2:
            raise ValueError
        yield batch
reading._plainly = dying
if how == "no room":
    real_fork, made = os.fork, []
    def fork():
        made.append(1)
        if len(made) > 1:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return real_fork()
    os.fork = fork
shared, again = [], []
real_shared = reading._shared
def sharing(*words):
    shared.append(1)
    for batch in real_shared(*words):
        if batch is reading.AGAIN:
            again.append(1)
        yield batch
reading._shared = sharing
"""
ENDED = """
assert shared and len(again) == (how != "well"), (shared, again)
try:
    os.waitpid(-1, 0)
    raise SystemExit("a child is left")
except ChildProcessError:
    pass
from nextcall.storage.index.index import Index
with Index.opened(sys.argv[1], sys.argv[2]) as index:
    for table in ("sessions", "columns"):
        assert index._connection.execute("SELECT count(*) FROM " + table).fetchone()[0] == index.count()
"""


@pytest.mark.parametrize("how", ["well", "killed", "broken", "no room"])
def test_several_processes_read_what_one_reads(data: Path, tmp_path: Path, how: str) -> None:
    put(data / "sessions" / "2026" / "11" / "broken.json", b"{")
    program = [sys.executable, "-c", STARTED + READ + ENDED, str(data), str(tmp_path / "cache"), "1", how]
    done = subprocess.run(program, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    agree(json.loads(done.stdout)[0], HISTORY)
    right(data, tmp_path / "cache")


INTERRUPTED = """
import os, sys
from nextcall.storage import copies
from nextcall.storage.index import reading
from nextcall.storage.index.index import Index
copies.SHARED = reading.BATCH = 4
os.cpu_count = lambda: 3
def stop(done, total):
    raise KeyboardInterrupt
try:
    Index.opened(sys.argv[1], sys.argv[2], stop)
except KeyboardInterrupt:
    pass
else:
    raise SystemExit("not stopped")
try:
    os.waitpid(-1, 0)
    raise SystemExit("a child is left")
except ChildProcessError:
    pass
"""


def test_no_process_is_left_of_an_interrupted_one(data: Path, tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED, str(data), str(tmp_path / "cache")], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    right(data, tmp_path / "cache")
