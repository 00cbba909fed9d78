"""`edit`: a session in an editor. What is right takes its place; what is wrong is kept, and the session too."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.commands import Command, one_line
from cli.sessions_made import a_session_that_ended, content_of, editor, file_of

Editor = Callable[[str], None]


@pytest.fixture
def writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """From now on the editor does this."""
    monkeypatch.delenv("VISUAL", raising=False)

    def does(program: str) -> None:
        monkeypatch.setenv("EDITOR", editor(tmp_path, program))

    return does


@pytest.fixture(params=["json", "toml"])
def suffix(request: pytest.FixtureRequest, configure: Callable[[str], Path]) -> str:
    configure(f'[storage]\nformat = "{request.param}"\n')
    return f".{request.param}"


@pytest.fixture
def ended(nextcall: Command, suffix: str, home: Path) -> str:
    session = a_session_that_ended(nextcall, "x", "v", "c")
    assert file_of(home, session).suffix == suffix
    return session


def tagged(outcome: str) -> str:
    """The text with another title, and with another outcome of the call that was a voicemail."""
    return rf"re.sub(r'(outcome\W+)voicemail', r'\g<1>{outcome}', text.replace('Sprint', 'Morning'))"


def kept(home: Path) -> list[str]:
    return sorted(name for name in os.listdir(home / "data" / "trash") if ".edited" in name)


def test_what_is_right_takes_its_place_and_is_in_the_trail(nextcall: Command, ended: str, home: Path, writes: Editor) -> None:
    writes("path.write_text(TEXT)".replace("TEXT", tagged("machine")))
    result = nextcall("edit", ended)
    assert (result.code, result.err) == (0, "")
    assert result.out == "saved: the session: title is 'Morning', was 'Sprint'; call 2: outcome is machine, was voicemail\n"
    shown = nextcall("show", ended, "--json").json
    assert (shown["title"], shown["calls"][1]["outcome"]) == ("Morning", "machine")
    assert [(entry["call"], entry["field"], entry["old"]) for entry in shown["trail"]] == [(0, "title", "Sprint"), (2, "outcome", "voicemail")]
    assert kept(home) == []
    assert nextcall("correct", ended, "--undo").code == 0
    assert nextcall("show", ended, "--json").json["title"] == "Sprint"


def test_what_is_wrong_is_kept_and_gone_on_with(nextcall: Command, ended: str, home: Path, writes: Editor, suffix: str) -> None:
    path = file_of(home, ended)
    before = path.read_bytes()
    writes("path.write_text(TEXT)".replace("TEXT", tagged("voicemale")))
    refused = nextcall("edit", "last")
    copy = home / "data" / "trash" / f"{ended}.edited{suffix}"
    assert (refused.code, refused.out) == (2, "")
    said = one_line(refused.err)
    assert "calls[1].outcome: should be one of the session's outcomes, not 'voicemale'" in said
    assert str(copy) in said
    assert path.read_bytes() == before
    assert "Morning" in copy.read_text()
    assert (copy.stat().st_mode & 0o777) == 0o600
    assert [row.split("\t")[0] for row in nextcall("log", "--plain").out.splitlines()] == [ended]
    writes("path.write_text(text.replace('voicemale', 'voicemail'))")
    again = nextcall("edit", ended)
    assert (again.code, again.err) == (0, "nextcall: going on with the text of the last time\n")
    assert nextcall("show", ended, "--json").json["title"] == "Morning"
    assert kept(home) == []


@pytest.mark.parametrize("garbage", ["{", "[]", "\\x00", "schema = 1", "{}"])
def test_garbage_changes_nothing(nextcall: Command, ended: str, home: Path, writes: Editor, garbage: str) -> None:
    before = file_of(home, ended).read_bytes()
    writes(f"path.write_text('{garbage}')")
    result = nextcall("edit", ended)
    assert result.code == 2
    assert "your text is kept as" in one_line(result.err)
    assert file_of(home, ended).read_bytes() == before
    assert len(kept(home)) == 1


@pytest.mark.parametrize("program", ["pass", "path.write_text(text)", "path.write_text('')", "path.unlink()"])
def test_nothing_changed(nextcall: Command, ended: str, home: Path, writes: Editor, program: str) -> None:
    before = file_of(home, ended).read_bytes()
    writes(program)
    assert nextcall("edit", ended) == (0, "nothing was changed\n", "")
    assert file_of(home, ended).read_bytes() == before
    assert kept(home) == []


def test_an_editor_that_fails(nextcall: Command, ended: str, home: Path, writes: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    writes("sys.exit(3)")
    result = nextcall("edit", ended)
    assert (result.code, kept(home)) == (1, [])
    assert "ended with 3; nothing was changed" in one_line(result.err)
    writes("path.write_text(text + ' '); sys.exit(3)")
    result = nextcall("edit", ended)
    assert f"What was written is in {home}" in one_line(result.err)
    assert len(kept(home)) == 1
    monkeypatch.delenv("EDITOR")
    assert nextcall("edit", ended).code == 2


def test_a_session_that_changed_meanwhile_is_not_replaced(nextcall: Command, ended: str, writes: Editor, suffix: str) -> None:
    writes(
        "import subprocess\n"
        f"subprocess.run([sys.executable, '-m', 'nextcall', 'correct', '{ended}', '1', 'note=meanwhile'], check=True, capture_output=True)\n"
        "path.write_text(text.replace('Sprint', 'Morning'))",
    )
    result = nextcall("edit", ended)
    assert result.code == 1
    said = one_line(result.err)
    assert "changed the session meanwhile" in said
    assert f"{ended}.edited{suffix}" in said
    shown = nextcall("show", ended, "--json").json
    assert (shown["title"], shown["calls"][0]["note"]) == ("Sprint", "meanwhile")
    writes("pass")
    again = nextcall("edit", ended)
    assert "what you save replaces that" in again.err or "going on" in again.err
    assert nextcall("show", ended, "--json").json["title"] == "Morning"
    assert "note" in [entry["field"] for entry in nextcall("show", ended, "--json").json["trail"]]


def test_the_open_session_is_refused(nextcall: Command, writes: Editor) -> None:
    writes("path.write_text('')")
    nextcall("start", "--headless")
    result = nextcall("edit", "open")
    assert result.code == 1
    assert "still open" in one_line(result.err)
    assert "nextcall correct" in result.err
    assert nextcall("edit", "nope").code == 1
    assert nextcall("edit").code == 2


def test_unknown_fields_stay(nextcall: Command, home: Path, writes: Editor) -> None:
    session = a_session_that_ended(nextcall, "x")
    path = file_of(home, session)
    path.write_text(path.read_text().replace('"title"', '"later": {"a": [1, null]},\n "title"', 1))
    writes("path.write_text(text.replace('Sprint', 'Morning'))")
    assert nextcall("edit", session).code == 0
    assert content_of(home, session)["later"] == {"a": [1, None]}


def test_many_changes_are_told_in_short(nextcall: Command, home: Path, writes: Editor) -> None:
    session = a_session_that_ended(nextcall, *"xxxxx")
    writes("path.write_text(text.replace('\"asked\": 0', '\"asked\": 2'))")
    result = nextcall("edit", session)
    assert result.out.endswith("; and 2 more\n")
    assert len(content_of(home, session)["trail"]) == 5
