"""What each call is worth, exactly: earned / calls, rounded only when shown."""

from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from nextcall.core.counts import counts
from nextcall.core.session import Formula, Session

_DIGITS = Context(prec=60, rounding=ROUND_HALF_EVEN)
_PLACES = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
}
_PLACES_OF = {code: places for places, codes in _PLACES.items() for code in codes.split()}


def places(currency: str | None) -> int:
    """How many decimals a currency is shown with (ISO 4217; 2 where it is not known)."""
    return _PLACES_OF.get((currency or "").upper(), 2)


def value_per_call(formula: Formula) -> str:
    """Earned / calls as decimal text: as many decimals as the currency has, or up to 30 if it takes them."""
    exact = Fraction(formula.earned) / formula.calls
    rounded = _text(exact, places(formula.currency))
    return rounded if Fraction(rounded) == exact else _text(exact, 30).rstrip("0").rstrip(".")


def value_of(calls: int, per_call: str | None, formula: Formula | None) -> str | None:
    """What `calls` calls are worth, rounded half to even to the currency; None where nothing was stated."""
    if formula is not None:
        return _text(Fraction(formula.earned) * calls / formula.calls, places(formula.currency))
    if per_call is None:
        return None
    return _text(Fraction(per_call) * calls, places(None))


def earned(session: Session) -> str | None:
    """What the session's calls are worth so far; None where nothing was stated."""
    return value_of(counts(session).calls, session.value_per_call, session.formula)


def shown_per_call(session: Session) -> str | None:
    """The value of one call as it is shown; None where nothing was stated."""
    return value_of(1, session.value_per_call, session.formula)


def _text(value: Fraction, decimals: int) -> str:
    scaled = round(value * 10**decimals)  # Python rounds a Fraction half to even, exactly
    return f"{Decimal(scaled).scaleb(-decimals, _DIGITS):f}"
