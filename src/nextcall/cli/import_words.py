"""What an import says: how it understood a table, the command to run, and what it did."""

import os
from argparse import Namespace
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from nextcall.cli.import_saving import Added
from nextcall.core.durations import clock_text
from nextcall.core.outcomes import Outcome
from nextcall.core.session import Call
from nextcall.exchange.columns import named, reference
from nextcall.exchange.dispositions import only_spoken, plain
from nextcall.exchange.rows import Meaning, Taken
from nextcall.exchange.table import DELIMITERS, Table
from nextcall.figures import figure
from nextcall.text import line, many

_SHOWN = 20
"""Rows and values that are told one by one; `--json` has all."""


class Understood(NamedTuple):
    """A table and how it was understood."""

    options: Namespace
    table: Table
    meaning: Meaning
    taken: Taken
    counts: Counter[str]
    """Rows by the value of their outcome."""
    outcomes: tuple[Outcome, ...]


def preview(found: Understood, added: Added) -> Iterator[str]:
    """How the table was understood, and the command that says so."""
    table, meaning, taken = found.table, found.meaning, found.taken
    header = f"header in line {table.header_line}" if table.header_line else "no header"
    yield f"{_name(found)}: {many(len(table.rows), 'row')}, {DELIMITERS[table.delimiter]} between cells, {table.encoding}, {header}."
    yield from _times([one.call for one in taken.calls], found)
    yield f"Outcome: {_columns(found, 'outcome')}."
    yield from _values(found)
    if meaning.columns.caller:
        callers = sorted({one.caller for one in taken.calls}, key=str.casefold)
        more = f", +{len(callers) - _SHOWN} more" if len(callers) > _SHOWN else ""
        yield f"Callers: {_columns(found, 'caller')}, {len(callers)} with sessions of their own: {', '.join(callers[:_SHOWN])}{more}."
    for field, what in (("contact", "Contact"), ("phone", "Phone"), ("note", "Note"), ("amount", "Amount"), ("tags", "Tags")):
        if getattr(meaning.columns, field):
            yield f"{what}: {_columns(found, field)}."
    gap = many(found.options.session_gap, "minute")
    yield f"Sessions: {figure(added.sessions)} new, {figure(added.added_to)} with more calls; one for each day, and a new one after {gap} without a call."
    neutral = {name for value in found.counts for name in [meaning.outcomes.get(plain(value), "")] if only_spoken(name, found.outcomes)}
    for name in neutral:
        yield f"{name} counts as a conversation and as nothing else; where the file knows better, say so with --map."
    yield ""
    yield command(found)


def _times(calls: list[Call], found: Understood) -> Iterator[str]:
    dialed = sorted(call.dialed_at for call in calls if call.dialed_at)
    zone = found.meaning.zone.name or "this machine's time zone"
    if dialed:
        first, last = (f"{moment:%Y-%m-%d %H:%M:%S}" for moment in (dialed[0], dialed[-1]))
        yield f"Started: {_columns(found, 'started')}, {first} the first, {last} the last, in {zone}."
    else:
        yield f"Started: {_columns(found, 'started')}; no row can be used."
    field = "duration" if found.meaning.columns.duration else "ended"
    if not getattr(found.meaning.columns, field):
        yield "Duration: not known; --duration or --ended names a column."
        return
    talks = sorted((call.hung_up_at - call.dialed_at).total_seconds() for call in calls if call.hung_up_at and call.dialed_at)
    written = f", as {found.meaning.lengths.words}" if field == "duration" else ""
    middle = f", {clock_text(talks[len(talks) // 2])} the middle one" if talks else ""
    yield f"{field.capitalize()}: {_columns(found, field)}{written}; {many(len(talks), 'call')} {'has' if len(talks) == 1 else 'have'} one{middle}."


def _values(found: Understood) -> Iterator[str]:
    """The values of the outcome column, the most frequent first, with what they are taken for."""
    common = found.counts.most_common()
    labels = {outcome.id: outcome.label for outcome in found.outcomes}
    wide = max((len(_value(value)) for value, _ in common[:_SHOWN]), default=0)
    for value, number in common[:_SHOWN]:
        name = found.meaning.outcomes.get(plain(value))
        meant = f"{name} ({line(labels[name], 60)})" if name else "no outcome yet: these rows are left out"
        yield f"  {_value(value):{wide}}  {figure(number):>7}  {meant}"
    if len(common) > _SHOWN:
        yield f"  +{len(common) - _SHOWN} more"


def _value(value: str) -> str:
    return line(value, 40) or "(empty)"


def _columns(found: Understood, field: str) -> str:
    names = [f"'{named(found.table, at)}'" for at in getattr(found.meaning.columns, field)]
    return f"column{'s' if len(names) > 1 else ''} {' and '.join(names)}"


def _name(found: Understood) -> str:
    return line(os.path.basename(found.options.file), 100)


