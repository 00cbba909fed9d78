"""Somebody who calls, and what they may rely upon: what the screen counted is on disk, in the order in which it was typed."""

import time
from typing import Any

from e2e.sessions import is_whole, moments
from e2e.terminal import House, Terminal, until
from faults.matrix import STATES, Round

KEYS = {"n": "no-answer", "v": "voicemail", "x": "no", "y": "yes", "h": "hung-up", "g": "gatekeeper"}
READY, ON_CALL, WRAP_UP = STATES
SHOWN = {READY: "next call", ON_CALL: "on the line", WRAP_UP: "wrap-up"}
"""What the screen has in each state, of whatever size it is."""
_INTO = {READY: "", ON_CALL: " ", WRAP_UP: "  "}


class Caller:
    """A terminal in the middle of a session, and what was typed into it."""

    def __init__(self, one: Round, terminal: Terminal) -> None:
        self.house, self.dice, self.state = one.house, one.dice, one.state
        self.terminal = terminal
        self.typed: list[str] = []
        """The outcomes, in the order in which they were typed."""
        self.counted = 0
        """How many calls the screen showed at the best of times."""
        self.figures = one.figures

    @classmethod
    def begin(cls, one: Round, calls: int = 2, **options: Any) -> "Caller":
        """Somebody with so many calls behind them, all of them on disk."""
        caller = cls(one, one.house.terminal("start", **options).shows("next call"))
        return caller.tag(calls).settled()

    # ---- what they do

    def tag(self, number: int = 1, key: str = "") -> "Caller":
        """Tag calls, without looking up; some of them are dialled and hung up first."""
        for _ in range(number):
            chosen = key or self.dice.choice(list(KEYS))
            before = "" if key else self.dice.choice(("", "", " ", "  "))
            self.terminal.type(before + chosen)
            self.typed.append(KEYS[chosen])
        return self

    def burst(self, most: int) -> "Caller":
        """Tag calls at the speed of a hand, or of a cat on the keys, and look up in between."""
        for _ in range(self.dice.randint(1, most)):
            self.tag(self.dice.choice((1, 1, 2, 25)))
            time.sleep(self.dice.choice((0, 0.002, 0.01, 0.05)))
            self.look()
        return self

    def look(self) -> int:
        """How many calls the screen counts, if it does: on the line it does not."""
        self.counted = max(self.counted, self.terminal.count)
        return self.counted

    def settled(self) -> "Caller":
        """Wait until everything that was typed is counted."""
        self.terminal.counts(len(self.typed))
        self.look()
        return self

    def reach(self) -> "Caller":
        """Be where the fault is to strike, with that on disk too."""
        if self.state == READY:
            return self.settled()
        self.terminal.type(_INTO[self.state]).shows(SHOWN[self.state])
        until(lambda: is_live(self.house, hung_up=self.state == WRAP_UP), f"{self.state} on disk")
        return self

    def here(self) -> "Caller":
        """The screen shows where they are."""
        self.terminal.shows(SHOWN[self.state])
        return self

    def finish_call(self, key: str = "n") -> "Caller":
        """Tag the call they are on; between calls, the next one."""
        self.terminal.type(key)
        self.typed.append(KEYS[key])
        return self

    def leave(self) -> None:
        """The normal end, with nothing left behind."""
        self.terminal.type("\x11")
        assert (self.terminal.exit(), self.terminal.left_on(), self.terminal.printed()) == (0, [], "")
        no_part(self.house)

    # ---- what they find

    def kept(self, at_least: int | None = None) -> list[str]:
        """The outcomes on disk: whole, in order, with everything that was counted. Returns them."""
        left = self.house.open_session()
        is_whole(left)
        assert moments(left) == sorted(moments(left))
        tagged = self.house.tagged()
        wanted = max(self.counted, at_least or 0)
        assert len(tagged) >= wanted, f"{wanted - len(tagged)} of {wanted} acknowledged calls lost"
        assert tagged == self.typed[: len(tagged)], "not what was typed"
        self.figures.update({"typed": len(self.typed), "acknowledged": wanted, "on disk": len(tagged)})
        return tagged

    def all_kept(self) -> None:
        """Every call that was typed is on disk."""
        self.kept(len(self.typed))

    def resumed(self) -> None:
        """The next start offers what was left, and goes on in the middle of the call."""
        tagged, live = self.house.tagged(), self.house.open_session()["live"]
        assert self.house.run("status", "--json").json["calls"] == len(tagged)
        again = self.house.terminal().shows("resume").shows(rf"{len(tagged)} calls? tagged")
        again.type(self.dice.choice("r\r"))
        state = READY if not live else WRAP_UP if live["hung_up_at"] else ON_CALL
        again.shows(SHOWN[state]).type("v").counts(len(tagged) + 1)
        assert self.house.tagged() == [*tagged, "voicemail"]
        if live:
            assert self.house.open_session()["calls"][-1]["dialed_at"] == live["dialed_at"]
        again.type("\x11")
        assert (again.exit(), again.left_on(), again.printed()) == (0, [], "")
        no_part(self.house)
        self.figures["resumed"] += 1


def is_live(house: House, *, hung_up: bool) -> bool:
    """Whether a call is open in the file, hung up or not."""
    live = house.open_session()["live"]
    return live is not None and (live["hung_up_at"] is not None) == hung_up


def no_part(house: House) -> None:
    """Nothing half written lies among the data."""
    assert not list(house.data.rglob("*.part"))
