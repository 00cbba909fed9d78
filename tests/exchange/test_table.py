import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.tables import Way, written
from nextcall.errors import InputError
from nextcall.exchange import table
from nextcall.exchange.table import Table, read_table

HEADER = ("Started", "Outcome", "Contact name", "Notes")
LATIN = st.characters(codec="cp1252", exclude_categories=["Cc", "Cf", "Zs", "Zl", "Zp"])
CELLS = st.text(LATIN | st.sampled_from([" ", ",", ";", "\t", "|", '"', "\n"]), max_size=8).map(str.strip)
ROWS = st.lists(st.tuples(st.just("2021-01-05 09:12:58"), st.sampled_from(["ANSWERED", "BUSY"]), CELLS, CELLS), min_size=1, max_size=12)
WAYS = st.builds(
    Way,
    st.sampled_from(",;\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    st.sampled_from(["", "Call report", "Report of January, all agents"]),
    st.sampled_from([0, 1, 300]),
    st.booleans(),
)


@given(ROWS, WAYS)
def test_whatever_way_it_is_written_the_same_is_read(rows: list[tuple[str, ...]], way: Way) -> None:
    if way.ends == "\r":  # a new line in a cell is no line's end there, but programs that write \r have none in cells
        rows = [tuple(cell.replace("\n", " ").strip() for cell in row) for row in rows]
    found = read_table(written(HEADER, rows, way))
    assert found.header == HEADER
    assert [tuple(row.cells) + ("",) * (4 - len(row.cells)) for row in found.rows] == rows
    assert found.delimiter == way.delimiter


@given(st.lists(CELLS, min_size=1, max_size=5))
def test_the_encoding_of_old_windows(cells: list[str]) -> None:
    rows = [("2021-01-05", "ANSWERED", "Müller", cell) for cell in cells]
    found = read_table(written(HEADER, rows, Way(";", "cp1252")))
    assert found.encoding == "cp1252"
    assert [row.cells[3] if len(row.cells) > 3 else "" for row in found.rows] == cells


def test_bytes_that_no_encoding_has_are_kept_apart() -> None:
    assert read_table(b"Date,Note\n1.1.,\x81\xfc\n").rows[0].cells == ("1.1.", "\x81ü")


@given(st.binary(max_size=400) | st.text(st.sampled_from('a1,;|\t"\'\r\n='), max_size=200).map(str.encode))
def test_garbage_is_a_table_or_an_error_in_one_line(data: bytes) -> None:
    found: Table | None = None
    said = ""
    try:
        found = read_table(data)
    except InputError as error:
        said = error.message
    assert "\n" not in said
    assert (found is None) == bool(said)
    assert found is None or all(any(row.cells) for row in found.rows)


def test_lines_are_counted_as_an_editor_does() -> None:
    found = read_table(b'Title\r\n\r\nDate,Note\r\n\r\n1.1.,"a\r\nb"\r\n2.1.,c\r\n')
    assert found.header_line == 3
    assert [(row.line, row.cells) for row in found.rows] == [(5, ("1.1.", "a\r\nb")), (7, ("2.1.", "c"))]


def test_rows_of_nothing_and_headers_again_are_no_rows() -> None:
    assert [row.line for row in read_table(b"a,b\n1,2\n,,\n \na,b\n3,4\n,,,,\n,,\n").rows] == [2, 6]


def test_a_line_that_names_the_delimiter() -> None:
    found = read_table(b"sep=;\r\nDate;Note, long\r\n1,5;x\r\n")
    assert (found.delimiter, found.header, found.header_line, found.rows[0].line) == (";", ("Date", "Note, long"), 2, 3)


def test_single_quotes_around_everything() -> None:
    found = read_table(b"'Date','Note'\n'1.1.','a, b'\n'2.1.','c''d'\n")
    assert [row.cells for row in found.rows] == [("1.1.", "a, b"), ("2.1.", "c'd")]


def test_blanks_after_the_delimiter() -> None:
    assert read_table(b'Date, Note\n1.1., "a, b"\n').rows[0].cells == ("1.1.", "a, b")


def test_a_decimal_comma_is_no_delimiter() -> None:
    found = read_table(b"Start;End;Minutes\n1.1.;2.1.;1,5\n1.1.;2.1.;2,5\n")
    assert (found.delimiter, found.rows[0].cells) == (";", ("1.1.", "2.1.", "1,5"))


def test_without_a_header_every_row_counts() -> None:
    found = read_table(b"2021-01-01,Y\n2021-01-02,N\n")
    assert (found.header, found.header_line, len(found.rows)) == ((), 0, 2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "nothing in it"),
        (b"\xef\xbb\xbf \r\n", "nothing in it"),
        (b",,,\n,,,\n", "nothing in it"),
        (b"PK\x03\x04rest", "workbook"),
        (b"Date,Note\n1.1.,a\x00b\n", "line 2: has a NUL byte"),
        (b'Date,Note\n1.1.,x\n2.1.,"open\n3.1.,y\n', "line 3: a quote is opened here and never closed"),
        (b'Date,Note\n1.1.,"' + b"x" * 140_000 + b'"\n', "line 2: a cell is longer"),
        (b"\xff\xfea", "is no UTF-16"),
    ],
)
def test_what_is_no_table(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_table(data)


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="has 100,001 rows; 100,000 are the most"):
        read_table(b"a,b\n" + b"1,2\n" * 100_001)
    assert len(read_table(b"a,b\n" + b"1,2\n" * 100_000).rows) == 100_000
    monkeypatch.setattr(table, "LARGEST", 10)
    with pytest.raises(InputError, match="larger than"):
        read_table(b"a,b\n" + b"1,2\n" * 10)


def test_what_would_take_long_or_much_room_is_refused_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(InputError, match="line 2: has more than 1,000,000 characters"):
        read_table(b"a,b\n" + b"1," * 500_001 + b"\n2,3\n")
    assert read_table(b"a,b\n" + b"1," * 400_000 + b"\n2,3\n").rows[-1].cells == ("2", "3")
    monkeypatch.setattr(table, "_MOST_EMPTY", 100)
    assert len(read_table(b"a,b\n1,2\n" + b",\n\n" * 50).rows) == 1
    with pytest.raises(InputError, match="more than 100 empty rows"):
        read_table(b"a,b\n1,2\n" + b",\n\n" * 51)


@given(st.binary(max_size=30), st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]), st.integers(1, 9))
def test_text_that_is_made_in_pieces_is_the_same(data: bytes, encoding: str, piece: int) -> None:
    def told(whole: bool) -> str | int:
        try:
            return data.decode(encoding) if whole else table._text(data, encoding)
        except UnicodeDecodeError as error:
            return error.start

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "_PIECE", piece)
        assert told(whole=False) == told(whole=True)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way_and_a_quote_holds_several(end: str) -> None:
    found = read_table(end.join(["a,b", '"1', 'x",2', "", "3,4"]).encode())
    assert [(row.line, row.cells) for row in found.rows] == [(2, (f"1{end}x", "2")), (5, ("3", "4"))]
    assert read_table(f"sep=;{end}a;b{end}1;2".encode()).rows[0].line == 3
