"""Changing one setting in the text of a configuration; comments, order and everything else stay."""

from nextcall.config.load import LARGEST
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
    after = tomlkit.dumps(document)
    if len(after.encode()) > LARGEST:
        raise InputError(f"the configuration would be larger than {LARGEST} bytes")
    return after
