"""Rules of the house that no tool knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from architecture import ROOT, SOURCE

MODULES = sorted(SOURCE.rglob("*.py"))
LIMITS = {"file": 300, "class": 200, "function": 40}
LONGER = {
    "desk/desk.py: Desk": "what is shown, what waits and what is on disk change together, under one guard",
    "tui/screens/home.py: HomeScreen": "one short method for each of its keys, as `act` finds them by their names",
    "tui/screens/session.py: SessionScreen": "five states in one place, so that nothing jumps between them",
    "tui/screens/session_keys.py: SessionKeys": "one short method for each key of the session",
    "tui/screens/summary.py: SummaryScreen": "one short method for each of its keys, here too",
}
"""What is longer than the limits, with the reason why it is not taken apart."""
CLOCK = "clock.py"


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def lengths(path: Path) -> Iterator[tuple[str, str, int]]:
    """Name, kind and lines of the module and of all that is in it."""
    yield name_of(path), "file", path.read_text().count("\n")
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            yield f"{name_of(path)}: {node.name}", kind, node.end_lineno - node.lineno + 1


def test_nothing_is_long_without_a_reason() -> None:
    long = {name: lines for path in MODULES for name, kind, lines in lengths(path) if lines > LIMITS[kind]}
    assert {name: lines for name, lines in long.items() if name not in LONGER} == {}


def test_every_reason_is_of_something_that_is_there() -> None:
    there = {name for path in MODULES for name, _, _ in lengths(path)}
    assert set(LONGER) <= there


def test_names_of_tuples_are_found_by_every_python() -> None:
    """Without the import, Python 3.14 does not keep annotations where `nextcall.named` looks for them."""
    users = [path for path in MODULES if "nextcall.named import NamedTuple" in path.read_text()]
    assert users
    assert [name_of(path) for path in users if "\nfrom __future__ import annotations\n" not in path.read_text()] == []


CLOCKS = {
    "time": {"time", "monotonic", "perf_counter", "process_time", "thread_time", "clock_gettime", "localtime", "gmtime", "ctime", "asctime"},
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
}
"""What reads a clock, by the name it is reached through."""


def reads_of_clocks(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Attribute):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr.removesuffix("_ns") in CLOCKS.get(owner, ()):
                yield f"{name_of(path)}:{node.lineno}: {owner}.{node.attr}"
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (f"{name_of(path)}:{node.lineno}: {found.name}" for found in node.names if found.name in CLOCKS["time"])


def test_one_module_reads_clocks() -> None:
    assert [read for path in MODULES if name_of(path) != CLOCK for read in reads_of_clocks(path)] == []
    assert len(list(reads_of_clocks(SOURCE / CLOCK))) > 1  # the test can see


def test_broad_excepts_have_a_reason() -> None:
    """Whoever catches everything says why, or raises it again."""
    unsaid = []
    for path in MODULES:
        lines = path.read_text().splitlines()
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.ExceptHandler) and is_broad(node) and not raised_again(node):
                _, _, reason = lines[node.lineno - 1].partition("BLE001 (")
                if len(reason) < len("some reason)"):
                    unsaid.append(f"{name_of(path)}:{node.lineno}")
    assert unsaid == []


def is_broad(node: ast.ExceptHandler) -> bool:
    caught = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(one is None or (isinstance(one, ast.Name) and one.id in ("Exception", "BaseException")) for one in caught)


def raised_again(node: ast.ExceptHandler) -> bool:
    return isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "breakpoint()"])
def test_nothing_was_left_for_later(word: str) -> None:
    papers = [*MODULES, *ROOT.glob("*.md"), *SOURCE.rglob("*.md"), *SOURCE.rglob("*.tcss"), *(ROOT / "themes").glob("*.toml")]
    assert [path.name for path in papers if word in path.read_text()] == []


def test_every_screen_has_its_style_beside_it() -> None:
    styles = {path.stem for path in (SOURCE / "tui" / "screens").glob("*.tcss")}
    modules = {path.stem for path in (SOURCE / "tui" / "screens").glob("*.py")}
    assert styles
    assert styles <= modules
