"""The program's source, looked through once."""

import ast
from functools import cache
from pathlib import Path

from architecture import SOURCE

MODULES = sorted(SOURCE.rglob("*.py"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All that a module is made of."""
    return tuple(ast.walk(ast.parse(path.read_text())))


def name_of(path: Path) -> str:
    """A module below the package."""
    return path.relative_to(SOURCE).as_posix()
