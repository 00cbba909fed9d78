"""Very wide screens: what stands at the right, what charts and lists make of the room, and that nothing of it is there on others."""

from pathlib import Path

import pytest
from harness import FORMULA, FULL, WIDE, open_app, open_session
from past import NOW, keep_weeks, look_at
from test_snapshots import calls

from fakes import FakeClock
from nextcall.tui.screens.home import FAR, SETTLED
from nextcall.tui.widgets.lines import width

BROAD = (200, 60)


async def test_the_calls_of_the_session_stand_beside_it_and_give_way_to_a_call(tmp_path: Path) -> None:
    async with open_session(tmp_path, FORMULA, size=BROAD) as stage:
        assert not stage.has("outcome who")
        await calls(stage)
        rows = [row[126:] for row in stage.rows()]
        assert next(row.split()[:3] for row in rows if "no answer" in row and "09:0" in row) == ["·", "1", "09:00"]
        assert any("15  09:09" in row and "helped" in row for row in rows)
        await stage.press("space")
        await stage.saved()
        assert not any(row[126:170].strip() for row in stage.rows())
        await stage.press("n")
        assert "16  09:10" in await stage.saved()
        await stage.press("z")
        await stage.rest()
        assert "16  09:10" not in stage.text()


async def test_the_newest_calls_where_not_all_have_room(tmp_path: Path) -> None:
    async with open_session(tmp_path, size=BROAD) as stage:
        for _ in range(70):
            await stage.press("n")
            stage.clock.pass_(5)
        await stage.saved()
        rows = [row[126:] for row in stage.rows()]
        shown = [int(row.split()[1]) for row in rows if "no answer" in row and row.split()[1].isdigit()]
        assert shown == list(range(70 - len(shown) + 1, 71))
        assert len(shown) > 45


async def test_the_last_sessions_stand_beside_home(tmp_path: Path) -> None:
    keep_weeks(tmp_path)
    async with open_app(tmp_path, size=BROAD, clock=FakeClock(NOW)) as stage:
        await stage.until_shown("The last sessions")
        await stage.tick(SETTLED)
        await stage.until(lambda: sum("Power hour" in row[126:] or "Sprint" in row[126:] for row in stage.rows()) >= FAR, "all of them")
        rows = [row[126:].strip() for row in stage.rows()]
        assert rows[6].split()[:6] == ["Fri", "20", "Nov", "14:03", "Power", "hour"]
        assert sum("Power hour" in row or "Sprint" in row for row in rows) == 40
        before = stage.rows()
        await stage.resize(*WIDE)
        assert not stage.has("The last sessions")
        await stage.resize(*BROAD)
        assert stage.rows() == before


@pytest.mark.parametrize("size", [FULL, WIDE])
async def test_others_have_no_part_for_it(tmp_path: Path, size: tuple[int, int]) -> None:
    async with open_session(tmp_path, size=size) as stage:
        await stage.press("n")
        await stage.saved()
        assert not stage.app.screen.query("#beside")


async def test_charts_and_lists_take_the_room(tmp_path: Path) -> None:
    keep_weeks(tmp_path)
    async with open_app(tmp_path, size=BROAD, clock=FakeClock(NOW)) as stage:
        await look_at(stage, "history")
        assert stage.rows()[1].rstrip().endswith("120 sessions, 2,277 calls")
        assert len(stage.rows()[1]) > 190
        await stage.press("d")
        await stage.until_shown("20 Nov")
        assert max(len(row) for row in stage.rows() if "▔" in row) > 190
        await stage.press("f1")
        await stage.rest()
        heads = [row for row in stage.rows() if row.startswith("   ") and row[3:4].strip()]
        assert any(len(row) > 110 for row in heads)


async def test_no_line_is_wider_than_its_part(tmp_path: Path) -> None:
    keep_weeks(tmp_path)
    async with open_app(tmp_path, size=BROAD, clock=FakeClock(NOW)) as stage:
        await stage.until_shown("The last sessions")
        for columns in range(180, 201, 4):
            await stage.resize(columns, 60)
            for view in stage.app.screen.query("LinesView"):
                assert all(width(line) <= view.size.width for line in getattr(view, "lines", ())), (columns, view.id)
