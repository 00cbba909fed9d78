"""What stands in the pages under docs/, so that tests can do what they say."""

import re
from pathlib import Path

DOCS = Path(__file__).resolve().parents[1] / "docs"


def page(name: str) -> str:
    """The text of a page."""
    return (DOCS / f"{name}.md").read_text()


def blocks(name: str, heading: str, language: str = r"\w*") -> list[str]:
    """The code that stands in a section of a page, block by block."""
    _, found, rest = page(name).partition(f"\n## {heading}\n")
    assert found, f"docs/{name}.md has no section {heading}"
    return re.findall(rf"^```{language}\n(.*?)^```", rest.partition("\n## ")[0], re.MULTILINE | re.DOTALL)
