"""Hooks and notifications of the installed program: a real process, a real terminal."""

import json
import sys

from e2e.terminal import House, until

KEEP = "import sys; open(sys.argv[1], 'a').write(sys.stdin.read())"
ONE = '[session]\npreset = "one"\n[[preset]]\nid = "one"\ntitle = "One"\ncalls = 1\n'
SENT = b"nextcall: One: time. End when you are ready."


def hooks(house: House, *names: str) -> str:
    """A configuration in which these hooks keep what they are told, each in a file of its name."""
    return "[hooks]\n" + "".join(f"{name} = {json.dumps([sys.executable, '-c', KEEP, str(house.tmp / name)])}\n" for name in names)


def told(house: House, name: str, number: int) -> list[str]:
    """The outcomes or events that a hook was told, once they are so many; those taken back with a minus."""
    path = house.tmp / name
    until(lambda: path.exists() and path.read_text().count("\n") >= number, f"{number} of {name}")
    events = [json.loads(row) for row in path.read_text().splitlines()]
    return [("-" if event["undone"] else "") + (event["call"]["outcome"] if "call" in event else event["event"]) for event in events]


def test_a_screen_and_a_shell_on_one_session(quick: House) -> None:
    """Each tells what it did, and nobody tells it twice."""
    quick.configure(hooks(quick, "session_start", "tag", "session_end"))
    screen = quick.terminal("start").shows("next call").type("n").counts(1)
    assert told(quick, "tag", 1) == ["no-answer"]
    assert quick.run("tag", "no", "--contact", "; touch X").err == ""
    screen.counts(2)
    assert told(quick, "tag", 2) == ["no-answer", "no"]
    screen.type("u").counts(1)
    assert told(quick, "tag", 3) == ["no-answer", "no", "-no"]
    screen.type("vq").shows("Helped").type("\x11")
    assert (screen.exit(), screen.left_on()) == (0, [])
    assert told(quick, "session_end", 1) == ["session_end"]
    assert told(quick, "tag", 4) == ["no-answer", "no", "-no", "voicemail"]
    assert told(quick, "session_start", 1) == ["session_start"]
    assert not list(quick.user.rglob("X"))


def test_a_hook_that_fails_is_told_once_and_delays_no_key(quick: House) -> None:
    quick.configure('[hooks]\ntag = ["no-such-program-anywhere"]\n')
    screen = quick.terminal("start").shows("next call").type("n").counts(1)
    screen.shows("The tag hook is not there: no-such-program-anywhere")
    screen.type("vvv").counts(4)
    assert len(quick.tagged()) == 4


def test_hooks_that_never_end_hold_up_nobody(quick: House) -> None:
    quick.configure('[hooks]\ntag = ["sleep", "3600"]\nsession_end = ["sleep", "3600"]\n')
    screen = quick.terminal("start").shows("next call").type("nv").counts(2)
    screen.type("q").shows("Helped").type("\x11")
    assert (screen.exit(), screen.left_on()) == (0, [])
    assert len(quick.ended()[0]["calls"]) == 2


def test_the_end_is_told_to_the_terminal(quick: House) -> None:
    quick.configure(ONE)
    screen = quick.terminal("start", environ={"TMUX": "", "STY": "", "KITTY_WINDOW_ID": ""}).shows("next call").type("n").counts(1)
    until(lambda: screen.bells == 1, "the bell")
    screen.type("\x11")
    assert (screen.exit(), screen.left_on()) == (0, [])
    assert screen.raw.count(b"\x1b]9;" + SENT + b"\x1b\\") == 1
    assert b"\x1b]9;4" not in screen.raw


def test_through_tmux_it_is_wrapped_and_rings(quick: House) -> None:
    quick.configure(ONE + '[notify]\nend = ["terminal"]\n')
    screen = quick.terminal("start", environ={"TMUX": "/none,1,0", "KITTY_WINDOW_ID": ""}).shows("next call").type("n").counts(1)
    wrapped = b"\x1bPtmux;\x1b\x1b]9;" + SENT + b"\x07\x1b\\"
    until(lambda: wrapped + b"\x07" in screen.raw, "the notification, and the bell")
    screen.type("\x11")
    assert screen.exit() == 0


def test_progress_goes_with_the_program(quick: House) -> None:
    environ = {"TMUX": "", "STY": "", "TERM_PROGRAM": "WezTerm"}
    screen = quick.terminal("start", environ=environ).shows("next call").type("p").shows("What for")
    until(lambda: b"\x1b]9;4;4;0\x1b\\" in screen.raw, "a pause")
    screen.type("\x1b").shows_no_more("What for").type("\x11")
    assert screen.exit() == 0
    assert screen.raw.index(b"\x1b]9;4;1;0\x1b\\") < screen.raw.index(b"\x1b]9;4;4;0\x1b\\") < screen.raw.rindex(b"\x1b]9;4;0\x1b\\")
    assert screen.raw.rindex(b"\x1b]9;4") == screen.raw.rindex(b"\x1b]9;4;0\x1b\\")
