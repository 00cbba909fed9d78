"""A disk that takes nothing, for a while or for good, or that takes its time."""

import os
import re
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from e2e.sessions import is_whole
from e2e.terminal import House, Terminal, until
from faults.caller import ON_CALL, Caller, no_part
from faults.matrix import NotHereError, Round, fault
from faults.saboteur import Saboteur

# ---- what can be wrong with it; each is so while the block runs


def limit(terminal: Terminal, size: int) -> None:
    """Let no file of the program grow beyond that."""
    if sys.platform != "linux":
        raise NotHereError("only Linux can limit a program that runs already")
    import resource

    resource.prlimit(terminal.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@contextmanager
def no_room(caller: Caller) -> Iterator[None]:
    """No file takes a byte."""
    limit(caller.terminal, 0)
    yield
    limit(caller.terminal, 2**40)


@contextmanager
def small_disk(house: House) -> Iterator[None]:
    """The data on a disk of 64 kB of its own."""
    house.data.mkdir(parents=True)
    _as_root("mount", "-t", "tmpfs", "-o", "size=64k,mode=0700", "tmpfs", str(house.data))
    try:
        yield
    finally:
        house.close()
        _as_root("umount", "-l", str(house.data))


@contextmanager
def full(caller: Caller) -> Iterator[None]:
    """The small disk is full to the last byte."""
    filler = caller.house.data / "filler"
    with open(filler, "wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            pass
    yield
    filler.unlink()


def _as_root(*words: str) -> None:
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which(words[0]) is None:
        raise NotHereError(f"it takes Linux, the administrator and {words[0]}")
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotHereError(f"{words[0]} is not allowed here")


@contextmanager
def read_only(caller: Caller) -> Iterator[None]:
    """Nothing can be made in the folder."""
    folder = str(caller.house.data)
    if os.geteuid():
        os.chmod(folder, 0o500)
        yield
        os.chmod(folder, 0o700)
    else:  # whom no mode holds back
        _as_root("mount", "--bind", folder, folder)
        try:
            _as_root("mount", "-o", "remount,ro,bind", folder)
            yield
        finally:
            _as_root("umount", "-l", folder)


@contextmanager
def in_the_way(caller: Caller) -> Iterator[None]:
    """A file where the folder was."""
    data, gone = caller.house.data, caller.house.home / "gone"
    data.rename(gone)
    data.write_text("a file in the folder's place\n")
    yield
    data.unlink()
    gone.rename(data)


BROKEN = {"EIO on fsync": ("sync", "EIO"), "ENOSPC on rename": ("replace", "ENOSPC"), "EROFS on rename": ("replace", "EROFS"), "EIO on half a write": ("write", "EIO"), "EMFILE on open": ("create", "EMFILE"), "EIO on fsync of the folder": ("sync folder", "EIO")}
WAYS = {"no room": no_room, "full disk": full, "read-only": read_only, "a file in the folder's place": in_the_way}


@fault("disk", [*WAYS, *BROKEN], quick=["no room", "a file in the folder's place", "EIO on fsync"], share=0.2)
def takes_nothing(one: Round) -> None:
    """alive, told, counted only what is on disk, the old file whole, all saved without a key once it can be, the message gone"""
    saboteur = Saboteur(one.house) if one.way in BROKEN else None
    with small_disk(one.house) if one.way == "full disk" else nullcontext():
        caller = Caller.begin(one).reach()
        before = one.house.current.read_bytes()
        if saboteur:
            saboteur.fail(*BROKEN[one.way])
            _call_on(caller, before if one.way != "EIO on fsync of the folder" else None)
            saboteur.be_good()
        else:
            with WAYS[one.way](caller):
                _call_on(caller, before if one.way != "a file in the folder's place" else None)
        caller.settled().terminal.shows_no_more("(?i)not on disk")
        no_part(one.house)
        caller.all_kept()
        caller.leave()
        caller.resumed()


def _call_on(caller: Caller, before: bytes | None) -> None:
    """Work through it, first on the line where they are on it; the file is as it was."""
    terminal, counted = caller.terminal, len(caller.typed)
    if caller.state == ON_CALL:
        terminal.type("a").shows("(?i)1 not on disk").shows("on the line")
        terminal.type(" ").shows("(?i)2 not on disk")
    caller.finish_call().finish_call("x")
    terminal.shows("Not on disk: .*Trying again every second").shows(r"\d not on disk").shows("next call")
    assert terminal.count == counted  # what is counted is on disk
    if before is not None:
        assert caller.house.current.read_bytes() == before
        assert caller.house.run("status", "--json").json["calls"] == counted
    caller.finish_call("y")
    terminal.shows(f"{5 if caller.state == ON_CALL else 3} not on disk")


@fault("slow disk", ["write", "sync", "sync folder"], quick=["sync"], share=0.06)
def takes_its_time(one: Round) -> None:
    """the clock on the screen goes on and keys are taken, what is not saved is marked, all is saved in the end"""
    saboteur = Saboteur(one.house)
    caller = Caller.begin(one, size=(40, 12)).reach()
    saboteur.stand_still(one.way)
    caller.finish_call().finish_call("x").finish_call("y")
    terminal = caller.terminal.shows("3 not on disk")
    seen: set[str] = set()

    def goes_on() -> bool:
        found = re.search(r"\d\d:\d\d", terminal.text())
        seen.update([found[0]] if found else [])
        return len(seen) > 2

    until(goes_on, "a clock that goes on", told=terminal.text)
    assert terminal.count == len(caller.typed) - 3
    saboteur.be_good()
    caller.settled().terminal.shows_no_more("not on disk")
    caller.leave()
    caller.all_kept()


@fault("disk, until the end", ["leaving", "SIGTERM", "closed window"], quick=["leaving", "closed window"], share=0.1)
def takes_nothing_at_all(one: Round) -> None:
    """all of the session lies in a rescue file whose path is told; put in its place, it is as if nothing had happened"""
    caller = Caller.begin(one).reach()
    terminal, house = caller.terminal, one.house
    with in_the_way(caller):
        caller.finish_call("x").finish_call("y")
        terminal.shows("2 not on disk")
        if one.way == "closed window":
            terminal.hang_up()
            assert terminal.process.wait(60) == 128 + signal.SIGHUP
        else:
            if one.way == "leaving":
                terminal.type("\x11")
            else:
                terminal.signal(signal.SIGTERM)
            assert terminal.exit() == (1 if one.way == "leaving" else 128 + signal.SIGTERM)
            assert terminal.left_on() == []
            printed = " ".join(terminal.printed().split())
            assert re.fullmatch(r"nextcall: not everything could be saved \(.+\)\. The session lies in (\S+)", printed)
            assert os.path.isfile(printed.rpartition(" ")[2])
        (rescued,) = house.user.glob("nextcall-rescue-*.json")
        assert stat.S_IMODE(rescued.stat().st_mode) == 0o600
    rescued.rename(house.current)
    is_whole(house.open_session())
    caller.all_kept()
    caller.resumed()


@fault("disk, not even a rescue", ["leaving", "SIGTERM"], quick=["leaving"], share=0.06)
def no_place_to_rescue_to(one: Round) -> None:
    """the terminal is given back, the loss is told, what was saved before is whole"""
    caller = Caller.begin(one).reach()
    limit(caller.terminal, 0)
    caller.terminal.type("x").shows("1 not on disk")
    if one.way == "leaving":
        caller.terminal.type("\x11")
    else:
        caller.terminal.signal(signal.SIGTERM)
    assert caller.terminal.exit() == (1 if one.way == "leaving" else 128 + signal.SIGTERM)
    assert caller.terminal.left_on() == []
    assert "could not be rescued" in caller.terminal.printed()
    caller.kept()
    caller.resumed()


@fault("ended on a full disk", ["by key", "killed then"], quick=["by key"], share=0.06)
def ended_without_room(one: Round) -> None:
    """an end that cannot be saved is told and made good; killed before that, the session is offered again, whole"""
    one.state = "between calls"  # on the line there is no end
    caller = Caller.begin(one)
    terminal, house = caller.terminal, one.house
    limit(terminal, 0)
    caller.finish_call("y")
    terminal.shows("1 not on disk").type("q").shows("2 not on disk")
    if one.way == "by key":
        limit(terminal, 2**40)
        terminal.shows("Helped")
        until(lambda: len(house.ended()) == 1, "the session among the ended ones")
        (session,) = house.ended()
        is_whole(session)
        assert [call["outcome"] for call in session["calls"]] == caller.typed
        terminal.shows_no_more("(?i)not on disk")
        assert not house.current.exists()
        no_part(house)
        terminal.type("\r").shows("Power hour .* 60 min").type("\x11")
        assert terminal.exit() == 0
    else:
        terminal.kill()
        terminal.exit()
        caller.counted = len(caller.typed) - 1
        caller.kept()
        caller.resumed()