def command(found: Understood) -> str:
    """The whole command, quoted for a shell."""
    from shlex import join  # noqa: PLC0415 (only for a preview)

    return line(join(words(found)), 10_000)


def words(found: Understood) -> list[str]:
    """The words of the whole command."""
    options, table, columns = found.options, found.table, found.meaning.columns
    file = options.file if not options.file.startswith("-") else f"./{options.file}"
    said = ["nextcall", "import", file]
    for field in ("started", "ended", "duration", "outcome"):
        if getattr(columns, field):
            said += _flag(f"--{field}", reference(table, getattr(columns, field)))
    said += _maps(found)
    for field, flag in (("caller", "session-by"), ("contact", "contact"), ("phone", "phone"), ("note", "note"), ("amount", "amount")):
        if getattr(columns, field):
            said += _flag(f"--{flag}", reference(table, getattr(columns, field)))
    for at in columns.tags:
        said += _flag("--tag-from", reference(table, (at,)))
    for flag in ("date_format", "year", "time_zone", "country", "data_dir", "config_dir"):
        if getattr(options, flag, None):
            said += _flag(f"--{flag.replace('_', '-')}", str(getattr(options, flag)))
    return said + (_flag("--session-gap", str(options.session_gap)) if options.session_gap != 30 else [])  # noqa: PLR2004 (the default)


def _maps(found: Understood) -> list[str]:
    """What each value means, the most frequent first; a value that no command line can hold is left to `*`."""
    said = []
    for value, _ in found.counts.most_common():
        name = found.meaning.outcomes.get(plain(value))
        if name and value.isprintable():
            said += _flag("--map", f"{value}={name}")
    for rest in (stated for stated in found.options.map if stated.startswith("*=")):
        said += _flag("--map", rest)
    return said


def _flag(flag: str, value: str) -> list[str]:
    return [f"{flag}={value}"] if value.startswith("-") else [flag, value]


def report(found: Understood, added: Added) -> Iterator[str]:
    """What was done, in words."""
    taken = found.taken
    would = "would be " if found.options.dry_run else ""
    yield (
        f"{many(len(found.table.rows), 'row')} read: {many(added.calls, 'call')} {would}added, "
        f"{many(added.sessions, 'session')} {would}new, {figure(added.added_to)} {would}added to, "
        f"{figure(added.known)} known already, {figure(len(taken.skipped) + len(taken.unmapped_lines))} left out."
    )
    yield from blocked_text(added.blocked, dry=found.options.dry_run)
    yield from _left_out(taken)


def blocked_text(forbidden: Collection[str], *, dry: bool) -> Iterator[str]:
    """How many numbers the calls say are not to be called, and how many of them would be another number to a list; nothing where there are none."""
    number, unclear = len(forbidden), sum(not key.startswith("+") for key in forbidden)
    if number:
        yield f"{many(number, 'number')} {'would never be' if dry else 'is never' if number == 1 else 'are never'} called again: somebody asked for that. contacts unblock takes it back."
    if unclear:
        yield f"{figure(unclear)} of these without a country's code: a list that has the code has another number. --country, as in --country US, says which country they are of."


def _left_out(taken: Taken) -> Iterator[str]:
    from shlex import quote  # noqa: PLC0415 (only where something is left out)

    values = sorted(taken.unmapped.items(), key=lambda item: -item[1])
    for value, number in values[:_SHOWN]:
        yield f"{_value(value)}: no outcome for {many(number, 'row')}; --map {quote(f'{value}=OUTCOME')} says which."
    if len(values) > _SHOWN:
        yield f"+{len(values) - _SHOWN} more values without an outcome"
    yield from listed(taken.skipped)


def listed(skipped: Sequence[tuple[int, str]]) -> Iterator[str]:
    """The lines that were left out with the reasons, the first of them."""
    for number, reason in skipped[:_SHOWN]:
        yield f"line {number}: {reason}"
    if len(skipped) > _SHOWN:
        yield f"+{figure(len(skipped) - _SHOWN)} more"


def as_data(found: Understood, added: Added, *, complete: bool) -> dict[str, Any]:
    """What was understood and done, as `--json` has it."""
    taken = found.taken
    unmapped = [(number, f"'{value}' is no outcome") for number, value in taken.unmapped_lines]
    return {
        "file": found.options.file,
        "done": complete and not found.options.dry_run,
        "rows": len(found.table.rows),
        "calls_added": added.calls,
        "sessions_added": added.sessions,
        "sessions_added_to": added.added_to,
        "known": added.known,
        "blocked": len(added.blocked),
        "skipped": [{"line": number, "reason": reason} for number, reason in sorted((*taken.skipped, *unmapped))],
        "unmapped": dict(taken.unmapped),
        "outcomes": {value: {"rows": number, "outcome": found.meaning.outcomes.get(plain(value))} for value, number in found.counts.items()},
        "command": words(found),
        "preview": [text for text in preview(found, added) if text][:-1],
    }
