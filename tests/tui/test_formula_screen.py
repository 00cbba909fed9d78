"""The formula screen: the funnel with its intervals, what calls are worth, and the movable number of calls."""

from datetime import timedelta
from pathlib import Path

import pytest
from harness import FORMULA, FULL, SMALL, WIDE, Stage, open_app
from hypothesis import given
from hypothesis import strategies as st
from past import NOW, held, keep, paper, shown, through

from fakes import FakeClock
from nextcall.core.session import Call, Session
from nextcall.stats.forecast import dry_spell, effort
from nextcall.stats.formula import STEPS, Formula, forecasts
from nextcall.stats.worth import Worth
from nextcall.storage.index.index import Index
from nextcall.tui.screens.formula import FormulaScreen
from nextcall.tui.screens.formula_lines import Shown, body, dry, dry_text, next_yes
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import Lines, width

SIZES = [WIDE, SMALL, (36, 11), (20, 5), (10, 3), (1, 1), (2, 1), (200, 60), (78, 24), (77, 23), FULL]
FUNNEL = {"no_answer": 304, "gatekeeper": 11, "no": 14, "yes": 1}
"""330 calls, 26 connects, 15 conversations, one yes."""


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


def screen(stage: Stage) -> FormulaScreen:
    assert isinstance(stage.app.screen, FormulaScreen)
    return stage.app.screen


async def test_every_rate_with_its_interval_and_its_number(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [paper(NOW - timedelta(days=1), **FUNNEL)])
    async with open_app(tmp_path, FORMULA, clock=clock) as stage:
        text = " ".join((await shown(stage, "f")).split())
        assert "330 calls in 1 session" in text
        assert "7.9 % of 330 5.8 to 10.7 %" in text
        assert "4.5 % of 330 3.0 to 6.8 %" in text
        assert "6.7 % of 15 1.5 to 25.1 %" in text
        assert "├" in text
        assert "a call 20.00 a conversation 440.00 a no 471.43 as you stated: 10000 in 500 calls" in text


async def test_without_a_single_one(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [paper(NOW - timedelta(days=1), no_answer=30)])
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "f")
        assert stage.has("connects ├") or stage.has("connects ●"), stage.text()
        assert stage.has("0.0 % of 30 at most 1 in 12")
        assert stage.has("yeses – % of 0"), stage.text()
        assert stage.has("What a call is worth is not known yet.")
        await stage.press("y")
        assert stage.has("No yes yet: without one no dry spell can be told.")


async def test_more_calls_and_fewer(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, [paper(NOW - timedelta(days=1), no_answer=188, no=12)])
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "f")
        monkeypatch.setattr(Index, "at_hand", lambda *_, **__: pytest.fail("the index is not asked again"))
        assert stage.has("If you make − 100 + calls")
        await stage.press(*["left"] * 6)
        assert stage.has("If you make − 40 + calls")
        assert stage.has("conversations 2 1 to 5"), stage.text()
        await stage.press("+", "-", "right", "up")
        assert screen(stage).calls == 150
        await stage.flood(*["down"] * 30, *["-"] * 50)
        assert screen(stage).calls == 10
        await stage.flood(*["up"] * 30, *["+"] * 50)
        assert stage.has("− 2,000 +")
        await stage.press("down")
        await stage.click("−   1,900"[0])
        assert screen(stage).calls == 1890
        await stage.click("+   calls")
        assert screen(stage).calls == 1900


async def test_nothing_moves_but_the_figures(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [paper(NOW - timedelta(days=1), **FUNNEL)])
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "f")
        before = stage.rows()
        await stage.press("up", "up", "up", "y")
        after = stage.rows()
        asked = next(y for y, row in enumerate(before) if "If you make" in row)
        assert before[:asked] == after[:asked]
        for y in range(asked + 1, asked + 4):
            assert before[y].index(" to ") == after[y].index(" to ")
        assert before[asked + 5] == after[asked + 5]
        assert "By chance: " in after[asked + 6]


async def test_a_dry_spell_only_when_asked(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [paper(NOW - timedelta(days=1), no_answer=95, yes=5)])
    async with open_app(tmp_path, clock=clock) as stage:
        assert "dry spell of" not in await shown(stage, "f")
        await stage.press("y")
        assert stage.has("By chance: a dry spell of"), stage.text()
        await stage.resize(*SMALL)
        assert stage.has("dry: ")
        await stage.press("y")
        assert not stage.has("dry: ")


