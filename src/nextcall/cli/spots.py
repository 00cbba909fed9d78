"""`nextcall spots`: what does better than the rest beyond doubt, and the moments that were starred."""

from __future__ import annotations

from nextcall.cli.asked import Asked, forms
from nextcall.cli.history import opened, query_argument, query_of
from nextcall.cli.output import as_json, data
from nextcall.errors import UsageError
from nextcall.stats.brightness import (
    BRIGHTER,
    DIMENSIONS,
    MEASURES,
    UNSHOWN,
    as_data,
    asked,
    bright,
    dimension,
    key_name,
    mean_of,
    named_of,
    sentence,
    spot_rate,
    words,
)
from nextcall.stats.moments import as_data as moments_data
from nextcall.stats.rates import rate_text
from nextcall.text import line, many

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Mapping, Sequence

    from nextcall.config.paths import Folders
    from nextcall.stats.facts import Mark
    from nextcall.stats.spots import Spots

_NEWEST = 20
"""Moments that are listed."""
_WIDEST = 40
_ALL = "all together"


def arguments(parser: ArgumentParser) -> None:
    """What `spots` takes."""
    parser.add_argument("--measure", choices=MEASURES, default="conversation", metavar="WHAT", help=f"{', '.join(MEASURES)}; else conversation")
    parser.add_argument("--by", choices=DIMENSIONS, metavar="DIMENSION", help=f"by {', '.join(DIMENSIONS)}; else by each of them")
    query_argument(parser)
    forms(parser)


def run(options: Namespace, where: Folders) -> int:
    """Print the bright spots."""
    measure, by, query = options.measure, options.by, query_of(options.query)
    if by and not asked(measure, by):
        raise UsageError("steps are kept in conversations: only what came of these can differ by them", "Ask with --measure yes or --measure served.")
    with opened(where) as index:
        history = Asked(index, query)
        found = {one: bright(history.buckets(one), measure, one) for one in DIMENSIONS if (one == by or not by) and asked(measure, one)}
        starred = index.marks(("bright",), query, _NEWEST)
    if options.json or options.plain:
        whole = [as_data(spots, measure, one) for one, spots in found.items()]
        _print((whole[0] if by else {"measure": measure, "dimensions": whole}) | {"moments": moments_data(starred)}, plain=options.plain)
    else:
        from nextcall.cli.pager import paged  # noqa: PLC0415 (for people only)

        paged(_readable(found, measure, by, starred))
    return 0


def _print(found: dict[str, object], *, plain: bool) -> None:
    if not plain:
        as_json(found)
        return
    from nextcall.cli.flat import flat  # noqa: PLC0415 (where it is asked for)

    for row in flat(found):
        data(row)


# ---- for people


def _readable(found: Mapping[str, Spots], measure: str, by: str | None, starred: Sequence[tuple[str, Mark]]) -> Iterator[str]:
    if not any(spots.mean is not None for spots in found.values()):
        yield "Nothing has been counted yet."
    elif by:
        yield sentence(found[by], measure, by)
        yield ""
        yield from _groups(found[by], by)
    else:
        yield from _dimensions(found, measure)
    if starred:
        yield ""
        yield f"{many(len(starred), 'moment')} that you starred" + (", the newest" if len(starred) == _NEWEST else "")
        for session, mark in starred:
            yield f"  {mark.moment:%Y-%m-%d}  {_words_of(session, mark)}"


def _dimensions(found: Mapping[str, Spots], measure: str) -> Iterator[str]:
    for by, spots in found.items():
        if named_of(spots):
            yield sentence(spots, measure, by)
    rest = [dimension(by) for by, spots in found.items() if not named_of(spots)]
    if rest:
        yield f"{words(measure).capitalize()} by {', '.join(rest)}: {UNSHOWN}."


def _groups(found: Spots, by: str) -> Iterator[str]:
    wide = max(len(_ALL), *(len(key_name(by, spot.key)) for spot in found.groups))
    for spot in found.groups:
        mark = f"   {BRIGHTER}" if spot.bright else ""
        yield f"  {key_name(by, spot.key):<{wide}}  {rate_text(spot_rate(spot))}{mark}"
    yield f"  {_ALL:<{wide}}  {rate_text(mean_of(found))}"


def _words_of(session: str, mark: Mark) -> str:
    said, who = line(mark.text), line(mark.who, _WIDEST)
    return ", ".join(part for part in (f'"{said}"' if said else "", who) if part) or f"call {mark.n} of {session}"
