"""What is said to a terminal beside the picture, byte by byte, and when."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from harness import Stage, open_app, open_session, services
from hypothesis import given
from hypothesis import strategies as st

from fakes import FakeClock, a_session
from nextcall.core import actions as do
from nextcall.core.session import Contact
from nextcall.tui import desktop
from nextcall.tui.terminal import osc
from nextcall.tui.terminal.osc import Terminal, terminal_of

SIX = '[session]\npreset = "six"\n[[preset]]\nid = "six"\ntitle = "Six"\nminutes = 6\nbreak_minutes = 5\n'
HOSTILE = ["; touch X", "$(touch X)", "-rf", "\x1b]0;evil\x07", "\x9d0;evil\x9c", "a\nb", "4;1;50", "\u202eevil", "x" * 10_000, "Ann; Roe", "📞 Ünï"]


# ---- what a terminal is


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({"TERM": "xterm-256color"}, Terminal("9")),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, Terminal("9")),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app", "WT_SESSION": "1"}, Terminal("9")),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2", "WT_SESSION": "1"}, Terminal("9")),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "vscode", "WT_SESSION": "1"}, Terminal("9")),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, Terminal("9")),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, Terminal("9", "", True)),
        ({"TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"}, Terminal("9", "", True)),
        ({"TERM": "xterm-ghostty"}, Terminal("9", "", True)),
        ({"TERM": "xterm-256color", "WT_SESSION": "c0ffee"}, Terminal("9", "", True)),
        ({"TERM": "xterm-256color", "ConEmuANSI": "ON"}, Terminal("9", "", True)),
        ({"TERM": "xterm-256color", "ConEmuANSI": "OFF"}, Terminal("9")),
        ({"TERM": "xterm-kitty"}, Terminal("99")),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, Terminal("99")),
        ({"TERM": "foot"}, Terminal("777")),
        ({"TERM": "foot-extra"}, Terminal("777")),
        ({"TERM": "rxvt-unicode-256color"}, Terminal("777")),
        ({"TERM": "tmux-256color", "TMUX": "/none,1,0", "WT_SESSION": "1"}, Terminal("9", "tmux")),
        ({"TERM": "screen-256color", "TMUX": "/none,1,0", "KITTY_WINDOW_ID": "1"}, Terminal("99", "tmux")),
        ({"TERM": "screen.xterm-256color", "STY": "1.pts"}, Terminal("9", "screen")),
        ({"TERM": "screen-256color"}, Terminal("9", "screen")),
        ({"TERM": "linux"}, Terminal("")),
        ({"TERM": "dumb"}, Terminal("")),
        ({}, Terminal("")),
    ],
)
def test_what_a_terminal_understands(environ: dict[str, str], found: Terminal) -> None:
    assert terminal_of(environ) == found


@pytest.mark.parametrize(
    ("terminal", "sent"),
    [
        (Terminal(""), ""),
        (Terminal("9"), "\x1b]9;nextcall: The break is over.\x1b\\"),
        (Terminal("777"), "\x1b]777;notify;nextcall;The break is over.\x1b\\"),
        (Terminal("99"), "\x1b]99;i=nextcall:d=0;nextcall\x1b\\\x1b]99;i=nextcall:d=1:p=body;The break is over.\x1b\\"),
        (Terminal("9", "tmux"), "\x1bPtmux;\x1b\x1b]9;nextcall: The break is over.\x07\x1b\\"),
        (Terminal("777", "tmux"), "\x1bPtmux;\x1b\x1b]777;notify;nextcall;The break is over.\x07\x1b\\"),
        (Terminal("9", "screen"), "\x1bP\x1b]9;nextcall: The break is over.\x07\x1b\\"),
    ],
)
def test_a_notification(terminal: Terminal, sent: str) -> None:
    assert osc.notification(terminal, "nextcall", "The break is over.") == sent


@given(st.text() | st.sampled_from(HOSTILE), st.sampled_from(["9", "777", "99"]), st.sampled_from(["", "tmux", "screen"]))
def test_no_text_ends_or_divides_a_sequence(text: str, notifies: str, through: str) -> None:
    """Whatever the text, there are as many controls and parts as without one."""
    said = osc.notification(Terminal(notifies, through), "nextcall", text)
    bare = osc.notification(Terminal(notifies, through), "nextcall", "x")
    assert [c for c in said if ord(c) < 32 or 127 <= ord(c) < 160] == [c for c in bare if ord(c) < 32]
    assert said.count(";") == bare.count(";")
    assert len(said) < 500
    assert said.encode()


def test_progress() -> None:
    assert osc.progress(50) == "\x1b]9;4;1;50\x1b\\"
    assert osc.progress(50, paused=True) == "\x1b]9;4;4;50\x1b\\"
    assert (osc.progress(-3), osc.progress(103)) == ("\x1b]9;4;1;0\x1b\\", "\x1b]9;4;1;100\x1b\\")
    assert osc.progress(None) == "\x1b]9;4;0\x1b\\"


# ---- the desktop


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_one_argument_of_the_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    for name in ("notify-send", "osascript"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    linux = desktop.command("nextcall", text, "linux")
    assert linux[:3] == [str(tmp_path / "notify-send"), "--app-name=nextcall", "--"]
    assert len(linux) == 5
    mac = desktop.command("nextcall", text, "darwin")
    assert mac[0] == str(tmp_path / "osascript")
    assert mac[1:7:2] == ["-e", "-e", "-e"]
    assert not any(part in "".join(mac[2:7:2]) for part in (text, text[:20]))
    assert mac[7] == "nextcall"  # no option can come after it
    assert len(mac) == 9
    for words in (linux, mac):
        assert words[-1].isprintable()


def test_markup_is_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notify-send").write_text("#!/bin/sh\n")
    (tmp_path / "notify-send").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert desktop.command("nextcall", "<b>R&D</b>", "linux")[-1] == "&lt;b&gt;R&amp;D&lt;/b&gt;"


def test_a_program_of_the_present_folder_is_not_the_desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notify-send").write_text("#!/bin/sh\n")
    (tmp_path / "notify-send").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", ".")
    assert desktop.command("nextcall", "words", "linux") == []
    desktop.show("nextcall", "words")


@pytest.mark.skipif(sys.platform == "win32", reason="the program here is one of Unix")
def test_a_desktop_that_does_not_answer_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: Any, **__: Any) -> None:
        raise subprocess.TimeoutExpired("notify-send", 5)

    monkeypatch.setattr(subprocess, "run", never)
    desktop._run([str(tmp_path / "no-such-program")])


# ---- when


class Heard:
    """What made itself heard, in its order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, through: bool = False) -> None:
        self.all: list[str] = []
        app = "nextcall.tui.terminal.app.CalmApp"
        monkeypatch.setattr(f"{app}.ring", lambda _: self.all.append("bell"))
        monkeypatch.setattr(f"{app}.announce", lambda _, heading, words: self._announced(heading, words, through=through))
        monkeypatch.setattr("nextcall.tui.desktop.show", lambda heading, words: self.all.append(f"desktop {heading}: {words}"))

    def _announced(self, heading: str, words: str, *, through: bool) -> bool:
        self.all.append(f"{heading}: {words}")
        return through

    def new(self) -> list[str]:
        found, self.all = self.all, []
        return found


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    return Heard(monkeypatch)


