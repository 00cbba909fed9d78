from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.tables import Way, written
from nextcall.contacts.duplicates import Known
from nextcall.contacts.person import Person
from nextcall.errors import UsageError
from nextcall.exchange import phones
from nextcall.exchange.people import NO_ONE, People, Place
from nextcall.exchange.people_cells import hours_named, refuses, zone_named
from nextcall.exchange.people_columns import OPTIONS, PeopleColumns, chosen
from nextcall.exchange.people_table import take
from nextcall.exchange.people_words import Understood, as_data, flags, numbers, preview
from nextcall.exchange.table import Table, read_table

PLACE = Place("US", datetime(2026, 11, 21, tzinfo=UTC))
NUMBER = "+12125550123"


def quiet(done: int, total: int) -> None:
    assert 0 < done <= total


def understood(header: Sequence[str], rows: Sequence[Sequence[str]], stated: Mapping[str, str | None] | None = None, way: Way | None = None) -> tuple[Table, PeopleColumns, People]:
    table = read_table(written(header, rows, way or Way()))
    columns = chosen(table, stated or {})
    return table, columns, take(table, columns, PLACE, quiet)


def only(header: str, row: str, **stated: str) -> Person:
    _, _, people = understood(header.split(","), [row.split(",")], stated)
    assert people.problems == ()
    assert len(people.drafts) == 1
    return people.drafts[0].person


EXPORTS = {
    "a CRM with a record id": (
        "Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Contact owner,Associated Company,Lead Status,Unsubscribed from all email,Create Date,Time Zone,Job Title",
        "1,Ann,Roe,ann@example.com,(212) 555-0123,,Bob,Acme,New,true,2026-01-01,us_slash_eastern,CEO",
    ),
    "a CRM with leads": (
        "Salutation,First Name,Last Name,Title,Company / Account,Lead Source,Phone,Mobile,Email,Email Opt Out,Do Not Call,Lead Owner",
        "Ms.,Ann,Roe,CEO,Acme,Web,2125550199,2125550123,ann@example.com,1,0,Bob",
    ),
    "a CRM with a pipe": (
        "Person - Name,Person - Phone - Work,Person - Phone - Mobile,Person - Email - Work,Person - Organization,Person - Owner,Person - ID",
        "Ann Roe,2125550123,,ann@example.com,Acme,Bob,7",
    ),
    "an address book on the web": (
        "First Name,Middle Name,Last Name,Phonetic First Name,Nickname,File As,Organization Name,Organization Title,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value",
        "Ann,,Roe,,,,Acme,CEO,,* myContacts,Work,ann@example.com,Mobile,+1 212-555-0123,Work,+1 212-555-0199",
    ),
    "the same as it was earlier": (
        "Name,Given Name,Additional Name,Family Name,Yomi Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Type,Organization 1 - Name,Organization 1 - Title",
        "Ann Roe,Ann,,Roe,,* My Contacts,,ann@example.com,Work,212 555 0123,,Acme,CEO",
    ),
    "a mail program": (
        "First Name,Middle Name,Last Name,Title,Suffix,E-mail Address,E-mail 2 Address,Business Phone,Business Phone 2,Business Fax,Home Phone,Mobile Phone,Company Main Phone,Job Title,Company",
        "Ann,,Roe,Ms,,ann@example.com,,2125550198,,2125550197,2125550196,2125550123,2125550195,CEO,Acme",
    ),
    "German": ("Vorname;Name;Firma;Telefon geschäftlich;Mobil;E-Mail;Funktion;Zeitzone", "Ann;Roe;Acme;212 555 0199;(212) 555-0123;ann@example.com;CEO;America/New_York"),
    "German, one name": ("Ansprechpartner;Handynummer;Unternehmen;E-Mail-Adresse;Rufnummer", "Ann Roe;212 555 0123;Acme;ann@example.com;212 555 0199"),
    "French": ("Prénom;Nom;Société;Téléphone portable;Téléphone;Courriel;Poste", "Ann;Roe;Acme;+1 212 555 0123;;ann@example.com;CEO"),
    "Spanish": ("Nombre;Apellidos;Empresa;Teléfono móvil;Correo electrónico;Puesto", "Ann;Roe;Acme;+1 212 555 0123;ann@example.com;CEO"),
    "by hand": ("who,COMPANY,E-Mail,Tel. No.", "Ann Roe,Acme,ann@example.com,212-555-0123"),
    "no known words for numbers": ("Contact,Company,E-Mail,Rufnr,Order number", "Ann Roe,Acme,ann@example.com,+1 212 555 0123,12345678"),
}


