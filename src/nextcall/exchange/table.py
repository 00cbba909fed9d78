"""A table out of the bytes of any CSV file: encoding, delimiter, quoting and header are found out.

Nobody who exports calls from a dialler knows how its file is written, so nothing of it is asked.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from nextcall.errors import InputError
from nextcall.figures import figure
from nextcall.text import line

LARGEST = 50_000_000
"""Bytes that a file may have."""
MOST_ROWS = 100_000
"""Rows that a file may have."""
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
"""What may stand between cells, and its name."""

_PIECE = 1_000_000
"""Bytes that are made text at once."""
_SAMPLE = 200_000
"""Characters that are enough to find out how the file is written."""
_SAMPLE_ROWS = 200
_HEADER_WITHIN = 30
"""Rows among which the header is looked for."""
_END = "\x1fend\x1f"
"""A row of its own after the last one; where it is not, a quote was left open."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z")
_LONGEST_LINE = 1_000_000
"""Characters of a line."""
_MOST_EMPTY = 2_000_000
"""Empty rows: spreadsheets write a million of them."""
_BARE_VALUE = re.compile(r"[\d\s.,:/+-]*\d[\d\s.,:/+-]*")


class Row(NamedTuple):
    """One row of a table."""

    line: int
    """The line of the file where it begins, from 1."""
    cells: tuple[str, ...]
    """Without blanks around them, and without the empty ones at the end."""


class Table(NamedTuple):
    """What stands in a file."""

    header: tuple[str, ...]
    """The names of the columns; some may be empty, and all are missing where the file has none."""
    rows: tuple[Row, ...]
    """What stands below, without empty rows."""
    delimiter: str
    encoding: str
    header_line: int
    """The line of the file with the header, from 1; 0: there is none."""


class _Style(NamedTuple):
    """How cells are written."""

    delimiter: str
    quote: str
    skip: int = 0
    """Lines above that say nothing but the delimiter."""


def read_table(data: bytes) -> Table:
    """The table in the bytes of a file; raises `InputError` with the reason where there is none."""
    if len(data) > LARGEST:
        raise InputError(f"larger than {LARGEST // 1_000_000} MB", "Split the file.")
    text, encoding = decoded(data)
    if not text or text.isspace():
        raise InputError("there is nothing in it")
    style = _style(text)
    rows = _rows(text, style)
    at = _header_at([row.cells for row in rows[:_SAMPLE_ROWS]])
    header = rows[at].cells if at >= 0 else ()
    body = tuple(row for row in rows[at + 1 :] if row.cells != header)  # files that were put together repeat it
    if len(body) > MOST_ROWS:
        raise InputError(f"has {figure(len(body))} rows; {figure(MOST_ROWS)} are the most", "Split the file.")
    return Table(header, body, style.delimiter, encoding, rows[at].line if at >= 0 else 0)


def decoded(data: bytes) -> tuple[str, str]:
    """The text of a file, and the name of its encoding; raises `InputError` where it is no text."""
    if data[:4] == b"PK\x03\x04" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise InputError("is a workbook of a spreadsheet", "Save it as CSV first.")
    encoding = _encoding(data)
    try:
        text = _text(data, encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"is no {encoding.upper()} (byte {error.start})") from None
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        number = text.count("\n", 0, text.index("\0")) + 1
        raise InputError(f"line {number}: has a NUL byte, so it is no text file")
    return text, {"utf-8-sig": "utf-8"}.get(encoding, encoding)


def _text(data: bytes, encoding: str) -> str:
    """The text of bytes, made in pieces: in one it takes four times as much room meanwhile. Raises `UnicodeDecodeError`."""
    decoder, pieces, at = codecs.getincrementaldecoder(encoding)(), list[str](), 0
    try:
        for at in range(0, len(data), _PIECE):
            pieces.append(decoder.decode(data[at : at + _PIECE], at + _PIECE >= len(data)))
    except UnicodeDecodeError as error:
        begins = min(at + _PIECE, len(data)) - len(error.object)  # the last bytes of the piece before may be with it
        raise UnicodeDecodeError(error.encoding, data, begins + error.start, begins + error.end, error.reason) from None
    return "".join(pieces)


