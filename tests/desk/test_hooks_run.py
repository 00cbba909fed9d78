"""Hooks that work, and hooks that do not: run for real, with a patience that the test chooses."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nextcall.desk.hooks import runner
from nextcall.desk.hooks.spool import Spool
from nextcall.errors import StorageError
from nextcall.storage.lock import locked

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the programs here are those of Unix")

SESSION, LIMIT = "20261121T140000Z-7f3a", 60.0
KEEP = "import sys; open(sys.argv[1], 'a').write(sys.stdin.read())"


class Place:
    """A cache and a configuration, and what hooks left."""

    def __init__(self, folder: Path) -> None:
        self.cache, self.config, self.out = str(folder / "cache"), folder / "config.toml", folder / "out"
        self.spool = Spool(self.cache)
        self.spool.make()
        self.config.write_text("")

    def hook(self, *words: str, name: str = "tag") -> None:
        self.config.write_text(f"[hooks]\n{name} = {json.dumps(list(words))}\n")

    def keeping(self, name: str = "tag") -> None:
        """A hook that keeps what it is told."""
        self.hook(sys.executable, "-c", KEEP, str(self.out), name=name)

    def wait(self, number: int, hook: str = "tag", session: str = SESSION) -> None:
        self.spool.put(number, session, hook, json.dumps({"n": number}).encode() + b"\n")

    def run(self, wait: runner.Wait = lambda process: process.wait(LIMIT), **environ: str) -> None:
        runner.run(str(self.config), self.cache, environ, wait)

    def told(self) -> list[int]:
        return [json.loads(row)["n"] for row in self.out.read_text().splitlines()] if self.out.exists() else []

    def files(self) -> list[str]:
        return sorted(name.partition("-")[0] for name in os.listdir(self.spool.folder))


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def too_long(process: "subprocess.Popen[bytes]") -> int:
    """The patience is over at once."""
    raise subprocess.TimeoutExpired(process.args, 0)


def test_each_is_told_once_in_order(place: Place) -> None:
    place.keeping()
    for number in (3, 1, 2):
        place.wait(number)
    place.run()
    place.run()
    assert place.told() == [1, 2, 3]
    assert place.files() == ["known", "lock"]
    assert place.spool.troubles() == []


def test_without_a_hook_nothing_is_left(place: Place) -> None:
    place.keeping(name="pause")
    place.wait(1)
    place.run()
    assert place.told() == []
    assert place.files() == ["known", "lock"]


def fails(place: Place, said: str, wait: runner.Wait = lambda process: process.wait(LIMIT)) -> None:
    """Twice wrong is once told; and what comes later is not held up."""
    for number in (1, 2):
        place.wait(number)
    place.run(wait)
    assert place.spool.troubles() == [said]
    place.wait(3)
    place.run(wait)
    assert place.spool.troubles() == []
    place.wait(4, session="20261122T140000Z-0000")
    place.run(wait)
    assert place.spool.troubles() == [said]
    place.keeping()
    place.wait(5)
    place.run()
    assert place.told() == [5]


def test_one_that_fails(place: Place) -> None:
    place.hook("sh", "-c", "exit 3")
    fails(place, "The tag hook ended with code 3.")


def test_one_that_is_killed(place: Place) -> None:
    place.hook("sh", "-c", "kill -9 $$")
    fails(place, "The tag hook was ended by signal 9.")


def test_one_that_is_not_there(place: Place) -> None:
    place.hook("no-such-program-anywhere")
    fails(place, "The tag hook is not there: no-such-program-anywhere.")


def test_one_that_may_not_be_run(place: Place, tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("text")
    place.hook(str(tmp_path / "plain"))
    fails(place, "The tag hook cannot be run: Permission denied.")


def test_one_that_is_slow(place: Place) -> None:
    place.hook("sleep", "3600")
    fails(place, "The tag hook took longer than 5 s and was ended.", too_long)


def test_the_limit_is_five_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[float] = []

    def wait(_: object, timeout: float) -> int:
        seen.append(timeout)
        return 0

    monkeypatch.setattr(subprocess.Popen, "wait", wait)
    runner._wait(subprocess.Popen.__new__(subprocess.Popen))
    assert seen == [5.0]


def test_a_slow_one_takes_its_children_with_it(place: Place, tmp_path: Path) -> None:
    """The whole group is ended, a child that ignores what it is told too."""
    child = tmp_path / "child"
    place.hook("sh", "-c", f"(trap '' TERM HUP INT; sh -c 'echo $PPID > {child}.part; mv {child}.part {child}; exec sleep 3600'; sleep 3600) & wait")

    def once_there_is_a_child(process: "subprocess.Popen[bytes]") -> int:
        until(child.exists)
        return too_long(process)

    place.wait(1)
    place.run(once_there_is_a_child)
    number = int(child.read_text())
    until(lambda: gone(number))


def until(reached: Callable[[], bool]) -> None:
    end = time.perf_counter() + LIMIT
    while not reached():
        assert time.perf_counter() < end
        time.sleep(0.01)


def gone(number: int) -> bool:
    """Whether a process is no more than an entry that nobody has asked for."""
    try:
        os.kill(number, 0)
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] if Path("/proc").exists() else ""
    except (ProcessLookupError, FileNotFoundError):
        return True
    return state in {"Z", "X"}


def test_one_that_floods(place: Place) -> None:
    """What a hook prints goes nowhere: it can fill no pipe and no terminal."""
    place.hook("sh", "-c", "head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2")
    place.wait(1)
    place.run()
    assert place.spool.troubles() == []


def test_one_that_does_not_listen(place: Place) -> None:
    place.hook("true")
    place.spool.put(1, SESSION, "tag", b"x" * 5_000_000)
    place.run()
    assert place.spool.troubles() == []


@pytest.mark.parametrize("word", ["; touch X", "$(touch X)", "`touch X`", "-rf", "*", "a b", "%s", "'", '"'])
def test_an_argument_is_an_argument(place: Place, tmp_path: Path, word: str) -> None:
    place.hook(sys.executable, "-c", "import sys, json, os; open(sys.argv[1], 'w').write(json.dumps([sys.argv[2:], os.getcwd(), os.getsid(0) == os.getpid()]))", str(tmp_path / "seen"), word)
    place.wait(1)
    place.run()
    said, folder, alone = json.loads((tmp_path / "seen").read_text())
    assert (said, alone) == ([word], True)
    assert os.path.realpath(folder) == os.path.realpath(os.path.expanduser("~"))
    assert not Path(folder, "X").exists()


def test_too_many_at_once(place: Place) -> None:
    place.keeping()
    for number in range(1, 131):
        place.wait(number)
    place.run()
    assert place.told() == list(range(31, 131))
    assert place.spool.troubles() == ["More than 100 events waited for a hook; the oldest were dropped."]


def test_one_process_at_a_time(place: Place) -> None:
    place.keeping()
    place.wait(1)
    with locked(place.spool.lock):
        place.run()
        assert place.told() == []
    place.run()
    assert place.told() == [1]


def test_what_comes_while_one_runs(place: Place) -> None:
    place.keeping()
    place.wait(1)

    def and_another(process: "subprocess.Popen[bytes]") -> int:
        if len(place.told()) < 3:
            place.wait(len(place.told()) + 10)
        return process.wait(LIMIT)

    place.run(and_another)
    assert place.told()[0] == 1
    assert len(place.told()) >= 3


def test_a_configuration_with_mistakes(place: Place) -> None:
    place.config.write_text("[hooks]\ntag = 'a line for a shell'\n")
    place.wait(1)
    place.run()
    assert place.spool.troubles() == ["The tag hook was not run: the configuration has mistakes, nextcall config check names them."]
    assert place.files() == ["lock", "said"]


def test_which_hooks_there_are_is_known_until_the_file_changes(place: Place) -> None:
    config = str(place.config)
    assert place.spool.known(config) is None
    place.keeping()
    place.wait(1)
    place.run()
    assert place.spool.known(config) == frozenset(("tag",))
    place.config.write_text("[ui]\nclock = '12h'\n")
    assert place.spool.known(config) is None
    place.wait(2)
    place.run()
    assert place.spool.known(config) == frozenset()
    place.config.unlink()
    assert place.spool.known(config) is None


def test_a_hook_of_a_variable_is_not_what_the_file_says(place: Place) -> None:
    place.wait(1)
    words = json.dumps([sys.executable, "-c", KEEP, str(place.out)])
    place.run(NEXTCALL_HOOKS_TAG=words)
    assert place.told() == [1]
    assert place.spool.known(str(place.config)) is None


def test_a_folder_that_others_can_write_to(place: Place) -> None:
    place.keeping()
    place.wait(1)
    os.chmod(place.spool.folder, 0o777)  # noqa: S103 (the fault)
    with pytest.raises(StorageError):
        place.run()
    assert place.told() == []


def test_a_link_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "cache" / "hooks").symlink_to(tmp_path / "other")
    with pytest.raises(StorageError):
        Spool(str(tmp_path / "cache")).make()


def test_strangers_in_the_folder_stop_nobody(place: Place) -> None:
    """What lies there and is none of the program's is not waited for, not followed, and costs no event its turn."""
    folder = Path(place.spool.folder)
    for name in ("event-", "event-x.part", "event-1-x.part", f"event-1-{'9' * 30}.part", "trouble-", "known"):
        (folder / name).write_bytes(b"\xff\x1b[2J")
    os.mkfifo(folder / f"event-00000000000000-0000001-000001.{SESSION}.tag")
    (folder / f"event-00000000000000-0000001-000002.{SESSION}.tag").symlink_to("/dev/zero")
    os.mkfifo(folder / "trouble-x.tag")
    place.keeping()
    place.wait(1)
    place.run()
    assert place.told() == [1]
    assert all(sentence.isprintable() for sentence in place.spool.troubles())
    (folder / "known").unlink()
    os.mkfifo(folder / "known")
    assert place.spool.known(str(place.config)) is None


def test_all_is_for_the_user_alone(place: Place) -> None:
    place.hook("false")
    place.wait(1)
    [event] = place.spool.waiting()
    paths: list[Any] = [event.path, place.spool.folder]
    place.run()
    place.spool.troubles()
    for path in (paths[1], *(os.path.join(paths[1], name) for name in os.listdir(paths[1]))):
        assert os.stat(path).st_mode & 0o077 == 0
    assert not os.path.exists(paths[0])


def test_what_a_killed_program_left_half_written_is_taken_away(place: Place) -> None:
    dead = subprocess.Popen(["true"])
    dead.wait()
    for number in (dead.pid, os.getpid()):
        Path(place.spool.folder, f"event-00000000000001-{number:07d}-000001.{SESSION}.tag.part").write_text("Ann")
    place.keeping()
    place.wait(1)
    place.run()
    assert place.told() == [1]
    assert [name for name in os.listdir(place.spool.folder) if name.endswith(".part")] == [f"event-00000000000001-{os.getpid():07d}-000001.{SESSION}.tag.part"]
