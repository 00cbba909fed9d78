from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.contacts.duplicates import Known, merge, name_key, number_key
from nextcall.contacts.person import Act, Person, Touch

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
NAMES = st.sampled_from(["", "Ann Roe", "ann  roe", "Roe, Ann", "Änn Roe", "Bob", "BOB", "N/A", "👩"]) | st.text(max_size=3)
NUMBERS = st.sampled_from(["", "", "+15550100", "+15550101", "+15550100,12", "5550100"])
COMPANIES = st.sampled_from(["", "", "Acme", "ACME", "Beta"])
PEOPLE = st.tuples(NAMES, NUMBERS, COMPANIES).map(lambda said: Person("", *said)).filter(lambda person: bool(person.name.strip() or person.phone))


def taken(*people: Person) -> Known:
    known = Known()
    for person in people:
        known.take(person)
    return known


@given(st.lists(PEOPLE, max_size=30))
def test_the_same_people_again_add_no_one(people: list[Person]) -> None:
    known = taken(*people)
    once = list(known)
    for person in people:
        assert not known.take(person)[1]
    assert len(known) == len(once)


@given(st.lists(PEOPLE, max_size=30))
def test_no_two_have_one_number_and_everybody_who_came_is_found(people: list[Person]) -> None:
    known = taken(*people)
    numbers = [number_key(person.phone) for person in known if person.phone]
    assert len(numbers) == len(set(numbers))
    assert {number_key(person.phone) for person in people if person.phone} == set(numbers)
    assert all(known.find(person) is not None for person in people)


@given(st.lists(PEOPLE, max_size=20), PEOPLE)
def test_finding_is_what_comparing_with_each_one_would_find(people: list[Person], wanted: Person) -> None:
    known = taken(*people)
    number = number_key(wanted.phone)
    by_number = [person for person in known if number and number_key(person.phone) == number]
    same = [
        person
        for person in known
        if name_key(wanted.name)
        and name_key(person.name) == name_key(wanted.name)
        and not (number and person.phone)
        and (not wanted.company or not person.company or name_key(person.company) == name_key(wanted.company))
    ]
    found = known.find(wanted)
    assert (found in (by_number or same)) if by_number or same else found is None


def test_the_same_number_is_the_same_person() -> None:
    ann = Person("1", "Ann Roe", "+15550100", "Acme")
    known = Known([ann])
    assert known.find(Person("", "Somebody else", "+1 (555) 0100")) is ann
    assert known.find(Person("", "", "0015550100")) is ann
    assert known.find(Person("", "Ann Roe", "+15550101", "Acme")) is None  # two of one name with two numbers
    assert known.find(Person("", "Ann Roe", "+15550100,12", "Acme")) is None  # another extension


def test_without_a_number_the_name_tells() -> None:
    ann = Person("1", "Ann Roe", "", "Acme")
    known = Known([ann])
    for name in ("ann roe", " Ann   Roe ", "ANN ROE", "Ánn Roé", "Roe, Ann", "Ann-Roe"):
        assert known.find(Person("", name, "+15550100", "ACME, ")) is ann
        assert known.find(Person("", name)) is ann
    assert known.find(Person("", "Ann Roe", "", "Beta")) is None
    assert known.find(Person("", "Ann")) is None
    assert Known([Person("1", "", "+15550100")]).find(Person("", "", "+15550101")) is None


def test_the_company_that_is_the_same_comes_before_one_that_is_not_known() -> None:
    known = Known([Person("1", "Ann"), Person("2", "Ann", "", "Acme"), Person("3", "Ann", "", "Beta")])
    assert [person.id for company in ("", "Acme", "Beta", "Other") if (person := known.find(Person("", "Ann", "", company)))] == ["1", "2", "3", "1"]


def test_who_learned_a_number_is_found_by_it_and_no_more_without() -> None:
    known = Known([Person("1", "Ann")])
    learned, new = known.take(Person("", "Ann", "+15550100", "Acme"))
    assert (learned.id, learned.phone, learned.company, new) == ("1", "+15550100", "Acme", False)
    assert known.find(Person("", "", "+15550100")) == learned
    assert known.take(Person("", "Ann", "+15550101", "Acme"))[1]
    assert [person.phone for person in known] == ["+15550100", "+15550101"]


def test_a_list_that_has_two_of_one_number_keeps_both_and_finds_the_first() -> None:
    known = Known([Person("1", "Ann", "+15550100"), Person("2", "Bob", "+15550100")])
    assert len(known) == 2
    found = known.find(Person("", "Bob", "+15550100"))
    assert found is not None
    assert found.id == "1"


def test_merging_fills_what_is_empty_and_overwrites_nothing() -> None:
    old = Person(
        "7", "Ann", "+15550100", why="old", more={"a": "1", "empty": ""}, touches=(Touch("s", 1, AT, "no"),), acts=(Act(AT, "done"),), extra={"x": 1},
    )  # fmt: skip
    new = Person("", "Anna", "+15550199", "Acme", "new", "a@example.com", "note", "Europe/Berlin", "08:00-20:00", {"a": "2", "b": "3", "c": "", "empty": "4"}, extra={"y": 2})
    assert merge(old, new) == old._replace(
        company="Acme", email="a@example.com", note="note", time_zone="Europe/Berlin", hours="08:00-20:00", more={"a": "1", "empty": "4", "b": "3"},
    )  # fmt: skip
    assert merge(old, old) is old
    assert merge(old, Person("")) is old


@given(PEOPLE, PEOPLE)
def test_merging_twice_is_merging_once(old: Person, new: Person) -> None:
    once = merge(old, new)
    assert merge(once, new) is once
    assert merge(once, old) is once


def test_many_files_do_not_make_somebody_grow_without_end() -> None:
    person = Person("1", "Ann")
    for i in range(50):
        person = merge(person, Person("", "Ann", more={f"{i}-{j}": "x" for j in range(50)}))
    assert len(person.more) == 100


@pytest.mark.parametrize(
    ("phone", "key"),
    [("+15550100", "+15550100"), ("+1 (555) 0100", "+15550100"), ("0015550100", "+15550100"), ("５５５-0100", "5550100"), ("+15550100;12", "+15550100,12"), ("", ""), ("none", ""), ("+", ""), ("*#", "")],
)
def test_what_numbers_are_compared_by(phone: str, key: str) -> None:
    assert number_key(phone) == key


@pytest.mark.parametrize(
    ("name", "key"), [("Ann Roe", "ann roe"), ("Roe, Ann", "ann roe"), ("Acme, Sales, Inc", "acme sales inc"), ("Straße", "strasse"), ("  ", ""), ("", ""), ("👩", "👩"), ("!!", "!!"), ("Roe,", "roe")]
)
def test_what_names_are_compared_by(name: str, key: str) -> None:
    assert name_key(name) == key


def test_a_hundred_thousand_of_one_name_are_looked_up_at_once() -> None:
    known = Known(Person(str(i), "N/A", f"+1{i:010}") for i in range(100_000))
    assert all(known.find(Person("", "N/A", f"+2{i:010}")) is None for i in range(1000))
    assert len(known) == 100_000
