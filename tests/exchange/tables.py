"""Tables as bytes, written in the ways in which other programs write them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Way(NamedTuple):
    """How a file is written."""

    delimiter: str = ","
    encoding: str = "utf-8"
    ends: str = "\n"
    all_quoted: bool = False
    title: str = ""
    empty_columns: int = 0
    last_end: bool = True


def written(header: Sequence[str], rows: Iterable[Sequence[str]], way: Way = Way()) -> bytes:  # noqa: B008 (frozen)
    """The bytes of a file."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=way.delimiter, quoting=csv.QUOTE_ALL if way.all_quoted else csv.QUOTE_MINIMAL, lineterminator=way.ends)
    if way.title:
        out.write(way.title + way.ends)
    for row in (header, *rows):
        writer.writerow([*row, *[""] * way.empty_columns])
    text = out.getvalue()
    if not way.last_end:
        text = text.removesuffix(way.ends)
    return text.encode(way.encoding)
