"""The session on disk: plain data, formats, atomic saving, the lock, the folder of sessions."""
