"""What the index knows of the folder of sessions."""

import sqlite3

from nextcall.storage.index.folder import File, Folder


class KnownFiles:
    """The files that the index knows, by folder."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, folder: str) -> dict[str, File]:
        """Those in a folder, by path."""
        below = ("WHERE path >= ? AND path < ?", (f"{folder}/", f"{folder}0")) if folder else ("", ())
        rows = self._connection.execute(f"SELECT path, size, modified, inode FROM files {below[0]}", below[1])  # noqa: S608 (our own words)
        return {row[0]: File(*row) for row in rows if row[0].rpartition("/")[0] == folder}


def known_folders(connection: sqlite3.Connection) -> dict[str, Folder]:
    """The folders that the index knows, by path."""
    return {row[0]: Folder(*row) for row in connection.execute("SELECT path, modified, files FROM folders")}
