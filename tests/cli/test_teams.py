"""docs/teams.md: every query there, on the files of three callers, gives what `nextcall stats` does."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from cli.commands import Command
from histories import content, sittings
from nextcall.core.session import Introduction, Session
from papers import blocks, page

CALLERS = {"ann": 1, "bob": 2, "cleo": 3}
QUERIES = ("totals", "hours", "reasons", "marks", "introductions", "skills", "week", "gaps", "served", "months")
"""What the queries of the page ask for, in their order."""
FEW = 20


def a_history(seed: int) -> list[Session]:
    """Sessions of one caller, with all that the queries ask for."""
    made = sittings(seed, 60)
    for number, session in enumerate(made):
        if session.calls and number % 4 == seed:
            brought = Introduction("Ann", "Bob", ("made", "met", "thanked")[number % 3])
            first = session.calls[0]._replace(introduction=brought, help=("introduced", "thanked"), asked=number % 5, learned=number % 3)
            made[number] = session._replace(calls=(first, *session.calls[1:]))
    return made


def put(folder: Path, sessions: Iterable[Session]) -> None:
    for session in sessions:
        path = folder / "sessions" / f"{session.started_at:%Y/%m}" / f"{session.id}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(session))


@pytest.fixture
def found(nextcall: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[tuple[Any, ...]]]:
    """What each query gives; the files of all callers together are in `all`, without calls from paper in `timed`."""
    team = tmp_path / "team"
    for name, seed in CALLERS.items():
        history = a_history(seed)
        put(team / name, history)
        put(tmp_path / "all", history)
        put(tmp_path / "timed", [session._replace(counts_only=None) for session in history])
        exported = nextcall("export", "--format", "parquet", "--redact", "--data-dir", str(team / name), "-o", str(team / name / "calls.parquet"))
        assert (exported.code, exported.err) == (0, "")
    file = next((team / "bob").rglob("*.json"))
    file.with_name(f"{file.stem}.sync-conflict-20261122-101010-ABCDEFG.json").write_bytes(file.read_bytes())
    monkeypatch.chdir(tmp_path)
    given = []
    with duckdb.connect() as engine:
        for statement in re.findall(r"^```sql\n(.*?)^```", page("teams"), re.MULTILINE | re.DOTALL):
            result = engine.execute(statement)
            if statement.startswith("SELECT"):
                given.append(result.fetchall())
    return dict(zip(QUERIES, given, strict=True))


def test_it_is_what_nextcall_says(nextcall: Command, tmp_path: Path, found: dict[str, list[tuple[Any, ...]]]) -> None:
    def stats(folder: str, *words: str) -> Any:
        return nextcall("stats", "--json", "--data-dir", str(tmp_path / folder), *words).json

    every = stats("all")
    [totals] = found["totals"]
    assert totals == tuple(every[name] for name in ("sessions", "calls", "connects", "conversations", "noes", "yeses", "helps"))
    assert totals[0] == 60 * len(CALLERS)

    hours = {group["key"]: group for group in stats("timed", "--by", "hour")["groups"] if group["calls"] >= FEW}
    assert [row[:3] for row in found["hours"]] == [(key, group["calls"], group["connects"]) for key, group in hours.items()]
    assert len(hours) > 10
    for hour, _, _, percent in found["hours"]:
        assert percent == pytest.approx(100 * hours[hour]["rates"]["connect"]["rate"], abs=0.051)

    skills = {group["key"]: group for group in stats("all", "--by", "skill")["groups"]}
    assert [(skill, calls) for skill, _, calls, _, _ in found["skills"]] == [("listening", skills["listening"]["calls"])]

    [(gap, talk)] = found["gaps"]
    assert gap == pytest.approx(every["seconds"]["gap_median"], abs=0.001)
    assert talk == pytest.approx(every["seconds"]["talk"], abs=0.001)

    served = every["rates"]["served"]
    assert found["served"] == [(served["k"], served["n"])]

    months = [(group["key"], group["calls"], group["conversations"]) for group in stats("timed", "--by", "month")["groups"]]
    assert found["months"] == months
    assert len(months) > 1

    week: Counter[str] = Counter()
    for day, hour, calls, conversations in found["week"]:
        assert calls >= FEW
        assert 0 <= conversations <= calls
        assert 0 <= hour <= 23
        week[day] += calls
    by_day = {group["key"]: group["calls"] for group in stats("timed", "--by", "weekday")["groups"]}
    assert all(calls <= by_day[day] for day, calls in week.items())


def test_it_is_what_stands_in_the_files(tmp_path: Path, found: dict[str, list[tuple[Any, ...]]]) -> None:
    sessions = [json.loads(path.read_text()) for path in (tmp_path / "all").rglob("*.json")]
    calls = [(session, call) for session in sessions for call in session["calls"]]
    counted = [(session, call) for session, call in calls if session["outcomes"][call["outcome"]].get("counts", True)]
    noes = Counter(call["reason"] or "not said" for session, call in counted if session["outcomes"][call["outcome"]].get("no"))
    assert dict(found["reasons"]) == noes
    assert dict(found["marks"]) == Counter(mark for _, call in counted for mark in call["help"])
    assert dict(found["introductions"]) == Counter(call["introduction"]["state"] for _, call in counted if call["introduction"])
    assert len(found["introductions"]) == 3
    [(_, number, _, asked, learned)] = found["skills"]
    practised = [(session["id"], call) for session, call in counted if session["skill"]]
    paper = {session["id"] for session in sessions if session["skill"] and session["counts_only"]}
    assert number == len({id_ for id_, _ in practised} | paper)
    assert (asked, learned) == tuple(sum(call[name] for _, call in practised) for name in ("asked", "learned"))


def test_nobody_is_set_beside_anybody() -> None:
    said = "\n".join(re.findall(r"^```sql\n(.*?)^```", page("teams"), re.MULTILINE | re.DOTALL))
    assert not re.search(r"(?i)\b(host|rank|row_number|dense_rank|ntile)\b", said)
    assert not re.search(r"(?i)GROUP BY [^;]*filename", said)


def test_only_sessions_are_synced() -> None:
    [lines] = [block.splitlines() for block in blocks("teams", "One caller, several machines") if "!" in block]
    assert lines == ["*.part", "!/sessions", "*"]