async def test_the_next_yes(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [paper(NOW - timedelta(days=1), no_answer=57, yes=3)])
    async with open_app(tmp_path, clock=clock) as stage:
        await shown(stage, "f")
        assert stage.has("Next yes: within 15 calls half the time, 61 nine times in ten.")


def paid(number: int) -> list[Session]:
    found = []
    for day in range(1, number + 1):
        session = held(NOW - timedelta(days=day), ["no-answer"] * 9 + ["yes"])
        call: Call = session.calls[-1]
        found.append(session._replace(calls=(*session.calls[:-1], call._replace(amount="100.00"))))
    return found


@pytest.mark.parametrize(
    ("sessions", "words"),
    [(8, "a call 10.00 a conversation 100.00 measured over 8 sessions with 8 paid yeses, ± 0.00 a call"), (7, "as you stated: 10000 in 500 calls")],
)
async def test_measured_where_there_is_enough(tmp_path: Path, clock: FakeClock, sessions: int, words: str) -> None:
    keep(tmp_path, paid(sessions))
    async with open_app(tmp_path, FORMULA, clock=clock) as stage:
        await shown(stage, "f")
        assert stage.has(words), stage.text()


@pytest.mark.parametrize("config", ["", FORMULA])
async def test_without_a_call(tmp_path: Path, clock: FakeClock, config: str) -> None:
    async with open_app(tmp_path, config, clock=clock) as stage:
        text = await shown(stage, "f")
        assert "No call yet." in text
        assert ("a call 20.00" in text) == bool(config)
        assert "dry spell" not in text
        await stage.press("y", "+", "-", "up", "left")
        await through(stage, SIZES)


async def test_every_size(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [paper(NOW - timedelta(days=1), **FUNNEL)])
    async with open_app(tmp_path, FORMULA, clock=clock) as stage:
        before = await shown(stage, "f")
        await through(stage, SIZES)
        assert stage.text() == before
        assert [row for row in stage.rows() if row.endswith("…")] == []
        await stage.press("y")
        await stage.resize(*SMALL)
        assert not any(row.endswith("…") for row in stage.rows()), stage.text()
        assert stage.has("yes of 15 6.7 % 1.5 to 25.1 %")
        await stage.resize(20, 5)
        assert stage.has("330→26→15→1")


COUNTS = st.lists(st.integers(0, 10**6), min_size=4, max_size=4).map(lambda found: sorted(found, reverse=True))


def made(counts: list[int], value: str | None = None) -> Formula:
    worth = Worth(value, value, None, "stated" if value else None, None)
    calls, connects, conversations, yeses = counts
    return Formula(calls, connects, conversations, yeses, 0, {}, worth, effort(yeses, calls, 1.0, 19.0), 3, 1, ("10000", 500) if value else None)


def text_of(lines: Lines) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


@given(COUNTS, st.integers(1, 200).map(lambda tens: 10 * tens), st.booleans(), st.sampled_from([FULL, WIDE, (78, 24)]))
def test_a_full_screen_holds_it_whatever_the_numbers(counts: list[int], calls: int, asked: bool, size: tuple[int, int]) -> None:
    found, shape = made(counts, "20.00"), Shape(*size)
    lines = body(Shown(shape, 20, found, calls, forecasts(found, calls), asked))
    assert shape.tall or len(lines) <= 20
    assert [text for text, line in zip(text_of(lines), lines, strict=True) if width(line) > shape.cells] == []
    assert all(name in "".join(text_of(lines)) for name in STEPS) or not counts[0]


@given(st.integers(1, 60), st.integers(0, 600), st.integers(1, 40).map(lambda tens: 10 * tens))
def test_a_dry_spell_is_the_longest_that_is_so_likely(yeses: int, others: int, calls: int) -> None:
    found = made([yeses + others, yeses, yeses, yeses])
    told = dry(found, calls)
    assert told is not None
    assert told.likely <= told.rare <= calls
    share = yeses / (yeses + others)
    for run, chance in zip(told, (0.5, 0.1), strict=True):
        assert run == 0 or dry_spell(share, run, calls) >= chance
        assert run == calls or dry_spell(share, run + 1, calls) < chance
    assert len(dry_text(told, calls)) <= 74


def test_words_for_what_is_rare() -> None:
    assert dry_text(dry(made([10, 10, 10, 10]), 100), 100) == "By chance: no dry spell is to be expected."
    assert dry_text(dry(made([1000, 9, 3, 1]), 10), 10) == "By chance: not one yes in 10 calls half the time."
    assert next_yes(made([10**6, 0, 0, 0])).startswith("Next yes: ")
