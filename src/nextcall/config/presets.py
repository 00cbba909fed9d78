"""Presets out of the configuration: the ready-made ones, replaced or added to."""

from typing import Any

from nextcall.config.faults import Faults
from nextcall.config.kinds import WrongValueError, shown
from nextcall.config.model import PRESETS, Preset
from nextcall.config.settings import PRESET_FIELDS
from nextcall.core.goals import KINDS

MOST = 60
"""How many presets the configuration may have."""
OPEN_END = "callbacks"
"""The preset that may go without a goal: it lasts as long as there are due callbacks."""


def read_presets(entries: object, origins: dict[str, str], faults: Faults) -> tuple[Preset, ...]:
    """The ready-made presets, those of a known id replaced, then the caller's own; `origins` learns where they are."""
    found = {preset.id: preset for preset in PRESETS}
    if not isinstance(entries, list):
        faults.add(("preset",), f"must be tables, each written as [[preset]], not {shown(entries)}")
        return PRESETS
    if len(entries) > MOST:
        faults.add(("preset",), f"has {len(entries)} presets; {MOST} are the most")
    seen: dict[str, int] = {}
    for n, entry in enumerate(entries[:MOST]):
        if not isinstance(entry, dict):
            faults.add(("preset", n), f"must be a table, written as [[preset]], not {shown(entry)}")
            continue
        preset = _preset(n, entry, faults)
        if preset.id in seen:
            first = faults.place(("preset", seen[preset.id], "id"))
            faults.add(("preset", n, "id"), f"'{preset.id}' is there already, at {first}")
        elif preset.id:
            seen[preset.id] = n
            found[preset.id] = preset
            origins[f"preset.{preset.id}"] = faults.place(("preset", n))
    return tuple(found.values())


def _preset(n: int, entry: dict[str, Any], faults: Faults) -> Preset:
    """One preset; with faults in it, as much of it as there is."""
    said: dict[str, Any] = {}
    for field, value in entry.items():
        path = ("preset", n, field)
        kind = PRESET_FIELDS.get(field)
        if kind is None:
            faults.unknown(path, PRESET_FIELDS)
            continue
        try:
            said[field] = kind.check(value)
        except WrongValueError as fault:
            faults.add(path, fault.reason)
    if "id" not in entry:
        faults.add(("preset", n), 'needs an id, such as id = "morning"')
    goals = [kind for kind in KINDS if kind in entry]
    if len(goals) > 1:
        faults.add(("preset", n, goals[1]), f"{goals[0]} are its goal already: a preset has one goal")
    elif not goals and entry.get("id") != OPEN_END and len(said) == len(entry):
        faults.add(("preset", n), "needs a goal: minutes, calls or conversations")
    name = said.setdefault("id", "")
    return Preset(**{"title": name.replace("-", " ").capitalize()} | said)
