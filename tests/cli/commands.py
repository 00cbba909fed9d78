"""What a command gives."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple


class Result(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Command = Callable[..., Result]


def one_line(said: str) -> str:
    """The only sentence on standard error; a second line may be advice."""
    assert "Traceback" not in said
    lines = said.rstrip("\n").split("\n")
    assert lines[0].startswith("nextcall: "), said
    assert len(lines) == 1 or (len(lines) == 2 and lines[1].startswith("  ")), said
    return lines[0].removeprefix("nextcall: ")
