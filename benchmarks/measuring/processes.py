"""Programs from outside: what they cost in processor time, wakeups and memory, as the kernel counts."""

import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from typing import NamedTuple

now = time.perf_counter
PATIENCE = 600.0
"""Seconds that a command may take."""
_WEIGHS = """
import os, sys
silent = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
_, status, usage = os.wait4(os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=silent), 0)
print(usage.ru_maxrss)
sys.exit(status != 0)
"""
_TICKS = os.sysconf("SC_CLK_TCK")


class Cost(NamedTuple):
    """What a command took."""

    wall: float
    """Seconds from its start to its end."""
    cpu: float
    """Seconds of processor time, with that of its own children."""
    output: int
    """Bytes printed."""


class FailedError(Exception):
    """A program did not do what it was started for."""


def spawn(argv: Sequence[str], environ: Mapping[str, str], actions: Sequence[tuple[object, ...]], *, session: bool = False) -> int:
    """Start a program, which costs the same however large this process is; its number.

    Raises `FailedError` where there is no such program.
    """
    path = shutil.which(argv[0], path=environ.get("PATH"))
    if path is None:
        raise FailedError(f"{argv[0]}: not found")
    return os.posix_spawn(path, list(argv), environ, file_actions=actions, setsid=session)


def run(argv: Sequence[str], environ: Mapping[str, str]) -> Cost:
    """Run a command to its end, its output thrown away as it is read. Raises `FailedError` where it fails."""
    reading, writing = os.pipe()
    actions = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), (os.POSIX_SPAWN_DUP2, writing, 1), (os.POSIX_SPAWN_DUP2, writing, 2)]
    began = now()
    process = spawn(argv, environ, actions)
    os.close(writing)
    size, last = 0, b""
    while select.select([reading], [], [], max(0.0, began + PATIENCE - now()))[0] and (data := os.read(reading, 1 << 16)):
        size, last = size + len(data), data
    os.close(reading)
    if now() - began >= PATIENCE:
        os.kill(process, 9)
    _, status, usage = os.wait4(process, 0)
    wall = now() - began
    if code := os.waitstatus_to_exitcode(status):
        raise FailedError(f"{' '.join(argv)}: exit {code}: {last[-500:].decode(errors='replace')}")
    return Cost(wall, usage.ru_utime + usage.ru_stime, size)


def most_memory(argv: Sequence[str], environ: Mapping[str, str]) -> float:
    """Megabytes that a command had at most at once: its largest process. Raises `FailedError` where it fails.

    A program begins with the size of the one that started it, as the kernel counts; so a small one does.
    """
    done = subprocess.run([sys.executable, "-S", "-c", _WEIGHS, *argv], env=dict(environ), capture_output=True, text=True, check=False, timeout=PATIENCE)
    if done.returncode:
        raise FailedError(f"{' '.join(argv)}: {done.stderr[-500:]}")
    return int(done.stdout) / 1024


def children(process: int) -> list[int]:
    """A process and all that came of it and is still there."""
    below: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit() and (fields := _stat(int(name))):
            below.setdefault(int(fields[1]), []).append(int(name))
    found, left = [], [process]
    while left:
        found.append(left.pop())
        left += below.get(found[-1], [])
    return found


def cpu(processes: Sequence[int]) -> float:
    """Seconds of processor time that processes have used, and children of theirs that have ended."""
    total = 0.0
    for process in processes:
        if fields := _stat(process):
            total += time.clock_gettime((~process << 3) | 2)  # the kernel's clock of another process, in nanoseconds
            total += (int(fields[13]) + int(fields[14])) / _TICKS
    return total


def wakeups(processes: Sequence[int]) -> int:
    """How often threads of processes gave the processor up of themselves, and so were woken."""
    total = 0
    for process in processes:
        for thread in _names(f"/proc/{process}/task"):
            total += _field(f"/proc/{process}/task/{thread}/status", "voluntary_ctxt_switches")
    return total


def memory(processes: Sequence[int]) -> float:
    """Megabytes that processes had at most, each at its own moment."""
    return sum(_field(f"/proc/{process}/status", "VmHWM") for process in processes) / 1024


def _stat(process: int) -> list[str]:
    return _read(f"/proc/{process}/stat").rpartition(")")[2].split()


def _field(path: str, name: str) -> int:
    _, found, rest = _read(path).partition(f"\n{name}:")
    return int(rest.split(maxsplit=1)[0]) if found else 0


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:  # it has ended
        return []


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:  # it has ended
        return ""
