"""Which names of keys a configuration may use, and why it may not use the others."""

import re

from nextcall.config.keys import KeyAction, textual_key
from nextcall.config.kinds import Kind, WrongValueError, did_you_mean, listed, shown

_NAMED = (
    "space", "enter", "escape", "backspace", "delete", "insert", "home", "end", "pageup", "pagedown",
    "up", "down", "left", "right", *(f"f{n}" for n in range(1, 25)),
)  # fmt: skip
_ALIASES = {
    " ": "space",
    "esc": "escape",
    "return": "enter",
    "del": "delete",
    "ins": "insert",
    "pgup": "pageup",
    "pgdn": "pagedown",
}
_REFUSED = {
    "ctrl+h": "terminals send it for Backspace too",
    "ctrl+i": "terminals send it for Tab too",
    "ctrl+j": "terminals send it for Enter too",
    "ctrl+m": "terminals send it for Enter too",
    "ctrl+[": "terminals send it for Escape too",
    "tab": "it moves between the parts of a screen",
    "shift+tab": "it moves between the parts of a screen",
}
_HELD = re.compile(r"((?:ctrl|shift|alt)\+)+")
_MOST = 5


def key_name(value: object) -> str:
    """The one way to write a key; raises `WrongValueError` for what is none or must not be used."""
    if not isinstance(value, str) or not value:
        raise WrongValueError(f"must be a key such as 'u', 'space' or 'ctrl+r', not {shown(value)}")
    if len(value) == 1 and value != " ":
        if not value.isprintable() or value.isspace():
            raise WrongValueError(f"must be a key that prints, not {shown(value)}")
        return value
    word = value.lower()
    held = _HELD.match(word)
    prefix = held[0] if held and held.end() < len(word) else ""
    base = word[len(prefix) :]
    name = prefix + _ALIASES.get(base, base)
    if name in _REFUSED:
        raise WrongValueError(f"{shown(value)} cannot be used: {_REFUSED[name]}")
    if not prefix:
        return _plain(value, _ALIASES.get(base, base))
    if _ALIASES.get(base, base) in _NAMED:
        return name
    if prefix == "shift+" and len(base) == 1:
        raise WrongValueError(
            f"{shown(value)} cannot be used: write the character it makes, such as {shown(base.upper())}"
        )
    if prefix in ("ctrl+", "alt+") and len(base) == 1 and base.isascii() and base.isalpha():
        return name
    raise WrongValueError(f"{shown(value)} cannot be used: terminals do not tell it apart from other keys")


def _plain(value: str, name: str) -> str:
    if name in _NAMED:
        return name
    by_name = {textual_key(chr(code)): chr(code) for code in range(0x21, 0x7F) if not chr(code).isalnum()}
    if name in by_name:
        return by_name[name]
    raise WrongValueError(f"{shown(value)} is no key{did_you_mean(name, (*_NAMED, *by_name))}")


class ActionKeys(Kind):
    """The keys of an action: one, or a list of them, or none."""

    def __init__(self, action: KeyAction) -> None:
        self.action = action

    def check(self, value: object) -> tuple[str, ...]:
        """Digits are the presets' alone; some actions must keep a key."""
        entries = value if isinstance(value, list) else [] if value == "" else [value]
        if len(entries) > _MOST:
            raise WrongValueError(f"must be at most {_MOST} keys, not {len(entries)}")
        found = dict.fromkeys(key_name(entry) for entry in entries)
        if self.action.required and not found:
            raise WrongValueError(
                f"must keep a key, such as '{self.action.keys[0]}': there is no other way to {self.action.label}"
            )
        if not self.action.id.startswith("preset_"):
            for name in found:
                no_digit(name)
        return tuple(found)

    def from_text(self, text: str) -> object:
        """A single character is itself, a comma too."""
        return text if len(text) == 1 else listed(text)


class OutcomeKey(Kind):
    """The key of an outcome: one character, or none."""

    def check(self, value: object) -> str:
        """Named keys belong to actions, digits to nobody but the presets."""
        if value == "":
            return ""
        name = key_name(value)
        if len(name) > 1:
            raise WrongValueError(
                f"must be one character such as 'o', or '' to hide the outcome, not {shown(value)}"
            )
        no_digit(name)
        return name


def no_digit(name: str) -> None:
    """Raise `WrongValueError` for a digit."""
    if len(name) == 1 and name.isnumeric():
        raise WrongValueError(
            f"'{name}' cannot be used: late answers of a terminal arrive as digits and must never do anything to a session",
        )
