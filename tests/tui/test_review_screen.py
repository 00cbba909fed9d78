"""The weekly review: five steps, help first, and the plan that is on disk at each key."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from harness import FULL, SMALL, WIDE, Stage, open_app
from hypothesis import given
from hypothesis import strategies as st
from past import NOW, held, keep, through
from rich.cells import cell_len

from fakes import NEW_YORK, FakeClock
from nextcall.config.model import PRESETS
from nextcall.core.session import Contact, Introduction, Session, Summary
from nextcall.core.week_plan import Plan, Planned, added, planned, tried
from nextcall.stats.facts import Mark
from nextcall.stats.review import Found, Look, review
from nextcall.stats.spots import Group, spots
from nextcall.storage import atomic
from nextcall.storage.plans import Plans
from nextcall.text import line
from nextcall.tui.screens.review import ReviewScreen
from nextcall.tui.screens.review_lines import beside, body, lowest
from nextcall.tui.screens.review_shown import STEPS, Shown
from nextcall.tui.shape import Shape

ANSWERS = '[answers]\nprice = "Compared with what?"\n'
MONDAY = datetime(2026, 11, 16, 9, 0, tzinfo=NEW_YORK)
HOSTILE = "ｗｉｄｅ 👩‍👩‍👧 [/b] \x1b[2J\u202e" * 4


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


def marked(at: datetime, words: str = "first who asked", who: str = "Ann Roe", state: str = "made") -> Session:
    """A session with everything in it that a review has a word for."""
    made = held(at, ["no", "no", "helped", "no", "yes"], summary=Summary(worked=words))
    calls = list(made.calls)
    calls[0] = calls[0]._replace(reason="price")
    calls[1] = calls[1]._replace(reason="price")
    calls[2] = calls[2]._replace(help=("introduced",), introduction=Introduction(who, "Bob Lee", state))
    calls[3] = calls[3]._replace(reason="time", help=("useful",), note=words)
    calls[4] = calls[4]._replace(help=("thanked",), note=words, contact=Contact(who), bright=True, bright_note=words)
    return made._replace(calls=tuple(calls))


def plan_in(home: Path, *sessions: Planned, words: str = "") -> None:
    def how(plan: Plan) -> Plan:
        for one in sessions:
            plan = added(plan, one)
        return tried(plan, "2026-W47", words)

    Plans(str(home / "data")).change(how)


def on_disk(home: Path) -> list[tuple[str, str, str]]:
    """What another program reads as next week's plan."""
    weeks = json.loads((home / "data" / "plan.json").read_text())["weeks"]
    return [(one["day"][-2:], one["preset"], one.get("at", "")) for one in weeks.get("2026-W48", {}).get("sessions", [])]


async def to_review(stage: Stage, step: int = 1) -> None:
    """From home to a step of the review."""
    await stage.press("w")
    await there(stage)
    await stage.press(*["enter"] * (step - 1))


async def there(stage: Stage) -> None:
    await stage.until_on("ReviewScreen")
    await stage.until(lambda: getattr(stage.app.screen, "found", None) is not None, "the week")
    await stage.rest()


# ---- the steps


async def test_five_steps_there_and_back(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage)
        for number, title in enumerate(STEPS, 1):
            assert stage.has(f"16 to 22 November {number} of 5 2 min")
            assert stage.has(title)
            assert ("← back" in stage.rows()[-1]) == (number > 1)
            await stage.press("right" if number % 2 and number < 5 else "enter")
        await stage.until_on("HomeScreen")
        await to_review(stage, 5)
        await stage.press("left", "left", "left", "left", "left", "left")
        assert stage.has("1 of 5")
        await stage.press("escape")
        await stage.until_on("HomeScreen")


async def test_from_every_screen_of_numbers_and_by_help_and_palette(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, clock=clock, size=WIDE) as stage:
        for key in "flbpv":
            await stage.press(key)
            await stage.until(lambda: getattr(stage.app.screen, "found", None) is not None, "the numbers")
            await stage.rest()
            assert "r review" in stage.rows()[-1]
            await stage.press("r")
            await there(stage)
            await stage.press("h")
            await stage.until_on("HomeScreen")
        await to_review(stage, 5)
        await stage.press("f1")
        for words in ("Plan Sprint on the chosen day.", "Take the last session off that day.", "Look at the week before, or at this one again."):
            assert stage.has(words), stage.text()
        assert not stage.has("Plan plan 9")


