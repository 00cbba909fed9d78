"""`nextcall served`: whom it helped: the share of conversations with help or a yes, introductions, thanks."""

from __future__ import annotations

from nextcall.cli.asked import Asked
from nextcall.cli.history import opened, query_argument, query_of
from nextcall.cli.output import as_json, data
from nextcall.core.query import ALL
from nextcall.figures import figure
from nextcall.stats.facts import HELP
from nextcall.stats.ledger import KINDS, Ledger, as_data, ledger
from nextcall.stats.rates import Rate, rate_text
from nextcall.stats.totals import rates
from nextcall.text import line, many

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator
    from typing import Any

    from nextcall.config.paths import Folders

_KINDS = {"introduced": ("introduction", "introductions"), "referral": ("referral", "referrals"), "useful": ("useful answer", "useful answers"), "thanked": ("thank-you", "thanks")}
"""What one is called, and what more are."""
_WHO = 60


def arguments(parser: ArgumentParser) -> None:
    """What `served` takes."""
    query_argument(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a JSON object")
    form.add_argument("--plain", action="store_true", help="print lines of name and value, tabs between")


def run(options: Namespace, where: Folders) -> int:
    """Print what was served in the sessions that have ended."""
    query = query_of(options.query)
    with opened(where) as index:
        total = Asked(index, query).total()
        book = ledger(index.marks(KINDS, query))
    served = rates(total)["served"]
    found = {"served": served, "helps": total.number(HELP)} | as_data(book)
    if options.json:
        as_json(found)
    elif options.plain:
        from nextcall.cli.flat import flat  # noqa: PLC0415 (where it is asked for)

        for row in flat(found):
            data(row)
    else:
        from nextcall.cli.pager import paged  # noqa: PLC0415 (for people only)

        paged(_readable(found, book, some=query != ALL))
    return 0


def _readable(found: dict[str, Any], book: Ledger, *, some: bool) -> Iterator[str]:
    rate = Rate(**found["served"])
    if rate.n:
        yield f"Served: {rate_text(rate)} of conversations, with help or a yes"
    else:
        yield "Served: no conversation yet"
    yield f"{many(found['helps'], 'call')} with help; marked: " + ", ".join(many(book.counts[kind], *words) for kind, words in _KINDS.items())
    if some and any(book.counts.values()):
        yield "(Marks are those of all calls in the sessions that are meant.)"
    if book.introductions:
        yield ""
        yield "Introductions: " + ", ".join(f"{state} {figure(number)}" for state, number in book.states.items())
        for one in book.introductions:
            yield f"  {one.at:%Y-%m-%d}  {line(one.who, _WHO) or 'somebody'} → {line(one.to, _WHO) or 'somebody'} ({one.state})"
    if book.thanks:
        yield ""
        yield "Thanks"
        for thanks in book.thanks:
            words = f"  “{line(' '.join(thanks.text.split()))}”" if thanks.text.strip() else ""
            yield f"  {thanks.at:%Y-%m-%d}  {line(thanks.who, _WHO) or f'call {thanks.n}'}{words}"
    if not any(book.counts.values()):
        yield ""
        yield "Nothing has been marked yet: in a session, introductions, referrals, useful answers and thanks are one key each."
