"""What somebody else wrote is shown, and never obeyed: by no terminal, no markup, no shell and no spreadsheet."""

import csv
import io
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fuzz.box import Box
from looks import LONG
from nextcall.__main__ import main
from security.doing import ID, LIST, all_commands, with_words

PAYLOADS = [
    "A\x1b]0;FAULTS\x07", "B\x1b[31mFAULTS", "C\x1b]52;c;RkFVTFRT\x07", "D\x9b31mFAULTS", "E\x9d0;FAULTS\x9c", "F\u202eFAULTS\u2066", "\x1b[2J\x1b[H\x00\x7f\r",
    "G[/b]", "[b", "[@click=app.quit]I[/]", "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", " =1", "<script>FAULTS</script>", '"onload="FAULTS', "</style></title>",
    "../../../FAULTS", "$(touch FAULTS)", "; touch FAULTS", "-rf", "%s%n", "{0}", "日本語👩‍👩‍👧‍👦", "x" * 5000, "a\nb\tc\u2028d",
]  # fmt: skip
"""What a name may be."""


SOME = PAYLOADS if LONG else ["\x1b]0;FAULTS\x07\x9b31m\x9d0;\x9c\u202eF\u2066\x00\x7f\r[@click=app.quit]I[/]", "\t=1</style><script>FAULTS</script>$(touch FAULTS)/../../FAULTS"]
"""Each by itself where there is time for it."""


def fill(box: Box, words: str) -> None:
    """Those words wherever somebody can write some."""
    for path, content in with_words(words).items():
        box.put(box.home / path, content)


@pytest.mark.parametrize("words", SOME, ids=range(len(SOME)))
def test_no_command_prints_what_a_terminal_obeys(box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """In data, talk, JSON and faults; that is watched by the box. Nor is any file made outside."""
    monkeypatch.chdir(box.home)
    out = tmp_path / "out"
    commands = all_commands(box, out)
    fill(box, words)
    if box.run("config", "check").code:
        box.config_file.unlink()
    for one in commands:
        if one[:2] not in (["config", "init"], ["start", "--headless"], ["config", "edit"]):
            box.run(*one)
    assert {path.name for path in tmp_path.iterdir()} == {"home", "out"}
    assert not [path for path in tmp_path.rglob("*") if "FAULTS" in path.name]
    for cell in (cell for row in csv.reader(io.StringIO((out / "out.csv").read_bytes().decode(), newline="")) for cell in row):
        assert not re.match(r"[=@\t\r]|[+-](?!\d[\d ()-]*$)", cell.lstrip()), cell
    for page in ("report.html", "coach.html"):
        assert _is_harmless(out / page)


class _Page(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def _is_harmless(path: Path) -> bool:
    page, text = _Page(), path.read_text(encoding="utf-8")
    page.feed(text)
    inside = not page.names & {"script", "img", "iframe", "object", "embed", "link", "base", "form", "a"}
    return inside and not any(name.startswith("on") or name in ("src", "href") for name in page.attributes) and "://" not in text


@pytest.mark.parametrize("name", ["\x1b]0;FAULTS\x07.json", "\x9b2J.json", "\u202eFAULTS.json", "[@click=app.quit].json", "x\ny.json", "\udcff\udc9b.json", "-rf.json", "=1.json"])
def test_no_name_of_a_file_is_obeyed(box: Box, name: str) -> None:
    """Among sessions, lists, themes, and what is to be brought in."""
    folders = [box.session.parent, box.list.parent, box.theme.parent, box.acts.parent, box.home]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"{")
        (folder / name).with_suffix(".toml").write_bytes(b"= 1")
    for words in (["log", "--plain"], ["log", "--json"], ["doctor"], ["doctor", "--json"], ["themes"], ["contacts", "lists"], ["export", "--format", "csv"], ["stats"]):
        box.run(*words)
    for words in (["import"], ["contacts", "import"], ["config", "check"]):
        box.run(*words, str(box.home / name))
    assert box.run("log", "--plain").out.count("\n") == 3


@pytest.mark.parametrize("words", [payload.replace("\0", "") for payload in SOME], ids=range(len(SOME)))
def test_no_word_of_the_command_line_is_obeyed(box: Box, monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.chdir(box.home)
    for one in (
        [words], ["tag", words], ["show", words], ["log", "--query", words], ["log", f"--query=outcome:{words}"], ["stats", "--by", words], ["start", words, "--headless"],
        ["contacts", "show", words], ["contacts", "who", words], ["contacts", "block", words], ["contacts", "snooze", LIST, "1", words], ["export", "--format", words],
        ["correct", ID, "1", f"note={words}"], ["correct", ID, "1", words], ["status", "--format", words], ["add", words, "--date", words, "--start", "9:00", "--minutes", "5"],
        ["import", words], ["config", "check", words], ["edit", words], ["plan", "--calls", words], ["completions", words], ["--data-dir", words, "log"],
    ):  # fmt: skip
        box.run(*one)
    box.run("start", "--headless", f"--intention={words}", f"--tag={words}")
    box.run("tag", "no", f"--note={words}", f"--contact={words}")
    for one in (["status"], ["status", "--waybar", "--format", "{title}"], ["stop"], ["log"], ["show", "last", "--json"], ["export", "--format", "jsonl"]):
        assert box.run(*one).code == 0


def test_json_means_the_same_with_and_without_what_is_harmful(box: Box) -> None:
    """What is escaped in JSON comes back as it was kept."""
    fill(box, "a\u202eb\x9bc\x1b[2J")
    found = json.loads(box.run("show", ID, "--json").out)
    assert found["title"] == "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}c\N{REPLACEMENT CHARACTER}[2J"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_a_terminal_that_is_no_utf8_gets_question_marks(box: Box, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    fill(box, "日本語 é")
    with io.TextIOWrapper(io.BytesIO(), encoding=encoding, write_through=True) as out:
        monkeypatch.setattr(sys, "stdout", out)
        for words in (["log"], ["show", ID], ["stats"], ["contacts", "show", LIST], ["status"]):
            assert main(words) == 0
        assert b"?" in out.buffer.getvalue()
