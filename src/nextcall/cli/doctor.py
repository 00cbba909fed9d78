"""`nextcall doctor`: looks for what is wrong and says what to do; fit to be pasted into a report.

It never prints a name, a number or a note: places and reasons only.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator

from nextcall.cli.checks.files import check_files
from nextcall.cli.checks.finding import WRONG, Finding
from nextcall.cli.checks.lists import check_lists
from nextcall.cli.checks.machine import check_machine
from nextcall.cli.checks.moments import check_moments
from nextcall.cli.checks.settings import check_settings
from nextcall.cli.output import as_json, data
from nextcall.clock import Clock
from nextcall.config.paths import Folders
from nextcall.storage.sessions import Sessions


def arguments(parser: ArgumentParser) -> None:
    """What `doctor` takes."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a list of JSON objects")
    form.add_argument("--plain", action="store_true", help="one finding a line, tabs between")


def run(options: Namespace, where: Folders) -> int:
    """Print what was found; 0 where nothing is wrong."""
    found = list(findings(where))
    wrong = sum(finding.state == WRONG for finding in found)
    if options.json:
        as_json([finding._asdict() for finding in found])
    elif options.plain:
        for finding in found:
            data("\t".join(finding))
    else:
        for finding in found:
            advice = f" {finding.advice}" if finding.advice else ""
            data(f"{finding.state:<5} {finding.subject}: {finding.said}{'.' if advice else ''}{advice}")
        data("Nothing is wrong." if not wrong else f"{wrong} thing{' is' if wrong == 1 else 's are'} wrong.")
    return 1 if wrong else 0


def findings(where: Folders) -> Iterator[Finding]:
    """Everything that is looked at."""
    yield from check_machine()
    yield from check_files(where)
    yield from check_moments(Sessions(where.data), Clock().now())
    yield from check_lists(where.data)
    yield from check_settings(where)


