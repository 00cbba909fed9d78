"""How a tag gets to disk, who may read it there, and what happens where it cannot get there."""

import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from e2e.sessions import is_whole
from e2e.terminal import House, Terminal, until

# ---- one save


def can_trace() -> bool:
    """Whether system calls can be watched here."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


traced = pytest.mark.skipif(not can_trace(), reason="watching system calls takes Linux, strace and the permission to use it")
STEPS = {
    r'openat\(.*current\.json\.\d+\.part", [^)]*O_CREAT\|O_EXCL[^)]*, 0600\)': "new file",
    r"write\(\d+<[^>]*current\.json\.\d+\.part>": "write",
    r"fsync\(\d+<[^>]*current\.json\.\d+\.part>\)": "fsync",
    r'rename\w*\(.*current\.json\.\d+\.part", .*current\.json"': "rename",
    r"fsync\(\d+<[^>]*/data>\)": "fsync of the folder",
    r"open\w*\(.*current\.json\", [^)]*O_(?:WRONLY|RDWR)": "written in place",
    r"f?truncate\(.*current\.json": "truncated",
    r"unlink\w*\(.*current\.json\"": "removed",
}
SAVE = ["new file", "write", "fsync", "rename", "fsync of the folder"]


def steps(folder: Path) -> list[str]:
    """What was done to the session's file, thread by thread."""
    found = []
    for log in sorted(folder.glob("trace.*")):
        for line in log.read_text(errors="replace").splitlines():
            if line.endswith(" = -1") or " = -1 " in line:
                continue
            found += [step for pattern, step in STEPS.items() if re.match(pattern, line)]
    return found


def watched(folder: Path) -> tuple[str, ...]:
    """What stands before a command whose dealings with files are to be watched."""
    calls = "trace=open,openat,creat,write,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,truncate,ftruncate"
    return ("strace", "-ff", "-y", "-qq", "-s", "256", "-e", calls, "-e", "signal=none", "-o", str(folder / "trace"))


@traced
def test_each_tag_is_a_complete_save(quick: House, tmp_path: Path) -> None:
    terminal = quick.terminal("start", through=watched(tmp_path)).shows("next call").shows("saved")
    until(quick.current.exists, "the file")
    for number, key in enumerate("nvxyh", 1):
        terminal.type(key).counts(number)
    terminal.kill()
    assert steps(tmp_path) == SAVE * 6


@traced
def test_so_is_one_from_the_shell(house: House, tmp_path: Path) -> None:
    house.run("start", "--headless")
    terminal = house.terminal("tag", "n", through=watched(tmp_path))
    assert terminal.exit() == 0
    assert steps(tmp_path) == SAVE


# ---- whose it is


def test_everything_is_for_the_user_alone(quick: House) -> None:
    terminal = quick.terminal(umask=0).shows("Power hour").type("\r").shows("next call").type("nx").counts(2)
    quick.run("config", "init", umask=0)
    open_ones = list(others_may(quick.home))
    terminal.type("q").shows("Helped").type("\x11")
    assert terminal.exit() == 0
    assert open_ones + list(others_may(quick.home)) == []
    names = {path.name for path in quick.home.rglob("*")}
    assert {"config.toml", "sessions", "status", ".lock"} <= names


def others_may(folder: Path) -> list[str]:
    """What is not 0600, or 0700 for a folder."""
    found = []
    for path in [folder, *folder.rglob("*")]:
        mode = stat.S_IMODE(path.lstat().st_mode)
        if mode != (0o700 if path.is_dir() else 0o600):
            found.append(f"{path.name}: {mode:o}")
    return found


WATCH = """
import os, sys
with open(os.environ["HOME"] + "/watched", "a") as file:
    file.write("program\\n")
def watch(event, found):
    if event.startswith("socket."):
        with open(os.environ["HOME"] + "/watched", "a") as file:
            file.write(f"{event} {[*map(str, found[1:])]}\\n")
sys.addaudithook(watch)
"""


