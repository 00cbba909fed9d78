"""The configuration as one frozen value, and its defaults.

Each part has the name of its table in `config.toml`; the names and meanings of the settings,
what they may be and what they are called in a message stand in `settings.py`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from nextcall.config.keys import ACTIONS
from nextcall.core.outcomes import SETS, Outcome
from nextcall.core.session import REASONS, Formula, Goal
from nextcall.figures import SYSTEM

DEFAULT_SET = "sales"
"""The ready-made set of outcomes that holds where none is named."""


class Preset(NamedTuple):
    """A session that can be started by its name."""

    id: str
    """Its name in commands and files, `[a-z0-9][a-z0-9-]{0,63}`."""
    title: str
    """What the screens call it."""
    minutes: int = 0
    """The goal in minutes of a round; 0: not its kind of goal."""
    calls: int = 0
    """The goal in calls; 0: not its kind of goal."""
    conversations: int = 0
    """The goal in conversations; 0: not its kind of goal."""
    break_minutes: int = 0
    """Minutes of rest afterwards; 0: none."""
    rounds: int = 1
    """How many sessions belong together, with the break between them."""

    @property
    def goal(self) -> Goal | None:
        """What a session of it aims at; None: open end, through the due callbacks."""
        for kind in ("minutes", "calls", "conversations"):
            if getattr(self, kind):
                return Goal(kind, getattr(self, kind))
        return None


PRESETS = (
    Preset("ten-calls", "Ten calls", calls=10),
    Preset("sprint", "Sprint", minutes=15),
    Preset("pomodoro", "Pomodoro", minutes=25, break_minutes=5),
    Preset("forty-five", "Forty-five", minutes=45, break_minutes=15),
    Preset("power-hour", "Power hour", minutes=60),
    Preset("thirty-before-lunch", "Thirty before lunch", calls=30),
    Preset("call-time", "Call time", minutes=120, break_minutes=30, rounds=2),
    Preset("callbacks", "Callbacks"),
)
"""The presets there are without a configuration, in the order in which they are offered."""
STEPS = (
    "Why this person",
    "Open, ask leave",
    "The reason, in their words",
    "One open question",
    "Listen, say it back",
    "Agree the next step, or thank and close",
)
"""The steps of a call, where the caller states none."""
SKILLS = ("listening", "questioning", "strategy")
"""The skills to practise, where the caller states none."""


class SessionSettings(NamedTuple):
    """`[session]`: how a session behaves."""

    preset: str = "power-hour"
    """Id of the preset that Enter starts until another one has been used."""
    present: bool = True
    """Whether the screen shows nothing but the call while somebody is on the line."""
    repeat_guard_ms: int = 800
    """Milliseconds in which the same outcome key again is ignored; 0: never ignored."""
    idle_minutes: int = 10
    """Minutes without a key between calls until the app asks, once and quietly."""


class UiSettings(NamedTuple):
    """`[ui]`: how it looks."""

    theme: str = "evening"
    """Name of a theme; whether there is one of that name is known only when themes are loaded."""
    clock: str = "24h"
    """`24h` or `12h`."""
    week_starts: str = "monday"
    """`monday`, `sunday` or `saturday`."""
    numbers: str = SYSTEM
    """`system`: as the locale has it; else a style of `figures.STYLES`."""
    animations: bool = True
    """Whether anything on the screen may glide."""


class NotifySettings(NamedTuple):
    """`[notify]`: how the app makes itself heard: some of `bell`, `terminal`, `desktop`."""

    end: tuple[str, ...] = ("bell", "terminal")
    """At the planned end of a session."""
    break_: tuple[str, ...] = ("bell", "terminal")
    """At the end of a break."""
    callback: tuple[str, ...] = ("terminal",)
    """When a callback is due."""
    progress: bool = True
    """Whether a terminal that has a sign for it shows how much of a planned time is over."""


class HookSettings(NamedTuple):
    """`[hooks]`: programs that are told of events, as lists of arguments; empty: none."""

    session_start: tuple[str, ...] = ()
    """When a session was opened."""
    tag: tuple[str, ...] = ()
    """When a call was tagged."""
    pause: tuple[str, ...] = ()
    """When a session was paused."""
    session_end: tuple[str, ...] = ()
    """When a session was ended."""


class StorageSettings(NamedTuple):
    """`[storage]`: how ended sessions are kept."""

    format: str = "json"
    """`json` or `toml`; both are always read."""


class ContactSettings(NamedTuple):
    """`[contacts]`: the rules of call lists."""

    retry_hours: int = 24
    """Hours until a contact that was not reached is tried again."""
    retry_max: int = 6
    """How many tries a contact gets."""
    hours: str = "08:00-20:00"
    """When a call is welcome, in the contact's own time; outside there is a warning."""
    country: str = ""
    """ISO 3166 code of the country whose numbers are written without one; empty: leave them so."""
    dial: tuple[str, ...] = ()
    """Program that opens a number, with `{phone}` in one of its arguments; empty: the system's own."""


