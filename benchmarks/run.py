"""How quick nextcall is: every figure as a ratio to a floor that is measured in the same run.

    python benchmarks/run.py [GROUP ...] [--rounds N] [--json FILE] [--page]

The floors are a bare Textual app, a bare Python and a bare reader of the same files, in `references/`. Programs
take turns; a figure is the median of the ratios inside the rounds, and a floor that is measured twice shows
how far a ratio is from 1 by chance. Times of two runs cannot be compared, nor those of two machines. Linux only.
"""

import argparse
import json
import os
import sys
import tempfile
import time

from measuring import groups, growth, page, words
from measuring.groups import Group, Options
from measuring.places import Places
from measuring.processes import FailedError
from measuring.samples import Round

GROUPS = (
    Group("session", "A session beside a bare Textual app", 11, groups.session),
    Group("history", "Ten years of history beside none", 11, groups.history),
    Group("meanwhile", "Keys while the first index is made", 11, groups.meanwhile),
    Group("commands", "Commands beside a bare Python", 21, groups.commands),
    Group("reading", "Whole histories beside a bare reader of the same files", 7, groups.reading),
    Group("import", "A dialler's export beside a bare reader of its rows", 3, groups.importing),
    Group("numbers", "Statistics over 100,000 sessions", 3, groups.numbers),
    Group("growth", "By the size of the history", 5, growth.growing),
    Group("calls", "By the calls of a session", 5, growth.long_session),
)
HERE = os.path.dirname(os.path.abspath(__file__))
DOCS = os.path.join(os.path.dirname(HERE), "docs")


def asked() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"only these: {', '.join(group.name for group in GROUPS)}")
    parser.add_argument("--rounds", type=int, help="so many of each group; without it each has its own number")
    parser.add_argument("--presses", type=int, default=30, help="of a key in a round (30)")
    parser.add_argument("--rest", type=float, default=20, help="seconds of a running clock (20)")
    parser.add_argument("--python", default=sys.executable, help="of the environment that nextcall is installed in; without it, this one")
    parser.add_argument("--ten-years", type=int, default=10_000, help="sessions of ten years (10,000)")
    parser.add_argument("--most", type=int, default=100_000, help="sessions of the largest history (100,000)")
    parser.add_argument("--rows", type=int, default=100_000, help="of the table that is imported (100,000)")
    parser.add_argument("--work", help="a folder for made-up histories, kept for the next run; without it they go when it ends")
    parser.add_argument("--json", metavar="FILE", help="where all that was measured goes")
    parser.add_argument("--again", metavar="FILE", action="append", default=[], help="measure nothing: show what such a file holds; the last of several counts for a group")
    parser.add_argument("--page", action="store_true", help="write the figures and their pictures into docs/")
    options = parser.parse_args()
    unknown = set(options.groups) - {group.name for group in GROUPS}
    if unknown:
        parser.error(f"no group {', '.join(sorted(unknown))}; there are {', '.join(group.name for group in GROUPS)}")
    return options


def measured(options: argparse.Namespace, work: str) -> dict[str, list[Round]]:
    """All rounds of the groups that are wanted; a round that fails is told and left out."""
    places = Places(options.python, work, options.ten_years, options.most, options.rows)
    thorough = Options(options.presses, options.rest)
    found: dict[str, list[Round]] = {}
    for group in GROUPS:
        if options.groups and group.name not in options.groups:
            continue
        number = options.rounds or group.rounds
        group.measure(places, Options(min(4, options.presses), 0), number)  # everything is made, compiled and in memory then
        for at in range(number):
            began = time.perf_counter()
            try:
                found.setdefault(group.name, []).append(group.measure(places, thorough, at))
            except FailedError as error:
                print(f"{group.name}, round {at + 1}: {error}", file=sys.stderr)
            print(f"{group.name}: round {at + 1} of {number}, {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)
    return found


def main() -> int:
    """Measure, print the table, write what is to be written; 1 where a goal was missed."""
    options = asked()
    os.umask(0o077)
    rounds: dict[str, list[Round]] = {}
    for path in options.again:
        with open(path, encoding="utf-8") as file:
            rounds |= json.load(file)["rounds"]
    if not options.again:
        if options.work:
            os.makedirs(options.work, exist_ok=True)
            rounds = measured(options, options.work)
        else:
            with tempfile.TemporaryDirectory(prefix="nextcall-speed-") as work:
                rounds = measured(options, work)
    print(words.terminal_table(rounds, GROUPS))
    data = words.as_data(rounds)
    if options.json:
        with open(options.json, "w", encoding="utf-8") as file:
            json.dump(data, file, indent=1)
    if options.page:
        page.write(DOCS, rounds, GROUPS)
    return int(any(figure["met"] is False for figure in data["figures"].values()))


if __name__ == "__main__":
    sys.exit(main())
