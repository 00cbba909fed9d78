"""Changing a few things in the text of a configuration; comments, order and everything else stay."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from nextcall.config.load import LARGEST
from nextcall.config.model import Preset
from nextcall.errors import InputError

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Array

Value = str | bool | int | tuple[str, ...] | None
"""What a setting can be set to; None: it is taken out, and its default holds."""


class Change(NamedTuple):
    """One setting and what it is to be."""

    table: str
    """Its table; one inside another has a point between them, as `outcomes.no-answer`."""
    key: str
    value: Value


def edited(text: str, table: str, key: str, value: Value) -> str:
    """The text of a configuration with `key` of `[table]` set to `value`; raises as `with_changes` does."""
    return with_changes(text, (Change(table, key, value),))


def with_changes(text: str, changes: Sequence[Change]) -> str:
    """The text of a configuration with these settings changed, or taken out.

    `text` must be TOML. Raises `InputError` where the configuration would become too large to read, or
    where a setting cannot be written without touching something else.
    """
    for change in changes:
        text = _with_change(text, change)
    return _small_enough(text)


def _with_change(text: str, change: Change) -> str:
    """The text with one change, found again in it by another reader: a rewriter alone is not believed."""
    import tomllib  # noqa: PLC0415 (only where something is changed)

    wanted = tomllib.loads(text)
    if not _change(wanted, change):
        raise InputError(f"{change.table} is not a table")
    for way in (_in_its_place, _at_the_end):
        after = way(text, change)
        try:
            if _same(tomllib.loads(after), wanted):
                return after
        except tomllib.TOMLDecodeError:
            continue
    raise InputError(f"{change.table}.{change.key} cannot be written without touching something else; change it in the file")


def _change(data: dict[str, Any], change: Change) -> bool:
    """Make the change in plain data; whether there can be such a table."""
    table: Any = data
    for part in change.table.split("."):
        if not isinstance(table, dict):
            return False
        table = table.setdefault(part, {})
    if not isinstance(table, dict):
        return False
    if change.value is None:
        table.pop(change.key, None)
    else:
        table[change.key] = list(change.value) if isinstance(change.value, tuple) else change.value
    return True


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two configurations say the same; a table without anything in it says nothing."""
    return bool(_without_empty(one) == _without_empty(other))


def _without_empty(data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    return {key: value for key, value in ((key, _without_empty(value)) for key, value in data.items()) if value != {}}


def _in_its_place(text: str, change: Change) -> str:
    """As it is written by somebody who knows TOML: where the table stands."""
    import tomlkit  # noqa: PLC0415 (81 ms to import: only where something is changed)
    from tomlkit.items import Array, InlineTable  # noqa: PLC0415 (as above)

    document = tomlkit.parse(text)
    section: Any = document
    for part in change.table.split("."):
        if part not in section:
            if change.value is None:
                return text
            if not isinstance(section, InlineTable):
                return _at_the_end(text, change)
            section[part] = tomlkit.inline_table()
        section = section[part]
    there = section.get(change.key)
    if change.value is None:
        if there is not None:
            del section[change.key]
    elif isinstance(change.value, tuple) and isinstance(there, Array):
        _rearrange(there, change.value)
    else:
        with _before_the_last_comments(section if there is None else None):
            section[change.key] = list(change.value) if isinstance(change.value, tuple) else change.value
    return _text_of(document)


@contextmanager
def _before_the_last_comments(table: object) -> Iterator[None]:
    """What is added to a table meanwhile stands before the comments at its end: they are about what follows."""
    from tomlkit.items import Table  # noqa: PLC0415 (as above)

    body = table.value.body if isinstance(table, Table) else []
    last: list[Any] = []
    while body and body[-1][0] is None:
        last.insert(0, body.pop())
    yield
    body.extend(last)


def _rearrange(entries: "Array", wanted: tuple[str, ...]) -> None:
    """Make a list what is wanted; the entries that stay keep their places and their comments."""
    from difflib import SequenceMatcher  # noqa: PLC0415 (only here)

    before = [str(entry) for entry in entries]
    for how, first, end, start, stop in reversed(SequenceMatcher(None, before, wanted, autojunk=False).get_opcodes()):
        if how == "equal":
            continue
        for at in reversed(range(first, end)):
            del entries[at]
        for entry in reversed(wanted[start:stop]):
            entries.insert(first, entry)


def _at_the_end(text: str, change: Change) -> str:
    """With a table of its own at the end of the file."""
    import tomlkit  # noqa: PLC0415 (as above)

    table = tomlkit.document()
    table[change.key] = list(change.value) if isinstance(change.value, tuple) else change.value
    new_line = "\r\n" if "\r\n" in text else "\n"
    said = f"[{change.table}]{new_line}{_text_of(table).rstrip()}{new_line}"
    if not text.strip():
        return text + said
    return f"{text}{'' if text.endswith(new_line) else new_line}{new_line}{said}"


def _text_of(document: "TOMLDocument") -> str:
    import tomlkit  # noqa: PLC0415 (as above)

    return tomlkit.dumps(document)


def with_preset(text: str, preset: Preset) -> str:
    """The text of a configuration with one preset of so many minutes more.

    `text` must be TOML. Raises `InputError` where the configuration would become too large to read.
    """
    import tomlkit  # noqa: PLC0415 (as above)
    from tomlkit.items import AoT, Array  # noqa: PLC0415 (as above)

    document = tomlkit.parse(text)
    fields = {"id": preset.id, "title": preset.title, "minutes": preset.minutes}
    there = document.get("preset")
    if isinstance(there, Array):
        inline = tomlkit.inline_table()
        inline.update(fields)
        there.append(inline)
    else:
        table = tomlkit.table()
        table.update(fields)
        if isinstance(there, AoT):
            there.append(table)
        else:
            tables = tomlkit.aot()
            tables.append(table)
            if document.as_string().strip():
                document.add(tomlkit.nl())
            document.add("preset", tables)
    return _small_enough(tomlkit.dumps(document))


def _small_enough(text: str) -> str:
    if len(text.encode()) > LARGEST:
        raise InputError(f"the configuration would be larger than {LARGEST} bytes")
    return text
