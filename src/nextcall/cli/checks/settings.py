"""Configuration and themes: all that is wrong in them."""

import os
from collections.abc import Iterator

from nextcall.cli.checks.finding import OK, WRONG, Finding
from nextcall.config.load import load
from nextcall.config.paths import Folders
from nextcall.errors import ConfigError
from nextcall.text import line
from nextcall.themes import load_themes


def check_settings(where: Folders) -> Iterator[Finding]:
    """The configuration, then the themes."""
    themes = load_themes(where.themes)
    try:
        config = load(where.config_file, os.environ)
    except ConfigError as error:
        for problem in error.problems:
            yield Finding(WRONG, "config", line(str(problem), 500), "nextcall config edit opens it.")
    else:
        said = "nothing is wrong" if os.path.lexists(where.config_file) else "there is none; the defaults hold"
        yield Finding(OK, "config", said)
        if config.ui.theme not in {theme.name for theme in themes.items}:
            advice = "nextcall themes lists those there are."
            yield Finding(WRONG, "config", f"there is no theme '{line(config.ui.theme, 60)}'", advice)
    for problem in themes.problems:
        yield Finding(WRONG, "theme", line(str(problem), 500), "Correct the file, or move it away.")
    yield Finding(OK, "themes", f"{len(themes.items)} can be used")
