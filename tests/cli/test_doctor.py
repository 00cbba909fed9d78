import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.commands import Command
from nextcall.cli.checks.values import without_values


def wrong(found: list[dict[str, Any]]) -> list[str]:
    return [f"{finding['subject']}: {finding['said']}" for finding in found if finding["state"] == "wrong"]


def test_nothing_is_wrong(nextcall: Command) -> None:
    nextcall("start", "--headless")
    nextcall("tag", "x")
    result = nextcall("doctor")
    assert result.code == 0
    assert result.out.endswith("Nothing is wrong.\n")
    assert nextcall("doctor", "--plain").code == 0
    found = nextcall("doctor", "--json").json
    assert {finding["state"] for finding in found} <= {"ok", "note"}
    assert {"Python", "data folder", "open session", "session files", "config", "themes", "clock"} <= {f["subject"] for f in found}


def test_what_is_wrong_comes_with_what_to_do(nextcall: Command, home: Path, configure: Callable[[str], Path]) -> None:
    nextcall("start", "--headless")
    nextcall("stop")
    folder = next((home / "data" / "sessions").rglob("*.json")).parent
    (folder / "20260101T000000Z-0001.json").write_text("garbage")
    (folder / "20260101T000000Z-0002.json").write_text('{"schema": 9}')
    (home / "data" / "current.json").write_text("{}")
    (home / "data").chmod(0o755)
    configure('[ui]\ntheme = "none-such"\n')
    result = nextcall("doctor", "--json")
    assert result.code == 1
    found = result.json
    assert len(wrong(found)) == 5  # two files, the open session, the data folder, the theme
    assert all(finding["advice"] for finding in found if finding["state"] == "wrong")
    assert "5 things are wrong." in nextcall("doctor").out


def test_every_fault_of_the_configuration(nextcall: Command, home: Path, configure: Callable[[str], Path]) -> None:
    configure('[session]\npreset = 3\n[ui]\nclok = "12h"\n').parent.chmod(0o755)
    found = wrong(nextcall("doctor", "--json").json)
    assert [said.partition(":")[2].split(":")[1] for said in found] == ["2", "4"]
    assert not (home / "data").exists()


def test_names_and_numbers_are_never_printed(nextcall: Command, home: Path) -> None:
    nextcall("start", "--headless")
    nextcall("tag", "x", "--contact", "Zaphod", "--note", "secretnote")
    path = home / "data" / "current.json"
    data = json.loads(path.read_text())
    for field, value in (("phone", 15550100), ("name", ["Zaphod"])):
        data["calls"][0]["contact"] = {"name": "Zaphod", "phone": "", field: value}
        path.write_text(json.dumps(data))
        for form in ([], ["--json"], ["--plain"]):
            result = nextcall("doctor", *form)
            assert result.code == 1
            assert f"calls[0].contact.{field}" in result.out
            for secret in ("15550100", "Zaphod", "secretnote"):
                assert secret not in result.out + result.err


def test_the_schema_is_held_against_the_files(nextcall: Command, home: Path) -> None:
    nextcall("start", "--headless")
    nextcall("tag", "x", "--contact", "Zaphod")
    said = {finding["subject"]: finding["said"] for finding in nextcall("doctor", "--json").json}
    assert said["schema"] == "1 of the newest files were held against it"
    path = home / "data" / "current.json"
    data = json.loads(path.read_text())
    del data["host"]
    data["title"] = None  # read as an empty one, but no text
    path.write_text(json.dumps(data))
    result = nextcall("doctor", "--json")
    assert wrong(result.json) == ["schema: current.json: $.title does not fit the schema (type)"]
    assert "Zaphod" not in result.out


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("a.json: calls[0].contact.phone: should be text, not 15550100", "a.json: calls[0].contact.phone: should be text"),
        ("a.json: line 1, column 2: Expecting value", "a.json: line 1, column 2: Expecting value"),
    ],
)
def test_without_values(message: str, said: str) -> None:
    assert without_values(message) == said


def test_what_another_program_left_is_worth_a_note(nextcall: Command, home: Path) -> None:
    nextcall("start", "--headless")
    (home / "data" / "current.json.conflict-x.json").write_text("{}")
    (home / "data" / "current.json.1.part").write_text("{}")
    result = nextcall("doctor")
    assert result.code == 0
    assert "note  kept beside: current.json.conflict-x.json." in result.out
    assert "note  left over: current.json.1.part." in result.out