class RetrySettings(NamedTuple):
    """What the table of an outcome says of trying again; None: as in `[contacts]`."""

    hours: int | None = None
    most: int | None = None


PARTS: Mapping[str, Any] = MappingProxyType(
    {
        "session": SessionSettings,
        "ui": UiSettings,
        "notify": NotifySettings,
        "hooks": HookSettings,
        "storage": StorageSettings,
        "contacts": ContactSettings,
    }
)
"""The tables whose settings are the fields of one value each."""


_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType({action.id: action.keys for action in ACTIONS})


class Config(NamedTuple):
    """Everything that can be configured, complete and checked."""

    session: SessionSettings = SessionSettings()
    presets: tuple[Preset, ...] = PRESETS
    """In the order in which they are offered: the ready-made ones, then own ones."""
    outcome_set: str = DEFAULT_SET
    """Name of the ready-made set that `outcomes` began with."""
    outcomes: tuple[Outcome, ...] = SETS[DEFAULT_SET]
    """All outcomes; those with an empty key are hidden."""
    retries: Mapping[str, RetrySettings] = MappingProxyType({})
    """The rules of outcomes that have some of their own, by id; no session keeps them."""
    steps: tuple[str, ...] = STEPS
    """The caller's own process for a call; may be empty."""
    skills: tuple[str, ...] = SKILLS
    """The skills to practise; may be empty."""
    formula: Formula | None = None
    """What the caller stated: so much earned in so many calls; None: nothing."""
    currency: str = "USD"
    """ISO 4217 code for amounts."""
    keys: Mapping[str, tuple[str, ...]] = _KEYS
    """The keys of every action by its id, as `keys.py` names them; an empty tuple: none."""
    ui: UiSettings = UiSettings()
    notify: NotifySettings = NotifySettings()
    hooks: HookSettings = HookSettings()
    answers: Mapping[str, str] = MappingProxyType(dict.fromkeys(REASONS, ""))
    """For every reason of a no: "next time I say …"; may be empty."""
    storage: StorageSettings = StorageSettings()
    contacts: ContactSettings = ContactSettings()
    origins: Mapping[str, str] = MappingProxyType({})
    """Where a setting comes from, by its name, as `config.toml:4` or a variable; else it is a default."""

    def preset(self, name: str) -> Preset | None:
        """The preset of that id, if there is one."""
        return next((preset for preset in self.presets if preset.id == name), None)

    def outcome(self, name: str) -> Outcome | None:
        """The outcome of that id, else the one of that key, if there is one."""
        found = next((outcome for outcome in self.outcomes if outcome.id == name), None)
        return found or next((outcome for outcome in self.outcomes if name and outcome.key == name), None)


DEFAULTS = Config()
"""What holds where nothing is configured."""


def values_of(config: Config) -> dict[str, Any]:
    """Every setting by its dotted name; presets and the tables of outcomes stand apart."""
    formula = config.formula
    values = {
        f"{table}.{field.rstrip('_')}": getattr(getattr(config, table), field)
        for table, part in PARTS.items()
        for field in part._fields
    }
    values |= {f"keys.{action}": keys for action, keys in config.keys.items()}
    values |= {f"answers.{reason}": text for reason, text in config.answers.items()}
    return values | {
        "outcomes.set": config.outcome_set,
        "process.steps": config.steps,
        "skills.names": config.skills,
        "formula.earned": formula.earned if formula else "",
        "formula.calls": formula.calls if formula else 0,
        "formula.currency": config.currency,
    }


def config_of(values: Mapping[str, Any]) -> Config:
    """The configuration of `values_of`, with the ready-made presets and outcomes."""
    parts = {
        table: part(**{field: values[f"{table}.{field.rstrip('_')}"] for field in part._fields})
        for table, part in PARTS.items()
    }
    stated = values["formula.earned"] and values["formula.calls"]
    currency = values["formula.currency"]
    return DEFAULTS._replace(
        **parts,
        outcome_set=values["outcomes.set"],
        outcomes=SETS[values["outcomes.set"]],
        steps=values["process.steps"],
        skills=values["skills.names"],
        formula=Formula(values["formula.earned"], values["formula.calls"], currency) if stated else None,
        currency=currency,
        keys=MappingProxyType({action.id: values[f"keys.{action.id}"] for action in ACTIONS}),
        answers=MappingProxyType({reason: values[f"answers.{reason}"] for reason in REASONS}),
    )
