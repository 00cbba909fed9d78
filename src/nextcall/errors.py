"""What can go wrong, as types: each carries a sentence, a hint and the exit code."""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is not loaded on the way of a command
if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from nextcall.named import NamedTuple


class NextcallError(Exception):
    """Something that the user is told in one sentence."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        """One line: what is wrong, where, and what would be right."""
        self.hint = hint
        """What to do about it; may be empty."""


class NotAllowedError(NextcallError):
    """An action that the session's state does not allow now."""


class NoSessionError(NextcallError):
    """There is no open session, or none of that name."""


class StorageError(NextcallError):
    """A file could not be read or written; nothing was changed."""


class UsageError(NextcallError):
    """Arguments that do not make sense."""

    exit_code = 2


class InputError(NextcallError):
    """A file or a value from outside that does not fit."""

    exit_code = 2


class ConfigError(InputError):
    """A configuration with faults; `problems` has all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Problem(NamedTuple):
    """One thing that could not be read, with its place."""

    place: str
    """File name, with line and key where they are known."""
    reason: str
    """What is wrong and what would be right, in one line."""

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"