@pytest.mark.parametrize("export", EXPORTS)
def test_the_exports_of_many_programs(export: str) -> None:
    sign = ";" if ";" in EXPORTS[export][0] else ","
    header, row = (text.split(sign) for text in EXPORTS[export])
    _, _, people = understood(header, [row], way=Way(sign))
    assert [draft.line for draft in people.drafts] == [2]
    draft = people.drafts[0]
    assert draft.understood
    assert not draft.do_not_call
    assert draft.person[:4] == ("", "Ann Roe", NUMBER, "Acme")
    assert draft.person.email == "ann@example.com"
    assert draft.person.time_zone == "America/New_York"


def test_a_network_s_connections_have_no_numbers_but_are_people() -> None:
    data = b'Notes:\n"When exporting, some addresses are missing."\n\nFirst Name,Last Name,URL,Email Address,Company,Position,Connected On\nAnn,Roe,https://example.com,,Acme,CEO,01 Jan 2024\n'
    table = read_table(data)
    people = take(table, chosen(table, {}), PLACE, quiet)
    assert [draft.person[:4] for draft in people.drafts] == [("", "Ann Roe", "", "Acme")]


def test_everything_that_a_person_has() -> None:
    _, columns, people = understood(
        ["Name", "Phone", "Company", "E-mail", "Job title", "Why", "Notes", "Time zone", "Calling hours", "Call list", "Do not call", "City"],
        [["Ann Roe", "212 555 0123", "Acme", "a@example.com", "CEO", "New shop", "Line one\nline two", "europe/berlin", "9am - 5:30pm", "Q4", "x", "Berlin"]],
    )
    person = people.drafts[0].person
    assert person == Person(
        "", "Ann Roe", NUMBER, "Acme", "New shop", "a@example.com", "Line one\nline two", "Europe/Berlin", "09:00-17:30",
        {"title": "CEO", "Do not call": "x", "City": "Berlin"},
    )  # fmt: skip
    assert (people.drafts[0].list, people.drafts[0].do_not_call) == ("Q4", True)
    assert all(getattr(columns, role) for role in OPTIONS)


def test_several_numbers_the_first_that_is_understood_is_taken_and_the_others_stay() -> None:
    person = only("Name,Phone,Mobile,Direct dial,Home phone", "Ann,212 555 0123,5550100,,212 555 0199")
    assert person.phone == NUMBER
    assert person.more == {"Mobile": "5550100", "Home phone": "212 555 0199"}
    assert only("Name,Phone,Mobile", "Ann,,5550100").phone == "5550100"
    assert only("Name,Phone,Mobile", "Ann,212 555 0123,212 555 0199").phone == "+12125550199"
    assert only("Name,Phone,Mobile", "Ann,212 555 0123,212 555 0199", phone="Phone").phone == NUMBER
    assert only("Name,Phone,Mobile", "Ann,,212 555 0199", phone="Phone,Mobile").phone == "+12125550199"


def test_what_is_no_number_is_kept() -> None:
    person = only("Name,Phone", "Ann,ask Bob")
    assert (person.phone, person.more) == ("", {"Phone": "ask Bob"})


@pytest.mark.parametrize("header", ["Lead Score", "Company Name", "Campaign name", "Contact owner", "Product name", "Lead ID", "File As", "Company phone type", "Last name of owner's cat"])
def test_other_columns_are_no_names(header: str) -> None:
    _, columns, _ = understood([header, "Phone"], [["Tango", "212 555 0123"]])
    assert columns.name + columns.parts == ()


