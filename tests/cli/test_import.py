"""`import`: tables and sessions into the history, once."""

import io
import json
import shlex
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.commands import Command, Result, one_line
from exchange.tables import Way, written
from looks import usual
from nextcall.__main__ import main
from nextcall.storage.adding import Ready, Shelf

HEADER = ("Call Id", "Agent", "Date", "Time", "Topic", "Answered (Y/N)", "AvgTalkDuration")
ROWS: list[tuple[str, ...]] = [
    ("1", "Diane", "2021-01-01", "09:12:58", "Contract", "Y", "00:02:23"),
    ("2", "Becky", "2021-01-01", "09:12:58", "Support", "Y", "00:04:02"),
    ("3", "Diane", "2021-01-01", "09:30:00", "Support", "N", ""),
    ("4", "Diane", "2021-01-01", "13:00:00", "Contract", "Y", "00:00:00"),
    ("5", "Becky", "2021-01-02", "08:59:59", "Contract", "N", ""),
    ("6", "Becky", "2021-01-02", "09:00:10", "Contract", "Y", "00:01:40"),
]
FLAGS = ("--started", "Date,Time", "--duration", "AvgTalkDuration", "--outcome", "Answered (Y/N)", "--map", "Y=not-a-fit", "--map", "N=no-answer")


def saved(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text()) for path in sorted((folder / "sessions").rglob("*.json"))]


def calls(folder: Path) -> Counter[str]:
    """What calls there are, wherever they stand."""
    kept = ("dialed_at", "hung_up_at", "tagged_at", "outcome", "note", "contact", "import")
    return Counter(json.dumps([session["host"], {key: call[key] for key in kept}]) for session in saved(folder) for call in session["calls"])


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., str]:
    def write(rows: list[tuple[str, ...]] = ROWS, header: tuple[str, ...] = HEADER, way: Way = Way()) -> str:  # noqa: B008 (frozen)
        path = tmp_path / "calls.csv"
        path.write_bytes(written(header, rows, way))
        return str(path)

    return write


def test_calls_become_sessions(nextcall: Command, table: Callable[..., str], home: Path) -> None:
    result = nextcall("import", table(), *FLAGS, "--session-by", "agent", "--tag-from", "Topic")
    assert result == (0, "6 rows read: 6 calls added, 4 sessions new, 0 added to, 0 known already, 0 left out.\n", "")
    found = {(session["host"], session["started_at"]): session for session in saved(home / "data")}
    assert sorted(found) == [
        ("Becky", "2021-01-01T09:12:58.000-05:00"), ("Becky", "2021-01-02T08:59:59.000-05:00"),
        ("Diane", "2021-01-01T09:12:58.000-05:00"), ("Diane", "2021-01-01T13:00:00.000-05:00"),
    ]  # fmt: skip
    first = found["Diane", "2021-01-01T09:12:58.000-05:00"]
    assert (first["title"], first["preset"], first["goal"], first["end"]) == ("Imported (Diane)", None, None, "ended")
    assert first["ended_at"] == "2021-01-01T09:30:00.000-05:00"
    assert (first["tags"], first["time_zone"]) == (["Contract", "Support"], "America/New_York")
    answered, missed = first["calls"]
    assert (answered["n"], answered["hung_up_at"], answered["tagged_at"]) == (1, *["2021-01-01T09:15:21.000-05:00"] * 2)
    assert (missed["n"], missed["hung_up_at"], missed["tagged_at"]) == (2, None, "2021-01-01T09:30:00.000-05:00")
    assert found["Diane", "2021-01-01T13:00:00.000-05:00"]["calls"][0]["hung_up_at"] == "2021-01-01T13:00:00.000-05:00"
    assert nextcall("doctor").err == ""
    assert len(nextcall("log", "--json").json) == 4


