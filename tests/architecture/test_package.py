"""What gets to those who install it."""

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_sdist, build_wheel

from architecture import ROOT, SOURCE


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return zipfile.ZipFile(folder / build_wheel(str(folder)))


def test_everything_needed_is_inside(wheel: zipfile.ZipFile) -> None:
    kinds = ("*.py", "*.tcss", "*.md", "*.schema.json", "py.typed", "shells/*")
    needed = {f"nextcall/{path.relative_to(SOURCE).as_posix()}" for kind in kinds for path in SOURCE.rglob(kind)}
    needed |= {f"nextcall/themes/{path.name}" for path in (ROOT / "themes").glob("*.toml")}
    assert {"nextcall/py.typed", "nextcall/storage/FORMAT.md", "nextcall/storage/session-1.schema.json"} <= needed
    assert needed <= set(wheel.namelist())


def test_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    for name in wheel.namelist():
        assert name.startswith(("nextcall/", "nextcall-")), name
        assert name.endswith((".py", ".tcss", ".md", ".json", ".toml", "py.typed")) or ".dist-info/" in name or "/shells/" in name or ".data/" in name, name
        assert str(ROOT).encode() not in wheel.read(name), name


SHARED = {
    "man/man1/nextcall.1": ROOT / "docs" / "nextcall.1",
    "bash-completion/completions/nextcall": SOURCE / "cli" / "shells" / "nextcall.bash",
    "zsh/site-functions/_nextcall": SOURCE / "cli" / "shells" / "_nextcall",
    "fish/vendor_completions.d/nextcall.fish": SOURCE / "cli" / "shells" / "nextcall.fish",
}
"""What goes beside the program, where shells and `man` look."""


def test_man_page_and_completions_go_where_they_are_looked_for(wheel: zipfile.ZipFile) -> None:
    beside = {name.partition(".data/data/share/")[2]: wheel.read(name) for name in wheel.namelist() if ".data/" in name}
    assert beside == {name: path.read_bytes() for name, path in SHARED.items()}


def test_the_source_distribution_has_all_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wheel can be built of it, and its tests can be run."""
    monkeypatch.chdir(ROOT)
    with tarfile.open(tmp_path / build_sdist(str(tmp_path))) as found:
        names = {name.partition("/")[2] for name in found.getnames()}
    needed = [path for folder in ("src", "tests", "docs", "themes", "benchmarks") for path in (ROOT / folder).rglob("*.*") if path.suffix in KEPT]
    assert {path.relative_to(ROOT).as_posix() for path in needed} <= names
    assert {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "pyproject.toml", ".ci/run"} <= names
    assert not [name for name in names if name.endswith(".pyc") or ".hypothesis" in name or ".coverage" in name]


KEPT = (".py", ".toml", ".md", ".1", ".fish", ".bash", ".tcss", ".json", ".txt")
"""Kinds of files of the repository; there is nothing else to be kept."""


def test_what_it_needs_is_said_in_whole() -> None:
    """Every library has a lower bound, and those that the program needs an upper one where a new major version may break it."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = [need for needs in said["optional-dependencies"].values() for need in needs]
    assert all(">=" in need or need.startswith("nextcall[") for need in [*said["dependencies"], *extras])
    assert said["requires-python"] == ">=3.11"


def test_it_works_from_there(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Without the repository beside it."""
    wheel.extractall(tmp_path / "installed")  # noqa: S202 (no tar, and our own)
    environ = {**os.environ, "PYTHONPATH": str(tmp_path / "installed"), "NEXTCALL_HOME": str(tmp_path / "home")}

    def run(*words: str) -> str:
        done = subprocess.run([sys.executable, "-m", "nextcall", *words], env=environ, cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout

    shipped = {path.stem for path in (ROOT / "themes").glob("*.toml")}
    assert {line.split("\t")[0] for line in run("themes", "--plain").splitlines()} == shipped
    place = "import nextcall.storage.schema as found; print(found.__file__, len(found.schema()['properties']))"
    done = subprocess.run([sys.executable, "-c", place], env=environ, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(str(tmp_path / "installed"))
    assert run("completions", "zsh").startswith("#compdef nextcall")
    run("start", "--headless")
    assert run("stop").startswith("ended: ")
