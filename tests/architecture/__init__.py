"""The house as a whole: its floors, its tools, its papers."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The repository."""
SOURCE = ROOT / "src" / "nextcall"
