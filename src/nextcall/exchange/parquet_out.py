"""Calls as Parquet: the columns of the CSV with their types, for engines that count millions of rows.

DuckDB writes it, an optional part of the installation. It is given the rows from a file, one JSON
object a line, and not from memory: so a history of any length takes the same memory. Text is as it
was written: what a spreadsheet could take for a formula is none here. What there is not is null.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from importlib.util import find_spec
from typing import Any

from nextcall.core.query import Query
from nextcall.errors import StorageError
from nextcall.exchange.csv_out import COLUMNS as CSV_COLUMNS
from nextcall.exchange.stamps import Stamps, as_written, measured
from nextcall.stats.derive import facts
from nextcall.stats.facts import CONNECT, CONVERSATION, COUNTS, HELP, NO, NONE, YES, Calls, Facts, flag_bits
from nextcall.stats.picking import picked
from nextcall.text import line, lines

_WHOLE = ("n", "hour", "asked", "learned", "steps_done", "number")
_TRUTH = ("counts", "connect", "conversation", "no", "yes", "help", "bright")
_SECONDS = ("talk_seconds", "wrap_up_seconds", "gap_seconds")
_FLAGS = tuple(zip(("counts", "connect", "conversation", "no", "yes", "help"), (COUNTS, CONNECT, CONVERSATION, NO, YES, HELP), strict=True))
_MOMENTS = {"dialed_utc": "dialed_at", "hung_up_utc": "hung_up_at", "tagged_utc": "tagged_at"}
_TYPES = {
    **dict.fromkeys(CSV_COLUMNS, "VARCHAR"),
    **dict.fromkeys(_WHOLE, "INTEGER"),
    **dict.fromkeys(_TRUTH, "BOOLEAN"),
    **dict.fromkeys(_SECONDS, "DOUBLE"),
    "date": "DATE",
}
COLUMNS = {**_TYPES, **dict.fromkeys(_MOMENTS, "TIMESTAMPTZ")}
"""The columns in their order with their types, in the words of SQL: those of the CSV, then the moments in UTC.

