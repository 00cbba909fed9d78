"""What is measured, by groups: each gives one round of itself, everything in it side by side or one after the other."""

import os
import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

from measuring import processes
from measuring.places import MONTH, Places
from measuring.samples import Round
from measuring.screens import Keys, Program, together

TAGS = Keys("key", ("n", "v"), (r"\bcalls +{i}\b",))
HISTORY = "h"
HOME, BARE = "^ *This week", r"^calls 0$"
_FIRST_RESTS = 5
"""Rounds in which programs rest: it takes long, and differs little."""
NUMBERS = (
    ("stats",), ("stats", "--by", "hour"), ("log", "--limit", "20"), ("limits",), ("spots",), ("formula",), ("skills",), ("served",),
    ("plan", "--calls", "50"), ("review",), ("report",),
)  # fmt: skip
"""The commands that reckon, as they are measured over the whole history."""

Taken = dict[str, tuple[Sequence[str], dict[str, str]]]
"""Commands by the names of what they measure: their words, and their environment."""


class Options(NamedTuple):
    """How thoroughly."""

    presses: int = 30
    resting: float = 20
    """Seconds."""


class Group(NamedTuple):
    """Figures that are measured together."""

    name: str
    words: str
    rounds: int
    """So many unless it is said otherwise."""
    measure: Callable[[Places, Options, int], Round]
    """A round of it, by its number from 0. Raises `FailedError`."""


def bare(places: Places, home: str, name: str, keys: Keys) -> Program:
    """The bare Textual app."""
    return Program(name, places.floor("bare"), places.environ(home), BARE, keys=keys)


def saving(places: Places, home: str, name: str, keys: Keys, each: int = 0) -> Program:
    """The same saving a file at each key, so many bytes more each time."""
    file = os.path.join(home, f"{name}.json")
    return bare(places, home, name, keys)._replace(argv=places.floor("bare", file, str(each)), file=file)


def session(places: Places, options: Options, number: int) -> Round:
    """A session beside the bare app, the bare app again, and one that saves."""
    keys = TAGS._replace(times=options.presses)
    with places.fresh() as home:
        programs = [
            bare(places, home, "bare", keys),
            bare(places, home, "bare again", keys),
            saving(places, home, "bare saving", keys),
            Program("nextcall", places.nextcall(), places.environ(home), HOME, ("\r",), keys=keys, file=f"{home}/data/current.json", pause=("p", "\x1b")),
        ]
        return together(turned(programs, number), resting=options.resting if number < _FIRST_RESTS else 0)


def history(places: Places, options: Options, number: int) -> Round:
    """Ten years beside none at home: start, history screen with an index and without, memory."""
    many = rf"{places.ten_years:,} sessions"
    keys = Keys(HISTORY, (HISTORY,), (many, HOME), 2 * max(1, options.presses // 4), 0, 2)
    home = places.indexed(places.ten_years)
    with places.fresh() as empty, places.no_cache() as never:
        programs = [
            bare(places, empty, "bare", TAGS._replace(times=4)),
            Program("none", places.nextcall(), places.environ(empty), HOME, keys=keys._replace(shown=("0 sessions", HOME))),
            Program("ten years", places.nextcall(), places.environ(home), HOME, keys=keys),
            Program("never read", places.nextcall(), places.environ(home, never), HOME, keys=keys),
        ]
        found = together(turned(programs, number))
    for sample in found.values():
        if opened := sample.get(HISTORY):
            sample["first"] = opened[:1]
    return found


def meanwhile(places: Places, options: Options, number: int) -> Round:
    """Keys in a session while the first index of ten years is made, which an opened history begins."""
    home = places.history(places.ten_years)
    keys = TAGS._replace(times=options.presses, warm=0, pause=0.05)
    with places.fresh() as empty, places.no_cache() as never:
        opened = Program("nextcall", places.nextcall(), places.environ(home, never), HOME, (HISTORY, HISTORY, "\r"), keys=keys)
        return together(turned([bare(places, empty, "bare", keys), opened], number))


def commands(places: Places, _: Options, number: int) -> Round:
    """The commands of a status line, a button pad and a look at ten years, beside a Python that does nothing."""
    decade, month = places.indexed(places.ten_years), places.indexed(MONTH)
    with places.fresh() as home:
        processes.run(places.nextcall("start", "--headless"), places.environ(home))
        own, python = places.environ(home), places.floor("nothing")
        taken: Taken = {"python": (python, own), "python again": (python, own)}
        taken |= {"status": (places.nextcall("status"), own), "python -m": (places.module("status"), own), "tag": (places.nextcall("tag", "n"), own)}
        for words in (["log", "--limit", "20"], ["stats"]):
            taken[words[0]] = (places.nextcall(*words), places.environ(decade))
            taken[f"{words[0]}, a month"] = (places.nextcall(*words), places.environ(month))
        return in_turn(taken, number)


def reading(places: Places, _: Options, number: int) -> Round:
    """Whole histories: the first index and exports, beside a program that decodes the same files."""
    home, tenth = places.indexed(places.ten_years), places.indexed(places.ten_years // 10)
    there = places.environ(home)
    floor = places.floor("decode", f"{home}/data")
    with places.no_cache() as never:
        taken: Taken = {"floor": (floor, there), "floor again": (floor, there), "index": (places.nextcall("stats"), places.environ(home, never))}
        for kind in ("csv", "jsonl"):
            taken[kind] = (places.nextcall("export", "--format", kind), there)
        found = in_turn(taken, number)
    for name, environ in (("csv", there), ("a tenth", places.environ(tenth))):
        found.setdefault(name, {})["memory"] = [processes.most_memory(places.nextcall("export", "--format", "csv"), environ)]
    return found


def importing(places: Places, _: Options, number: int) -> Round:
    """A dialler's export into an empty history, and the same again, beside a program that reads the rows and saves sessions."""
    table = places.table()
    words = ["import", table, "--started", "started", "--ended", "ended", "--outcome", "disposition", "--contact", "name"]
    words += ["--phone", "number", "--note", "comment", "--time-zone", "America/New_York"]
    with places.fresh() as home, places.fresh() as empty:
        there = places.environ(home)
        taken: Taken = {"floor": (places.floor("table", table, empty), there), "import": (places.nextcall(*words), there)}
        return in_turn(taken, number) | in_turn({"again": (places.nextcall(*words), there)}, 0)


def numbers(places: Places, _: Options, number: int) -> Round:
    """What the statistics take over the whole of a very long history."""
    home = places.indexed(places.most)
    with places.fresh() as empty:
        taken: Taken = {"python": (places.floor("nothing"), places.environ(empty))}
        for words in NUMBERS:
            more = ["-o", f"{empty}/report.html"] if words == ("report",) else []
            taken[" ".join(words)] = (places.nextcall(*words, *more), places.environ(home))
        return in_turn(taken, number)


def in_turn(taken: Taken, number: int) -> Round:
    """Commands one after the other, each time in another order."""
    order = list(taken)
    random.Random(number).shuffle(order)  # noqa: S311 (not a secret)
    found: Round = {}
    for name in order:
        cost = processes.run(*taken[name])
        found[name] = {"wall": [cost.wall], "cpu": [cost.cpu], "output": [float(cost.output)]}
    return found


def turned(programs: list[Program], number: int) -> list[Program]:
    """Another one begins each time."""
    at = number % len(programs)
    return programs[at:] + programs[:at]
