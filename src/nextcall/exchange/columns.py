"""Columns by their names, or by their numbers as `#3`."""

from typing import NamedTuple

from nextcall.errors import UsageError
from nextcall.exchange.table import Row, Table
from nextcall.text import line, nearest

_FORMULA = "=+-@\t\r"
_MARKED = ("'", '="')


class Columns(NamedTuple):
    """Which column is what; by position from 0, and in the order in which cells are put together."""

    started: tuple[int, ...] = ()
    ended: tuple[int, ...] = ()
    duration: tuple[int, ...] = ()
    outcome: tuple[int, ...] = ()
    caller: tuple[int, ...] = ()
    contact: tuple[int, ...] = ()
    phone: tuple[int, ...] = ()
    note: tuple[int, ...] = ()
    amount: tuple[int, ...] = ()
    tags: tuple[int, ...] = ()


def column(table: Table, name: str) -> int:
    """The position of the column of that name; letter case and blanks around do not matter.

    Raises `UsageError` where there is none, or more than one.
    """
    wanted = name.strip()
    if wanted.startswith("#") and wanted[1:].isascii() and wanted[1:].isdigit():
        number = int(wanted[1:][:6])
        if 1 <= number <= width(table):
            return number - 1
        raise UsageError(f"there is no column {line(wanted, 20)}; the table has {width(table)}")
    plain = wanted.casefold()
    found = [i for i, known in enumerate(table.header) if known.casefold() == plain and plain]
    if len(found) == 1:
        return found[0]
    if found:
        numbers = ", ".join(f"#{i + 1}" for i in found)
        raise UsageError(f"{len(found)} columns are called '{line(wanted, 60)}'", f"Say which by its number: {numbers}.")
    near = nearest(plain, [known.casefold() for known in table.header if known])
    meant = next((known for known in table.header if near and known.casefold() == near), "")
    hint = f"Did you mean '{line(meant, 60)}'?" if meant else f"There are {line(', '.join(name for name in table.header if name), 300)}."
    raise UsageError(f"there is no column '{line(wanted, 60)}'", hint)


def columns(table: Table, names: str) -> tuple[int, ...]:
    """The positions of one column, or of several with commas between. Raises `UsageError`."""
    plain = names.strip().casefold()
    if "," not in names or any(known.casefold() == plain for known in table.header):
        return (column(table, names),)
    return tuple(column(table, name) for name in names.split(","))


def width(table: Table) -> int:
    """How many columns there are, those without a name included."""
    return max([len(table.header), *(len(row.cells) for row in table.rows)])


def named(table: Table, at: int) -> str:
    """What a column is called in a sentence."""
    name = table.header[at] if at < len(table.header) else ""
    return line(name, 60) or f"#{at + 1}"


def reference(table: Table, at: tuple[int, ...]) -> str:
    """The word that means these columns on the command line."""
    return ",".join(_word(table, i, alone=len(at) == 1) for i in at)


def _word(table: Table, at: int, *, alone: bool) -> str:
    name = table.header[at] if at < len(table.header) else ""
    same = sum(1 for known in table.header if known.casefold() == name.casefold())
    plain = name and name.isprintable() and name[0] != "#" and same == 1 and (alone or "," not in name)
    return name if plain else f"#{at + 1}"


def cell(row: Row, at: int) -> str:
    """What a cell says: without what keeps spreadsheets from taking it for a formula, or makes it one."""
    text = row.cells[at] if at < len(row.cells) else ""
    if not text.startswith(_MARKED):  # as nearly all are
        return text
    if text[:1] == "'" and text[1:].lstrip()[:1] in _FORMULA and text[1:].strip():
        return text[1:]
    if text.startswith('="') and text.endswith('"') and len(text) > len('=""'):
        return text[2:-1]
    return text


def joined(row: Row, at: tuple[int, ...]) -> str:
    """What some cells say together, blanks between."""
    if len(at) == 1:
        return cell(row, at[0])
    if not at:
        return ""
    return " ".join(part for part in (cell(row, i) for i in at) if part)
