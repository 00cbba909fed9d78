"""`nextcall limits`: a measure over the parts of the history, judged by its own natural limits; and the ladder."""

from __future__ import annotations

from nextcall.cli.asked import Asked, forms
from nextcall.cli.history import opened, query_argument, query_of
from nextcall.cli.output import as_json, data
from nextcall.core.weeks import week_key
from nextcall.figures import figure
from nextcall.stats.control import (
    BUCKETS,
    MEASURES,
    PARTS,
    Control,
    as_data,
    control,
    name,
    running_sentence,
    sentence,
    shown,
)
from nextcall.text import many

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from nextcall.config.paths import Folders
    from nextcall.stats.ladder import Rung
    from nextcall.stats.limits import Point

_NEWEST = 12
"""Points that are listed for people."""
_SIGNALS = {"high": "a signal: above", "low": "a signal: below", "run": "a signal: one of eight or more in a row"}
_WIDE = 22


def arguments(parser: ArgumentParser) -> None:
    """What `limits` takes."""
    parser.add_argument("--bucket", choices=BUCKETS, metavar="PART", help=f"judge by {', '.join(BUCKETS)}; else by session, with the ladder of call, hour, day, week, month")
    parser.add_argument("--measure", choices=MEASURES, default="calls", metavar="WHAT", help=f"{', '.join(MEASURES)}; else calls")
    query_argument(parser)
    forms(parser)


def run(options: Namespace, where: Folders) -> int:
    """Print the limits, and what is said of the newest part."""
    query = query_of(options.query)
    bucket = options.bucket or "session"
    now = _now()
    with opened(where) as index:
        asked = Asked(index, query)
        found = control(asked.buckets(PARTS.get(bucket, bucket), gaps=options.measure == "gap"), options.measure, bucket, now.get(bucket, ""))
        rungs = _ladder(asked, now) if options.bucket is None and options.measure == "calls" else ()
    if options.json or options.plain:
        _print(found, rungs, plain=options.plain)
    else:
        from nextcall.cli.pager import paged  # noqa: PLC0415 (for people only)

        paged(_readable(found, rungs))
    return 0


def _now() -> dict[str, str]:
    """The keys of the parts that are not over, by this machine's clock."""
    from nextcall.clock import Clock  # noqa: PLC0415 (--help does without)

    at = Clock().now()
    day = at.date()
    return {"hour": f"{day.isoformat()}T{at.hour:02}", "day": day.isoformat(), "week": week_key(day), "month": day.isoformat()[:7]}


def _ladder(asked: Asked, now: dict[str, str]) -> Sequence[Rung]:
    from nextcall.stats.ladder import PARTS as RUNGS  # noqa: PLC0415 (where it is asked for)
    from nextcall.stats.ladder import ladder, newest  # noqa: PLC0415 (as above)

    last = asked.last()
    return ladder(newest(*last) if last else None, {part: asked.buckets(PARTS.get(part, part)) for part in RUNGS}, now)


def _print(found: Control, rungs: Sequence[Rung], *, plain: bool) -> None:
    from nextcall.stats.ladder import as_data as ladder_data  # noqa: PLC0415 (where it is asked for)

    whole = as_data(found) | {"ladder": ladder_data(rungs)}
    if not plain:
        as_json(whole)
        return
    from nextcall.cli.flat import flat  # noqa: PLC0415 (where it is asked for)

    for row in flat(whole):
        data(row)


# ---- for people


def _readable(found: Control, rungs: Sequence[Rung]) -> Iterator[str]:
    yield sentence(found)
    if found.running:
        yield running_sentence(found)
    limits = found.limits
    if limits.center is not None:
        usual = f", usual range {_range(found, limits.lower, limits.upper)}" if limits.lower is not None else ""
        yield f"{limits.state}, {many(len(found.keys), found.bucket)}, middle {shown(found.measure, limits.center)}{usual}"
        yield ""
        yield from _points(found)
    if rungs:
        yield ""
        yield from _rungs(rungs)


def _range(found: Control, lower: float | None, upper: float | None) -> str:
    return "" if lower is None or upper is None else f"{shown(found.measure, lower)} to {shown(found.measure, upper)}"


def _points(found: Control) -> Iterator[str]:
    newest = list(zip(found.keys, found.limits.points, strict=True))[-_NEWEST:]
    more = len(found.keys) - len(newest)
    yield f"  {found.bucket:<{_WIDE}}  {name(found)[0].lower() + name(found)[1:]}" + (f", the newest {len(newest)} of {figure(more + len(newest))}" if more else "")
    for key, point in newest:
        yield f"  {key:<{_WIDE}}  {_point(found, point)}".rstrip()


def _point(found: Control, point: Point) -> str:
    value = f"{shown(found.measure, point.value):>9}"
    return f"{value}   {_range(found, point.lower, point.upper):<18}   {_SIGNALS.get(point.signal or '', '')}"


def _rungs(rungs: Sequence[Rung]) -> Iterator[str]:
    yield "  One call is a call, one hour an hour:"
    for rung, above in zip(rungs, (*rungs[1:], None), strict=True):
        yield f"  {rung.name:<6}  {rung.sentence}{_share(rung, above)}"


def _share(rung: Rung, above: Rung | None) -> str:
    if above is None or not rung.among:
        return ""
    return f" {figure(rung.calls)} of the {many(rung.among, 'call')} of its {above.name}."
