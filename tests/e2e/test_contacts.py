"""A call list in a real terminal: calls, a kill, and another start; list and session agree."""

import json
from typing import Any

from e2e.terminal import House

PEOPLE = [{"id": str(n), "name": name, "phone": f"+1555010{n}", "company": "Acme"} for n, name in enumerate(("Ann Roe", "Bob Lee", "Cat Ito", "Dan Fox", "Eva Gil"), 1)]


def keep_list(house: House) -> None:
    """Put a list into the house."""
    folder = house.data / "contacts"
    folder.mkdir(parents=True, mode=0o700)
    (folder / "q4.json").write_text(json.dumps({"schema": 1, "title": "Q4", "people": PEOPLE}))


def met(house: House) -> list[tuple[str, str]]:
    """Whom the open session has called, and what came of it."""
    return [(call["contact"]["name"], call["outcome"]) for call in house.open_session()["calls"]]


def touches(house: House) -> dict[str, list[Any]]:
    """What stands on the list of each person."""
    people = json.loads((house.data / "contacts" / "q4.json").read_text())["people"]
    return {person["name"]: [touch["outcome"] for touch in person.get("touches", [])] for person in people}


def test_three_calls_a_kill_and_on(quick: House) -> None:
    keep_list(quick)
    terminal = quick.terminal("start", "--list", "q4").shows("Ann Roe")
    terminal.type("n").shows("Bob Lee").type(" x").shows("Cat Ito").type("c").counts(3)
    terminal.shows("Dan Fox").type(" ").shows("on the line").shows("Dan Fox")
    terminal.kill()
    terminal.exit()
    assert met(quick) == [("Ann Roe", "no-answer"), ("Bob Lee", "no"), ("Cat Ito", "callback")]

    again = quick.terminal().shows("resume").type("\r").shows("on the line").shows("Dan Fox")
    again.type("y").shows("Eva Gil").counts(4)
    assert met(quick)[3] == ("Dan Fox", "yes")
    again.type("u").shows("on the line").shows("Dan Fox").type("d").shows("Eva Gil")
    again.type("q").shows("Helped").type("\r").shows("contacts").type("c").shows("Q4")
    again.type("\x1b[C").shows("do not call").shows(r"again").shows("call back")
    (session,) = quick.ended()
    assert [call["contact"]["id"] for call in session["calls"]] == ["1", "2", "3", "4"]
    known = touches(quick)
    assert known["Eva Gil"] == []
    assert known["Ann Roe"] in ([], ["no-answer"])  # settled by now, or still to be
