"""What the settings screen writes to the file, and the way back from each change."""

from abc import abstractmethod
from collections.abc import Sequence

from nextcall.config.edit import Change, Value
from nextcall.config.show import DEFAULT
from nextcall.tui.keeping import keep
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.settings_rows import Row, rows

PAIR = {"formula.earned": "formula.calls", "formula.calls": "formula.earned"}
"""Neither says anything without the other: they come and go together."""


class SettingsKept(KeyScreen):
    """Keeps settings, and knows what was before."""

    def __init__(self) -> None:
        super().__init__()
        self.undone_by: list[tuple[str, tuple[Change, ...]]] = []
        """For every change: the setting, and what brings back what was before."""
        self.query_words = ""
        """What is looked for."""

    @abstractmethod
    def row(self) -> Row | None:
        """The chosen setting."""

    @abstractmethod
    def anew(self, name: str) -> None:
        """Show this screen with the keys as they are now, the setting of that name first."""

    def keep(self, row: Row, changes: Sequence[Change]) -> str:
        """Change settings for good; what went wrong, in one line."""
        before = tuple(map(self.as_it_is, changes))
        wrong = keep(self.root, changes)
        if not wrong:
            self.undone_by.append((row.name, before))
            self._say_kept(row)
        return wrong

    def as_it_is(self, change: Change) -> Change:
        """What brings back what holds now; where nobody has stated it, taking it out again does."""
        row = next(row for row in rows(self.config) if row.name == f"{change.table}.{change.key}")
        return change._replace(value=as_stated(row.value) if is_stated(row) else None)

    def _say_kept(self, row: Row) -> None:
        self.said = f"Kept in the file; it holds from the {row.later} on." if row.later else "Kept in the file."
        if row.table == "keys":
            self.call_later(self.anew, row.name)
        else:
            self.draw()

    def do_to_default(self) -> None:
        """Take the setting out of the file."""
        row = self.row()
        if row is None:
            return
        if not is_stated(row):
            self.tell("It is as it is by itself already.")
            return
        if row.table.startswith("outcomes.") and row.default is None:
            self.tell("An outcome of your own has no key by itself.")
            return
        names = (row.name, PAIR[row.name]) if row.name in PAIR else (row.name,)
        if wrong := self.keep(row, tuple(map(taken_out, names))):
            self.tell(wrong)

    def do_setting_undo(self) -> None:
        """Bring back what was before the last change."""
        name, changes = self.undone_by[-1]
        if wrong := keep(self.root, changes):
            self.tell(wrong)
            return
        self.undone_by.pop()
        self.said = f"{name} is as it was."
        if any(change.table == "keys" for change in changes):
            self.anew(name)
        else:
            self.draw()


def taken_out(name: str) -> Change:
    """What takes a setting out of the file."""
    table, _, key = name.rpartition(".")
    return Change(table, key, None)


def is_stated(row: Row) -> bool:
    """Whether somebody has stated the value; of an outcome it is known of its table only, and told by the value."""
    return row.value != row.default if row.table.startswith("outcomes.") else row.origin != DEFAULT


def as_stated(value: object) -> Value:
    """A value of the configuration as it would be written in the file."""
    if isinstance(value, tuple):
        return tuple(str(entry) for entry in value)
    return value if isinstance(value, str | bool | int) else str(value)
