"""Two screens and a shell on one session. Many keys in all of them at once are in `faults/together.py`."""

from e2e.terminal import House


def test_what_is_no_call_yet_is_followed_too(quick: House) -> None:
    first = quick.terminal("start").shows("next call").type("n").counts(1)
    second = quick.terminal().shows("1 call tagged").type("r").counts(1)
    second.type(" ").shows("on the line")
    first.shows("on the line").type("h").counts(2)
    second.counts(2)
    assert quick.run("undo").code == 0
    first.shows("on the line").type("\x1b").counts(1)
    second.counts(1)
    assert quick.run("stop").code == 0
    first.shows("Helped")
    second.shows("Helped")
    (session,) = quick.ended()
    assert len(session["calls"]) == 1
    assert not quick.current.exists()


def test_a_screen_goes_on_with_what_the_shell_began(quick: House) -> None:
    home = quick.terminal().shows("Power hour")
    assert quick.run("start", "sprint", "--headless").code == 0
    home.shows("0 calls tagged").shows("Sprint")  # within a second, without a key
    home.type("\r").shows("next call").type("y").counts(1)
    assert quick.run("note", "call", "back", "in", "May").code == 0
    assert quick.open_session()["calls"][0]["note"] == "call back in May"
