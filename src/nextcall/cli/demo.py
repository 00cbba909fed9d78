"""`nextcall demo`: the app on a made-up half year, in a temporary folder that goes with it."""

import os
import shutil
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager

from nextcall.bootstrap import Services, services
from nextcall.cli.output import data, talk
from nextcall.clock import Clock
from nextcall.config.paths import Folders
from nextcall.errors import StorageError

MARK = "DEMO"
"""What stands on each screen."""
_SAID = "A demo: made-up people and numbers. It goes when you leave; nothing of yours is touched."
_PREFIX = "nextcall-demo-"


def arguments(parser: ArgumentParser) -> None:
    """What `demo` takes."""
    parser.description = (
        "Open the app on a made-up half year of calls, with a session under way, in a temporary folder.\n"
        "Your own sessions and settings are neither read nor written; the folder is removed at the end."
    )
    parser.add_argument("--plain", action="store_true", help="as lines of text, for screen readers and simple terminals")


def run(options: Namespace, _: Folders) -> int:
    """Open the app, or the line mode, on the made-up half year; removes it afterwards."""
    _refuse_without_terminal(as_lines=options.plain)
    with made() as found:
        found.desk.take_up()
        if options.plain:
            from nextcall.cli.plain import LineMode, standard_input  # noqa: PLC0415 (only where it is wanted)

            data(_SAID)
            return LineMode(found, standard_input()).run()
        from nextcall.cli.screen import open_screen  # noqa: PLC0415 (the interface, only where a screen opens)

        return open_screen(found, None, mark=MARK, said=_SAID)


@contextmanager
def made() -> Iterator[Services]:
    """The services on a made-up half year, in a folder that is removed afterwards.

    For the rest of this process the user's own `NEXTCALL_` variables are forgotten: their hooks are not to
    hear of people who are none.
    """
    from nextcall.cli.made.folder import fill, without_own  # noqa: PLC0415 (not for a refusal)

    for name in os.environ.keys() - without_own(os.environ).keys():
        del os.environ[name]
    try:
        home = tempfile.mkdtemp(prefix=_PREFIX)
    except OSError as error:
        raise StorageError(f"no folder for temporary files takes any: {error.strerror}", "Set TMPDIR to one that does.") from None
    try:
        yield services(fill(home, Clock().now()), os.environ)
    finally:
        _remove(home)


def _refuse_without_terminal(*, as_lines: bool) -> None:
    """Say so at once, before half a year is made up in vain."""
    if not as_lines:
        from nextcall.cli.screen import check_screen  # noqa: PLC0415 (not for lines)

        check_screen()


def _remove(home: str) -> None:
    """Take the folder away; a program that still writes there may need a second look."""
    for _ in range(3):
        shutil.rmtree(home, ignore_errors=True)
        if not os.path.lexists(home):
            return
    talk(f"{home} could not be removed; it may go at any time")
