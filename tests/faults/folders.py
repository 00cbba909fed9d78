"""The data folder goes away under a session, and comes back."""

import shutil

from e2e.terminal import House, until
from faults.caller import Caller
from faults.matrix import Round, fault


@fault("vanished folder", ["for a moment", "put back over a new one", "a copy of yesterday put in its place"], quick=["put back over a new one"], share=0.1)
def vanishes(one: Round) -> None:
    """the session is written anew from memory; whichever folder stands there in the end, all of it is in it and nothing of the other is gone"""
    caller = Caller.begin(one).reach()
    house = one.house
    gone = house.home / "gone"
    if one.way == "a copy of yesterday put in its place":
        shutil.copytree(house.data, gone)
        caller.finish_call("x").finish_call("y").settled()
        _put_in_place(house)
    else:
        house.data.rename(gone)
        if one.way == "put back over a new one":
            caller.finish_call("x").finish_call("y").settled()
            caller.all_kept()
            _put_in_place(house)
        else:
            gone.rename(house.data)
    caller.finish_call("g").settled()
    caller.all_kept()
    caller.leave()
    caller.resumed()


def _put_in_place(house: House) -> None:
    """The folder as it was, as when a disk is mounted again over what was written meanwhile."""
    house.data.rename(house.home / "meanwhile")
    (house.home / "gone").rename(house.data)


@fault("vanished folder, read-only above", ["no folder can be made"], share=0.02)
def cannot_be_made_anew(one: Round) -> None:
    """told for as long as there is no folder, saved without a key once there is one"""
    house = one.house
    caller = Caller.begin(one).reach()
    gone = house.tmp / "gone"
    house.data.rename(gone)
    house.home.rename(house.tmp / "home")
    house.home.write_text("a file in the way of the folder above\n")
    caller.finish_call("x").finish_call("y").terminal.shows("2 not on disk")
    house.home.unlink()
    (house.tmp / "home").rename(house.home)
    gone.rename(house.data)
    caller.settled().terminal.shows_no_more("(?i)not on disk")
    until(lambda: len(house.tagged()) == len(caller.typed), "all of it")
    caller.all_kept()
    caller.leave()
