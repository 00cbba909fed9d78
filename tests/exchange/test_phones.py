import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.errors import InputError
from nextcall.exchange import phones
from nextcall.exchange.phones import Phone, advice, dialable, e164, read, zone

NOW = datetime(2026, 11, 21, tzinfo=UTC)
WRITTEN = re.compile(r"\+[1-9]\d{3,16}(,\d{1,6})?")
DIALLED = re.compile(r"(\+?[\d*#]{3,40}(,\d{1,6})?)?")

AMERICAN = (
    "+12125550123", "+1 212 555 0123", "+1 (212) 555-0123", "(212) 555-0123", "212-555-0123", "212.555.0123", "1-212-555-0123", "001 212 555 0123", "011 1 212 555 0123",
    "tel:+1-212-555-0123", "TEL:+12125550123", "tel:%2B1%20212%20555%200123", "tel:555-0123;phone-context=+1-212", "\N{FULLWIDTH PLUS SIGN}１２１２５５５０１２３", "+1\u00a0212\u00a0555\u00a00123",
    "\u202a+1 212 555 0123\u202c", "+1\u2011212\u2011555\u20110123", "212 555 0123 mobile", "Mobile: (212) 555-0123", "(212) 555-0123 (ask for Ann)", "'+12125550123", '="2125550123"',
    "2125550123.0", "(+1) 212 555 0123", "212 555 0123 / 212 555 0199", "+1 212-555-0123 ::: +1 212-555-0199", "212-555-0123; 212-555-0199", "Room 12, 212-555-0123", "\t212 555 0123\n",
)  # fmt: skip
GERMAN = (
    "+4930901820", "+49 30 901820", "+49 (0)30 90 18 20", "0049 (0)30 901820", "0049 30 901820", "030 901820", "030/901820", "(030) 901820", "(0)30 901820", "030-90 18 20", "+49 030 901820",
    "+49.30.901820", "٠٣٠ ٩٠١٨٢٠", "Tel. 030 901820 (Zentrale)", "30 901820", "4930901820", "030 901820/21",
)  # fmt: skip


@pytest.fixture
def _without_library(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "phonenumbers", None)
    phones._library.cache_clear()
    yield
    phones._library.cache_clear()


@pytest.mark.parametrize("text", AMERICAN)
def test_many_writings_of_one_american_number(text: str) -> None:
    assert read(text, "US") == Phone("+12125550123", understood=True)
    assert e164(text, "US") == "+12125550123"


@pytest.mark.parametrize("text", GERMAN)
def test_many_writings_of_one_german_number(text: str) -> None:
    assert read(text, "DE") == Phone("+4930901820", understood=True)


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("+15550100", "", "+15550100"),  # with its country's code, a length that may be right is enough
        ("+1 (555) 010-0123", "DE", "+15550100123"),
        ("(555) 010-0123", "US", "+15550100123"),
        ("+44 (0)20 7946 0000", "US", "+442079460000"),
        ("020 7946 0000", "GB", "+442079460000"),
        ("+34 (0)91 123 45 67", "", "+34911234567"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("06 698 12345", "IT", "+390669812345"),
        ("+39 (0)6 698 12345", "", "+390669812345"),
        ("8 (912) 345-67-89", "RU", "+79123456789"),
        ("0011 49 30 901820", "AU", "+4930901820"),
        ("00 49 30 901820", "US", "+4930901820"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("1 800 FLOWERS", "US", "+18003569377"),
        ("+1-800-FLOWERS", "", "+18003569377"),
    ],
)
def test_numbers_of_several_countries(text: str, country: str, number: str) -> None:
    assert read(text, country) == Phone(number, understood=True)


@pytest.mark.parametrize(
    "text",
    ["+1 212 555 0123 ext. 12", "+1 212 555 0123 x12", "+1 212 555 0123x12", "212-555-0123 #12", "tel:+1-212-555-0123;ext=12", "+12125550123,12", "+12125550123,,12", "+12125550123;12",
     "(212) 555-0123, 12", "212 555 0123 Durchwahl 12", "212 555 0123 DW 12", "(212) 555-0123 Extension: 12"],
)  # fmt: skip
def test_an_extension_stays_behind_a_comma(text: str) -> None:
    assert read(text, "US") == Phone("+12125550123,12", understood=True)


@pytest.mark.parametrize(
    ("text", "country", "kept"),
    [
        ("5550100", "US", "5550100"),  # which area?
        ("901820", "DE", "901820"),
        ("911", "US", "911"),
        ("110", "DE", "110"),
        ("06 12 34 56 78", "US", "0612345678"),
        ("(212) 555-0123", "", "2125550123"),
        ("(212) 555-0123 ext 12", "", "2125550123,12"),
        ("1-800-FLOWERS", "", "18003569377"),
        ("555-0123 ANN", "US", "5550123"),
        ("+999 12345", "US", "+99912345"),
        ("*67 555 0123", "US", "*675550123"),
        ("+1", "US", ""),
        ("12", "US", ""),
        ("4.93090E+11", "DE", ""),  # what a spreadsheet made of a number: its end is lost
        ("", "US", ""),
        ("n/a", "US", ""),
        ("ask Ann", "US", ""),
        ("--help", "US", ""),
        (";touch X", "US", ""),
        ("javascript:alert(1)", "US", ""),
        ("file:///etc/passwd", "US", ""),
        ("\x1b[31m", "US", ""),
        ("+" * 5000, "US", ""),
    ],
)
def test_what_is_not_understood_keeps_what_can_be_dialled(text: str, country: str, kept: str) -> None:
    assert read(text, country) == Phone(kept, understood=False)
    assert e164(text, country) is None


