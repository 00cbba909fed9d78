"""What each call is worth, exactly: earned / calls, rounded only when shown."""

from nextcall.core.counts import counts
from nextcall.core.money import places, share
from nextcall.core.session import Formula, Session


def value_per_call(formula: Formula) -> str:
    """Earned / calls as decimal text: as many decimals as the currency has, or up to 30 if it takes them."""
    text, exact = share(formula.earned, 1, formula.calls, places(formula.currency))
    return text if exact else share(formula.earned, 1, formula.calls, 30)[0].rstrip("0").rstrip(".")


def value_of(calls: int, per_call: str | None, formula: Formula | None) -> str | None:
    """What `calls` calls are worth, rounded half to even to the currency; None where nothing was stated."""
    if formula is not None:
        return share(formula.earned, calls, formula.calls, places(formula.currency))[0]
    return None if per_call is None else share(per_call, calls, 1, places(None))[0]


def earned(session: Session) -> str | None:
    """What the session's calls are worth so far; None where nothing was stated."""
    return value_of(counts(session).calls, session.value_per_call, session.formula)


def shown_per_call(session: Session) -> str | None:
    """The value of one call as it is shown; None where nothing was stated."""
    return value_of(1, session.value_per_call, session.formula)
