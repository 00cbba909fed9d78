"""Settings changed from a screen: written to the configuration file, and applied at once where they can be."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nextcall.bootstrap import Services, config_with, read_again, with_settings
from nextcall.errors import ConfigError, NextcallError

if TYPE_CHECKING:
    from nextcall.config.edit import Change
    from nextcall.tui.app import NextcallApp


def keep(app: "NextcallApp", changes: "Sequence[Change]") -> str:
    """Change settings for good; what went wrong, in one line, and nothing has changed then."""
    for change in changes:
        if variable := stated_by(f"{change.table}.{change.key}"):
            return f"{variable} sets it, and wins over the file: nothing was changed."
    try:
        found = with_settings(app.services, changes, os.environ)
    except NextcallError as error:
        return _why(app, error)
    except OSError as error:
        return f"Not kept: {error.strerror or 'the configuration cannot be written'}."
    take(app, found)
    return ""


def would_be_wrong(app: "NextcallApp", changes: "Sequence[Change]") -> str:
    """What would go wrong if settings were changed, in one line; nothing is written."""
    try:
        config_with(app.services, changes, os.environ)
    except NextcallError as error:
        return _why(app, error)
    except OSError as error:
        return f"The configuration cannot be read: {error.strerror}."
    return ""


def take_again(app: "NextcallApp") -> str:
    """Take the configuration as its file is now; where that has mistakes, the first of them, and all stays as it was."""
    try:
        found = read_again(app.services, os.environ)
    except NextcallError as error:
        return first_line(error)
    take(app, found)
    return ""


def take(app: "NextcallApp", found: Services) -> None:
    """Work with another configuration from now on."""
    before, app.services = app.services.config, found
    if found.config.ui != before.ui:
        app.look_as(found.config.ui)


def _why(app: "NextcallApp", error: NextcallError) -> str:
    """Why a change cannot be: without a line of the file where the fault is in what was never written."""
    try:
        read_again(app.services, os.environ)
    except NextcallError:
        return first_line(error)
    return error.problems[0].reason if isinstance(error, ConfigError) else error.message


def first_line(error: NextcallError) -> str:
    """The first thing that is wrong."""
    return str(error.problems[0]) if isinstance(error, ConfigError) else error.message


def stated_by(name: str) -> str:
    """The variable that sets a setting, over whatever the file says; empty where none does."""
    variable = f"NEXTCALL_{name}".upper().replace(".", "_").replace("-", "_")
    return variable if os.environ.get(variable) else ""
