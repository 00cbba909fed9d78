"""Which column of a list of people is what, by the names that CRMs, address books and spreadsheets give them.

English, German, French and Spanish; exports of HubSpot, Salesforce, Pipedrive, Google Contacts, Outlook and LinkedIn
among them. Where names say nothing, what is in the columns does.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from nextcall.exchange.columns import cell, columns, width
from nextcall.exchange.datetexts import dated
from nextcall.exchange.guess import spoken
from nextcall.exchange.people_cells import zone_named
from nextcall.exchange.table import Table

_LOOK_AT = 200
"""Rows that are looked at."""
_MOST_COLUMNS = 300


class PeopleColumns(NamedTuple):
    """Which column is what; by position from 0, and in the order in which cells are put together."""

    name: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()
    """First and last name, for rows where `name` says nothing."""
    phone: tuple[int, ...] = ()
    """The one to be tried first stands first."""
    company: tuple[int, ...] = ()
    email: tuple[int, ...] = ()
    title: tuple[int, ...] = ()
    """What the person does there."""
    why: tuple[int, ...] = ()
    note: tuple[int, ...] = ()
    time_zone: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    list: tuple[int, ...] = ()
    """The call list that a person is for."""
    do_not_call: tuple[int, ...] = ()


OPTIONS = {
    "name": "the person's name: one column, or first and last name",
    "phone": "the number; of several columns the first that says one",
    "company": "the company",
    "email": "the e-mail address",
    "title": "what the person does there",
    "why": "why to call",
    "note": "a note on the person",
    "time_zone": "the person's time zone, as Europe/Berlin",
    "hours": "when calls are welcome there, as 08:00-20:00",
    "list": "the call list that a person is for",
    "do_not_call": "whoever must not be called",
}
"""The columns that a command can be told, with what they are; `_` is `-` in an option."""

_NAMES = {
    "first": ("first name", "firstname", "given name", "forename", "vorname", "prenom", "nombre de pila", "person first name"),
    "middle": ("middle name", "additional name", "second name"),
    "last": ("last name", "lastname", "family name", "surname", "nachname", "familienname", "nom de famille", "apellidos", "apellido", "person last name"),
    "name": (
        "full name", "contact name", "contact full name", "person name", "lead name", "display name", "name", "customer name", "client name", "prospect name",
        "contact", "person", "lead", "prospect", "customer", "client", "who", "kontakt", "ansprechpartner", "ansprechpartnerin", "kontaktname", "kunde",
        "vollstandiger name", "nom complet", "nom et prenom", "contacto", "nombre completo", "nombre y apellidos", "nombre", "nom", "cliente", "persona",
    ),
    "company": (
        "company name", "company", "account name", "company account", "organization name", "organisation name", "organization", "organisation", "organization 1 name",
        "person organization", "associated company", "account", "employer", "business name", "business", "firma", "firmenname", "unternehmen", "betrieb", "societe",
        "entreprise", "raison sociale", "empresa", "compania", "organizacion",
    ),
    "email": (
        "email", "e mail", "email address", "e mail address", "email 1 value", "e mail 1 value", "person email work", "person email", "work email", "mail", "e mail adresse",
        "emailadresse", "courriel", "adresse e mail", "adresse email", "correo", "correo electronico",
    ),
    "title": (
        "job title", "title", "position", "role", "organization title", "organization 1 title", "function", "funktion", "stelle", "berufsbezeichnung", "rolle", "poste", "fonction",
        "cargo", "puesto",
    ),
    "why": ("why", "why call", "reason to call", "reason for call", "call reason", "reason", "purpose", "angle", "hook", "warum", "anlass", "grund", "pourquoi", "motif", "por que", "motivo"),
    "note": (
        "notes", "note", "comments", "comment", "remarks", "description", "notiz", "notizen", "bemerkung", "bemerkungen", "kommentar", "anmerkung", "remarque", "remarques",
        "commentaire", "commentaires", "notas", "nota", "observaciones", "comentarios",
    ),
    "time_zone": ("time zone", "timezone", "tz", "zeitzone", "fuseau horaire", "zona horaria", "huso horario"),
    "hours": ("calling hours", "call hours", "best time to call", "best call time", "hours", "anrufzeit", "anrufzeiten", "erreichbar", "horaires", "horario", "horas"),
    "list": ("call list", "calling list", "list", "list name", "liste", "anrufliste", "lista"),
    "do_not_call": (
        "do not call", "donotcall", "do not phone", "do not contact", "dnc", "dnc status", "opt out", "opted out", "optout", "call opt out", "phone opt out", "opted out of calls",
        "has opted out of calls", "no call", "no calls", "blocked", "nicht anrufen", "anrufverbot", "werbesperre", "sperre", "gesperrt", "widerspruch", "ne pas appeler", "opposition",
        "no llamar", "bloqueado",
    ),
}  # fmt: skip
_NEVER = {
    "name": ("id", "first", "last", "given", "family", "middle", "user", "file", "owner", "email", "phone", "phonetic", "nick", "list", "campaign", "company", "account", "type", "status",
             "date", "source", "stage", "url", "tags", "salutation", "address", "product", "deal", "project", "event", "form", "yomi"),
    "company": ("id", "owner", "phone", "size", "domain", "website", "url", "email", "type", "city", "address", "yomi", "industry", "number", "linkedin"),
    "email": ("type", "label", "opt", "opted", "bounced", "status", "date", "count", "owner", "display", "subscribed", "unsubscribed", "verified", "domain", "last"),
    "title": ("id",), "why": ("lost", "closed", "dnc", "status"), "note": ("date", "id", "last modified"),
    "do_not_call": ("email", "e mail", "mail", "fax", "sms", "newsletter", "date"),
}  # fmt: skip
_PHONES = (
    ("mobile", "cell", "cellphone", "cellular", "handy", "handynummer", "mobil", "mobilnummer", "mobiltelefon", "mobilfunk", "portable", "movil", "celular"),
    ("direct", "direkt", "durchwahl", "directe", "directo"),
    ("work", "geschaftlich", "dienstlich", "buro", "bureau", "trabajo", "oficina", "travail", "business", "office"),
    ("phone", "phonenumber", "telephone", "tel", "telefon", "telefonnummer", "telefono", "fon", "rufnummer"),
    ("home", "privat", "domicile", "casa", "particular"),
    ("company", "main", "other", "assistant", "zentrale", "switchboard", "second", "secondary", "2", "3", "4", "andere", "autre", "otro"),
)
"""Words in the names of columns with numbers, those that are tried first, first."""
_WEIGHTS = (5, 4, 0, 1, 2, 3)
"""In which order these are looked for: a second mobile number is a second one."""
_A_PHONE = frozenset((*_PHONES[0], *_PHONES[3], "durchwahl"))
_ALONE = frozenset((*_PHONES[1], *_PHONES[2], "direct dial", "number", "contact number", "customer number", "nummer", "numero"))
"""Names that mean a number only where they stand alone, and their cells look like one."""
_NO_PHONE = frozenset({
    "type", "label", "country", "extension", "ext", "fax", "telefax", "pager", "date", "time", "status", "provider", "carrier", "source", "agent", "owner", "id", "opt", "opted",
    "dnc", "not", "valid", "verified", "zone", "last", "count", "notes", "app", "telex", "ttytdd", "radio", "isdn", "account", "name", "email",
})  # fmt: skip
_PLAIN_NAMES = ("name", "nom", "nombre")
"""What is the last name beside a first one, and the first beside a last one."""


def chosen(table: Table, stated: Mapping[str, str | None]) -> PeopleColumns:
    """The columns that are named, by their role in `OPTIONS`, and what is guessed of the rest.

    Raises `UsageError` where a name means no column.
    """
    known = {role: columns(table, names) for role, names in stated.items() if names}
    return _Guess(table, known).columns()


class _Guess:
    """The columns of one table, each given away once."""

    def __init__(self, table: Table, known: Mapping[str, tuple[int, ...]]) -> None:
        self._known = known
        self._table = table
        self._names = {at: spoken(name) for at, name in enumerate(table.header[:_MOST_COLUMNS]) if name}
        self._values = [_values(table, at) for at in range(min(width(table), _MOST_COLUMNS))]
        self._used = {at for positions in known.values() for at in positions}

    def columns(self) -> PeopleColumns:
        """What the columns are."""
        known = dict(self._known)
        for role in ("do_not_call", "time_zone", "hours"):
            known.setdefault(role, self._one(role))
        known["time_zone"] = known["time_zone"] or self._like(_is_zone)
        if "email" not in known:
            known["email"] = self._one("email", _has_at) or self._like(_has_at)
        if "phone" not in known:
            known["phone"] = self._phones() or self._like(_is_whole_phone)
        if "name" not in known:
            known["name"], known["parts"] = self._who()
        for role in ("company", "title", "why", "note", "list"):
            known.setdefault(role, self._one(role))
        if not (known["name"] or known.get("parts") or self._names):
            known["name"] = self._like(_is_name)
        return PeopleColumns(**known)

    def _one(self, role: str, fits: Callable[[str], bool] = bool, *, whole: bool = False) -> tuple[int, ...]:
        """The column whose name stands first among those of the role: whole, else as the end or words of its name."""
        never = _NEVER.get(role, ())
        among = {at: name for at, name in self._names.items() if at not in self._used and not any(f" {word} " in f" {name} " for word in never)}
        among = {at: name for at, name in among.items() if not self._at(at) or any(map(fits, self._at(at)))}
        for exactly in (True,) if whole else (True, False):
            for wanted in _NAMES[role]:
                for at, name in among.items():
                    if name == wanted if exactly else name.endswith(f" {wanted}") or (" " in wanted and f" {wanted} " in f" {name} "):
                        return self._taken((at,))
        return ()

    def _taken(self, found: tuple[int, ...]) -> tuple[int, ...]:
        self._used.update(found)
        return found

    def _at(self, at: int) -> list[str]:
        return self._values[at] if at < len(self._values) else []

    def _who(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The column with the whole name, and those with its parts."""
        first, last = self._one("first", whole=True), self._one("last", whole=True)
        if not first and not last:
            return self._one("name"), ()
        middle = self._one("middle", whole=True)
        if not (first and last):  # Vorname and Name, Prénom and Nom, Nombre and Apellidos
            plain = self._taken(tuple(at for at, name in self._names.items() if name in _PLAIN_NAMES and at not in self._used)[:1])
            first, last = first or plain, last or plain
        return self._one("name", whole=True), (*first, *middle, *last)

    def _phones(self) -> tuple[int, ...]:
        """The columns with numbers, in the order in which they are tried."""
        ranked = []
        for at, name in self._names.items():
            words = set(name.split())
            if at in self._used or words & _NO_PHONE or not (words & _A_PHONE or name in _ALONE):
                continue
            if not self._at(at) or any(map(_is_phone, self._at(at))):
                rank = next((kind for kind in _WEIGHTS if words & set(_PHONES[kind])), 3)
                ranked.append((rank, at))
        return self._taken(tuple(at for _, at in sorted(ranked)))

    def _like(self, fits: Callable[[str], bool]) -> tuple[int, ...]:
        """The first column that is not taken and in which nearly all cells are of a kind."""
        for at, values in enumerate(self._values):
            if at not in self._used and values and sum(map(fits, values)) * 10 >= len(values) * 8:
                return self._taken((at,))
        return ()


def _values(table: Table, at: int) -> list[str]:
    return [value for row in table.rows[:_LOOK_AT] if (value := cell(row, at))]


def _has_at(value: str) -> bool:
    return re.fullmatch(r"[^@\s]+@[^@\s]+", value) is not None


def _is_phone(value: str) -> bool:
    digits = sum(sign.isdigit() for sign in value)
    return 3 <= digits <= 25 and digits * 2 >= len(value.replace(" ", ""))  # noqa: PLR2004 (an extension; a number with one)


def _is_whole_phone(value: str) -> bool:
    """Whether a value is a phone number and nothing else that has digits, as a date or an amount."""
    return re.fullmatch(r"(\+|0|\(|\d{2,4}[ -])[\d\s()./-]{6,24}", value) is not None and dated(value) is None


def _is_zone(value: str) -> bool:
    """Whether a value is the name of a time zone and of nothing else, as Europe/Berlin."""
    return "/" in value and bool(zone_named(value))


def _is_name(value: str) -> bool:
    return not any(sign.isdigit() for sign in value) and any(sign.isalpha() for sign in value)
