"""`export`: the history for other programs, whole or not at all."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from cli.commands import Command, Result, one_line
from fakes import START, a_session
from making import after, dialled
from nextcall.core.session import Call, Contact, Session
from nextcall.exchange.csv_out import HEADER
from nextcall.storage import codec, copies, formats, whole

Put = Callable[..., Session]
FORMATS = ("csv", "jsonl", "markdown", "timeclock")


@pytest.fixture
def put(home: Path) -> Put:
    """Put a session of the n-th day into its place."""

    def write(day: int = 0, dials: int = 3, suffix: str = ".json", **fields: object) -> Session:
        session = dialled(a_session(), dials)
        moved = timedelta(days=day)
        session = session._replace(
            id=f"{START + moved:%Y%m%d}T140000Z-{day % 0xFFFF:04x}",
            started_at=START + moved,
            ended_at=after(1800) + moved,
            end="ended",
            calls=tuple(
                call._replace(**{name: at + moved for name in ("dialed_at", "hung_up_at", "tagged_at") if (at := getattr(call, name))})
                for call in session.calls
            ),
        )
        session = session._replace(**fields)  # type: ignore[arg-type]  # as the test says
        path = home / "data" / "sessions" / f"{session.started_at:%Y/%m}" / f"{session.id}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(formats.render(codec.write(session), suffix))
        return session

    return write


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_an_empty_history(nextcall: Command, home: Path) -> None:
    assert nextcall("export", "--format", "csv") == (0, HEADER, "")
    for form in FORMATS[1:]:
        assert nextcall("export", "--format", form) == (0, "", "")
    assert nextcall("export", "--format", "csv", "--redact") == (0, HEADER, "")
    assert not (home / "data").exists()


def test_bad_usage(nextcall: Command) -> None:
    for words in ((), ("--format", "xml"), ("--format", "csv", "--query", "outcom:yes"), ("--format", "csv", "x")):
        result = nextcall("export", *words)
        assert (result.code, result.out) == (2, "")
        one_line(result.err)


def test_oldest_first_and_the_open_one_last(nextcall: Command, put: Put) -> None:
    first, second = put(-20), put(-10)
    nextcall("start", "--headless")
    nextcall("tag", "y")
    found = nextcall("export", "--format", "jsonl").out.splitlines()
    ids = [json.loads(row)["id"] for row in found]
    assert ids[:2] == [first.id, second.id]
    last = json.loads(found[2])
    assert (last["end"], last["calls"][0]["outcome"]) == (None, "yes")
    assert "undo" not in last
    rows = table(nextcall("export", "--format", "csv").out)
    assert [row["session"] for row in rows] == [first.id] * 3 + [second.id] * 3 + [last["id"]]
    assert [row["outcome"] for row in table(nextcall("export", "--format", "csv", "--query", "outcome:yes").out)] == ["yes"]
    assert nextcall("export", "--format", "markdown").out.count("\n---\n") == 2


def test_a_session_as_in_its_file(nextcall: Command, put: Put, home: Path) -> None:
    session = put(extra={"x": {"deep": [1.5, None, "é\u202e"]}}, dials=2)
    toml = put(1, suffix=".toml", extra={"y": 7})
    result = nextcall("export", "--format", "jsonl")
    assert "\u202e" not in result.out
    one, other = map(json.loads, result.out.splitlines())
    assert one == json.loads(next((home / "data").rglob(f"{session.id}.json")).read_text())
    assert codec.read(one) == session._replace(outcomes=codec.read(one).outcomes)
    assert (other["y"], codec.read(other)) == (7, toml._replace(outcomes=codec.read(other).outcomes))


def test_what_is_exported_and_imported_has_the_same_numbers(nextcall: Command, put: Put, home: Path, tmp_path: Path) -> None:
    for day in range(8):
        put(day * 9, dials=day, suffix=".toml" if day % 3 == 0 else ".json", counts_only={"no": day} if day % 2 else None)
    file = str(tmp_path / "all.jsonl")
    assert nextcall("export", "--format", "jsonl", "-o", file).code == 0
    other = ("--data-dir", str(tmp_path / "other"))
    assert nextcall("import", file, *other).code == 0
    for by in ((), ("--by", "day"), ("--by", "outcome")):
        assert nextcall("stats", "--json", *by, *other).out == nextcall("stats", "--json", *by).out
    assert home.exists()


def test_a_query_means_whole_sessions_but_in_the_table(nextcall: Command, put: Put) -> None:
    put(dials=4)
    later = after(3 * 86400)
    calls = (Call(1, tagged_at=later + timedelta(seconds=5), outcome="yes", note="pricey"), Call(2, tagged_at=later + timedelta(seconds=9), outcome="no"))
    put(3, calls=calls)
    assert [row["n"] for row in table(nextcall("export", "--format", "csv", "--query", "note~price").out)] == ["1"]
    [row] = nextcall("export", "--format", "jsonl", "--query", "note~price").out.splitlines()
    assert len(json.loads(row)["calls"]) == 2
    clock = nextcall("export", "--format", "timeclock", "--query", "on:2026-11-24").out
    assert clock == "i 2026/11/24 09:00:00 nextcall:power-hour  Power hour\no 2026/11/24 09:30:00\n"
    assert table(nextcall("export", "--format", "csv", "--query", "contact:nobody").out) == []


def test_redacted_in_every_form_and_by_another_key_each_time(nextcall: Command, put: Put) -> None:
    who = Contact("Ann Roe", "+15550100")
    calls = tuple(Call(n, tagged_at=after(n), outcome="no", note="secret", contact=who) for n in (1, 2))
    put(calls=calls, title="For Ann", host="desk", intention="secret")
    for form in FORMATS:
        result = nextcall("export", "--format", form, "--redact")
        assert result.code == 0
        assert not any(word in result.out for word in ("Ann", "Roe", "5550100", "secret", "desk"))
    first, second = (table(nextcall("export", "--format", "csv", "--redact", "--query", "contact:roe").out) for _ in range(2))
    assert first[0]["contact_name"] == first[1]["contact_name"] != second[0]["contact_name"]
    assert first[0]["contact_phone"].startswith("number-")
    assert "nextcall:power-hour" in nextcall("export", "--format", "timeclock", "--redact").out


def test_files_that_do_not_fit_are_named_once_and_the_rest_goes_out(nextcall: Command, put: Put, home: Path) -> None:
    session = put()
    folder = next((home / "data").rglob(f"{session.id}.json")).parent
    for number in range(7):
        (folder / f"bad{number}\x1b[31m.json").write_text("{}")
    (home / "data" / "current.json").write_text("[]")
    result = nextcall("export", "--format", "csv")
    assert result.code == 0
    assert len(table(result.out)) == 3
    said = one_line(result.err)
    assert said.startswith("left out 8 files that do not count: bad")
    assert "and 3 more" in said
    assert "\x1b" not in result.err


def test_into_a_file(nextcall: Command, put: Put, tmp_path: Path) -> None:
    put()
    target = tmp_path / "out.csv"
    target.write_text("old")
    target.chmod(0o644)
    assert nextcall("export", "--format", "csv", "-o", str(target)) == (0, "", "")
    assert target.read_text() == nextcall("export", "--format", "csv", "-o", "-").out
    assert target.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["out.csv"]


@pytest.mark.parametrize("place", ["folder", "pipe", "missing/out.csv", "to-pipe"])
def test_where_no_file_can_be(nextcall: Command, put: Put, tmp_path: Path, place: str) -> None:
    put()
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "to-pipe").symlink_to("pipe")
    before = sorted(tmp_path.rglob("*"))
    result = nextcall("export", "--format", "csv", "-o", str(tmp_path / place))
    assert (result.code, result.out) == (1, "")
    one_line(result.err)
    assert [path for path in sorted(tmp_path.rglob("*")) if "home/cache" not in str(path)] == [path for path in before if "home/cache" not in str(path)]


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_is_stopped_leaves_the_old_file(
    nextcall: Command, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    put()
    target = tmp_path / "out.csv"
    target.write_text("old")

    def fail(*_: object) -> str:
        raise fault

    monkeypatch.setattr("nextcall.exchange.csv_out.rows", fail)
    result = nextcall("export", "--format", "csv", "-o", str(target))
    assert result.code == (1 if isinstance(fault, OSError) else 130)
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["out.csv"]


def many(put: Put, home: Path, number: int) -> None:
    """So many sessions: copies of one, each with its own id, some of them unusual."""
    session = put(dials=5)
    path = next((home / "data").rglob(f"{session.id}.json"))
    text = path.read_text()
    for n in range(number):
        name = f"20261121T140000Z-{n + 1:04x}"
        content = text.replace(session.id, name).replace('"note": ""', f'"note": "=of {name}"', 1)
        content = content.replace('"schema": 1', f'"schema": 1, "later": {n}', 1) if n % 7 == 0 else content
        (path.parent / f"{name}.json").write_text(content)


SEVERAL = """
import os, sys
from nextcall.__main__ import main
from nextcall.storage import copies, whole
copies.SHARED = whole.BATCH = whole.MANY = 8
os.cpu_count, fork, copied = lambda: 3, os.fork, []
os.fork = lambda: copied.append(True) or fork()
code = main(sys.argv[1:])
raise SystemExit(code or len(copied) < 3)
"""
"""The program, where few files are many, and there are three cores."""


def on_several_cores(*words: str) -> Result:
    done = subprocess.run([sys.executable, "-c", SEVERAL, *words], capture_output=True, text=True, timeout=60, check=False)
    return Result(done.returncode, done.stdout, done.stderr)


def test_on_several_cores_it_is_the_same(
    nextcall: Command, put: Put, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many(put, home, 60)
    there = {form: on_several_cores("export", "--format", form) for form in FORMATS if form != "markdown"}
    assert {(result.code, result.err) for result in there.values()} == {(0, "")}
    assert len(table(there["csv"].out)) == 61 * 5
    monkeypatch.setattr(whole, "MANY", 10**9)
    for form, result in there.items():
        assert nextcall("export", "--format", form).out.count("\n") == result.out.count("\n")
    assert nextcall("export", "--format", "csv").out == there["csv"].out
    assert nextcall("export", "--format", "timeclock").out == there["timeclock"].out
    strict, quick = ([codec.read(json.loads(row)) for row in out.splitlines()] for out in (nextcall("export", "--format", "jsonl").out, there["jsonl"].out))
    assert strict == quick


def test_whoever_has_read_enough_is_left_in_peace(put: Put, home: Path) -> None:
    many(put, home, copies.SHARED)
    with subprocess.Popen(
        [sys.executable, "-m", "nextcall", "export", "--format", "csv"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == HEADER
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(60) == 0