async def test_help_stands_first(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [marked(MONDAY, state="met"), marked(MONDAY - timedelta(days=7), who="Old Pal"), marked(MONDAY - timedelta(days=14), who="Long ago", state="thanked")])
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage)
        assert stage.has("3 calls with help 1 introduction 1 useful answer 1 thank-you")
        assert stage.has("Mon 16 Nov Ann Roe → Bob Lee ●──●──○ met")
        assert stage.has("Thanks Mon 16 Nov “first who asked” Ann Roe")
        assert stage.has("To follow up, from before Mon 9 Nov Old Pal → Bob Lee ●──○──○ made")
        assert not stage.has("Long ago")


async def test_a_week_without_help_says_how_it_is_marked(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage)
        assert stage.has("No help is marked this week. In a session: I introduction R referral U useful answer T thank-you")


async def test_how_it_went(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [held(MONDAY - timedelta(days=7 * week), ["no-answer"] * (9 + week % 3)) for week in range(14)])
    plan_in(tmp_path, *(Planned((MONDAY + timedelta(days=day - 7 * week)).date(), "sprint") for week in range(6) for day in (0, 1, 6)), words="silence")
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage, 2)
        assert stage.has("1 session 1:00 h 9 calls 0 conversations")
        assert stage.has("Mo ▃ Tu · We · Th · Fr · Sa · Su ○")
        assert stage.has("1 of 2 planned days so far has a session.")
        assert stage.has("You keep about 5 of 10 planned days."), stage.text()
        assert stage.has("You wanted to try “silence”")
        assert stage.has("Calls in a week: 9 so far; your usual range is")
        assert stage.has("Nothing to fix.")
        assert not any(word in stage.text().lower() for word in ("streak", "missed", "failed", "record", "best"))


async def test_few_planned_days_are_not_enough_to_tell(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [held(MONDAY, ["no"])])
    plan_in(tmp_path, Planned(MONDAY.date(), "sprint"))
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage, 2)
        assert stage.has("not enough yet (1 of 6)")
        assert not stage.has("of 10")


async def test_what_shines_and_nothing_beyond_doubt(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [marked(MONDAY, "silence after the price")])
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage, 3)
        assert stage.has("Moments you starred Mon 16 Nov “silence after the price” Ann Roe")
        assert stage.has("What worked Mon 16 Nov silence after the price")
        assert "Do more of" not in stage.text()


async def test_more_of_what_is_bright_beyond_doubt(tmp_path: Path, clock: FakeClock) -> None:
    days = [MONDAY - timedelta(days=day) for day in range(1, 31)]
    keep(tmp_path, [held(day.replace(hour=hour), (["callback"] * 9 if hour == 10 else ["callback"]) + ["no-answer"] * 9) for day in days for hour in (9, 10, 11)])
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage, 3)
        assert stage.has("Do more of 10 o'clock conversations 270 of 540")
        await stage.press("escape")
        await to_review(stage, 4)
        assert stage.has("No no this week.")


# ---- what noes taught


async def test_a_line_for_next_time_is_kept_in_the_configuration(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [marked(MONDAY)])
    async with open_app(tmp_path, ANSWERS, clock=clock) as stage:
        await to_review(stage, 4)
        assert stage.has("3 noes, 3 of them with a reason.")
        assert stage.has("price 2 next time I say “Compared with what?”")
        await stage.press("down")
        assert stage.has("time 1 t writes what you say next time")
        await stage.press("t")
        assert stage.has("Time: next time I say")
        await stage.write("[/b] when then?")
        await stage.press("enter")
        assert stage.has("time 1 next time I say “[/b] when then?”")
        assert stage.has("Kept. It is shown when the reason comes up again.")
    assert "[/b] when then?" in (tmp_path / "config" / "config.toml").read_text()
    assert 'price = "Compared with what?"' in (tmp_path / "config" / "config.toml").read_text()


async def test_a_configuration_that_cannot_be_written_is_said(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, [marked(MONDAY)])
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage, 4)
        monkeypatch.setattr(atomic, "save", failing)
        await stage.press("t", "x", "enter")
        assert stage.has("Not kept: Read-only file system.")


def failing(*_: Any) -> None:
    raise OSError(30, "Read-only file system")


# ---- next week


