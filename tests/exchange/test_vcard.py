import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.contacts.person import Person
from nextcall.errors import InputError, NextcallError
from nextcall.exchange import vcard
from nextcall.exchange.people import NO_ONE, People, Place
from nextcall.exchange.people_words import Understood, preview
from nextcall.exchange.vcard import looks_like, take

PLACE = Place("US", datetime(2026, 11, 21, tzinfo=UTC))
NUMBER = "+12125550123"


def quiet(done: int, total: int) -> None:
    assert 0 < done <= total


def read(text: str | bytes) -> People:
    return take(text if isinstance(text, bytes) else text.encode(), PLACE, quiet)


def card(*lines: str, version: str = "3.0") -> str:
    return "\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def one(*lines: str, version: str = "3.0") -> Person:
    people = read(card(*lines, version=version))
    assert people.problems == ()
    assert len(people.drafts) == 1
    return people.drafts[0].person


def test_a_card_of_version_4() -> None:
    person = one(
        "FN:Ann Roe", "N:Roe;Ann;;;", 'TEL;VALUE=uri;TYPE="voice,home":tel:+1-212-555-0199', "item1.TEL;VALUE=uri;PREF=1:tel:+1-212-555-0123;ext=12", "ORG:Acme\\, Inc;Sales", "TITLE:CEO",
        "EMAIL;PREF=2:b@example.com", "EMAIL;PREF=1:a@example.com", "NOTE:first\\nsecond\\; with \\, signs and a lin", " e that was folded", "TZ:Europe/Berlin", "CATEGORIES:one,two", "URL:https://example.com",
        version="4.0",
    )  # fmt: skip
    assert person == Person(
        "", "Ann Roe", f"{NUMBER},12", "Acme, Inc", "", "a@example.com", "first\nsecond; with , signs and a line that was folded", "Europe/Berlin", "",
        {"phone 2": "tel:+1-212-555-0199", "title": "CEO", "email 2": "b@example.com", "categories": "one, two", "url": "https://example.com"},
    )  # fmt: skip