def test_the_same_again_adds_nothing_however_it_is_said(nextcall: Command, table: Callable[..., str], home: Path) -> None:
    nextcall("import", table(), *FLAGS)
    before = {path: path.read_bytes() for path in (home / "data" / "sessions").rglob("*.json")}
    for more in ((), ("--session-by", "Agent"), ("--note", "Topic"), ("--time-zone", "Asia/Tokyo"), ("--session-gap", "5")):
        result = nextcall("import", table(), *FLAGS, *more, "--json")
        assert (result.code, result.json["known"], result.json["calls_added"]) == (0, 6, 0)
    nextcall("import", table(way=Way(";", "utf-16", "\r\n", all_quoted=True, title="Report", empty_columns=200)), *FLAGS)
    assert {path: path.read_bytes() for path in (home / "data" / "sessions").rglob("*.json")} == before


def test_new_rows_go_where_they_belong(nextcall: Command, table: Callable[..., str], home: Path) -> None:
    nextcall("import", table([ROWS[0], ROWS[3]]), *FLAGS, "--session-by", "Agent")
    ids = [session["id"] for session in saved(home / "data")]
    result = nextcall("import", table(), *FLAGS, "--session-by", "Agent", "--json").json
    assert (result["calls_added"], result["sessions_added"], result["sessions_added_to"], result["known"]) == (4, 2, 1, 2)
    after = saved(home / "data")
    assert set(ids) < {one["id"] for one in after}
    assert sum(len(one["calls"]) for one in after) == 6
    for one in after:
        assert [call["n"] for call in one["calls"]] == list(range(1, len(one["calls"]) + 1))


def test_corrections_stay(nextcall: Command, table: Callable[..., str], home: Path) -> None:
    nextcall("import", table([ROWS[2]]), *FLAGS, "--session-by", "Agent")
    path = next((home / "data" / "sessions").rglob("*.json"))
    session = json.loads(path.read_text())
    session["calls"][0]["note"] = "corrected"
    session["trail"] = [{"at": "2021-01-03T09:00:00.000-05:00", "call": 1, "field": "note", "old": "", "new": "corrected"}]
    path.write_text(json.dumps(session))
    nextcall("import", table(), *FLAGS, "--session-by", "Agent")
    after = json.loads(path.read_text())
    by_note = {call["note"]: call["n"] for call in after["calls"]}
    assert len(after["calls"]) == 2
    assert after["trail"][0]["call"] == by_note["corrected"]
    assert after["started_at"] == "2021-01-01T09:12:58.000-05:00"


def test_a_call_that_was_taken_away_does_not_come_back(nextcall: Command, table: Callable[..., str], home: Path) -> None:
    nextcall("import", table([ROWS[0], ROWS[2]]), *FLAGS, "--session-by", "Agent")
    path = next((home / "data" / "sessions").rglob("*.json"))
    session = json.loads(path.read_text())
    gone = session["calls"].pop()
    session["trail"] = [{"at": "2021-01-03T09:00:00.000-05:00", "call": 2, "field": "call", "old": gone, "new": None, "position": 1}]
    path.write_text(json.dumps(session))
    assert nextcall("import", table([ROWS[0], ROWS[2]]), *FLAGS, "--session-by", "Agent", "--json").json["known"] == 2


def test_without_flags_it_proposes_the_whole_command(nextcall: Command, table: Callable[..., str], home: Path) -> None:
    result = nextcall("import", table())
    assert result.code == 1
    assert one_line(result.err).startswith("nothing was imported")
    assert not (home / "data").exists()
    for said in ("6 rows", "'Date' and 'Time', 2021-01-01 09:12:58 the first", "hh:mm:ss", "Becky, Diane", "no-answer (No answer, busy)"):
        assert said in result.out
    words = shlex.split(result.out.splitlines()[-1])
    assert words[:2] == ["nextcall", "import"]
    assert words[3:] == [*FLAGS, "--session-by", "Agent"]
    assert nextcall(*words[1:]).out.startswith("6 rows read: 6 calls added")


def test_a_dry_run_says_and_does_nothing(nextcall: Command, table: Callable[..., str], home: Path) -> None:
    result = nextcall("import", table(), *FLAGS, "--dry-run")
    assert (result.code, result.err) == (0, "")
    assert "6 calls would be added" in result.out
    assert not (home / "data").exists()
    assert nextcall("import", table(), *FLAGS, "--dry-run", "--json").json["done"] is False