@pytest.mark.parametrize("header", ["Order number", "Phone type", "Fax", "Business Fax", "Phone country", "Customer ID", "Last call date", "Zip", "Amount", "Phone verified", "Record ID", "Email opt out"])
def test_other_columns_are_no_numbers(header: str) -> None:
    value = {"Last call date": "2026-01-02", "Amount": "1,200.50"}.get(header, "2125550199")
    _, columns, _ = understood(["Name", header], [["Ann Roe", value]])
    assert columns.phone == ()


@pytest.mark.parametrize("header", ["Email Opt Out", "Unsubscribed from all email", "Fax Opt Out", "SMS opt out"])
def test_who_wants_no_mail_may_be_called(header: str) -> None:
    _, columns, people = understood(["Name", "Phone", header], [["Ann", "212 555 0123", "yes"]])
    assert columns.do_not_call == ()
    assert not people.drafts[0].do_not_call


def test_a_column_of_time_zones_is_known_by_what_is_in_it() -> None:
    header, rows = ("Name", "Phone", "Where"), [("Ann", "+12125550100", "Europe/Berlin"), ("Bob", "+12125550101", ""), ("Cy", "+12125550102", "America/New_York")]
    assert [draft.person.time_zone for draft in understood(header, rows)[2].drafts] == ["Europe/Berlin", "America/New_York", "America/New_York"]
    _, columns, _ = understood(header, [(name, phone, "Berlin/Mitte") for name, phone, _ in rows])
    assert columns.time_zone == ()


def test_a_number_that_a_spreadsheet_has_destroyed_is_told() -> None:
    table, columns, people = understood(("Name", "Phone"), [("Ann", "2.12555E+09"), ("Bob", "+12125550101"), ("Cy", "")])
    said = list(numbers(Understood("a.csv", people, "US", table, columns)))
    assert "line 2: '2.12555E+09' is no number; it is kept beside the name" in said
    assert len(said) == 2


def test_without_a_header_what_is_in_the_columns_tells() -> None:
    data = b"Ann Roe,+1 212 555 0123,ann@example.com\nBob Doe,+1 212 555 0199,bob@example.com\n"
    table = read_table(data)
    people = take(table, chosen(table, {}), PLACE, quiet)
    assert [(draft.line, draft.person.name, draft.person.phone, draft.person.email) for draft in people.drafts] == [
        (1, "Ann Roe", NUMBER, "ann@example.com"),
        (2, "Bob Doe", "+12125550199", "bob@example.com"),
    ]


def test_what_is_stated_wins_and_is_not_guessed_again() -> None:
    person = only("Name,Phone,Boss,Boss phone", "Ann,212 555 0199,Bob,212 555 0123", name="Boss", phone="#4")
    assert (person.name, person.phone) == ("Bob", NUMBER)
    assert person.more == {"Name": "Ann", "Phone": "212 555 0199"}
    with pytest.raises(UsageError, match="no column 'Bos'"):
        only("Name,Boss", "Ann,Bob", name="Bos")
    _, columns, _ = understood(["Name", "Phone"], [["Ann", "212 555 0123"]], {"name": None, "phone": ""})
    assert columns == PeopleColumns(name=(0,), phone=(1,))


def test_a_row_without_name_and_number_is_left_out_with_its_line() -> None:
    _, _, people = understood(["Name", "Phone", "Company"], [["Ann", "", "Acme"], ["", "", "Acme"], ["", "-", "Acme"], ["", "212 555 0123", ""]])
    assert people.problems == ((3, NO_ONE), (4, NO_ONE))
    assert [draft.line for draft in people.drafts] == [2, 5]


def test_what_keeps_a_spreadsheet_from_a_formula_is_taken_off() -> None:
    person = only("Name,Phone,Why,City", "'=Ann,'+12125550123,'-50 %,'@home")
    assert (person.name, person.phone, person.why, person.more) == ("=Ann", NUMBER, "-50 %", {"City": "@home"})


def test_columns_with_one_name_are_kept_apart() -> None:
    person = only("Name,Note,Tag,Tag", "Ann,x,one,two")
    assert person.more == {"Tag #3": "one", "Tag #4": "two"}


