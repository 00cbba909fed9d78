"""Lines of spans: cut, broken and fitted by cells."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from nextcall.tui.repeat import RepeatGuard
from nextcall.tui.widgets.bar import bar
from nextcall.tui.widgets.digits import digits
from nextcall.tui.widgets.lines import Line, Span, apart, broken, clipped, fit, flowing, width, wrapped

TEXTS = st.text(alphabet="ab 漢é·[]\x1b\n\u202e", max_size=30)
LINES = st.lists(TEXTS.map(lambda text: Span(fit(text, cell_len(text)))), max_size=6).map(tuple)


def text_of(line: Line) -> str:
    return "".join(span.text for span in line)


@given(TEXTS, st.integers(0, 40))
def test_fit_takes_exactly_its_cells(text: str, cells: int) -> None:
    assert cell_len(fit(text, cells)) == cells


@given(LINES, st.integers(1, 40))
def test_clipped_is_never_wider_and_says_so(line: Line, cells: int) -> None:
    cut = clipped(line, cells)
    assert width(cut) <= cells
    assert cut == line if width(line) <= cells else "…" in text_of(cut)


@given(LINES, st.integers(4, 40), st.integers(1, 4))
def test_broken_fits_its_rows(line: Line, cells: int, rows: int) -> None:
    found = broken(line, cells, rows)
    assert 1 <= len(found) <= rows
    assert all(width(row) <= cells for row in found)


def test_broken_keeps_the_words_and_their_styles() -> None:
    line = (Span("Not on disk: ", "warning"), Span("the quick brown fox"))
    assert [text_of(row).rstrip() for row in broken(line, 20, 2)] == ["Not on disk: the", "quick brown fox"]
    assert broken(line, 20, 2)[0][0].style == "warning"
    assert text_of(broken(line, 20, 1)[0]) == "Not on disk: the qu…"


@given(st.text(max_size=60), st.integers(2, 20))
def test_wrapped_fits_and_loses_no_word(text: str, cells: int) -> None:
    rows = wrapped(text, cells)
    assert all(cell_len(row) <= cells for row in rows)


def test_wrapped_breaks_what_is_longer_than_a_line() -> None:
    assert wrapped("one /a/very/long/path two", 8) == ["one", "/a/very/", "long/pat", "h two"]
    assert wrapped("", 8) == [""]


@given(st.lists(LINES, min_size=1, max_size=6), st.integers(3, 40))
def test_flowing_breaks_between_parts_only(parts: list[Line], cells: int) -> None:
    assert all(width(line) <= cells for line in flowing(parts, cells))


def test_apart_gives_way_on_the_right() -> None:
    left, right = (Span("left"),), (Span("right"),)
    assert text_of(apart(left, right, 12)) == "left   right"
    assert text_of(apart(left, right, 9)) == "left"


@given(st.floats(-1, 2), st.integers(0, 120))
def test_bars_have_their_length(share: float, cells: int) -> None:
    assert width(bar(share, cells)) == cells


def test_digits_do_not_move() -> None:
    for rows in (3, 5):
        assert {width(line) for text in ("00:00", "11:11", "59:58") for line in digits(text, "", rows)} == {
            width(digits("88:88", "", rows)[0])
        }


def test_the_window_of_a_held_key_slides() -> None:
    guard = RepeatGuard(800)
    assert [guard.held("n", at) for at in (0, 0.5, 1.2, 1.9, 2.6, 3.5)] == [False, True, True, True, True, False]
    assert [guard.held(key, 4) for key in "vnvn"] == [False] * 4
    assert not RepeatGuard(0).held("n", 0)


@given(st.lists(st.tuples(st.sampled_from("nv"), st.floats(0, 3)), max_size=30))
def test_a_guarded_key_is_ignored_only_after_itself(presses: list[tuple[str, float]]) -> None:
    guard, at, before = RepeatGuard(800), 0.0, ("", -9.0)
    for key, passed in presses:
        at += passed
        assert guard.held(key, at) == (key == before[0] and at - before[1] < 0.8)
        before = key, at
