"""The configuration from its file and the environment.

Most people have no file, and every command pays for what is imported here: where nothing is
configured, neither `tomllib` nor the checks are loaded.
"""

import os
from collections.abc import Mapping

from nextcall.config.model import DEFAULTS, Config
from nextcall.errors import ConfigError, Problem
from nextcall.text import line

LARGEST = 256 * 1024
"""Bytes that a configuration may have."""
TABLE_NAMES = (
    "session", "preset", "outcomes", "process", "skills", "formula", "keys", "ui", "notify", "hooks",
    "answers", "storage", "contacts",
)  # fmt: skip
"""The tables there are; a variable `NEXTCALL_<TABLE>_…` means a setting."""

_PREFIXES = tuple(f"NEXTCALL_{table.upper()}_" for table in TABLE_NAMES)


def load(path: str, environ: Mapping[str, str], *, must_exist: bool = False) -> Config:
    """The configuration of the file at `path` with the settings of `environ` over it.

    No file means the defaults, unless it `must_exist`. Raises `ConfigError` with every fault.
    """
    there = os.path.lexists(path)
    if must_exist and not there:
        raise ConfigError((Problem(line(os.path.basename(path), 60), "there is no such file"),))
    if not there and not any(text and name.startswith(_PREFIXES) for name, text in environ.items()):
        return DEFAULTS
    # The line above is the common case; what follows costs several starts of Python.
    from nextcall.config.read import config_from  # noqa: PLC0415
    from nextcall.tomlfile import Document, TomlError, read  # noqa: PLC0415

    try:
        document = read(path, LARGEST) if there else None
    except TomlError as fault:
        raise ConfigError((fault.problem,)) from None
    return config_from(document or Document(os.path.basename(path), {}), environ)
