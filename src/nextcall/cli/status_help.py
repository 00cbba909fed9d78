"""The help of `status`, which parses its own words (see `status`); this is for reading only."""

from argparse import ArgumentParser, Namespace

from nextcall.cli.status import FIELDS
from nextcall.config.paths import Folders


def arguments(parser: ArgumentParser) -> None:
    """What `status` takes, as `argparse` shows it."""
    parser.add_argument("--json", action="store_true", help="print it as a JSON object")
    parser.add_argument("--plain", action="store_true", help="no colour, no boxes; there are none anyway")
    fields = " ".join(f"{{{name}}}" for name in FIELDS)
    parser.add_argument("--format", metavar="TEXT", help=f"print TEXT with its fields filled in: {fields}; {{{{ is a brace")


def run(_: Namespace, __: Folders) -> int:
    """Never reached but by `--help`, which has been answered by then."""
    return 0
