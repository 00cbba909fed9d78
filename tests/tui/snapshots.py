"""Pictures of screens as text files: compared as they are, written anew where that is asked for."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"
UPDATE = bool(os.environ.get("NEXTCALL_UPDATE_SNAPSHOTS"))
"""Whether pictures are written rather than compared."""


def check(name: str, shown: str) -> None:
    """Compare what is shown with the picture of that name."""
    path = FOLDER / f"{name}.txt"
    if UPDATE:
        FOLDER.mkdir(exist_ok=True)
        path.write_text(shown + "\n", encoding="utf-8")
    assert path.exists(), f"there is no picture {path.name}; NEXTCALL_UPDATE_SNAPSHOTS=1 makes it"
    kept = path.read_text(encoding="utf-8")
    assert shown + "\n" == kept, f"{path.name} was\n{kept}\nand is\n{shown}"
