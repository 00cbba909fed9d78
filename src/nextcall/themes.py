"""Themes as plain values, out of the shipped files and the user's own.

A theme needs three colours: primary, foreground and background. The others follow from these, so
that a short theme can be read wherever it is used. Colours are checked here, without the library
that will draw them: a fault is told with its line while loading, not as a crash while drawing.
"""

import os
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from nextcall.errors import Problem
from nextcall.text import line, nearest
from nextcall.tomlfile import Document, Path, TomlError, read

LARGEST = 64 * 1024
"""Bytes that a theme may have."""
MOST = 500
"""How many files of a folder are looked at, and how many variables a theme may have."""

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_HEX = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_ANSI = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_NAMED = ("ansi_default", *(f"ansi_{bright}{colour}" for bright in ("", "bright_") for colour in _ANSI))
_STYLES = frozenset({"none", "bold", "dim", "italic", "underline", "reverse", "strike", "not"})

FALLBACKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "secondary": ("primary",),
        "accent": ("primary",),
        "surface": ("background",),
        "panel": ("surface", "background"),
        "success": ("foreground",),
        "warning": ("foreground",),
        "error": ("foreground",),
    }
)
"""The colours that may be left out, and which others stand in for them."""
COLOURS = ("primary", "foreground", "background", *FALLBACKS)
"""All colours of a theme."""
VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        "muted": "foreground",
        "faint": "foreground",
        "track": "panel",
        "accent-text": "background",
        "cell-none": "foreground",
        "cell-connect": "foreground",
        "cell-conversation": "foreground",
        "cell-yes": "accent",
        "cell-help": "accent",
    }
)
"""The variables that every theme has, and the colour that each of them is unless it says otherwise:
secondary text, rules, the empty part of a bar, text drawn on the accent, the cells of a session's strip."""


class Theme(NamedTuple):
    """The colours of the screens; every colour is `#rgb`, `#rrggbb` or `ansi_…`."""

    name: str
    """What the configuration calls it, `[a-z0-9][a-z0-9-]{0,63}`."""
    dark: bool
    """Whether light text stands on a dark ground."""
    primary: str
    """Frames and headings."""
    secondary: str
    """What goes with the primary colour."""
    accent: str
    """The one thing that matters now."""
    foreground: str
    """Text."""
    background: str
    """The ground."""
    surface: str
    """What lies on the ground."""
    panel: str
    """What lies on a surface."""
    success: str
    """It is saved."""
    warning: str
    """Something wants a look."""
    error: str
    """Something could not be done."""
    variables: Mapping[str, str]
    """Further colours by name, those of `VARIABLES` always among them."""


class Loaded(NamedTuple):
    """Themes that were read, and what was wrong with the others."""

    items: tuple[Theme, ...]
    problems: tuple[Problem, ...]


def load_themes(user_dir: str) -> Loaded:
    """The shipped themes, then the user's; one of the same name takes the other's place.

    A file with faults is left out, and all its faults are told.
    """
    themes: dict[str, Theme] = {}
    problems: list[Problem] = []
    for folder in (shipped_dir(), user_dir):
        loaded = _load_folder(folder)
        themes |= {theme.name: theme for theme in loaded.items}
        problems += loaded.problems
    return Loaded(tuple(themes.values()), tuple(problems))


def find_theme(name: str, user_dir: str) -> Theme | None:
    """The theme of that name; None where there is none that can be read.

    Without themes of the user's own only one file is read: this is on the way to the first screen.
    """
    if os.path.isdir(user_dir):
        return next((theme for theme in load_themes(user_dir).items if theme.name == name), None)
    if not _ID.fullmatch(name):
        return None
    found = load_theme(os.path.join(shipped_dir(), f"{name}.toml"))
    return found.items[0] if found.items else None


def shipped_dir() -> str:
    """The folder of the shipped themes: in the package, or in the repository while it is worked on."""
    package = os.path.dirname(os.path.abspath(__file__))
    inside = os.path.join(package, "themes")
    return (
        inside if os.path.isdir(inside) else os.path.join(os.path.dirname(os.path.dirname(package)), "themes")
    )


