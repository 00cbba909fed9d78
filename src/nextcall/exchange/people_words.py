"""What an import of people says before it does anything: how it understood the file."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from nextcall.exchange import phones
from nextcall.exchange.columns import named, reference
from nextcall.exchange.people import Draft, People
from nextcall.exchange.people_columns import PeopleColumns
from nextcall.exchange.table import DELIMITERS, Table
from nextcall.figures import figure
from nextcall.text import line, many

_SHOWN = 5
"""People that are shown."""
_LABEL = 60
"""Characters of what a field is called that is kept without a use."""
_MOST = 20
"""Lines and columns that are told one by one."""
_WORDS = {
    "name": "Name", "parts": "First and last name", "phone": "Phone", "company": "Company", "email": "E-mail", "title": "Title", "why": "Why", "note": "Note",
    "time_zone": "Time zone", "hours": "Hours", "list": "List", "do_not_call": "Do not call",
}  # fmt: skip


_FLAGS = {"list": "--list-column"}
"""Options that are not called as their columns: `--list` is where people go."""


class Understood(NamedTuple):
    """A file with people and how it was understood."""

    file: str
    """Its name, without the folder."""
    people: People
    country: str
    """The country of numbers that are written without one; may be empty."""
    table: Table | None = None
    """None: it has vCards."""
    columns: PeopleColumns = PeopleColumns()


def preview(found: Understood) -> Iterator[str]:
    """How the file was understood, line by line: columns, the first people, numbers, who is left out."""
    yield f"{line(found.file, 100)}: {_form(found)}."
    yield from _columns(found)
    drafts = found.people.drafts
    for draft in drafts[:_SHOWN]:
        yield f"  {_person(draft)}"
    if len(drafts) > _SHOWN:
        yield f"  +{figure(len(drafts) - _SHOWN)} more"
    yield from numbers(found)
    yield from left_out(found.people)


def numbers(found: Understood) -> Iterator[str]:
    """How many numbers were understood, and what would make more of them so."""
    drafts = found.people.drafts
    said = [draft for draft in drafts if draft.person.phone]
    lost = [draft for draft in said if not draft.understood]
    without = len(drafts) - len(said)
    refused = sum(draft.do_not_call for draft in drafts)
    yield (
        f"{many(len(drafts), 'person', 'people')}: {many(len(said) - len(lost), 'number')} understood, {figure(len(lost))} not understood, "
        f"{figure(without)} without a number{f'; {figure(refused)} must not be called' if refused else ''}."
    )
    for draft in lost[:_SHOWN]:
        yield f"line {draft.line}: number {line(draft.person.phone, 40)} is not understood and stays as it is"
    if len(lost) > _SHOWN:
        yield f"+{figure(len(lost) - _SHOWN)} more"
    yield from _no_numbers(found)
    if lost and phones.advice():
        yield phones.advice()
    elif lost and not found.country:
        yield "Numbers without a country's code are understood where [contacts] country says which country they are of, as \"US\"."


def _no_numbers(found: Understood) -> Iterator[str]:
    """The first cells of the columns with numbers that say something, but no number: as where a spreadsheet has taken its last digits."""
    labels = [line(named(found.table, at), _LABEL) for at in found.columns.phone] if found.table else []
    said = ((draft.line, draft.person.more.get(label, "")) for draft in found.people.drafts if not draft.person.phone for label in labels)
    for number, text in islice(((number, text) for number, text in said if text), _SHOWN):
        yield f"line {number}: '{line(text, 40)}' is no number; it is kept beside the name"


def left_out(people: People) -> Iterator[str]:
    """The lines that are left out with the reasons, the first of them."""
    for number, reason in people.problems[:_MOST]:
        yield f"line {number}: {reason}"
    if len(people.problems) > _MOST:
        yield f"+{figure(len(people.problems) - _MOST)} more"


def flags(found: Understood) -> list[str]:
    """The words of a command line that say what the columns are."""
    words: list[str] = []
    if found.table is None:
        return words
    columns = found.columns._replace(name=found.columns.name or found.columns.parts, parts=())
    for role, at in zip(columns._fields, columns, strict=True):
        if at:
            flag, value = _FLAGS.get(role, f"--{role.replace('_', '-')}"), reference(found.table, at)
            words += [f"{flag}={value}"] if value.startswith("-") else [flag, value]
    return words


def as_data(found: Understood) -> dict[str, Any]:
    """How the file was understood, as `--json` has it."""
    drafts = found.people.drafts
    table = found.table
    return {
        "file": found.file,
        "people": len(drafts),
        "numbers_understood": sum(draft.understood for draft in drafts),
        "numbers_not_understood": sum(bool(draft.person.phone) and not draft.understood for draft in drafts),
        "do_not_call": sum(draft.do_not_call for draft in drafts),
        "skipped": [{"line": number, "reason": reason} for number, reason in found.people.problems],
        "columns": {role: [named(table, at) for at in positions] for role, positions in found.columns._asdict().items() if positions} if table else {},
        "flags": flags(found),
    }


def _form(found: Understood) -> str:
    table = found.table
    if table is None:
        return many(len(found.people.drafts) + len(found.people.problems), "vCard")
    header = f"header in line {table.header_line}" if table.header_line else "no header"
    return f"{many(len(table.rows), 'row')}, {DELIMITERS[table.delimiter]} between cells, {table.encoding}, {header}"


def _columns(found: Understood) -> Iterator[str]:
    if found.table is None:
        return
    table = found.table
    for role, at in zip(found.columns._fields, found.columns, strict=True):
        if at:
            names = [f"'{named(table, i)}'" for i in at]
            between = ", then " if role == "phone" else " and "
            yield f"{_WORDS[role]}: column{'s' if len(names) > 1 else ''} {between.join(names)}."
    used = {i for at in found.columns for i in at}
    kept = [named(table, i) for i in range(len(table.header)) if i not in used]
    if kept:
        more = f", +{len(kept) - _MOST} more" if len(kept) > _MOST else ""
        yield f"Kept, without a use: {', '.join(kept[:_MOST])}{more}."


def _person(draft: Draft) -> str:
    person = draft.person
    said = (person.name or "(no name)", person.company, person.phone or "(no number)", person.why, person.time_zone, "must not be called" if draft.do_not_call else "")
    return ", ".join(line(text, 60) for text in said if text)
