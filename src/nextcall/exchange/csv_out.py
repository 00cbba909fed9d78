"""Calls as a table: one row a call, for spreadsheets and for whoever counts by themselves.

RFC 4180 with a header row, commas and a line feed at the end of each row, UTF-8. Calls that were
filled in from paper have one row for each outcome, with their `number` and no times. Times are
local as they were recorded; seconds are those of the statistics, pauses left out of them.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from nextcall.core.query import Query
from nextcall.exchange.stamps import Stamps, as_written, measured
from nextcall.stats.derive import facts
from nextcall.stats.facts import CONNECT, CONVERSATION, COUNTS, HELP, NO, NONE, YES, Calls, Facts, flag_bits
from nextcall.stats.picking import picked
from nextcall.text import lines

COLUMNS = {
    "session": "the id of its session",
    "title": "of the session; so are the next five",
    "preset": "",
    "skill": "",
    "list": "",
    "tags": "with ; between",
    "host": "",
    "n": "the call's number in the session",
    "date": "local day on which it was dialled, or tagged where it was tapped",
    "time": "local time of that",
    "weekday": "mon to sun",
    "hour": "00 to 23",
    "dialed_at": "RFC 3339, to the millisecond; so are the next two",
    "hung_up_at": "",
    "tagged_at": "",
    "time_zone": "as the machine named it",
    "outcome": "id",
    "label": "what the outcome is called",
    "counts": "1: it is a call at all, else 0",
    "connect": "1 or 0; so are the next four",
    "conversation": "",
    "no": "",
    "yes": "",
    "help": "by its outcome or a help mark",
    "talk_seconds": "dial to hang-up",
    "wrap_up_seconds": "hang-up to tag",
    "gap_seconds": "from the tag before to the dial",
    "reason": "of a no",
    "note": "",
    "contact_name": "",
    "contact_phone": "",
    "asked": "questions",
    "learned": "facts learned",
    "steps_done": "how many",
    "bright": "1: a bright spot",
    "bright_note": "",
    "help_marks": "with ; between",
    "introduction": "who -> to (state)",
    "amount": "",
    "value_per_call": "of the session",
    "number": "1; of calls from paper, how many",
}
"""The columns in their order, with what they mean where the name does not say it all."""
HEADER = ",".join(COLUMNS) + "\n"
"""The first row."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BETWEEN_DIGITS = {ord(sign): None for sign in " ()-."}


def rows(session: Any, outcomes: Mapping[str, Any], query: Query, shown: Any = None) -> str:
    """The rows of the calls that a query picks in a session; there may be none.

    `session` is a `core.session.Session` or has its fields, `outcomes` its definitions by id; an open
    one is taken until its last event. `shown` is what is written in its stead: the same one, redacted.
    """
    shown = shown or session
    flags = {name: flag_bits(outcome) for name, outcome in outcomes.items()}
    found = facts(session, flags, session.ended_at or session.last_event_at, is_open=session.ended_at is None)
    which = picked(query, found)
    stamps = measured(session.calls, found)
    frame = _Frame(shown, outcomes, flags)
    calls = range(len(stamps)) if which is None else which
    table = frame.calls([shown.calls[i] for i in calls], [stamps[i] for i in calls])
    return table + frame.paper(found, query) if found.paper else table


def quick_rows(session: Any, outcomes: Mapping[str, Any], content: bytes) -> str | None:
    """The rows of all calls of a session whose file is at hand and has been checked; None where `rows` has to be asked."""
    stamps = None if session.counts_only else as_written(session, content)
    if stamps is None:
        return None
    return _Frame(session, outcomes, {name: flag_bits(outcome) for name, outcome in outcomes.items()}).calls(session.calls, stamps)


