"""`dial`, `hangup`, `tag` and the others: one event on the open session, from any terminal or button.

They parse their words themselves by one small table: loading `argparse` costs as much again as
all that an event does. Nor is the configuration read: the session's file has all there is to know.
"""

from __future__ import annotations

import os

from nextcall.errors import UsageError
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import NamedTuple

    from nextcall.config.paths import Folders
    from nextcall.desk.desk import Desk
else:
    from nextcall.named import NamedTuple


WORDS = {
    "dial": "",
    "hangup": "",
    "tag": "OUTCOME",
    "undo": "",
    "redo": "",
    "pause": "REASON",
    "resume": "",
    "note": "TEXT",
    "bright": "TEXT",
    "stop": "",
}
"""All of them, with what their words are called: one OUTCOME or REASON, any number of words of TEXT, or none."""
NEEDED = ("tag", "note")
"""Those that must have their words."""
OPTIONS = {"tag": ("--note", "--contact", "--amount", "--help-mark", "--at")}
"""Options of their own; each takes a value. What they mean stands in `event_help`."""
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
    valued = [*SHARED, *OPTIONS.get(command, ())]
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
    word = WORDS[command]
    if command in NEEDED and not any(given.strip() for given in said.words):
        raise UsageError(f"{command} wants {word}", f"nextcall {command} --help says more.")
    most = 1 if word else 0
    if len(said.words) > most and word != "TEXT":
        raise UsageError(f"unexpected '{line(said.words[most], 60)}'", f"nextcall {command} --help says more.")
    return said


def run(command: str, words: list[str]) -> int:
    """Do one event and say what happened; raises what `report` tells."""
    said = parse(command, words)  # before anything is loaded that a fault in the words does not need
    from nextcall.cli import doing, output  # noqa: PLC0415 (see above)
    from nextcall.config.paths import folders  # noqa: PLC0415 (see above)

    where = folders(os.environ, said.one("--data-dir"), said.one("--config-dir"))
    happened = doing.perform(_desk(command, where), command, said, where)
    if "--json" not in said.options:
        output.data(happened)
        return 0
    from nextcall.cli import status  # noqa: PLC0415 (only on request)

    shared = [word for option in SHARED if option in said.options for word in (option, said.options[option][-1])]
    return status.run([*shared, "status", "--json"])


def _desk(command: str, where: Folders) -> Desk:
    """The desk of an event; for the end of a session one that knows in which format sessions are kept."""
    from nextcall import bootstrap  # noqa: PLC0415 (a fault in the words needs none of it)

    return bootstrap.services(where, os.environ).desk if command == "stop" else bootstrap.event_desk(where)
