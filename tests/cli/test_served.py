"""`served`: the share with its interval, and the ledger of help."""

from datetime import timedelta
from pathlib import Path

import pytest

from cli.commands import Command
from fakes import START, a_session
from histories import file_in
from nextcall.core.session import Call, Contact, Introduction


@pytest.fixture
def ten(home: Path) -> Path:
    """Ten conversations, two with a yes, three with help, one of them both; and a thank-you on a voicemail."""
    when = [START + timedelta(minutes=n) for n in range(12)]
    outcomes = ["yes", "yes", "helped", "no", *["no"] * 6, "voicemail", "no-answer"]
    marks: dict[int, tuple[str, ...]] = {0: ("introduced",), 3: ("useful", "thanked"), 10: ("thanked",)}
    calls = [Call(n + 1, at, at, at, outcomes[n], help=marks.get(n, ()), contact=Contact(f"Ann {n}\x1b[2J")) for n, at in enumerate(when)]
    calls[0] = calls[0]._replace(introduction=Introduction("Ann Roe", "Bob [b]Lee[/b]", "met"))
    calls[10] = calls[10]._replace(note="You were the first\nwho asked what we needed.")
    file_in(home / "data", a_session()._replace(calls=tuple(calls), ended_at=START + timedelta(hours=1), end="ended"))
    return home


def test_the_fixture(nextcall: Command, ten: Path) -> None:
    assert ten.exists()
    found = nextcall("served", "--json").json
    assert (found["served"]["k"], found["served"]["n"], found["served"]["rate"]) == (4, 10, 0.4)
    assert found["served"]["low"] < 0.4 < found["served"]["high"]
    assert found["helps"] == 4
    assert found["marks"] == {"introduced": 1, "referral": 0, "useful": 1, "thanked": 2}
    assert found["states"] == {"made": 0, "met": 1, "thanked": 0}
    (introduced,) = found["introductions"]
    assert (introduced["who"], introduced["to"], introduced["state"], introduced["n"], introduced["at"]) == (
        "Ann Roe", "Bob [b]Lee[/b]", "met", 1, "2026-11-21T09:00:00.000-05:00",
    )  # fmt: skip
    assert [thanks["n"] for thanks in found["thanks"]] == [11, 4]


def test_in_words(nextcall: Command, ten: Path) -> None:
    assert ten.exists()
    result = nextcall("served")
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "Served: 4 of 10, 40.0 % (19.4 to 64.8 %) of conversations, with help or a yes\n"
        "4 calls with help; marked: 1 introduction, 0 referrals, 1 useful answer, 2 thanks\n"
        "\n"
        "Introductions: made 0, met 1, thanked 0\n"
        "  2026-11-21  Ann Roe → Bob [b]Lee[/b] (met)\n"
        "\n"
        "Thanks\n"
        "  2026-11-21  Ann 10\N{REPLACEMENT CHARACTER}[2J  “You were the first who asked what we needed.”\n"
        "  2026-11-21  Ann 3\N{REPLACEMENT CHARACTER}[2J\n"
    )
    assert "served.rate\t0.4\n" in nextcall("served", "--plain").out


def test_a_query(nextcall: Command, ten: Path) -> None:
    assert ten.exists()
    found = nextcall("served", "--query", "outcome:yes")
    assert found.out.startswith("Served: 2 of 2, 100.0 % (")
    assert "Marks are those of all calls in the sessions that are meant." in found.out
    nothing = nextcall("served", "--json", "--query", "preset:sprint").json
    assert (nothing["served"]["rate"], nothing["introductions"], nothing["thanks"]) == (None, [], [])


def test_nothing_yet(nextcall: Command, home: Path) -> None:
    assert not home.exists()
    result = nextcall("served")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Served: no conversation yet\n0 calls with help; ")
    assert "are one key each" in result.out