END = "nextcall: Six: time. End when you are ready."


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ('["bell", "terminal"]', [END, "bell"]),
        ('["terminal"]', [END]),
        ('["bell"]', ["bell"]),
        ('["desktop"]', [f"desktop {END}"]),
        ("[]", []),
    ],
)
async def test_the_planned_end_in_the_ways_that_are_wanted(tmp_path: Path, heard: Heard, ways: str, said: list[str]) -> None:
    async with open_session(tmp_path, f"{SIX}[notify]\nend = {ways}\n") as stage:
        await stage.tick(359)
        assert heard.new() == []
        await stage.tick(2)
        await stage.tick(1)
        assert heard.new() == said


async def test_where_something_stands_between_it_always_rings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = Heard(monkeypatch, through=True)
    async with open_session(tmp_path, SIX + '[notify]\nend = ["terminal"]\n') as stage:
        await stage.tick(361)
        assert heard.new() == [END, "bell"]


async def test_silence_on_the_line(tmp_path: Path, heard: Heard) -> None:
    async with open_session(tmp_path, SIX) as stage:
        stage.app.alerts.due(stage.clock.now() + timedelta(seconds=30), "Ann Roe")
        await stage.press("space")
        await stage.tick(400)
        await stage.press("space")
        await stage.tick(10)
        stage.app.alerts._wake()
        assert heard.new() == []
        await stage.press("n")
        await stage.saved()
        await stage.until(lambda: len(heard.all) == 3, "what waited")
        await stage.tick(1)
        assert heard.new() == ["nextcall: Call back: Ann Roe.", END, "bell"]


async def test_callbacks_that_are_due(tmp_path: Path, heard: Heard) -> None:
    async with open_app(tmp_path, SIX) as stage:
        alerts, now = stage.app.alerts, stage.clock.now()
        alerts.due(now - timedelta(seconds=1), "Overdue")  # the screens show it
        alerts.due(now + timedelta(seconds=60), "Ann\x1b]0;evil\x07 Roe")
        alerts.due(now + timedelta(seconds=60), "Bob Lee")
        alerts.due(now + timedelta(seconds=60), "Bob Lee")
        alerts.look()
        assert heard.new() == []
        stage.clock.pass_(61)
        alerts.look()
        alerts.look()
        assert heard.new() == ["nextcall: Call back: Ann\ufffd]0;evil\ufffd Roe and 1 more."]
        alerts.due(stage.clock.now() + timedelta(seconds=60), "Cid")
        alerts.promised([])  # settled
        stage.clock.pass_(61)
        alerts.look()
        assert heard.new() == []


