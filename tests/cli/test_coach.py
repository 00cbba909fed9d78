"""`coach`: a coach's score comes back into an ended session, and nowhere else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.commands import Command, one_line
from cli.sessions_made import a_session_that_ended, content_of, file_of


@pytest.fixture
def ended(nextcall: Command) -> str:
    assert nextcall("start", "sprint", "--headless", "--skill", "listening").code == 0
    session: str = nextcall("status", "--json").json["session"]
    assert nextcall("tag", "x").code == 0
    assert nextcall("stop").code == 0
    return session


def score(home: Path, session: str) -> object:
    return content_of(home, session)["summary"]["coach_score"]


@pytest.mark.parametrize("word", ["skill", "listening", "Listening", " SKILL "])
def test_a_score_is_kept_and_taken_back(nextcall: Command, ended: str, home: Path, word: str) -> None:
    assert nextcall("coach", ended, f"{word}=3") == (0, "coach's score for listening is 3, was empty\n", "")
    assert score(home, ended) == 3
    before = file_of(home, ended).read_bytes()
    assert nextcall("coach", "last", "skill=3").out == "nothing was changed: that is what it says already\n"
    assert file_of(home, ended).read_bytes() == before
    assert nextcall("coach", ended[:12], f"{word}= 5").out == "coach's score for listening is 5, was 3\n"
    assert nextcall("coach", "last", f"{word}=").out == "coach's score for listening is empty, was 5\n"
    assert score(home, ended) is None


def test_everything_else_stays(nextcall: Command, ended: str, home: Path) -> None:
    nextcall("correct", "last", "1", "note=kept")
    before = content_of(home, ended)
    nextcall("coach", "last", "skill=1")
    after = content_of(home, ended)
    assert after["summary"] == before["summary"] | {"coach_score": 1}
    assert {name: value for name, value in after.items() if name != "summary"} == {name: value for name, value in before.items() if name != "summary"}
    assert nextcall("correct", "last", "--undo").out == "taken back: call 1: note is empty, was 'kept'\n"
    assert score(home, ended) == 1


def test_the_gap_to_the_own_score_is_stated(nextcall: Command, ended: str, home: Path) -> None:
    path = file_of(home, ended)
    path.write_text(path.read_text().replace('"self_score":null', '"self_score":5').replace('"self_score": null', '"self_score": 5'))
    found = nextcall("coach", "last", "skill=3", "--json").json
    assert found == {"session": ended, "skill": "listening", "self_score": 5, "coach_score": 3, "was": None}
    assert nextcall("coach", "last", "skill=4").out == "coach's score for listening is 4, was 3; your own score is 5\n"
    assert "You score yourself 1 higher than your coach does, over 1 session." in nextcall("skills").out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("last", "skill"), (2, "'skill' is no SKILL=SCORE. Write skill=3.")),
        (("last", "3"), (2, "'3' is no SKILL=SCORE")),
        (("last", "strategy=4"), (2, "'strategy' does not fit: the skill of that session is listening. Write skill=4.")),
        (("last", "\x1b[2J=4"), (2, "does not fit")),
        (("last", "=4"), (2, "'' does not fit")),
        (("last", "skill=0"), (2, "'0' is no score. It is from 1 to 5; nothing after = takes it back.")),
        (("last", "skill=6"), (2, "'6' is no score")),
        (("last", "skill=3.5"), (2, "'3.5' is no score")),
        (("last", "skill=-1"), (2, "'-1' is no score")),
        (("last", "skill=\N{SUPERSCRIPT TWO}"), (2, "is no score")),
        (("last", "strategy=9"), (2, "Write skill=3.")),
        (("2019", "skill=3"), (1, "There is no session '2019'.")),
        (("open", "skill=3"), (1, "There is no open session.")),
        (("last",), (2, "required")),
    ],
)
def test_what_is_refused_changes_nothing(nextcall: Command, ended: str, home: Path, words: tuple[str, ...], expected: tuple[int, str]) -> None:
    code, said = expected
    before = file_of(home, ended).read_bytes()
    result = nextcall("coach", *words)
    assert (result.code, result.out) == (code, "")
    assert said in one_line(result.err)
    assert "\x1b" not in result.err
    assert file_of(home, ended).read_bytes() == before


def test_an_open_session_is_refused(nextcall: Command, home: Path) -> None:
    nextcall("start", "--headless")
    session = nextcall("status", "--json").json["session"]
    before = (home / "data" / "current.json").read_bytes()
    for name in ("open", "last", session):
        result = nextcall("coach", name, "skill=3")
        assert (result.code, result.out) == (1, "")
        assert "still open: a coach's score is for one that has ended" in one_line(result.err)
    assert (home / "data" / "current.json").read_bytes() == before


def test_a_session_without_a_skill_and_a_file_in_toml(nextcall: Command, configure: Callable[[str], Path], home: Path) -> None:
    configure('[storage]\nformat = "toml"\n[skills]\nnames = []\n')
    session = a_session_that_ended(nextcall, "x")
    assert nextcall("coach", session, "skill=2").out == "coach's score is 2, was empty\n"
    assert file_of(home, session).suffix == ".toml"
    assert "coach_score = 2" in file_of(home, session).read_text()
    refused = nextcall("coach", session, "listening=2")
    assert "'listening' does not fit: that session has no skill of its own. Write skill=2." in one_line(refused.err)


def test_a_file_that_does_not_fit_is_not_touched(nextcall: Command, ended: str, home: Path) -> None:
    path = file_of(home, ended)
    path.write_text('{"schema": 2}')
    result = nextcall("coach", ended, "skill=3")
    assert (result.code, path.read_text()) == (1, '{"schema": 2}')
    assert "a newer nextcall wrote this" in one_line(result.err)


def test_the_index_knows_the_score_at_once(nextcall: Command, ended: str) -> None:
    assert ended
    nextcall("skills")
    nextcall("coach", "last", "skill=4")
    listening = next(one for one in nextcall("skills", "--json").json if one["skill"] == "listening")
    assert listening["coach_score"] == 4
