"""Keys for the screens, made from the declarations in `config/keys.py` and the outcomes."""

from collections.abc import Iterable, Mapping

from textual.binding import Binding, BindingType

from nextcall.config.keys import KeyAction, actions, shown_key, textual_key
from nextcall.config.model import Config
from nextcall.core.outcomes import Outcome
from nextcall.tui.widgets.lines import Line, Span


def bindings(config: Config, scope: str) -> list[BindingType]:
    """A binding for every key of every action of `scope`; the screen's `action_act` is given the action's id."""
    return [
        Binding(textual_key(key), f"act('{action.id}')", action.label, id=f"{action.id}.{i}", show=False)
        for action in actions(scope)
        for i, key in enumerate(config.keys[action.id])
    ]


def outcome_bindings(outcomes: tuple[Outcome, ...]) -> list[BindingType]:
    """A binding for every outcome that has a key."""
    return [
        Binding(textual_key(outcome.key), f"act('outcome.{outcome.id}')", outcome.label, id=f"outcome.{outcome.id}", show=False)
        for outcome in outcomes
        if outcome.key
    ]


def moving(config: Config, scope: str, moves: Iterable[tuple[str, str]]) -> list[BindingType]:
    """Bindings for what moves about: keys with commas between them, and what they do; none that an action of `scope` has."""
    taken = {textual_key(key) for action in actions(scope) for key in config.keys[action.id]}
    return [Binding(key, action, "Move", show=False) for keys, action in moves for key in keys.split(",") if key not in taken]


def key_of(config: Config, action: str) -> str:
    """How the first key of an action is shown; empty where it has none."""
    keys = config.keys[action]
    return shown_key(keys[0]) if keys else ""


def keys_named(config: Config, names: Iterable[str]) -> dict[str, str]:
    """How the first keys of some actions are shown, by their ids."""
    return {name: key_of(config, name) for name in names}


def ways(keys: Mapping[str, str], named: Iterable[tuple[str, str]], gap: int = 3, first: str = "") -> Line:
    """The keys of some actions and what each does, side by side, the one of `first` stronger than the others; without those that have no key."""
    shown: list[Span] = []
    for action, words in named:
        if keys.get(action):
            shown += [Span(" " * gap)] if shown else []
            shown += [Span(keys[action], "accent-strong" if action == first else "key", action), Span(f" {words}", "" if action == first else "muted", action)]
    return tuple(shown)


def keys_of(config: Config, action: KeyAction) -> str:
    """How all keys of an action are shown."""
    return "  ".join(shown_key(key) for key in config.keys[action.id])
