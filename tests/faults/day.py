"""A long day: hours of one session, at the speed of the program, with its clocks moved and not waited for."""

import json
import os
import sys
import time
from datetime import datetime
from statistics import median
from typing import NamedTuple

from e2e.clocks import Clocks
from e2e.sessions import is_whole, moments
from e2e.terminal import Terminal, until
from faults.caller import KEYS
from faults.matrix import NotHereError, Round, fault

HOURS = {"half an hour": 0.5, "ten hours": 10.0}
CALLS_AN_HOUR = 60
GROWN = 2.5
"""What looks at all calls so far at each call costs ten times as much in the end; a busy machine draws a call in a picture more or less."""
SIZES = ((80, 24), (120, 40), (40, 12), (100, 30))
_CONFIG = '[session]\npreset = "day"\n\n[[preset]]\nid = "day"\ntitle = "Day"\nminutes = {minutes}\n'


class Spent(NamedTuple):
    """What one call took, in a terminal of 80 by 24. The two last depend on the machine: they are told, not judged."""

    drawn: int
    """Bytes sent to the terminal from the key that dials to the call counted."""
    writes: int
    """System calls that write, by all of its threads."""
    cpu: float
    """Seconds of a processor."""
    seen: float
    """Seconds from the key to the call counted on the screen, which is after it is on disk."""


class Day:
    """Somebody who calls from morning to night."""

    def __init__(self, one: Round, hours: float) -> None:
        self.one, self.dice = one, one.dice
        self.clocks = Clocks(one.house)
        one.house.configure(_CONFIG.format(minutes=round(hours * 60)))
        self.ahead = 0.0
        self.terminal: Terminal = one.house.terminal("start").shows("next call")
        self.pid = _program(self.terminal)
        self.typed: list[tuple[str, str, bool]] = []
        """Outcome, note, and whether it was dialled."""
        self.pauses: list[str] = []
        self.spent: list[Spent] = []
        self.memory: list[int] = []
        """Bytes in memory, after each twentieth of the calls."""

    def pass_time(self, seconds: float) -> None:
        """Let the clocks of the program go on by so much more."""
        self.ahead += seconds
        self.clocks.move(self.ahead, self.ahead)

    def call(self, number: int) -> None:
        """A call from beginning to end, and the time until the next one."""
        key = self.dice.choice(list(KEYS))
        note = f"call {number}: after lunch" if number % 5 == 0 else ""
        before = self._now()
        self.terminal.type(" ").shows("on the line")
        self.pass_time(self.dice.uniform(5, 40))
        if number % 3 == 0:
            self.terminal.type(" ").shows("wrap-up")
            self.pass_time(self.dice.uniform(1, 10))
        began = time.perf_counter()
        self.terminal.type(key).counts(number)
        seen = time.perf_counter() - began
        after = self._now()
        self.spent.append(Spent(after[0] - before[0], after[1] - before[1], after[2] - before[2], seen))
        self.typed.append((KEYS[key], note, True))
        if note:
            self.terminal.type(f"\r{note}\r")
            until(lambda: self.one.house.open_session()["calls"][-1]["note"] == note, "the note on disk")
        self.pass_time(self.dice.uniform(10, 30))

    def pause(self) -> None:
        """A few minutes off."""
        self.terminal.type("pb").shows("Paused")
        self.pass_time(self.dice.uniform(120, 600))
        self.terminal.type("p").shows("next call")
        self.pauses.append("break")

    def resize(self) -> None:
        """Another window for a moment."""
        for size in (self.dice.choice(SIZES[1:]), SIZES[0]):
            self.terminal.wipe()  # before: what comes is drawn for the new size
            self.terminal.resize(*size)
            self.terminal.shows("next call|voicemail")

    def take_back(self) -> None:
        """The last call was another one: taken back, and done again."""
        self.terminal.type("u").shows("Taken back").type("\x12").shows("Done again")

    def _now(self) -> tuple[int, int, float]:
        with open(f"/proc/{self.pid}/io") as file:
            writes = next(int(line.split()[1]) for line in file if line.startswith("syscw"))
        with open(f"/proc/{self.pid}/stat") as file:
            fields = file.read().rpartition(")")[2].split()
        return len(self.terminal.raw), writes, (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def weigh(self) -> None:
        """Note how much memory it has."""
        with open(f"/proc/{self.pid}/statm") as file:
            self.memory.append(int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE"))


def _program(terminal: Terminal) -> int:
    if sys.platform != "linux":
        raise NotHereError("what a program takes is read from /proc, which Linux has")
    return terminal.process.pid


@fault("long day", HOURS, quick=["half an hour"], share=0.002)
def long_day(one: Round) -> None:
    """every call, note and pause in the file; a late call costs in bytes and system calls what an early one did; memory bounded"""
    hours = HOURS[one.way]
    calls = round(hours * CALLS_AN_HOUR)
    day = Day(one, hours)
    day.weigh()
    for number in range(1, calls + 1):
        day.call(number)
        if number % 15 == 0:
            day.pause()
        if number % 20 == 0:
            day.resize()
        if number % 30 == 0:
            day.take_back()
        if number % (calls // 20) == 0:
            day.weigh()
    _all_is_there(day)
    _late_is_as_early(day, one)


def _all_is_there(day: Day) -> None:
    terminal, house = day.terminal, day.one.house
    terminal.type("q").shows("Helped").type("\x11")
    assert (terminal.exit(), terminal.left_on(), terminal.printed()) == (0, [], "")
    (session,) = house.ended()
    is_whole(session)
    found = [(call["outcome"], call["note"], call["dialed_at"] is not None) for call in session["calls"]]
    assert found == day.typed, json.dumps(found)
    assert [pause["reason"] for pause in session["pauses"]] == day.pauses
    assert moments(session) == sorted(moments(session))
    passed = datetime.fromisoformat(session["ended_at"]) - datetime.fromisoformat(session["started_at"])
    assert passed.total_seconds() >= day.ahead
    assert house.run("stats", "--json").json["calls"] == len(found)
    day.one.figures["calls in the file"] += len(found)
    day.one.figures["pauses"] += len(day.pauses)


def _late_is_as_early(day: Day, one: Round) -> None:
    share = len(day.spent) // 4
    early, late = day.spent[:share], day.spent[-share:]
    ratios = {}
    for name in Spent._fields:
        first, last = (median(getattr(spent, name) for spent in part) for part in (early, late))
        ratios[name] = last / first if first else 1.0
    ratios["memory"] = day.memory[-1] / day.memory[1]
    one.worst.update({f"{name}, end over start": ratio for name, ratio in ratios.items()})
    assert ratios["drawn"] < GROWN, ratios
    assert ratios["writes"] < GROWN, ratios
    assert ratios["memory"] < 1.25, day.memory