def test_rows_that_cannot_be_read_are_told_and_the_rest_goes_in(nextcall: Command, table: Callable[..., str]) -> None:
    bad = [
        ("7", "Joe", "", "", "", "Y", ""), ("8", "Joe", "2021-02-30", "9:00", "", "Y", ""), ("9", "Joe", "2021-01-05", "9:00", "", "Y", "soon"),
        ("10", "Joe", "2021-01-05", "9:00", "", "Maybe \x1b[31m", ""), ("11", "Joe", "2021-01-05", "9:00", "", "", ""),
    ]  # fmt: skip
    result = nextcall("import", table([*ROWS, *bad]), *FLAGS)
    assert result.code == 0
    assert "6 calls added" in result.out
    assert "5 left out" in result.out
    assert "line 8: the start is empty" in result.out
    assert "line 9: '2021-02-30 9:00' is no day of the calendar" in result.out
    assert "line 10: 'soon' is no duration" in result.out
    assert "--map =OUTCOME" in result.out
    assert "\x1b" not in result.out
    found = nextcall("import", table([*ROWS, *bad]), *FLAGS, "--map", "=no-answer", "--map", "*=callback", "--json").json
    assert (found["calls_added"], [one["line"] for one in found["skipped"]]) == (2, [8, 9, 10])


def test_many_bad_rows_are_counted(nextcall: Command, table: Callable[..., str]) -> None:
    result = nextcall("import", table([*ROWS, *[("x", "Joe", "?", "", "", "Y", "")] * 50]), *FLAGS)
    assert "+30 more" in result.out
    assert len(nextcall("import", table([*ROWS, *[("x", "Joe", "?", "", "", "Y", "")] * 50]), *FLAGS, "--json").json["skipped"]) == 50


def test_nothing_that_can_be_used(nextcall: Command, table: Callable[..., str]) -> None:
    assert nextcall("import", table([("1", "Joe", "?", "", "", "Y", "")]), *FLAGS).code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--started", "Dat,Time"), "there is no column 'Dat'. Did you mean 'Date'?"),
        (("--started", "#9"), "there is no column #9; the table has 7"),
        (("--map", "Y=bookd"), "unknown outcome 'bookd' in --map"),
        (("--map", "Y"), "has no '='"),
        (("--map", "y=no"), "two outcomes for 'y'"),
        (("--time-zone", "Europe/Berlinn"), "Did you mean 'Europe/Berlin'?"),
        (("--date-format", "%Q"), "is no date format"),
        (("--session-gap", "x"), "whole number"),
        (("--ended", "Time"), "not allowed with"),
    ],
)
def test_faults_of_usage(nextcall: Command, table: Callable[..., str], words: tuple[str, ...], said: str) -> None:
    result = nextcall("import", table(), *FLAGS, *words)
    assert (result.code, result.out) == (2, "")
    assert said in one_line(result.err)


def test_files_that_are_none(nextcall: Command, tmp_path: Path) -> None:
    assert nextcall("import", str(tmp_path / "no.csv")).code == 1
    assert nextcall("import", str(tmp_path)).code == 1
    (tmp_path / "empty.csv").write_bytes(b"")
    result = nextcall("import", str(tmp_path / "empty.csv"))
    assert (result.code, one_line(result.err)) == (2, "empty.csv: there is nothing in it")


def test_columns_by_number_and_what_spreadsheets_do_to_cells(nextcall: Command, table: Callable[..., str], home: Path) -> None:
    header = ("When", "", "Result", "Who", "Who", "Paid")
    rows = [("5 Jan 09:00", "15", "Yes", "'+1555", '="0123"', "$1,200.50"), ("5 Jan 09:05", "", "NO", "'=a", "", "")]
    words = ("--started", "when", "--year", "2021", "--duration", "#2", "--outcome", "#3", "--contact", "#4", "--phone", "#5", "--amount", "Paid")
    assert nextcall("import", table(rows, header), *words, "--map", "yes=yes", "--map", "no=no").code == 0
    (session,) = saved(home / "data")
    assert [call["contact"] for call in session["calls"]] == [
        {"name": "+1555", "phone": "0123", "list": None, "id": None}, {"name": "=a", "phone": "", "list": None, "id": None},
    ]  # fmt: skip
    assert [call["amount"] for call in session["calls"]] == ["1200.50", None]


