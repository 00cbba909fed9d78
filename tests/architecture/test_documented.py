"""Everything that can be used is written down, and every example in the papers can be run."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from architecture import ROOT, SOURCE
from nextcall.__main__ import main
from nextcall.cli.export import FORMATS
from nextcall.cli.made.folder import fill
from nextcall.cli.main import COMMANDS, parser
from nextcall.config.settings import OUTCOME_FIELDS, PRESET_FIELDS, SETTINGS, TABLES
from nextcall.core.outcomes import SETS
from nextcall.core.query import FIELDS as QUERY_FIELDS
from nextcall.errors import UsageError
from nextcall.stats.brightness import DIMENSIONS
from nextcall.stats.brightness import MEASURES as SPOT_MEASURES
from nextcall.stats.control import BUCKETS, MEASURES

DOCS = ROOT / "docs"
PAPERS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.glob("*.md")), *sorted(SOURCE.rglob("*.md"))]
CODE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
NOW = datetime(2026, 11, 20, 15, 30, tzinfo=ZoneInfo("America/New_York"))


def words_of(*papers: Path) -> str:
    return "\n".join(paper.read_text() for paper in papers)


def in_code(text: str) -> set[str]:
    """What stands between backticks, and the words of it."""
    spans = [*re.findall(r"`([^`\n]+)`", text), *(body for _, body in CODE.findall(text))]
    return {*spans, *(word for span in spans for word in re.findall(r"[\w-]+", span))}


def section(name: str) -> str:
    """What commands.md says of a command."""
    text = (DOCS / "commands.md").read_text()
    assert f"\n### {name}\n" in text, f"docs/commands.md has no '### {name}'"
    return re.split(r"^##", text.partition(f"\n### {name}\n")[2], flags=re.MULTILINE)[0]


# ---- all of it is there


@pytest.mark.parametrize("script", ["make_manual.py", "make_minutes.py"])
def test_what_is_read_off_the_program_is_up_to_date(script: str) -> None:
    done = subprocess.run([sys.executable, DOCS / script, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_command() -> None:
    text = (DOCS / "commands.md").read_text()
    man = (DOCS / "nextcall.1").read_text()
    for name in COMMANDS:
        assert f"`nextcall {name}" in text, name
        assert f".Ss nextcall {name}" in man, name


def test_the_man_page_is_clean() -> None:
    mandoc = shutil.which("mandoc") or pytest.skip("no mandoc here")
    done = subprocess.run([mandoc, "-Tlint", "-Wall", DOCS / "nextcall.1"], capture_output=True, text=True, check=False)
    assert done.stdout + done.stderr == ""


def test_every_setting() -> None:
    """The keys of the screens stand in the README, as `test_papers` sees to."""
    said = (DOCS / "settings.md").read_text()
    for setting in SETTINGS:
        table, key = setting.path
        if table != "keys":
            part = said.partition(f"\n## [{table}]\n")[2].partition("\n## ")[0]
            assert f"| `{key}` |" in part, setting.name
    assert {*PRESET_FIELDS, *OUTCOME_FIELDS} <= in_code(said)
    assert all(f"[{table}]" in said for table in TABLES)


def test_every_outcome() -> None:
    said = words_of(*PAPERS)
    for outcome in SETS["sales"]:
        assert f"| `{outcome.key}` | {outcome.label} |" in said, outcome.id
    assert set(SETS) <= in_code(said)


def test_every_measure_dimension_format_and_field() -> None:
    said = in_code(words_of(DOCS / "numbers.md", DOCS / "history.md", DOCS / "commands.md"))
    assert {*MEASURES, *BUCKETS, *SPOT_MEASURES, *DIMENSIONS} <= said
    assert set(FORMATS) <= in_code(section("export"))
    assert set(QUERY_FIELDS) <= in_code((DOCS / "history.md").read_text())


def test_the_readme_links_to_every_page() -> None:
    said = (ROOT / "README.md").read_text()
    assert [page.name for page in DOCS.glob("*.md") if f"](docs/{page.name})" not in said] == []


def test_links_of_the_pages_lead_somewhere() -> None:
    for paper in DOCS.glob("*.md"):
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", CODE.sub("", paper.read_text())):
            assert target.startswith("https://") or (DOCS / target).exists(), f"{paper.name}: {target}"


# ---- the examples


def lines_of(paper: Path) -> Iterator[str]:
    """The commands of the examples for a shell, one by one; whatever comes after a pipe is another program."""
    for language, body in CODE.findall(paper.read_text()):
        if language == "sh":
            for row in body.replace("\\\n", " ").splitlines():
                for part in re.split(r" && |; ", row):
                    if part.strip().startswith("nextcall"):
                        yield re.split(r" [|<>] ?", part.strip())[0]


EXAMPLES = sorted({f"{paper.name}: {line}" for paper in PAPERS for line in lines_of(paper)})
INPUTS = ("import", "contacts import")
"""What reads a file that is not here: its words are looked at, and that is all."""
SCREENS = ("nextcall", "nextcall demo", "nextcall start")


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 40


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_understood(example: str) -> None:
    words = shlex.split(example.partition(": ")[2], comments=True)[1:]
    try:
        parser().parse_args(words)
    except UsageError as error:
        pytest.fail(f"{example}: {error.message}")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up half year."""
    home = tmp_path_factory.mktemp("made") / "home"
    fill(str(home), NOW)
    return home


