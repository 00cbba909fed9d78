"""`nextcall formula`: calls, connects, conversations, yeses, and what each is worth."""

from __future__ import annotations

from nextcall.cli.asked import Asked, config_of, forms
from nextcall.cli.history import opened, query_argument, query_of
from nextcall.cli.output import as_json, data
from nextcall.figures import amount
from nextcall.stats.formula import Formula, as_data, effort_text, formula, source
from nextcall.stats.rates import Rate, rate_text
from nextcall.text import many

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from nextcall.config.paths import Folders
    from nextcall.core.query import Query

_FUNNEL = {"connect": "calls in which a person spoke", "conversation": "conversations of calls", "yes": "yes of conversations", "served": "served of conversations"}
_VALUES = {"per_call": "a call", "per_conversation": "a conversation", "per_no": "a no"}
_WIDE = 30


def arguments(parser: ArgumentParser) -> None:
    """What `formula` takes."""
    query_argument(parser)
    forms(parser)


def run(options: Namespace, where: Folders) -> int:
    """Print the formula."""
    found = formula_of(where, query_of(options.query))
    if options.json:
        as_json(as_data(found))
    elif options.plain:
        from nextcall.cli.flat import flat  # noqa: PLC0415 (where it is asked for)

        for row in flat(as_data(found)):
            data(row)
    else:
        from nextcall.cli.pager import paged  # noqa: PLC0415 (for people only)

        paged(_readable(found))
    return 0


def formula_of(where: Folders, query: Query) -> Formula:
    """The formula of the ended sessions that are meant; raises `ConfigError`."""
    config = config_of(where)
    stated = (config.formula.earned, config.formula.calls) if config.formula else None
    with opened(where) as index:
        asked = Asked(index, query)
        return formula(asked.total(), stated, config.currency, asked.paid())


def _readable(found: Formula) -> Iterator[str]:
    if not found.calls:
        yield "No call has been counted yet."
    else:
        yield f"{many(found.calls, 'call')}, {many(found.connects, 'connect')}, {many(found.conversations, 'conversation')}, {many(found.yeses, 'yes', 'yeses')}"
        yield ""
        for name, words in _FUNNEL.items():
            yield f"  {words:<{_WIDE}}  {rate_text(Rate(**found.rates[name]))}"
    yield ""
    for name, words in _VALUES.items():
        value = getattr(found.worth, name)
        if value is not None:
            yield f"  {'value of ' + words:<{_WIDE}}  {amount(value)}"
    yield f"  {'value':<{_WIDE}}  {source(found)}"
    if found.calls:
        yield ""
        yield effort_text(found)
