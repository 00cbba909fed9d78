"""A configuration from its text."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nextcall.config.load import load as load_file
from nextcall.config.model import Config


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Config]:
    """The configuration of a text, and of an environment where one is given."""

    def from_text(text: str | bytes, **environ: str) -> Config:
        path = tmp_path / "config.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_file(str(path), environ)

    return from_text