def test_a_number_without_end_is_cut() -> None:
    found = read("9" * 100_000, "US")
    assert not found.understood
    assert len(found.number) <= 40


TEXTS = st.text(st.sampled_from("0123456789٣３²+-()./ ,;:#*x\u00a0\u202aABCextn\n\x1b") | st.characters(), max_size=40)


@given(TEXTS, st.sampled_from(["US", "DE", "IT", "AU", "XX", ""]))
def test_whatever_is_written_the_number_can_be_dialled_and_stays_what_it_is(text: str, country: str) -> None:
    found = read(text, country)
    assert (WRITTEN if found.understood else DIALLED).fullmatch(found.number)
    if found.understood:
        for other in (country, "US", "DE", ""):
            assert read(found.number, other) == found
    if found.number:
        assert dialable(found.number) == found.number
    zone(found.number, NOW)


@given(st.integers(200, 999), st.integers(0, 9999999), st.sampled_from(["{}{}{}", "({}) {}-{}", "{}.{}.{}", "{}-{}-{}", "+1{}{}{}", "001{} {} {}", "+1 ({}) {} {}", "tel:+1-{}-{}-{}"]))
def test_a_number_and_its_writings(area: int, rest: int, form: str) -> None:
    digits = f"{rest:07}"
    assert read(form.format(area, digits[:3], digits[3:]), "US") == read(f"+1{area}{digits}", "")


@pytest.mark.usefixtures("_without_library")
def test_without_the_library_digits_decide() -> None:
    assert "pip install 'nextcall[contacts]'" in advice()
    for text in ("+12125550123", "+1 (212) 555-0123", "001 212 555 0123", "tel:+1-212-555-0123", "(+1) 212 555 0123"):
        assert read(text, "US") == Phone("+12125550123", understood=True)
    for text in ("+49 (0)30 901820", "0049 (0)30 901820", "+0049 30 901820"):
        assert read(text, "") == Phone("+4930901820", understood=True)
    assert read("+39 (0)6 698 12345", "") == Phone("+390669812345", understood=True)
    assert read("+1 212 555 0123 x12", "") == Phone("+12125550123,12", understood=True)
    assert read("(212) 555-0123", "US") == Phone("2125550123", understood=False)
    assert read("+123", "") == Phone("+123", understood=False)
    assert read("+1234567890123456", "") == Phone("+1234567890123456", understood=False)
    assert zone("+4930901820", NOW) == ""


def test_with_the_library_there_is_no_advice() -> None:
    assert advice() == ""


@pytest.mark.parametrize(
    ("phone", "name"),
    [
        ("+4930901820", "Europe/Berlin"),
        ("+491711234567", "Europe/Berlin"),
        ("+12125550123", "America/New_York"),
        ("+12125550123,12", "America/New_York"),
        ("+14155552671", "America/Los_Angeles"),
        ("+447946000000", "Europe/London"),  # four zones with one clock
        ("+4791234567", "Europe/Oslo"),
        ("+18003569377", ""),  # anywhere in America
        ("+61491570156", ""),
        ("+79123456789", ""),
        ("+15550100", ""),
        ("+99912345", ""),
        ("5550100", ""),
        ("", ""),
        ("+", ""),
    ],
)
def test_the_zone_of_a_number_is_told_only_where_it_is_certain(phone: str, name: str) -> None:
    assert zone(phone, NOW) == name


@pytest.mark.parametrize("year", [1970, 2026, 2100])
def test_zones_are_told_by_the_clocks_of_the_year(year: int) -> None:
    assert zone("+12125550123", datetime(year, 7, 1, tzinfo=UTC)) == "America/New_York"


@pytest.mark.parametrize(
    ("phone", "dialled"),
    [("+15550100", "+15550100"), ("+15550100,12", "+15550100,12"), ("(555) 010-0123", "5550100123"), ("-5550100", "5550100"), ("*67 555 0100", "*675550100"), ("555;12#", "555;12#")],
)
def test_what_may_be_dialled(phone: str, dialled: str) -> None:
    assert dialable(phone) == dialled


@pytest.mark.parametrize(
    "phone",
    [";touch X", "--help", "-rf", "javascript:x", "file:///", "$(touch X)", "5550100;touch X", ";5550100", ",5550100", "+", "*#", "", "tel:5550100", "555%0a", "1" * 41, "５５５０１００", "555 0100 Ann", "+1+2", "555\x00"],
)  # fmt: skip
def test_what_must_not_be_dialled(phone: str) -> None:
    with pytest.raises(InputError, match="no number that can be dialled") as fault:
        dialable(phone)
    assert fault.value.message.isprintable()


@given(st.text(max_size=60))
def test_only_digits_and_a_few_signs_are_ever_dialled(phone: str) -> None:
    try:
        found = dialable(phone)
    except InputError:
        return
    assert re.fullmatch(r"\+?[0-9*#][0-9*#,;]*", found)
    assert re.search("[0-9]", found)