def test_a_card_of_version_3_with_a_picture_that_is_broken() -> None:
    person = one("N:Roe;Ann;Bea;Dr.;", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/!!!", " TEL:+1 212 555 0000", "TEL;TYPE=CELL,VOICE:(212) 555-0123", "TZ:-05:00")
    assert (person.name, person.phone, person.time_zone) == ("Dr. Ann Bea Roe", NUMBER, "America/New_York")


@pytest.mark.parametrize(
    "lines",
    [
        ("N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=4D=C3=BCller;=48=61=6E=", "=73;;;"),
        ("N;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:M=C3=BCller;Hans;;;",),
        ("N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;Hans;;;",),
        ("FN;QUOTED-PRINTABLE;CHARSET=utf-8:Hans M=C3=BCller",),
        ("N;CHARSET=UTF-8:Müller;Hans;;;",),
        ("ADR;WORK;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;=65=66=", "=31=37=", "TEL:1;;;;", "N;CHARSET=UTF-8:Müller;Hans"),
    ],
)
def test_cards_of_version_2_with_their_encodings(lines: tuple[str, ...]) -> None:
    person = one(*lines, "TEL;CELL;PREF:212-555-0123", version="2.1")
    assert (person.name, person.phone) == ("Hans Müller", NUMBER)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_files_in_several_encodings_and_line_ends(encoding: str, ends: str) -> None:
    text = (card("FN:Müller", f"TEL:{NUMBER}") + "\n" + card("FN:Doe", "NOTE:x\\ny")).replace("\n", ends)
    people = read(text.encode(encoding))
    assert [(draft.line, draft.person.name) for draft in people.drafts] == [(1, "Müller"), (7, "Doe")]


def test_the_number_to_try_first() -> None:
    tels = ("TEL;TYPE=FAX:+12125550100", "TEL;TYPE=HOME:+12125550101", "TEL;TYPE=WORK:+12125550102", "TEL;TYPE=CELL:+12125550103", "TEL;TYPE=pager:+12125550104")
    assert one("FN:Ann", *tels).phone == "+12125550103"
    assert one("FN:Ann", *tels, "TEL;TYPE=HOME,PREF:+12125550105").phone == "+12125550105"
    assert one("FN:Ann", *tels[:3]).phone == "+12125550102"
    assert one("FN:Ann", tels[0]).phone == ""
    assert one("FN:Ann", tels[1], version="4.0").more == {}


def test_broken_cards_cost_nobody_else() -> None:
    text = (
        card("FN:First", f"TEL:{NUMBER}")
        + "BEGIN:VCARD\nVERSION:3.0\nFN:Never ended\n"
        + card("FN;CHARSET=no-such;ENCODING=QUOTED-PRINTABLE:=FF")
        + card("ORG:Only a company")
        + card("FN:Friends", "KIND:group", version="4.0")
        + "rubbish between\n"
        + card("rubbish within", "FN:Last")
        + "BEGIN:VCARD\nFN:Cut off"
    )
    people = read(text)
    assert [draft.person.name for draft in people.drafts] == ["First", "Last"]
    assert people.problems == ((6, "has no end"), (9, "has a line that cannot be read"), (13, NO_ONE), (17, "is a group, not a person"), (28, "has no end"))


def test_the_card_of_an_agent_is_not_the_person_s() -> None:
    text = "BEGIN:VCARD\nVERSION:2.1\nFN:Ann\nAGENT:\nBEGIN:VCARD\nVERSION:2.1\nFN:Secretary\nTEL:+12125550100\nEND:VCARD\nTEL:+12125550123\nEND:VCARD\n"
    people = read(text)
    assert [(draft.person.name, draft.person.phone) for draft in people.drafts] == [("Ann", NUMBER)]


@pytest.mark.parametrize("name", ["x" * 10_000, "\x1b[31mred", "[b]bold[/b]", "\u202eevil", "👩‍👩‍👧‍👦" * 3000, "<script>", "שלום", "; touch X", "-rf", "\x9bq"])
def test_hostile_names_are_cut_and_made_harmless(name: str) -> None:
    person = one(f"FN:{name.replace(';', chr(92) + ';')}", "TEL;VALUE=uri:tel:;touch%20X")
    assert 0 < len(person.name) <= 200
    assert not any(sign in person.name for sign in "\x1b\x9b\u202e")
    assert person.phone == ""


def test_bombs_are_held_off() -> None:
    long = read(card("FN:Ann", "NOTE:" + "x" * 200_000) + card("FN:Bob"))
    assert long.problems == ((1, "has more than 100,000 characters of text"),)
    assert [draft.person.name for draft in long.drafts] == ["Bob"]
    many = read(card("FN:Ann", *(f"TEL:+1212555{i:04}" for i in range(5000))))
    assert len(many.drafts[0].person.more) <= 50
    assert read("BEGIN:VCARD\n" * 1000).drafts == ()
    deep = read("BEGIN:VCARD\nFN:Ann\n" + "AGENT:\nBEGIN:VCARD\n" * 5000 + "END:VCARD\n" * 5001)
    assert len(deep.drafts) + len(deep.problems) < 5001
    with pytest.raises(InputError, match="100,001 vCards"):
        read("BEGIN:VCARD\nEND:VCARD\n" * 100_001)


@pytest.mark.parametrize(
    "head",
    ["FN;" + "A=B;" * 50, "FN;" + "A=B;" * 20_000, "FN;A=" + "B," * 500 + ";", 'FN;A="' + "x" * 5000, "FN" + ";" * 100, "FN;" + "A=B\n ;" * 50, "FN;ENCODING=QUOTED-PRINTABLE;=\n" + "A=B;" * 50],
)  # fmt: skip
def test_heads_on_which_a_reader_may_search_for_ever(head: str) -> None:
    people = read(card(f"{head}:x") + card("FN:Bob"))
    assert people.problems == ((1, "has a line that cannot be read"),)
    assert [draft.person.name for draft in people.drafts] == ["Bob"]


def test_many_good_parameters_are_read() -> None:
    assert one('item1.TEL;TYPE="a,b",c;X-Y=;Z;' + ";".join(f"P{i}={'v' * 9}" for i in range(60)) + f":{NUMBER}").phone == NUMBER
    assert one("FN;X-A=1\n ;X-B=2:An\n n R\n\toe").name == "Ann Roe"


def test_files_that_are_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vcard, "LARGEST", 10)
    with pytest.raises(InputError, match="larger than"):
        read(card("FN:Ann"))


