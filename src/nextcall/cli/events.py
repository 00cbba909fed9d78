"""`dial`, `hangup`, `tag` and the others: one event on the open session, from any terminal or button.

They parse their words themselves by one small table: loading `argparse` costs as much again as
all that an event does. Nor is the configuration read: the session's file has all there is to know.
"""

import os
from typing import TYPE_CHECKING, NamedTuple

from nextcall.errors import UsageError
from nextcall.text import line

if TYPE_CHECKING:
    from nextcall.config.paths import Folders
    from nextcall.desk.desk import Desk


class Event(NamedTuple):
    """How one of these commands is called."""

    help: str
    word: str = ""
    """What its words are called; empty: it takes none."""
    needed: bool = False
    """Whether it must have them."""
    options: tuple[tuple[str, str, str], ...] = ()
    """Its own options: name, what the value is called, help. Each takes a value."""


EVENTS = {
    "dial": Event("open the next call"),
    "hangup": Event("close the line; the call still wants its tag"),
    "tag": Event(
        "say what the call came to; without an open call a tapped one is recorded",
        "OUTCOME",
        needed=True,
        options=(
            ("--note", "TEXT", "a note on the call"),
            ("--contact", "NAME", "who was called"),
            ("--amount", "AMOUNT", "what a yes brought, as 1200 or 1200.50"),
            ("--help-mark", "MARK", "introduced, referral, useful or thanked; may be given several times"),
        ),
    ),
    "undo": Event("take the last thing back"),
    "redo": Event("do again what was taken back"),
    "pause": Event("stop the session's clock", "REASON"),
    "resume": Event("let the session's clock go on"),
    "note": Event("a note on this call, else on the last", "TEXT", needed=True),
    "bright": Event("mark this call, else the last, as a bright spot; again without text: unmark it", "TEXT"),
    "stop": Event("end the session"),
}
"""All of them by name."""
SHARED = ("--data-dir", "--config-dir")
"""Options of all of them that take a value."""


class Said(NamedTuple):
    """What stood on the command line."""

    words: tuple[str, ...]
    options: dict[str, list[str]]

    def one(self, option: str) -> str | None:
        """The last value of an option; None where it was not given."""
        return self.options[option][-1] if option in self.options else None


def parse(command: str, words: list[str]) -> Said:
    """The words after the command, and the options wherever they stand; raises `UsageError`."""
    event = EVENTS[command]
    valued = [*SHARED, *(option for option, _, _ in event.options)]
    found: list[str] = []
    options: dict[str, list[str]] = {}
    rest = iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if word == "--":
            found.extend(rest)
        elif name in valued:
            given = value if equals else next(rest, None)
            if given is None or (not equals and given in valued):
                raise UsageError(f"{name} wants a value")
            options.setdefault(name, []).append(given)
        elif word in ("--json", "--plain"):
            options[word] = []
        elif word.startswith("-") and len(word) > 1:
            from nextcall.cli.output import unknown  # noqa: PLC0415 (only where there is a fault to report)

            raise unknown("option", name, [*valued, "--json", "--plain", "--help"], "A text that begins with - goes after --.")
        else:
            found.append(word)
    if command in found:
        found.remove(command)
    return _checked(command, Said(tuple(found), options))


def _checked(command: str, said: Said) -> Said:
    event = EVENTS[command]
    if event.needed and not any(word.strip() for word in said.words):
        raise UsageError(f"{command} wants {event.word}", f"nextcall {command} --help says more.")
    one_word = event.word != "TEXT"
    if len(said.words) > (1 if event.word else 0) and one_word:
        raise UsageError(f"unexpected '{line(said.words[1 if event.word else 0], 60)}'")
    return said


def run(command: str, words: list[str]) -> int:
    """Do one event and say what happened; raises what `report` tells."""
    said = parse(command, words)  # before anything is loaded that a fault in the words does not need
    from nextcall.cli import doing, output  # noqa: PLC0415 (see above)
    from nextcall.config.paths import folders  # noqa: PLC0415 (see above)

    where = folders(os.environ, said.one("--data-dir"), said.one("--config-dir"))
    happened = doing.perform(_desk(command, where), command, said)
    if "--json" not in said.options:
        output.data(happened)
        return 0
    from nextcall.cli import status  # noqa: PLC0415 (only on request)

    shared = [word for option in SHARED if option in said.options for word in (option, said.options[option][-1])]
    return status.run([*shared, "status", "--json"])


def _desk(command: str, where: "Folders") -> "Desk":
    """The desk of an event; for the end of a session one that knows in which format sessions are kept."""
    from nextcall import bootstrap  # noqa: PLC0415 (a fault in the words needs none of it)

    return bootstrap.services(where, os.environ).desk if command == "stop" else bootstrap.event_desk(where)
