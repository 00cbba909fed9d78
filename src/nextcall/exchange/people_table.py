"""From the rows of a table to people."""

from collections import Counter
from itertools import islice

from nextcall.exchange.columns import cell, joined, named, width
from nextcall.exchange.people import MOST_MORE, NO_ONE, Draft, People, Place, Said, drafted
from nextcall.exchange.people_cells import refuses
from nextcall.exchange.people_columns import PeopleColumns
from nextcall.exchange.rows import Progress
from nextcall.exchange.table import Row, Table
from nextcall.text import line

_EVERY = 1000
_LONGEST_LIST = 64


def take(table: Table, columns: PeopleColumns, place: Place, progress: Progress) -> People:
    """The people in the rows of a table, in its order."""
    labels = _labels(table)
    read = {at for role, positions in zip(columns._fields, columns, strict=True) for at in positions if role != "do_not_call"}
    drafts: list[Draft] = []
    problems: list[tuple[int, str]] = []
    for done, row in enumerate(table.rows, 1):
        if not done % _EVERY:
            progress(done, len(table.rows))
        found = drafted(_said(row, columns, labels, read), place)
        if found is None:
            problems.append((row.line, NO_ONE))
            continue
        called = line(joined(row, columns.list), _LONGEST_LIST) if columns.list else ""
        refused = any(refuses(cell(row, at)) for at in columns.do_not_call)
        drafts.append(Draft(row.line, *found, called, refused))
    return People(tuple(drafts), tuple(problems))


def _labels(table: Table) -> list[str]:
    """What each column is called; those that are called the same are told apart by their numbers."""
    names = [named(table, at) for at in range(width(table))]
    often = Counter(names)
    return [f"{name} #{at + 1}" if often[name] > 1 else name for at, name in enumerate(names)]


def _said(row: Row, columns: PeopleColumns, labels: list[str], read: set[int]) -> Said:
    rest = ((labels[at], cell(row, at)) for at in range(len(row.cells)) if at not in read and row.cells[at])
    return Said(
        joined(row, columns.name) or joined(row, columns.parts),
        [(labels[at], cell(row, at)) for at in columns.phone],
        joined(row, columns.company),
        joined(row, columns.email),
        joined(row, columns.title),
        joined(row, columns.why),
        joined(row, columns.note),
        joined(row, columns.time_zone),
        joined(row, columns.hours),
        dict(islice(rest, MOST_MORE)),
    )
