"""A made-up list of people to call. Their numbers are of the range that is kept free for fiction."""

from datetime import datetime, timedelta

from nextcall.contacts.person import Act, Person
from nextcall.core.session import Contact
from nextcall.storage.contacts.codec import CallList

NAME = "spring"
"""The name of the list."""
TITLE = "Spring list"
_PEOPLE = (
    ("Noor Haddad", "Brightwater", "new head of sales since March"),
    ("Tom Okafor", "Larkfield Mills", "asked for prices last autumn"),
    ("Suki Endo", "Harbour & Pine", "opens a second site"),
    ("Elio Conti", "Conti Tiles", "met at the fair in Verona"),
    ("Ruth Amsel", "Amsel Freight", "their contract ends in June"),
    ("Jonas Wik", "Wik Timber", "a friend of Pia Lund's"),
    ("Amara Obi", "Sunroad", "looks for two reps"),
    ("Greta Lind", "Lind Optics", "read the note on lead times"),
    ("Paul Ferreira", "Casa Verde", "stopped a trial in January"),
    ("Meera Joshi", "Saffron Labs", "hires in three cities"),
    ("Oskar Blom", "Blom & Daughters", "their list is from 2019"),
    ("Lena Fuchs", "Fuchs Bikes", "wants to hear of it in spring"),
    ("Zoe Hart", "Hartwell Homes", "said no to a rival"),
    ("Kwame Boateng", "Gold Line", "knows Femi Ade"),
    ("Ida Sand", "Sand Bakery", "has one phone and no system"),
    ("Marek Novak", "Novak Glass", "talks to everybody once"),
    ("Celia Duarte", "Duarte Seeds", "season starts in April"),
    ("Sam Whitlock", "Whitlock Press", "moved office"),
    ("Yuki Mori", "Mori Paper", "asked who else does this"),
    ("Dina Azar", "Azar Studio", "replies to notes at night"),
)  # fmt: skip
_CALLED = 14
"""So many of them have had their call in the session under way."""


def to_call(now: datetime) -> CallList:
    """The list: people, and two who want to be called back today."""
    people = []
    for number, (name, company, why) in enumerate(_PEOPLE, 1):
        acts = (Act(now - timedelta(days=3), "callback", now + timedelta(minutes=20 * number - 300)),) if number in (_CALLED + 1, _CALLED + 3) else ()
        people.append(Person(str(number), name, f"+12025550{100 + number}", company, why, acts=acts))
    return CallList(TITLE, tuple(people))


def called(listed: CallList) -> tuple[Contact, ...]:
    """Those of the list who have had their call in the session under way."""
    return tuple(Contact(person.name, person.phone, NAME, person.id) for person in listed.people[:_CALLED])
