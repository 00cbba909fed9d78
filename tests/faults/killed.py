"""Killed without a warning: at any moment, and at every step of a save."""

import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime

from e2e.sessions import is_whole, moments
from e2e.terminal import until
from faults.caller import Caller
from faults.matrix import NotHereError, Round, fault
from faults.saboteur import STEPS, Saboteur


@fault("kill", ["resumed", "ended", "dropped"], quick=["resumed", "ended", "dropped"])
def at_any_moment(one: Round) -> None:
    """0 acknowledged calls lost, 0 files that cannot be read, the rest offered again"""
    caller = Caller.begin(one)
    if one.dice.random() < 1 / 3:
        caller.tag(310)
        if one.dice.random() < 1 / 2:
            caller.settled()
    caller.burst(8)
    if one.dice.random() < 1 / 2:
        caller.settled().reach()
    else:
        caller.terminal.type({"between calls": "", "on the line": " ", "wrapping up": "  "}[one.state])
        time.sleep(one.dice.uniform(0, 0.1))
    caller.look()
    caller.terminal.kill()
    caller.terminal.exit()
    caller.look()
    caller.kept()
    {"resumed": Caller.resumed, "ended": _ended, "dropped": _dropped}[one.way](caller)


def _ended(caller: Caller) -> None:
    """At its last event, as the home screen offers it."""
    left, tagged = caller.house.open_session(), caller.house.tagged()
    home = caller.house.terminal().shows("end at its last event")
    home.type("1").type("e").shows("Helped")  # a preset has to wait
    (session,) = caller.house.ended()
    is_whole(session)
    assert not caller.house.current.exists()
    assert (session["id"], session["end"]) == (left["id"], "recovered")
    assert [call["outcome"] for call in session["calls"]][: len(tagged)] == tagged
    assert datetime.fromisoformat(session["ended_at"]) == max(moments(left))


def _dropped(caller: Caller) -> None:
    """Into the trash, whole."""
    tagged = caller.house.tagged()
    home = caller.house.terminal().shows("drop it")
    home.type("x").shows("Dropped").shows_no_more("end at its last event")
    (dropped,) = (caller.house.data / "trash").iterdir()
    assert dropped.read_text().count('"tagged_at"') >= len(tagged)
    assert caller.house.ended() == []
    home.type("\r").shows("next call").type("v").counts(1)
    assert caller.house.tagged() == ["voicemail"]


KILLS = [f"{when} {step}" for step in STEPS for when in ("before", "after")] + ["within write"]


@fault("kill in a save", KILLS, quick=["before replace"], share=0.5)
def at_each_step(one: Round) -> None:
    """the same, on entering and after each step of a save: the file is the old one or the new one, whole"""
    saboteur = Saboteur(one.house)
    caller = Caller.begin(one).reach()
    when, _, step = one.way.partition(" ")
    before = len(caller.typed)
    saboteur.kill(when, step)
    caller.finish_call()
    caller.terminal.process.wait(60)
    saboteur.be_good()
    caller.terminal.exit()
    found = caller.kept(before)
    there = one.way in ("after replace", "before sync folder", "after sync folder")
    assert len(found) == before + there
    caller.resumed()


CALLS = {"fsync": "fsync,fdatasync", "rename": "rename,renameat,renameat2", "unlink": "unlink,unlinkat"}


@fault("kill at a system call", CALLS, share=0.25)
def at_a_system_call(one: Round) -> None:
    """the same, on entering one of the first system calls of that kind"""
    if sys.platform != "linux" or shutil.which("strace") is None:
        raise NotHereError("it takes Linux and strace")
    if subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode:
        raise NotHereError("strace may not watch programs here")
    calls = CALLS[one.way]
    which = one.dice.randint(1, 10)
    inject = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={calls}:signal=SIGKILL:when={which}")
    terminal = one.house.terminal("start", through=inject)
    caller = Caller(one, terminal)
    until(lambda: terminal.process.poll() is not None or terminal.has("next call"), "a session, or the kill")
    for number in range(1, 9):
        if terminal.process.poll() is not None:
            break
        caller.finish_call()
        until(lambda n=number: terminal.process.poll() is not None or caller.look() == n, "a call counted, or the kill")  # type: ignore[misc]
    if terminal.process.poll() is None:
        one.figures["never reached"] += 1
        os.killpg(terminal.process.pid, signal.SIGKILL)
    terminal.exit()
    caller.look()
    if one.house.current.exists():
        caller.kept()
        caller.resumed()
    else:
        assert caller.counted == 0
