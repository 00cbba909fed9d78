"""Saving: the order of its steps, and what is there when each of them fails."""

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from nextcall.errors import InputError
from nextcall.storage import atomic
from nextcall.storage.lock import locked

OLD, NEW = b"old content", b"new content, and more of it"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "file.json"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


@pytest.fixture
def _no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def failing(monkeypatch: pytest.MonkeyPatch, name: str, code: int, *, at: int = 1) -> list[int]:
    """Let the call number `at` of a function of `os` fail; returns where the calls are counted."""
    real: Callable[..., Any] = getattr(os, name)
    calls = [0]

    def fail(*given: Any, **named: Any) -> Any:
        calls[0] += 1
        if calls[0] == at:
            raise OSError(code, os.strerror(code))
        return real(*given, **named)

    monkeypatch.setattr(os, name, fail)
    return calls


def test_a_save_goes_step_by_step(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    names: dict[int, str] = {}

    def recorded(name: str, shown: Callable[..., str]) -> None:
        real = getattr(os, name)

        def call(*given: Any, **named: Any) -> Any:
            result = real(*given, **named)
            if name == "open":
                names[result] = os.path.basename(given[0])
            steps.append(f"{name} {shown(*given)}")
            return result

        monkeypatch.setattr(os, name, call)

    recorded("open", lambda path, *_: os.path.basename(path))
    recorded("write", lambda handle, _: names[handle])
    recorded("fsync", lambda handle: names[handle])
    recorded("replace", lambda old, new: f"{os.path.basename(old)} to {os.path.basename(new)}")
    atomic.save(str(file), NEW)
    part = f"file.json.{os.getpid()}.part"
    assert steps == [f"open {part}", f"write {part}", f"fsync {part}", f"replace {part} to file.json", "open folder", "fsync folder"]
    assert file.read_bytes() == NEW


@pytest.mark.parametrize(
    ("name", "code", "at"),
    [("open", errno.EACCES, 1), ("write", errno.ENOSPC, 1), ("fsync", errno.EIO, 1), ("fstat", errno.EIO, 1), ("replace", errno.EROFS, 1)],
)
def test_whatever_fails_before_the_end_the_old_content_is_whole(name: str, code: int, at: int, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = file.stat()
    failing(monkeypatch, name, code, at=at)
    with pytest.raises(OSError, match=os.strerror(code)) as failed:
        atomic.save(str(file), NEW)
    assert not isinstance(failed.value, atomic.UnsyncedError)
    assert file.read_bytes() == OLD
    assert file.stat().st_ino == before.st_ino
    assert [path.name for path in file.parent.iterdir()] == ["file.json"]
    monkeypatch.undo()
    atomic.save(str(file), NEW)
    assert file.read_bytes() == NEW


def test_a_disk_that_fills_up_in_the_middle_leaves_the_old_content(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:3]))
    calls = failing(monkeypatch, "write", errno.ENOSPC, at=3)
    with pytest.raises(OSError, match="No space"):
        atomic.save(str(file), NEW)
    assert calls == [3]
    assert file.read_bytes() == OLD


def test_what_is_written_in_small_pieces_is_written_whole(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:1]))
    atomic.save(str(file), NEW)
    assert file.read_bytes() == NEW


@pytest.mark.parametrize(("name", "at"), [("fsync", 2), ("open", 2)])
def test_when_only_the_folder_is_not_synced_the_new_content_is_there_and_named(name: str, at: int, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, name, errno.EIO, at=at)
    with pytest.raises(atomic.UnsyncedError) as failed:
        atomic.save(str(file), NEW)
    assert (failed.value.path, failed.value.identity) == (str(file), atomic.identity(str(file)))
    assert failed.value.errno == errno.EIO
    assert file.read_bytes() == NEW
    assert [path.name for path in file.parent.iterdir()] == ["file.json"]


