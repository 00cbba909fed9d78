"""TOML files as data with the line of every key; and what is wrong with a file, with its line.

`tomllib` tells no lines of what it has read, so a second, loose look at the same text finds them where
one is asked for: it runs only over text that `tomllib` has accepted, or to find what would bring `tomllib` down.
"""

import os
import re
import stat
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from nextcall.errors import InputError, Problem
from nextcall.plaintoml import plainly
from nextcall.text import line as one_line

Path = tuple[str | int, ...]
"""The way to a value: keys of tables, and positions in arrays from 0."""

DEEPEST = 64
"""How many brackets may stand inside one another, and how many dots in one key."""
_MOST_DIGITS = 4300  # what Python turns into a number at most

_SCRAPS = (
    r"""(?P<skip>[ \t\r]+|\#[^\n]*)
    |(?P<newline>\n)
    |(?P<text>\"{3}(?:\\.|[^\\])*?(?:\"{3,5}|\\?\Z)|'{3}.*?(?:'{3,5}|\Z)|"(?:\\[^\n]|[^"\\\n])*"?|'[^'\n]*'?)
    |(?P<mark>[\[\]{}=,.])
    |(?P<word>[^\s\[\]{}=,.\#"']+)
    |(?P<other>.)"""
)
_WHERE = r" \(at (?:line (\d+), column (\d+)|end of document)\)$"
_BOM = b"\xef\xbb\xbf"


class TomlError(InputError):
    """A file that could not be read; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class Document:
    """A TOML file that was read."""

    def __init__(self, name: str, data: dict[str, Any], text: str = "") -> None:
        self.name = name
        """The name of the file without its folder, harmless to print."""
        self.data = data
        """What it says."""
        self._text = text

    @cached_property
    def lines(self) -> Mapping[Path, int]:
        """The line of every key and every element of an array; found when it is first asked for."""
        return _Lines(_tokens(self._text)).found

    def place(self, path: Path) -> str:
        """`name:line` of the value at `path`, else of the nearest thing around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.lines:
                return f"{self.name}:{self.lines[path[:end]]}"
        return self.name


def read(path: str, limit: int) -> Document | None:
    """The file at `path`; None where there is none.

    Links are followed, but only a regular file of at most `limit` bytes is read. Raises `TomlError`.
    """
    name = one_line(os.path.basename(path), 60)
    try:
        data = _bytes(path, name, limit)
        return None if data is None else parse(data.removeprefix(_BOM).decode(), name)
    except UnicodeDecodeError as fault:
        number = fault.object.count(b"\n", 0, fault.start) + 1
        raise TomlError(Problem(f"{name}:{number}", "is not UTF-8 text")) from None
    except OSError as fault:
        raise TomlError(Problem(name, f"cannot be read: {fault.strerror}")) from fault


def _bytes(path: str, name: str, limit: int) -> bytes | None:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        if os.path.islink(path):
            raise TomlError(Problem(name, "is a link to a file that is not there")) from None
        return None
    # Looked at before opening it, since opening a FIFO waits and opening a device may do things;
    # and again afterwards, since it may have been replaced meanwhile.
    _regular(found, name)
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0))
    with open(number, "rb") as file:
        _regular(os.fstat(number), name)
        data = file.read(limit + 1)
    if len(data) > limit:
        raise TomlError(Problem(name, f"is larger than {limit // 1024} kB"))
    return data


