"""`nextcall contacts forget`: afterwards nothing in the data folder, nor in the cache, says who that was."""

from pathlib import Path

import pytest

from cli.commands import Command, one_line

MARK = "Xenophilia Quatremarre"
NUMBER = "+12125550100"


def holding(home: Path) -> list[str]:
    """The files that say anything of the name or the number."""
    found = []
    for path in home.rglob("*"):
        if path.is_file():
            text = path.read_bytes().decode(errors="replace").casefold()
            if any(word in text for word in ("xenophilia", "quatremarre", NUMBER[1:])):
                found.append(str(path.relative_to(home)))
    return found


@pytest.fixture
def known(home: Path, nextcall: Command) -> Path:
    """Somebody who has left traces everywhere."""
    home.mkdir()
    (home / "q4.csv").write_text(f"Name,Phone,Note\n{MARK},{NUMBER},likes tea\nBob Lee,+442079460958,brother of {MARK}\n")
    nextcall("contacts", "import", str(home / "q4.csv"))
    (home / "q4.csv").unlink()
    nextcall("start", "--headless", "--list", "q4", "--intention", f"reach {MARK}", "--tag", MARK)
    nextcall("tag", "n", "--note", f"{MARK.upper()} was out, {NUMBER}")
    nextcall("bright", f"for {MARK}")
    nextcall("stop")
    nextcall("correct", "last", "1", f"note=no {MARK}", f"introduction={MARK} -> Bob Lee")
    nextcall("contacts", "snooze", "q4", "1", "1h")
    nextcall("contacts", "block", "+12125550999")
    nextcall("start", "--headless", "--list", "q4")
    nextcall("tag", "d", "--contact", MARK)
    nextcall("tag", "n")
    nextcall("undo")
    nextcall("undo")
    nextcall("contacts", "who", "q4", "1")
    nextcall("stats", "--json")
    assert len(holding(home)) > 4
    return home


@pytest.mark.parametrize("who", [[MARK], ["q4", "1"], ["(212) 555 0100"]])
def test_nothing_is_left_of_them(known: Path, nextcall: Command, who: list[str]) -> None:
    words = who if who[0] != "(212) 555 0100" else [NUMBER]
    before = holding(known)
    assert nextcall("contacts", "forget", *words, "--dry-run").code == 0
    assert holding(known) == before
    assert nextcall("contacts", "forget", *words, "--yes").code == 0
    assert holding(known) == []
    assert [one["name"] for one in nextcall("contacts", "show", "q4", "--json").json] == ["Bob Lee"]
    assert nextcall("redo").code == 0
    assert nextcall("stop").code == 0
    assert [one["calls"] for one in nextcall("log", "--json").json] == [1, 1]
    assert all(one["problem"] is None for one in nextcall("log", "--json").json)
    assert nextcall("doctor").code == 0
    assert holding(known) == []


def test_it_wants_a_word_and_takes_nobody_else(known: Path, nextcall: Command) -> None:
    assert "--dry-run" in one_line(nextcall("contacts", "forget", MARK).err)
    assert holding(known)
    assert nextcall("contacts", "forget", "Bob Lee", "--yes").code == 0
    assert [one["name"] for one in nextcall("contacts", "show", "q4", "--json").json] == [MARK]
    assert nextcall("contacts", "forget", "Nobody Known", "--yes").out == "nothing is kept of them\n"


def test_a_number_that_is_not_to_be_called_stays_so_without_a_name(known: Path, nextcall: Command) -> None:
    nextcall("contacts", "block", NUMBER)
    assert nextcall("contacts", "forget", MARK, "--yes").code == 0
    assert holding(known) == ["data/contacts/do-not-call.json"]
    assert "xenophilia" not in (known / "data/contacts/do-not-call.json").read_text().casefold()
    (known / "again.csv").write_text(f"Name,Phone\nSomebody,{NUMBER}\n")
    assert nextcall("contacts", "import", str(known / "again.csv"), "--json").json["lists"]["again"]["refused"] == 1


def test_files_of_others_are_no_obstacle(known: Path, nextcall: Command) -> None:
    """Whatever stands where an id should; and what is nested so deeply that nobody can look through it is named."""
    (known / "data/contacts/odd.json").write_text(f'{{"schema": 1, "people": [{{"id": [1], "name": "{MARK}", "phone": {{}}}}, {{"id": {{}}}}]}}')
    (known / "data/trash").mkdir(exist_ok=True)
    (known / "data/trash/odd.json").write_text(f'{{"calls": [{{"contact": {{"list": [], "id": {{}}, "name": "{MARK}", "phone": 5}}}}]}}')
    (known / "data/trash/odd2.json").write_text(f'{{"calls": 5, "undo": [1], "pauses": "x", "trail": {{"a": 1}}, "title": "{MARK}"}}')
    for depth in (400, 900, 100_000):
        (known / f"data/trash/deep{depth}.json").write_text(f'{{"a": {"[" * depth}"{MARK}"{"]" * depth}}}')
    done = nextcall("contacts", "forget", MARK, "--yes")
    assert done.code == 1
    assert "deep100000.json has them and cannot be read" in done.err
    assert all(name.startswith("data/trash/deep") for name in holding(known))


def test_what_others_keep_in_the_same_cache_is_theirs(known: Path, nextcall: Command) -> None:
    others = [known / "cache" / name for name in ("browser.sqlite", "deep/index.sqlite", f"{MARK}.txt")]
    for path in others:
        path.parent.mkdir(exist_ok=True)
        path.write_text(MARK)
    assert nextcall("contacts", "forget", MARK, "--yes").code == 0
    assert all(path.read_text() == MARK for path in others)


def test_what_cannot_be_read_is_named_and_left(known: Path, nextcall: Command) -> None:
    odd = known / "data/trash/broken.json"
    odd.parent.mkdir(exist_ok=True)
    odd.write_text(f'{{"calls": [{MARK}')
    done = nextcall("contacts", "forget", MARK, "--yes")
    assert done.code == 1
    assert "broken.json has them and cannot be read" in done.err
    assert holding(known) == ["data/trash/broken.json"]
