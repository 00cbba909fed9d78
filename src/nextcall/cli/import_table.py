"""`nextcall import` of a table: what its columns are, what they say, and what comes of it."""

from argparse import Namespace
from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from nextcall.cli.import_saving import Added, History
from nextcall.cli.import_words import Understood, as_data, preview, report
from nextcall.cli.numbers import country
from nextcall.cli.output import as_json, data
from nextcall.cli.progress import Progress
from nextcall.clock import zone_name
from nextcall.config.model import Config
from nextcall.errors import InputError, NextcallError, UsageError
from nextcall.exchange import lengths, moments
from nextcall.exchange.columns import Columns, columns, joined, named
from nextcall.exchange.dispositions import known, mapping, plain, proposed
from nextcall.exchange.guess import guessed
from nextcall.exchange.rows import Meaning, take
from nextcall.exchange.table import Table, read_table
from nextcall.exchange.zones import Zone
from nextcall.storage.sessions import Sessions

_OPTIONS = {"caller": "session_by", "tags": "tag_from"}
"""The options that have other names than the columns."""


class _Outcomes(NamedTuple):
    """What the values of the outcome column mean."""

    ids: dict[str, str]
    """By value, as values are compared."""
    counts: Counter[str]
    """Rows by value, as it stands first."""
    stated: bool
    """Whether any of it is known without a proposal."""


def run(options: Namespace, config: Config, sessions: Sessions, content: bytes) -> int:
    """Bring in the table that a file holds; without the flags that are needed, propose them."""
    stated = mapping(options.map, config.outcomes)
    zone = _zone(options.time_zone)
    table = read_table(content)
    chosen = _stated(table, options)
    complete = bool(chosen.started and chosen.outcome)
    if not complete:
        chosen = _completed(chosen, guessed(table))
    if not (chosen.started and chosen.outcome):
        raise _not_found(table, chosen)
    outcomes = _outcomes(table, chosen, stated, config, propose=not complete)
    if complete and table.rows and not outcomes.stated:
        complete, outcomes = False, _outcomes(table, chosen, stated, config, propose=True)
    meaning = _meaning(table, chosen, options, outcomes.ids, zone)._replace(country=country(options.country, config))
    with Progress("rows read") as progress:
        taken = take(table, meaning, progress)
    dry = options.dry_run or not complete
    history = History(sessions, config.outcomes, zone.name, timedelta(minutes=options.session_gap), dry=dry)
    with Progress("calls brought in") as progress:
        added = history.bring_in(taken.calls, progress)
    found = Understood(options, table, meaning, taken, outcomes.counts, config.outcomes)
    _say(found, added, complete=complete)
    if not complete:
        raise NextcallError("nothing was imported: not all flags were given", "Run the command above, with what you would have otherwise.")
    return InputError.exit_code if table.rows and not taken.calls else 0


def _say(found: Understood, added: Added, *, complete: bool) -> None:
    options = found.options
    if options.json:
        as_json(as_data(found, added, complete=complete))
        return
    if options.dry_run or not complete:
        for words in preview(found, added):
            data(words)
    if complete:
        for words in report(found, added):
            data(words)


def _zone(stated: str | None) -> Zone:
    if stated is not None:
        return Zone(stated)
    try:
        return Zone(zone_name())
    except UsageError:  # the machine names a zone that it has no rules for
        return Zone(None)


def _stated(table: Table, options: Namespace) -> Columns:
    """The columns that the command line names. Raises `UsageError`."""
    found: dict[str, tuple[int, ...]] = {}
    for field in Columns._fields:
        words = getattr(options, _OPTIONS.get(field, field))
        if words is None:
            continue
        each = [words] if isinstance(words, str) else words
        found[field] = tuple(at for word in each for at in columns(table, word))
    return Columns(**found)


def _completed(stated: Columns, guess: Columns) -> Columns:
    """What is stated, and what is guessed of the rest."""
    used = {at for columns_ in stated for at in columns_}
    fields = {
        field: getattr(stated, field) or tuple(at for at in getattr(guess, field) if not used & set(getattr(guess, field)))
        for field in Columns._fields
    }
    if stated.ended:
        fields["duration"] = ()
    if stated.duration:
        fields["ended"] = ()
    return Columns(**fields)


def _not_found(table: Table, chosen: Columns) -> NextcallError:
    missing = [f"--{field}" for field in ("started", "outcome") if not getattr(chosen, field)]
    names = ", ".join(named(table, at) for at in range(min(len(table.header), 40)))
    return NextcallError(f"nothing was imported: {' and '.join(missing)} must be said", f"The columns are {names or 'without names: #1, #2 …'}.")


def _outcomes(table: Table, chosen: Columns, stated: dict[str, str], config: Config, *, propose: bool) -> _Outcomes:
    first: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for row in table.rows:
        value = joined(row, chosen.outcome)
        counts[first.setdefault(plain(value), value)] += 1
    ids = known(first, stated, config.outcomes)
    if not propose:
        return _Outcomes(ids, counts, bool(ids))
    name = " ".join(named(table, at) for at in chosen.outcome)
    return _Outcomes(proposed(first, name, config.outcomes) | ids, counts, bool(ids))


def _meaning(table: Table, chosen: Columns, options: Namespace, ids: dict[str, str], zone: Zone) -> Meaning:
    """How the cells are to be read. Raises `InputError` or `UsageError` where that cannot be told."""

    def understood(at: tuple[int, ...]) -> moments.Moments:
        texts = (joined(row, at) for row in table.rows)
        return moments.understood(texts, " and ".join(f"'{named(table, i)}'" for i in at), options.date_format, options.year)

    length = lengths.Lengths()
    if chosen.duration:
        name = " ".join(named(table, at) for at in chosen.duration)
        length = lengths.understood((joined(row, chosen.duration) for row in table.rows), name)
    ended = understood(chosen.ended) if chosen.ended else None
    return Meaning(chosen, understood(chosen.started), ended, length, ids, zone)
