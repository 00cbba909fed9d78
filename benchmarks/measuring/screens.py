"""Programs with a screen, alive at the same time: started in turn, pressed in turn, idle side by side."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from random import Random
from typing import NamedTuple

from measuring import processes
from measuring.processes import FailedError, now
from measuring.samples import Round, Sample
from measuring.terminal import Terminal

_QUIET, _SHORT = 0.3, 0.12
LEAVE = "\x11"
_DICE = Random(1)  # noqa: S311 (not a secret)


class Keys(NamedTuple):
    """Keys that are pressed again and again, and what shows that one has done its work."""

    name: str
    keys: Sequence[str]
    """Pressed in turn."""
    shown: Sequence[str]
    """A regular expression each; `{i}` is the number of the press."""
    times: int = 30
    warm: int = 2
    """The first presses, which are not counted."""
    of: int = 1
    """Only every so many are counted: the others lead back."""
    pause: float = 0.15
    """Seconds after each, half as much more or less."""
    first: int = 1
    """The number of the first press."""


class Program(NamedTuple):
    """A program to be measured."""

    name: str
    argv: Sequence[str]
    environ: Mapping[str, str]
    ready: str
    """Shows that its first screen is there."""
    begin: Sequence[str] = ()
    """Pressed before the keys, one after the other."""
    reached: str = ""
    """What the screen shows after that."""
    keys: Keys | None = None
    file: str | None = None
    """Changes at each key."""
    pause: Sequence[str] = ()
    """Pressed before a last rest."""


class Running:
    """A program under way, and what has been measured of it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.sample: Sample = {}
        self.answer = 0.0
        self.terminal = Terminal(program.argv, program.environ)
        ready = re.compile(program.ready, re.MULTILINE)
        self.sample["start"] = [self.terminal.until(lambda: bool(ready.search(self.terminal.text()))) - self.terminal.began]
        self.terminal.wait(5, _QUIET)
        self.pids = processes.children(self.terminal.process)
        self.sample["start cpu"] = [processes.cpu(self.pids)]

    def begin(self) -> None:
        """Press what is pressed before the keys."""
        for key in self.program.begin:
            self.terminal.press(key)
            self.terminal.wait(3, _SHORT)
        if self.program.reached:
            reached = re.compile(self.program.reached, re.MULTILINE)
            self.terminal.until(lambda: bool(reached.search(self.terminal.text())), 120)
            self.terminal.wait(3, _SHORT)

    def presses(self) -> Iterator[None]:
        """Press the keys, one a step."""
        keys = self.program.keys
        if keys is None:
            return
        self.pids = processes.children(self.terminal.process)
        for turn in range(keys.warm + keys.times):
            before = processes.cpu(self.pids)
            took, saved = self._press(keys, turn)
            self.terminal.wait(keys.pause * _DICE.uniform(0.5, 1.5))
            if turn >= keys.warm and not turn % keys.of:
                self.add(keys.name, took)
                self.add(f"{keys.name} answer", self.answer)
                self.add(f"{keys.name} cpu", processes.cpu(self.pids) - before)
                if saved is not None:
                    self.add(f"{keys.name} saved", saved)
            yield

    def _press(self, keys: Keys, turn: int) -> tuple[float, float | None]:
        """Seconds to the screen and to the disk."""
        number = turn + keys.first
        shown = re.compile(keys.shown[turn % len(keys.shown)].replace("{i}", str(number)), re.MULTILINE)

        def there() -> bool:
            return bool(shown.search(self.terminal.text()))

        if there():
            raise FailedError(f"{self.program.name}: '{shown.pattern}' stands there before the key:\n{self.terminal.text()}")
        watch = _Watch(self.program.file, number) if self.program.file else None
        at = self.terminal.press(keys.keys[turn % len(keys.keys)])
        painted = self.terminal.until(there, 20, watch)
        self.answer = self.terminal.answered - at
        return painted - at, watch.seen - at if watch else None

    def add(self, name: str, value: float) -> None:
        """Note a measurement."""
        self.sample.setdefault(name, []).append(value)

    def end(self) -> None:
        """Note what it needed at most, and leave."""
        if self.program.file:
            self.sample["file"] = [os.stat(self.program.file).st_size]
        self.sample["memory"] = [processes.memory(processes.children(self.terminal.process))]
        self.sample["leave"] = [self.terminal.leave(LEAVE)]


class _Watch:
    """Whether the file has what a key brought, and since when."""

    def __init__(self, path: str, number: int) -> None:
        self._path = path
        self._before = self._version()
        self._found = re.compile(rb'"(?:n|calls)": ?%d,' % number)
        self.seen = 0.0

    def _version(self) -> int:
        try:
            return os.stat(self._path).st_ino
        except OSError:
            return 0

    def __call__(self) -> bool:
        if not self.seen and self._version() != self._before:
            with open(self._path, "rb") as file:
                if self._found.search(file.read()):
                    self.seen = now()
        return bool(self.seen)


@contextmanager
def alive(programs: Sequence[Program]) -> Iterator[list[Running]]:
    """Programs, started in turn; all of them have ended afterwards."""
    running: list[Running] = []
    try:
        for program in programs:
            running.append(Running(program))  # noqa: PERF401 (what has been started is ended, whatever comes)
        yield running
    finally:
        for one in running:
            one.terminal.close()


def rest(running: Sequence[Running], name: str, seconds: float) -> None:
    """Do nothing for a time, and note what each program does meanwhile: all of it a second."""
    running[0].terminal.wait(1)
    began, before = now(), []
    for one in running:
        one.pids = processes.children(one.terminal.process)
        before.append((processes.cpu(one.pids), processes.wakeups(one.pids)))
        one.terminal.forget()
    running[0].terminal.wait(seconds)
    for one, (cpu, woken) in zip(running, before, strict=True):
        passed = now() - began
        one.add(f"{name} cpu", (processes.cpu(one.pids) - cpu) / passed)
        one.add(f"{name} wakeups", (processes.wakeups(one.pids) - woken) / passed)
        one.add(f"{name} bytes", one.terminal.written / passed)
        if one.terminal.longest:
            one.add(f"{name} silence", one.terminal.longest)


def press_in_turn(running: Sequence[Running]) -> None:
    """Each program a key, then each the next."""
    going = [one.presses() for one in running]
    while going:
        going = [one for one in going if next(one, one) is not one]


def together(programs: Sequence[Program], *, resting: float = 0) -> Round:
    """One round: start, a rest at home, keys, a rest, a pause where there is one, the end. Raises `FailedError`."""
    with alive(programs) as running:
        if resting:
            rest(running, "home", resting / 2)
        for one in running:
            one.begin()
        press_in_turn(running)
        if resting:
            rest(running, "running", resting)
            for one in running:
                for key in one.program.pause:
                    one.terminal.press(key)
                    one.terminal.wait(3, _SHORT)
            rest(running, "paused", resting / 2)
        for one in running:
            one.end()
        return {one.program.name: one.sample for one in running}
