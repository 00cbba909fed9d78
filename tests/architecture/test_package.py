"""What gets to those who install it."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hatchling.build import build_wheel

from architecture import ROOT, SOURCE


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return zipfile.ZipFile(folder / build_wheel(str(folder)))


def test_everything_needed_is_inside(wheel: zipfile.ZipFile) -> None:
    kinds = ("*.py", "*.tcss", "*.md", "*.schema.json", "py.typed")
    needed = {f"nextcall/{path.relative_to(SOURCE).as_posix()}" for kind in kinds for path in SOURCE.rglob(kind)}
    needed |= {f"nextcall/themes/{path.name}" for path in (ROOT / "themes").glob("*.toml")}
    assert {"nextcall/py.typed", "nextcall/storage/FORMAT.md", "nextcall/storage/session-1.schema.json"} <= needed
    assert needed <= set(wheel.namelist())


def test_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    for name in wheel.namelist():
        assert name.startswith(("nextcall/", "nextcall-")), name
        assert name.endswith((".py", ".tcss", ".md", ".json", ".toml", "py.typed")) or ".dist-info/" in name, name
        assert str(ROOT).encode() not in wheel.read(name), name


def test_it_works_from_there(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Without the repository beside it."""
    wheel.extractall(tmp_path / "installed")
    environ = {**os.environ, "PYTHONPATH": str(tmp_path / "installed"), "NEXTCALL_HOME": str(tmp_path / "home")}

    def run(*words: str) -> str:
        done = subprocess.run([sys.executable, "-m", "nextcall", *words], env=environ, cwd=tmp_path, capture_output=True, text=True, check=True)
        return done.stdout

    shipped = {path.stem for path in (ROOT / "themes").glob("*.toml")}
    assert {line.split("\t")[0] for line in run("themes", "--plain").splitlines()} == shipped
    place = "import nextcall.storage.schema as found; print(found.__file__, len(found.schema()['properties']))"
    done = subprocess.run([sys.executable, "-c", place], env=environ, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(str(tmp_path / "installed"))
    run("start", "--headless")
    assert run("stop").startswith("ended: ")
