"""What session files are called."""

SUFFIXES = (".json", ".toml")
"""Of the formats that are read."""
CONFLICT = ".conflict-"
"""In the name of a version that was set aside: it is no session."""
_HALVES = range(0xD800, 0xE000)
_PRIVATE = 0x100000
"""Added to what is no character: a place where no name has anything."""


def kept(path: str) -> str:
    """A path as a database can keep it: bytes of a name that are no UTF-8 stand as characters that no name has."""
    return path if path.isascii() else path.translate({code: code + _PRIVATE for code in map(ord, path) if code in _HALVES})


def real(path: str) -> str:
    """The path on disk of one that was `kept`."""
    return path if path.isascii() else path.translate({code: code - _PRIVATE for code in map(ord, path) if code - _PRIVATE in _HALVES})
