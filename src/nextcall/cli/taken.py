"""What each command takes, as values: for completions, the man page and the list of commands."""

from argparse import SUPPRESS, Action, ArgumentParser, _HelpAction, _SubParsersAction
from typing import Any, NamedTuple


class Taken(NamedTuple):
    """An option, or a word that stands by itself."""

    names: tuple[str, ...]
    """How an option is written, the short one first; empty for a word."""
    value: str
    """What its value is called; empty for an option without one."""
    help: str
    choices: tuple[str, ...] = ()
    """The only values there are, where they are known."""
    many: bool = False
    """Whether a word may be followed by more of its kind, or an option given several times."""
    needed: bool = False


class Command(NamedTuple):
    """A command with all that it takes."""

    name: str
    """As it is typed, after `nextcall`: `log`, `config check`; empty for none."""
    help: str
    taken: tuple[Taken, ...]
    below: "tuple[Command, ...]" = ()
    """Its own commands."""
    more: str = ""
    """What its help says after the options."""


def command(parser: ArgumentParser, name: str = "", help_: str = "") -> Command:
    """What a parser takes, with the commands below it. `argparse` has no public way to ask."""
    taken, below = [], []
    for action in parser._actions:  # noqa: SLF001 (see above)
        if isinstance(action, _SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}  # noqa: SLF001 (see above)
            below = [command(one, f"{name} {word}".strip(), helps.get(word, "")) for word, one in action.choices.items()]
        elif action.help != SUPPRESS and not isinstance(action, _HelpAction):
            taken.append(_taken(action))
    return Command(name, help_ or parser.description or "", tuple(taken), tuple(below), parser.epilog or "")


def _taken(action: Action) -> Taken:
    metavar: Any = action.metavar
    value = "" if action.nargs == 0 else str(metavar or (",".join(map(str, action.choices)) if action.choices else action.dest.upper()))
    choices = tuple(map(str, action.choices or ()))
    many = action.nargs in ("*", "+") or type(action).__name__ == "_AppendAction"
    needed = bool(action.required) if action.option_strings else action.nargs in (None, "+")
    return Taken(tuple(action.option_strings), value, (action.help or "").replace("%%", "%"), choices, many, needed)


def usage(taken: Taken) -> str:
    """An option or a word as it is typed: `--minutes N`, `ID`."""
    if not taken.names:
        return taken.value
    return f"{', '.join(taken.names)} {taken.value}".strip()
