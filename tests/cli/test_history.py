"""`log` and `show`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.commands import Command, one_line

Ended = Callable[..., str]


@pytest.fixture
def ended(nextcall: Command, home: Path) -> Ended:
    """A session that was opened, tagged and stopped; its id."""

    def make(*tags: str) -> str:
        nextcall("start", "sprint", "--headless")
        for tag in tags:
            assert nextcall("tag", tag).code == 0
        found: str = json.loads((home / "data" / "current.json").read_text())["id"]
        assert nextcall("stop").code == 0
        return found

    return make


def place(home: Path, session: str) -> Path:
    return next((home / "data" / "sessions").rglob(f"{session}.json"))


def test_an_empty_history(nextcall: Command) -> None:
    assert nextcall("log") == (0, "No session yet. nextcall start opens one.\n", "")
    assert nextcall("log", "--plain") == (0, "", "")
    assert nextcall("log", "--json").json == []


def test_newest_first(nextcall: Command, ended: Ended, home: Path) -> None:
    first = ended("x", "i", "y")
    renamed = place(home, first)
    older = "20260101T090000Z-0001"
    renamed.write_text(renamed.read_text().replace(first, older))
    renamed.rename(renamed.with_name(f"{older}.json"))
    second = ended("n")
    rows = nextcall("log", "--plain").out.splitlines()
    assert [row.split("\t")[0] for row in rows] == [second, older]
    assert rows[1].split("\t")[3:] == ["Sprint", "3", "3", "1", "1"]
    assert nextcall("log", "--limit", "1").out.count("\n") == 1
    found = nextcall("log", "--json").json
    assert [entry["id"] for entry in found] == [second, older]
    assert set(found[0]) == {
        "id", "title", "preset", "started_at", "ended_at", "calls", "conversations", "helps", "yeses", "problem",
    }  # fmt: skip
    assert (found[1]["calls"], found[1]["helps"], found[1]["yeses"], found[1]["problem"]) == (3, 1, 1, None)


def test_the_open_one_comes_first(nextcall: Command, ended: Ended) -> None:
    session = ended("x")
    nextcall("start", "--headless")
    found = nextcall("log", "--json").json
    assert [entry["ended_at"] is None for entry in found] == [True, False]
    assert found[1]["id"] == session
    assert "still open" in nextcall("log").out


def test_what_cannot_be_read_is_named_and_hides_nothing(nextcall: Command, ended: Ended, home: Path) -> None:
    session = ended("x")
    folder = place(home, session).parent
    bad: dict[str, bytes] = {"garbage": b"\x00\x01", "cut": b'{"schema": 1, "id"', "empty": b"", "newer": b'{"schema": 9}', "nan": b"[NaN]"}
    for name, content in bad.items():
        (folder / f"bad-{name}.json").write_bytes(content)
    (folder / "bad-folder.json").mkdir()
    (folder / "bad-loop.json").symlink_to("bad-loop.json")
    (folder / "bad-\x1b[31mred.json").write_bytes(b"{}")
    (home / "data" / "current.json").write_text("{}")
    for form in ("--plain", None, "--json"):
        result = nextcall("log", *([form] if form else []))
        assert (result.code, result.err) == (0, "")
        assert session in result.out
        for name in (*bad, "folder", "loop"):
            assert f"bad-{name}.json" in result.out
        assert "current.json" in result.out
        assert "\x1b" not in result.out
    rows = {row.split("\t")[0]: row for row in nextcall("log", "--plain").out.splitlines()}
    assert rows["bad-newer.json"].split("\t")[1:] == ["problem", "schema: should be 1 (a newer nextcall wrote this), not 9"]
    assert all((folder / f"bad-{name}.json").read_bytes() == content for name, content in bad.items())


def test_show_is_the_file_and_its_stats(nextcall: Command, ended: Ended, home: Path) -> None:
    session = ended("x", "x", "i", "n")
    found = nextcall("show", session, "--json").json
    stats: dict[str, Any] = found.pop("stats")
    assert found == json.loads(place(home, session).read_text())
    assert (stats["sessions"], stats["calls"], stats["conversations"], stats["noes"], stats["helps"]) == (1, 4, 3, 2, 1)
    assert stats["outcomes"] == {"no": 2, "helped": 1, "no-answer": 1}
    assert (stats["rates"]["connect"]["k"], stats["rates"]["connect"]["n"]) == (3, 4)
    assert set(stats["seconds"]) == {"session", "talk", "paused", "gap_median"}


def test_show_takes_the_beginning_of_an_id_or_the_last(nextcall: Command, ended: Ended) -> None:
    session = ended("x")
    for name in (session, session[:13], "last"):
        assert nextcall("show", name, "--json").json["id"] == session
    assert nextcall("show").out == nextcall("show", "last", "--plain").out


def test_show_the_open_one_by_its_id_and_as_the_last_where_none_has_ended(nextcall: Command, ended: Ended) -> None:
    nextcall("start", "--headless")
    opened = nextcall("show", "--json").json
    assert opened["ended_at"] is None
    assert opened["stats"]["calls_per_hour"] == 0
    assert "still open" in nextcall("show", opened["id"]).out
    nextcall("stop")
    session = ended("x")
    nextcall("start", "--headless")
    assert nextcall("show", "last", "--json").json["id"] in (session, opened["id"])


def test_what_is_not_there(nextcall: Command, ended: Ended) -> None:
    assert one_line(nextcall("show").err).startswith("There is no session yet.")
    ended("x")
    result = nextcall("show", "2019")
    assert (result.code, result.out) == (1, "")
    assert one_line(result.err).startswith("There is no session '2019'.")
    assert nextcall("show", "../../etc/passwd").code == 1
    assert nextcall("show", "").code == 1


def test_a_broken_one_is_told(nextcall: Command, ended: Ended, home: Path) -> None:
    session = ended("x")
    place(home, session).write_text("{}")
    result = nextcall("show", session)
    assert (result.code, result.out) == (1, "")
    assert one_line(result.err).startswith(f"{session}.json: schema: should be a schema number, not None")


def test_markdown(nextcall: Command, ended: Ended) -> None:
    ended("x", "i")
    text = nextcall("show", "--markdown").out
    titles = [row for row in text.splitlines() if row.startswith("#")]
    assert titles[0].startswith("# Sprint, ")
    assert titles[1:] == ["## Help and thanks", "## Process", "## Inputs", "## Results", "## Your usual range", "## Calls"]
