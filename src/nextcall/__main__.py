"""The program's front door: finds out which command is meant and loads no more than that one needs.

A status bar asks every few seconds and a button pad sends an event at every call. So `status`
is answered before anything but `os` and `sys` is imported, and events before `argparse` is.
"""

import os
import sys

_WITH_VALUE = ("--data-dir", "--config-dir")
"""Options that may stand before the command and take the next word."""


def main(words: "list[str] | None" = None) -> int:
    """Run the program with the words of the command line; returns the exit code."""
    os.umask(0o077)
    given = sys.argv[1:] if words is None else words
    try:
        code = _dispatch(given)
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except _told() as error:
        from nextcall.cli.output import report  # noqa: PLC0415 (only where there is something to report)

        return report(error)
    return code


def command_in(words: "list[str]") -> str:
    """The first word that is no option nor an option's value; empty where there is none."""
    expected = False
    for word in words:
        if expected:
            expected = False
        elif word in _WITH_VALUE:
            expected = True
        elif not word.startswith("-"):
            return word
    return ""


def _dispatch(words: "list[str]") -> int:
    command = command_in(words)
    if command == "status" and not {"-h", "--help"} & set(words):
        from nextcall.cli import status  # noqa: PLC0415 (the quickest way)

        return status.run(words)
    from nextcall.cli import events  # noqa: PLC0415 (the second quickest)

    if command in events.EVENTS and not {"-h", "--help"} & set(words):
        return events.run(command, words)
    from nextcall.cli import main as others  # noqa: PLC0415 (all the rest)

    return others.run(command, words)


def _told() -> "tuple[type[Exception], ...]":
    """What is told in one line; looked up only when something was raised."""
    from nextcall.errors import NextcallError  # noqa: PLC0415 (see above)

    return NextcallError, OSError


if __name__ == "__main__":
    sys.exit(main())
