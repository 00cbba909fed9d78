"""Two screens and a shell on one session at once."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from e2e.terminal import House, until


def test_two_screens_and_a_shell(quick: House) -> None:
    first = quick.terminal("start").shows("next call").type("n").counts(1)
    second = quick.terminal().shows("1 call tagged").type("r").counts(1)
    with ThreadPoolExecutor(1) as other:
        shell = other.submit(lambda: [quick.run("tag", "x").code for _ in range(4)])
        for _ in range(10):
            first.type("v")
            second.type("y")
        assert shell.result() == [0] * 4
    first.counts(25)
    second.counts(25)
    assert Counter(quick.tagged()) == {"no-answer": 1, "voicemail": 10, "yes": 10, "no": 4}
    assert [call["n"] for call in quick.open_session()["calls"]] == list(range(1, 26))

    second.type(" ").shows("on the line")
    first.shows("on the line")  # also what is no call yet is followed
    first.type("h").counts(26)
    second.counts(26)
    assert quick.run("undo").code == 0
    first.shows("on the line").type("\x1b").counts(25)
    second.counts(25)
    assert quick.run("stop").code == 0
    first.shows("Helped")
    second.shows("Helped")
    (session,) = quick.ended()
    assert len(session["calls"]) == 25
    assert not quick.current.exists()


def test_a_screen_goes_on_with_what_the_shell_began(quick: House) -> None:
    home = quick.terminal().shows("Power hour")
    assert quick.run("start", "sprint", "--headless").code == 0
    home.shows("0 calls tagged").shows("Sprint")  # within a second, without a key
    home.type("\r").shows("next call").type("y").counts(1)
    assert quick.run("note", "call", "back", "in", "May").code == 0
    assert quick.open_session()["calls"][0]["note"] == "call back in May"


def test_another_program_replaces_the_file(quick: House) -> None:
    """A sync service that brings yesterday's file back, for one: both versions are kept, the session goes on."""
    terminal = quick.terminal("start").shows("next call").type("nv").counts(2)
    foreign = quick.open_session() | {"id": "20250101T000000Z-0000", "title": "Another"}
    quick.current.write_text(json.dumps(foreign))
    terminal.type("x").counts(3)
    assert quick.tagged() == ["no-answer", "voicemail", "no"]
    until(lambda: len(list(quick.data.glob("*.conflict-*"))) == 1, "the other version is kept")
    (kept,) = quick.data.glob("*.conflict-*")
    assert json.loads(kept.read_text())["title"] == "Another"