async def test_a_plan_is_on_disk_at_each_key(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage, 5)
        assert stage.has("Next week, 23 to 29 November")
        await stage.press("2")
        assert on_disk(tmp_path) == [("23", "sprint", "")]
        assert stage.has("┃ Mon 23 Sprint")
        await stage.press("5", "down", "down", "1")
        assert on_disk(tmp_path) == [("23", "sprint", ""), ("23", "power-hour", ""), ("25", "ten-calls", "")]
        await stage.press("k", "k", "x")
        assert on_disk(tmp_path) == [("23", "sprint", ""), ("25", "ten-calls", "")]
        await stage.press("backspace", "backspace", "x")
        assert on_disk(tmp_path) == [("25", "ten-calls", "")]
        await stage.press(*"uuuuuu")
        assert on_disk(tmp_path) == []
        await stage.press("9")
        assert on_disk(tmp_path) == []
        await stage.press("4", "escape")
        await stage.until_on("HomeScreen")
        assert on_disk(tmp_path) == [("23", "forty-five", "")]


async def test_this_weeks_plan_is_copied_once(tmp_path: Path, clock: FakeClock) -> None:
    plan_in(tmp_path, Planned(date(2026, 11, 16), "sprint", "09:30"), Planned(date(2026, 11, 22), "gone"))
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage, 5)
        await stage.press("c")
        assert on_disk(tmp_path) == [("23", "sprint", "09:30"), ("29", "gone", "")]
        assert stage.has("Mon 23 Sprint 09:30")
        assert stage.has("Sun 29 gone")
        await stage.press("c")
        assert stage.has("All of it is planned already.")
        await stage.press("u")
        assert on_disk(tmp_path) == []
        await stage.press("c", "enter")
        await stage.until_on("HomeScreen")
        assert stage.has("Planned: 2 sessions.")


async def test_a_time_and_one_thing_to_try(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, '[ui]\nclock = "12h"\n', clock=clock) as stage:
        await to_review(stage, 5)
        await stage.press("a")
        assert stage.on("ReviewScreen"), "there is nothing to be timed"
        await stage.press("2", "a")
        await stage.write("25:00")
        await stage.press("enter")
        assert stage.has("A time of day, as 9:30 or 14:00.")
        await stage.press(*["backspace"] * 5)
        await stage.write("930")
        await stage.press("enter")
        assert on_disk(tmp_path) == [("23", "sprint", "09:30")]
        assert stage.has("Sprint 9:30 am")
        await stage.press("i")
        await stage.write("[/b] silence")
        await stage.press("enter")
        assert stage.has("One thing to try “[/b] silence”")
        await stage.press("u", "u")
        assert stage.has("i one thing to try")
        assert on_disk(tmp_path) == [("23", "sprint", "")]
        await stage.press("a", "enter")
        assert stage.has("As it was.")


async def test_the_past_is_not_planned(tmp_path: Path, clock: FakeClock) -> None:
    clock.moment = datetime(2026, 11, 25, 9, 0, tzinfo=NEW_YORK)
    keep(tmp_path, [held(MONDAY, ["no"])])
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage, 5)
        assert stage.has("This week, 23 to 29 November")
        assert stage.has("┃ Wed 25")
        await stage.press("up", "2")
        assert stage.has("That day is over.")
        assert not (tmp_path / "data" / "plan.json").exists()
        await stage.press("w")
        await there(stage)
        assert stage.has("23 to 29 November 1 of 5")


async def test_last_week_and_back(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [held(MONDAY, ["no"]), held(MONDAY - timedelta(days=7), ["no", "no"])])
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage, 2)
        assert stage.has("1 session 1:00 h 1 call 1 conversation")
        await stage.press("w")
        await there(stage)
        assert stage.has("9 to 15 November 1 of 5")
        assert "w this week" in stage.rows()[-1]
        await stage.press("enter")
        assert stage.has("1 session 1:00 h 2 calls 2 conversations")


async def test_what_another_program_changed_is_not_undone(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage, 5)
        await stage.press("2")
        Plans(str(tmp_path / "data")).change(lambda plan: added(plan, Planned(date(2026, 11, 24), "callbacks")))
        await stage.press("u")
        assert stage.has("Another program has changed that since; it is left as it is.")
        assert on_disk(tmp_path) == [("23", "sprint", ""), ("24", "callbacks", "")]
        assert stage.has("Tue 24 Callbacks")


