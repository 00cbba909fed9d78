"""What can stand where the cursor is: asked by the shells' completions, never by people.

`nextcall __complete WORD...` has the words after `nextcall` up to the cursor, the last of them as far as it is
typed. Each answer is a line, a tab and what it means; `:file` or `:folder` alone says that the shell knows
better. Whatever goes wrong, there is no answer and no complaint: somebody is typing.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress

from nextcall.cli.events import SHARED
from nextcall.cli.main import COMMANDS, parser
from nextcall.cli.output import data
from nextcall.cli.taken import Command, Taken, command
from nextcall.config.paths import folders
from nextcall.errors import NextcallError
from nextcall.text import line

Answers = Iterator[tuple[str, str]]
_FILES = {"FILE": ":file", "FILE.html": ":file", "FOLDER": ":folder"}
"""Values that are paths, and what the shell is told."""
_HARMLESS = re.compile(r"[A-Za-z0-9_:@%+=,./-]+\Z")
"""What means nothing to a shell: an answer of anything else is not given, whatever a file says."""
_HELP = ("--help", "say more about it")
_MOST = 200


def run(words: list[str]) -> int:
    """Print what can stand in the place of the last of `words`."""
    *before, typed = words or [""]
    with suppress(NextcallError, OSError, SystemExit):
        for word, meaning in answers(before, typed):
            data(f"{word}\t{line(meaning, 80)}".rstrip())
    return 0


def answers(before: list[str], typed: str) -> Answers:
    """Words that begin with what is typed, with what they mean; those that a shell would obey are left out."""
    name, equals, value = typed.partition("=")
    stem = f"{name}=" if equals and name.startswith("-") else ""
    number = 0
    for word, meaning in _possible(before, name, stem):
        if word.startswith(":"):
            yield word, meaning
        elif word.startswith(value if stem else typed) and _HARMLESS.match(word) and number < _MOST:
            number += 1
            yield stem + word, meaning


def _possible(before: list[str], name: str, stem: str) -> Answers:
    found, state = _follow(before)
    wanted = state.wanted
    if stem:
        wanted = _option(found, name)
    elif wanted is None and name.startswith("-") and not state.only_words:
        yield from _options(found)
        return
    elif wanted is None and found.below and not state.words:
        yield from ((one.name.split()[-1], one.help) for one in found.below)
        return
    elif wanted is None:
        wanted = _word(found, state.words)
    if wanted is not None:
        yield from _values(wanted, found, before)


class _State:
    """Where the words before the cursor have led."""

    def __init__(self) -> None:
        self.words = 0
        """Words of the command itself so far."""
        self.wanted: Taken | None = None
        """The option whose value comes next."""
        self.only_words = False
        """Whether `--` has been."""


def _follow(before: list[str]) -> tuple[Command, _State]:
    """The command that the words lead to, and what they leave to be said."""
    first = _first(before)
    found, state = command(parser(first if first in COMMANDS else "")), _State()
    for word in before:
        if state.wanted is not None:
            state.wanted = None
        elif word == "--":
            state.only_words = True
        elif word.startswith("-") and not state.only_words:
            option = _option(found, word)
            state.wanted = option if option is not None and option.value else None
        elif (below := next((one for one in found.below if one.name.split()[-1] == word), None)) is not None:
            found, state = below, _State()
        else:
            state.words += 1
    return found, state


def _first(before: list[str]) -> str:
    """The first word that is no option nor an option's value; empty where there is none."""
    words = iter(before)
    for word in words:
        if word in SHARED:
            next(words, None)
        elif not word.startswith("-"):
            return word
    return ""


def _option(found: Command, name: str) -> Taken | None:
    return next((taken for taken in found.taken if name in taken.names), None)


def _word(found: Command, number: int) -> Taken | None:
    """The word that comes after so many."""
    words = [taken for taken in found.taken if not taken.names]
    if number < len(words):
        return words[number]
    return words[-1] if words and words[-1].many else None


def _options(found: Command) -> Answers:
    for taken in found.taken:
        if taken.names:
            yield taken.names[-1], taken.help
    yield _HELP


def _values(taken: Taken, found: Command, before: list[str]) -> Answers:
    if taken.choices:
        yield from ((choice, "") for choice in taken.choices)
    elif taken.value in _FILES:
        yield _FILES[taken.value], ""
    else:
        from nextcall.cli import complete_values  # noqa: PLC0415 (only where there is something to look up)

        where = folders(os.environ, _given(before, "--data-dir"), _given(before, "--config-dir"))
        yield from complete_values.values(taken.value, found.name, where)


def _given(before: list[str], option: str) -> str | None:
    """The value of an option among the words."""
    for word, after in zip(before, [*before[1:], ""], strict=True):
        if word == option:
            return os.path.expanduser(after)
        if word.startswith(f"{option}="):
            return os.path.expanduser(word.partition("=")[2])
    return None
