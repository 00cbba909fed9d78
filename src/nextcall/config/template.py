"""The commented file that `config init` writes: every setting with its default and what it does."""

from textwrap import wrap

from nextcall.config.keys import BY_ID
from nextcall.config.model import DEFAULTS, values_of
from nextcall.config.settings import SETTINGS, TABLES
from nextcall.config.show import outcome_table, preset_table, toml_text

_HEAD = """\
## nextcall. Every line that begins with "# " is a default: take the "# " away to change it.
## Lines that begin with "##" are explanations and stay as they are.
## `nextcall config check` finds every mistake; `nextcall config show` says what holds and why.
"""
_OWN_OUTCOME = """\
## One of your own; conversation = true makes it a connect too:
##   [outcomes.demo-booked]
##   key = "o"
##   label = "Demo booked"
##   conversation = true
##   yes = true
##   then = "callback"
## Rules of its own for call lists: retry_hours = 4 (hours until the next try), retry_max = 3 (tries in a row).
## Change one by its id, and hide it by key = "":"""
_WIDTH = 100


def template() -> str:
    """The text of a configuration that changes nothing, with or without its comment signs."""
    return "\n".join([_HEAD, *(_table(table) for table in TABLES)])


def _table(table: str) -> str:
    lines = [f"## {line}" for line in wrap(TABLES[table], _WIDTH)]
    if table == "preset":
        return "\n".join([*lines, *_presets(), ""])
    values = values_of(DEFAULTS)
    lines.append(f"[{table}]")
    group = ""
    for setting in SETTINGS:
        if setting.path[0] != table:
            continue
        if table == "keys" and group != BY_ID[setting.path[1]].group:
            group = BY_ID[setting.path[1]].group
            lines.append(f"## {group}")
        lines += _setting(setting.path[1], values[setting.name], setting.help, short=table == "keys")
    if table == "outcomes":
        lines += _outcomes()
    return "\n".join([*lines, ""])


def _setting(key: str, value: object, told: str, *, short: bool) -> list[str]:
    if short:  # a line each: there are many of them
        keys = toml_text(value[0] if isinstance(value, tuple) and len(value) == 1 else value)
        return [f"# {key} = {keys}".ljust(30) + f"  # {told}"]
    return [f"## {told}", f"# {key} = {toml_text(value)}"]


def _presets() -> list[str]:
    lines: list[str] = []
    for preset in DEFAULTS.presets:
        lines += ["", "# [[preset]]"]
        lines += [f"# {key} = {toml_text(value)}" for key, value in preset_table(preset).items()]
    return lines


def _outcomes() -> list[str]:
    return [
        _OWN_OUTCOME,
        *(f"# {outcome.id} = {toml_text(outcome_table(outcome))}" for outcome in DEFAULTS.outcomes),
    ]
