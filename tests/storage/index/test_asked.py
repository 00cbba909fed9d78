"""What screens ask of the index beside the sums: as from the sessions themselves."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from fakes import START
from histories import as_read, content, file_in, put, settle, sittings
from nextcall.core.query import ALL, Query, parse
from nextcall.core.session import Introduction, Session, Summary
from nextcall.stats.derive import facts_of
from nextcall.stats.facts import COUNTS, Facts
from nextcall.stats.picking import of_session
from nextcall.stats.practice import Practice
from nextcall.storage.index import reading
from nextcall.storage.index.earlier import earlier
from nextcall.storage.index.index import Index

QUERIES = ["", "preset:sprint", "skill:listening", "outcome:yes", "price?", "after:2026-11-03", "preset:nothing"]


def enriched(session: Session, dice: Random) -> Session:
    """A session with scores, amounts, questions and introductions."""
    calls = []
    for call in session.calls:
        brought = Introduction(dice.choice(["", "Ann"]), dice.choice(["", "Bob\x1b[31m"]), dice.choice(["made", "met", "thanked"])) if not dice.randrange(4) else None
        calls.append(call._replace(introduction=brought, asked=dice.randrange(4), learned=dice.randrange(3), amount=dice.choice([None, None, "12.50", "7"])))
    return session._replace(calls=tuple(calls), summary=Summary(self_score=dice.choice([None, 1, 5]), coach_score=dice.choice([None, 3])))


HISTORY = [as_read(enriched(session, Random(n))) for n, session in enumerate(sittings(41, 30))]  # noqa: S311 (not a secret)
FACTS = [facts_of(session, START) for session in HISTORY]


@pytest.fixture(params=["all at once", "an outline first"])
def index(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """A history with copies of two sessions, and a file that is none."""
    monkeypatch.setattr(reading, "MANY", 4)
    data = tmp_path / "data"
    for session in HISTORY:
        file_in(data, session)
    for session in HISTORY[3:5]:
        put(next(data.rglob(f"{session.id}.json")).with_name(f"{session.id} (copy).json"), content(session))
    put(data / "sessions" / "2026" / "20261111T111111Z-0000.json", b"{}")
    settle(data)
    if request.param != "all at once":
        Index.opened(str(data), str(tmp_path / "cache"), outline=True).close()
    with Index.opened(str(data), str(tmp_path / "cache")) as found:
        yield found


def query_of(text: str) -> Query:
    return parse(text, START.date()) if text else ALL


def meant(text: str) -> list[Facts]:
    return [facts for facts in FACTS if not text or of_session(query_of(text), facts)]


def unmarked(facts: Facts) -> Facts:
    return facts._replace(process=facts.process._replace(marks=()))


@pytest.mark.parametrize("number", [0, 1, 7, 100])
def test_the_newest(index: Index, number: int) -> None:
    assert index.latest(number) == [unmarked(facts) for facts in reversed(FACTS)][:number]


@pytest.mark.parametrize("text", QUERIES)
def test_amounts_and_calls(index: Index, text: str) -> None:
    by_hand = [(facts.process.amounts, sum(number for bits, number in facts.weights().items() if bits & COUNTS)) for facts in meant(text)]
    assert sorted(index.paid(query_of(text))) == sorted(by_hand)


@pytest.mark.parametrize("text", QUERIES)
def test_practice(index: Index, text: str) -> None:
    by_id = {session.id: session for session in HISTORY}
    by_hand = []
    for facts in meant(text):
        session, process = by_id[facts.id], facts.process
        conversations = sum(outcome.conversation for call in session.calls if (outcome := session.outcome(call.outcome)) and outcome.counts)
        conversations += (session.counts_only or {}).get("yes", 0)
        by_hand.append(Practice(
            facts.id, session.skill, session.started_at.isoformat(timespec="milliseconds"), facts.lasted, conversations, process.asked, process.learned,
            session.summary.self_score, session.summary.coach_score,
        ))  # fmt: skip
    assert index.practice(query_of(text)) == by_hand


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("kinds", [("introduced",), ("thanked", "introduced"), ("bright",), ("useful",), ()])
def test_marks(index: Index, kinds: tuple[str, ...], text: str) -> None:
    by_hand = [(facts.id, mark) for facts in meant(text) for mark in facts.process.marks if mark.kind in kinds]
    found = index.marks(kinds, query_of(text))
    assert sorted(found) == sorted(by_hand)
    assert [mark.at for _, mark in found] == sorted((mark.at for _, mark in found), reverse=True)
    assert index.marks(kinds, query_of(text), 2) == found[:2]
    assert "\x1b" not in repr(found)


def test_an_outline_is_not_enough(tmp_path: Path) -> None:
    with Index.opened(str(tmp_path), str(tmp_path / "cache"), outline=True) as index:
        for ask in (lambda: index.latest(1), index.paid, index.practice, lambda: index.marks(("bright",))):
            with pytest.raises(RuntimeError):
                ask()


def test_of_nothing(tmp_path: Path) -> None:
    with Index.opened(str(tmp_path), str(tmp_path / "cache")) as index:
        assert (index.latest(5), index.paid(), index.practice(), index.marks(("bright",))) == ([], [], [], [])
        assert earlier(index, "x", 10**15, 5) == []


@pytest.mark.parametrize("most", [1, 5, 200])
def test_the_sessions_before_one(index: Index, most: int) -> None:
    for place, facts in enumerate(FACTS):
        expected = [unmarked(one) for one in reversed(FACTS[:place])][:most]
        assert earlier(index, facts.id, facts.started, most) == expected
    last = FACTS[-1]
    assert earlier(index, "of no file", last.started + 1, 1) == [unmarked(last)]


def test_of_two_that_began_together_the_lesser_id_is_the_earlier(tmp_path: Path) -> None:
    one, other = (HISTORY[0]._replace(id=f"20261101T000000Z-000{n}") for n in (1, 2))
    for session in (one, other):
        file_in(tmp_path, session)
    with Index.opened(str(tmp_path), str(tmp_path / "cache")) as index:
        started = FACTS[0].started
        assert [facts.id for facts in earlier(index, other.id, started, 9)] == [one.id]
        assert earlier(index, one.id, started, 9) == []
