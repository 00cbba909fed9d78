"""`nextcall plan`: what so many calls more would bring, as far as the calls so far can tell."""

from __future__ import annotations

from nextcall.cli.asked import forms
from nextcall.cli.formula import formula_of
from nextcall.cli.history import query_argument, query_of
from nextcall.cli.numbers import at_least_one
from nextcall.cli.output import as_json, data
from nextcall.stats.formula import forecast_text, forecasts, plan_data, spell, spell_data, spell_text
from nextcall.text import many

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from nextcall.config.paths import Folders
    from nextcall.stats.formula import DrySpell, Formula

_WIDE = 14


def arguments(parser: ArgumentParser) -> None:
    """What `plan` takes."""
    parser.add_argument("--calls", type=at_least_one, required=True, metavar="N", help="so many calls more")
    parser.add_argument("--without-yes", type=at_least_one, metavar="K", help="also the chance of K calls in a row without a yes")
    query_argument(parser)
    forms(parser)


def run(options: Namespace, where: Folders) -> int:
    """Print the plan."""
    found = formula_of(where, query_of(options.query))
    run_ = options.without_yes
    dry = spell(found, run_, options.calls) if run_ else None
    if options.json or options.plain:
        plan = plan_data(found, options.calls)
        if run_:
            plan["without_yes"] = spell_data(dry) if dry else None
        _print(plan, plain=options.plain)
    else:
        for row in _readable(found, options.calls, run_, dry):
            data(row)
    return 0


def _print(plan: dict[str, object], *, plain: bool) -> None:
    if not plain:
        as_json(plan)
        return
    from nextcall.cli.flat import flat  # noqa: PLC0415 (where it is asked for)

    for row in flat(plan):
        data(row)


def _readable(found: Formula, calls: int, run_: int | None, dry: DrySpell | None) -> Iterator[str]:
    if not found.calls:
        yield "No call has been counted yet: any number would be a guess."
        return
    yield f"{many(calls, 'call')} more, as far as {many(found.calls, 'call')} can tell (the middle, and where it lies four times in five):"
    yield ""
    for step, forecast in forecasts(found, calls).items():
        yield f"  {step:<{_WIDE}}  {forecast_text(forecast)}"
    if run_:
        yield ""
        yield spell_text(dry) if dry else "Without a yes so far there is no rate to reckon a dry spell with."
