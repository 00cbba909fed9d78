"""Told to end, hung up on, stopped, and a terminal that stops reading."""

import signal
import time

from e2e.terminal import until
from faults.caller import Caller
from faults.matrix import Round, fault

SIGNALS = {"SIGTERM": signal.SIGTERM, "SIGHUP": signal.SIGHUP, "SIGINT": signal.SIGINT}


@fault("normal end", ["left and ended"], quick=["left and ended"], share=0.02)
def left_and_ended(one: Round) -> None:
    """exit code 0, every call on disk, no mode left on, nothing but sessions among the data"""
    caller = Caller.begin(one).reach()
    caller.leave()
    caller.all_kept()
    caller.resumed()
    last = one.house.terminal().shows("resume").type("r").counts(3)
    last.type("q").shows("Helped").type("\r").shows("Power hour .* 60 min").type("\x11")
    assert (last.exit(), last.left_on(), last.printed()) == (0, [], "")
    assert [len(session["calls"]) for session in one.house.ended()] == [3]
    assert sorted(path.name for path in one.house.data.iterdir()) == [".lock", "sessions"]


@fault("signals", [*SIGNALS, "closed window"], quick=[*SIGNALS, "closed window"], share=0.5)
def told_to_end(one: Round) -> None:
    """0 lost, gone with 128 and the number of the signal, no mode left on, nothing said"""
    caller = Caller.begin(one).burst(4)
    if one.dice.random() < 1 / 2:
        caller.settled().reach()
    caller.look()
    terminal, began = caller.terminal, time.perf_counter()
    if one.way == "closed window":
        terminal.hang_up()
        assert terminal.process.wait(60) == 128 + signal.SIGHUP
    else:
        terminal.signal(SIGNALS[one.way])
        assert terminal.exit() == 128 + SIGNALS[one.way]
        assert (terminal.left_on(), terminal.printed()) == ([], "")
    one.worst["seconds to the end, the longest"] = time.perf_counter() - began
    caller.look()
    caller.kept()
    caller.resumed()


@fault("blocked terminal", ["reads again", "SIGTERM", "closed window"], quick=["reads again"], share=0.1)
def stops_reading(one: Round) -> None:
    """what is typed meanwhile is saved, the screen is drawn anew afterwards, a signal ends it all the same"""
    caller = Caller.begin(one).reach()
    terminal = caller.terminal
    with terminal.not_reading():
        for _ in range(20):
            terminal.resize(*one.dice.choice(((80, 24), (100, 30), (79, 23))))  # each draws all of it: more than a terminal takes
            caller.finish_call()
        until(lambda: len(one.house.tagged()) == len(caller.typed), "all of it on disk while nobody reads")
        terminal.resize(80, 24)
        if one.way != "reads again":
            began = time.perf_counter()
            if one.way == "SIGTERM":
                terminal.signal(signal.SIGTERM)
                assert terminal.process.wait(60) == 128 + signal.SIGTERM
            else:
                terminal.hang_up()
                assert terminal.process.wait(60) == 128 + signal.SIGHUP
            one.worst["seconds to the end, the longest"] = time.perf_counter() - began
    if one.way == "reads again":
        caller.settled()
        caller.leave()
    caller.all_kept()
    caller.resumed()


@fault("stopped", ["SIGSTOP", "ctrl+z in a shell"], quick=["ctrl+z in a shell"], share=0.1)
def stopped(one: Round) -> None:
    """what is typed meanwhile is counted, the terminal is given back meanwhile and drawn anew afterwards"""
    (_by_signal if one.way == "SIGSTOP" else _by_key)(one)


def _by_signal(one: Round) -> None:
    caller = Caller.begin(one).reach()
    for again in range(2):  # a SIGCONT without a stop of its own is no second start
        caller.terminal.signal(signal.SIGSTOP)
        caller.finish_call()
        time.sleep(one.dice.uniform(0, 0.1))
        caller.terminal.signal(signal.SIGCONT)
        if again:
            caller.terminal.signal(signal.SIGCONT)
        caller.settled()
    caller.leave()
    caller.all_kept()


def _by_key(one: Round) -> None:
    terminal = one.house.shell().shows("ready>").type("nextcall start\r").shows("next call")
    caller = Caller(one, terminal).tag(2, "n").settled().reach()
    terminal.type("\x1a").shows("(?i)stopped").shows("ready>")
    assert [mode for mode in terminal.left_on() if mode != "settings"] == []  # a shell may have its own
    assert one.house.run("tag", "v").code == 0
    caller.typed.append("voicemail")
    terminal.wipe()
    terminal.type("fg\r").shows("next call")
    caller.settled()
    caller.tag(1, "x").settled()
    terminal.type("\x11").shows("ready>").type("echo left with $?\r").shows("left with 0")
    assert [mode for mode in terminal.left_on() if mode != "settings"] == []
    caller.all_kept()
