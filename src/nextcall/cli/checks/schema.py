"""Session files against the published schema: stricter than reading them, and what other programs rely on."""

import os
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import chain, islice
from typing import Any

from nextcall.cli.checks.finding import NOTE, OK, WRONG, Finding
from nextcall.errors import InputError
from nextcall.storage import atomic, formats
from nextcall.storage.fields import LIMIT
from nextcall.storage.schema import schema
from nextcall.storage.sessions import Sessions
from nextcall.text import line

MOST = 100
"""How many of the newest files are looked at so thoroughly: each takes some hundredths of a second."""


def check_schema(sessions: Sessions) -> Iterator[Finding]:
    """The newest JSON files against the schema, where the library for that is installed."""
    if find_spec("jsonschema") is None:
        yield Finding(NOTE, "schema", "not looked at: jsonschema is not installed")
        return
    from jsonschema import Draft202012Validator  # noqa: PLC0415 (an optional library)

    validator = Draft202012Validator(schema())
    number = 0
    current = (sessions.current,) if os.path.lexists(sessions.current) else ()
    for path in islice((path for path in chain(current, sessions.newest_first()) if path.endswith(".json")), MOST):
        data = _data(path)
        if data is None:
            continue  # has been told by those who read it
        number += 1
        for error in islice(validator.iter_errors(data), 1):
            said = f"{line(os.path.basename(path))}: {line(error.json_path)} does not fit the schema ({error.validator})"
            yield Finding(WRONG, "schema", said, "Compare it with FORMAT.md; nextcall reads it all the same.")
    yield Finding(OK, "schema", f"{number} of the newest files were held against it")


def _data(path: str) -> Any:
    """What stands in a file that can be read and is of a schema that is known; None otherwise."""
    try:
        found = formats.parse(atomic.read(path, LIMIT), ".json")
    except (OSError, InputError):
        return None
    return found if isinstance(found, dict) and found.get("schema") == 1 else None
