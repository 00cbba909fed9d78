"""The caller's formula: calls, connects, conversations, yeses, what each is worth, and what so many calls more would bring."""

from __future__ import annotations

from nextcall.core.money import places
from nextcall.figures import amount, figure
from nextcall.stats.facts import CONNECT, CONVERSATION, COUNTS, NO, YES
from nextcall.stats.forecast import Effort, Forecast, dry_spell, effort, plan
from nextcall.stats.plainly import all_rounded
from nextcall.stats.rates import rate
from nextcall.stats.totals import rates
from nextcall.stats.worth import LEAST_PAID, LEAST_SESSIONS, Counted, Worth, worth
from nextcall.text import many

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal
    from typing import Any, NamedTuple

    from nextcall.stats.totals import Total
else:
    from nextcall.named import NamedTuple

_PRIOR = (1.0, 19.0)
"""What is known of the rate of yeses before the first call: Beta(1, 19), about one in twenty."""
STEPS = ("connects", "conversations", "yeses")
"""What a forecast is of."""


class Formula(NamedTuple):
    """What calls come to."""

    calls: int
    connects: int
    conversations: int
    yeses: int
    noes: int
    rates: dict[str, dict[str, Any]]
    """As in `stats`."""
    worth: Worth
    effort: Effort
    """Calls until the next yes; without a call nothing is known of it."""
    sessions: int = 0
    """With calls: from so many a value would be measured."""
    paid: int = 0
    """And from so many yeses with an amount."""
    stated: tuple[str, int] | None = None
    """What the caller stated, whether it is used or not."""


class DrySpell(NamedTuple):
    """The chance of a run of calls without a yes."""

    run: int
    """So many in a row, or more."""
    calls: int
    """Among so many."""
    k: int
    """Yeses so far."""
    n: int
    """Calls so far."""
    rate: float
    chance: float
    """At the rate of yeses so far; `low` and `high`: at the ends of that rate's interval."""
    low: float
    high: float


def formula(total: Total, stated: tuple[str, int] | None, currency: str | None, paid: Sequence[tuple[Sequence[str], int]]) -> Formula:
    """The formula of some calls.

    `stated` is what the caller stated: earned, as decimal text, and in how many calls. `paid` has of every session the
    amounts of its yeses, as decimal texts, and its calls.
    """
    calls, connects, conversations, yeses, noes = map(total.number, (COUNTS, CONNECT, CONVERSATION, YES, NO))
    made = [(texts, number) for texts, number in paid if number]
    amounts, number = _summed(made)
    value = worth(Counted(calls, conversations, noes), places(currency), stated, amounts, number)
    until = effort(yeses, calls, *_PRIOR) if calls else Effort(None, None)
    return Formula(calls, connects, conversations, yeses, noes, rates(total), value, until, len(made), number, stated)


def _summed(paid: Sequence[tuple[Sequence[str], int]]) -> tuple[list[tuple[Decimal, int]], int]:
    number = sum(len(amounts) for amounts, _ in paid)
    if not number:
        return [], 0
    from decimal import Decimal  # noqa: PLC0415 (heavy, and only where there are amounts)

    return [(sum(map(Decimal, amounts), Decimal()), calls) for amounts, calls in paid], number


def forecasts(found: Formula, calls: int) -> dict[str, Forecast]:
    """What so many calls more would bring, by step; without a call so far it is a guess."""
    return {step: plan(calls, getattr(found, step), found.calls) for step in STEPS}


def spell(found: Formula, run: int, calls: int) -> DrySpell | None:
    """The chance of at least `run` calls in a row without a yes among `calls`; None before the first yes."""
    known = rate(found.yeses, found.calls)
    if not known.rate or known.low is None or known.high is None:
        return None
    chance, low, high = (dry_spell(share, run, calls) for share in (known.rate, known.high, known.low))
    return DrySpell(run, calls, known.k, known.n, known.rate, chance, low, high)


# ---- in words and as data


def source(found: Formula) -> str:
    """Where the value of a call comes from, in words."""
    so_far = f"{many(found.sessions, 'session')} and {many(found.paid, 'paid yes', 'paid yeses')} so far, measuring takes {LEAST_SESSIONS} and {LEAST_PAID}"
    match found.worth.source:
        case "measured":
            return f"measured over {many(found.sessions, 'session')} with {many(found.paid, 'paid yes', 'paid yeses')}, ± {amount(found.worth.error or '0')} a call"
        case "stated" if found.stated:
            stated = f"as you stated: {found.stated[0]} in {many(found.stated[1], 'call')}"
            return f"{stated} ({so_far})" if found.paid else stated
    return f"not known yet: state what you earned in how many calls, or note amounts ({so_far})"


def effort_text(found: Formula) -> str:
    """How many calls the next yes takes, in words."""
    if not found.calls:
        return "No call yet: nothing is known of the next yes."
    half, ninety = ("more than a million" if number is None else figure(number) for number in found.effort)
    return f"The next yes: as likely as not within {half} {'call' if half == '1' else 'calls'}, nine times in ten within {ninety}."


def forecast_text(found: Forecast) -> str:
    """A forecast in words: `about 2, 1 to 5`."""
    return f"about {figure(found.median)}, {figure(found.low)} to {figure(found.high)}"


def spell_text(found: DrySpell) -> str:
    """The chance of a dry spell, in words."""
    chance, low, high = (f"{100 * share:.0f}" for share in (found.chance, found.low, found.high))
    among = f"{figure(found.run)} or more calls in a row without a yes, among {figure(found.calls)}"
    return f"{among}: a chance of {chance} % ({low} to {high} %) at {figure(found.k)} yes{'' if found.k == 1 else 'es'} in {many(found.n, 'call')}."


def as_data(found: Formula) -> dict[str, Any]:
    """The formula as plain data, with everything that the value was made from."""
    numbers = {name: getattr(found, name) for name in ("calls", "connects", "conversations", "yeses", "noes")}
    stated = None if found.stated is None else dict(zip(("earned", "calls"), found.stated, strict=True))
    value = found.worth._asdict() | {"sessions": found.sessions, "paid": found.paid, "stated": stated}
    return numbers | {"rates": found.rates, "value": value, "effort": found.effort._asdict()}


def plan_data(found: Formula, calls: int) -> dict[str, Any]:
    """What so many calls more would bring, as plain data; all null before the first call."""
    known = forecasts(found, calls) if found.calls else dict.fromkeys(STEPS, Forecast._make((None, None, None)))
    return {"calls": calls} | {step: forecast._asdict() for step, forecast in known.items()}


def spell_data(found: DrySpell) -> dict[str, Any]:
    """The chance of a dry spell as plain data."""
    return all_rounded(found._asdict())