def _regular(found: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(found.st_mode):
        kind = "a folder" if stat.S_ISDIR(found.st_mode) else "no regular file"
        raise TomlError(Problem(name, f"is {kind}; a TOML file is needed"))


def parse(text: str, name: str) -> Document:
    """`text` as TOML; `name` is what it is called in messages. Raises `TomlError`."""
    data = plainly(text)
    return Document(name, _read_as_toml(text, name) if data is None else data, text)


def _read_as_toml(text: str, name: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 (24 ms: more than a start of Python, and most have no file, or a plain one)

    _bearable(text, name)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise TomlError(_syntax_problem(str(fault), text, name)) from None
    except RecursionError:
        raise TomlError(Problem(f"{name}:1", "is nested too deeply")) from None
    except ValueError:
        digits = re.search(rf"[0-9_]{{{_MOST_DIGITS},}}", text)
        number = text.count("\n", 0, digits.start() if digits else 0) + 1
        raise TomlError(
            Problem(f"{name}:{number}", f"a number with more than {_MOST_DIGITS} digits")
        ) from None


def _syntax_problem(message: str, text: str, name: str) -> Problem:
    where = re.search(_WHERE, message)
    if where is None or where[1] is None:
        number, reason = text.rstrip("\n").count("\n") + 1, re.sub(_WHERE, " before the end of the file", message)
    else:
        number, reason = int(where[1]), re.sub(_WHERE, f" (column {where[2]})", message)
    return Problem(f"{name}:{number}", f"is not valid TOML: {one_line(reason)}")


class _Token(NamedTuple):
    kind: str
    text: str
    line: int


def _tokens(text: str) -> list[_Token]:
    found, number = [], 1
    for match in re.finditer(_SCRAPS, text, re.DOTALL | re.VERBOSE):  # compiled when it is first needed: that takes longer than most files
        kind = match.lastgroup or ""
        if kind != "skip":
            found.append(_Token(kind, match[0], number))
        if kind in ("newline", "text"):
            number += match[0].count("\n")
    return found


def _bearable(text: str, name: str) -> None:
    """Refuse what would exhaust `tomllib`'s stack or its patience."""
    if text.count("[") + text.count("{") <= DEEPEST >= text.count("."):
        return
    depth = dots = 0
    for token in _tokens(text):
        if token.kind == "mark":
            depth += (token.text in "[{") - (token.text in "]}")
            dots = dots + 1 if token.text == "." else 0
        elif token.kind == "newline":
            dots = 0
        if max(depth, dots) > DEEPEST:
            raise TomlError(
                Problem(f"{name}:{token.line}", f"is nested too deeply: {DEEPEST} levels are the most")
            )


class _Lines:
    """Finds the line of every key of a valid document."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.found: dict[Path, int] = {}
        self._tokens = tokens
        self._at = 0
        self._entries: dict[Path, int] = {}
        table: Path = ()
        while self._at < len(tokens):
            if self._next.kind == "newline":
                self._at += 1
            elif self._is("["):
                table = self._header()
            else:
                self._pair(table)

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at] if self._at < len(self._tokens) else _Token("newline", "", 0)

    def _is(self, marks: str) -> bool:
        return self._next.kind == "mark" and self._next.text in marks

    def _header(self) -> Path:
        number = self._next.line
        self._at += 1
        of_array = self._is("[")
        self._at += of_array
        keys = self._key()
        while self._is("]"):
            self._at += 1
        path: Path = ()
        for position, key in enumerate(keys):
            path += (key,)
            self.found.setdefault(path, number)
            if of_array and position == len(keys) - 1:
                self._entries[path] = self._entries.get(path, 0) + 1
            if path in self._entries:  # the way into an array of tables leads through its last entry
                path += (self._entries[path] - 1,)
                self.found.setdefault(path, number)
        return path

    def _pair(self, table: Path) -> None:
        number, before = self._next.line, self._at
        path = table
        for key in self._key():
            path += (key,)
            self.found.setdefault(path, number)
        if self._is("="):
            self._at += 1
            self._value(path)
        if self._at == before:  # never stand still, whatever it is
            self._at += 1

    def _key(self) -> list[str]:
        keys = []
        while self._next.kind in ("word", "text"):
            keys.append(_unquoted(self._next.text))
            self._at += 1
            if not self._is("."):
                break
            self._at += 1
        return keys

    def _value(self, path: Path) -> None:
        self.found.setdefault(path, self._next.line)
        if self._is("["):
            self._inside("]", path)
        elif self._is("{"):
            self._inside("}", path)
        else:
            while self._next.kind != "newline" and not self._is(",]}"):
                self._at += 1

    def _inside(self, end: str, path: Path) -> None:
        self._at += 1
        position = 0
        while self._at < len(self._tokens) and not self._is(end):
            if self._next.kind == "newline" or self._is(","):
                self._at += 1
            elif end == "}":
                self._pair(path)
            else:
                self._value((*path, position))
                position += 1
        self._at += 1


def _unquoted(key: str) -> str:
    if key[0] not in "\"'":
        return key
    if "\\" not in key:
        return key[1:-1]
    import tomllib  # noqa: PLC0415 (was needed before this)

    return str(tomllib.loads(f"key = {key}")["key"])
