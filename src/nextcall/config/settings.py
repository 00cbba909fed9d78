"""The one table of settings: checks, template, `config show` and the documentation follow from it."""

from nextcall.config.keynames import ActionKeys, OutcomeKey
from nextcall.config.keys import ACTIONS
from nextcall.config.kinds import (
    Amount,
    Arguments,
    Choice,
    Code,
    Flag,
    Hours,
    Kind,
    Name,
    Setting,
    Several,
    Text,
    Whole,
)
from nextcall.core.outcomes import SETS, THENS
from nextcall.core.session import REASONS
from nextcall.figures import STYLES, SYSTEM

_LOUD = Several(Choice("bell", "terminal", "desktop"), 3)
_RETRY_HOURS, _RETRY_MAX = Whole(1, 8_760), Whole(1, 100)

# fmt: off
SETTINGS: tuple[Setting, ...] = (
    Setting("session.preset", Name(), "The preset on Enter until another one has been used."),
    Setting("session.present", Flag(), "While somebody is on the line, show nothing but this call."),
    Setting("session.repeat_guard_ms", Whole(0, 10_000), "The same outcome key again within so many milliseconds is ignored; 0: never."),
    Setting("session.idle_minutes", Whole(1, 480), "Minutes without a key between calls until one quiet line asks."),
    Setting("outcomes.set", Choice(*SETS), "The words of which trade: " + ", ".join(SETS) + "."),
    Setting("process.steps", Several(Text(80, least=1), 20), "The steps of a call, as you make them."),
    Setting("skills.names", Several(Text(40, least=1), 20), "What you practise, one a session."),
    Setting("formula.earned", Amount(), "What you earned in so many calls, for the value of each call; empty: not stated."),
    Setting("formula.calls", Whole(0, 100_000_000), "In how many calls you earned it; 0: not stated."),
    Setting("formula.currency", Code(3, "USD", optional=False), "The currency of amounts, as ISO 4217 has it."),
    *(Setting(f"keys.{action.id}", ActionKeys(action), action.help) for action in ACTIONS),
    Setting("ui.theme", Name(), "The colours: a shipped theme, or one of yours in the folder themes/."),
    Setting("ui.clock", Choice("24h", "12h"), "How times of day are written: 24h or 12h."),
    Setting("ui.week_starts", Choice("monday", "sunday", "saturday"), "The first day of a week."),
    Setting("ui.numbers", Choice(SYSTEM, *STYLES), "How numbers are written on the screens and in what commands tell you: system, or as in an example: " + ", ".join(STYLES) + "."),
    Setting("ui.animations", Flag(), "Whether anything may glide."),
    Setting("notify.end", _LOUD, "At the planned end of a session: bell, terminal, desktop."),
    Setting("notify.break", _LOUD, "At the end of a break."),
    Setting("notify.callback", _LOUD, "When a callback is due."),
    Setting("notify.progress", Flag(), "Show how much of a planned time is over, where the terminal has a sign for it."),
    Setting("hooks.session_start", Arguments(), "When a session was opened."),
    Setting("hooks.tag", Arguments(), "When a call was tagged."),
    Setting("hooks.pause", Arguments(), "When a session was paused."),
    Setting("hooks.session_end", Arguments(), "When a session was ended."),
    *(Setting(f"answers.{reason}", Text(200), f"When the reason is {reason}.") for reason in REASONS),
    Setting("storage.format", Choice("json", "toml"), "How ended sessions are kept: json or toml; both are always read."),
    Setting("contacts.retry_hours", _RETRY_HOURS, "Hours until somebody who was not reached is tried again."),
    Setting("contacts.retry_max", _RETRY_MAX, "How many tries in a row somebody gets."),
    Setting("contacts.hours", Hours(), "When a call is welcome, in the contact's own time; outside there is a warning."),
    Setting("contacts.country", Code(2, "US", optional=True), "The country of numbers written without one, as ISO 3166 has it; empty: leave them so."),
    Setting("contacts.dial", Arguments("{phone}"), "The program that opens a number; empty: the system's own."),
)
# fmt: on
"""Every setting that has one value."""

BY_NAME = {setting.name: setting for setting in SETTINGS}
"""The same by name."""

OUTCOME_FIELDS: dict[str, Kind] = {
    "key": OutcomeKey(),
    "label": Text(60, least=1),
    "short": Text(16),
    "counts": Flag(),
    "connect": Flag(),
    "conversation": Flag(),
    "no": Flag(),
    "yes": Flag(),
    "help": Flag(),
    "then": Choice(*THENS),
    "retry_hours": _RETRY_HOURS,
    "retry_max": _RETRY_MAX,
}
"""What the table of an outcome may say."""
RETRY_FIELDS = ("retry_hours", "retry_max")
"""Those of them that are rules of call lists: they go into no session."""

PRESET_FIELDS: dict[str, Kind] = {
    "id": Name(),
    "title": Text(40, least=1),
    "minutes": Whole(1, 1_440),
    "calls": Whole(1, 10_000),
    "conversations": Whole(1, 1_000),
    "break_minutes": Whole(0, 480),
    "rounds": Whole(1, 48),
}
"""What the table of a preset may say."""

TABLES: dict[str, str] = {
    "session": "How a session behaves.",
    "preset": "Sessions to start by name. A known id replaces that preset, another one is added. Goals are inputs: "
    "minutes, calls or conversations.",
    "outcomes": "What a call can come to.",
    "process": "Your own process.",
    "skills": "Mastery has no last level.",
    "formula": "10000 earned in 500 calls makes each call worth 20.00, whatever it came to.",
    "keys": 'One key or a list of them; "" takes the key away.',
    "ui": "How it looks.",
    "notify": "How it makes itself heard; an empty list: not at all.",
    "hooks": 'Your programs, told of events as JSON on standard input, as in tag = ["my-script", "--json"]. Never a shell.',
    "answers": "What you say the next time somebody says no for this reason.",
    "storage": "The files.",
    "contacts": "The rules of call lists.",
}
"""The tables, in the order of the template, and what they are about."""

RESULTS = frozenset({
    "yes", "yeses", "sale", "sales", "deal", "deals", "order", "orders", "close", "closes", "win", "wins",
    "meeting", "meetings", "appointment", "appointments", "booking", "bookings", "demo", "demos", "pledge", "pledges",
    "amount", "revenue", "money", "income", "turnover", "quota", "target", "targets",
})  # fmt: skip
"""What somebody might want to set as a goal although it is not theirs to decide."""
NOT_YOURS = "goals are inputs: minutes, calls or conversations; a yes is not yours to decide"
"""Why such a goal is refused."""
