"""What a terminal sends, cut in all the ways a line can cut it."""

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import constants, events, messages

from nextcall.tui.terminal.parser import CalmParser

if TYPE_CHECKING:
    from textual.message import Message


class Line:
    """A parser on a clock that stands still until told otherwise."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.parser = CalmParser(lambda: self.time)
        self.events: list[Message] = []

    def send(self, *steps: str | float) -> "Line":
        for step in steps:
            if isinstance(step, str):
                self.events += self.parser.feed(step)
            else:
                self.pass_time(step)
        return self

    def pass_time(self, seconds: float) -> None:
        end = self.time + seconds
        while (wait := self.parser.wait()) is not None and self.time + wait <= end:
            self.time += wait
            self.events += self.parser.tick()
        self.time = end

    def keys(self) -> list[str]:
        return [event.key for event in self.events if isinstance(event, events.Key)]

    def pastes(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, events.Paste)]


def keys(*steps: str | float) -> list[str]:
    return Line().send(*steps, 5.0).keys()


@pytest.mark.parametrize(
    ("sent", "key"),
    [
        ("n", "n"),
        ("N", "N"),
        (" ", "space"),
        ("é", "é"),
        ("\r", "enter"),
        ("\n", "enter"),
        ("\t", "tab"),
        ("\x7f", "backspace"),
        ("\x03", "ctrl+c"),
        ("\x11", "ctrl+q"),
        ("\x1b[A", "up"),
        ("\x1bOA", "up"),
        ("\x1b[Z", "shift+tab"),
        ("\x1b[5~", "pageup"),
        ("\x1b[1;5C", "ctrl+right"),
        ("\x1bOP", "f1"),
        ("\x1b[[A", "f1"),
        ("\x1b[25~", "f13"),
        ("\x1bx", "alt+x"),
        ("\x1b ", "alt+space"),
        ("\x1bb", "ctrl+left"),
        ("\x1b[110u", "n"),
        ("\x1b[110;1u", "n"),
        ("\x1b[110;;110u", "n"),
        ("\x1b[110;5u", "ctrl+n"),
        ("\x1b[110:78;2;78u", "N"),
        ("\x1b[27u", "escape"),
        ("\x1b[13u", "enter"),
        ("\x1b[32;;32u", "space"),
        ("\x1b[57414u", "enter"),
        ("\x1b[110;1:1u", "n"),
        ("\x1b[110;1:2u", "n"),  # a key held down: terminals without the protocol repeat it too
        ("\x1b[1;1:2A", "up"),
    ],
)
def test_key(sent: str, key: str) -> None:
    assert keys(sent) == [key]


def test_many_keys_in_order() -> None:
    assert keys("nvi\x1b[A\x1b[Bn\x1b[110un") == ["n", "v", "i", "up", "down", "n", "n", "n"]


@pytest.mark.parametrize(
    "sent",
    [
        "\x1b[110;1:3u",  # a key let go
        "\x1b[1;1:3A",
        "\x00",
        "\x9b",
        "\x1b\x00",
        "\ufffd",
        "\ufffdn",  # most likely the rest of what could not be read
        "\x1b[M\x60\x90\x21",
        "\x1b[Mnnn",
        "\x1b]11;rgb:1212/2121/1212\x1b\\",
        "\x1b]11;rgb:1212/2121/1212\x07",
        "\x1bP1+r524742=38\x1b\\",
        "\x1b_Gi=1;OK\x1b\\",
        "\x1b[?1;2c\x1b[>41;351;0c",
        "\x1b[24;80R",
        "\x1b[1;2R",
        "\x1b[8;24;80t",
        "\x1b[48;24;80;600;800t",
        "\x1b[?2048;2$y",
        "\x1b[?0u",
        "\x1b[200;3~",
        "\x1b[201~",
        "\x1b[57344u",
        "\x1b[1114112u",
        "\x1b[55296u",
        "\x1b[1u",
        "\x1b[32;12;40M",
        "\x1b[<999;12;40M",
        "\x1b[<0;" + "9" * 5000 + ";1M",
        "\x1b[" + "1" * 5000 + "u",
        "\x1b[<0;-4;2M",
        "\x1b[<35;12",
        "\x1b]11;rgb:12",
        "\x1b[n",
    ],
)
def test_no_key(sent: str) -> None:
    line = Line().send(sent, 5.0)
    assert line.events == []
    assert line.send("n").keys() == ["n"]


def test_text_of_a_key_never_holds_control_characters() -> None:
    (key,) = Line().send("\x1b[110;1;27:0u").events
    assert isinstance(key, events.Key)
    assert key.key == "n"


def test_every_cut_of_a_sequence_is_put_together() -> None:
    whole = "\x1b[<0;12;4M"
    for cut in range(1, len(whole)):
        line = Line().send(whole[:cut], 0.02, whole[cut:], 5.0)
        (event,) = line.events
        assert isinstance(event, events.MouseDown)
        assert (event.x, event.y) == (11, 3)


def test_cut_in_three_by_a_slow_line() -> None:
    assert keys("\x1b[<35;1", 0.4, "2;2", 0.4, "1M", 5.0) == []


def test_what_stays_unfinished_is_dropped_after_a_second() -> None:
    assert keys("\x1b[<35;12", 1.1, "n") == ["n"]
    assert keys("\x1b]11;rgb:", 0.6, "12", 0.6, "n") == ["n"]


def test_a_sequence_cut_off_by_another() -> None:
    assert keys("\x1b[35;1\x1b[A") == ["up"]
    assert keys("\x1bO\x1b[A") == ["up"]


def test_escape_alone() -> None:
    line = Line().send("\x1b")
    assert line.keys() == []
    wait = line.parser.wait()
    assert wait is not None
    assert 0 < wait <= 0.2
    assert line.send(constants.ESCAPE_DELAY + 0.01).keys() == ["escape"]
    assert line.parser.wait() is None


def test_escape_then_a_key_are_two_keys() -> None:
    assert keys("\x1b", 0.01, "n") == ["escape", "n"]
    assert keys("\x1b\x1b") == ["escape", "escape"]


def test_rest_of_a_sequence_that_comes_late_makes_no_letters() -> None:
    line = Line().send("\x1b", 0.4, "[<0;12;4M")
    assert line.keys() == ["escape"]
    assert isinstance(line.events[-1], events.MouseDown)
    assert keys("\x1b", 0.4, "]11;rgb:12/12/12\x07", "n") == ["escape", "n"]


def test_mouse() -> None:
    down, up, move, scroll = Line().send("\x1b[<0;1;1M\x1b[<0;1;1m\x1b[<35;3;2M\x1b[<64;1;1M").events
    assert isinstance(down, events.MouseDown)
    assert isinstance(up, events.MouseUp)
    assert isinstance(move, events.MouseMove)
    assert isinstance(scroll, events.MouseScrollUp)


def test_focus_and_frames() -> None:
    found = Line().send("\x1b[I\x1b[O\x1b[?2026;2$y\x1b[?2026;0$y").events
    kinds = [type(event) for event in found]
    assert kinds == [events.AppFocus, events.AppBlur, messages.TerminalSupportsSynchronizedOutput]


def test_paste_is_one_event() -> None:
    line = Line().send("n\x1b[200~nv\x1b[A\nv\x00\x1b[201~n")
    assert line.pastes() == ["nv\x1b[A\nv"]
    assert line.keys() == ["n", "n"]


def test_paste_cut_anywhere() -> None:
    whole = "\x1b[200~nvn\x1b[201~i"
    for cut in range(1, len(whole)):
        line = Line().send(whole[:cut], 0.04, whole[cut:], 5.0)
        assert (line.pastes(), line.keys()) == (["nvn"], ["i"]), cut
    line = Line().send(*whole, 5.0)
    assert (line.pastes(), line.keys()) == (["nvn"], ["i"])


def test_paste_without_end_ends_with_silence() -> None:
    line = Line().send("\x1b[200~nvn", 1.0, "v", 1.4)
    assert line.pastes() == []
    line.send(0.2, "n")
    assert (line.pastes(), line.keys()) == (["nvnv"], ["n"])


def test_late_end_of_a_paste_is_nothing() -> None:
    line = Line().send("\x1b[200~nvn", 2.0, "\x1b[201~n")
    assert (line.pastes(), line.keys()) == (["nvn"], ["n"])


def test_endless_paste_takes_no_endless_memory() -> None:
    line = Line().send("\x1b[200~", *["n" * 100_000] * 30, "\x1b[201~v")
    assert (len(line.pastes()[0]) <= 1_100_000, line.keys()) == (True, ["v"])


@given(st.lists(st.text(st.sampled_from("\x1b[]0123;:<?~MmuOPRA$y\x07\\nn\x00é\ufffd")), max_size=6))
def test_nothing_breaks_it(parts: list[str]) -> None:
    line = Line()
    for part in parts:
        line.send(part)
    line.send(10.0, "\x07", 10.0)
    before = len(line.keys())
    assert line.send("n").keys()[before:] == ["n"]


@given(st.text(st.characters(exclude_characters="\x1b")))
def test_a_paste_is_never_keys(text: str) -> None:
    line = Line().send(f"\x1b[200~{text}\x1b[201~")
    assert (line.keys(), line.pastes()) == ([], [text.replace("\x00", "")])