@pytest.fixture
def lived_in(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with the made-up half year in it, and a session open."""
    for name in list(os.environ):
        if name.startswith("NEXTCALL_"):
            monkeypatch.delenv(name)
    shutil.copytree(made, tmp_path / "home")
    monkeypatch.setenv("NEXTCALL_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def can_run(words: list[str]) -> bool:
    """Whether an example wants neither a screen, an editor, a file that is not here nor an id of its own."""
    name = " ".join(words[1:3])
    if " ".join(words) in SCREENS or not words[1:] or name.startswith(INPUTS):
        return False
    if words[1] in ("edit", "demo") or name == "config edit" or (words[1] == "start" and "--headless" not in words):
        return False
    return not any(re.search(r"[A-Z]{2,}|20261121T|parquet", word) for word in words)


@pytest.mark.parametrize("example", [example for example in EXAMPLES if can_run(shlex.split(example.partition(": ")[2], comments=True))])
def test_examples_run(lived_in: Path, capsys: pytest.CaptureFixture[str], example: str) -> None:
    words = shlex.split(example.partition(": ")[2], comments=True)[1:]
    prepare(words, lived_in)
    capsys.readouterr()
    code = main(words)
    said = capsys.readouterr()
    assert code == 0, (example, said.err)


def prepare(words: list[str], folder: Path) -> None:
    """What an example takes for granted."""
    before = {"hangup": ["dial"], "resume": ["pause"], "undo": ["tag", "n"], "start": ["stop"], "coach": ["stop"], "correct": ["stop"]}
    if words[0] in before:
        main(before[words[0]])
    if words[0] == "redo":
        main(["tag", "n"])
        main(["undo"])
    if words[0] == "correct" and "--undo" in words:
        main(["correct", "last", "last", "note=x"])
    if words[:2] == ["config", "init"]:
        (folder / "home" / "config" / "config.toml").unlink()


# ---- what --json holds


JSON = {
    "status": [], "log": [], "show": ["last"], "stats": ["--by", "hour"], "formula": [], "plan": ["--calls", "50", "--without-yes", "20"], "limits": [],
    "spots": ["--by", "hour"], "skills": [], "served": [], "review": [], "coach": ["last", "strategy=3"], "themes": [], "doctor": [],
}  # fmt: skip
"""Commands with words of theirs."""


@pytest.mark.parametrize("name", JSON)
def test_every_field_of_json_is_named(lived_in: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    import json

    assert lived_in.exists()
    words = JSON[name]
    if name == "coach":
        main(["show", "last", "--json"])
        skill = json.loads(capsys.readouterr().out)["skill"]
        words = ["last", f"{skill}=3"]
    capsys.readouterr()
    main([name, *words, "--json"])
    found: Any = json.loads(capsys.readouterr().out)
    fields = found[0] if isinstance(found, list) else found
    if name == "show":
        assert set(fields) - {"stats"} <= in_code((SOURCE / "storage" / "FORMAT.md").read_text())
        return
    assert set(fields) <= in_code(section(name)), name
