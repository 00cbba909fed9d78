"""Exact shares of decimal amounts, by whole numbers alone.

No `decimal` and no `fractions` here: importing them costs a command half as much as starting Python.
"""

_PLACES = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
}


def places(currency: str | None) -> int:
    """How many decimals a currency is shown with (ISO 4217; 2 where it is not known)."""
    code = (currency or "").upper()
    return next((number for number, codes in _PLACES.items() if code in codes.split()), 2)


def share(amount: str, times: int, among: int, decimals: int) -> tuple[str, bool]:
    """`amount` x `times` / `among` with so many decimals, rounded half to even, and whether that is exact."""
    whole, _, part = amount.partition(".")
    below = among * 10 ** len(part)
    scaled, rest = divmod(int(whole + part) * times * 10**decimals, below)
    if rest * 2 > below or (rest * 2 == below and scaled % 2):
        scaled += 1
    digits = f"{scaled:0{decimals + 1}}"
    cut = len(digits) - decimals
    return (f"{digits[:cut]}.{digits[cut:]}" if decimals else digits), rest == 0
