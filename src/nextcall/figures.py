"""How numbers are written for people: which sign groups thousands, and which stands before decimals.

One value for the process, as the locale of a process is one: it is chosen where the configuration is
known, before the first figure is written. Until then, and so in `--json`, in files and in whatever other
programs read, figures are as in English.

The styles of languages and countries are those of the Unicode Common Locale Data Repository
(cldr.unicode.org, "Number Elements"), as far as they differ in what is written here.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from collections.abc import Mapping

SYSTEM = "system"
"""The style of the system's locale."""
PLAIN = "1,234.5"
"""The style where none is known."""
STYLES: Mapping[str, tuple[str, str]] = {
    PLAIN: (",", "."),
    "1.234,5": (".", ","),
    "1 234,5": ("\N{NO-BREAK SPACE}", ","),
    "1'234.5": ("'", "."),
    "12,34,567.8": (",", "."),
    "1234.5": ("", "."),
    "1234,5": ("", ","),
}
"""By name, which is an example of it: the sign between groups of digits, and the one before decimals."""
_INDIAN = "12,34,567.8"
"""The style that has the last three digits in one group, and those before by two."""

_LOCALES = {
    "1.234,5": "de es it nl pt ca eu da id tr az el hr sl sr bs mk ro vi is fo jv su ast fy lb hsb dsb kl ku ps lo rw rn wo ln sc scn ms_BN ms_ID fr_LU"
    " ar_DZ ar_LB ar_LY ar_MA ar_MR ar_TN en_AT en_BE en_DE en_DK en_ES en_ID en_IT en_NL en_PL en_RO en_SI",
    "1 234,5": "fr gl pl cs sk ru uk be sv nb nn no se fi hu bg et lv lt kk ky uz hy ka sq tk tg tt ba cv sah af br eo ht kab kea ff ts nr ss ve"
    " pt_AO pt_CH pt_CV pt_GQ pt_GW pt_LU pt_MO pt_MZ pt_PT pt_ST pt_TL es_CR en_CZ en_EE en_FI en_FR en_GE en_HU en_LT en_LV en_NO en_PT en_SE en_SK en_UA en_ZA",
    "1'234.5": "de_CH de_LI gsw it_CH en_CH",
    _INDIAN: "en_IN hi bn gu mr pa ta te ml as or ne kok brx sa dz dv",
    PLAIN: "es_419 es_BR es_BZ es_CU es_DO es_GT es_HN es_MX es_NI es_PA es_PE es_PR es_SV es_US ta_MY ta_SG",
}
"""Where each style is usual: a language, or a language in a country, which comes before its language."""

_MOST = 100
"""Digits of an amount; more are no amount."""

_used = [PLAIN]


def use(name: str, environ: Mapping[str, str]) -> None:
    """Write figures in a style of `STYLES` from now on, or as the locale of the environment has it."""
    _used[0] = name if name in STYLES else of_locale(environ)


def of_locale(environ: Mapping[str, str]) -> str:
    """The style of the locale that the environment names for numbers; `PLAIN` where none is named, or one that is not known."""
    named = next((environ[name] for name in ("LC_ALL", "LC_NUMERIC", "LANG") if environ.get(name)), "")
    place = named.partition(".")[0].partition("@")[0]
    for wanted in (place, place.partition("_")[0]):
        for style, places in _LOCALES.items():
            if wanted in places.split():
                return style
    return PLAIN


def figure(number: float, places: int = 0) -> str:
    """A number with its thousands grouped, and with so many decimals."""
    return styled(f"{number:,}" if not places and isinstance(number, int) else f"{number:,.{places}f}")


def amount(decimal: str) -> str:
    """An amount of money, given as decimal text, with its thousands grouped; any other text as it is."""
    whole, point, part = decimal.partition(".")
    return styled(f"{int(whole):,}{point}{part}") if _whole(whole) else decimal


def typed(text: str) -> str:
    """An amount that somebody typed in the style that is used, as decimal text; any other text as it is."""
    group, point = STYLES[_used[0]]
    whole, mark, part = text.strip().replace(" ", "\N{NO-BREAK SPACE}").partition(point)
    digits = whole.replace(group, "") if group else whole
    sound = _whole(digits) and (part.isdigit() or not mark)
    if not sound or whole not in (digits, styled(f"{int(digits):,}")):
        return text
    return f"{digits}.{part}" if mark else digits


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST


def styled(text: str) -> str:
    """A figure as it is written in English, in the style that is used."""
    name = _used[0]
    if name == PLAIN:
        return text
    group, point = STYLES[name]
    whole, mark, part = text.partition(".")
    if name == _INDIAN:
        whole = _indian(whole)
    return whole.replace(",", group) + (point if mark else "") + part


def _indian(whole: str) -> str:
    digits = whole.replace(",", "")
    sign, digits = ("-", digits[1:]) if digits.startswith("-") else ("", digits)
    head, tail = digits[:-3], digits[-3:]
    pairs = [head[max(0, end - 2) : end] for end in range(len(head), 0, -2)]
    return sign + ",".join([*reversed(pairs), tail])