async def test_a_disk_that_fails_is_said_and_the_next_key_tries_again(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage, 5)
        with monkeypatch.context() as broken:
            broken.setattr(atomic, "save", failing)
            await stage.press("2")
            assert stage.has("Not kept: Read-only file system.")
            assert not stage.has("Mon 23 Sprint")
        await stage.press("2")
        assert stage.has("Mon 23 Sprint")
        with monkeypatch.context() as broken:
            broken.setattr(atomic, "save", failing)
            await stage.press("u")
            assert stage.has("Not kept: Read-only file system.")
        await stage.press("u")
        assert on_disk(tmp_path) == []


async def test_a_plan_that_does_not_fit_is_left_alone(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [held(MONDAY, ["no"])])
    path = tmp_path / "data" / "plan.json"
    path.write_text('{"schema": 2}')
    async with open_app(tmp_path, clock=clock) as stage:
        await stage.until_shown("Left alone  plan.json: schema: a newer nextcall wrote this")
        await to_review(stage, 5)
        assert stage.has("plan.json: schema: a newer nextcall wrote this. It is left alone.")
        await stage.press("2", "c", "x", "u", "i", "a")
        assert stage.on("ReviewScreen")
    assert path.read_text() == '{"schema": 2}'


# ---- quiet


async def test_the_time_is_told_in_minutes_and_forces_nothing(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage)
        pictures = {await stage.tick(seconds) for seconds in (0, 30, 29)}
        assert len(pictures) == 1
        assert stage.has("2 min")
        assert "1 min" in await stage.tick(2)
        assert "no hurry" in await stage.tick(60)
        assert "no hurry" in await stage.tick(600)
        assert stage.has("1 of 5")
        await stage.press("enter")
        assert stage.has("2 of 5 2 min")


async def test_the_mouse_chooses_days_and_presets(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, clock=clock) as stage:
        await to_review(stage, 5)
        await stage.click("Thu 26")
        await stage.click("Sprint")
        assert on_disk(tmp_path) == [("26", "sprint", "")]
        await stage.click("one thing to try")
        assert stage.on("AskLine")


async def test_keys_can_be_changed(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, '[keys]\nreview = "g"\nreview_back = "b"\nplan_remove = "j"\n', clock=clock) as stage:
        await stage.press("w")
        assert stage.on("HomeScreen")
        await stage.press("g")
        await there(stage)
        await stage.press(*["enter"] * 4, "2", "left")
        assert stage.has("5 of 5"), "an arrow that nothing is on does nothing"
        await stage.press("j")
        assert on_disk(tmp_path) == []
        await stage.press("b")
        assert stage.has("4 of 5")


