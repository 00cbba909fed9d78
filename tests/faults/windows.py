"""What windows and keyboards do: sizes in a storm, floods of keys, pastes, keys before the start, no terminal at all."""

import time

from cli.commands import one_line
from faults.caller import KEYS, READY, Caller
from faults.matrix import Round, fault


@fault("resize storm", ["one after the other"], quick=["one after the other"], share=0.06)
def resized(one: Round) -> None:
    """every call counted, drawn anew at the end, useful at 20 by 5"""
    caller = Caller.begin(one).reach()
    terminal, dice = caller.terminal, one.dice
    for number in range(200):
        terminal.resize(dice.choice((1, 2, 20, 80, 250)), dice.choice((1, 2, 5, 24, 80)))
        if number % 5 == 0:
            caller.finish_call(dice.choice(list(KEYS)))
        time.sleep(dice.choice((0, 0.005, 0.02)))
    terminal.resize(20, 5)
    caller.finish_call("y")
    terminal.shows(r"\d\d:\d\d")
    terminal.resize(80, 24)
    caller.settled().terminal.shows("next call").shows("saved")
    caller.all_kept()
    caller.leave()


@fault("there and back", ["small and large again", "large and small again"], quick=["small and large again"], share=0.06)
def there_and_back(one: Round) -> None:
    """a window that had another size for an instant is drawn anew, all of it, though its size is what it was"""
    caller = Caller.begin(one)
    for _ in range(25):
        caller.terminal.wipe()
        caller.terminal.resize(*((40, 12) if one.way.startswith("small") else (120, 40)))
        caller.terminal.resize(80, 24)
        caller.terminal.shows("voicemail").shows("conversations").shows("F1 help")
    caller.leave()


@fault("flood of keys", ["500 in one write", "5000 in one write"], quick=["500 in one write"], share=0.04)
def flood(one: Round) -> None:
    """each counted once, in order"""
    caller = Caller.begin(one).reach()
    keys = one.dice.choices(list(KEYS), k=int(one.way.partition(" ")[0]))
    caller.terminal.type("".join(keys))
    caller.typed += [KEYS[key] for key in keys]
    caller.settled()
    caller.all_kept()
    caller.leave()


NO_KEYS: dict[str, tuple[str | bytes | float, ...]] = {
    "a paste": ("\x1b[200~nvxy n\rq\x1b[201~",),
    "a paste without an end": ("\x1b[200~nvxy", 2.0),
    "the end of a paste cut": ("\x1b[200~nv\x1b", 0.4, "[201~"),
    "a byte that is none": (b"\xff\x00",),  # what stands right behind may be a part of it, and is dropped too
    "half a character": (b"\xe2\x28\xa1\x00",),
    "an old encoding": (b"\xe9\x00",),
    "a report of the mouse cut": ("\x1b[<35;12", 0.4, ";21M"),
    "an old report of the mouse": (b"\x1b[M\x60\x90\x21",),
    "an answer about colours": ("\x1b]11;rgb:1212/2121/1212\x1b\\",),
    "an answer about abilities": ("\x1bP1+r524742=38\x1b\\", "\x1b[?1;2c\x1b[>41;351;0c"),
    "a key with its kind": ("\x1b[57399;1:2u",),
    "nothing": ("\x00",),
    "a paste of a megabyte": ("\x1b[200~" + "nv" * 500_000 + "\x1b[201~",),
}


@fault("no keys", NO_KEYS, quick=["a paste"], share=0.06)
def no_keys(one: Round) -> None:
    """no call is made of it, the next key counts"""
    caller = Caller.begin(one).reach()
    before = one.house.tagged()
    for piece in NO_KEYS[one.way]:
        if isinstance(piece, float):
            time.sleep(piece)  # the silence is the fault
        else:
            caller.terminal.type(piece)
    if one.way == "a paste without an end":
        caller.terminal.shows("next call" if caller.state == READY else "on the line|wrap-up")
    caller.finish_call("v").settled()
    assert one.house.tagged() == [*before, "voicemail"]
    assert one.house.open_session()["calls"][-1]["note"] == ""
    caller.leave()


@fault("early keys", ["before the start", "while it starts"], quick=["before the start", "while it starts"], share=0.04)
def early(one: Round) -> None:
    """a session, and every key in it"""
    if one.way == "before the start":  # Enter arrives as a line feed then; and at home `x` and `y` would mean something else
        one.house.terminal(early=b"\rx yxnh").counts(5)
        calls = [(call["outcome"], call["dialed_at"] is not None) for call in one.house.open_session()["calls"]]
        assert calls == [("no", False), ("yes", True), ("no", False), ("no-answer", False), ("hung-up", False)]
    else:
        terminal = one.house.terminal()
        for key in ["\r", *"nv" * 15]:
            time.sleep(one.dice.uniform(0, 0.04))
            terminal.type(key)
        terminal.counts(30)
        assert one.house.tagged() == ["no-answer", "voicemail"] * 15


@fault("no terminal", ["none at all", "TERM=dumb", "TERM=unknown", "no TERM"], quick=["none at all", "TERM=dumb"], share=0.04)
def no_terminal(one: Round) -> None:
    """one sentence and exit code 2, no file made"""
    if one.way == "none at all":
        for words in ((), ("start",)):
            result = one.house.run(*words)
            assert (result.code, result.out) == (2, "")
            assert one_line(result.err).startswith("The screens need a terminal, and standard input is not one.")
    else:
        terminal = one.house.terminal(environ={"TERM": one.way.partition("=")[2]})
        assert terminal.exit() == 2
        said = one_line(terminal.raw.decode().replace("\r\n", "\n"))
        assert said.startswith("The screens need a terminal that can place text")
    assert not one.house.home.exists()
