"""Charts: the size that was asked for whatever they are given, and nothing that is only colour."""

import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from fakes import START, a_session
from looks import usual
from nextcall.core.session import Call, Pause
from nextcall.tui.charts.canvas import Canvas
from nextcall.tui.charts.columns import Bar, bars
from nextcall.tui.charts.dots import CURSOR as CHOSEN_LINE
from nextcall.tui.charts.dots import Point, dots, outside
from nextcall.tui.charts.heat import Cells, Heat, heat
from nextcall.tui.charts.rows import Row, intervals, rows
from nextcall.tui.charts.timeline import CURSOR, PAUSE, WRAP_UP, Piece, paused, pieces, timeline
from nextcall.tui.widgets.lines import Lines, width
from nextcall.tui.widgets.strip import CELLS

NUMBERS = st.one_of(st.integers(0, 300), st.floats(), st.integers(), st.just(10**400))
SHARES = st.one_of(st.none(), st.floats(0, 1))
TEXTS = st.text(alphabet="ab 漢é·[]\x1b\n\u202e", max_size=16)
SIZES = st.tuples(st.integers(-1, 130), st.integers(-1, 30))
BARS = st.lists(st.builds(Bar, TEXTS, NUMBERS, NUMBERS), max_size=40)
ROWS = st.lists(
    st.builds(Row, TEXTS, SHARES, st.one_of(st.none(), st.integers(0, 10**9)), SHARES, SHARES, st.booleans(), TEXTS), max_size=12
)
POINTS = st.lists(
    st.builds(Point, TEXTS, *[st.one_of(st.none(), NUMBERS)] * 3, run=st.booleans(), open=st.booleans()), max_size=40
)
HEATS = st.dictionaries(
    st.tuples(st.integers(0, 6), st.integers(0, 23)),
    st.tuples(st.integers(0, 10**7), st.floats(0, 1)).map(lambda pair: Heat(pair[0], int(pair[0] * pair[1]))),
    max_size=60,
)
SECONDS = st.floats(0, 36_000)
PIECES = st.lists(st.builds(Piece, SECONDS, st.floats(0, 900), st.floats(0, 90), st.sampled_from(list(CELLS))), max_size=40)
RULES = st.one_of(st.none(), NUMBERS)
PAUSES = st.lists(st.tuples(SECONDS, SECONDS), max_size=5)
PLACES = st.one_of(st.none(), st.tuples(st.integers(0, 6), st.integers(0, 23)))
CHOSEN = st.one_of(st.none(), st.integers(-1, 45))
CLOCKS = st.sampled_from(["24h", "12h"])


def text_of(lines: Lines) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


def exact(lines: Lines, cells: int, rows_: int) -> list[str]:
    """The texts of lines that are of exactly that size, and that nothing could obey."""
    texts = text_of(lines)
    assert len(lines) == max(rows_, 0)
    assert all(width(line) == max(cells, 0) for line in lines)
    assert all(text.isprintable() for text in texts)
    return texts