async def test_sessions_that_cannot_be_read_are_said(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(tmp_path, [held(MONDAY, ["no"])])
    async with open_app(tmp_path, clock=clock) as stage:
        monkeypatch.setattr(ReviewScreen, "look", failing)
        await stage.press("w")
        await stage.until_shown("The sessions cannot be read: Read-only file system.")
        await stage.press("enter", "left", "w", "t", "2", "x", "up", "down", "f1", "escape", "escape")
        await stage.until_on("HomeScreen")


# ---- home


async def test_home_shows_what_is_planned_and_blames_nothing(tmp_path: Path, clock: FakeClock) -> None:
    plan_in(tmp_path, *(Planned(date(2026, 11, day), "sprint") for day in (16, 17, 21, 22, 22)), Planned(date(2026, 11, 21), "power-hour", "16:00"))
    keep(tmp_path, [held(MONDAY, ["no"])])
    async with open_app(tmp_path, clock=clock) as stage:
        await stage.until_shown("○")
        await stage.rest()
        assert stage.has("One call, then the next. Planned today: Sprint, Power hour 16:00")
        assert stage.has("Mo ▂ Tu · We · Th · Fr · Sa ○○ Su ○○")
        await stage.resize(*SMALL)
        assert stage.has("Planned today: Sprint, Power hour 16:00") == (len("Planned today: Sprint, Power hour 16:00") <= SMALL[0] - 2)
        await stage.resize(20, 5)
        assert stage.has("One call")


async def test_what_was_held_today_is_not_planned_any_more(tmp_path: Path, clock: FakeClock) -> None:
    plan_in(tmp_path, Planned(NOW.date(), "sprint"), Planned(NOW.date(), "sprint"), Planned(NOW.date(), "power-hour"))
    keep(tmp_path, [held(NOW - timedelta(hours=6), ["no"], preset="power-hour"), held(NOW - timedelta(hours=4), ["no"], preset="sprint")])
    async with open_app(tmp_path, clock=clock) as stage:
        await stage.until_shown("Planned today: Sprint")
        assert not stage.has("Sprint, Sprint")
        assert stage.has("Sa ▂▂")


# ---- at every size


@pytest.mark.parametrize("step", range(1, 6))
async def test_every_size_has_its_picture(tmp_path: Path, clock: FakeClock, step: int) -> None:
    keep(tmp_path, [marked(MONDAY + timedelta(days=day), HOSTILE, HOSTILE) for day in range(5)])
    plan_in(tmp_path, *(Planned(date(2026, 11, day), HOSTILE[:20]) for day in (17, 23, 24)), words=HOSTILE)
    async with open_app(tmp_path, ANSWERS, clock=clock) as stage:
        await to_review(stage, step)
        assert "\x1b" not in stage.text()
        await through(stage, [FULL, WIDE, SMALL, (20, 5), (20, 3), (78, 24), (36, 11), (200, 60), (1, 1), FULL])
        await stage.press(*["down"] * 30, *["up"] * 30)
        assert stage.has(f"{step} of 5")


async def test_at_a_small_size_every_line_can_be_reached(tmp_path: Path, clock: FakeClock) -> None:
    keep(tmp_path, [marked(MONDAY + timedelta(days=day), f"words {day}") for day in range(5)])
    async with open_app(tmp_path, clock=clock, size=SMALL) as stage:
        await to_review(stage)
        assert "more below" in stage.text()
        seen = stage.text()
        for _ in range(30):
            await stage.press("down")
            seen += stage.text()
        assert "more below" not in stage.text()
        assert "more above" in stage.text()
        assert all(seen.count(f"words {day}") for day in range(5))
        await stage.press("escape")
        await to_review(stage, 5)
        assert all(stage.has(day) for day in ("Mon 23", "Sun 29", "1 Ten calls"))


NAMES = st.sampled_from(["", "Ann Roe", HOSTILE])
MARKS = st.lists(
    st.builds(lambda kind, who, text, state: ("a" if len(text) % 2 else "b", Mark(1, 1_795_000_000_000, -300, kind, who, text, "Bob" if kind == "introduced" else "", state)),
              st.sampled_from(["introduced", "referral", "useful", "thanked", "bright"]), NAMES, NAMES, st.sampled_from(["made", "met", "thanked"])),
    max_size=9,
)  # fmt: skip


@given(MARKS, st.integers(1, 140), st.integers(1, 50), st.integers(0, 4), st.integers(0, 40), st.booleans(), st.sampled_from(["monday", "sunday", "saturday"]))
def test_the_body_keeps_to_its_room(marks: list[tuple[str, Mark]], columns: int, rows: int, step: int, at: int, full: bool, starts: str) -> None:  # noqa: PLR0913, PLR0917 (what may vary)
    plan = Plan()
    for day in range(16, 30) if full else ():
        plan = added(plan, Planned(date(2026, 11, day), HOSTILE[:20], "09:30"))
    plan = tried(tried(plan, "2026-W47", HOSTILE), "2026-W48", HOSTILE) if full else plan
    sessions = (marked(MONDAY, HOSTILE, HOSTILE)._replace(id="a"), held(MONDAY, ["no-answer"])._replace(id="b")) if full else ()
    looks = (Look("conversation", "preset", spots([Group(HOSTILE, 90, 100, 9), Group("", 5, 100, 9), Group("x", 5, 100, 9)])),)
    found = review(Found(sessions, {MONDAY.date()}, marks, [], looks if full else ()), plan, "2026-W47", NOW.date(), starts)
    shape = Shape(columns, rows)
    room = max(1, rows - (3 if shape.compact else 5 if shape.tall else 4))
    keys = dict.fromkeys(("reason", "bright", "introduced", "review_answer", "plan_try", "preset_plan_1", "preset_plan_2"), "x") if full else dict.fromkeys(("plan_try",), "")
    shown = Shown(shape, room, found, step, NOW, PRESETS, {"price": HOSTILE}, keys, "12h", min(at, 6), at)
    lines = body(shown)
    assert 1 <= len(lines) <= room
    assert lowest(shown) >= 0
    for row in (*lines, beside(shown, 60.0 - at)):
        assert all(span.text == line(span.text, 10_000) for span in row)
    assert all(sum(cell_len(span.text) for span in row) <= shape.cells for row in lines)
    assert len(planned(plan, found.next.days)) == len(found.next.sessions)
