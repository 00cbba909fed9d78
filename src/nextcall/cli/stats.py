"""`nextcall stats`: what the history came to, altogether or in groups; every rate with its n and its interval."""

from __future__ import annotations

from itertools import chain

from nextcall.cli.history import open_session, opened, query_argument, query_of
from nextcall.cli.output import as_json, data
from nextcall.core.query import ALL
from nextcall.figures import figure
from nextcall.stats.rates import Rate, rate_text
from nextcall.stats.totals import plain
from nextcall.text import line, many

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from nextcall.config.paths import Folders
    from nextcall.core.query import Query
    from nextcall.stats.facts import Facts
    from nextcall.storage.index.index import Index


_RATES = {"connect": "a person spoke", "conversation": "conversations", "yes": "yes of conversations", "served": "served of conversations"}
_NARROW = 24
"""Cells of the column of keys, at most."""


def arguments(parser: ArgumentParser) -> None:
    """What `stats` takes."""
    from nextcall.stats.groups import DIMENSIONS  # noqa: PLC0415 (the sums of everything do without; so below)

    parser.add_argument("--by", choices=DIMENSIONS, metavar="WHAT", help=f"in groups by {', '.join(DIMENSIONS)}")
    query_argument(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a JSON object")
    form.add_argument("--plain", action="store_true", help="print lines of name and value, tabs between")


def run(options: Namespace, where: Folders) -> int:
    """Print the figures."""
    query = query_of(options.query)
    with opened(where, outline=query == ALL and options.by is None) as index:
        found = figures(where, index, query, options.by)
    if options.json:
        as_json(found)
    elif options.plain:
        for row in _flat(found):
            data(row)
    else:
        from nextcall.cli.pager import paged  # noqa: PLC0415 (for people only)

        paged(_readable(found, options.by))
    return 0


def figures(where: Folders, index: Index, query: Query, by: str | None) -> dict[str, Any]:
    """The figures of what is meant, as plain data; the open session counts until now."""
    now = _open(where)
    if query == ALL and by is None:
        return plain(index.everything(now)) | {"groups": []}
    from nextcall.stats.groups import grouped, total  # noqa: PLC0415 (see above)

    found = plain(index.everything(now)) if query == ALL else total(chain(index.facts(query), now), query)
    return found | {"groups": grouped(chain(index.facts(query), now), query, by) if by else []}


def _open(where: Folders) -> Sequence[Facts]:
    session = open_session(where)
    if session is None:
        return ()
    from nextcall.clock import Clock  # noqa: PLC0415 (only where one is open)
    from nextcall.stats.derive import facts_of  # noqa: PLC0415 (as above)

    return (facts_of(session, Clock().now()),)


def _flat(found: dict[str, Any], before: str = "") -> Iterator[str]:
    for name, value in found.items():
        if name == "groups":
            for group in value:
                yield from _flat({key: item for key, item in group.items() if key != "key"}, f"{line(group['key']) or '-'}.")
        elif isinstance(value, dict):
            yield from _flat(value, f"{before}{line(name)}.")
        else:
            yield f"{before}{line(name)}\t{'' if value is None else value}"


def _readable(found: dict[str, Any], by: str | None) -> Iterator[str]:
    if not found["sessions"]:
        yield "Nothing has been counted yet."
        return
    yield f"{many(found['sessions'], 'session')}, {many(found['calls'], 'call')} in {_hours(found['seconds']['session'])}"
    yield ""
    for name, words in _RATES.items():
        yield f"  {words:<{_NARROW}} {rate_text(Rate(**found['rates'][name]))}"
    yield ""
    seconds = found["seconds"]
    yield f"  {'calls per hour':<{_NARROW}} {'–' if found['calls_per_hour'] is None else format(found['calls_per_hour'], '.1f')}"
    yield f"  {'median gap':<{_NARROW}} {'–' if seconds['gap_median'] is None else _clock(seconds['gap_median'])}"
    yield f"  {'talk':<{_NARROW}} {_hours(seconds['talk'])}"
    yield f"  {'paused':<{_NARROW}} {_hours(seconds['paused'])}"
    yield f"  {'helped':<{_NARROW}} {figure(found['helps'])}"
    yield ""
    if by is None:
        wide = max(map(len, found["outcomes"]), default=0)
        for outcome, number in found["outcomes"].items():
            yield f"  {line(outcome):<{wide}}  {figure(number):>8}"
    else:
        yield from _table(found["groups"], by)


def _table(groups: Iterable[dict[str, Any]], by: str) -> Iterator[str]:
    """One group a line: its n beside each of its rates."""
    found = list(groups)
    wide = min(_NARROW, max([len(by), *(len(line(group["key"])) for group in found)]))
    yield f"  {by:<{wide}}  sessions     calls  conversations                    yeses  helped  per hour"
    for group in found:
        rate = group["rates"]["conversation"]
        share = "–" if rate["rate"] is None else f"{figure(rate['rate'] * 100, 1)} % ({figure(rate['low'] * 100, 1)} to {figure(rate['high'] * 100, 1)})"
        pace = "–" if group["calls_per_hour"] is None else figure(group["calls_per_hour"], 1)
        yield (
            f"  {line(group['key'], wide) or '(none)':<{wide}}  {figure(group['sessions']):>8}  {figure(group['calls']):>8}  "
            f"{figure(group['conversations']):>7} {share:<23}  {figure(group['yeses']):>5}  {figure(group['helps']):>6}  {pace:>8}"
        )


def _hours(seconds: float | None) -> str:
    if seconds is None:
        return "–"
    minutes = round(seconds / 60)
    return f"{figure(minutes // 60)} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"  # noqa: PLR2004 (an hour)


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
