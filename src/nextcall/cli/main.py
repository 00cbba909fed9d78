"""All commands that are not single events: which there are, how they are called, what they need."""

import argparse
import os
from importlib import import_module
from typing import Any, NoReturn

from nextcall import __version__
from nextcall.cli.event_help import EVENTS
from nextcall.cli.output import data, unknown
from nextcall.cli.writing import choose
from nextcall.config.paths import folders
from nextcall.errors import UsageError
from nextcall.text import line

COMMANDS = {
    "start": ("start", "open a session: with the screen, without, or as lines of text"),
    **{name: ("event_help", help_) for name, help_ in EVENTS.items()},
    "status": ("status_help", "the open session in one line, for status bars and scripts"),
    "log": ("log", "the sessions, newest first"),
    "show": ("show", "one session: what was done and what came of it"),
    "edit": ("edit", "open an ended session in $VISUAL or $EDITOR; what is wrong afterwards does not take its place"),
    "correct": ("correct", "correct one call, remove it or add one; the trail keeps what was there"),
    "add": ("add", "fill in a session from paper: how many calls came to what"),
    "import": ("importing", "bring in calls from a dialler's, CRM's or spreadsheet's CSV file"),
    "export": ("export", "the history for other programs: csv, jsonl, markdown or timeclock"),
    "stats": ("stats", "what the history came to, altogether or in groups"),
    "formula": ("formula", "calls, connects, conversations, yeses: how one leads to the other, and what each is worth"),
    "plan": ("plan", "what so many calls more would bring, as far as the calls so far can tell"),
    "limits": ("limits", "what is usual for you, and whether the newest call, hour, day, week or month is"),
    "spots": ("spots", "what does better than the rest beyond doubt, and the moments you starred"),
    "skills": ("skills", "how much each skill was practised, and what you and a coach say of it"),
    "served": ("served", "whom it helped: conversations served, introductions, thanks"),
    "review": ("review", "a week in five steps: whom it helped, how it went, what shone, what noes taught, what comes next"),
    "contacts": ("contacts", "call lists: bring people in, who is next and why, callbacks, who is not to be called"),
    "coach": ("coach", "keep a coach's score of the skill of a session"),
    "report": ("report", "one page of HTML with what the numbers mean, for you or for a coach"),
    "config": ("configure", "where the configuration is, whether it is right, what holds"),
    "themes": ("themes_list", "the themes there are"),
    "completions": ("completions", "what makes bash, zsh or fish complete the words of nextcall"),
    "demo": ("demo", "the app on a made-up half year of calls; nothing of yours is touched"),
    "doctor": ("doctor", "look for what is wrong, and say what to do"),
}
"""By name: the module under `cli/` (with `arguments` and `run`), and what it does."""
COMPLETE = "__complete"
"""What the shells' completions ask; nothing for people, so no help names it."""

_DESCRIPTION = """Focused calling sessions in the terminal. Without a command, the home screen."""
_EPILOG = "nextcall COMMAND --help says more about a command."


class Parser(argparse.ArgumentParser):
    """argparse, with its faults as ours."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter)

    def error(self, message: str) -> NoReturn:
        """Raise what `report` tells in one line."""
        raise UsageError(message, f"{self.prog} --help says more.")

    def _get_values(self, action: argparse.Action, arg_strings: list[str]) -> Any:
        if action.option_strings and action.nargs is None and arg_strings == ["--"]:  # as in `--query=--`, which argparse before 3.13 takes for no value
            value = self._get_value(action, "--")
            self._check_value(action, value)
            return value
        return super()._get_values(action, arg_strings)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            known = [str(choice) for choice in action.choices]
            raise unknown("word", str(value), known, f"There are {', '.join(known)}.")


def parser(filled: str | None = None) -> Parser:
    """The whole parser; of `filled` with its arguments, or of every command where that is None."""
    top = Parser(prog="nextcall", description=_DESCRIPTION, epilog=_EPILOG)
    top.add_argument("--version", action="store_true", help="say which version this is")
    top.add_argument("--plain", action="store_true", help="go on with the open session as lines of text")
    _where(top, None)
    below = top.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=Parser)
    for name, (module, help_) in COMMANDS.items():
        one = below.add_parser(name, help=help_, description=help_[0].upper() + help_[1:] + ".")
        if filled in (None, name):
            import_module(f"nextcall.cli.{module}").arguments(one)
            _where(one, argparse.SUPPRESS)  # so that what stood before the command holds
    return top


def _where(parser_: Parser, default: str | None) -> None:
    parser_.add_argument("--data-dir", metavar="FOLDER", default=default, help="where sessions are kept")
    parser_.add_argument("--config-dir", metavar="FOLDER", default=default, help="where the configuration is")


def run(command: str, words: list[str]) -> int:
    """Run any command but a single event; raises what `report` tells."""
    if command == COMPLETE:
        from nextcall.cli import complete  # noqa: PLC0415 (asked by shells alone)

        return complete.run(words[1:])
    if command and command not in COMMANDS:
        raise unknown("command", command, COMMANDS, "nextcall --help lists the commands.")
    top = parser(command)
    try:
        options, rest = top.parse_known_args(words)
    except SystemExit as done:  # --help has been printed
        return int(done.code or 0)
    if rest:
        raise _left_over(top, command, rest[0])
    if options.version:
        data(f"nextcall {__version__}")
        return 0
    where = folders(os.environ, options.data_dir, options.config_dir)
    choose(command, options, where)
    if not command:
        from nextcall.cli import home  # noqa: PLC0415 (--help does without)

        return home.run(where, as_lines=options.plain)
    done_by: int = import_module(f"nextcall.cli.{COMMANDS[command][0]}").run(options, where)
    return done_by


def _left_over(top: Parser, command: str, word: str) -> UsageError:
    if not word.startswith("-"):
        return UsageError(f"unexpected '{line(word, 60)}'", f"nextcall {command} --help says more.".replace("  ", " "))
    known = [option for action in _actions(top, command) for option in action.option_strings]
    return unknown("option", word.partition("=")[0], known, f"nextcall {command} --help says more.".replace("  ", " "))


def _actions(top: Parser, command: str) -> list[argparse.Action]:
    """What the parser of a command knows; argparse has no public way to ask."""
    for action in top._actions:  # noqa: SLF001 (see above)
        if command and isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 (see above)
            found: list[argparse.Action] = action.choices[command]._actions  # noqa: SLF001 (see above)
            return found
    return top._actions  # noqa: SLF001 (see above)
