"""Two things on one key: each clash is one fault, and it names both."""

from collections.abc import Mapping
from types import MappingProxyType

from nextcall.config.faults import Faults
from nextcall.config.keys import SCOPES, actions
from nextcall.core.outcomes import Outcome
from nextcall.tomlfile import Path


def find_clashes(keys: Mapping[str, tuple[str, ...]], outcomes: tuple[Outcome, ...], faults: Faults) -> None:
    """Add a fault for every key that does two things on one screen."""
    told: set[frozenset[str]] = set()
    for scope in SCOPES[:-1]:
        users: dict[str, tuple[str, Path]] = {}
        for name, path, key in _uses(scope, keys, outcomes):
            if key not in users:
                users[key] = name, path
                continue
            pair = frozenset({name, users[key][0], f"key {key}"})
            if pair not in told:
                told.add(pair)
                _tell(key, users[key], (name, path), faults)


def given_way(keys: Mapping[str, tuple[str, ...]], outcomes: tuple[Outcome, ...], faults: Faults) -> Mapping[str, tuple[str, ...]]:
    """The keys without those that an outcome has taken from an action that yields, where nobody has stated them."""
    taken = {outcome.key for outcome in outcomes}
    yielding = {action.id for action in actions("session") if action.yields and not faults.states(("keys", action.id))}
    return MappingProxyType({name: tuple(key for key in has if name not in yielding or key not in taken) for name, has in keys.items()})


def _uses(
    scope: str, keys: Mapping[str, tuple[str, ...]], outcomes: tuple[Outcome, ...]
) -> list[tuple[str, Path, str]]:
    uses: list[tuple[str, Path, str]] = [
        (f"keys.{action.id}", ("keys", action.id), key)
        for action in actions(scope)
        for key in keys[action.id]
    ]
    if scope == "session":
        uses += [
            (f"outcomes.{outcome.id}.key", ("outcomes", outcome.id, "key"), outcome.key)
            for outcome in outcomes
            if outcome.key
        ]
    return uses


def _tell(key: str, one: tuple[str, Path], other: tuple[str, Path], faults: Faults) -> None:
    if not faults.states(other[1]) and faults.states(one[1]):
        one, other = other, one  # the fault stands where somebody wrote something
    where = faults.place(one[1]) if faults.states(one[1]) else "by default"
    faults.add(other[1], f"'{key}' is the key of {one[0]} too ({where}); give one of them another key")