Money is text, a decimal as it stands in the file; moments in local time are text with their offset.
"""
_ROWS_IN_GROUP = 20_480
"""Few, so that little of the file is in memory at a time."""
_CHUNK = 1 << 20


def ready() -> None:
    """Raises `StorageError` where the part of the installation that writes Parquet is missing."""
    if find_spec("duckdb") is None:
        raise StorageError("Parquet needs a part that is not installed: pip install 'nextcall[analytics]'")


# ---- rows


def rows(session: Any, outcomes: Mapping[str, Any], query: Query, shown: Any = None, content: bytes | None = None) -> bytes:
    """The calls that a query picks in a session, one JSON object a line; there may be none.

    `session`, `outcomes` and `shown` are as for `csv_out.rows`; `content` is the file as it stands, where it has been checked.
    """
    from msgspec.json import Encoder  # noqa: PLC0415 (only where rows are written)

    shown = shown or session
    flags = {name: flag_bits(outcome) for name, outcome in outcomes.items()}
    found = facts(session, flags, session.ended_at or session.last_event_at, is_open=session.ended_at is None)
    which = picked(query, found)
    stamps = (as_written(session, content) if content else None) or measured(session.calls, found)
    frame = _frame(shown)
    named = {name: _outcome(name, outcome, flags[name]) for name, outcome in outcomes.items()}
    calls = range(len(stamps)) if which is None else which
    table = [{**frame, **named[shown.calls[i].outcome], **_stamped(stamps[i]), **_call(shown.calls[i])} for i in calls]
    if found.paper:
        table += [{**frame, **_outcome(name, outcomes.get(name), bits), "number": number} for name, bits, number in _paper(found, query)]
    return Encoder().encode_lines(table)


def _frame(session: Any) -> dict[str, Any]:
    """What the rows of a session have in common."""
    said = {
        "session": session.id,
        "title": session.title,
        "preset": session.preset,
        "skill": session.skill,
        "list": session.list,
        "tags": ";".join(session.tags or ()),
        "host": session.host,
        "time_zone": session.time_zone,
        "value_per_call": session.value_per_call,
    }
    return _there(said)


def _there(said: Mapping[str, str | None]) -> dict[str, Any]:
    """The texts that there are, harmless."""
    return {name: lines(text) for name, text in said.items() if text}


def _outcome(name: str, outcome: Any, bits: int) -> dict[str, Any]:
    label = outcome.label if outcome is not None else ""
    return {"outcome": name, "label": lines(label or name), **{flag: bool(bits & bit) for flag, bit in _FLAGS}}


def _stamped(stamps: Stamps) -> dict[str, Any]:
    day, weekday, clock, dialed, hung_up, tagged, *seconds = stamps
    said = {"date": day, "time": clock, "weekday": weekday, "dialed_at": dialed, "hung_up_at": hung_up, "tagged_at": tagged}
    lasted = {name: float(text) for name, text in zip(_SECONDS, seconds, strict=True) if text}
    return {**{name: text for name, text in said.items() if text}, "hour": int(clock[:2]), **lasted}


def _call(call: Any) -> dict[str, Any]:
    """The columns of a call from its number to its amount."""
    who, brought = call.contact, call.introduction
    marks = call.help or ()
    said = {
        "reason": call.reason,
        "note": call.note,
        "contact_name": who.name if who else None,
        "contact_phone": who.phone if who else None,
        "bright_note": call.bright_note,
        "help_marks": ";".join(marks),
        "introduction": f"{brought.who or ''} -> {brought.to or ''} ({brought.state})" if brought else None,
        "amount": call.amount,
    }
    numbers = {"n": call.n, "asked": call.asked or 0, "learned": call.learned or 0, "steps_done": len(call.steps_done or ())}
    helped = {"help": True} if marks else {}
    return {**_there(said), **numbers, **helped, "bright": bool(call.bright), "number": 1}


def _paper(found: Facts, query: Query) -> list[tuple[str, int, int]]:
    """The calls from paper that a query picks: they are on the day on which the session began."""
    outcomes = tuple(outcome for outcome, _, _ in found.paper)
    none = [NONE] * len(outcomes)
    as_calls = Calls([found.started] * len(outcomes), none, none, range(len(outcomes)), none)
    which = picked(query, found._replace(outcomes=outcomes, calls=as_calls))
    return list(found.paper) if which is None else [found.paper[i] for i in which]


# ---- the file


def parquet(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The Parquet file of some rows, piece by piece. Raises `OSError`, or `StorageError` where it could not be made."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415 (only here)

    with TemporaryDirectory(prefix="nextcall-") as folder:
        source, target = os.path.join(folder, "rows.jsonl"), os.path.join(folder, "calls.parquet")
        with open(source, "wb") as file:
            file.writelines(parts)
        _converted(source, target, folder)
        with open(target, "rb") as file:
            while piece := file.read(_CHUNK):
                yield piece


def _converted(source: str, target: str, folder: str) -> None:
    """Let DuckDB write the rows at `source` to `target`: on one core, in their order, with nothing from elsewhere."""
    try:
        import duckdb  # noqa: PLC0415 (70 MB of it; after the rows, since copies of this process may have read them)
    except ImportError as error:
        raise StorageError(f"DuckDB cannot be loaded: {line(str(error))}") from None
    config: dict[str, Any] = {
        "threads": 1,
        "temp_directory": folder,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        with duckdb.connect(config=config) as engine:
            engine.execute(_statement(source, target))
    except duckdb.Error as error:
        raise StorageError(f"the Parquet file could not be made: {line(_first_line(error))}") from None


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


def _statement(source: str, target: str) -> str:
    columns = ", ".join(f"{_quoted(name)}: '{kind}'" for name, kind in _TYPES.items())
    moments = ", ".join(f'CAST("{local}" AS TIMESTAMPTZ) AS "{name}"' for name, local in _MOMENTS.items())
    read = f"read_json({_quoted(source)}, format = 'newline_delimited', columns = {{{columns}}})"
    how = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS_IN_GROUP}"
    return f"COPY (SELECT *, {moments} FROM {read}) TO {_quoted(target)} ({how})"  # noqa: S608 (our own names, and paths in quotes)


def _quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
