"""The first screen: what to start, what was left open, the week so far."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest
from harness import FULL, SMALL, WIDE, Stage, open_app, services

from fakes import START, FakeClock, a_session
from making import followed
from nextcall.core import actions as do
from nextcall.core.actions import Action
from nextcall.core.session import Contact, Session
from nextcall.desk.opening import RECENT
from nextcall.tui.screens.home import FAR, SETTLED, HomeScreen
from nextcall.tui.widgets.lines import LinesView

COUNTER = re.compile(r"(?i)calls\s+(\d+)")


def left_open(folder: Path, *steps: Action, clock: FakeClock | None = None) -> Session:
    """A session that another program opened and left."""
    found = services(folder, clock=clock)
    found.desk.begin(a_session())
    for step in steps:
        found.desk.do(step)
    assert found.desk.settle()
    session = found.desk.session
    assert session is not None
    return session


def days_ago(days: int, **changes: Any) -> Session:
    start = START - timedelta(days=days)
    return a_session()._replace(id=f"{start:%Y%m%d}T140000Z-00aa", started_at=start, **changes)


def shifted(steps: Iterable[tuple[Action, float]], days: int) -> list[tuple[Action, float]]:
    return [(action, seconds - days * 86400) for action, seconds in steps]


def past(folder: Path, days: int, *steps: tuple[Action, float], **changes: Any) -> None:
    session = days_ago(days, **changes)
    found = services(folder)
    done = followed(session, *shifted(steps, days), (do.End(), 3600 - days * 86400))
    path = Path(found.sessions.place(done, ".json"))
    path.parent.mkdir(parents=True, exist_ok=True)
    found.sessions.save_ended(str(path), done)


async def test_two_keys_to_the_first_call(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await stage.press("enter", "space")
        await stage.until_on("SessionScreen")
        await stage.saved()
        assert stage.on_disk.preset == "power-hour"
        assert stage.on_disk.live is not None
        assert stage.on_disk.live.dialed_at == START


async def test_enter_starts_what_was_used_last(tmp_path: Path) -> None:
    past(tmp_path, 2, (do.Tag("no"), 9), preset="sprint", title="Sprint")
    async with open_app(tmp_path) as stage:
        assert re.search(r"Enter\s+Sprint", stage.text())
        await stage.press("enter")
        await stage.saved()
        assert stage.on_disk.preset == "sprint"


@pytest.mark.parametrize(("keys", "preset"), [("1", "ten-calls"), ("3", "pomodoro"), ("7", "callbacks")])
async def test_presets_by_number(tmp_path: Path, keys: str, preset: str) -> None:
    async with open_app(tmp_path) as stage:
        await stage.press(*keys)
        await stage.saved()
        assert stage.on_disk.preset == preset


async def test_arrows_choose_and_go_round(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await stage.press("down", "down", "up", "down")
        assert re.search(r"┃\s+Enter\s+Sprint", stage.text())
        assert re.search(r"│\s+Power hour", stage.text()), "what was on the key before has no other"
        await stage.press("up", "up", "up")
        assert re.search(r"┃\s+Enter\s+Callbacks", stage.text())
        assert re.search(r"│\s+2\s+Sprint", stage.text())
        await stage.press("enter")
        await stage.saved()
        assert stage.on_disk.preset == "callbacks"


async def test_a_click_starts_the_preset_that_was_clicked(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        await stage.press("down", "down")
        await stage.click("Power hour")
        await stage.saved()
        assert stage.on_disk.preset == "power-hour"


async def test_keys_without_a_meaning_do_nothing(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        before = stage.text()
        await stage.press("8", "9", "0", "n", "y", "space", "q", "u", "r", "e", "x")
        assert stage.text() == before
        assert stage.app.services.sessions.open_identity() is None


async def test_an_open_session_comes_first_and_presets_wait(tmp_path: Path) -> None:
    left_open(tmp_path, do.Tag("no"), do.Tag("yes"), do.Dial())
    async with open_app(tmp_path) as stage:
        assert stage.has("A session was left open.")
        assert stage.has("2 calls tagged, a call in progress")
        assert stage.has("Enter resume e end at its last event x drop it")
        assert not re.search(r"│\s+(Enter|\d)\s", stage.text()), "no key of theirs does anything"
        await stage.press("1", "3")
        assert stage.on("HomeScreen")
        await stage.press("enter")
        await stage.until_on("SessionScreen")
        assert stage.session.live is not None
        assert len(stage.session.calls) == 2


async def test_r_resumes_and_time_away_is_left_out(tmp_path: Path) -> None:
    left_open(tmp_path, do.Tag("no"))
    clock = FakeClock()
    clock.pass_(3600)
    async with open_app(tmp_path, clock=clock) as stage:
        await stage.press("r")
        text = await stage.saved()
        assert "Away for 60 min: not counted. Undo counts it." in text
        assert [pause.reason for pause in stage.on_disk.pauses] == ["idle"]
        await stage.press("u")
        await stage.saved()
        assert stage.on_disk.pauses == ()


async def test_e_ends_it_at_its_last_event(tmp_path: Path) -> None:
    clock = FakeClock()
    left_open(tmp_path, do.Tag("no"), clock=clock)
    clock.pass_(3600)
    async with open_app(tmp_path, clock=clock) as stage:
        await stage.press("e")
        await stage.until_on("SummaryScreen")
        assert stage.ended.end == "recovered"
        assert stage.ended.ended_at == START
        assert stage.app.services.sessions.open_identity() is None


async def test_x_drops_it_to_the_trash(tmp_path: Path) -> None:
    left_open(tmp_path, do.Tag("no"))
    async with open_app(tmp_path) as stage:
        await stage.press("x")
        assert stage.has("Dropped. It lies in")
        assert stage.app.services.sessions.open_identity() is None
        [kept] = (tmp_path / "data" / "trash").iterdir()
        assert json.loads(kept.read_text(encoding="utf-8"))["calls"]
        await stage.press("1")
        await stage.saved()
        assert stage.on_disk.preset == "ten-calls"


async def test_what_another_program_does_is_seen_without_a_key(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        left_open(tmp_path, do.Tag("no"))
        await stage.until_shown("A session was left open.")
        await stage.until_shown("1 call tagged")
        other = services(tmp_path)
        other.desk.take_up()
        other.desk.do(do.End())
        assert other.desk.settle()
        await stage.until_shown("One call, then the next.")
        await stage.until_shown("Sa ▂")


@pytest.mark.parametrize("broken", ['{"schema": 1, "id"', "", '{"schema": 1}'])
async def test_an_unreadable_open_session_is_named_and_kept(tmp_path: Path, broken: str) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "current.json").write_text(broken, encoding="utf-8")
    async with open_app(tmp_path) as stage:
        assert "current.json" in stage.text()
        assert stage.has("A new session puts it aside; nothing is lost.")
        await stage.press("enter", "n")
        await stage.saved()
        assert stage.has("It is kept as current.json.conflict-")
        assert len(stage.on_disk.calls) == 1
        [kept] = data.glob("current.json.conflict-*")
        assert kept.read_text(encoding="utf-8") == broken


async def test_a_newer_session_is_refused_and_left_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    newer = json.dumps({"schema": 99, "id": "20261121T140000Z-7f3a", "what": "nobody knows"})
    (data / "current.json").write_text(newer, encoding="utf-8")
    async with open_app(tmp_path) as stage:
        for keys in (["enter"], ["1"], ["r"], ["x"], ["e"]):
            await stage.press(*keys)
            assert stage.on("HomeScreen")
            assert "current.json" in stage.text()
            assert stage.has("This one leaves it alone.")
        assert (data / "current.json").read_text(encoding="utf-8") == newer
        assert [path.name for path in data.iterdir() if path.name != ".lock"] == ["current.json"]


async def test_an_intention_has_eighty_characters_and_remembers_the_last_ten(tmp_path: Path) -> None:
    for n in range(12):
        past(tmp_path, n + 1, (do.Tag("no"), 9), intention=f"intention {n:02}")
    async with open_app(tmp_path) as stage:
        await stage.until_shown("We ▂")
        await stage.press("i")
        await stage.write("half a tho")
        await stage.press("down")
        assert "intention 00" in stage.text()
        await stage.press(*["down"] * 20)
        assert "intention 09" in stage.text()
        await stage.press(*["up"] * 20)
        assert "half a tho" in stage.text()
        await stage.write("x" * 100)
        await stage.press("enter")
        words = "half a tho" + "x" * 70
        assert "Intention  half a tho" in stage.text()
        await stage.press("enter")
        await stage.saved()
        assert stage.on_disk.intention == words


async def test_an_intention_is_seen_on_a_small_screen(tmp_path: Path) -> None:
    async with open_app(tmp_path, size=SMALL) as stage:
        await stage.press("i")
        await stage.write("ask one more question, then listen")
        await stage.press("enter")
        assert stage.has("Intention ask one more question…")
        assert "F1 help" in stage.rows()[-1]


async def test_the_skill_is_the_least_practised_until_one_is_chosen(tmp_path: Path) -> None:
    past(tmp_path, 1, (do.Tag("no"), 9), skill="listening")
    past(tmp_path, 2, (do.Tag("no"), 9), skill="questioning")
    async with open_app(tmp_path) as stage:
        await stage.until_shown("Skill  strategy")
        await stage.press("s", "2")
        assert stage.has("Skill questioning")
        await stage.press("s", "escape", "s", "9", "enter")
        await stage.saved()
        assert stage.on_disk.skill == "questioning"


async def test_themes_can_be_tried(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        before = stage.app.get_css_variables()["background"]
        await stage.press("t")
        assert stage.has("▸ evening dark")
        await stage.press("G")
        assert stage.app.theme == "paper"
        assert stage.app.get_css_variables()["background"] != before
        await stage.press("enter")
        assert stage.has("paper it is.")


async def test_a_theme_that_is_not_there_is_said(tmp_path: Path) -> None:
    async with open_app(tmp_path, '[ui]\ntheme = "midnight-sun"\n') as stage:
        assert stage.has("There is no theme “midnight-sun”; evening it is. The t key shows which there are.")
        assert stage.app.theme == "evening"


async def test_the_week_the_thanks_the_bright_spot_and_what_is_due(tmp_path: Path) -> None:
    bob, carla = Contact("Bob Lee", "Initech"), Contact("Carla M.")
    past(
        tmp_path,
        1,
        (do.Tag("callback", note="after the board meeting", contact=bob), 60),
        (do.Tag("helped", note="You were the first who asked.", contact=carla, help=("thanked",)), 120),
        (do.Bright("silence after the price"), 130),
        *[(do.Tag("no"), 140.0 + n) for n in range(20)],
    )
    async with open_app(tmp_path) as stage:
        await stage.until_shown("Thanked")
        assert stage.has("Due 09:00 Bob Lee after the board meeting")
        assert stage.has("Thanked “You were the first who asked.” Carla M. Friday")
        assert stage.has("Bright silence after the price Friday")
        assert stage.has("Fr ▄ Sa")


async def test_all_sessions_of_the_week_are_shown_however_many(tmp_path: Path) -> None:
    made = services(tmp_path).sessions
    monday = START - timedelta(days=5)
    for n in range(60):
        start = monday + timedelta(days=n // 12, minutes=20 * (n % 12))
        session = a_session()._replace(id=f"{start.astimezone(UTC):%Y%m%dT%H%M%SZ}-00aa", started_at=start, ended_at=start + timedelta(minutes=15), end="ended")
        path = Path(made.place(session, ".json"))
        path.parent.mkdir(parents=True, exist_ok=True)
        made.save_ended(str(path), session)
    async with open_app(tmp_path, size=WIDE) as stage:
        await stage.until_shown("Fr ▂▂▂▂▂")
        assert stage.has("Mo ▂▂▂▂▂")


async def test_what_was_promised_further_back_is_there_once_the_start_is_over(tmp_path: Path) -> None:
    past(tmp_path, 30, (do.Tag("callback", contact=Contact("Ann Far")), 60))
    for days in range(6, 6 + RECENT):
        past(tmp_path, days, (do.Tag("callback", contact=Contact(f"Bob {days}")), 60))
    async with open_app(tmp_path) as stage:
        await stage.until_shown("Bob 17")
        assert not stage.has("Ann Far")
        assert stage.has("+9 more")
        await stage.tick(SETTLED - 1)
        assert not stage.has("Ann Far")
        await stage.tick(1)
        await stage.until_shown("Ann Far")
        assert stage.has("+10 more")


def far_back(folder: Path, name: str, due: timedelta, **changes: Any) -> None:
    """A promise of a hundred days ago, with more sessions after it than home looks at closely."""
    contact = Contact(name) if name else None
    past(folder, 100, (do.Tag("callback", contact=contact, note="as agreed", callback_at=START + due), 60), **changes)
    for days in range(1, FAR + 9):
        past(folder, days, (do.Tag("no", contact=Contact("Somebody else")), 60))


def unreadable(folder: Path, days: int, content: str) -> None:
    path = Path(services(folder).sessions.place(days_ago(days), ".json"))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


async def once_the_start_is_over(stage: Stage) -> None:
    await stage.tick(SETTLED)
    await stage.until(lambda: isinstance(home := stage.app.screen, HomeScreen) and home._far, "a look further back")
    await stage.done_beside()


@pytest.mark.parametrize(
    ("name", "days", "words"),
    [
        ("Ann Far", 0, "Due 16:00 Ann Far as agreed"), ("Ann Far", -10, "Due Wed 16:00 Ann Far as agreed"), ('Zoë "Q" Łęcka', 0, 'Zoë "Q" Łęcka'),
        ("", 0, "as agreed"), ("", -1, ""), ("Ann Far", -20, ""), ("Ann Far", 1, ""),
    ],
)  # fmt: skip
async def test_what_was_promised_long_ago_stands_there_in_its_days(tmp_path: Path, name: str, days: int, words: str) -> None:
    far_back(tmp_path, name, timedelta(days=days, hours=7))
    async with open_app(tmp_path) as stage:
        await once_the_start_is_over(stage)
        assert stage.has("Due") == bool(words), stage.text()
        assert stage.has(words)


async def test_who_was_reached_since_is_not_due_any_more(tmp_path: Path) -> None:
    far_back(tmp_path, "Ann Far", timedelta(hours=7))
    past(tmp_path, 80, (do.Tag("yes", contact=Contact("Ann Far")), 60))
    async with open_app(tmp_path) as stage:
        await once_the_start_is_over(stage)
        assert not stage.has("Ann Far")


async def test_what_cannot_be_read_of_long_ago_hides_no_promise(tmp_path: Path) -> None:
    far_back(tmp_path, "Ann Far", timedelta(hours=7))
    unreadable(tmp_path, 90, '{"callback_at": "2026-11-21T14:00:00Z", "Ann Far')
    unreadable(tmp_path, 110, '{"x": "callback_at": 2026-11-21}')
    async with open_app(tmp_path) as stage:
        await once_the_start_is_over(stage)
        assert stage.has("Ann Far")


async def test_more_is_due_than_there_is_room_for(tmp_path: Path) -> None:
    calls = [(do.Tag("callback", contact=Contact(f"Person {n}")), 60.0 + n) for n in range(5)]
    past(tmp_path, 1, *calls)
    async with open_app(tmp_path) as stage:
        await stage.until_shown("+2 more")
        assert len(re.findall(r"Person \d", stage.text())) == 3


async def test_a_promise_without_a_name_stands_there_on_its_day_with_its_note(tmp_path: Path) -> None:
    past(tmp_path, 1, (do.Tag("callback", note="ring after five"), 60), (do.Tag("callback"), 70))
    past(tmp_path, 3, (do.Tag("callback", note="too late"), 60))
    async with open_app(tmp_path) as stage:
        await stage.until_shown("Due")
        assert stage.has("Due 09:00 call 1 of Friday ring after five")
        assert not stage.has("too late")
        assert not stage.has("call 2")


async def test_unreadable_session_files_are_named(tmp_path: Path) -> None:
    past(tmp_path, 1, (do.Tag("no"), 9))
    folder = next((tmp_path / "data" / "sessions").glob("*/*"))
    for n in range(3):
        (folder / f"20261120T14000{n}Z-bad0.json").write_text("{", encoding="utf-8")
    async with open_app(tmp_path) as stage:
        await stage.until_shown("Left alone")
        assert "20261120T140002Z-bad0.json" in stage.text()
        assert "(+2 more)" in stage.text()


async def test_a_break_is_still_on_at_home(tmp_path: Path) -> None:
    past(tmp_path, 0, (do.Tag("no"), 9), preset="pomodoro", title="Pomodoro")
    clock = FakeClock()
    clock.pass_(3600 + 61)
    async with open_app(tmp_path, clock=clock) as stage:
        await stage.until_shown("Break: 4 min left.")
        await stage.tick(6 * 60)
        assert stage.has("The break is over by 2 min.")


@pytest.mark.parametrize("size", [FULL, WIDE, (200, 60)])
async def test_an_outside_harness_can_read_it(tmp_path: Path, size: tuple[int, int]) -> None:
    left_open(tmp_path, do.Tag("no"), do.Tag("yes"))
    past(tmp_path, 1, (do.Tag("callback", contact=Contact("Ann Roe")), 9), (do.Bright("calls 12"), 10))
    async with open_app(tmp_path, size=size) as stage:
        await stage.until_shown("Bright")
        for _ in range(2):
            text = "\n".join(row for row in stage.rows() if "Bright" not in row)
            assert not COUNTER.search(text), text
            assert re.search(r"(?i)power hour.*60 min", text)
            await stage.press("x")


async def test_everything_fits_when_everything_is_there(tmp_path: Path) -> None:
    test_config = "\n".join(f'[[preset]]\nid = "own-{n}"\ntitle = "Own preset {n}"\ncalls = {n}\n' for n in range(1, 30))
    due = [(do.Tag("callback", contact=Contact(f"Person {n}")), 60.0 + n) for n in range(5)]
    past(tmp_path, 1, *due, (do.Tag("helped", note="thank you", help=("thanked",)), 90), (do.Bright("a"), 91))
    for size in (FULL, WIDE, SMALL):
        async with open_app(tmp_path, test_config, size=size) as stage:
            if size != SMALL:
                await stage.until_shown("Bright")
            assert "F1 help" in stage.rows()[-1]
            assert stage.has("more, ↓")
            for _ in range(30):
                await stage.press("down")
                assert any(row.lstrip().startswith("┃") for row in stage.rows())
            assert "F1 help" in stage.rows()[-1]


async def test_home_rests_without_painting(tmp_path: Path) -> None:
    async with open_app(tmp_path) as stage:
        before = {part.id: part.lines for part in stage.app.screen.query(LinesView)}
        await stage.tick(1)
        await stage.tick(1)
        assert {part.id: part.lines for part in stage.app.screen.query(LinesView)} == before