def test_the_same_file_twice_adds_no_one_and_many_writings_are_one_number() -> None:
    rows = [[f"Ann {i}", text] for i, text in enumerate(("+12125550123", "(212) 555-0123", "001 212 555 0123", "212.555.0123", "tel:+1-212-555-0123"))]
    rows += [["Bob", ""], ["Bob", "2125550199"], ["BOB", ""], ["Zoe", "5550100"], ["Zoe", "5550100 (home)"]]
    _, _, people = understood(["Name", "Phone"], rows)
    known = Known()
    assert sum(known.take(draft.person)[1] for draft in people.drafts) == 3
    assert [person[:3] for person in known] == [("", "Ann 0", NUMBER), ("", "Bob", "+12125550199"), ("", "Zoe", "5550100")]
    assert not any(known.take(draft.person)[1] for draft in people.drafts)


HOSTILE = st.sampled_from([
    "x" * 10_000, "\x1b[31mred\x1b[0m", "\x9b31m", "[b]bold[/b]", "[@click=app.quit]x[/]", "\u202eevil\u202c", "👩‍👩‍👧‍👦" * 3000, "a\u0300" * 5000, "<script>", "=1+1", "$(touch X)",
    "; touch X", "-rf", "../../etc", "\u05d0\u05dc\u05d9", "\ud83d", "Ann\nRoe", "\x07", "\u2028", "%s", "{0}",
])  # fmt: skip


def harmless(text: str, limit: int) -> bool:
    return len(text) <= limit and not any((ord(sign) < 32 and sign not in "\n\t") or 0x7F <= ord(sign) <= 0x9F or 0xD800 <= ord(sign) <= 0xDFFF or sign in "\u202a\u202e\u2028\u2066\u200e" for sign in text)


@given(st.lists(HOSTILE | st.text(max_size=30), min_size=12, max_size=12))
def test_whatever_cells_say_people_are_harmless(cells: list[str]) -> None:
    header = ("Name", "Phone", "Company", "E-mail", "Job title", "Why", "Notes", "Time zone", "Calling hours", "Call list", "Do not call", "City")
    data = written(header, [[cell.encode(errors="replace").decode().replace("\0", "") for cell in cells]])
    table = read_table(data)
    columns = PeopleColumns(name=(0,), phone=(1,), company=(2,), email=(3,), title=(4,), why=(5,), note=(6,), time_zone=(7,), hours=(8,), list=(9,), do_not_call=(10,))
    people = take(table, columns, PLACE, quiet)
    assert len(people.drafts) + len(people.problems) == len(table.rows)
    for draft in people.drafts:
        person = draft.person
        assert all(harmless(text, 200) and "\n" not in text for text in (person.name, person.company, person.why, person.email, draft.list))
        assert harmless(person.note, 10_000)
        assert all(harmless(key, 60) and harmless(value, 500) for key, value in person.more.items())
    for text in preview(Understood("\x1b[2J.csv", people, "US", table, columns)):
        assert "\n" not in text
        assert harmless(text, 2_000)


def test_very_many_columns_are_kept_up_to_a_number() -> None:
    _, _, people = understood(["Name", *(f"c{i}" for i in range(5000))], [["Ann", *("x" for _ in range(5000))]])
    assert len(people.drafts[0].person.more) == 50


def test_progress_is_told_and_rows_stay_in_their_order() -> None:
    said: list[tuple[int, int]] = []
    table = read_table(written(("Name", "Why"), [(f"n{i}", "x") for i in range(2500)]))
    people = take(table, chosen(table, {}), PLACE, lambda done, total: said.append((done, total)))
    assert said == [(1000, 2500), (2000, 2500)]
    assert [draft.person.name for draft in people.drafts] == [f"n{i}" for i in range(2500)]


@pytest.mark.parametrize("text", ["", " ", "0", "no", "No", "false", "nein", "Non", "opted in", "-", "not opted out"])
def test_a_plain_no_is_no_refusal(text: str) -> None:
    assert not refuses(text)


