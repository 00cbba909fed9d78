"""The theme files as they are on disk: read again when one of them has been changed."""

import os

from nextcall.themes import Theme, load_themes

Seen = tuple[tuple[str, int, int], ...]


class ThemeFiles:
    """The shipped themes and the user's own, whose folder is looked at whenever somebody asks."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._seen: Seen | None = None
        self.themes: dict[str, Theme] = {}
        """By name, dark ones first."""
        self.problem = ""
        """The first thing that is wrong in a file, with its line; empty: nothing is."""

    def changed(self) -> bool:
        """Whether a file is another than the last time; what it says has been read then."""
        seen = self._look()
        if seen == self._seen:
            return False
        self._seen = seen
        loaded = load_themes(self._folder)
        found = {theme.name: theme for theme in loaded.items}
        if loaded.problems:  # one that is being edited stays as it was, until it can be read again
            found = self.themes | found
        self.themes = dict(sorted(found.items(), key=lambda entry: (not entry[1].dark, entry[0])))
        self.problem = str(loaded.problems[0]) if loaded.problems else ""
        return True

    def _look(self) -> Seen:
        try:
            with os.scandir(self._folder) as entries:
                found = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".toml")]
        except OSError:  # no such folder, as a rule; or a file that went while we looked
            return ()
        return tuple(sorted((name, state.st_mtime_ns, state.st_size) for name, state in found))
