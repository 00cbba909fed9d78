"""`skills`: what was practised, in words and as data."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from cli.commands import Command, one_line
from fakes import START, a_session
from histories import file_in
from nextcall.core.session import Call, Session, Summary

NOTHING_SAID = Summary()


def practised(skill: str, n: int, asked: int, conversations: int, summary: Summary = NOTHING_SAID) -> Session:
    """An hour of so many conversations, on a day of its own."""
    start = START + timedelta(days=n)
    calls = tuple(Call(i + 1, start, start, start, "no", asked=asked if not i else 0, learned=1) for i in range(conversations))
    return a_session(start)._replace(
        id=f"{start:%Y%m%d}T140000Z-{n:04x}", skill=skill, preset="sprint" if n else "power-hour", calls=calls, ended_at=start + timedelta(hours=1), end="ended", summary=summary,
    )  # fmt: skip


@pytest.fixture
def history(home: Path) -> Path:
    for n in range(12):
        file_in(home / "data", practised("listening", n, (4, 9)[n % 2], 4, Summary(self_score=4, coach_score=3 if n < 2 else None)))
    file_in(home / "data", practised("pitch\x1b[31m", 40, 3, 1, Summary(self_score=5)))
    return home


def test_nothing_yet(nextcall: Command, configure: Callable[[str], Path]) -> None:
    assert nextcall("skills").out == "listening\n  not practised yet\n\nquestioning\n  not practised yet\n\nstrategy\n  not practised yet\n"
    configure("[skills]\nnames = []\n")
    assert nextcall("skills").out == "No skill is configured, and none was practised yet.\n"
    assert nextcall("skills", "--json").json == []
    assert nextcall("skills", "--plain").out == ""


def test_in_words(nextcall: Command, history: Path, configure: Callable[[str], Path]) -> None:
    assert history.exists()
    configure('[skills]\nnames = ["listening", "closing calmly"]\n')
    result = nextcall("skills")
    assert (result.code, result.err) == (0, "")
    assert "\x1b" not in result.out
    names = [row for row in result.out.splitlines() if row and not row.startswith(" ")]
    assert names == ["closing calmly", "pitch\N{REPLACEMENT CHARACTER}[31m", "listening"]
    for row in (
        "  not practised yet",
        "  12 sessions, 12 h 00 min, 48 conversations",
        "  78 questions, 48 facts learned: 1.6 and 1 a conversation",
        "  In the newest session 2.2 questions a conversation: inside your usual range (",
        "  In the newest session 1 facts a conversation: always the same.",
        "  Scored by you: 4 of 5, over 12 sessions.",
        "  Scored by your coach: 3 of 5, over 2 sessions.",
        "  You score yourself 1 higher than your coach does, over 2 sessions.",
        "learning, 1 session so far, limits need 6.",
    ):
        assert row in result.out, row + "\n" + result.out


def test_data_has_all_that_the_verdict_comes_from(nextcall: Command, history: Path) -> None:
    assert history.exists()
    found = {one["skill"]: one for one in nextcall("skills", "--json").json}
    listening = found["listening"]
    limits = listening["asked_per_conversation"]
    assert (listening["sessions"], listening["seconds"], listening["asked"], listening["conversations"]) == (12, 43200, 78, 48)
    assert (limits["method"], limits["state"], limits["center"], len(limits["points"])) == ("u", "settled", 1.625, 12)
    assert limits["points"][1]["k"] == 9
    assert limits["points"][1]["n"] == 4
    assert limits["verdict"] in nextcall("skills").out
    assert (listening["self_score"], listening["coach_score"], listening["gap"], listening["scored_by_both"]) == (4, 3, 1, 2)
    assert len(listening["scores"]) == 12
    assert found["strategy"]["sessions"] == 0
    assert not {"level", "rank"} & set(listening)
    plain = nextcall("skills", "--plain").out
    assert "listening.asked_per_conversation.center\t1.625\n" in plain


def test_a_query(nextcall: Command, history: Path) -> None:
    assert history.exists()
    found = {one["skill"]: one["sessions"] for one in nextcall("skills", "--json", "--query", "preset:power-hour").json}
    assert found == {"listening": 1, "questioning": 0, "strategy": 0}


def test_what_is_wrong(nextcall: Command, configure: Callable[[str], Path]) -> None:
    assert nextcall("skills", "--json", "--plain").code == 2
    configure("[skills]\nnames = 3\n")
    result = nextcall("skills")
    assert (result.code, result.out) == (2, "")
    assert "skills.names" in one_line(result.err)
