"""The words of the commands that read the history, where they are as they should be.

Loading `argparse` costs as much as the whole look into ten years of history. So the usual words are
understood here; whatever is not, a mistake above all, is left to the parser, which knows what to say.
"""

from __future__ import annotations

from nextcall.cli.numbers import number_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = ("data_dir", "config_dir")
"""Options that every command has; each takes a value."""
_FORMS = ("json", "plain")


def _text(value: str) -> str | None:
    return value


def _dimension(value: str) -> str | None:
    from nextcall.stats.groups import DIMENSIONS  # noqa: PLC0415 (with the option only)

    return value if value in DIMENSIONS else None


VALUED: dict[str, dict[str, Callable[[str], object | None]]] = {
    "log": {"limit": number_in, "query": _text},
    "stats": {"by": _dimension, "query": _text},
}
"""By command: its options that take a value, and what reads it; None is a mistake."""


class Options:
    """What was said, as `argparse` would have it."""

    data_dir: str | None
    config_dir: str | None

    def __init__(self, command: str) -> None:
        self.__dict__.update(dict.fromkeys((*SHARED, *VALUED[command]), None) | dict.fromkeys(_FORMS, False))
        self.query = ""


def parsed(command: str, words: list[str]) -> Options | None:
    """What the words say; None where they need a closer look."""
    found = Options(command)
    seen = set()
    rest = iter(words)
    for word in rest:
        if word == command and command not in seen:
            seen.add(command)
            continue
        option, equals, value = word.removeprefix("--").partition("=")
        name = option.replace("-", "_")
        early = command not in seen and name not in SHARED  # what is said before the command is not the command's
        if not word.startswith("--") or name in seen or "_" in option or early:
            return None
        seen.add(name)
        if name in _FORMS and not equals:
            setattr(found, name, True)
            continue
        reader = _text if name in SHARED else VALUED[command].get(name)
        given = value if equals else next(rest, "-")
        read = reader(given) if reader and (equals or not given.startswith("-")) else None
        if read is None:
            return None
        setattr(found, name, read)
    return None if seen.issuperset(_FORMS) or command not in seen else found
