"""Calls, one key each: what is typed is what is counted."""

import re

from e2e.terminal import House

FORMULA = '[formula]\nearned = "10000"\ncalls = 500\n'


def test_two_keys_from_the_shell_to_the_first_call(house: House) -> None:
    terminal = house.shell().shows("ready>").type("nextcall\r").shows("Power hour .* 60 min")
    terminal.type("\r").shows("next call")
    terminal.type(" ").shows("on the line")
    live = house.open_session()["live"]
    assert (live["dialed_at"] is not None, live["hung_up_at"]) == (True, None)
    terminal.type("\x11").shows("ready>")
    assert terminal.type("echo left with $?\r").shows("left with 0")


def test_a_held_key_is_one_call(house: House) -> None:
    terminal = house.terminal("start").shows("next call")
    terminal.type("n" * 20).counts(1)
    terminal.type("v").counts(2)
    assert house.tagged() == ["no-answer", "voicemail"]


def test_lines_are_written_without_waiting_for_them(house: House) -> None:
    """Each key finds what the one before it opened or closed: a note, a reason, an amount, the next call."""
    house.terminal("start").shows("next call").type("x\rin May, not before\rrpy$1200.50\r n*silence\rIAnn -> Bob\rv").counts(4)
    no, yes, timed, tapped = house.open_session()["calls"]
    assert (no["outcome"], no["note"], no["reason"]) == ("no", "in May, not before", "price")
    assert (yes["outcome"], yes["note"], yes["amount"]) == ("yes", "", "1200.50")
    assert (timed["outcome"], timed["dialed_at"] is not None, timed["bright_note"]) == ("no-answer", True, "silence")
    assert (timed["introduction"]["who"], timed["introduction"]["to"]) == ("Ann", "Bob")
    assert (tapped["outcome"], tapped["dialed_at"]) == ("voicemail", None)


def test_the_value_is_the_same_in_all_places(quick: House) -> None:
    quick.configure(FORMULA)
    terminal = quick.terminal("start").shows(r"0 calls × 20\.00 = 0\.00")
    terminal.type("h" * 6).shows(r"6 calls × 20\.00 = 120\.00")
    assert quick.run("status", "--json").json["value"] == "120.00"
    terminal.type("h").shows(r"7 calls × 20\.00 = 140\.00")
    assert quick.run("status", "--json").json["value"] == "140.00"
    terminal.type("u").shows(r"6 calls × 20\.00 = 120\.00")
    assert quick.run("status", "--json").json["value"] == "120.00"
    terminal.type(" ").shows("on the line")
    for distraction in (r"\d\.\d\d", "USD", "%", "noes", "per hour"):
        terminal.shows_no_more(distraction)
    terminal.type("\x1b").counts(6)
    terminal.type("q").shows(r"6 calls × 20\.00 = 120\.00").shows("Helped")
    assert quick.run("show", "last").out.count("120.00") == 1


def test_a_no_and_a_yes_look_the_same(quick: House) -> None:
    """But for what counts and for the clocks."""
    terminal = quick.terminal("start").shows("next call")
    shown = []
    for number, key in enumerate("xy", 1):
        terminal.type(f" {key}").counts(number).shows("next call").shows("saved")
        shown.append(re.sub(r"[\d:.–▁-█━╸─]+|\s+", " ", terminal.text()))
    assert re.sub(" +", " ", shown[0]) == re.sub(" +", " ", shown[1])