class _Frame:
    """What the rows of a session have in common."""

    def __init__(self, session: Any, outcomes: Mapping[str, Any], flags: Mapping[str, int]) -> None:
        own = (session.title, session.preset, session.skill, session.list, ";".join(session.tags or ()), session.host)
        self._begins = f"{session.id},{','.join(map(text, own))},"
        self._zone = text(session.time_zone)
        self._value = session.value_per_call or ""
        self._flags = flags
        self._labels = {name: text(outcome.label or name) for name, outcome in outcomes.items()}
        self._plain = {name: self._outcome(name, flags[name]) for name in outcomes}

    def calls(self, calls: Sequence[Any], stamps: Sequence[Stamps]) -> str:
        """The rows of some calls."""
        begins, zone, value, plain, helped = self._begins, self._zone, self._value, self._plain, self._helped
        return "".join([
            f"{begins}{call.n},{day},{clock},{weekday},{clock[:2]},{dialed},{hung_up},{tagged},{zone},{helped(call) if call.help else plain[call.outcome]},"
            f"{talk},{wrap_up},{gap},{_said(call)},{value},1\n"
            for call, (day, weekday, clock, dialed, hung_up, tagged, talk, wrap_up, gap) in zip(calls, stamps, strict=True)
        ])  # fmt: skip

    def paper(self, found: Facts, query: Query) -> str:
        """The rows of the calls from paper that a query picks: they are on the day on which the session began."""
        outcomes = tuple(outcome for outcome, _, _ in found.paper)
        none = [NONE] * len(outcomes)
        as_calls = Calls([found.started] * len(outcomes), none, none, range(len(outcomes)), none)
        which = picked(query, found._replace(outcomes=outcomes, calls=as_calls))
        rows_ = []
        for i in range(len(outcomes)) if which is None else which:
            outcome, bits, number = found.paper[i]
            rows_.append(f"{self._begins}{_TO_ZONE}{self._zone},{self._outcome(outcome, bits)}{_TO_VALUE}{self._value},{number}\n")
        return "".join(rows_)

    def _helped(self, call: Any) -> str:
        return self._outcome(call.outcome, self._flags[call.outcome] | HELP)

    def _outcome(self, name: str, bits: int) -> str:
        return _outcome(name, self._labels.get(name, name), bits)


@lru_cache(1000)
def _outcome(name: str, label: str, bits: int) -> str:
    """The columns from the outcome to its flags."""
    return ",".join((name, label, *("1" if bits & flag else "0" for flag in (COUNTS, CONNECT, CONVERSATION, NO, YES, HELP))))


_NAMES = list(COLUMNS)
_TO_ZONE = "," * (_NAMES.index("time_zone") - _NAMES.index("n"))
_TO_VALUE = "," * (_NAMES.index("value_per_call") - _NAMES.index("help"))


def _said(call: Any) -> str:
    """The columns from the reason to the amount."""
    note = text(call.note) if call.note else ""
    who, done, marks = call.contact, call.steps_done, call.help
    if not (who or done or marks or call.bright or call.asked or call.learned or call.amount or call.introduction or call.bright_note):
        return f"{call.reason},{note},,,0,0,0,0,,,,"  # as most are
    contact = f"{text(who.name)},{phone(who.phone)}" if who else ","
    return (
        f"{call.reason},{note},{contact},{call.asked},{call.learned},{len(done) if done else 0},{'1' if call.bright else '0'},"
        f"{text(call.bright_note)},{';'.join(marks or ())},{_introduction(call.introduction)},{call.amount or ''}"
    )


def _introduction(brought: Any) -> str:
    return text(f"{brought.who or ''} -> {brought.to or ''} ({brought.state})") if brought else ""


def text(said: str | None) -> str:
    """A cell with the user's text: harmless, quoted where it must be, never a formula."""
    if not said:
        return ""
    if said[0].isalnum() and said.isprintable():  # as nearly all is
        return _quoted(said) if "," in said or '"' in said else said
    said = lines(said)
    bare = said.lstrip()
    if bare and (bare[0] in _FORMULA or said.lstrip(" ")[0] in _FORMULA):
        said = f"'{said}"
    return _quoted(said) if "," in said or '"' in said or "\n" in said else said


def phone(number: str | None) -> str:
    """A cell with a phone number: a plain one is quoted and stays as it is."""
    digits = (number or "").removeprefix("+").translate(_BETWEEN_DIGITS)
    plain = digits.isascii() and digits.isdigit() and not (number or "").startswith("-")
    return _quoted(number or "") if plain else text(number)


def _quoted(said: str) -> str:
    doubled = said.replace('"', '""')
    return f'"{doubled}"'
