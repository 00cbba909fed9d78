"""The help of single events. They parse their own words (see `events`); this is for reading only."""

from argparse import ArgumentParser, Namespace

from nextcall.cli.events import NEEDED, OPTIONS, WORDS
from nextcall.config.paths import Folders

EVENTS = {
    "dial": "open the next call",
    "hangup": "close the line; the call still wants its tag",
    "tag": "say what the call came to; without an open call a tapped one is recorded",
    "undo": "take the last thing back",
    "redo": "do again what was taken back",
    "pause": "stop the session's clock",
    "resume": "let the session's clock go on",
    "note": "a note on this call, else on the last",
    "bright": "mark this call, else the last, as a bright spot; again without text: unmark it",
    "stop": "end the session",
}
"""What each of them does."""
_WORDS = {
    "OUTCOME": "the id of an outcome, or its key",
    "REASON": "break, reset, notes, technical, interrupted or meeting, or its first letter",
    "TEXT": "any words",
}
_OPTIONS = {
    "--note": ("TEXT", "a note on the call"),
    "--contact": ("NAME", "who was called"),
    "--amount": ("AMOUNT", "what a yes brought, as 1200 or 1200.50"),
    "--at": ("WHEN", "when to call back: tomorrow, 9:30, +3d, +1m, 2026-11-24T09:30"),
    "--help-mark": ("MARK", "introduced, referral, useful or thanked; may be given several times"),
}


def arguments(parser: ArgumentParser) -> None:
    """What the event takes, as `argparse` shows it."""
    name = parser.prog.split()[-1]
    word = WORDS[name]
    if word:
        many = "+" if name in NEEDED else "*"
        nargs = many if word == "TEXT" else None if name in NEEDED else "?"
        parser.add_argument(word.lower(), metavar=word, nargs=nargs, help=_WORDS[word])
    for option in OPTIONS.get(name, ()):
        value, help_ = _OPTIONS[option]
        parser.add_argument(option, metavar=value, help=help_, action="append")
    parser.add_argument("--json", action="store_true", help="print the status as JSON instead of a sentence")
    parser.add_argument("--plain", action="store_true", help="no colour, no boxes; there are none anyway")


def run(_: Namespace, __: Folders) -> int:
    """Never reached but by `--help`, which has been answered by then."""
    return 0
