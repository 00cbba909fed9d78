"""Sessions one a line, as they stand in their files: finding the lines."""

from collections.abc import Iterable, Iterator

LARGEST_LINE = 5_000_000
"""Bytes that a line may have, as many as a session file."""


def looks_like(name: str, start: bytes) -> bool:
    """Whether a file holds sessions one a line, by its name or by how it begins."""
    if name.casefold().endswith((".jsonl", ".ndjson")):
        return True
    return start.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b'{"')


def numbered_lines(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """The lines that are not empty, with their numbers from 1; None stands for one that is too long."""
    rest, number, dropped = b"", 0, False
    for chunk in chunks:
        parts = (rest + chunk).split(b"\n")
        rest = parts.pop()
        for part in parts:
            number += 1
            yield from _line(number, part, dropped=dropped)
            dropped = False
        if len(rest) > LARGEST_LINE:
            rest, dropped = b"", True
    yield from _line(number + 1, rest, dropped=dropped)


def _line(number: int, data: bytes, *, dropped: bool) -> Iterator[tuple[int, bytes | None]]:
    if dropped or len(data) > LARGEST_LINE:
        yield number, None
    elif data.strip():
        yield number, data
