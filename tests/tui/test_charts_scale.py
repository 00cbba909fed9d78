"""The geometry of charts: round ticks, steady figures, nothing lost and nothing overlapping."""

from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.tui.charts.scale import (
    DOTTED,
    EIGHTHS,
    LARGEST,
    SIDEWAYS,
    covered,
    filled,
    labelled,
    sane,
    short,
    slots,
    spread,
    stacked,
    ticks,
)
from nextcall.tui.charts.sparkline import sparkline

ANY = st.one_of(st.floats(), st.integers(), st.sampled_from([10**400, -(10**400)]))
SHARES = st.floats(0, 1)


@given(ANY)
def test_every_number_can_be_drawn(value: float) -> None:
    assert -LARGEST <= sane(value) <= LARGEST


@given(ANY.map(abs), st.integers(4, 8))
def test_figures_keep_to_their_cells(value: float, cells: int) -> None:
    assert 1 <= len(short(value, cells)) <= cells


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (-0.001, "0"), (7, "7"), (0.25, "0.25"), (12.5, "12.5"), (999.996, "1,000"), (1234, "1,234"), (12345, "12.3k"),
        (99_999, "100k"), (999_999, "1M"), (2_500_000_000, "2.5B"), (LARGEST, "999T"), (inf, "999T"), (nan, "0"), (-12, "-12"),
    ],
)  # fmt: skip
def test_short_figures(value: float, text: str) -> None:
    assert short(value) == text


def test_shorter_figures() -> None:
    assert [short(n, 4) for n in (999, 1000, 1234, 99_999, 999_499)] == ["999", "1k", "1.2k", "100k", "999k"]


@given(st.floats(-1e3, 1e15), st.floats(-1e3, 1e15), st.integers(1, 60), st.booleans())
def test_an_axis_shows_all_and_is_round(one: float, other: float, cells: int, whole: bool) -> None:
    low, high = sorted((one, other))
    found = ticks(low, high, cells, whole=whole)
    assert found.base <= low + found.step / 1000
    assert found.top >= min(high, LARGEST)
    assert found.cells == cells
    assert f"{found.step:e}"[:3] in {"1.0", "2.0", "2.5", "5.0"}
    assert not whole or found.step == int(found.step)
    assert len(found.marks()) >= min(3, cells + 1), "the foot and two above, where there is room"
    assert all(0 <= up <= cells for up, _ in found.marks())


@pytest.mark.parametrize(
    ("high", "cells", "marks"),
    [
        (0, 8, [0, 1, 2]), (3, 8, [0, 2, 4]), (88, 8, [0, 50, 100]), (72, 9, [0, 25, 50, 75]), (76, 9, [0, 20, 40, 60, 80]), (1, 1, [0, 1]),
        (240, 7, [0, 100, 200, 300]), (12_400, 10, [0, 5000, 10000]),
    ],
)  # fmt: skip
def test_ticks_of_counts(high: float, cells: int, marks: list[float]) -> None:
    found = [value for _, value in ticks(0, high, cells, whole=True).marks()]
    assert found == marks


@given(SHARES, SHARES, st.integers(1, 90))
def test_more_is_never_drawn_shorter(one: float, other: float, cells: int) -> None:
    low, high = sorted((one, other))
    assert 0 <= filled(low, 1, cells) <= filled(high, 1, cells) <= 8 * cells
    assert (filled(low, 1, cells) > 0) is (low > 0)


@given(st.integers(0, 200), st.integers(1, 20), st.sampled_from([EIGHTHS, SIDEWAYS, DOTTED]))
def test_a_column_has_its_cells_and_begins_at_the_foot(eighths: int, cells: int, glyphs: str) -> None:
    found = stacked(eighths, cells, glyphs)
    assert len(found) == cells
    levels = [glyphs.index(glyph) for glyph in found]
    assert levels == sorted(levels, reverse=True)
    assert (levels[0] > 0) is (eighths > 0)


@given(st.integers(0, 10_000), st.integers(-2, 200), st.integers(1, 12))
def test_slots_hold_the_newest(number: int, cells: int, widest: int) -> None:
    found = slots(number, cells, widest)
    assert found.first + found.shown == number
    assert found.shown * found.slot <= max(cells, 0)
    assert 1 <= found.wide <= found.slot <= widest


@given(st.integers(1, 400), st.integers(1, 120), st.lists(st.integers(0, 12), min_size=120, max_size=120))
def test_labels_never_overlap(number: int, cells: int, widths: list[int]) -> None:
    places = slots(number, cells)
    found = labelled(places, widths[: places.shown])
    assert found[-1][0] == number - 1
    free = -99
    for i, left in found:
        assert left >= free
        free = left + widths[i - places.first] + 1
        assert free - 2 <= places.right(i), "a label ends where its thing ends"


@given(st.floats(-10, 1e5), st.floats(-10, 1e5), st.floats(1, 1e5), st.integers(1, 200))
def test_everything_that_happened_has_a_cell(start: float, end: float, total: float, cells: int) -> None:
    found = covered(start, end, total, cells)
    assert len(found) >= 1
    assert 0 <= found[0] <= found[-1] < cells


@given(st.lists(st.integers(-3, 30), min_size=1, max_size=8), st.integers(0, 20))
def test_names_of_rules_stand_apart(wanted: list[int], more: int) -> None:
    rows = len(wanted) + more
    found = spread(sorted(wanted), rows)
    assert len(set(found)) == len(wanted)
    assert found == sorted(found)
    assert 0 <= found[0] <= found[-1] < rows


def test_names_that_have_room_stay() -> None:
    assert spread([1, 4, 8], 10) == [1, 4, 8]
    assert spread([4, 4, 4], 5) == [2, 3, 4]


@given(st.lists(st.one_of(st.none(), ANY), max_size=60), st.integers(-1, 40))
def test_a_sparkline_keeps_its_cells(values: list[float | None], cells: int) -> None:
    found = sparkline(values, cells)
    assert len(found) == max(cells, 0)
    shown = values[len(values) - min(len(values), max(cells, 0)) :]
    for value, glyph in zip(shown, found, strict=False):
        assert (glyph == " ") is (value is None)
        assert (glyph in EIGHTHS[1:]) is (value is not None and value > 0)


def test_a_sparkline_begins_at_zero() -> None:
    assert sparkline([14, 21, 28], 3) == "▄▆█", "half is half as high"
    assert sparkline([0, 1, 1000, None, 500], 7) == "·▁█ ▄  "
    assert sparkline([0, 0], 2) == "··"
