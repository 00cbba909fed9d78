"""Lines broken between words: no word loses its end to the blank behind it."""

from hypothesis import given
from hypothesis import strategies as st

from nextcall.tui.widgets.lines import Span, broken, width

WORD = st.text("abc,.", min_size=1, max_size=9)


@given(st.lists(WORD, min_size=1, max_size=20), st.integers(10, 60))
def test_nothing_is_lost_where_there_is_room(words: list[str], cells: int) -> None:
    lines = broken((Span(" ".join(words), "muted"),), cells, 30)
    assert all(width(line) <= cells for line in lines)
    assert " ".join("".join(span.text for span in line) for line in lines).split() == words


@given(st.lists(WORD, min_size=1, max_size=20), st.integers(1, 20), st.integers(1, 3))
def test_what_does_not_fit_is_cut_off_with_an_ellipsis(words: list[str], cells: int, rows: int) -> None:
    lines = broken((Span(" ".join(words)),), cells, rows)
    assert len(lines) <= rows
    assert all(width(line) <= cells for line in lines)
    shown = " ".join("".join(span.text for span in line) for line in lines)
    assert "…" in shown or shown.split() == words