def test_outcomes_by_their_own_names_need_no_map(nextcall: Command, table: Callable[..., str], home: Path) -> None:
    rows = [("2021-01-05 09:00", "Voicemail left"), ("2021-01-05 09:05", "NO-ANSWER"), ("2021-01-05 09:06", "yes")]
    assert nextcall("import", table(rows, ("Start", "Outcome")), "--started", "Start", "--outcome", "Outcome").code == 0
    assert [call["outcome"] for call in saved(home / "data")[0]["calls"]] == ["voicemail", "no-answer", "yes"]


def test_an_end_before_the_start_is_told(nextcall: Command, table: Callable[..., str]) -> None:
    rows = [("2021-01-05 09:00", "2021-01-05 08:00", "yes"), ("2021-01-05 23:50", "00:10", "no"), ("2021-01-05 09:30", "", "no")]
    found = nextcall("import", table(rows, ("Start", "End", "Outcome")), "--started", "Start", "--ended", "End", "--outcome", "Outcome", "--json").json
    assert found["calls_added"] == 2
    assert found["skipped"] == [{"line": 2, "reason": "the end is before the start"}]


def test_the_format_that_the_config_states(nextcall: Command, table: Callable[..., str], home: Path, configure: Callable[[str], Path]) -> None:
    configure('[storage]\nformat = "toml"\n')
    nextcall("import", table(ROWS[:3]), *FLAGS)
    nextcall("import", table(), *FLAGS)
    assert {path.suffix for path in (home / "data" / "sessions").rglob("*.*")} == {".toml"}
    assert nextcall("import", table(), *FLAGS, "--json").json["known"] == 6


def test_stopped_it_keeps_whole_sessions_and_the_next_time_brings_the_rest(
    nextcall: Command, table: Callable[..., str], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[str] = []
    save = Shelf.save

    def stopping(self: Shelf, together: Sequence[Ready]) -> None:
        if kept:
            raise KeyboardInterrupt
        kept.extend(one.session.id for one in together)
        save(self, together)

    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "save", stopping)
        patch.setattr("nextcall.cli.import_saving._AT_ONCE", 1)  # a day each
        result = nextcall("import", table(), *FLAGS, "--session-by", "Agent")
    assert result.code == 1
    assert "in 3 whole sessions" in one_line(result.err)
    assert sorted(session["id"] for session in saved(home / "data")) == sorted(kept)
    nextcall("import", table(), *FLAGS, "--session-by", "Agent")
    assert sum(calls(home / "data").values()) == 6


# ---- sessions one a line


def lines_of(home: Path) -> str:
    return "".join(json.dumps(session) + "\n" for session in saved(home / "data"))


def test_sessions_one_a_line(nextcall: Command, table: Callable[..., str], home: Path, tmp_path: Path) -> None:
    nextcall("import", table(), *FLAGS, "--session-by", "Agent")
    before = saved(home / "data")
    path = tmp_path / "out.jsonl"
    path.write_text("\ufeff" + lines_of(home) + "\n{broken\n" + json.dumps(before[0] | {"title": "else"}) + "\n" + json.dumps(before[0] | {"id": "x"}) + "\n[]")
    there = nextcall("import", str(path), "--json", "--data-dir", str(tmp_path / "other")).json
    assert (there["sessions_added"], there["calls_added"], [one["line"] for one in there["skipped"]]) == (4, 6, [6, 7, 8, 9])
    assert "differs; it was left as it is" in there["skipped"][1]["reason"]
    assert saved(tmp_path / "other") == before
    again = nextcall("import", str(path), "--data-dir", str(tmp_path / "other"))
    assert again.out.startswith("8 lines read: 0 sessions added with 0 calls, 4 known already, 4 left out.\n")
    assert nextcall("import", str(path), "--outcome", "x").code == 2
    dry = nextcall("import", str(path), "--dry-run", "--data-dir", str(tmp_path / "third"))
    assert "4 sessions would be added" in dry.out
    assert not (tmp_path / "third").exists()


