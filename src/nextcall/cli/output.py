"""What commands say: data on standard output, talk on standard error, faults in one line."""

import os
import sys
from collections.abc import Iterable

from nextcall.errors import ConfigError, NextcallError, UsageError
from nextcall.text import escaped, line, nearest

WIDEST = 500
"""Characters that one line of talk has at most."""


def data(text: str) -> None:
    """Print what was asked for. What the terminal's encoding lacks becomes a question mark."""
    try:
        print(text)
    except UnicodeEncodeError:
        print(text.encode("ascii", "replace").decode())


def as_json(value: object) -> None:
    """Print plain data as JSON; characters that a terminal would obey are escaped, wherever they come from."""
    import json  # noqa: PLC0415 (where it is asked for)

    data(escaped(json.dumps(value, ensure_ascii=False, indent=1)))


def talk(text: str) -> None:
    """Say something beside the data, in one harmless line."""
    if sys.stderr is not None:
        print(f"nextcall: {line(text, WIDEST)}", file=sys.stderr)


def report(error: Exception) -> int:
    """Say what went wrong and what to do, in one line; returns the exit code."""
    _let_go_of_output()
    if isinstance(error, BrokenPipeError):
        return 0  # whoever read the output has had enough
    if isinstance(error, ConfigError):
        for problem in error.problems:
            talk(str(problem))
    elif isinstance(error, NextcallError):
        talk(_sentences(error.message, error.hint))
    else:
        talk(_of_the_system(error))
    return error.exit_code if isinstance(error, NextcallError) else 1


def mistake(error: Exception) -> int:
    """Say that the program made a mistake, and where, but nothing of what it was about; with `python -X dev` it is raised again."""
    if sys.flags.dev_mode:
        raise error
    _let_go_of_output()
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" at {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else ""
    talk(f"stopped by a mistake of its own: {type(error).__name__}{place}. Nothing that was tagged is lost.")
    return 1


def _sentences(message: str, hint: str) -> str:
    """A message and its advice, as sentences one after the other."""
    if not hint:
        return message
    return f"{message}{'' if message.endswith(('.', '?', '!')) else '.'} {hint}"


def _of_the_system(error: Exception) -> str:
    """An `OSError` in words, without its number."""
    if not isinstance(error, OSError) or error.strerror is None:
        return str(error) or type(error).__name__
    return f"{error.filename}: {error.strerror}" if isinstance(error.filename, str) else error.strerror


def _let_go_of_output() -> None:
    """Where the output cannot be written any more, Python must not complain of it again on its way out."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)


def unknown(kind: str, word: str, known: Iterable[str], hint: str = "") -> UsageError:
    """The error for a word that is none of `known`, with the nearest of them."""
    near = nearest(word, list(known))
    return UsageError(f"unknown {kind} '{line(word, 60)}'" + (f"; did you mean '{near}'?" if near else ""), "" if near else hint)
