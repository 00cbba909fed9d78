"""Files that are brought in: whatever is in them, it is brought in or said by its line, and never half of a row."""

import json
from random import Random

import pytest

from fuzz import documents, mutants
from fuzz.amounts import dice, parts
from fuzz.box import Box, snapshot
from looks import some

FLAGS = ("--started", "Date,Time", "--outcome", "Disposition", "--duration", "Talk Time", "--contact", "Name", "--phone", "Phone", "--note", "Notes", "--amount", "Amount")
MAPS = ("--map", "No Answer=no-answer", "--map", "Not Interested=no", "--map", "Sale=yes", "--map", "Callback=callback")


def brought_in(box: Box, name: str, content: bytes, *words: str) -> None:
    """Bring in a file: nothing is written where nothing was, the file stays as it is, and a second time adds nothing."""
    file = box.home / name
    box.put(file, content)
    before = snapshot(box.data)
    done = box.run(*words, str(file), "--json")
    if done.code == 2:
        assert {path: found for path, found in snapshot(box.data).items() if path != ".lock"} == {path: found for path, found in before.items() if path != ".lock"}
    elif done.out:
        json.loads(done.out)
    assert file.read_bytes() == content
    after = {path: found for path, found in snapshot(box.data).items() if path != ".lock"}
    box.run(*words, str(file))
    assert {path: found for path, found in snapshot(box.data).items() if path != ".lock"} == after


@parts
def test_history(box: Box, part: int) -> None:
    for chance in dice("csv", part, 10):
        content = mutants.mutated(chance, documents.HISTORY.encode())
        words = ["import", *(FLAGS + MAPS if chance.randrange(3) else ())]
        if not chance.randrange(4):
            words += ["--session-by", "Agent", "--tag-from", "Agent"]
        if not chance.randrange(5):
            words += ["--date-format", chance.choice(["dmy", "mdy", "ymd", "%Y-%m-%d %H:%M:%S", "%", "%Q", "%s", "%%"])]
        if not chance.randrange(6):
            words += ["--dry-run"]
        brought_in(box, "calls.csv", content, *words)
        if not chance.randrange(5):
            for words_ in (("log", "--plain"), ("stats", "--json"), ("export", "--format", "csv")):
                box.run(*words_)


CELLS = (
    "", " ", "'", '"', '""', "=1+1", "-", "+", "@x", "\t", "1e999", "NaN", "9" * 400, "-1", "0", "1:2:3:4", "99:99", "24:00:00", "-0:30", "\x1b[2J", "\x9b2J", "\u202e",
    "2026-02-30", "31.12.9999", "0001-01-01", "1970-01-01 00:00", "9999-12-31T23:59:59Z", "29.2.", "12/31", "1700000000", "1700000000000", "99999999999999", "2026-11-20T09:00+99:00",
    "2026-11-20 09:00 PM", "٢٠٢٦-١١-٢٠", "²", "é" * 3000, "[/b]", "../../x", "<script>", "a\nb", "a\rb", "a\0b", "not interested", "sale", "1,200.50", "1.200,50", "€ 5", "((202)) 555",
    "+" * 300, "tel:+1", "+99999999999999999999", "00", "x" * 140_000,
)  # fmt: skip


def table_of(chance: Random, header: str) -> bytes:
    """A table with a known header and cells that may be anything."""
    rows = [header]
    delimiter = chance.choice(",,,;\t|")
    for _ in range(chance.randrange(1, 30)):
        cells = [chance.choice(CELLS) for _ in range(header.count(",") + 1 + chance.choice((0, 0, 0, 1, -1, 30)))]
        rows.append(delimiter.join('"' + cell.replace('"', '""') + '"' if chance.randrange(3) else cell for cell in cells))
    rows[0] = header.replace(",", delimiter)
    return chance.choice(("\n", "\n", "\r\n", "\r")).join(rows).encode(chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252")), "replace")


@parts
def test_any_cells_of_a_history(box: Box, part: int) -> None:
    for chance in dice("cells", part, 8):
        brought_in(box, "calls.csv", table_of(chance, documents.HISTORY.partition("\n")[0]), "import", *(FLAGS + MAPS if chance.randrange(2) else ()))


@parts
def test_people(box: Box, part: int) -> None:
    for chance in dice("people", part, 8):
        content = table_of(chance, documents.PEOPLE.partition("\n")[0]) if chance.randrange(2) else mutants.mutated(chance, documents.PEOPLE.encode())
        words = ["contacts", "import", *(("--list", "new") if chance.randrange(2) else ()), *(("--dry-run",) if not chance.randrange(5) else ())]
        brought_in(box, "people.csv", content, *words)
        box.run("contacts", "lists", "--json")


@parts
def test_cards(box: Box, part: int) -> None:
    for chance in dice("cards", part, 8):
        brought_in(box, "people.vcf", mutants.mutated(chance, documents.CARDS.encode()), "contacts", "import", "--list", "new")
        box.run("contacts", "show", "new", "--json")


@parts
def test_lines_of_sessions(box: Box, part: int) -> None:
    for chance in dice("jsonl", part, 6):
        content = mutants.mutated(chance, documents.lines_of_sessions())
        if chance.randrange(2):
            content += json.dumps(mutants.retyped(chance, documents.session())).encode()
        brought_in(box, "history.jsonl", content, "import")


@pytest.mark.parametrize("name", ["calls.csv", "people.csv", "people.vcf", "history.jsonl"])
def test_whole_files(box: Box, name: str) -> None:
    good = {"calls.csv": documents.HISTORY.encode(), "people.csv": documents.PEOPLE.encode(), "people.vcf": documents.CARDS.encode(), "history.jsonl": documents.lines_of_sessions()}[name]
    words = ("contacts", "import", "--list", "new") if name.startswith("people") else ("import",)
    for content in some(list(mutants.ruined(good).values()), 6):
        file = box.home / name
        box.put(file, content)
        box.run(*words, str(file))
        assert file.read_bytes() == content
