"""What the tests are run with is pinned, to the byte; what is not pinned is not imported."""

import os
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions
from pathlib import Path

import pytest

from architecture import ROOT, SOURCE

LOCK = ROOT / "requirements-test.txt"
PINNED = re.compile(r"^([a-z0-9][a-z0-9.-]*)==(\S+?)(?: ; (.+?))? \\$", re.MULTILINE)
OURS = {"nextcall", "fuzz", "security"}
TESTS = ROOT / "tests"


def pinned() -> dict[str, set[str]]:
    """The version of each library, by its name; of some an older one for an older Python."""
    found: dict[str, set[str]] = {}
    for name, version, _ in PINNED.findall(LOCK.read_text()):
        found.setdefault(name, set()).add(version)
    return found


def plain(name: str) -> str:
    """The name of a library as an index has it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_every_library_has_one_version_and_hashes() -> None:
    text = LOCK.read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) == len(PINNED.findall(text)) > 40
    for entry in entries:
        head, *hashes = entry.replace("\\\n", "").split("--hash=")
        assert "==" in head
        assert hashes, head
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", found.strip()) for found in hashes), head


def test_it_names_no_place() -> None:
    """Where files come from is each machine's own matter; what they are is not."""
    assert not re.search(r"://|@ |--index|--find-links|--trusted|^-", LOCK.read_text(), re.MULTILINE)


def test_all_that_is_wanted_is_pinned() -> None:
    said = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*said["project"]["dependencies"], *said["project"]["optional-dependencies"]["test"], *said["build-system"]["requires"]]
    names = {plain(re.split(r"[\[<>=!~ ;]", need)[0]) for need in wanted}
    assert names <= set(pinned())


def top(path: Path) -> set[str]:
    """The libraries that a module imports, by the first part of their names."""
    return set(re.findall(r"^\s*(?:import|from) (\w+)", path.read_text(), re.MULTILINE))


def test_what_is_imported_is_pinned() -> None:
    own = {path.stem for path in TESTS.rglob("*.py")} | {path.name for path in TESTS.rglob("*") if path.is_dir()} | OURS
    known = packages_distributions()
    for path in (*SOURCE.rglob("*.py"), *TESTS.rglob("*.py")):
        for name in top(path) - own - set(sys.stdlib_module_names) - {"__future__"}:
            libraries = {plain(library) for library in known.get(name, ())}
            assert not libraries or libraries & set(pinned()), f"{path.name} imports {name}"


@pytest.mark.skipif(not os.environ.get("NEXTCALL_LOCKED"), reason="NEXTCALL_LOCKED says that this was installed from the lock")
def test_what_is_installed_is_what_is_pinned() -> None:
    found = {}
    for name in pinned():
        try:
            found[name] = distribution(name).version
        except PackageNotFoundError:  # of another system
            continue
    assert {name: version for name, version in found.items() if version not in pinned()[name]} == {}
    assert {"textual", "pytest", "platformdirs", "msgspec"} <= set(found)
