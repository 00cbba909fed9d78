"""The user's own editor, on a copy: what stands there takes the place of nothing by itself."""

import os

from nextcall.errors import NextcallError, UsageError
from nextcall.storage import atomic
from nextcall.text import line


def write_in(copy: str, begin_with: bytes) -> None:
    """Let the user write in the file at `copy`; a new one begins with `begin_with`, one that was kept goes on.

    Raises `UsageError` where no editor is named, `NextcallError` where it fails; what was written by then is kept.
    """
    words = _editor()
    atomic.make_folder(os.path.dirname(copy))
    began = None if atomic.identity(copy) else atomic.save(copy, begin_with)
    try:
        _open_in(words, copy)
    except NextcallError as error:
        if atomic.identity(copy) == began:
            atomic.forget(copy)
            raise
        raise NextcallError(error.message, f"What was written is in {line(copy, 300)}.") from None


def _editor() -> list[str]:
    from shlex import split  # noqa: PLC0415 (only here)

    stated = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = split(stated)
    except ValueError as error:
        raise UsageError(f"the editor '{line(stated, 60)}' makes no sense: {error}") from None
    if not words:
        raise UsageError("no editor is named", "Set VISUAL or EDITOR, as in EDITOR=nano.")
    return words


def _open_in(editor: list[str], path: str) -> None:
    import subprocess  # noqa: PLC0415 (only here)

    try:
        code = subprocess.call([*editor, path])  # noqa: S603 (the user's own editor, as a list of words)
    except OSError as error:
        raise NextcallError(f"{line(editor[0])} could not be opened: {error.strerror}") from None
    if code:
        raise NextcallError(f"{line(editor[0])} ended with {code}; nothing was changed")