def _encoding(data: bytes) -> str:
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = data[:2000]
    half = len(start) // 2
    if half and start[1::2].count(0) * 2 > half and not start[::2].count(0):
        return "utf-16-le"
    if half and start[::2].count(0) * 2 > half and not start[1::2].count(0):
        return "utf-16-be"
    for encoding in ("utf-8", "cp1252"):
        try:
            _text(data, encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def _style(text: str) -> _Style:
    """The delimiter with which the rows have as many cells as the header, most cells first."""
    sample = text[:_SAMPLE]
    first = sample.split("\n", 1)[0].rstrip("\r")
    named = re.fullmatch(r'"?sep=(.)"?[,;]*', first, re.IGNORECASE)  # as one spreadsheet has it
    if named and named[1] in DELIMITERS:
        return _Style(named[1], '"', 1)
    quote = _quote(sample)
    scores = {sign: _score(sample, _Style(sign, quote), cut=len(text) > _SAMPLE) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: scores[sign])
    return _Style(best if scores[best][2] > 1 else ",", quote)


def _quote(sample: str) -> str:
    """The single quote where whole lines are written with it, else the double one."""
    rows = [row.strip() for row in sample.splitlines()[:20] if row.strip()]
    single = [row for row in rows if len(row) > 1 and row[0] == row[-1] == "'"]
    return "'" if len(single) > 1 and len(single) * 2 > len(rows) else '"'


def _score(sample: str, style: _Style, *, cut: bool) -> tuple[int, float, int]:
    """How well a style fits: whether without a fault, how even the rows are, how many columns."""
    rows: list[list[str]] = []
    sound = 1
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=style.delimiter, quotechar=style.quote, skipinitialspace=True, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                rows.append(row)
            if len(rows) == _SAMPLE_ROWS:
                break
    except csv.Error as error:
        sound = int(cut and "unexpected end" in str(error))
    if not rows:
        return 0, 0.0, 0
    at = _header_at([tuple(cell.strip() for cell in row) for row in rows])
    width = len(rows[max(at, 0)])
    if width == 1:
        return 0, 0.0, 1
    even = sum(len(row) == width for row in rows) / len(rows)
    return sound, round(even, 1), width


def _rows(text: str, style: _Style) -> list[Row]:
    """All rows that are not empty, with the lines where they begin."""
    reader = csv.reader(_ended(text, style.skip), delimiter=style.delimiter, quotechar=style.quote, skipinitialspace=True)
    rows: list[Row] = []
    begins = last = style.skip + 1
    closed, empty = False, 0
    try:
        for found in reader:
            closed = found == [_END]
            cells = [cell.strip() for cell in found]
            while cells and not cells[-1]:
                cells.pop()
            if cells and not closed:
                rows.append(Row(begins, tuple(cells)))
            empty += not cells
            if len(rows) > MOST_ROWS + _HEADER_WITHIN or empty > _MOST_EMPTY:
                raise InputError(f"has more than {figure(MOST_ROWS)} rows" if empty <= _MOST_EMPTY else f"has more than {figure(_MOST_EMPTY)} empty rows", "Split the file.")
            last, begins = begins, reader.line_num + style.skip + 1
    except csv.Error as error:
        limit = "field larger than" in str(error)
        raise InputError(f"line {begins}: {_TOO_LONG if limit else line(str(error), 80)}") from None
    if not closed:
        raise InputError(f"line {last}: a quote is opened here and never closed")
    if not rows:
        raise InputError("there is nothing in it")
    return rows


_TOO_LONG = "a cell is longer than 131,072 characters; probably a quote is opened there and never closed"


def _ended(text: str, skip: int) -> Iterator[str]:
    """The lines of a text but the first few, and the mark after them; a file of them would take four bytes for each character."""
    for number, found in enumerate(_LINE.finditer(text)):
        if found.end() - found.start() > _LONGEST_LINE:
            raise InputError(f"line {number + 1}: has more than {figure(_LONGEST_LINE)} characters; probably it is no table")
        if number >= skip:
            yield found[0]
    yield _END + "\n"


def _header_at(rows: list[tuple[str, ...]]) -> int:
    """Which row is the header: the first that is as full as the others and has names in it, no values; -1: none."""
    within = rows[:_HEADER_WITHIN]
    filled = [sum(1 for cell in row if cell) for row in within]
    usual = sorted(filled, reverse=True)[len(filled) // 5]  # a few rows with too many cells do not count
    full = [i for i, number in enumerate(filled) if number * 4 >= usual * 3]
    return next((i for i in full if not any(_BARE_VALUE.fullmatch(cell) for cell in within[i] if cell)), -1)
