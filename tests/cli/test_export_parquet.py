"""`export --format parquet`: into a file, whole or not at all, with an extra that need not be there."""

import os
import subprocess
import sys
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import duckdb
import pytest

from cli.commands import Command, one_line
from cli.test_teams import a_history, put
from nextcall.exchange import parquet_out
from nextcall.storage import copies


def asked(path: Path, what: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as engine:
        return engine.execute(f"SELECT {what} FROM read_parquet($1)", [str(path)]).fetchall()  # noqa: S608 (our own)


@pytest.fixture
def history(home: Path) -> Path:
    put(home / "data", a_history(1))
    return home


def test_into_a_file(nextcall: Command, history: Path, tmp_path: Path) -> None:
    target = tmp_path / "calls.parquet"
    target.write_text("old")
    target.chmod(0o644)
    nextcall("start", "--headless")
    nextcall("tag", "y", "--note", "=1+1")
    assert nextcall("export", "--format", "parquet", "-o", str(target)) == (0, "", "")
    assert target.stat().st_mode & 0o777 == 0o600
    [(number, formula)] = asked(target, "sum(number) FILTER (WHERE counts), max(note) FILTER (WHERE note LIKE '=%')")
    assert (number, formula) == (nextcall("stats", "--json").json["calls"], "=1+1")
    assert asked(target, "count(*)") == [(nextcall("export", "--format", "csv").out.count("\n") - 1,)]
    assert [path.name for path in tmp_path.iterdir() if path != history] == ["calls.parquet"]


def test_an_empty_history(nextcall: Command, home: Path, tmp_path: Path) -> None:
    target = tmp_path / "calls.parquet"
    assert nextcall("export", "--format", "parquet", "-o", str(target)) == (0, "", "")
    assert asked(target, "count(*), count(note), count(yes)") == [(0, 0, 0)]
    assert not (home / "data").exists()


def test_a_query_picks_calls(nextcall: Command, history: Path, tmp_path: Path) -> None:
    assert history
    target = tmp_path / "calls.parquet"
    assert nextcall("export", "--format", "parquet", "--query", "outcome:yes", "-o", str(target)).code == 0
    assert asked(target, "DISTINCT outcome") == [("yes",)]


def test_redacted(nextcall: Command, history: Path, tmp_path: Path) -> None:
    assert history
    files = [tmp_path / "one.parquet", tmp_path / "two.parquet"]
    for file in files:
        assert nextcall("export", "--format", "parquet", "--redact", "-o", str(file)).code == 0
        content = file.read_bytes()
        assert not any(word in content for word in (b"Ann", b"Lee", b"5550100", b"Call back\n", b"price?"))
        assert asked(file, "count(note), count(bright_note), count(host)") == [(0, 0, 0)]
    names = [set(asked(file, "contact_name")) for file in files]
    assert all(len(found) == 3 for found in names)  # two people, and nobody
    assert names[0] & names[1] == {(None,)}


def test_through_a_pipe_but_not_to_a_terminal(history: Path, tmp_path: Path) -> None:
    assert history
    argv = [sys.executable, "-m", "nextcall", "export", "--format", "parquet"]
    target = tmp_path / "calls.parquet"
    target.write_bytes(subprocess.run(argv, capture_output=True, check=True, timeout=60).stdout)
    assert asked(target, "count(*) > 100") == [(True,)]
    master, slave = os.openpty()
    refused = subprocess.run(argv, stdout=slave, stderr=subprocess.PIPE, text=True, check=False, timeout=60)
    os.close(slave)
    os.close(master)
    assert refused.returncode == 2
    assert one_line(refused.stderr) == "Parquet is nothing to look at. Name a file for it, as in -o calls.parquet."


def test_without_the_extra_it_says_what_to_install(nextcall: Command, history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert history
    monkeypatch.setattr(parquet_out, "find_spec", lambda _: None)
    target = tmp_path / "calls.parquet"
    result = nextcall("export", "--format", "parquet", "-o", str(target))
    assert (result.code, result.out) == (1, "")
    assert one_line(result.err) == "Parquet needs a part that is not installed: pip install 'nextcall[analytics]'"
    assert not target.exists()


def test_an_extra_that_is_broken_is_one_line(nextcall: Command, history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert history
    monkeypatch.setitem(sys.modules, "duckdb", None)
    monkeypatch.setattr(parquet_out, "find_spec", lambda _: True)
    target = tmp_path / "calls.parquet"
    target.write_text("old")
    result = nextcall("export", "--format", "parquet", "-o", str(target))
    assert (result.code, result.out) == (1, "")
    assert one_line(result.err).startswith("DuckDB cannot be loaded: ")
    assert target.read_text() == "old"


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_other_forms_do_without_it(history: Path, tmp_path: Path, form: str) -> None:
    assert history
    check = "import sys; from nextcall.__main__ import main; main(sys.argv[1:]); sys.exit('duckdb' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", check, "export", "--format", form, "-o", str(tmp_path / "out")], check=False, timeout=60)
    assert done.returncode == 0


def test_on_several_cores_all_is_there_and_in_order(program: Command, home: Path, tmp_path: Path) -> None:
    put(home / "data", a_history(1))
    for path in list((home / "data").rglob("*.json")):
        text = path.read_text()
        for token in range(copies.SHARED // 60 + 1):
            name = f"{path.stem[:17]}{token:04x}"
            path.with_name(f"{name}.json").write_text(text.replace(path.stem, name))
    target = tmp_path / "calls.parquet"
    assert program("export", "--format", "parquet", "-o", str(target)) == (0, "", "")
    rows = asked(target, "session, n, number, counts")
    assert sum(int(str(number)) for _, _, number, counts in rows if counts) == program("stats", "--json").json["calls"]
    sessions = list(dict.fromkeys(str(session) for session, *_ in rows))
    assert len(sessions) > copies.SHARED / 2
    assert [session[:16] for session in sessions] == sorted(session[:16] for session in sessions)
    assert [session for session, _ in groupby(rows, key=itemgetter(0))] == sessions  # the calls of each stand together
