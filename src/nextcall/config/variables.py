"""Single settings from the environment: `NEXTCALL_<TABLE>_<KEY>`."""

from collections.abc import Mapping
from typing import Any

from nextcall.config.kinds import Kind, did_you_mean
from nextcall.config.model import DEFAULT_SET
from nextcall.config.settings import OUTCOME_FIELDS, SETTINGS, TABLES
from nextcall.core.outcomes import SETS
from nextcall.errors import Problem
from nextcall.text import line
from nextcall.tomlfile import Path

_START = "NEXTCALL_"
_PREFIXES = tuple(f"{_START}{table.upper()}_" for table in TABLES)


def stated(environ: Mapping[str, str]) -> list[str]:
    """The names of the variables that mean to be settings; an empty variable means nothing."""
    return sorted(name for name, text in environ.items() if text and name.startswith(_PREFIXES))


def lay_over(data: dict[str, Any], environ: Mapping[str, str]) -> tuple[dict[Path, str], list[Problem]]:
    """Put the settings of the environment over `data`, in place.

    Returns which variable each of them comes from, and the variables that are no setting.
    """
    known = _known(data)
    variables: dict[Path, str] = {}
    problems = []
    for name in stated(environ):
        if name not in known:
            near = did_you_mean(name, list(known))
            problems.append(Problem(line(name, 60), f"sets nothing: there is no such setting{near}"))
            continue
        path, kind = known[name]
        variables[path] = name
        table: Any = data
        for key in path[:-1]:
            table = table.setdefault(key, {}) if isinstance(table, dict) else None
        if isinstance(table, dict):
            table[str(path[-1])] = kind.from_text(environ[name])
    return variables, problems


def _known(data: dict[str, Any]) -> dict[str, tuple[Path, Kind]]:
    known: dict[str, tuple[Path, Kind]] = {
        _variable(setting.path): (setting.path, setting.kind) for setting in SETTINGS
    }
    tables = data.get("outcomes")
    own = (
        [key for key, entry in tables.items() if isinstance(entry, dict)] if isinstance(tables, dict) else []
    )
    for name in (*(outcome.id for outcome in SETS[DEFAULT_SET]), *own):
        for field, kind in OUTCOME_FIELDS.items():
            path = ("outcomes", name, field)
            known.setdefault(_variable(path), (path, kind))
    return known


def _variable(path: tuple[str, ...]) -> str:
    return _START + "_".join(path).upper().replace("-", "_")
