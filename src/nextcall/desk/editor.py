"""The user's own editor, on a copy: what stands there takes the place of nothing by itself."""

import os

from nextcall.config.load import LARGEST, load
from nextcall.errors import ConfigError, InputError, NextcallError, Problem, UsageError
from nextcall.storage import atomic
from nextcall.text import line


def edit_configuration(config_file: str) -> str:
    """Let the user write in a copy of the configuration, which takes the file's place once nothing is wrong in it.

    Returns where it was saved; empty: nothing was changed. Raises `ConfigError` with what is wrong, and the
    copy is kept to go on with; else as `write_in` does, or `OSError`.
    """
    target = os.path.realpath(config_file)  # behind a link, as those who keep their dotfiles together have it
    copy = f"{target}.edited.toml"
    before = _content(target)
    write_in(copy, before if before is not None else _template())
    try:
        load(copy, {}, must_exist=True)
    except ConfigError as error:
        told = Problem(line(os.path.basename(copy)), "is kept; nextcall config edit goes on with it")
        raise ConfigError((*error.problems, told)) from None
    after = _content(copy)
    if after is None or after == before:
        atomic.forget(copy)
        return ""
    atomic.save(target, after)
    atomic.forget(copy)
    return target


def _template() -> bytes:
    from nextcall.config.template import template  # noqa: PLC0415 (only where there is no file yet)

    return template().encode()


def _content(path: str) -> bytes | None:
    try:
        return atomic.read(path, LARGEST)
    except FileNotFoundError:
        return None
    except InputError as error:
        raise InputError(f"{line(os.path.basename(path))}: {error.message}") from None


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
