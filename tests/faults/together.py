"""Several programs on one session at once, and one of them killed or stopped among them."""

import json
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from cli.commands import one_line
from e2e.sessions import is_whole
from e2e.terminal import Terminal, until
from faults.caller import KEYS, SHOWN, Caller
from faults.matrix import Round, fault
from faults.saboteur import Saboteur

PROGRAMS = {"two": 2, "five": 5, "two and a shell": 2, "one of them killed": 2}


@fault("programs at once", PROGRAMS, quick=["two and a shell"], share=0.2)
def at_once(one: Round) -> None:
    """0 acknowledged calls lost in any of them, each counts all, the calls of each in their order"""
    house, dice = one.house, one.dice
    first = Caller.begin(one).reach()
    others = [house.terminal().shows("2 calls tagged").type("r") for _ in range(PROGRAMS[one.way] - 1)]
    for other in others:
        other.shows(SHOWN[one.state])
    typed = Counter(first.typed)
    screens = dict(zip(KEYS, (first.terminal, *others), strict=False))
    with ThreadPoolExecutor(1) as pool:
        shell = pool.submit(lambda: [house.run("tag", "g").code for _ in range(3)]) if one.way == "two and a shell" else None
        for _ in range(dice.randint(8, 30)):
            key = dice.choice(list(screens))
            screens[key].type(key)
            typed[KEYS[key]] += 1
            time.sleep(dice.choice((0, 0, 0.002, 0.02)))
        if one.way == "one of them killed":
            _one_is_killed(one, first, others[0], typed)
            return
        if shell:
            assert shell.result() == [0] * 3
            typed["gatekeeper"] += 3
    for screen in screens.values():
        screen.counts(typed.total())
    assert Counter(house.tagged()) == typed
    is_whole(house.open_session())
    _ends_everywhere(one, [first.terminal, *others], typed.total())


def _one_is_killed(one: Round, first: Caller, other: Terminal, typed: Counter[str]) -> None:
    """What it had counted stays; the other one goes on, and nothing of its own is missing."""
    acknowledged = other.count
    other.kill()
    other.exit()
    acknowledged = max(acknowledged, other.count)
    first.terminal.type("h")
    typed["hung-up"] += 1
    until(lambda: Counter(one.house.tagged())["hung-up"] == typed["hung-up"], "the last call of the other one")
    tagged = Counter(one.house.tagged())
    assert tagged.total() >= acknowledged
    assert tagged["no-answer"] == typed["no-answer"]  # the keys of the one that lives
    first.terminal.counts(tagged.total())
    is_whole(one.house.open_session())
    one.figures["acknowledged"] += acknowledged
    one.figures["on disk"] += tagged.total()


def _ends_everywhere(one: Round, terminals: list[Terminal], calls: int) -> None:
    """What one of them ends has ended for all."""
    assert one.house.run("stop").code == 0
    for terminal in terminals:
        terminal.shows("Helped").type("\x11")
        assert (terminal.exit(), terminal.left_on()) == (0, [])
    (session,) = one.house.ended()
    assert len(session["calls"]) == calls
    assert not one.house.current.exists()
    one.figures["on disk"] += calls


@fault("ended under somebody", ["by the shell", "by the other screen"], share=0.1)
def ended_under_somebody(one: Round) -> None:
    """a call tagged while another program ends the session is in the session, or in the one that is open then: in no case gone"""
    house = one.house
    caller = Caller.begin(one)
    other = house.terminal().shows("2 calls tagged").type("r").counts(2)
    time.sleep(one.dice.uniform(0, 0.05))
    caller.finish_call("n").finish_call("v").finish_call("y")
    if one.way == "by the shell":
        assert house.run("stop").code == 0
    else:
        other.type("q")
    other.shows("Helped")
    caller.terminal.shows("Helped")
    until(lambda: len(house.ended()) == 1, "the session among the ended ones")
    caller.terminal.type("\x11")
    assert caller.terminal.exit() == 0
    (session,) = house.ended()
    is_whole(session)
    found = [call["outcome"] for call in session["calls"]]
    assert found == caller.typed, json.dumps(found)
    one.figures["on disk"] += len(found)


@fault("stopped in a save", ["by a signal", "by ctrl+z"], share=0.06)
def stopped_in_a_save(one: Round) -> None:
    """who waits for a program that was stopped with the lock says so and goes on; ctrl+z lets a save come to its end first"""
    house, saboteur = one.house, Saboteur(one.house)
    caller = Caller.begin(one)
    other = house.terminal().shows("2 calls tagged").type("r").counts(2)
    saboteur.stand_still("sync")
    caller.finish_call("v")
    caller.terminal.shows("1 not on disk")
    if one.way == "by a signal":
        caller.terminal.signal(signal.SIGSTOP)
        saboteur.be_good()
        refused = house.run("tag", "x")
        assert refused.code == 1
        assert "another program has not let go of the sessions" in one_line(refused.err)
        other.type("y").shows("Not on disk: another program has not let go")
    else:
        caller.terminal.type("\x1a")
        saboteur.be_good()
        until(lambda: b"\x1b[?1049l" in caller.terminal.raw, "a terminal that was given back")
        assert len(house.tagged()) == 3
        other.type("y")
        until(lambda: len(house.tagged()) == 4, "a call of the other one, while this one is stopped")
    caller.terminal.signal(signal.SIGCONT)
    caller.typed.append("yes")
    other.counts(4)
    caller.settled()
    caller.leave()
    caller.all_kept()
