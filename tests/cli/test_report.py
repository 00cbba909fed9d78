"""`report`: what it says, what it never says, and that it is nothing but a page."""

import re
import unicodedata
from pathlib import Path

import pytest

from cli.commands import Command, one_line
from exchange.reports import Page, harmless
from histories import as_read, file_in, settle, sittings
from nextcall.core.session import Introduction, Session

HOSTILE = "</p><script>alert('x')</script><img src=http://x/ onerror=y>"
MONEY = "€ 5,000 USD $9"


def marked(session: Session, words: str) -> Session:
    """The session with those words wherever a caller can write some."""
    calls = tuple(
        call._replace(
            note=words, bright=True, bright_note=words, help=("thanked", "introduced"), introduction=Introduction(words, words), amount="5000.00",
            contact=call.contact and call.contact._replace(name=words),
        )
        for call in session.calls
    )  # fmt: skip
    return session._replace(title=words, preset=words, skill=words, list=words, tags=(words,), intention=words, calls=calls)


@pytest.fixture
def data(home: Path) -> Path:
    """A history of forty sessions."""
    for session in sittings(71, 40):
        file_in(home / "data", as_read(session))
    settle(home / "data")
    return home / "data"


def written(nextcall: Command, *words: str) -> str:
    """The page on standard output."""
    code, out, err = nextcall("report", *words)
    assert (code, err) == (0, "")
    return out


def test_nothing_yet(nextcall: Command) -> None:
    for words in ((), ("--coach",)):
        assert "Nothing has been counted yet." in harmless(written(nextcall, *words)).text


@pytest.mark.usefixtures("data")
def test_the_whole_page(nextcall: Command) -> None:
    page = harmless(written(nextcall))
    for words in ("Helped", "Process", "What calls come to", "Bright spots", "Calls by hour and weekday", "usual range", "no difference shown yet"):
        assert words in page.text, words
    assert "40 sessions" in page.text
    stats = nextcall("stats", "--json").json
    assert f"conversations {stats['conversations']:,}" in page.text
    assert f"{stats['rates']['served']['k']:,} of {stats['rates']['served']['n']:,}" in page.text


@pytest.mark.usefixtures("data")
def test_a_part_of_the_history(nextcall: Command) -> None:
    stats = nextcall("stats", "--json", "--query", "before:2026-11-05").json
    assert f"{stats['calls']:,} calls in" in harmless(written(nextcall, "--query", "before:2026-11-05")).text
    assert nextcall("report", "--query", "on:never").code == 2


@pytest.mark.parametrize("words", [HOSTILE, MONEY, "\x1b[31mred\x07", "'\" --> ]]> &amp; <b", "مرحبا \u202e rtl", "𝟙" * 500])
def test_hostile_words_stay_text(nextcall: Command, home: Path, words: str) -> None:
    for session in sittings(72, 30):
        file_in(home / "data", marked(session, words))
    page = harmless(written(nextcall))
    assert "\x1b" not in page.text
    assert "\u202e" not in page.text
    if words in (HOSTILE, MONEY):
        assert words in page.text
    coach = harmless(written(nextcall, "--coach"))
    assert words[:9] not in coach.text


@pytest.mark.parametrize("words", [HOSTILE, MONEY, "GBP", "a yes for £1"])
def test_a_coach_sees_no_money_no_yes_and_no_name(nextcall: Command, home: Path, words: str) -> None:
    """Whatever stands in the sessions, and whatever the caller stated."""
    (home / "config").mkdir(parents=True)
    (home / "config" / "config.toml").write_text('[formula]\nearned = "10000"\ncalls = 500\ncurrency = "EUR"\n')
    for session in sittings(73, 30):
        file_in(home / "data", marked(session, words))
    mine, theirs = Page(written(nextcall)), harmless(written(nextcall, "--coach"))
    assert "a call" in mine.text
    assert "yes" in mine.text
    everything = theirs.text + "\n".join(theirs.values)
    assert not [sign for sign in everything if unicodedata.category(sign) == "Sc"]
    assert not re.search(r"\b[A-Z]{3}\b", theirs.text)
    assert not re.search(r"\byes|\bworth\b|Ann|Bob|5000", everything, re.IGNORECASE)
    assert "To talk about" in theirs.text
    assert written(nextcall, "--coach").count("<li>") >= 3


@pytest.mark.usefixtures("data")
def test_no_page_ranks_or_rewards(nextcall: Command) -> None:
    for words in ((), ("--coach",)):
        text = harmless(written(nextcall, *words)).text
        assert not re.search(r"\b(rank|streak|badge|record|best|top|level|score of|others|team)\b", text, re.IGNORECASE)


@pytest.mark.usefixtures("data")
def test_a_file(nextcall: Command, tmp_path: Path) -> None:
    target = tmp_path / "mine.html"
    target.write_text("old")
    assert nextcall("report", "-o", str(target)) == (0, "", f"nextcall: written to {target}\n")
    assert target.read_text() == written(nextcall)
    assert target.stat().st_mode & 0o777 == 0o600
    assert one_line(nextcall("report", "-o", str(tmp_path / "none" / "x.html")).err)
    assert not list(tmp_path.glob("*.part"))
