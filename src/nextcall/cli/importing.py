"""`nextcall import`: calls from a dialler's, CRM's or spreadsheet's CSV file, or sessions from an export."""

import gc
import os
from argparse import ArgumentParser, Namespace

from nextcall.cli.numbers import at_least_one
from nextcall.config.load import load
from nextcall.config.paths import Folders
from nextcall.errors import InputError, NextcallError
from nextcall.exchange import jsonl
from nextcall.storage.sessions import Sessions
from nextcall.text import line

_EPILOG = """Without --started and --outcome it says what it takes the columns for, and the whole command to run.
A column is named as in the header, or by its number: '#3'. A column, or several with commas between."""


def arguments(parser: ArgumentParser) -> None:
    """What `import` takes."""
    parser.epilog = _EPILOG
    parser.add_argument("file", metavar="FILE", help="a CSV file, or sessions one a line (.jsonl)")
    parser.add_argument("--started", metavar="COL[,COL]", help="when a call began: one column, or date and time")
    end = parser.add_mutually_exclusive_group()
    end.add_argument("--ended", metavar="COL[,COL]", help="when it ended")
    end.add_argument("--duration", metavar="COL", help="how long it took: seconds, mm:ss or hh:mm:ss")
    parser.add_argument("--outcome", metavar="COL", help="what came of it")
    parser.add_argument(
        "--map", metavar="VALUE=OUTCOME", action="append", default=[],
        help="what a value of that column means, as an outcome's id; '*' is all other values; may be given several times",
    )  # fmt: skip
    parser.add_argument("--date-format", metavar="F", help="dmy, mdy, ymd, or a pattern as '%%d.%%m.%%Y %%H:%%M'")
    parser.add_argument("--year", metavar="Y", type=at_least_one, help="the year of dates that have none")
    parser.add_argument("--time-zone", metavar="Z", help="where the times are local, as Europe/Berlin; without it, here")
    parser.add_argument("--session-gap", metavar="MIN", type=at_least_one, default=30, help="minutes without a call that end a session (30)")
    parser.add_argument("--session-by", metavar="COL", help="who called: each has sessions of their own")
    parser.add_argument("--contact", metavar="COL[,COL]", help="who was called")
    parser.add_argument("--phone", metavar="COL", help="the number that was called")
    parser.add_argument("--country", metavar="CC", help="the country of numbers that are written without one, as US or DE")
    parser.add_argument("--note", metavar="COL", help="the note on the call")
    parser.add_argument("--amount", metavar="COL", help="what a yes brought")
    parser.add_argument("--tag-from", metavar="COL", action="append", default=[], help="a tag of the session; may be given several times")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    parser.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(options: Namespace, where: Folders) -> int:
    """Bring in a file; what was brought in when it is stopped stays, whole sessions only."""
    config = load(where.config_file, os.environ)
    sessions = Sessions(where.data, f".{config.storage.format}")
    name = line(os.path.basename(options.file), 100)
    gc.disable()  # what is made of rows has no cycles, and looking for some would take a seventh of the time
    try:
        with open(options.file, "rb") as file:
            start = file.read(4096)
            if jsonl.looks_like(options.file, start):
                from nextcall.cli import import_sessions  # noqa: PLC0415 (only for such a file)

                return import_sessions.run(options, sessions, start, file)
            from nextcall.cli import import_table  # noqa: PLC0415 (only for such a file)
            from nextcall.exchange.table import LARGEST  # noqa: PLC0415 (as above)

            data = start + file.read(LARGEST + 1)
        return import_table.run(options, config, sessions, data)
    except InputError as error:
        raise InputError(f"{name}: {error.message}", error.hint) from None
    except KeyboardInterrupt:
        raise NextcallError("stopped; nothing was imported yet") from None
    finally:
        gc.enable()
