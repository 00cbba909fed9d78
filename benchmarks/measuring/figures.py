"""Every figure: what it is of, what it is held against, and what is wanted of it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from measuring.groups import HISTORY, NUMBERS
from measuring.samples import Place, Round, middle, pooled, quantile, ratios

HALF, MOST, NEARLY_ALL = 0.5, 0.95, 0.99


class Figure(NamedTuple):
    """One figure."""

    id: str
    group: str
    words: str
    of: Place
    to: Place | None = None
    """Its floor; without one the figure stands for itself."""
    goal: float | None = None
    """At most this."""
    share: float = HALF
    """Which quantile of what was measured in a round."""
    unit: str = ""
    """Of a figure that stands for itself."""
    again: Place | None = None
    """The floor once more: how far its ratio is from 1 is chance."""
    all_rounds: bool = False
    """Whether the quantile is of all rounds' presses: for the rarest."""


class Found(NamedTuple):
    """A figure as it was measured."""

    value: float
    low: float
    """The least of the rounds."""
    high: float
    rounds: int
    of: float
    """The median of what is measured: seconds, megabytes, bytes."""
    to: float | None
    chance: float | None
    """The ratio of the floor to itself."""

    def meets(self, goal: float | None) -> bool | None:
        """Whether it is what was wanted; None: nothing was. Half of the last place that is shown is let pass."""
        return None if goal is None else self.value <= goal + 0.005