def _load_folder(folder: str) -> Loaded:
    try:
        names = sorted(
            name for name in os.listdir(folder) if name.endswith(".toml") and not name.startswith(".")
        )
    except FileNotFoundError:
        return Loaded((), ())
    except OSError as fault:
        return Loaded((), (Problem(line(os.path.basename(folder), 60), f"cannot be read: {fault.strerror}"),))
    themes: list[Theme] = []
    problems: list[Problem] = []
    for name in names[:MOST]:
        loaded = load_theme(os.path.join(folder, name))
        themes += loaded.items
        problems += loaded.problems
    if len(names) > MOST:
        problems.append(
            Problem(line(os.path.basename(folder), 60), f"has {len(names)} files; only {MOST} were looked at")
        )
    return Loaded(tuple(themes), tuple(problems))


def load_theme(path: str) -> Loaded:
    """The theme in one file, or what is wrong with it."""
    try:
        document = read(path, LARGEST)
    except TomlError as fault:
        return Loaded((), (fault.problem,))
    if document is None:
        return Loaded((), (Problem(line(os.path.basename(path), 60), "there is no such file"),))
    return _Reader(document).theme()


class _Reader:
    """Reads one theme and collects what is wrong with it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._problems: list[Problem] = []

    def theme(self) -> Loaded:
        data = self._document.data
        known = ("name", "dark", *COLOURS, "variables")
        for key in data:
            if key not in known:
                self._fault((key,), f"unknown field{_did_you_mean(key, known)}")
        name = self._name(data.get("name", self._document.name.removesuffix(".toml")))
        dark = data.get("dark", True)
        if not isinstance(dark, bool):
            self._fault(("dark",), f"must be true or false, not {_shown(dark)}")
        colours = {field: self._colour((field,), data[field]) for field in COLOURS if field in data}
        missing = [field for field in COLOURS if field not in colours and field not in FALLBACKS]
        if missing:
            self._fault((missing[0],), f"needs {', '.join(missing)}: a colour such as #1a2b3c")
        variables = self._variables(data.get("variables", {}))
        if self._problems:
            return Loaded((), tuple(self._problems))
        for field, others in FALLBACKS.items():
            colours.setdefault(field, next(colours[other] for other in others if other in colours))
        variables = {variable: colours[field] for variable, field in VARIABLES.items()} | variables
        return Loaded((Theme(name=name, dark=dark, **colours, variables=MappingProxyType(variables)),), ())

    def _fault(self, path: Path, reason: str) -> None:
        if len(self._problems) < MOST:
            name = ".".join(line(str(part), 60) for part in path)
            self._problems.append(Problem(self._document.place(path), f"{name}: {reason}"))

    def _name(self, value: Any) -> str:
        if not isinstance(value, str) or not _ID.fullmatch(value):
            self._fault(
                ("name",),
                f"must be a name of at most 64 lower case letters, digits and dashes, not {_shown(value)}",
            )
            return ""
        return value

    def _colour(self, path: Path, value: Any) -> str:
        if not isinstance(value, str) or not (_HEX.fullmatch(value) or value in _NAMED):
            near = _did_you_mean(value, _NAMED) if isinstance(value, str) and value.startswith("ansi") else ""
            self._fault(
                path,
                f"must be a colour: #rgb, #rrggbb, or one of the terminal's own such as ansi_blue, not {_shown(value)}{near}",
            )
            return ""
        return value

    def _variables(self, table: Any) -> dict[str, str]:
        if not isinstance(table, dict):
            self._fault(("variables",), f"must be a table, written as [variables], not {_shown(table)}")
            return {}
        if len(table) > MOST:
            self._fault(("variables",), f"has {len(table)} variables; {MOST} are the most")
            return {}
        return {key: self._variable(key, value) for key, value in table.items()}

    def _variable(self, key: str, value: Any) -> str:
        path = ("variables", key)
        if not _ID.fullmatch(key):
            self._fault(path, "the name of a variable has at most 64 lower case letters, digits and dashes")
            return ""
        if not key.endswith("-style"):
            return self._colour(path, value)
        if not isinstance(value, str) or not value or not _STYLES.issuperset(value.split(" ")):
            self._fault(path, f"must be made of {', '.join(sorted(_STYLES))}, not {_shown(value)}")
            return ""
        return value


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"'{line(value, 40)}'" if isinstance(value, str) else "another kind of value"


def _did_you_mean(word: str, known: tuple[str, ...]) -> str:
    found = nearest(line(word, 60), list(known))
    return f" (did you mean '{found}'?)" if found else ""