def test_an_open_session_stays_where_it_is(nextcall: Command, home: Path, tmp_path: Path) -> None:
    nextcall("start", "--headless")
    path = tmp_path / "out"
    path.write_text(json.dumps(json.loads((home / "data" / "current.json").read_text())))
    result = nextcall("import", str(path))
    assert result.code == 1
    assert "still open" in result.out


# ---- whatever there is in it

QUIET = settings(max_examples=usual(10, long=2_000), deadline=None, suppress_health_check=[HealthCheck.too_slow])
ZONED = ("--time-zone", "America/New_York")


def run(folder: str, *words: str) -> Result:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main([*words, "--data-dir", str(Path(folder) / "data"), "--config-dir", str(Path(folder) / "config")])
    return Result(code, out.getvalue(), err.getvalue())


def brought_in(folder: str, rows: list[tuple[str, ...]]) -> Any:
    path = Path(folder) / "calls.csv"
    path.write_bytes(written(HEADER, rows))
    done = run(folder, "import", str(path), *FLAGS, *ZONED, "--session-by", "Agent", "--note", "Topic", "--json")
    assert done.code == 0, done
    return done.json


@st.composite
def random_rows(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """Few agents and few minutes, so that rows are the same, near each other, and in the hours that come twice."""
    rows: list[tuple[str, ...]] = []
    for _ in range(draw(st.integers(1, 14))):
        day = draw(st.sampled_from(["2021-10-31", "2021-11-06", "2021-11-07", "2021-12-31", "2022-01-01"]))
        time = f"{draw(st.sampled_from([0, 1, 2, 23])):02}:{draw(st.sampled_from([0, 1, 20, 45])):02}:00"
        answered = draw(st.sampled_from("YN"))
        length = draw(st.sampled_from(["", "00:00:00", "00:25:00", "01:30:00"]))
        rows.append(("1", draw(st.sampled_from(["Diane", "Becky"])), day, time, draw(st.sampled_from(["", "a"])), answered, length))
    return rows


@QUIET
@given(random_rows(), st.data())
def test_some_rows_first_and_then_all_are_the_calls_of_all(rows: list[tuple[str, ...]], data: st.DataObject) -> None:
    few = data.draw(st.lists(st.sampled_from(range(len(rows))), unique=True).map(sorted))
    with TemporaryDirectory() as one, TemporaryDirectory() as two:
        assert brought_in(one, rows)["calls_added"] == len(rows)
        assert brought_in(one, rows)["known"] == len(rows)
        found = [brought_in(two, [rows[i] for i in few])["calls_added"], brought_in(two, rows)["calls_added"]]
        assert found == [len(few), len(rows) - len(few)]
        marks = [Counter(call["import"] for session in saved(Path(folder) / "data") for call in session["calls"]) for folder in (one, two)]
        assert marks[0].keys() == marks[1].keys() or not rows
        assert sum(marks[0].values()) == sum(marks[1].values()) == len(rows)
        for folder in (one, two):
            for session in saved(Path(folder) / "data"):
                tags = [call["tagged_at"] for call in session["calls"]]
                assert len({call["n"] for call in session["calls"]}) == len(tags)
                assert all(call["dialed_at"] <= call["tagged_at"] for call in session["calls"] if call["dialed_at"][-6:] == call["tagged_at"][-6:])


@QUIET
@given(st.binary(max_size=300) | st.text(st.sampled_from('a12,;|\t"\'\r\n=:-Ynd{} '), max_size=300).map(str.encode), st.sampled_from([(), ("--started", "#1", "--outcome", "#2")]))
def test_garbage_never_ends_in_a_traceback(content: bytes, words: tuple[str, ...]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x"
        path.write_bytes(content)
        done = run(folder, "import", str(path), *words, *ZONED)
        assert done.code in (0, 1, 2)
        assert done.err.count("\n") <= 1
        assert "Traceback" not in done.err
