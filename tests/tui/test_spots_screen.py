"""The screen of bright spots: what is bright, what is not, and more of it by one key."""

import os
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from harness import FORMULA, FULL, SMALL, WIDE, Stage, open_app, services
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from fakes import NEW_YORK, FakeClock, a_session
from histories import file_in, stamp
from making import dialled
from nextcall.bootstrap import with_preset
from nextcall.config.edit import with_preset as text_with_preset
from nextcall.config.model import Preset
from nextcall.core.session import Session
from nextcall.errors import ConfigError
from nextcall.stats.brightness import DIMENSIONS, bright
from nextcall.stats.buckets import Bucket
from nextcall.stats.facts import Mark
from nextcall.tui.screens.numbers import open_numbers
from nextcall.tui.screens.spots_lines import Bright, Found, body
from nextcall.tui.screens.spots_more import more_of
from nextcall.tui.shape import Shape

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=NEW_YORK)
SIZES = [FULL, WIDE, SMALL, (20, 5), (20, 3), (78, 24), (36, 11), (200, 60), (1, 1)]
MORNING = Preset("hour-10", "10 o'clock hour", minutes=60)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOW)


def paper(at: datetime, number: int, *, calls: int, conversations: int, **fields: Any) -> Session:
    """A session within one hour, of which only the numbers are known."""
    made = a_session(at)
    counted = {"no-answer": calls - conversations, "callback": conversations}
    return made._replace(id=stamp(at, number), ended_at=at + timedelta(minutes=50), end="ended", counts_only=counted, **fields)


def plant(home: Path, rates: dict[int, int], days: int = 10, calls: int = 40, **fields: Any) -> None:
    """On each of some days a session at each hour, with so many conversations."""
    for day in range(days):
        for hour, conversations in rates.items():
            at = datetime(2026, 11, 2 + day, hour, 5, tzinfo=NEW_YORK)
            file_in(home / "data", paper(at, day, calls=calls, conversations=conversations, **fields))


def starred(home: Path, at: datetime, line: str, number: int = 9) -> None:
    """A session with one starred moment."""
    made = dialled(a_session(at), 1, "callback")
    calls = tuple(call._replace(dialed_at=at, hung_up_at=at, tagged_at=at, bright=True, bright_note=line) for call in made.calls)
    file_in(home / "data", made._replace(id=stamp(at, number), ended_at=at + timedelta(minutes=9), end="ended", calls=calls))


async def to_spots(stage: Stage) -> str:
    before = stage.app.screen
    open_numbers(stage.app, "spots")
    await stage.until(lambda: stage.app.screen is not before and stage.on("SpotsScreen"), "the screen")
    await stage.until(lambda: getattr(stage.app.screen, "found", None) is not None, "the numbers")
    await stage.rest()
    return stage.text()


async def test_nothing_yet_says_what_will_be_here(tmp_path: Path, clock: FakeClock) -> None:
    async with open_app(tmp_path, clock=clock) as stage:
        await to_spots(stage)
        assert stage.has("once that is beyond doubt")
        assert stage.has("* in a session marks a moment")
        await stage.press("enter", "m", "d", "up", "left")
        assert stage.on("SpotsScreen")


async def test_a_planted_hour_is_found_and_named(tmp_path: Path, clock: FakeClock) -> None:
    plant(tmp_path, {9: 3, 10: 9, 11: 3, 14: 3})
    async with open_app(tmp_path, clock=clock) as stage:
        text = await to_spots(stage)
        assert "40 sessions, 1,600 calls" in text
        assert stage.has("Conversations by hour of the day")
        (row,) = (row for row in stage.rows() if "◆" in row)
        assert row.split()[0] == "10"
        assert " ".join(row.split()).endswith("22.5 % of 400 brighter than the rest")
        assert "yours 11.2 %" in text
        assert stage.has("By weekday, month, preset: no difference shown yet."), text
        assert "do more of 10 o'clock" in text


async def test_all_groups_are_drawn_alike_but_the_bright_ones(tmp_path: Path, clock: FakeClock) -> None:
    plant(tmp_path, {9: 3, 10: 9, 11: 2, 14: 3})
    async with open_app(tmp_path, clock=clock) as stage:
        await to_spots(stage)
        rows = [" ".join(row.split()) for row in stage.rows()]
        for hour, rate in (("09", "7.5"), ("11", "5.0"), ("14", "7.5")):
            assert any(row.startswith(hour) and row.endswith(f"{rate} % of 400") for row in rows), rows
        words = stage.text().lower()
        assert not any(dark in words for dark in ("worst", "dark", "below", "weak", "less than"))


