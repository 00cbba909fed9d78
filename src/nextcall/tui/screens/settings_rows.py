"""What stands on the settings screen: every setting, the key of every outcome and action, every preset."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from nextcall.config.keynames import ActionKeys
from nextcall.config.keys import ACTIONS, SCOPES, shown_key
from nextcall.config.kinds import Choice, Flag, Kind, Setting
from nextcall.config.model import DEFAULTS, Config, values_of
from nextcall.config.settings import OUTCOME_FIELDS, SETTINGS, TABLES
from nextcall.config.show import DEFAULT, preset_table
from nextcall.core.outcomes import SETS
from nextcall.text import line
from nextcall.tui.screens.settings_words import as_line

SECTIONS = {
    "session": "Session", "preset": "Presets", "outcomes": "Outcomes", "process": "Process", "skills": "Skills", "formula": "Formula",
    "ui": "Look", "notify": "Making itself heard", "hooks": "Hooks", "answers": "Next time I say", "storage": "Files", "contacts": "Contacts",
}  # fmt: skip
"""The tables as headings; one that is not here has its own name."""
PLACES = {
    "session": "in a session", "home": "at home", "summary": "on the summary", "history": "in the history", "detail": "on the calls of a session",
    "numbers": "on the numbers", "contacts": "on the contacts", "review": "in the weekly review", "settings": "on this screen", "everywhere": "everywhere",
}  # fmt: skip
"""Where keys work, in words."""
_LATER = {"outcomes": "next session", "process": "next session", "formula": "next session", "hooks": "next start", "storage": "next start"}
"""From when on a change holds, by its table; the others hold at once."""
_FIRST = ("ui", "session")
"""The tables that come first; keys come last."""


class Row(NamedTuple):
    """One thing that can be changed."""

    name: str
    """As in the configuration: `ui.clock`, `keys.undo`, `outcomes.no.key`, `preset.sprint`."""
    section: str
    label: str
    value: Any
    """What holds now."""
    default: Any
    origin: str
    """`default`, the file with the line, or a variable."""
    help: str
    kind: Kind | None
    """None: it can be changed in the file alone."""

    @property
    def table(self) -> str:
        """Its table, and the one inside it."""
        return self.name.rpartition(".")[0]

    @property
    def key(self) -> str:
        """Its key in the table."""
        return self.name.rpartition(".")[2]

    @property
    def is_key(self) -> bool:
        """Whether it is the key of an action or of an outcome."""
        return isinstance(self.kind, ActionKeys) or self.kind is OUTCOME_FIELDS["key"]

    @property
    def shown(self) -> str:
        """The value as the screen has it."""
        if self.is_key:
            keys = self.value if isinstance(self.value, tuple) else (self.value,) if self.value else ()
            return "  ".join(map(shown_key, keys))
        if self.kind is None:
            return str(self.value)
        return ("on" if self.value else "off") if isinstance(self.kind, Flag) else as_line(self.kind, self.value)

    @property
    def later(self) -> str:
        """From when on a change of it holds; empty: at once."""
        return _LATER.get(self.name.partition(".")[0], "")


def rows(config: Config) -> tuple[Row, ...]:
    """All of them, sections together."""
    tables = [*_FIRST, *(table for table in TABLES if table not in (*_FIRST, "keys"))]
    found = [row for table in tables for row in _of_table(table, config)]
    return (*found, *_of_keys(config))


def matching(found: tuple[Row, ...], words: str) -> tuple[Row, ...]:
    """Those that have all of the words somewhere."""
    wanted = words.lower().split()
    return tuple(row for row in found if all(word in f"{row.name} {row.section} {row.label} {row.help} {row.shown}".lower() for word in wanted))


def choices(row: Row, config: Config) -> tuple[str, ...]:
    """What it can be, where that is one of a few; empty where it is not."""
    if row.name == "session.preset":
        return tuple(preset.id for preset in config.presets)
    return row.kind.words if isinstance(row.kind, Choice) else ()


def _of_table(table: str, config: Config) -> Iterator[Row]:
    if table == "preset":
        yield from _of_presets(config)
    values, usual = values_of(config), values_of(DEFAULTS)
    for setting in SETTINGS:
        if setting.path[0] == table:
            yield _row(setting, SECTIONS.get(table, table.capitalize()), values, usual, config)
    if table == "outcomes":
        yield from _of_outcomes(config)


def _row(setting: Setting, section: str, values: dict[str, Any], usual: dict[str, Any], config: Config) -> Row:
    label = setting.path[1].replace("_", " ")
    return Row(setting.name, section, label, values[setting.name], usual[setting.name], config.origins.get(setting.name, DEFAULT), setting.help, setting.kind)


def _of_presets(config: Config) -> Iterator[Row]:
    for preset in config.presets:
        name = f"preset.{preset.id}"
        parts = {key: value for key, value in preset_table(preset).items() if key not in ("id", "title")}
        words = ", ".join(f"{key.replace('_', ' ')} {value}" for key, value in parts.items()) or "open end"
        told = "A session to start by name; it is changed in the file."
        yield Row(name, SECTIONS["preset"], line(preset.title, 60), words, "", config.origins.get(name, DEFAULT), told, None)


def _of_outcomes(config: Config) -> Iterator[Row]:
    usual = {outcome.id: outcome.key for outcome in SETS[config.outcome_set]}
    for outcome in config.outcomes:
        told = f"The key that tags “{line(outcome.label, 60)}”; without one it is hidden."
        origin = config.origins.get(f"outcomes.{outcome.id}", DEFAULT)
        yield Row(
            f"outcomes.{outcome.id}.key", SECTIONS["outcomes"], line(outcome.name, 40), outcome.key, usual.get(outcome.id), origin, told, OUTCOME_FIELDS["key"]
        )


def _of_keys(config: Config) -> Iterator[Row]:
    settings = {setting.name: setting for setting in SETTINGS}
    for scope in SCOPES:
        for action in ACTIONS:
            if action.scope == scope:
                setting = settings[f"keys.{action.id}"]
                origin = config.origins.get(setting.name, DEFAULT)
                section = f"Keys {PLACES.get(scope, scope)}"
                yield Row(setting.name, section, action.label, config.keys[action.id], action.keys, origin, action.help, setting.kind)
