"""The floor of any command: Python starts, does nothing, ends."""