def test_an_interrupted_save_leaves_nothing_behind(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        atomic.save(str(file), NEW)
    assert [path.name for path in file.parent.iterdir()] == ["file.json"]


def test_many_are_saved_as_one_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    files = [(str(tmp_path / "ab"[number % 2] / f"{number}.json"), b"%d" % number) for number in range(20)]
    Path(files[3][0]).write_bytes(OLD)
    Path(f"{files[5][0]}.{os.getpid()}.part").write_bytes(OLD)  # of a try that failed
    steps: list[str] = []

    def told(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*words: Any) -> Any:
            steps.append(name)
            return real(*words)

        return step

    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, told(name, getattr(os, name)))
    found = atomic.save_many(files)
    assert [(path, Path(path).read_bytes()) for path, _ in files] == files
    assert found == [atomic.identity(path) for path, _ in files]
    assert {path.name for path in tmp_path.rglob("*.*")} == {os.path.basename(path) for path, _ in files}
    assert steps == ["fsync"] * 20 + ["replace"] * 20 + ["fsync"] * 2


@pytest.mark.parametrize(("name", "at"), [("fsync", 7), ("open", 3), ("write", 5)])
def test_of_many_none_has_its_place_before_all_are_on_the_disk(name: str, at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [(str(tmp_path / f"{number}.json"), NEW) for number in range(20)]
    Path(files[0][0]).write_bytes(OLD)
    failing(monkeypatch, name, errno.ENOSPC, at=at)
    with pytest.raises(OSError, match="No space left"):
        atomic.save_many(files)
    monkeypatch.undo()
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [OLD]
    assert len(atomic.save_many(files)) == 20


def test_each_try_writes_a_new_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    real = os.replace

    def fail(old: str, new: str) -> None:
        written.append(os.stat(old).st_ino)
        os.link(old, f"{file}.{len(written)}")  # its number is not given away again
        if len(written) < 3:
            raise OSError(errno.EIO, "no")
        real(old, new)

    monkeypatch.setattr(os, "replace", fail)
    for _ in range(2):
        with pytest.raises(OSError, match="no"):
            atomic.save(str(file), NEW)
    atomic.save(str(file), NEW)
    assert len(set(written)) == 3


@pytest.mark.usefixtures("_no_umask")
def test_what_is_saved_is_for_the_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "c"
    atomic.make_folder(str(folder))
    atomic.save(str(folder / "file"), NEW)
    with locked(str(folder / ".lock")):
        pass
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "a").rglob("*")}
    assert modes == {"b": 0o700, "c": 0o700, "file": 0o600, ".lock": 0o600}
    atomic.make_folder(str(folder))
    atomic.make_folder("")


def test_a_folder_that_cannot_be_called_so_leaves_nothing_half_made(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="name too long"):
        atomic.make_folder(str(tmp_path / ("y/" * 3000)))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_below_a_file_is_none(file: Path) -> None:
    with pytest.raises(FileExistsError if os.name == "nt" else NotADirectoryError):
        atomic.make_folder(str(file / "a" / "b"))


def test_a_file_of_wide_mode_becomes_narrow(file: Path) -> None:
    file.chmod(0o666)
    planted = file.with_name(f"file.json.{os.getpid()}.part")
    planted.write_bytes(b"x")
    planted.chmod(0o666)
    atomic.save(str(file), NEW)
    assert file.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("dangling", [True, False])
def test_a_link_in_the_way_is_replaced_not_followed(file: Path, *, dangling: bool) -> None:
    victim = file.with_name("victim")
    if not dangling:
        victim.write_bytes(b"untouched")
    for name in ("file.json", f"file.json.{os.getpid()}.part"):
        file.with_name(name).unlink(missing_ok=True)
        file.with_name(name).symlink_to(victim)
    atomic.save(str(file), NEW)
    assert file.read_bytes() == NEW
    assert not file.is_symlink()
    assert victim.exists() != dangling
    assert dangling or victim.read_bytes() == b"untouched"


def test_a_lock_is_not_taken_through_a_link(tmp_path: Path) -> None:
    (tmp_path / ".lock").symlink_to(tmp_path / "victim")
    with pytest.raises(OSError), locked(str(tmp_path / ".lock")):  # noqa: PT011 (systems word it differently)
        pass
    assert not (tmp_path / "victim").exists()


