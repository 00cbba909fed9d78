"""What session files are called."""

SUFFIXES = (".json", ".toml")
"""Of the formats that are read."""
CONFLICT = ".conflict-"
"""In the name of a version that was set aside: it is no session."""
