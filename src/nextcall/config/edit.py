"""Changing one thing in the text of a configuration; comments, order and everything else stay."""

from nextcall.config.load import LARGEST
from nextcall.config.model import Preset
from nextcall.errors import InputError


def edited(text: str, table: str, key: str, value: str) -> str:
    """The text of a configuration with `key` of `[table]` set to `value`.

    `text` must be TOML. Raises `InputError` where the configuration would become too large to read.
    """
    import tomlkit  # noqa: PLC0415 (81 ms to import: only where something is changed)

    document = tomlkit.parse(text)
    if table not in document:
        if document.as_string().strip():
            document.add(tomlkit.nl())
        document.add(table, tomlkit.table())
    section = document[table]
    if not isinstance(section, dict):
        raise InputError(f"{table} is not a table")
    section[key] = value
    return _small_enough(tomlkit.dumps(document))


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
