"""The screen of skills: what was practised, what happened by it, what the scores say."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from harness import FULL, SMALL, WIDE, Stage, open_app
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fakes import NEW_YORK, FakeClock, a_session
from histories import file_in, stamp
from making import dialled
from nextcall.core.session import Session, Summary
from nextcall.stats.limits import u_prime
from nextcall.stats.practice import Practice, skills
from nextcall.tui.screens.numbers import open_numbers
from nextcall.tui.screens.skills_lines import Practised, body, fitting, said
from nextcall.tui.shape import Shape

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=NEW_YORK)
SIZES = [FULL, WIDE, SMALL, (20, 5), (20, 3), (78, 24), (36, 11), (200, 60), (1, 1)]
ANSWERS = '[answers]\nprice = "Compared with what?"\ntrust = "Whom do you trust?"\n'


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


def practised(home: Path, skill: str, questions: list[int], *, first_day: int = 1, mine: int | None = None, coach: int | None = None) -> None:  # noqa: PLR0913 (what a test may want)
    """Of a skill one session a day, each with two conversations and so many questions in all."""
    for day, number in enumerate(questions, first_day):
        at = datetime(2026, 10, 1, 9, 0, tzinfo=NEW_YORK) + timedelta(days=day)
        file_in(home / "data", _session(at, skill, number, mine, coach))


def _session(at: datetime, skill: str, questions: int, mine: int | None, coach: int | None) -> Session:
    made = dialled(a_session(), 2, "callback")
    calls = tuple(
        call._replace(dialed_at=at, hung_up_at=at, tagged_at=at, asked=questions if call.n == 1 else 0, learned=1) for call in made.calls
    )
    summary = Summary(self_score=mine, coach_score=coach)
    return made._replace(id=stamp(at), started_at=at, ended_at=at + timedelta(hours=1), end="ended", calls=calls, skill=skill, summary=summary)


async def to_skills(stage: Stage) -> str:
    open_numbers(stage.app, "skills")
    await stage.until_on("SkillsScreen")
    await stage.until(lambda: getattr(stage.app.screen, "found", None) is not None, "the numbers")
    await stage.rest()
    return stage.text()


async def test_nothing_practised_yet(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, clock=clock) as stage:
        text = await to_skills(stage)
        assert text.count("not practised yet") == 3
        assert stage.has("r in a session keeps the reason of a no, t on its summary what you say next time.")
        await stage.press("down", "up", "left", "right", "enter", "m")
        assert stage.on("SkillsScreen")


async def test_no_skill_at_all(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, "[skills]\nnames = []\n", clock=clock) as stage:
        await to_skills(stage)
        assert stage.has("name your skills under [skills]")


async def test_the_figures_of_a_skill(tmp_path: Path, clock: FakeClock) -> None:
    practised(tmp_path, "listening", [2, 4, 2, 4, 2, 4, 2, 4, 2, 4, 2, 4])
    async with open_app(tmp_path, clock=clock) as stage:
        text = await to_skills(stage)
        assert "12 sessions, 12:00 h" in text
        assert stage.has("listening 12 sessions 12:00 h 24 conversations")
        assert stage.has("questions 1.5 each ▄█▄█▄█▄█▄█▄█ usual (")
        assert stage.has("nothing to fix")
        assert stage.has("facts 1.0 each ████████████ always the same")
        rows = [row.split()[0] for row in text.splitlines() if row.split() and row.split()[0] in {"listening", "questioning", "strategy"}]
        assert rows == ["questioning", "strategy", "listening"], "least practised first"


async def test_under_six_sessions_it_is_learning_and_under_twelve_a_trial(tmp_path: Path, clock: FakeClock) -> None:
    practised(tmp_path, "listening", [2, 4, 3])
    practised(tmp_path, "strategy", [2, 4, 3, 2, 4, 3, 2], first_day=20)
    async with open_app(tmp_path, clock=clock) as stage:
        await to_skills(stage)
        assert stage.has("learning: 3 sessions of 6")
        assert stage.has("trial, 7 of 12")
        await stage.resize(*WIDE)
        assert stage.has("nothing to fix; trial, 7 of 12")


async def test_a_signal_is_a_question_of_shape_and_words(tmp_path: Path, clock: FakeClock) -> None:
    practised(tmp_path, "listening", [*[2, 3] * 10, 40])
    async with open_app(tmp_path, clock=clock, size=WIDE) as stage:
        await to_skills(stage)
        assert stage.has("above your usual range")
        assert stage.has("; a signal")


async def test_the_gap_between_the_scores_is_stated(tmp_path: Path, clock: FakeClock) -> None:
    practised(tmp_path, "listening", [2, 3], mine=4, coach=3)
    practised(tmp_path, "strategy", [2, 3], first_day=9, mine=5)
    async with open_app(tmp_path, clock=clock) as stage:
        await to_skills(stage)
        assert stage.has("scores you 4.0 coach 3.0 of 5 in 2 with both: you 1 higher")
        assert stage.has("scores you 5.0 of 5")
        await stage.resize(*WIDE)
        assert stage.has("You score yourself 1 higher than your coach does, over 2 sessions.")


async def test_the_answers_to_noes(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, ANSWERS, clock=clock) as stage:
        await to_skills(stage)
        assert stage.has("When they say no, next time I say price “Compared with what?” trust “Whom do you trust?”")
        assert not stage.has("need")
        await stage.resize(*SMALL)
        assert stage.has("“Compared with what?”")


async def test_many_skills_scroll_to_the_last_and_back(tmp_path: Path, clock: FakeClock) -> None:
    names = [f"skill {letter}" for letter in "abcdefghijklmno"]
    for at, name in enumerate(names):
        practised(tmp_path, name, [1], first_day=at)
    async with open_app(tmp_path, f"[skills]\nnames = {names}\n" + ANSWERS, clock=clock) as stage:
        text = await to_skills(stage)
        assert "skill a" in text
        assert "skill o" not in text
        assert "more below" in text
        await stage.press(*["down"] * 30)
        assert "skill o" in stage.text()
        assert "more below" not in stage.text()
        assert "“Whom do you trust?”" in stage.text()
        await stage.press(*["k"] * 30)
        await stage.press(*["up"] * 30)


async def test_every_size_has_its_picture(tmp_path: Path, clock: FakeClock) -> None:
    practised(tmp_path, "ｗｉｄｅ 👩‍👩‍👧 [/b] \x1b[2J", [2, 3] * 4, mine=4, coach=2)
    async with open_app(tmp_path, ANSWERS, clock=clock, size=SIZES[-1]) as stage:
        await to_skills(stage)
        for size in SIZES:
            await stage.resize(*size)
            assert all(cell_len(row) <= size[0] for row in stage.rows())
            assert "\x1b" not in stage.text()
            if size[0] >= 20:
                assert "skills" in stage.text().lower()


async def test_no_rank_and_no_level(tmp_path: Path, clock: FakeClock) -> None:
    practised(tmp_path, "listening", [2, 3] * 8, mine=4, coach=4)
    async with open_app(tmp_path, ANSWERS, clock=clock, size=WIDE) as stage:
        words = (await to_skills(stage)).lower()
        assert not any(word in words for word in ("level", "streak", "rank", "badge", "record", "best", "worst"))
        assert stage.has("You and your coach agree, over 16 sessions.")


SESSIONS = st.lists(
    st.builds(
        lambda skill, lasted, conversations, asked, learned, mine, coach: Practice("x", skill, "2026-11-01T09:00:00+00:00", lasted, conversations, asked, learned, mine, coach),
        st.sampled_from(["a", "b", "ｗｉｄｅ" * 20, "\x1b[2J", "[x]"]), st.integers(0, 10**10), st.integers(0, 50), st.integers(0, 300), st.integers(0, 300),
        st.none() | st.integers(1, 5), st.none() | st.integers(1, 5),
    ),
    max_size=40,
)  # fmt: skip


@given(SESSIONS, st.integers(1, 140), st.integers(1, 50), st.integers(0, 4), st.booleans())
def test_the_body_keeps_to_its_room(found: list[Practice], columns: int, rows: int, first: int, answered: bool) -> None:
    shape = Shape(columns, rows)
    room = max(1, rows - (4 if shape.compact else 6))
    shown = tuple(skills(found, ("listening",)))
    drawn = Practised(shape, room, shown, {"price": "Compared \x1b with what?" * 9 if answered else ""}, min(first, len(shown) - 1), {"reason": "r", "answer": "t"})
    lines = body(drawn)
    assert len(lines) <= room
    assert fitting(drawn) >= 1
    for line in lines:
        assert sum(cell_len(span.text) for span in line) <= shape.cells
        assert all(span.text.isprintable() for span in line)


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30)), max_size=30), st.integers(36, 90))
def test_what_is_said_fits_and_never_forgets_that_it_is_a_trial(points: list[tuple[int, int]], cells: int) -> None:
    limits = u_prime([count for count, _ in points], [float(trials) for _, trials in points])
    (span,) = said(limits, cells)
    assert len(span.text) <= cells
    if limits.state == "learning":
        assert "learning" in span.text or not points
    elif limits.state == "trial" and not limits.same:
        assert "trial" in span.text
