"""Calls as Parquet: the rows of the CSV with types, and text as it is."""

import csv
import io
import json
import os
import tracemalloc
from collections.abc import Iterator
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given

from fakes import START, a_session
from making import after, dialled, sessions
from nextcall.core.outcomes import SETS
from nextcall.core.query import ALL, Query, parse
from nextcall.core.session import Call, Contact, Introduction, Session
from nextcall.errors import StorageError
from nextcall.exchange import csv_out, parquet_out
from nextcall.storage import codec, formats

TRUTH = {"1": True, "0": False}
WILD = ["=1+1", "'=1+1", "\t@x", "-5", '"a","b"', "two\nlines", "a\\nb\\u0041", "\N{FAMILY}\u05d0\u0301", "{}", "null", "' OR 1", "x" * 4_900]


def outcomes(session: Session) -> dict[str, Any]:
    return {outcome.id: outcome for outcome in session.outcomes}


def as_rows(session: Session, asked: Query = ALL, content: bytes | None = None) -> list[dict[str, Any]]:
    return [json.loads(row) for row in parquet_out.rows(session, outcomes(session), asked, content=content).splitlines()]


def as_csv(session: Session, asked: Query = ALL) -> list[dict[str, str]]:
    text = csv_out.HEADER + csv_out.rows(session, outcomes(session), asked)
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def same(cell: str, value: object) -> bool:
    """Whether a cell of the CSV says what a value does; a ' before a formula is of the CSV alone."""
    if value is None:
        return not cell
    if isinstance(value, bool):
        return TRUTH[cell] is value
    if isinstance(value, int | float):
        return float(cell) == value
    return cell in (value, f"'{value}")


def made(folder: Path, parts: list[bytes]) -> duckdb.DuckDBPyConnection:
    """An engine with the Parquet file of some rows as the table `calls`."""
    path = folder / "calls.parquet"
    path.write_bytes(b"".join(parquet_out.parquet(parts)))
    engine = duckdb.connect()
    engine.execute("CREATE TABLE calls AS SELECT * FROM read_parquet($1)", [str(path)])
    return engine


@given(sessions(ended=True))
def test_the_rows_are_those_of_the_csv(session: Session) -> None:
    rows, table = as_rows(session), as_csv(session)
    assert len(rows) == len(table)
    for row, cells in zip(rows, table, strict=True):
        assert set(row) <= set(csv_out.COLUMNS)
        for name, cell in cells.items():
            assert same(cell, row.get(name)), (name, cell, row.get(name))


def test_the_columns_are_those_of_the_csv_and_the_moments_in_utc() -> None:
    assert list(parquet_out.COLUMNS) == [*csv_out.COLUMNS, "dialed_utc", "hung_up_utc", "tagged_utc"]


def test_a_file_that_was_read_quickly_gives_the_same() -> None:
    session = dialled(a_session(), 5)._replace(ended_at=after(1800), end="ended")
    assert as_rows(session, content=formats.render(codec.write(session), ".json")) == as_rows(session)


@pytest.mark.parametrize(("asked", "number"), [("outcome:yes", 1), ("note~price", 1), ("outcome:do-not-call", 0), ("", 2)])
def test_a_query_picks_calls(asked: str, number: int) -> None:
    calls = (Call(1, tagged_at=after(5), outcome="yes", note="pricey"), Call(2, tagged_at=after(9), outcome="no"))
    session = a_session()._replace(calls=calls, ended_at=after(99), end="ended")
    meant = parse(asked, START.date())
    assert len(as_rows(session, meant)) == number == len(as_csv(session, meant))


def test_types_and_values(tmp_path: Path) -> None:
    session = dialled(a_session(), 2)._replace(ended_at=after(1800), end="ended", counts_only={"no-answer": 14}, value_per_call="20.00")
    engine = made(tmp_path, [parquet_out.rows(session, outcomes(session), ALL)])
    types = dict(engine.execute("SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'calls'").fetchall())
    assert types == {name: "TIMESTAMP WITH TIME ZONE" if kind == "TIMESTAMPTZ" else kind for name, kind in parquet_out.COLUMNS.items()}
    found = engine.execute(
        "SELECT n, date, hour, dialed_at, epoch_ms(dialed_utc), talk_seconds, gap_seconds, counts, yes, note, value_per_call, number FROM calls"
    ).fetchall()
    assert found[1] == (
        2, START.date(), 9, "2026-11-21T09:00:25.000-05:00", int(after(25).timestamp() * 1000), 20.0, 5.0, True, False, None, "20.00", 1,
    )  # fmt: skip
    assert found[2] == (None, None, None, None, None, None, None, True, False, None, "20.00", 14)
    engine.close()


