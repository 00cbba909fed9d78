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
    """The only line on standard error: what is wrong, and perhaps what to do."""
    assert "Traceback" not in said
    assert said.startswith("nextcall: "), said
    assert said.count("\n") == 1, said
    return said.rstrip("\n").removeprefix("nextcall: ")