def found(figure: Figure, rounds: Sequence[Round]) -> Found | None:
    """A figure of some rounds; None where it was not measured."""
    middle_of = middle(rounds, figure.of, figure.share)
    if middle_of is None:
        return None
    if figure.to is None:
        each = [quantile(values, figure.share) for one in rounds if (values := one.get(figure.of[0], {}).get(figure.of[1]))]
        return Found(middle_of, min(each), max(each), len(each), middle_of, None, None)
    each = ratios(rounds, figure.of, figure.to, figure.share)
    if not each:
        return None
    value = quantile(each, HALF) if len(each) % 2 else sum(sorted(each)[len(each) // 2 - 1 : len(each) // 2 + 1]) / 2
    chance = ratios(rounds, figure.again, figure.to, figure.share) if figure.again else []
    if figure.all_rounds:
        value = quantile(pooled(rounds, figure.of), figure.share) / quantile(pooled(rounds, figure.to), figure.share)
    middle_to = middle(rounds, figure.to, figure.share)
    return Found(value, min(each), max(each), len(each), middle_of, middle_to, quantile(chance, HALF) if chance else None)


def _session() -> list[Figure]:
    """A session beside the bare app."""

    def against(id_: str, words: str, what: str, goal: float | None, share: float = HALF) -> Figure:
        return Figure(id_, "session", words, ("nextcall", what), ("bare", what), goal, share, again=("bare again", what))

    saving, at = ("bare saving", "key saved"), ("nextcall", "key saved")
    return [
        against("start-wall", "start to the first screen, wall", "start", 1.05),
        against("start-cpu", "start to the first screen, CPU", "start cpu", 1.05),
        against("leaving", "leaving, key to prompt", "leave", 0.15),
        against("paint-p50", "key to the count of what is saved, p50", "key", 1.15),
        against("paint-p95", "key to the count of what is saved, p95", "key", 1.2, MOST),
        Figure("paint-saving-p50", "session", "the same against a bare app that saves, p50", ("nextcall", "key"), ("bare saving", "key")),
        Figure("paint-saving-p95", "session", "the same against a bare app that saves, p95", ("nextcall", "key"), ("bare saving", "key"), share=MOST),
        against("answer-p50", "key to the first change of the screen, p50", "key answer", None),
        against("key-cpu", "CPU a key", "key cpu", 1.3),
        Figure("key-cpu-saving", "session", "CPU a key against a bare app that saves", ("nextcall", "key cpu"), ("bare saving", "key cpu")),
        Figure("disk-p50", "session", "key to disk, p50", at, saving, 1.15),
        Figure("disk-p95", "session", "key to disk, p95", at, saving, 1.15, MOST),
        Figure("disk-p99", "session", "key to disk, p99 of all presses", at, saving, 1.3, NEARLY_ALL, all_rounds=True),
        against("running-cpu", "running clock, CPU", "running cpu", 0.85),
        against("running-bytes", "running clock, bytes", "running bytes", 0.6),
        against("running-wakeups", "running clock, wakeups", "running wakeups", 0.5),
        Figure("silence", "session", "running clock, longest silence", ("nextcall", "running silence"), goal=1.02, unit="s"),
        *_at_rest("paused"),
        *_at_rest("home"),
        against("memory", "most memory in a session", "memory", 1.2),
    ]


def _at_rest(name: str) -> list[Figure]:
    words = "at home" if name == "home" else name
    return [
        Figure(f"{name}-bytes", "session", f"{words}, bytes", ("nextcall", f"{name} bytes"), goal=0, unit="B/s"),
        Figure(f"{name}-cpu", "session", f"{words}, CPU against a running bare app", ("nextcall", f"{name} cpu"), ("bare", f"{name} cpu"), 0.2),
        Figure(f"{name}-wakeups", "session", f"{words}, wakeups", ("nextcall", f"{name} wakeups"), goal=1, unit="/s"),
    ]


def _history() -> list[Figure]:
    def against(id_: str, words: str, of: Place, goal: float, floor: str = "none") -> Figure:
        return Figure(id_, "history", words, of, (floor, of[1]), goal)

    return [
        against("decade-start-wall", "start with ten years against none, wall", ("ten years", "start"), 1.05),
        against("decade-start-cpu", "start with ten years against none, CPU", ("ten years", "start cpu"), 1.05),
        against("history-warm", "history screen, ten years against none", ("ten years", HISTORY), 1.2),
        against("history-first", "the same, first opening of a run", ("ten years", "first"), 1.2),
        against("history-never", "the same, first use ever", ("never read", "first"), 1.2),
        against("history-unread", "openings while the first index is made", ("never read", HISTORY), 1.2),
        against("decade-memory", "most memory with ten years opened, against the bare app", ("ten years", "memory"), 1.35, "bare"),
        Figure("meanwhile-p95", "meanwhile", "keys while the first index is made, p95", ("nextcall", "key"), ("bare", "key"), 2.0, MOST),
        Figure("meanwhile-p50", "meanwhile", "keys while the first index is made, p50", ("nextcall", "key"), ("bare", "key")),
    ]


def _commands() -> list[Figure]:
    def over(id_: str, words: str, of: Place, goal: float | None) -> Figure:
        return Figure(id_, "commands", words, of, ("python", of[1]), goal, again=("python again", of[1]))

    figures = [
        over("status-wall", "status as a script, wall", ("status", "wall"), 2.0),
        over("status-cpu", "status as a script, CPU", ("status", "cpu"), None),
        over("status-m-wall", "status by python -m, wall", ("python -m", "wall"), 1.5),
        over("status-m-cpu", "status by python -m, CPU", ("python -m", "cpu"), None),
        over("tag-cpu", "tag, CPU (the disk apart)", ("tag", "cpu"), 3.0),
    ]
    for name in ("log", "stats"):
        figures += [
            over(f"{name}-wall", f"{name} over ten years, wall", (name, "wall"), 2.5),
            over(f"{name}-cpu", f"{name} over ten years, CPU", (name, "cpu"), 2.5),
            Figure(f"{name}-month", "commands", f"{name} over ten years against one month, CPU", (name, "cpu"), (f"{name}, a month", "cpu"), 1.2),
        ]
    return figures


def _reading() -> list[Figure]:
    def over(id_: str, words: str, of: Place, goal: float | None) -> Figure:
        return Figure(id_, "reading", words, of, ("floor", of[1]), goal, again=("floor again", of[1]))

    return [
        over("index-wall", "first index of ten years, wall", ("index", "wall"), 2.0),
        over("index-cpu", "first index of ten years, CPU", ("index", "cpu"), 2.0),
        over("csv-wall", "export of 400,000 calls to CSV, wall", ("csv", "wall"), 4.0),
        over("csv-cpu", "export of 400,000 calls to CSV, CPU", ("csv", "cpu"), 4.0),
        over("jsonl-wall", "export of 400,000 calls to JSON Lines, wall", ("jsonl", "wall"), 4.0),
        over("jsonl-cpu", "export of 400,000 calls to JSON Lines, CPU", ("jsonl", "cpu"), 4.0),
        Figure("csv-memory", "reading", "memory of an export, ten years against one", ("csv", "memory"), ("a tenth", "memory"), 1.2),
        Figure("import-wall", "import", "import of 100,000 rows, wall", ("import", "wall"), ("floor", "wall")),
        Figure("import-cpu", "import", "import of 100,000 rows, CPU", ("import", "cpu"), ("floor", "cpu")),
        Figure("import-seconds", "import", "import of 100,000 rows", ("import", "wall"), unit="s"),
        Figure("import-again", "import", "the same file again, which adds nothing", ("again", "wall"), unit="s"),
    ]


def _numbers() -> list[Figure]:
    names = [" ".join(words) for words in NUMBERS]
    return [
        figure
        for name in names
        for figure in (
            Figure(f"most-{name.replace(' ', '-')}", "numbers", f"{name} over 4,000,000 calls", (name, "wall"), unit="s"),
            Figure(f"most-{name.replace(' ', '-')}-cpu", "numbers", f"{name} over 4,000,000 calls, CPU against bare Python", (name, "cpu"), ("python", "cpu")),
        )
    ]


_GROWN = {
    "start cpu": ("start, CPU", 1.1), "key": ("key to the count, p50", 1.2), "key cpu": ("CPU a key", 1.1), "running cpu": ("running clock, CPU", 1.1),
    "memory": ("most memory in a session", 1.1), HISTORY: ("history screen", 1.2), "log cpu": ("log, CPU", 1.2), "stats cpu": ("stats, CPU", 1.2),
}  # fmt: skip
GROWING = {what: words for what, (words, _) in _GROWN.items()}
"""What is drawn by the size of the history: what it is, by its name among the measurements."""


def _growth() -> list[Figure]:
    none, many = "0 sessions", "100,000 sessions"
    figures = [
        Figure(f"grown-{what.replace(' ', '-')}", "growth", f"{words}, 100,000 sessions against none", (many, what), (none, what), goal)
        for what, (words, goal) in _GROWN.items()
    ]
    few, late = ("nextcall, 0 calls", "nextcall, 960 calls")
    for what, words in (("key", "key to the count, p50"), ("key cpu", "CPU a key"), ("key saved", "key to disk, p50"), ("memory", "most memory")):
        figures.append(Figure(f"late-{what.replace(' ', '-')}", "calls", f"{words}, around the 1,000th call against the first", (late, what), (few, what)))
        figures.append(Figure(f"late-{what.replace(' ', '-')}-bare", "calls", "  a bare app whose file grows as much", ("bare, 960 calls", what), ("bare, 0 calls", what)))
    return figures


FIGURES = (*_session(), *_history(), *_commands(), *_reading(), *_numbers(), *_growth())
"""All of them, in the order of the table."""


def all_found(rounds: Mapping[str, Sequence[Round]]) -> list[tuple[Figure, Found]]:
    """The figures that were measured."""
    each = [(figure, found(figure, rounds.get(figure.group, ()))) for figure in FIGURES]
    return [(figure, one) for figure, one in each if one is not None]
