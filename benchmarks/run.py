"""How quick nextcall is, as ratios to a bare Textual app and to a bare Python in the same run.

    python benchmarks/run.py [--rounds 11] [--keys 30] [--idle 10] [--json FILE]

Runs on Linux, with the Python of the environment that nextcall is installed in. Times of two runs cannot be
compared, nor those of two machines: each figure is the median of the ratios inside the rounds. The second
run of the bare app in each round shows how far a ratio is from 1 by chance. Nothing else should run meanwhile.
"""

import argparse
import fcntl
import json
import os
import random
import re
import resource
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from statistics import median, quantiles

import pyte

BARE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bare.py")
NEXTCALL = os.path.join(os.path.dirname(sys.executable), "nextcall")
FOREIGN = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\[[0-9;]*t")
Figures = dict[str, float]


def environ(home: str) -> dict[str, str]:
    """A plain terminal, and folders of our own."""
    own = {"TERM": "xterm-256color", "NEXTCALL_HOME": home, "HOME": home, "NEXTCALL_SESSION_REPEAT_GUARD_MS": "0"}
    return {name: value for name, value in os.environ.items() if not name.startswith(("NEXTCALL", "TEXTUAL", "PYTHONDONT"))} | own


class Screen:
    """A program on a pseudo-terminal."""

    def __init__(self, argv: list[str], home: str) -> None:
        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.screen = pyte.Screen(100, 30)
        self.stream = pyte.ByteStream(self.screen)
        self.began = time.perf_counter()
        self.process = subprocess.Popen(argv, stdin=slave, stdout=slave, stderr=slave, env=environ(home), start_new_session=True)
        os.close(slave)

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what was drawn; whether there was anything."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            self.stream.feed(FOREIGN.sub(b"", os.read(self.master, 65536)))
        except OSError:  # it has ended
            return False
        return True

    def until(self, pattern: str, since: float) -> float:
        """Seconds from `since` until the screen shows it."""
        while not re.search(pattern, "\n".join(self.screen.display)):
            if not self.read() and time.perf_counter() - since > 30:
                raise SystemExit("\n".join([f"The screen never came to {pattern}:", *self.screen.display]))
        return time.perf_counter() - since

    def press(self, key: str) -> float:
        """Type a key; returns when."""
        while self.read(0):  # what was still to be drawn is none of its doing
            pass
        now = time.perf_counter()
        os.write(self.master, key.encode())
        return now

    def cpu(self) -> float:
        """Seconds of processor time so far, of all its threads."""
        threads = f"/proc/{self.process.pid}/task"
        return sum(int(read(f"{threads}/{thread}/schedstat").split()[0]) for thread in os.listdir(threads)) / 1e9

    def memory(self) -> float:
        """Most megabytes at once."""
        return int(read(f"/proc/{self.process.pid}/status").partition("VmHWM:")[2].split()[0]) / 1024

    def leave(self) -> float:
        """Seconds from the key to the end."""
        since = self.press("\x11")
        while self.process.poll() is None:
            self.read(0.001)
        os.close(self.master)
        return time.perf_counter() - since


def read(path: str) -> str:
    """A file's text."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def version(path: str) -> int:
    """Which version of a file there is: each save makes a new one."""
    return os.stat(path).st_ino if os.path.exists(path) else 0


def screens(argv: list[str], ready: str, file: str, home: str, options: argparse.Namespace) -> Figures:
    """One run of a program with a screen."""
    screen = Screen(argv, home)
    found: Figures = {"start, wall": screen.until(ready, screen.began)}
    found["start, CPU"] = screen.cpu()
    if "Power hour" in ready:
        screen.until("saved", screen.press("\r"))
    while screen.read(0.3):
        pass
    painted, saved, busy = [], [], screen.cpu()
    for number in range(1, options.keys + 1):
        before, since = version(file), screen.press("nv"[number % 2])
        if before and number % 2:  # either the file is watched or the screen: watching one delays the other
            while version(file) == before:
                pass
            saved.append(time.perf_counter() - since)
        took = screen.until(rf"\bcalls\s+{number}\b", since)
        painted += [] if before and number % 2 else [took]
        time.sleep(0.02)
    found["a key, CPU"] = (screen.cpu() - busy) / options.keys
    for name, times in (("key to paint", painted), ("key to disk", saved)):
        if times:
            found[f"{name}, p50"], found[f"{name}, p95"] = median(times), quantiles(times, n=20)[-1]
    busy, end = screen.cpu(), time.perf_counter() + options.idle
    while time.perf_counter() < end:
        screen.read(0.2)
    found["idle, CPU a second"] = (screen.cpu() - busy) / options.idle
    return found | {"memory, MB": screen.memory(), "leaving": screen.leave()}


def command(argv: list[str], home: str) -> tuple[float, float]:
    """Wall and processor seconds of a command."""
    before, since = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(argv, env=environ(home), stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - since, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def commands(home: str) -> dict[str, Figures]:
    """The commands that a status bar and a button pad call, beside a Python that does nothing."""
    subprocess.run([NEXTCALL, "start", "--headless"], env=environ(home), stdout=subprocess.DEVNULL, check=True)
    argvs = {"python": [sys.executable, "-c", "pass"], "status": [NEXTCALL, "status"], "tag": [NEXTCALL, "tag", "n"]}
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in argvs}
    for _ in range(10):
        for name in random.sample(list(argvs), len(argvs)):
            taken[name].append(command(argvs[name], home))
    return {name: {"wall": median(wall for wall, _ in all_), "CPU": median(cpu for _, cpu in all_)} for name, all_ in taken.items()}


def one_round(options: argparse.Namespace) -> dict[str, Figures]:
    """Every program once, in any order."""
    bare = [sys.executable, BARE]
    found = {}
    for name in random.sample(["bare", "again", "saving", "nextcall"], 4):
        with tempfile.TemporaryDirectory() as home:
            if name == "nextcall":
                found[name] = screens([NEXTCALL], r"Power hour .*60 min", f"{home}/data/current.json", home, options)
            else:
                file = f"{home}/saved.json"
                found[name] = screens([*bare, file] if name == "saving" else bare, "calls 0", file, home, options)
    with tempfile.TemporaryDirectory() as home:
        return found | commands(home)


def row(rounds: list[dict[str, Figures]], name: str, what: str, floor: str) -> str:
    """The medians, and the median of the ratios in each round."""
    values = [median(round_[program][what] for round_ in rounds) for program in (floor, name)]
    ratio = median(round_[name][what] / round_[floor][what] for round_ in rounds)
    by_chance = median(round_["again"][what] / round_["bare"][what] for round_ in rounds) if floor == "bare" else None
    label = what if name == "nextcall" else f"{name}, {what}"
    return f"{label:24}{values[0]:12.4f}{values[1]:12.4f}{ratio:8.2f}" + (f"{by_chance:11.2f}" if by_chance else "")


def main() -> None:
    """Measure, print a table, write the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name, default in (("rounds", 11), ("keys", 30), ("idle", 10)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--json", default="benchmarks.json", help="where the figures of every round go")
    options = parser.parse_args()
    one_round(argparse.Namespace(keys=6, idle=1))  # everything is compiled and in memory then
    rounds = []
    for number in range(options.rounds):
        rounds.append(one_round(options))
        print(f"round {number + 1} of {options.rounds}", file=sys.stderr)
    print(f"{'':24}{'floor':>12}{'nextcall':>12}{'ratio':>8}{'by chance':>11}")
    for what in rounds[0]["nextcall"]:
        print(row(rounds, "nextcall", what, "saving" if "disk" in what else "bare"))
    for name in ("status", "tag"):
        print(row(rounds, name, "wall", "python"), row(rounds, name, "CPU", "python"), sep="\n")
    with open(options.json, "w", encoding="utf-8") as file:
        json.dump(rounds, file, indent=1)


if __name__ == "__main__":
    main()
