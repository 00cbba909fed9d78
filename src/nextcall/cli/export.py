"""`nextcall export`: the history for other programs; what is asked for, and where it goes."""

from __future__ import annotations

import os
import sys

from nextcall.cli.history import opened, query_argument, query_of
from nextcall.cli.output import talk
from nextcall.core.query import ALL
from nextcall.errors import UsageError
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from nextcall.config.paths import Folders
    from nextcall.core.query import Query

FORMATS = ("csv", "jsonl", "markdown", "timeclock", "parquet", "ics")
_NAMED = 5
"""Files that are named, of those that are left out."""
_EPILOG = """csv: one row a call, commas, a header row, UTF-8, lines that end in a line feed. A cell that a spreadsheet
  could take for a formula has a ' before it; import takes it off again. Calls from paper: one row an outcome, with their number.
jsonl: one session a line, as in its file; import brings it in again.
markdown: a chapter for each session. timeclock: in and out, for hledger and ledger.
parquet: the rows of the csv with types, moments in UTC beside the local ones, for DuckDB, Spark, pandas and others; text as it is,
  what there is not null. It needs pip install 'nextcall[analytics]', and a file to go to.
ics: the callbacks that were promised to people on lists, as a calendar; the same callback has the same place in it each time.
Oldest first, an open session last, as far as it has come. A query that means calls picks rows of csv and parquet; of the other forms whole sessions.
--redact: names and numbers become pseudonyms, the same for the same person within one export; the key is drawn
  at random for each run, and not kept. Notes and all other free text, host and unknown titles are left out."""


def arguments(parser: ArgumentParser) -> None:
    """What `export` takes."""
    parser.epilog = _EPILOG
    parser.add_argument("--format", choices=FORMATS, required=True, metavar="FORMAT", help=", ".join(FORMATS))
    query_argument(parser)
    parser.add_argument("--redact", action="store_true", help="no names, no numbers, no notes")
    parser.add_argument("-o", "--output", metavar="FILE", default="-", help="where to; it is replaced when all is written (-: standard output)")


def run(options: Namespace, where: Folders) -> int:
    """Write what is meant."""
    from nextcall.cli.exporting import Export  # noqa: PLC0415 (--help does without)

    if options.format == "ics":
        return _calendar(options, where)
    if options.format == "parquet":
        _parquet_can_be_written(options.output)
    query = query_of(options.query)
    export = Export(where, *_files(where, query), query, redact=options.redact)
    if options.output == "-":
        export.write(options.format, _to_standard_output(), _silent)
    else:
        _to_file(options, export.write)
    if export.unfit:
        named = ", ".join(line(os.path.basename(path), 60) for path in export.unfit[:_NAMED])
        more = len(export.unfit) - _NAMED
        files = "1 file that does" if len(export.unfit) == 1 else f"{len(export.unfit)} files that do"
        talk(f"left out {files} not count: {named}{f' and {more} more' if more > 0 else ''}; nextcall log says why")
    return 0


def _calendar(options: Namespace, where: Folders) -> int:
    """Callbacks stand in lists: what picks or hides parts of sessions means nothing to them."""
    if options.query.strip() or options.redact:
        raise UsageError("--query and --redact are for sessions; ics has callbacks, all of them, with their names")
    from nextcall.cli import contacts_ics  # noqa: PLC0415 (only this form)

    return contacts_ics.run(options, where)


def _files(where: Folders, query: Query) -> tuple[list[str], list[str]]:
    """The files below `sessions/` that are meant, oldest first, and those that are not counted."""
    with opened(where, outline=query == ALL) as index:
        numbers = index.numbers(query)
        paths: list[str] = []
        for first in range(0, len(numbers), _PAGE):  # no more of it in memory than is needed
            paths += [entry.path for entry in index.entries(numbers[first : first + _PAGE]) if entry.problem is None]
        unfit = [entry.path for entry in index.problems()]
    return paths[::-1], unfit


_PAGE = 500


def _parquet_can_be_written(output: str) -> None:
    """Raises what is wrong before anything has been read."""
    from nextcall.exchange.parquet_out import ready  # noqa: PLC0415 (only this form)

    if output == "-" and sys.stdout.isatty():
        raise UsageError("Parquet is nothing to look at", "Name a file for it, as in -o calls.parquet.")
    ready()


def _silent(_: int, __: int) -> None:
    """No progress to be shown."""


def _to_standard_output() -> Callable[[bytes], object]:
    sys.stdout.flush()
    return sys.stdout.buffer.write


def _to_file(options: Namespace, write: Callable[..., None]) -> None:
    from nextcall.cli.progress import Progress  # noqa: PLC0415 (only for a file)
    from nextcall.storage.streamed import replaced  # noqa: PLC0415 (as above)

    with Progress("sessions written") as progress, replaced(options.output) as out:
        write(options.format, out, progress)