async def test_where_nothing_differs_it_says_so(tmp_path: Path, clock: FakeClock) -> None:
    plant(tmp_path, {9: 4, 10: 4, 11: 4})
    async with open_app(tmp_path, clock=clock) as stage:
        text = await to_spots(stage)
        assert stage.has("Conversations by hour of the day no difference shown yet")
        assert "◆" not in text
        assert "do more" not in text
        await stage.press("enter")
        assert not (tmp_path / "config" / "config.toml").exists()
        for _ in range(8):
            await stage.press("d")
            assert stage.has("no difference shown yet") or stage.has("one group: nothing to compare")


async def test_of_many_months_the_newest_are_drawn(tmp_path: Path, clock: FakeClock) -> None:
    for month in range(1, 30):
        at = datetime(2024 + month // 12, month % 12 + 1, 5, 9, 5, tzinfo=NEW_YORK)
        file_in(tmp_path / "data", paper(at, month, calls=100 - month, conversations=10))
    async with open_app(tmp_path, clock=clock) as stage:
        await to_spots(stage)
        await stage.press("d", "d")
        text = stage.text()
        assert "June 2026" in text
        assert "February 2024" not in text
        assert stage.has("more, from before")
        await stage.resize(*WIDE)
        assert "July 2025" in stage.text()


async def test_it_opens_where_something_is_bright(tmp_path: Path, clock: FakeClock) -> None:
    for day in range(12):
        for preset, conversations in (("sprint", 10), ("power-hour", 4)):
            at = datetime(2026, 11, 2 + day, 9 if preset == "sprint" else 10, 5, tzinfo=NEW_YORK) + timedelta(hours=2 * (day % 3))
            file_in(tmp_path / "data", paper(at, day, calls=40, conversations=conversations, preset=preset))
    async with open_app(tmp_path, clock=clock) as stage:
        await to_spots(stage)
        found = stage.text()
        assert "◆" in found, found


async def test_measures_and_dimensions_go_round(tmp_path: Path, clock: FakeClock) -> None:
    plant(tmp_path, {9: 3, 10: 9})
    async with open_app(tmp_path, clock=clock) as stage:
        first = await to_spots(stage)
        seen = []
        for _ in range(4):
            await stage.press("m")
            seen.append(stage.rows()[2].strip().split(" by ")[0])
        assert seen == ["Yes of conversations", "Served of conversations", "Connects", "Conversations"]
        assert stage.text() == first
        await stage.press("right", "left", "down", "up")
        assert stage.text() == first
        await stage.press("d")
        assert stage.has("Conversations by weekday")
        assert stage.has("Bright by hour: 10 o'clock.")


async def test_enter_makes_a_preset_of_the_bright_hour(tmp_path: Path, clock: FakeClock) -> None:
    plant(tmp_path, {9: 3, 10: 9, 11: 3, 14: 3})
    async with open_app(tmp_path, FORMULA, clock=clock) as stage:
        await to_spots(stage)
        await stage.press("enter")
        assert stage.has("Made “10 o'clock hour”, 60 min")
        file = tmp_path / "config" / "config.toml"
        assert file.read_text().startswith(FORMULA)
        assert tomllib.loads(file.read_text())["preset"] == [{"id": "hour-10", "title": "10 o'clock hour", "minutes": 60}]
        before = file.read_bytes()
        await stage.press("enter")
        assert stage.has("is there already")
        assert file.read_bytes() == before
        await stage.press("escape")
        assert stage.has("10 o'clock hour")


async def test_several_are_made_one_after_the_other_or_the_one_clicked_on(tmp_path: Path, clock: FakeClock) -> None:
    plant(tmp_path, {8: 3, 9: 3, 10: 10, 11: 3, 14: 10, 15: 3})
    async with open_app(tmp_path, clock=clock) as stage:
        text = await to_spots(stage)
        assert text.count("◆") == 2
        assert "▸ 10" in text
        await stage.click("  14 ")
        assert "▸ 14" in stage.text()
        await stage.press("enter")
        assert stage.app.services.config.preset("hour-14") is not None
        assert "do more of 10 o'clock" in stage.text()
        await stage.press("enter")
        assert stage.app.services.config.preset("hour-10") is not None


async def test_a_configuration_with_mistakes_is_left_alone(tmp_path: Path, clock: FakeClock) -> None:
    plant(tmp_path, {9: 3, 10: 9, 11: 3, 14: 3})
    async with open_app(tmp_path, FORMULA, clock=clock) as stage:
        await to_spots(stage)
        file = tmp_path / "config" / "config.toml"
        file.write_text("[formular]\nearned = 1\n")
        await stage.press("enter")
        assert stage.has("config.toml")
        assert stage.on("SpotsScreen")
        assert file.read_text() == "[formular]\nearned = 1\n"


async def test_of_a_skill_an_intention_is_made_for_the_next_session(tmp_path: Path, clock: FakeClock) -> None:
    for day in range(12):
        for hour, skill in ((9, "listening"), (10, "strategy"), (11, "questioning")):
            at = datetime(2026, 11, 2 + day, (hour + day) % 12 + 6, 5, tzinfo=NEW_YORK)
            file_in(tmp_path / "data", paper(at, day, calls=40, conversations=12 if skill == "strategy" else 3, skill=skill))
    async with open_app(tmp_path, clock=clock) as stage:
        await to_spots(stage)
        while not stage.has("Conversations by skill"):
            await stage.press("d")
        assert "do more of strategy" in stage.text()
        await stage.press("enter")
        await stage.until_on("HomeScreen")
        assert stage.has("Kept for the next session")
        assert stage.has("Intention More of strategy")
        await stage.press("enter")
        await stage.until_on("SessionScreen")
        assert stage.session.intention == "More of strategy"
        assert stage.session.skill == "strategy"


async def test_moments_with_their_lines(tmp_path: Path, clock: FakeClock) -> None:
    plant(tmp_path, {9: 3, 10: 9})
    starred(tmp_path, datetime(2026, 11, 19, 9, 5, tzinfo=NEW_YORK), "silence after the price")
    starred(tmp_path, datetime(2026, 11, 20, 9, 5, tzinfo=NEW_YORK), "[/b] \x1b]0;x\x07 [@click=app.quit]y")
    starred(tmp_path, datetime(2025, 11, 20, 9, 5, tzinfo=NEW_YORK), "")
    async with open_app(tmp_path, clock=clock) as stage:
        text = await to_spots(stage)
        assert stage.has("Thu 19 Nov “silence after the price”")
        assert "[@click=app.quit]y" in text
        assert "\x1b" not in text
        assert "2025" not in text, "one without a line gives way to those with one"


@pytest.mark.parametrize("rates", [{}, {10: 4}, {9: 3, 10: 9, 11: 3, 14: 3}, dict.fromkeys(range(24), 3) | {13: 9}])
async def test_every_size_has_its_picture(tmp_path: Path, clock: FakeClock, rates: dict[int, int]) -> None:
    plant(tmp_path, rates, days=5, preset="ｗｉｄｅ-👩‍👩‍👧" * 9)
    starred(tmp_path, NOW - timedelta(days=400), "ｗｉｄｅ " * 90)
    async with open_app(tmp_path, clock=clock, size=SIZES[-1]) as stage:
        await to_spots(stage)
        for size in SIZES:
            await stage.resize(*size)
            seen = ""
            for _ in DIMENSIONS:
                await stage.press("d")
                assert all(cell_len(row) <= size[0] for row in stage.rows())
                seen += stage.text()
            if 9 in rates.values() and size[0] >= 20 and size[1] >= 5:
                assert "◆" in seen


async def test_words_and_shapes_without_colour(tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    plant(tmp_path, {9: 3, 10: 9, 11: 3, 14: 3})
    async with open_app(tmp_path, clock=clock) as stage:
        text = await to_spots(stage)
        assert "◆" in text
        assert "brighter than the rest" in text


KEYS = st.sampled_from(["", "a", "b", "[x]", "\x1b[2J", "ｗｉｄｅ" * 30, "é" * 90])


@given(
    st.dictionaries(KEYS, st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(0, 9)), max_size=7),
    st.sampled_from(["preset", "skill", "list", "tag"]),
    st.integers(1, 140),
    st.integers(1, 50),
)
def test_the_body_keeps_to_its_room(parts: dict[str, tuple[int, int, int]], by: str, columns: int, rows: int) -> None:
    buckets = [Bucket(key, sessions, calls=calls + got, conversations=got) for key, (calls, got, sessions) in parts.items()]
    found = Found({("conversation", by): bright(buckets, "conversation")}, 9, 9, (Mark(1, 0, 0, "bright", "x\ny", "a\nb" * 200),))
    shape = Shape(columns, rows)
    room = max(1, rows - (4 if shape.compact else 6))
    lines = body(Bright(shape, room, found, "conversation", by, NOW))
    assert len(lines) <= max(room, 2 if shape.tiny else 1)
    for line in lines:
        assert sum(cell_len(span.text) for span in line) <= shape.cells
        assert all(span.text.isprintable() for span in line)


# ---- more of this


@pytest.mark.parametrize("by", DIMENSIONS)
def test_of_what_has_no_name_nothing_is_made(by: str) -> None:
    assert more_of(by, "") is None


@pytest.mark.parametrize(
    ("by", "key", "made"),
    [
        ("hour", "09", "9 o'clock hour"),
        ("hour", "00", "0 o'clock hour"),
        ("weekday", "tue", "Tuesday hour"),
        ("preset", "sprint", "More of sprint"),
        ("step", "1", "Keep 1 step in each conversation"),
        ("step", "4", "Keep 4 steps in each conversation"),
        ("early", "first ten", "Short sessions, ten calls each"),
        ("early", "later", "Stay beyond the first ten calls"),
        ("month", "2026-11", "As in November 2026"),
        ("tag", "fintech", "More of the tag fintech"),
    ],
)
def test_what_is_made_of_a_group(by: str, key: str, made: str) -> None:
    more = more_of(by, key)
    assert more is not None
    assert (more.preset.title if more.preset else more.intention) == made


@pytest.mark.parametrize(("key", "name"), [("00", "12 am hour"), ("09", "9 am hour"), ("12", "12 pm hour"), ("23", "11 pm hour")])
def test_hours_on_a_twelve_hour_clock(key: str, name: str) -> None:
    more = more_of("hour", key, "12h")
    assert more is not None
    assert more.preset is not None
    assert more.preset.title == name


@given(st.text(max_size=200).filter(bool), st.sampled_from(["preset", "skill", "list", "tag"]))
def test_an_intention_is_one_harmless_line(key: str, by: str) -> None:
    more = more_of(by, key)
    assert more is not None
    assert len(more.intention) <= 80
    assert "\n" not in more.intention
    assert "\x1b" not in more.intention


COMMENTED = """# mine
[[preset]]  # the old one
id = "morning"
minutes = 45  # enough

[answers]
price = "Compared with what?"  # works
"""


@pytest.mark.parametrize("before", ["", "# only this\n", COMMENTED, COMMENTED.partition("[answers]")[0], '[ui]\ntheme = "evening"', 'preset = [{id = "a", minutes = 5}]\n', "\n\n"])
def test_a_preset_is_added_and_every_line_stays(before: str) -> None:
    after = text_with_preset(before, MORNING)
    there = tomllib.loads(before).get("preset", [])
    assert tomllib.loads(after) == tomllib.loads(before) | {"preset": [*there, {"id": "hour-10", "title": "10 o'clock hour", "minutes": 60}]}
    if "[{" not in before:
        assert [line for line in before.splitlines() if line] == [line for line in before.splitlines() if line in after.splitlines() and line]


def test_one_preset_too_many_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    config = "".join(f'[[preset]]\nid = "p{n}"\nminutes = 5\n' for n in range(60))
    found = services(tmp_path, config)
    with pytest.raises(ConfigError, match="60"):
        with_preset(found, MORNING, {})
    assert Path(found.folders.config_file).read_text() == config


def test_a_file_behind_a_link_is_written_and_private(tmp_path: Path) -> None:
    found = services(tmp_path)
    Path(found.folders.config).mkdir()
    real = tmp_path / "elsewhere.toml"
    real.write_text("# mine\n")
    Path(found.folders.config_file).symlink_to(real)
    kept = with_preset(found, MORNING, {})
    assert kept.config.preset("hour-10") == MORNING
    assert Path(found.folders.config_file).is_symlink()
    assert real.read_text().startswith("# mine\n")
    assert os.stat(real).st_mode & 0o077 == 0
