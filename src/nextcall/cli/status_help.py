"""The help of `status`, which parses its own words (see `status`); this is for reading only."""

from argparse import ArgumentParser, Namespace

from nextcall.config.paths import Folders

FIELDS = {
    "state": "none, ready, on_call, wrap_up or paused",
    "session": "the id",
    "title": "what the session is called",
    "elapsed": "time of the session so far, pauses left out: 12:30, 1:02:30",
    "left": "of the goal: 12:30, or 4 calls; 0:00 or 0 calls when it is reached",
    "over": "beyond the goal, in the same way",
    "progress": "percent of the goal that is done, 0 to 100",
    "calls": "so far; so are the next five",
    "connects": "calls that somebody answered",
    "conversations": "calls in which the right person heard the reason",
    "noes": "by the flags of their outcomes; so are the next two",
    "yeses": "",
    "helps": "by a help mark too",
    "value": "what the calls so far are worth, where a formula is stated",
}
"""What `--format` knows, with what it means where the name does not say it all."""
_EPILOG = "Fields of --format; what there is not is empty:\n" + "\n".join(
    f"  {f'{{{name}}}':<16}{meaning}".rstrip() for name, meaning in FIELDS.items()
)


def arguments(parser: ArgumentParser) -> None:
    """What `status` takes, as `argparse` shows it."""
    parser.epilog = _EPILOG
    parser.add_argument("--json", action="store_true", help="print it as a JSON object")
    parser.add_argument("--plain", action="store_true", help="no colour, no boxes; there are none anyway")
    parser.add_argument("--format", metavar="TEXT", help="print TEXT with its fields filled in, as in '{state} {left}'; {{ is a brace")
    parser.add_argument("--none", metavar="TEXT", help="what to print while no session is open; '' for an empty line")
    parser.add_argument("--waybar", action="store_true", help="JSON with text, tooltip, class, alt and percentage; with --format, TEXT is its text")


def run(_: Namespace, __: Folders) -> int:
    """Never reached but by `--help`, which has been answered by then."""
    return 0
