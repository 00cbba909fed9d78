"""Plain data to a checked configuration; every fault is collected before any is told."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from nextcall.config.clashes import find_clashes, given_way
from nextcall.config.faults import Faults
from nextcall.config.kinds import WrongValueError, did_you_mean, shown
from nextcall.config.model import DEFAULTS, Config, config_of, values_of
from nextcall.config.outcomes import read_outcomes
from nextcall.config.presets import read_presets
from nextcall.config.settings import BY_NAME, TABLES
from nextcall.config.variables import lay_over
from nextcall.errors import ConfigError
from nextcall.tomlfile import Document


def config_from(document: Document, environ: Mapping[str, str]) -> Config:
    """The configuration that a file and the environment make. Raises `ConfigError` with all faults."""
    variables, problems = lay_over(document.data, environ)
    faults = Faults(document, variables)
    values = values_of(DEFAULTS)
    origins: dict[str, str] = {}
    for table, entries in document.data.items():
        if table not in TABLES:
            faults.unknown((table,), TABLES)
        elif table != "preset":
            _read_table(table, entries, values, origins, faults)
    _check_formula(values, faults)
    config = config_of(values)
    if "preset" in document.data:
        config = config._replace(presets=read_presets(document.data["preset"], origins, faults))
    if isinstance(document.data.get("outcomes"), dict):
        found = read_outcomes(document.data["outcomes"], config.outcomes, origins, faults)
        config = config._replace(outcomes=found.outcomes, retries=MappingProxyType(found.retries))
    if config.preset(config.session.preset) is None:
        near = did_you_mean(config.session.preset, [preset.id for preset in config.presets])
        faults.add(("session", "preset"), f"there is no preset {shown(config.session.preset)}{near}")
    config = config._replace(keys=given_way(config.keys, config.outcomes, faults))
    find_clashes(config.keys, config.outcomes, faults)
    if problems or faults.problems:
        raise ConfigError((*faults.problems, *problems))
    return config._replace(origins=MappingProxyType(origins))


def _read_table(
    table: str, entries: object, values: dict[str, Any], origins: dict[str, str], faults: Faults
) -> None:
    if not isinstance(entries, dict):
        faults.add((table,), f"must be a table, written as [{table}], not {shown(entries)}")
        return
    known = [setting.path[1] for setting in BY_NAME.values() if setting.path[0] == table]
    for key, value in entries.items():
        name, path = f"{table}.{key}", (table, key)
        if name not in BY_NAME:
            if table != "outcomes":  # there the others are outcomes
                faults.unknown(path, known)
            continue
        try:
            values[name] = BY_NAME[name].kind.check(value)
        except WrongValueError as fault:
            faults.add((*path, *fault.at), fault.reason, name)
        origins[name] = faults.place(path)


def _check_formula(values: dict[str, Any], faults: Faults) -> None:
    if faults.spoiled("formula") or bool(values["formula.earned"]) == bool(values["formula.calls"]):
        return
    stated, missing = ("earned", "calls") if values["formula.earned"] else ("calls", "earned")
    path = ("formula", missing)
    faults.add(
        path if faults.states(path) else ("formula", stated),
        f"the value of a call needs {missing} too",
        f"formula.{stated}",
    )
