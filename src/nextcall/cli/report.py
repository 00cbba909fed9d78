"""`nextcall report`: one page of HTML with what the numbers mean, for the caller or, with `--coach`, for a coach."""

from __future__ import annotations

import os
import sys

from nextcall.cli.history import opened, query_argument, query_of
from nextcall.cli.output import talk
from nextcall.text import line

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from nextcall.cli.asked import Asked
    from nextcall.config.paths import Folders
    from nextcall.core.query import Query
    from nextcall.exchange.report import Look, Report
    from nextcall.stats.evenness import Evenness
    from nextcall.storage.index.index import Index

NEWEST = 100
"""Sessions in which the pace after a no and after a good call is looked at."""
_EPILOG = """One file that needs nothing else: no network, no script; light and dark; it prints on two pages.
--coach: process only. No money, no yes, no names, nothing that was written down; three questions to talk about."""


def arguments(parser: ArgumentParser) -> None:
    """What `report` takes."""
    parser.epilog = _EPILOG
    parser.add_argument("--coach", action="store_true", help="for a coach: process only, no money, no yes, no names")
    query_argument(parser)
    parser.add_argument("-o", "--output", metavar="FILE.html", help="where to; it is replaced when all is written (-: standard output, which it is too where that is no terminal)")


def run(options: Namespace, where: Folders) -> int:
    """Write the report."""
    from nextcall.exchange.report import page  # noqa: PLC0415 (--help does without)

    query = query_of(options.query)
    with opened(where) as index:
        content = page(report(where, index, query, coach=options.coach)).encode()
    to = options.output or ("-" if sys.stdout is not None and not sys.stdout.isatty() else _free_name())
    if to == "-":
        sys.stdout.buffer.write(content)
        return 0
    from nextcall.storage.streamed import replaced  # noqa: PLC0415 (only for a file)

    with replaced(to) as write:
        write(content)
    talk(f"written to {line(to, 300)}")
    return 0


def _free_name() -> str:
    """A name in the present folder that nothing has yet."""
    from nextcall.clock import Clock  # noqa: PLC0415 (only here)

    base = f"nextcall-report-{Clock().now():%Y-%m-%d}"
    names = (f"{base}{f'-{number}' if number else ''}.html" for number in range(1000))
    return next((name for name in names if not os.path.lexists(name)), f"{base}.html")


def report(where: Folders, index: Index, query: Query, *, coach: bool) -> Report:
    """What the report is made of, from the history."""
    from nextcall.cli.asked import Asked  # noqa: PLC0415 (--help does without; so are the rest)
    from nextcall.clock import Clock  # noqa: PLC0415
    from nextcall.config.load import load  # noqa: PLC0415
    from nextcall.exchange.report import Report  # noqa: PLC0415
    from nextcall.stats.control import control  # noqa: PLC0415
    from nextcall.stats.formula import formula  # noqa: PLC0415
    from nextcall.stats.ledger import KINDS, ledger  # noqa: PLC0415
    from nextcall.stats.practice import skills  # noqa: PLC0415

    config = load(where.config_file, os.environ)
    stated = (config.formula.earned, config.formula.calls) if config.formula else None
    asked = Asked(index, query)
    whole = asked.total()
    days = asked.buckets("day")
    sessions = asked.buckets("session", gaps=True)
    return Report(
        made=Clock().now().date(), coach=coach, sessions=whole.sessions, lasted=whole.lasted or 0, first=days[0].key if days else "", last=days[-1].key if days else "",
        formula=formula(whole, stated, config.currency, index.paid(query)),
        charts=tuple(control(sessions, measure, "session") for measure in ("calls", "gap", "conversation")),
        evenness=_evenness(index), skills=tuple(skills(index.practice(query))), ledger=ledger(index.marks(KINDS, query)), looks=tuple(_looks(asked)),
        moments=tuple(index.marks(("bright",), query, limit=20)), week=index.week(query),
    )  # fmt: skip


def _looks(history: Asked) -> list[Look]:
    from nextcall.exchange.report import Look  # noqa: PLC0415 (as above)
    from nextcall.stats.brightness import DIMENSIONS, asked, bright  # noqa: PLC0415 (as above)

    found = []
    for by in DIMENSIONS:
        measure = "conversation" if asked("conversation", by) else "served"
        groups = history.buckets(by)
        if len(groups) > 1:
            found.append(Look(measure, by, bright(groups, measure, by)))
    return found


def _evenness(index: Index) -> Evenness:
    from nextcall.stats.evenness import evenness  # noqa: PLC0415 (as above)
    from nextcall.stats.pace import gaps_after  # noqa: PLC0415 (as above)

    return evenness([gaps_after(facts) for facts in index.latest(NEWEST)])
