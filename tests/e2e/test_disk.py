"""How a tag gets to disk, and who may read it there. What happens where it cannot get there is in `faults/disk.py`."""

import re
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from e2e.terminal import House, until

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
