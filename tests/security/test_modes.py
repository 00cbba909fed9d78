"""What the program makes is for the user alone, whatever the umask says, everywhere it makes something."""

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fuzz.box import Box
from nextcall.cli.made.folder import fill
from nextcall.clock import Clock
from security.doing import all_commands

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no modes")


def others_may(folder: Path, made: set[Path]) -> list[str]:
    """What is not 0600, or 0700 for a folder, of all that was made."""
    found = []
    for path in [folder, *folder.rglob("*")]:
        try:
            mode = stat.S_IMODE(path.lstat().st_mode)
        except FileNotFoundError:  # of a hook, which goes on beside
            continue
        if path in made and mode & 0o077:
            found.append(f"{path.relative_to(folder)}: {mode:o}")
    return found


@pytest.fixture
def without_umask(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The umask is 0, and the program cannot change it: each file has to be narrow by itself."""
    real = os.umask
    before = real(0)
    monkeypatch.setattr(os, "umask", lambda _: 0)
    yield
    real(before)


@pytest.mark.usefixtures("without_umask")
def test_everything_that_commands_make(box: Box, tmp_path: Path) -> None:
    out = tmp_path / "out"
    words = all_commands(box, out)
    given = {*box.home.rglob("*"), *out.rglob("*"), out}
    made, wide = set[Path](), set[str]()
    for one in words:
        box.run(*one)
        if one[0] == "start":
            box.put(box.config_file, b"[hooks]\ntag = ['false']\nsession_end = ['false']\n")
        made |= {path for path in (*box.home.rglob("*"), *out.rglob("*")) if path not in given}
        wide |= {*others_may(box.home, made), *others_may(out, made)}
    assert {"index.sqlite", "index.lock", "contacts.sqlite", "status", "hooks", ".lock", "cards.json", "out.csv", "out.parquet", "report.html", "contacts.ics"} <= {path.name for path in made}
    assert wide == set()
    assert others_may(box.home, {box.list, box.session, box.blocks}) == []  # wide when they were given; they were written anew


@pytest.mark.usefixtures("without_umask")
def test_what_demo_makes(tmp_path: Path) -> None:
    fill(str(tmp_path / "demo"), Clock().now())
    assert others_may(tmp_path / "demo", set((tmp_path / "demo").rglob("*"))) == []


def test_what_programs_of_others_make_is_for_the_user_alone_too(box: Box) -> None:
    """Hooks, editors and pagers inherit it."""
    before = os.umask(0)
    try:
        box.run("config", "path")
        assert os.umask(0) == 0o077
    finally:
        os.umask(before)
