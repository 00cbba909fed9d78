"""Call lists for the screens, and what stands on them."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from harness import Stage

from fakes import START
from nextcall.contacts.person import Person, Touch
from nextcall.contacts.queue import Rules, Standing
from nextcall.storage.contacts.codec import CallList
from nextcall.storage.contacts.lists import Lists
from nextcall.storage.contacts.shelf import Shelf

ANN = Person(
    "1", "Ann Roe", "+15550100", "Acme", "she opened the price list twice", time_zone="America/Chicago", note="met at the fair",
    touches=(
        Touch("20261116T140000Z-0001", 3, START - timedelta(days=5), "no-answer", "no answer", "retry"),
        Touch("20261118T140000Z-0002", 1, START - timedelta(days=3), "gatekeeper", "gatekeeper", "retry", connect=True, note="ask for her after ten"),
    ),
)  # fmt: skip
"""Called twice, due again; eight o'clock there when it is nine here."""
BOB = Person("2", "Bob Lee", "+15550101", "Initech", "renewal in March")
CAT = Person("3", "Cat Ito", "+15550102", "Umbrella")
DAN = Person("4", "Dan Fox", "")
PEOPLE = (ANN, BOB, CAT, DAN)


def touch(then: str, ago: timedelta = timedelta(days=1), **fields: Any) -> Touch:
    """What a call some time before the start of the tests came to."""
    outcome = {"callback": "callback", "": "yes", "dead": "wrong-number", "do-not-call": "do-not-call", "retry": "no-answer", "keep": "skipped"}[then]
    return Touch("20261101T140000Z-00aa", 1, START - ago, outcome, outcome.replace("-", " "), then, **fields)


def keep_list(folder: Path, people: Sequence[Person] = PEOPLE, name: str = "q4", title: str = "") -> Lists:
    """Put a list on disk, as an import would."""
    lists = Lists(f"{folder}/data")
    with lists.sessions.lock():
        lists.save(name, CallList(title, tuple(people)))
    return lists


def stands(folder: Path, id_: str, name: str = "q4") -> Standing:
    """Where somebody stands, as another program finds it."""
    with Shelf.opened(f"{folder}/data", f"{folder}/other-cache", Rules()) as shelf:
        found = shelf.one(name, id_)
        assert found is not None
        return found.standing


def called(stage: Stage) -> list[tuple[str, str | None]]:
    """Whom the calls of the session were to, with their outcomes."""
    return [(call.contact.name if call.contact else "", call.outcome) for call in stage.session.calls]


def broken(folder: Path, name: str, text: str) -> Path:
    """A file in the place of a list."""
    path = folder / "data" / "contacts" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def content(path: Path) -> str:
    """What stands in a file."""
    return path.read_text()