def test_no_network(quick: House) -> None:
    """A pair of sockets for the program's own use is all; Python itself reports every other."""
    quick.at_the_start(WATCH)
    terminal = quick.terminal().shows("Power hour").type("\r").shows("next call").type("nx y").counts(3)
    quick.run("tag", "v")
    terminal.counts(4).type("q").shows("Helped").type("\x11")
    assert terminal.exit() == 0
    assert quick.run("show", "last").code == 0
    seen = (quick.user / "watched").read_text().splitlines()
    assert seen.count("program") >= 3
    own = f"socket.__new__ ['{socket.AF_UNIX:d}',"
    assert [line for line in seen if line != "program" and not line.startswith(own)] == []


# ---- where it cannot get there


def limit(terminal: Terminal, size: int) -> None:
    """Let no file of the program grow beyond that."""
    import resource

    if sys.platform == "linux":
        resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


limited = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can limit a program that runs already")


@limited
def test_no_room_for_a_while(quick: House) -> None:
    terminal = quick.terminal("start").shows("next call").type("nv").counts(2)
    before = quick.current.read_bytes()
    limit(terminal, 0)
    terminal.type("xy").shows("Not on disk: .*Trying again every second").shows("2 not on disk")
    assert terminal.count == 2  # what is counted is on disk
    assert quick.current.read_bytes() == before
    assert quick.run("status", "--json").json["calls"] == 2
    terminal.type("h").shows("3 not on disk")
    limit(terminal, 2**40)
    terminal.counts(5).shows_no_more("(?i)not on disk")
    assert quick.tagged() == ["no-answer", "voicemail", "no", "yes", "hung-up"]
    assert not list(quick.data.glob("*.part"))


@pytest.mark.parametrize("way", ["leaving", "a signal", "a closed window"])
def test_nothing_can_be_saved_until_the_end(quick: House, way: str) -> None:
    terminal = quick.terminal("start").shows("next call").type("nv").counts(2)
    quick.data.rename(quick.home / "gone")
    quick.data.write_text("a file in the folder's place\n")
    terminal.type("xy").shows("2 not on disk")
    if way == "a closed window":
        terminal.hang_up()
        assert terminal.process.wait(60) == 129
    else:
        if way == "leaving":
            terminal.type("\x11")
        else:
            terminal.signal(signal.SIGTERM)
        assert terminal.exit() == (1 if way == "leaving" else 143)
        assert terminal.left_on() == []
        printed = " ".join(terminal.printed().split())
        assert re.fullmatch(r"nextcall: not everything could be saved \(.+\)\. The session lies in (\S+)", printed)
        assert os.path.isfile(printed.rpartition(" ")[2])
    (rescued,) = quick.user.glob("nextcall-rescue-*.json")
    assert stat.S_IMODE(rescued.stat().st_mode) == 0o600
    session = whole(rescued)
    assert [call["outcome"] for call in session["calls"]] == ["no-answer", "voicemail", "no", "yes"]
    assert (session["ended_at"], session["title"]) == (None, "Power hour")

    quick.data.unlink()  # put in its place, it is as if nothing had happened
    (quick.home / "gone").rename(quick.data)
    rescued.rename(quick.current)
    assert quick.run("status", "--json").json["calls"] == 4
    assert (quick.run("undo").code, quick.tagged()) == (0, ["no-answer", "voicemail", "no"])


def whole(path: Path) -> Any:
    """A session's file that fits the schema."""
    session = json.loads(path.read_text())
    is_whole(session)
    return session


@limited
def test_not_even_a_place_to_rescue_to(quick: House) -> None:
    terminal = quick.terminal("start").shows("next call").type("nv").counts(2)
    limit(terminal, 0)
    terminal.type("x").shows("1 not on disk").type("\x11")
    assert (terminal.exit(), terminal.left_on()) == (1, [])
    assert "could not be rescued" in terminal.printed()
    assert quick.tagged() == ["no-answer", "voicemail"]
