"""Which column is what, by the names that dialers, CRMs and spreadsheets give them, and by what is in them."""

import re
import unicodedata
from collections.abc import Callable

from nextcall.exchange.columns import Columns, cell, width
from nextcall.exchange.datetexts import dated
from nextcall.exchange.lengths import Lengths
from nextcall.exchange.table import Table

_LOOK_AT = 200
"""Cells of a column that are looked at."""
_MOST_OUTCOMES = 60
_MOST_CALLERS = 500

_NAMES = {
    "started": (
        "started at", "start time", "call start time", "call started at", "call start", "started", "start", "calldate", "call date time",
        "call date", "call time", "event start", "event time", "datetime", "date time", "timestamp", "activity date", "start date",
        "date", "time", "begin", "beginn", "datum", "fecha", "data", "heure", "hora", "created at", "created time", "create date", "created",
    ),
    "time": ("time", "start time", "call time", "call start time", "time of day", "uhrzeit", "zeit", "heure", "hora", "ora", "started"),
    "ended": ("ended at", "end time", "call end time", "call ended at", "call end", "ended", "completed at", "hangup time", "end date", "end"),
    "duration": (
        "talk duration", "talk time", "talk sec", "talk seconds", "billsec", "conversation duration", "in call duration", "call duration",
        "duration seconds", "duration", "talk", "length in sec", "call length", "length", "dauer", "duree", "duracion", "durata",
    ),
    "outcome": (
        "outcome", "call outcome", "disposition", "call disposition", "dispo", "status name", "call result", "result", "call status", "status",
        "answered", "connected", "call answered", "ergebnis", "resultat", "resultado", "esito", "estado", "statut", "action result",
    ),
    "caller": (
        "agent", "agent name", "agent email", "full name", "user", "user name", "rep", "sales rep", "caller", "caller name", "call owner", "owner", "assigned to",
        "activity assigned to", "employee", "team member", "operator", "mitarbeiter", "agente", "extension",
    ),
    "contact": (
        "contact name", "contact", "lead name", "lead", "customer name", "customer", "client name", "client", "prospect", "to name", "callee name",
        "recipient", "who", "account name", "company name", "company", "kunde", "name", "cliente", "nom",
    ),
    "phone": (
        "phone number dialed", "phone number", "phone", "to number", "customer number", "contact number", "contact phone", "dialed number", "called number", "destination",
        "callee", "dst", "to", "number", "telefon", "telefono", "telephone", "nummer",
    ),
    "note": ("call notes", "notes", "note", "comments", "comment", "call description", "description", "remarks", "call summary", "notiz", "bemerkung", "notas", "nota"),
}  # fmt: skip
_NEVER = {
    "started": ("end", "ended", "hangup", "birth", "due", "modified", "updated", "answer", "duration", "id"),
    "time": ("end", "ended", "talk", "wait", "hold", "answer", "zone", "duration"),
    "ended": ("reason", "by", "disposition"),
    "duration": ("wait", "hold", "ring", "queue", "speed", "pause", "id"),
    "outcome": ("id", "lead", "date", "time", "rating", "recording"),
    "caller": ("id", "number", "phone", "status", "user defined"),
    "contact": ("id", "number", "phone", "email", "owner", "date", "type"),
    "phone": ("type", "country", "provider", "from", "source", "agent"),
    "note": (),
}


def spoken(name: str) -> str:
    """A column's name as plain words: `AvgTalkDuration` is `avg talk duration`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[\W_]+", " ", bare.casefold()).split())


def guessed(table: Table) -> Columns:
    """What the columns probably are; what cannot be told is left empty."""
    spread = [_values(table, at) for at in range(min(width(table), 300))]
    used: set[int] = set()

    def pick(role: str, fits: Callable[[int], bool]) -> tuple[int, ...]:
        found = _best(table, role, [at for at in range(len(spread)) if at not in used and fits(at)])
        used.update(found)
        return found

    kinds = [_kind(values) for values in spread]
    started = pick("started", lambda at: kinds[at] in ("moment", "number")) or _any(kinds, "moment", used)
    if not started:
        day = pick("started", lambda at: kinds[at] == "date") or _any(kinds, "date", used)
        hour = pick("time", lambda at: kinds[at] == "time") or _any(kinds, "time", used) if day else ()
        started = (*day, *hour) if hour else ()
    duration = pick("duration", lambda at: _are_lengths(spread[at]))
    ended = () if duration else pick("ended", lambda at: kinds[at] in ("moment", "number", "time"))
    outcome = pick("outcome", lambda at: 0 < len(set(spread[at])) <= _MOST_OUTCOMES and kinds[at] == "")
    caller = pick("caller", lambda at: _are_callers(table, at))
    phone = pick("phone", lambda at: any(len(re.sub(r"\D", "", value)) > 2 for value in spread[at]))  # noqa: PLR2004 (an extension)
    contact = pick("contact", lambda at: bool(spread[at]))
    note = pick("note", lambda at: bool(spread[at]))
    return Columns(started, ended, duration, outcome, caller, contact, phone, note)


def _values(table: Table, at: int) -> list[str]:
    found: list[str] = []
    for row in table.rows:
        value = cell(row, at)
        if value:
            found.append(value)
        if len(found) == _LOOK_AT:
            break
    return found


def _best(table: Table, role: str, among: list[int]) -> tuple[int, ...]:
    """The column whose name stands first in the list of the role: whole, else as part of the name."""
    names = {at: spoken(table.header[at]) for at in among if at < len(table.header)}
    never = [f" {word} " for word in _NEVER[role]]
    names = {at: name for at, name in names.items() if not any(word in f" {name} " for word in never)}
    for whole in (True, False):
        for wanted in _NAMES[role]:
            for at, name in names.items():
                if name == wanted if whole else f" {wanted} " in f" {name} ":
                    return (at,)
    return ()


def _any(kinds: list[str], kind: str, used: set[int]) -> tuple[int, ...]:
    found = next((at for at, known in enumerate(kinds) if known == kind and at not in used), None)
    if found is None:
        return ()
    used.add(found)
    return (found,)


def _kind(values: list[str]) -> str:
    """What nearly all values of a column are: a `moment`, a `date`, a `time`, a `number` that may be a moment."""
    said = [dated(value) for value in values]
    kinds = ["" if found is None else _kind_of(value, found.exact is not None, found.date is not None, found.clock is not None)
             for value, found in zip(values, said, strict=True)]  # fmt: skip
    usual = max(set(kinds), key=kinds.count, default="")
    return usual if kinds.count(usual) * 10 >= len(kinds) * 8 else ""


def _kind_of(value: str, exact: bool, date: bool, clock: bool) -> str:
    if exact:
        return "number" if value.replace(".", "").isdigit() else "moment"
    if date and not clock and value.isdigit():
        return ""
    return "moment" if date and clock else "date" if date else "time"


def _are_lengths(values: list[str]) -> bool:
    good = 0
    for value in values:
        try:
            Lengths().seconds(value)
        except ValueError:
            continue
        good += 1
    return good * 10 >= len(values) * 8


def _are_callers(table: Table, at: int) -> bool:
    """Names of several people, each with more than one call on average."""
    found = {cell(row, at).casefold() for row in table.rows} - {""}
    return 1 < len(found) <= _MOST_CALLERS and len(found) * 2 <= len(table.rows)