@pytest.mark.parametrize("data", [b"", b"Name,Phone\n", b"PK\x03\x04", b"BEGIN:VCARD\nFN:\0\nEND:VCARD", b"\xff\xfe\x00"])
def test_what_is_no_vcard_file_is_told_in_one_line(data: bytes) -> None:
    with pytest.raises(InputError) as fault:
        take(data, PLACE, quiet)
    assert "\n" not in fault.value.message


@given(st.lists(st.sampled_from(["BEGIN:VCARD", "END:VCARD", "VERSION:2.1", "N:a;b", "FN:x", "TEL;TYPE=CELL:+12125550123", "AGENT:", "NOTE;ENCODING=QUOTED-PRINTABLE:=41=", " folded", "ORG:",
                                 "N:", "TEL;PREF=" + "9" * 50 + ":1", "FN;CHARSET=utf-16;ENCODING=QUOTED-PRINTABLE:=41", "X", "TEL;=;;:", "KIND:", "CATEGORIES:a\\,b,c"])
                | st.text(max_size=20), max_size=25))  # fmt: skip
def test_garbage_is_people_or_problems_or_one_sentence(lines: list[str]) -> None:
    data = "\n".join(lines).encode(errors="replace")
    people, said = People((), ()), ""
    try:
        people = take(data, PLACE, quiet)
    except InputError as error:
        said = error.message
    assert "\n" not in said
    assert all(draft.person.name or draft.person.phone for draft in people.drafts)
    assert all(reason and number > 0 for number, reason in people.problems)


def test_progress_is_told() -> None:
    said: list[tuple[int, int]] = []
    take("".join(card(f"FN:n{i}") for i in range(450)).encode(), PLACE, lambda done, total: said.append((done, total)))
    assert said == [(200, 450), (400, 450)]


def test_the_preview_of_cards() -> None:
    said = list(preview(Understood("friends.vcf", read(card("FN:Ann", f"TEL:{NUMBER}") + card("ORG:x")), "US")))
    assert said == ["friends.vcf: 2 vCards.", "  Ann, +12125550123, America/New_York", "1 person: 1 number understood, 0 not understood, 0 without a number.", f"line 6: {NO_ONE}"]


def test_which_files_are_vcard_files() -> None:
    assert looks_like("x.VCF", b"")
    assert looks_like("x.txt", b"\xef\xbb\xbf\r\nbegin:vcard\r\n")
    assert looks_like("x", "BEGIN:VCARD\n".encode("utf-16"))
    assert not looks_like("x.csv", b"Name,BEGIN:VCARD\n")


def test_without_the_library_one_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vobject", None)
    with pytest.raises(NextcallError) as fault:
        read(card("FN:Ann"))
    assert "pip install 'nextcall[contacts]'" in fault.value.hint
    assert fault.value.exit_code == 1


def test_more_lines_than_a_file_of_people_can_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vcard, "_MOST_LINES", 10)
    with pytest.raises(InputError, match="has more than 10 lines"):
        take(b"BEGIN:VCARD\n" + b"\n" * 20 + b"END:VCARD\n", Place("US", datetime(2026, 11, 21, tzinfo=UTC)), lambda *_: None)
