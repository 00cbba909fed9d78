"""The query language: what is understood, what is refused in one sentence, and what dates mean."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nextcall.core.query import ALL, DATES, FIELDS, OF_CALLS, OF_SESSIONS, Query, Term, parse, period
from nextcall.errors import InputError

TODAY = date(2026, 11, 21)
DAYS = st.dates(date(1970, 1, 5), date(2999, 12, 27))
PERIODS = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: day.isoformat()[:7]),
    DAYS.map(lambda day: day.isoformat()[:4]),
    DAYS.map(lambda day: "{}-w{:02}".format(*day.isocalendar()[:2])),
    st.sampled_from(["today", "yesterday", "Today", "2026-W47", "2026-1", "2024-02-29"]),
)


def asked(text: str) -> Query:
    return parse(text, TODAY)


def meant(query: Query, day: date) -> bool:
    return (query.first is None or day >= query.first) and (query.last is None or day <= query.last)


# ---- what is understood


@pytest.mark.parametrize("text", ["", " ", "\t\n", '""', '"" ""', '" "'])
def test_nothing_asked_is_everything(text: str) -> None:
    assert asked(text) == ALL
    assert not asked(text).picks_calls


def test_the_example_of_the_papers() -> None:
    found = asked('preset:sprint outcome:yes after:2026-10 note~price "asked who else"')
    assert found == Query(
        sessions=(Term("preset", "sprint"),),
        calls=(Term("outcome", "yes"), Term("note", "price", part=True)),
        words=(Term("", "asked who else", part=True),),
        first=date(2026, 11, 1),
    )
    assert found.picks_calls


@pytest.mark.parametrize("field", OF_SESSIONS)
def test_a_colon_wants_the_whole_and_a_tilde_a_part(field: str) -> None:
    whole, part = asked(f"{field}:ab").sessions[0], asked(f"{field}~ab").sessions[0]
    assert [whole.holds(value) for value in ("ab", "abc", "")] == [True, False, False]
    assert [part.holds(value) for value in ("ab", "cabd", "a")] == [True, True, False]


@pytest.mark.parametrize("field", ["contact", "note"])
def test_of_contacts_and_notes_a_part_is_always_enough(field: str) -> None:
    assert asked(f"{field}:ann").calls == asked(f"{field}~ann").calls == (Term(field, "ann", part=True),)


def test_letters_may_be_large_or_small_everywhere() -> None:
    assert asked("PRESET:Sprint Outcome:YES STRASSE AFTER:2026-W40") == asked("preset:sprint outcome:yes strasse after:2026-w40")
    assert asked("Straße").words[0].text == "strasse"


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ('tag:"two words"', "tag", "two words"),
        ('tag~"two words"', "tag", "two words"),
        ('"tag":x', "tag", "x"),
        ('tag:a"b c"d', "tag", "ab cd"),
        ("tag:a:b~c", "tag", "a:b~c"),
        ('tag:"a:b"', "tag", "a:b"),
        ("list:0", "list", "0"),
    ],
)  # fmt: skip
def test_values(text: str, field: str, value: str) -> None:
    (found,) = asked(text).sessions
    assert (found.field, found.text) == (field, value)


@pytest.mark.parametrize(("text", "word"), [('"tag:x"', "tag:x"), ("9:30", "9:30"), (":x", ":x"), ("~", "~"), ('a"b c"', "ab c"), ("+1-555", "+1-555"), ("a1:b", "a1:b")])
def test_words(text: str, word: str) -> None:
    assert asked(text) == Query(words=(Term("", word, part=True),))


# ---- what is refused


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("outcom:yes", "unknown field 'outcom' in the query; did you mean outcome?"),
        ("zzz:1", "unknown field 'zzz' in the query; there are preset, skill, list, tag, outcome, contact, note, after, before, on"),
        ("PRESTE:x", "unknown field 'PRESTE' in the query; did you mean preset?"),
        ("http://x", "unknown field 'http'"),
        ("preset:", "'preset:' in the query wants a value"),
        ('note~""', "'note~' in the query wants a value"),
        ("after:", "'after:' in the query wants a value"),
        ('"open', "a quote in the query has no end"),
        ('preset:"open end', "a quote in the query has no end"),
        ("on:tomorrow", "'tomorrow' is no date"),
        ("x" * 1_001, "a query has at most 1000 characters"),
    ],
)
def test_refused_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(InputError) as caught:
        asked(text)
    assert caught.value.message.startswith(said)
    assert caught.value.exit_code == 2
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "text",
    ["2026-13", "2026-00", "2026-02-30", "2026-2-29", "2025-w53", "2026-w00", "2026-w", "2026-w1-1", "26", "02026", "1969", "3000", "2026-", "2026--21",
     "2026-11-", "-2026", "2026-11-21-1", "2026/11", "2026-11-21t09", "٢٠٢٦", "2026-1²", "-", "w47", "2026-+1", "2026- 1", "9" * 900],
)  # fmt: skip
def test_no_dates(text: str) -> None:
    with pytest.raises(InputError, match="is no date"):
        asked(f'on:"{text}"')


@given(st.text(max_size=60) | st.text(st.sampled_from('"":~ \tpresetnoaf2016-w\x1b\ud800'), max_size=40))
@example("\ud800:x")
@example("on:\ud800")
@example("\x1f")
def test_any_line_is_a_query_or_is_refused_in_one_harmless_sentence(text: str) -> None:
    try:
        found = asked(text)
    except InputError as error:
        assert error.message.isprintable()  # noqa: PT017 (whether it is raised depends on the text)
        return
    for term in (*found.sessions, *found.calls, *found.words):
        term.text.encode()
        assert term.holds(f"x{term.text}y" if term.part else term.text)
        assert term.field in (*OF_SESSIONS, *OF_CALLS, "")
    assert set(FIELDS) == {*OF_SESSIONS, *OF_CALLS, *DATES}


# ---- dates


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-w47", date(2026, 11, 16), date(2026, 11, 22)),
        ("2026-w53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2026-w1", date(2025, 12, 29), date(2026, 1, 4)),
        ("2026-11-21", TODAY, TODAY),
        ("today", TODAY, TODAY),
        ("yesterday", date(2026, 11, 20), date(2026, 11, 20)),
        ("2999", date(2999, 1, 1), date(2999, 12, 31)),
    ],
)
def test_periods(text: str, first: date, last: date) -> None:
    assert period(text, TODAY) == (first, last)


@given(PERIODS, DAYS)
def test_before_on_and_after_exclude_each_other_and_are_everything(text: str, day: date) -> None:
    parts = [asked(f"{field}:{text}") for field in ("before", "on", "after")]
    assert sum(meant(part, day) for part in parts) == 1
    first, last = period(text, TODAY)
    for near in (first - timedelta(1), first, last, last + timedelta(1)):
        assert sum(meant(part, near) for part in parts) == 1
        assert meant(parts[1], near) == (first <= near <= last)


@given(st.lists(st.tuples(st.sampled_from(DATES), PERIODS), max_size=4), DAYS)
def test_all_dates_must_hold(terms: list[tuple[str, str]], day: date) -> None:
    together = asked(" ".join(f"{field}:{text}" for field, text in terms))
    assert meant(together, day) == all(meant(asked(f"{field}:{text}"), day) for field, text in terms)