@pytest.mark.parametrize("text", ["1", "x", "yes", "TRUE", "ja", "oui", "sí", "opted out", "DNC", "2026-01-02", "asked on the phone", "✓", "y" * 10_000])
def test_everything_else_is_a_refusal(text: str) -> None:
    assert refuses(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"), ("america/new york", "America/New_York"), ("america_slash_los_angeles", "America/Los_Angeles"), ("US/Eastern", "America/New_York"),
        ("EST", "America/New_York"), ("Eastern Time", "America/New_York"), ("Pacific Standard Time", "America/Los_Angeles"), ("(GMT-06:00) Central Time (US & Canada)", "America/Chicago"),
        ("UTC", "UTC"), ("CET", "CET"), ("", ""), ("here", ""), ("../../etc/passwd", ""), ("x" * 10_000, ""), ("+02:00", ""), ("a\0b", ""),
    ],
)  # fmt: skip
def test_time_zones_by_their_names(text: str, name: str) -> None:
    assert zone_named(text) == name


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("08:00-20:00", "08:00-20:00"), ("9-17", "09:00-17:00"), ("9am-5pm", "09:00-17:00"), ("9:30 a.m. to 12 p.m.", "09:30-12:00"), ("8.00 – 18.30 Uhr", "08:00-18:30"), ("9h30 à 17h", "09:30-17:00"),
        ("0-24", "00:00-24:00"), ("12am-12pm", "00:00-12:00"), ("17-9", ""), ("9-9", ""), ("24:00-24:00", ""), ("9-25", ""), ("9:60-10", ""), ("13pm-14pm", ""), ("9", ""), ("mornings", ""), ("", ""), ("9-" * 5000, ""),
    ],
)  # fmt: skip
def test_hours_of_a_day(text: str, hours: str) -> None:
    assert hours_named(text) == hours


def test_hours_and_zones_that_cannot_be_read_are_kept_as_they_are() -> None:
    person = only("Name,Time zone,Hours,Phone", "Ann,somewhere,mornings,212 555 0123")
    assert (person.time_zone, person.hours) == ("America/New_York", "")
    assert person.more == {"time zone": "somewhere", "hours": "mornings"}


def test_the_preview_tells_how_all_was_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[f"Person {i}", "", f"212 555 01{i:02}", "Acme", "Berlin"] for i in range(7)]
    table, columns, people = understood(["Name", "Mobile", "Phone", "Company", "City"], [*rows, ["Zed", "", "5550100", "", ""], ["", "", "", "", "Bonn"]])
    found = Understood("people.csv", people, "US", table, columns)
    said = list(preview(found))
    assert said[0] == "people.csv: 9 rows, comma between cells, utf-8, header in line 1."
    assert "Name: column 'Name'." in said
    assert "Phone: columns 'Mobile', then 'Phone'." in said
    assert "Kept, without a use: City." in said
    assert "  Person 0, Acme, +12125550100, America/New_York" in said
    assert sum(text.startswith("  Person") for text in said) == 5
    assert "  +3 more" in said
    assert "8 people: 7 numbers understood, 1 not understood, 0 without a number." in said
    assert "line 9: number 5550100 is not understood and stays as it is" in said
    assert said[-1] == f"line 10: {NO_ONE}"
    assert flags(found) == ["--name", "Name", "--phone", "Mobile,Phone", "--company", "Company"]
    told = as_data(found)
    assert (told["people"], told["numbers_understood"], told["numbers_not_understood"]) == (8, 7, 1)
    assert told["skipped"] == [{"line": 10, "reason": NO_ONE}]
    assert told["columns"]["phone"] == ["Mobile", "Phone"]
    assert any("[contacts] country" in text for text in preview(found._replace(country="")))
    monkeypatch.setattr(phones, "_library", lambda: None)
    assert sum("pip install 'nextcall[contacts]'" in text for text in preview(found)) == 1


def test_the_flags_of_the_preview_mean_the_same_columns() -> None:
    table, columns, people = understood(["Vorname", "Name", "-Tel", "Tel", "Tel"], [["Ann", "Roe", "212 555 0123", "", "x"]])
    words = flags(Understood("x.csv", people, "US", table, columns))
    stated: dict[str, str | None] = {}
    for word, value in pairwise(words):
        if word.startswith("--"):
            role, sign, rest = word[2:].partition("=")
            stated[role.replace("-", "_")] = rest if sign else value
    again = take(table, chosen(table, stated), PLACE, quiet)
    assert [draft.person[:3] for draft in again.drafts] == [draft.person[:3] for draft in people.drafts]
