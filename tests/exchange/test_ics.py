from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from nextcall.exchange.ics import LENGTH, Callback, calendar, uid
from nextcall.text import line, lines

NOW = datetime(2026, 11, 21, 9, 30, 15, 999_000, tzinfo=UTC)
AT = datetime(2026, 11, 24, 9, 0, tzinfo=timezone(timedelta(hours=1)))
TEXTS = st.text(st.characters() | st.sampled_from('\\;,:\n\r"\t 👩\u202e\x1b'), max_size=300)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=-3, minutes=-30)), timezone(timedelta(hours=14))]))  # noqa: DTZ001 (hypothesis adds the zone)
CALLBACKS = st.lists(st.builds(Callback, st.integers(1, 999).map(lambda n: uid("q4", str(n))), MOMENTS, TEXTS, TEXTS, st.sampled_from(["", "+15550100", "+15550100,12"]), TEXTS), max_size=4)


def made(*callbacks: Callback) -> str:
    return "".join(calendar(callbacks, NOW))


def events(text: str) -> list[Event]:
    """What another reader finds."""
    found = Calendar.from_ical(text)
    assert isinstance(found, Calendar)
    assert found.errors == []
    assert all(event.errors == [] for event in found.walk("VEVENT"))
    return [event for event in found.walk("VEVENT") if isinstance(event, Event)]


@given(CALLBACKS)
def test_another_reader_finds_what_was_written(callbacks: list[Callback]) -> None:
    text = made(*callbacks)
    found = events(text)
    assert len(found) == len(callbacks)
    for event, callback in zip(found, callbacks, strict=True):
        start = callback.at.astimezone(UTC).replace(microsecond=0)
        assert str(event["UID"]) == callback.uid
        assert event.decoded("DTSTART") == start
        assert event.decoded("DTEND") == start + LENGTH
        assert event.decoded("DTSTAMP") == NOW.replace(microsecond=0)
        company = f" ({line(callback.company)})" if callback.company else ""
        assert str(event["SUMMARY"]) == f"Call {line(callback.who or callback.phone or 'somebody')}{company}"
        note = lines("\n".join(callback.note.splitlines()))
        assert str(event.get("DESCRIPTION", "")) == "\n".join(part for part in (callback.phone, note) if part)
        (alarm,) = event.walk("VALARM")
        assert alarm["ACTION"] == "DISPLAY"
        assert alarm.decoded("TRIGGER") == timedelta()


@given(CALLBACKS)
def test_every_line_is_short_and_ends_as_the_standard_has_it(callbacks: list[Callback]) -> None:
    data = made(*callbacks).encode()
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n")
    for said in data.split(b"\r\n"):
        assert len(said) <= 75
        said.decode()  # no character is cut in two


def test_the_file_as_it_stands() -> None:
    assert made(Callback(uid("q4", "17"), AT, "Ann; Roe", "Acme, Inc", "+15550100", "back\\slash\nand more")) == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//nextcall//callbacks//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
        "BEGIN:VEVENT\r\nUID:q4.17@nextcall\r\nDTSTAMP:20261121T093015Z\r\nDTSTART:20261124T080000Z\r\nDTEND:20261124T081500Z\r\n"
        "SUMMARY:Call Ann\\; Roe (Acme\\, Inc)\r\nDESCRIPTION:+15550100\\nback\\\\slash\\nand more\r\n"
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Call Ann\\; Roe (Acme\\, Inc)\r\nTRIGGER:PT0S\r\nEND:VALARM\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )


@pytest.mark.parametrize("octets", range(60, 90))
@pytest.mark.parametrize("sign", ["x", "ü", "€", "👩"])
def test_lines_are_folded_at_75_octets(sign: str, octets: int) -> None:
    name = sign * (octets // len(sign.encode()))
    (event,) = events(made(Callback("a", AT, name)))
    assert str(event["SUMMARY"]) == f"Call {name}"


@pytest.mark.parametrize("name", ["x" * 10_000, "\x1b]8;;http://x\x07", "a\r\nEND:VCALENDAR\r\nBEGIN:VEVENT", "[b]", "\u202eevil", "👩‍👩‍👧‍👦" * 3000, "a\u2028b", "\ud83d"])
def test_hostile_names_stay_one_harmless_line(name: str) -> None:
    text = made(Callback(name, AT, name, name, name, name))
    said = text.split("\r\n")
    assert said.count("BEGIN:VEVENT") == said.count("END:VCALENDAR") == 1
    assert not any(sign in text for sign in "\x1b\x07\u202e\u2028")
    assert len(events(text)) == 1


def test_nobody_to_call_back_is_an_empty_calendar() -> None:
    assert events(made()) == []


def test_the_same_person_has_the_same_uid_and_others_have_others() -> None:
    assert uid("q4", "17") == uid("q4", "17")
    assert len({uid("a-1", "2"), uid("a", "1-2"), uid("a", "12"), uid("a-1", "1")}) == 4


def test_a_moment_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        made(Callback("a", AT.replace(tzinfo=None), "Ann"))
