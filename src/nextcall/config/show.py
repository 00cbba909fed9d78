"""The configuration as it holds, with the origin of every value."""

from typing import Any, NamedTuple

from nextcall.config.model import Config, Preset, RetrySettings, values_of
from nextcall.config.settings import OUTCOME_FIELDS, PRESET_FIELDS, RETRY_FIELDS, SETTINGS
from nextcall.core.outcomes import Outcome

DEFAULT = "default"
"""The origin of what nobody has stated."""


class Row(NamedTuple):
    """One setting."""

    name: str
    """Table and key; presets and outcomes have a row each."""
    value: str
    """As it would stand in the file."""
    origin: str
    """`default`, `config.toml:LINE`, or the name of a variable."""


def show(config: Config) -> list[Row]:
    """Every setting, in the order of the template."""
    values = values_of(config)
    rows: list[Row] = []
    for setting in SETTINGS:
        rows.append(
            Row(setting.name, toml_text(values[setting.name]), config.origins.get(setting.name, DEFAULT))
        )
        if setting.name == "session.idle_minutes":
            rows += [_row(f"preset.{preset.id}", preset_table(preset), config) for preset in config.presets]
        if setting.name == "outcomes.set":
            rows += [
                _row(f"outcomes.{outcome.id}", outcome_table(outcome, config.retries.get(outcome.id)), config) for outcome in config.outcomes
            ]
    return rows


def _row(name: str, table: dict[str, Any], config: Config) -> Row:
    return Row(name, toml_text(table), config.origins.get(name, DEFAULT))


def preset_table(preset: Preset) -> dict[str, Any]:
    """A preset as its table in the file, without what goes without saying."""
    usual = Preset("", "")
    return {
        field: getattr(preset, field)
        for field in PRESET_FIELDS
        if getattr(preset, field) != getattr(usual, field)
    }


def outcome_table(outcome: Outcome, retry: RetrySettings | None = None) -> dict[str, Any]:
    """An outcome as its table in the file, without what goes without saying."""
    usual = Outcome("", "", "")
    told = {
        field: getattr(outcome, field)
        for field in OUTCOME_FIELDS
        if field not in RETRY_FIELDS and getattr(outcome, field) != getattr(usual, field)
    }
    rule = zip(RETRY_FIELDS, retry or (), strict=False)
    return {"key": outcome.key} | told | {field: value for field, value in rule if value is not None}


def toml_text(value: object) -> str:
    """A checked value as TOML on one line: strings in it have no control characters."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, tuple):
        return f"[{', '.join(toml_text(entry) for entry in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {toml_text(entry)}' for key, entry in value.items())} }}"
    return str(value)