class TestSizes:
    @given(BARS, SIZES, st.one_of(st.none(), st.integers(-2, 50)), st.sampled_from([("", ""), ("calls", ""), ("calls", "conversations")]))
    def test_bars(self, values: list[Bar], size: tuple[int, int], chosen: int | None, of: tuple[str, str]) -> None:
        exact(bars(values, *size, of=of, chosen=chosen), *size)

    @given(ROWS, st.integers(-1, 130), st.one_of(st.none(), st.floats(0, 1)), TEXTS)
    def test_rows(self, items: list[Row], cells: int, mean: float | None, name: str) -> None:
        exact(rows(items, cells), cells, len(items))
        exact(intervals(items, cells, mean, name), cells, len(items) + 2)

    @given(HEATS, SIZES, st.booleans(), st.integers(0, 6), PLACES, CLOCKS)
    def test_heat(  # noqa: PLR0913, PLR0917 (all that a map can be asked)
        self, found: Cells, size: tuple[int, int], rates: bool, first: int, chosen: tuple[int, int] | None, clock: str
    ) -> None:
        exact(heat(found, *size, rates=rates, first_day=first, chosen=chosen, clock=clock), *size)

    @given(PIECES, PAUSES, st.floats(-5, 1e9), SIZES, st.integers(0, 86_399), CHOSEN, CLOCKS)
    def test_timeline(  # noqa: PLR0913, PLR0917 (all that a line can be asked)
        self,
        calls: list[Piece],
        pauses: list[tuple[float, float]],
        seconds: float,
        size: tuple[int, int],
        begun: int,
        chosen: int | None,
        clock: str,
    ) -> None:
        start = START + timedelta(seconds=begun)
        exact(timeline(calls, pauses, seconds, *size, start=start, chosen=chosen, clock=clock), *size)

    @given(POINTS, SIZES, RULES, RULES, RULES, CHOSEN)
    def test_dots(  # noqa: PLR0913, PLR0917 (all that it can be asked)
        self,
        points: list[Point],
        size: tuple[int, int],
        center: float | None,
        lower: float | None,
        upper: float | None,
        chosen: int | None,
    ) -> None:
        exact(dots(points, *size, center=center, lower=lower, upper=upper, chosen=chosen), *size)

    @pytest.mark.parametrize("cells", [1, 40, 200])
    def test_very_many(self, cells: int) -> None:
        exact(bars([Bar(f"{i}", i, i // 2) for i in range(10_000)], cells, 10), cells, 10)
        exact(dots([Point(f"{i}", i % 97) for i in range(10_000)], cells, 10, center=48, lower=2, upper=94), cells, 10)
        exact(rows([Row(f"{i}", i) for i in range(10_000)], cells), cells, 10_000)
        exact(timeline([Piece(i * 3, 2, 1) for i in range(10_000)], [], 30_000, cells, 5, start=START), cells, 5)


class TestCanvas:
    def test_what_is_outside_is_lost(self) -> None:
        canvas = Canvas(4, 2)
        canvas.put(-1, 0, "abcdefg", "strong")
        canvas.put(0, 2, "x")
        canvas.put(0, -1, "x")
        canvas.write(2, 1, "漢字漢", cells=9)
        canvas.write(-1, 1, "x", cells=1)
        assert text_of(canvas.lines()) == ["bcde", "  … "]
        assert [width(line) for line in canvas.lines()] == [4, 4]

    def test_a_click_finds_what_was_drawn(self) -> None:
        canvas = Canvas(5, 1)
        canvas.put(1, 0, "ab", "strong", "one")
        assert [(span.text, span.action) for span in canvas.lines()[0]] == [(" ", ""), ("ab", "one"), ("  ", "")]


class TestBars:
    @given(st.lists(st.integers(0, 10**6), min_size=2, max_size=30))
    def test_more_is_never_lower_and_some_is_never_nothing(self, counts: list[int]) -> None:
        texts = exact(bars([Bar("", n) for n in counts], 70, 12), 70, 12)
        slot = max(1, min(8, 62 // len(counts)))
        heights = ["".join(line[8 + i * slot] for line in texts[:10]).count("⣿") * 4 + _top(texts[:10], 8 + i * slot) for i in range(len(counts))]
        for one, high in zip(counts, heights, strict=True):
            assert (high > 0) is (one > 0)
        pairs = sorted(zip(counts, heights, strict=True))
        assert [height for _, height in pairs] == sorted(heights)

    @given(st.integers(1, 500), st.integers(1, 500))
    def test_a_part_is_seen_without_colour(self, value: int, part: int) -> None:
        texts = text_of(bars([Bar("x", value, part)], 40, 12))
        drawn = "".join(line[9] for line in texts[:10])
        assert re.search("[▁▂▃▄▅▆▇█]", drawn)
        assert "⣿" in drawn or part * 2 > value
        assert "⣿" not in drawn or part < value

    def test_each_figure_is_written_where_it_has_room(self) -> None:
        text = "\n".join(text_of(bars([Bar(day, n) for day, n in zip("abcdefg", (62, 41, 88, 0, 35, 7, 1), strict=True)], 74, 12)))
        assert all(re.search(rf"\s{n}\s", text) for n in (62, 41, 88, 0, 35, 7, 1))

    def test_the_newest_are_shown_and_the_others_counted(self) -> None:
        texts = text_of(bars([Bar(f"d{i}", 1) for i in range(1000)], 48, 8))
        assert texts[0].strip() == "… 960 earlier"
        assert texts[-1].rstrip().endswith("d999")

    def test_the_axis_does_not_move(self) -> None:
        for most in (1, 99, 12_345, 10**9):
            texts = text_of(bars([Bar("a", most)], 40, 10))
            assert {text[6] for text in texts[1:8]} <= {"│", "┤"}
            assert all(not text[5].strip() for text in texts)

    def test_clicks_and_the_chosen_one(self) -> None:
        lines = bars([Bar("a", 3, 1, "day_a"), Bar("b", 3, 0, "day_b")], 40, 10, chosen=1)
        found = {span.action: span.style for line in lines for span in line if span.action}
        assert set(found) == {"day_a", "day_b"}
        assert any(span.style == "accent" and span.action == "day_b" for line in lines for span in line)
        assert not any(span.style.startswith("accent") and span.action == "day_a" for line in lines for span in line)

    def test_nothing_yet(self) -> None:
        assert any("nothing yet" in text for text in text_of(bars([], 40, 8)))
        assert any("nothing yet" in text for text in text_of(dots([], 40, 8)))


def _top(texts: list[str], x: int) -> int:
    return sum({"⣀": 1, "⣤": 2, "⣶": 3}.get(line[x], 0) for line in texts)


class TestRows:
    @given(st.lists(st.integers(0, 10**9), min_size=1, max_size=10))
    def test_bars_are_as_long_as_the_figures_say(self, counts: list[int]) -> None:
        texts = exact(rows([Row("a", n) for n in counts], 60), 60, len(counts))
        lengths = [sum("▏▎▍▌▋▊▉█".find(char) + 1 for char in text) for text in texts]
        assert [length for _, length in sorted(zip(counts, lengths, strict=True))] == sorted(lengths)
        for n, text, length in zip(counts, texts, lengths, strict=True):
            assert text.endswith(f" {n:,}")
            assert (length > 0) is (n > 0)

    @given(ROWS.filter(bool), st.integers(60, 130))
    def test_n_stands_beside_every_rate(self, items: list[Row], cells: int) -> None:
        for item, text in zip(items, text_of(intervals(items, cells, 0.2))[1:-1], strict=True):
            if item.n is not None:
                assert re.search(rf"% +of +{item.n:,}(?!\d)", text)
            if item.value is not None and item.n is not None:
                assert f"{item.value * 100:.1f} %" in text

    def test_brighter_is_another_shape(self) -> None:
        texts = text_of(intervals([Row("a", 0.1, 100, 0.05, 0.2), Row("b", 0.3, 100, 0.2, 0.4, bright=True)], 60, 0.15))
        assert "●" in texts[1]
        assert "◆" not in texts[1]
        assert "◆" in texts[2]
        assert "●" not in texts[2]

    def test_an_unknown_rate_is_a_dash(self) -> None:
        (line,) = text_of(intervals([Row("a", None, 0)], 40))[1:-1]
        assert line.endswith("– %  of 0")

    def test_long_names_give_way_to_figures(self) -> None:
        assert text_of(rows([Row("a very long name indeed", 12)], 20)) == ["a ver…  ████████  12"]
        assert text_of(rows([Row("name", 12)], 8)) == ["n…    12"]


class TestHeat:
    @given(HEATS, st.booleans())
    def test_every_cell_has_its_number(self, found: Cells, rates: bool) -> None:
        texts = exact(heat(found, 160, 19, rates=rates), 160, 19)
        hours = sorted({hour for (_, hour), cell in found.items() if cell.n})
        for (day, _), cell in found.items():
            if cell.n and hours:
                row = texts[1 + 2 * day : 3 + 2 * day]
                if cell.n < 1000:
                    assert re.search(rf"(?<!\d){cell.n}(?!\d)", row[1 if rates else 0])
                if rates:
                    assert re.search(rf"{'' if cell.n >= 20 else '~'}{100 * cell.k / cell.n:.0f}(?!\d)", row[0])

    @given(HEATS)
    def test_few_calls_are_grey_and_none_is_a_dot(self, found: Cells) -> None:
        lines = heat(found, 160, 12)
        spans = [span for line in lines[1:8] for span in line[1:]]
        few = [span for span in spans if span.style == "cell-none"]
        shaded = [span for span in spans if span.style.startswith("heat-")]
        assert all(int(n) < 20 for span in few for n in span.text.split())
        assert all(not n.isdigit() or int(n) >= 20 for span in shaded for n in span.text.split())
        assert all(set(span.text) <= {" ", "·"} for span in spans if span.style == "faint")

    def test_fewer_columns_where_there_is_less_room_and_no_call_is_lost(self) -> None:
        found = {(0, hour): Heat(25, 5) for hour in range(24)}
        for cells in (160, 75, 74, 60, 40, 30, 15, 8):
            texts = exact(heat(found, cells, 12), cells, 12)
            assert sum(map(int, re.findall(r"\d+", texts[1][3:]))) == 600

    def test_hours_in_between_have_their_column(self) -> None:
        header = text_of(heat({(0, 9): Heat(1), (2, 12): Heat(1)}, 60, 12))[0]
        assert header.split() == ["09", "10", "11", "12"]
        assert text_of(heat({(0, 9): Heat(1), (2, 12): Heat(1)}, 60, 12, clock="12h"))[0].split() == ["9a", "10a", "11a", "12p"]

    @pytest.mark.parametrize(("first", "days"), [(0, "Mo Tu We Th Fr Sa Su"), (5, "Sa Su Mo Tu We Th Fr"), (6, "Su Mo Tu We Th Fr Sa")])
    def test_the_week_starts_where_it_does(self, first: int, days: str) -> None:
        texts = text_of(heat({(5, 9): Heat(7)}, 40, 10, first_day=first))
        assert " ".join(text[:2] for text in texts[1:8]) == days
        assert [text[:2] for text in texts[1:8] if "7" in text] == ["Sa"]

    def test_the_chosen_cell_in_words(self) -> None:
        found = {(1, 10): Heat(330, 26)}
        assert text_of(heat(found, 76, 10, rates=True, chosen=(1, 10)))[-1].strip() == "Tuesday, 10 to 11: 26 of 330, 7.9 % (5.8 to 10.7 %)"
        assert text_of(heat(found, 76, 10, chosen=(1, 10)))[-1].strip() == "Tuesday, 10 to 11: 330 calls"
        assert text_of(heat(found, 76, 10, chosen=(3, 23)))[-1].strip() == "Thursday, 23 to 00: 0 calls"


class TestTimeline:
    @given(PIECES.filter(bool), st.integers(1, 120), st.integers(1, 8))
    def test_the_furthest_call_is_always_seen(self, calls: list[Piece], cells: int, rows_: int) -> None:
        text = "".join(text_of(timeline(calls, [], 36_000, cells, rows_, start=START)))
        best = max((call.reached for call in calls), key=list(CELLS).index)
        if best == "help":
            assert "◆" in text
        elif best == "none":
            assert set(text) & {"·", "▁"}
        else:
            assert set(text) & set("▂▄▅▆█")

    @given(PIECES.filter(bool), st.data())
    def test_one_mark_under_the_chosen_call(self, calls: list[Piece], data: st.DataObject) -> None:
        chosen = data.draw(st.integers(0, len(calls) - 1))
        texts = text_of(timeline(calls, [], 36_000, 80, 6, start=START, chosen=chosen))
        assert texts[4].count(CURSOR) == 1
        assert texts[3][texts[4].index(CURSOR)] != " "

    def test_one_call_in_eight_hours(self) -> None:
        texts = text_of(timeline([Piece(4 * 3600, 20, 2, "connect")], [], 8 * 3600, 80, 3, start=START))
        assert texts[0].strip() == "▂"
        assert texts[0].index("▂") == 40

    def test_of_several_in_one_cell_the_furthest(self) -> None:
        calls = [Piece(0, 10, 0, "none"), Piece(12, 10, 0, "yes"), Piece(24, 10, 0, "connect")]
        assert text_of(timeline(calls, [], 36_000, 10, 1, start=START)) == ["█         "]

    def test_pauses_wrap_ups_and_gaps_are_told_apart(self) -> None:
        (text,) = text_of(timeline([Piece(0, 20, 20, "conversation")], [(60, 80)], 100, 10, 1, start=START))
        assert text == f"▅▅{WRAP_UP}{WRAP_UP}  {PAUSE}{PAUSE}  "

    @pytest.mark.parametrize(
        ("seconds", "clock", "times"),
        [
            (40, "24h", "09:00"), (600, "24h", "09:00 09:01 09:02 09:03 09:04 09:05 09:06 09:07 09:08 09:09"),
            (3600, "24h", "09:00 09:10 09:20 09:30 09:40 09:50"), (36_000, "24h", "09:00 10:00 11:00 12:00 13:00 14:00 15:00 16:00 17:00 18:00"),
            (36_000, "12h", "10:00 am 12:00 pm 2:00 pm 4:00 pm 6:00 pm"),
        ],
    )  # fmt: skip
    def test_times_are_round(self, seconds: int, clock: str, times: str) -> None:
        texts = text_of(timeline([], [], seconds, 80, 4, start=START, clock=clock))
        assert " ".join(texts[-1].split()) == times
        assert texts[2].count("┬") == len(re.findall(r"\d:", texts[-1])), "one tick a time"

    def test_over_midnight(self) -> None:
        texts = text_of(timeline([], [], 7200, 60, 3, start=START.replace(hour=23, minute=10)))
        assert texts[-1].split() == ["23:20", "23:40", "00:00", "00:20", "00:40", "01:00"]

    def test_a_session_as_pieces(self) -> None:
        dialed = START + timedelta(seconds=30)
        timed = Call(1, dialed, dialed + timedelta(seconds=60), dialed + timedelta(seconds=65), "yes")
        tapped = Call(2, tagged_at=dialed + timedelta(seconds=90), outcome="no-answer")
        at = [START + timedelta(seconds=seconds) for seconds in (200, 260, 300)]
        made = a_session()._replace(calls=(timed, tapped), pauses=(Pause(at[0], at[1]), Pause(at[2])))
        assert pieces(made) == (Piece(30, 60, 5, "yes", "call_1"), Piece(120, 0, 0, "none", "call_2"))
        assert pieces(made)[0].end == 95
        assert paused(made, START + timedelta(seconds=500)) == ((200, 260), (300, 500))


class TestDots:
    @given(POINTS.filter(bool))
    def test_outside_is_another_shape(self, points: list[Point]) -> None:
        text = "".join(text_of(dots(points, 400, 20)))
        assert text.count("◆") == sum(map(outside, points))

    def test_rules_are_named(self) -> None:
        text = " ".join(" ".join(text_of(dots([Point("a", 30), Point("b", 44)], 74, 10, center=30, lower=21.3, upper=38.7))).split())
        assert re.search(r"upper 38.7 .*mean 30 .*lower 21.3", text)
        assert "◆" in text

    def test_while_it_learns_there_are_no_limits(self) -> None:
        text = "".join(text_of(dots([Point("a", 3), Point("b", 4)], 74, 10)))
        assert not set(text) & set("⠁⠂⠄⡀⠉⠒⠤⣀")
        assert "mean" not in text

    def test_nothing_measured_leaves_a_gap(self) -> None:
        assert "".join(text_of(dots([Point("a", 1), Point("b", None), Point("c", 2)], 60, 8))).count("●") == 2

    def test_limits_of_each_point(self) -> None:
        assert outside(Point("a", 5, 1, 4))
        assert outside(Point("a", 0, 1, 4))
        assert not outside(Point("a", 4, 1, 4))
        assert not outside(Point("a", 9))
        assert not outside(Point("a", None, 1, 4))
        assert not outside(Point("a", 9, 1, 4, open=True)), "there is more to come"

    def test_a_run_and_what_is_not_over_have_shapes_of_their_own(self) -> None:
        points = [Point("a", 3, run=True), Point("b", 4), Point("c", 9, 1, 5, run=True), Point("d", 1, 2, 5, open=True)]
        text = "".join(text_of(dots(points, 74, 12)))
        assert [text.count(glyph) for glyph in "◇●◆○"] == [1, 1, 1, 1]

    @pytest.mark.parametrize("chosen", [0, 1, 2])
    def test_the_chosen_point_has_a_line_and_its_limits_are_named(self, chosen: int) -> None:
        points = [Point("a", 3, 1, 6), Point("b", 4, 2, 7), Point("c", 5, 3, 8)]
        texts = text_of(dots(points, 74, 10, center=4, chosen=chosen))
        columns = {text.index(CHOSEN_LINE) for text in texts if CHOSEN_LINE in text}
        assert len(columns) == 1
        assert any(text[column : column + 1] == "●" for text in texts for column in columns)
        text = " ".join(" ".join(texts).split())
        assert re.search(rf"upper {6 + chosen} .*mean 4 .*lower {1 + chosen}\b", text), text

    @pytest.mark.parametrize(("value", "foot", "top"), [(160, "0", "160"), (0, "0", "1")])
    def test_what_never_moves_begins_at_zero(self, value: float, foot: str, top: str) -> None:
        figures = [text[:5].strip() for text in text_of(dots([Point("a", value)] * 3, 74, 10))[:-1] if text[:5].strip()]
        assert figures[-1] == foot
        assert float(figures[0]) >= float(top)


@settings(max_examples=usual(10, long=2_000))
@given(TEXTS)
def test_labels_of_anybody_are_harmless(label: str) -> None:
    for lines in (bars([Bar(label, 1)] * 3, 60, 8), rows([Row(label, 1)], 60), dots([Point(label, 1)], 60, 8)):
        assert all(cell_len(text) == 60 and text.isprintable() for text in text_of(lines))

