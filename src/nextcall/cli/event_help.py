"""The help of single events. They parse their own words (see `events`); this is for reading only."""

from argparse import ArgumentParser, Namespace

from nextcall.cli.events import EVENTS
from nextcall.config.paths import Folders


def arguments(parser: ArgumentParser) -> None:
    """What the event takes, as `argparse` shows it."""
    event = EVENTS[parser.prog.split()[-1]]
    if event.word:
        many = "+" if event.needed else "*"
        nargs = many if event.word == "TEXT" else None if event.needed else "?"
        parser.add_argument(event.word.lower(), metavar=event.word, nargs=nargs)
    for option, value, help_ in event.options:
        parser.add_argument(option, metavar=value, help=help_, action="append")
    parser.add_argument("--json", action="store_true", help="print the status as JSON instead of a sentence")
    parser.add_argument("--plain", action="store_true", help="no colour, no boxes; there are none anyway")


def run(_: Namespace, __: Folders) -> int:
    """Never reached but by `--help`, which has been answered by then."""
    return 0
