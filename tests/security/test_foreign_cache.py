"""The cache may be in a folder that others write to: what is theirs is not relied upon, and what is planted runs nothing."""

import os
import sys

import pytest

from fuzz.box import Box
from nextcall.storage.index.tables import INDEX
from nextcall.storage.place import Place


def place(box: Box) -> Place:
    return Place(str(box.cache), str(box.data), INDEX)


@pytest.mark.skipif(sys.platform == "win32", reason="files have no owner's number there")
def test_the_index_of_somebody_else_is_none(box: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    told = box.run("stats", "--json").out
    assert place(box).identity()
    monkeypatch.setattr(os, "getuid", lambda: os.stat(box.cache).st_uid + 1)
    assert place(box).identity() == ""
    assert box.run("stats", "--json").out == told


def test_what_is_planted_in_the_schema_is_not_trusted(box: Box) -> None:
    box.run("log")
    connection = place(box).connect(place(box).path, "ro")
    try:
        assert connection.execute("PRAGMA trusted_schema").fetchone() == (0,)
    finally:
        connection.close()