@pytest.mark.parametrize("hours", [-11, 0, 5.75, 14])
def test_moments_are_in_utc_whatever_the_clock_showed(tmp_path: Path, hours: float) -> None:
    moment = START.astimezone(timezone(timedelta(hours=hours)))
    session = a_session(moment)._replace(calls=(Call(1, dialed_at=moment, tagged_at=moment, outcome="no"),), ended_at=moment, end="ended")
    engine = made(tmp_path, [parquet_out.rows(session, outcomes(session), ALL)])
    [(dialed, milliseconds, hung_up)] = engine.execute("SELECT dialed_at, epoch_ms(dialed_utc), hung_up_utc FROM calls").fetchall()
    assert dialed == moment.isoformat(timespec="milliseconds")
    assert (milliseconds, hung_up) == (int(START.timestamp() * 1000), None)
    engine.close()


def test_text_is_as_it_is(tmp_path: Path) -> None:
    calls = tuple(
        Call(n, tagged_at=after(n), outcome="no", note=text, bright_note=text, contact=Contact(text, text), introduction=Introduction(text, text))
        for n, text in enumerate(WILD, 1)
    )
    session = a_session()._replace(calls=calls, ended_at=after(99), end="ended", title=WILD[0], host=WILD[4], tags=("a", "=b"))
    engine = made(tmp_path, [parquet_out.rows(session, outcomes(session), ALL)])
    rows = engine.execute("SELECT note, bright_note, contact_name, contact_phone, introduction, title, host, tags FROM calls ORDER BY n").fetchall()
    expected = [(text, text, text, text, f"{text} -> {text} (made)", WILD[0], WILD[4], "a;=b") for text in WILD]
    assert rows == expected
    engine.close()


def test_what_would_steer_a_terminal_is_not_in_it() -> None:
    session = a_session()._replace(calls=(Call(1, tagged_at=after(1), outcome="no", note="\x1b[31m\u202e\0"),), outcomes=SETS["sales"])
    [row] = as_rows(session._replace(ended_at=after(9), end="ended"))
    assert row["note"] == "\ufffd[31m\ufffd\ufffd"


def test_no_calls_is_a_table_without_rows(tmp_path: Path) -> None:
    for parts in ([], [b""], [b"", b""]):
        engine = made(tmp_path, parts)
        assert engine.execute("SELECT count(*), count(n) FROM calls").fetchall() == [(0, 0)]
        assert len(engine.execute("DESCRIBE calls").fetchall()) == len(parquet_out.COLUMNS)
        engine.close()


def test_the_rows_are_not_kept_in_memory_and_stay_in_order(tmp_path: Path) -> None:
    row = json.dumps({"session": "20261121T140000Z-7f3a", "note": "x" * 500})
    number = 60_000

    def parts() -> Iterator[bytes]:
        for n in range(0, number, 100):
            yield b"".join(f'{row[:-1]}, "n": {n + i}}}\n'.encode() for i in range(100))

    path = tmp_path / "calls.parquet"
    next(iter(parquet_out.parquet([])))  # so that DuckDB is loaded
    tracemalloc.start()
    with path.open("wb") as file:
        file.writelines(parquet_out.parquet(parts()))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 5_000_000 < number * len(row)
    with duckdb.connect() as engine:
        found = engine.execute("SELECT n FROM read_parquet($1)", [str(path)]).fetchall()
    assert [n for (n,) in found] == list(range(number))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files, with a name that would mean something to a program."""
    folder = tmp_path / "we[ir]d *'? {x}"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_any_name_of_a_folder_will_do_and_nothing_is_left_there(temporary: Path) -> None:
    before = os.umask(0)
    try:
        pieces = parquet_out.parquet([b'{"n": 1}\n'])
        first = next(pieces)
        [inside] = temporary.iterdir()
        assert inside.stat().st_mode & 0o077 == 0
    finally:
        os.umask(before)
    assert (first + b"".join(pieces))[:4] == b"PAR1"
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("rows", [b"oops\n", b'{"n": "many"}\n', b'{"dialed_at": "yesterday"}\n'])
def test_what_goes_wrong_is_one_line_and_nothing_is_left(temporary: Path, rows: bytes) -> None:
    with pytest.raises(StorageError) as error:
        list(parquet_out.parquet([rows]))
    assert error.value.message.startswith("the Parquet file could not be made: ")
    assert "\n" not in error.value.message
    assert list(temporary.iterdir()) == []


def test_what_stops_the_rows_leaves_nothing(temporary: Path) -> None:
    def parts() -> Iterator[bytes]:
        yield b'{"n": 1}\n'
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(parquet_out.parquet(parts()))
    assert list(temporary.iterdir()) == []