async def test_what_home_knows_to_be_due(tmp_path: Path, heard: Heard) -> None:
    """Called on one day, to be called back at nine the next."""
    clock = FakeClock()
    desk = services(tmp_path, clock=clock).desk
    desk.begin(a_session())
    desk.do(do.Tag("callback", contact=Contact("Ann Roe")))
    desk.do(do.End())
    assert desk.settle()
    clock.pass_(23.5 * 3600)
    async with open_app(tmp_path, clock=clock) as stage:
        await stage.until_shown("Ann Roe")
        stage.app.alerts.look()
        assert heard.new() == []
        await stage.tick(1801)
        stage.app.alerts.look()
        assert heard.new() == ["nextcall: Call back: Ann Roe."]


async def rested(stage: Stage) -> None:
    await stage.press("n")
    await stage.saved()
    await stage.press("q")
    await stage.until_on("SummaryScreen")


async def test_the_break_is_over_once_on_whichever_screen(tmp_path: Path, heard: Heard) -> None:
    async with open_session(tmp_path, SIX) as stage:
        await rested(stage)
        stage.clock.pass_(4 * 60)
        stage.app.alerts.look()
        assert heard.new() == []
        stage.app.go_home()
        await stage.until_on("HomeScreen")
        await stage.until_shown("Break: 1 min left.")
        stage.clock.pass_(61)
        stage.app.alerts.look()
        await stage.tick()
        assert heard.new() == ["nextcall: The break is over.", "bell"]
        stage.app.go_home()
        await stage.tick(5)
        stage.app.alerts.look()
        assert heard.new() == []


async def test_a_break_is_found_again_after_a_restart(tmp_path: Path, heard: Heard) -> None:
    async with open_session(tmp_path, SIX) as stage:
        await rested(stage)
    async with open_app(tmp_path, SIX, clock=stage.clock) as again:
        await again.until_shown("Break: 5 min left.")
        again.clock.pass_(301)
        again.app.alerts.look()
        assert heard.new() == ["nextcall: The break is over.", "bell"]
    async with open_app(tmp_path, SIX, clock=stage.clock) as late:
        await late.until_shown("The break is over")
        late.app.alerts.look()
        assert heard.new() == []  # that is for the screen to say


async def test_who_begins_again_has_no_break_left(tmp_path: Path, heard: Heard) -> None:
    async with open_session(tmp_path, SIX) as stage:
        await rested(stage)
        stage.app.go_home()
        await stage.until_on("HomeScreen")
        await stage.until_shown("Break:")
        await stage.press("enter")
        await stage.until_on("SessionScreen")
        await stage.tick(320)
        assert heard.new() == []


# ---- progress


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the terminal was told of progress, without repetitions."""
    found: list[Any] = []

    def show(_: object, percent: int | None, *, paused: bool = False) -> None:
        if (found or [None])[-1] != (percent, paused):
            found.append((percent, paused))

    monkeypatch.setattr("nextcall.tui.terminal.app.CalmApp.show_progress", show)
    return found


async def test_progress_of_a_planned_time(tmp_path: Path, shown: list[Any]) -> None:
    async with open_session(tmp_path, SIX) as stage:
        assert shown == [(0, False)]
        await stage.tick(180)
        assert shown[-1] == (50, False)
        await stage.press("space")
        await stage.tick(90)
        assert shown[-1] == (50, False)  # on the line it stands still
        await stage.press("n")
        await stage.tick()
        assert shown[-1] == (75, False)
        await stage.press("p", "escape")
        await stage.tick(60)
        assert shown[-1] == (75, True)
        await stage.press("p")
        await stage.tick(1000)
        assert shown[-1] == (100, False)
        await stage.press("q")
        await stage.until_on("SummaryScreen")
        assert shown[-1] == (None, False)


async def test_no_progress_where_nothing_is_timed_or_none_is_wanted(tmp_path: Path, shown: list[Any]) -> None:
    async with open_session(tmp_path / "1", SIX + "[notify]\nprogress = false\n") as stage:
        await stage.tick(60)
    async with open_app(tmp_path / "2") as stage:
        await stage.press("1")  # ten calls
        await stage.until_on("SessionScreen")
        await stage.tick(60)
    assert {percent for percent, _ in shown} <= {None}


# ---- what hooks have to say


async def test_a_hook_that_went_wrong_is_told_between_calls(tmp_path: Path) -> None:
    async with open_session(tmp_path) as stage:
        news = ["The tag hook ended with code 3."]

        class Herald:
            def tell(self, _: object) -> None:
                pass

            def news(self) -> list[str]:
                return [news.pop()] if news else []

        stage.desk.herald = Herald()  # type: ignore[assignment]  # as much of one as the desk asks for
        await stage.press("space")
        await stage.saved()
        await stage.tick(1)
        assert news
        assert not stage.has("hook")
        await stage.press("n")
        await stage.saved()
        assert stage.has("The tag hook ended with code 3.")
        await stage.press("space")
        assert not stage.has("hook")