def test_identity_tells_versions_apart(file: Path) -> None:
    first = atomic.identity(str(file))
    second = atomic.save(str(file), NEW)
    assert first != second == atomic.identity(str(file))
    assert atomic.identity(str(file) + "x") is None


def test_moving_survives_a_disk_that_does_not_confirm_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failing(monkeypatch, "fsync", errno.EIO)
    atomic.move(str(file), f"{file}.moved")
    assert Path(f"{file}.moved").read_bytes() == OLD
    failing(monkeypatch, "replace", errno.EIO)
    with pytest.raises(OSError, match="Input/output"):
        atomic.move(f"{file}.moved", str(file))


def test_a_folder_that_another_program_makes_meanwhile_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.mkdir

    def mkdir(path: str, mode: int) -> None:
        real(path, mode)
        raise FileExistsError(path)

    monkeypatch.setattr(os, "mkdir", mkdir)
    atomic.make_folder(str(tmp_path / "new"))
    assert (tmp_path / "new").is_dir()


def test_windows_has_no_folders_to_sync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = failing(monkeypatch, "fsync", errno.EIO)
    monkeypatch.setattr(os, "name", "nt")
    atomic.sync_folder(str(tmp_path))
    assert calls == [0]


# ---- reading


def test_a_file_is_read_up_to_its_limit(file: Path) -> None:
    assert atomic.read(str(file), len(OLD)) == OLD
    with pytest.raises(InputError, match="larger than 10 bytes"):
        atomic.read(str(file), 10)


def test_a_file_that_grows_while_it_is_read_is_too_large(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "read", lambda _, size: b"x" * min(size, 4))
    with pytest.raises(InputError, match="larger"):
        atomic.read(str(file), 100)


def _special(path: Path, kind: str) -> None:
    make: dict[str, Callable[[], object]] = {
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "link": lambda: path.symlink_to(path.with_name("file.json")),
        "dangling": lambda: path.symlink_to("nowhere"),
        "loop": lambda: path.symlink_to(path.name),
        "device": lambda: path.symlink_to("/dev/zero"),
    }
    make[kind]()


@pytest.mark.parametrize("kind", ["folder", "pipe", "link", "dangling", "loop", "device"])
def test_what_is_no_file_is_named_and_never_opened(kind: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file.with_name("other.json")
    _special(path, kind)
    calls = failing(monkeypatch, "open", errno.EIO)
    with pytest.raises(InputError, match=r"a link|not a regular file"):
        atomic.read(str(path), 100)
    assert calls == [0]


def test_what_became_a_link_between_two_looks_is_not_followed(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = file.with_name("link")
    link.symlink_to(file)
    monkeypatch.setattr(os, "lstat", os.stat)  # it was a file a moment ago
    with pytest.raises(OSError):  # noqa: PT011 (systems word it differently)
        atomic.read(str(link), 100)


def test_what_became_a_pipe_between_two_looks_is_not_waited_for(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    regular = os.lstat(file)
    pipe = file.with_name("pipe.json")
    os.mkfifo(pipe)
    monkeypatch.setattr(os, "lstat", lambda _: regular)
    with pytest.raises(InputError, match="not a regular file"):
        atomic.read(str(pipe), 100)


# ---- the lock

HOLDER = """
import sys
from nextcall.storage.lock import locked
with locked(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_keeps_another_program_out_and_dies_with_its_holder(tmp_path: Path) -> None:
    path = str(tmp_path / ".lock")
    with subprocess.Popen([sys.executable, "-c", HOLDER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        taken = threading.Event()

        def take() -> None:
            with locked(path):
                taken.set()

        waiting = threading.Thread(target=take)
        waiting.start()
        assert not taken.wait(0.2)
        holder.kill()
        assert taken.wait(60)
        waiting.join()


def test_a_lock_is_given_back_when_its_block_fails(tmp_path: Path) -> None:
    path = str(tmp_path / ".lock")
    for _ in range(2):
        with pytest.raises(ValueError, match="oops"), locked(path):
            raise ValueError("oops")
