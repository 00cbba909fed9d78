"""The history at hand: a copy of all session files in one SQLite file that may be deleted at any time."""
