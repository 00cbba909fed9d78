"""The JSON Schema of the session file, as it ships with the package."""

import os
from typing import Any


def schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a session file, open or ended; FORMAT.md explains its fields."""
    import json  # noqa: PLC0415 (only for a thorough look)

    with open(os.path.join(os.path.dirname(__file__), "session-1.schema.json"), encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found
