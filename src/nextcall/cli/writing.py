"""In which style a command writes its figures: the configured one for people, and English for programs.

The configuration is read only where it has a word of that setting, or a variable has: few set it, and the
quickest commands load no configuration.
"""

import os

from nextcall import figures

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from nextcall.config.paths import Folders

_SETTING, _VARIABLE = b"numbers", "NEXTCALL_UI_NUMBERS"
_FOR_PROGRAMS = ("json", "plain")
"""Options after which a program reads what is printed."""
_FILES = ("export",)
"""Commands that write what other programs read, whatever their options."""
_LARGEST = 256 * 1024
"""Bytes of a configuration file, at most."""
_BY_THEMSELVES = ("", "start", "demo")
"""Commands that choose when they know their configuration: a screen, or lines for people."""


def choose(command: str, options: object, where: "Folders") -> None:
    """Have figures written as this call of a command wants them."""
    for_programs = command in (*_FILES, *_BY_THEMSELVES) or any(getattr(options, name, False) for name in _FOR_PROGRAMS)
    style = figures.PLAIN if for_programs else _configured(where.config_file)
    figures.use(style, os.environ)


def _configured(path: str) -> str:
    """The setting as it holds; as the system has it where the configuration cannot be used, which is not told here."""
    if _VARIABLE not in os.environ and not _mentioned(path):
        return figures.SYSTEM
    from nextcall.config.load import load  # noqa: PLC0415 (see above)
    from nextcall.errors import NextcallError  # noqa: PLC0415 (as above)

    try:
        return load(path, os.environ).ui.numbers
    except (NextcallError, OSError):
        return figures.SYSTEM


def _mentioned(path: str) -> bool:
    if not os.path.exists(path):
        return False
    from nextcall.errors import NextcallError  # noqa: PLC0415 (few have a configuration)
    from nextcall.storage import atomic  # noqa: PLC0415 (as above)

    try:
        return _SETTING in atomic.read(os.path.realpath(path), _LARGEST)
    except (NextcallError, OSError):
        return False
