"""What the keys of the settings screen do to a setting: each kind of value is changed in its own way."""

from typing import Any

from textual.app import SuspendNotSupported

from nextcall.config.edit import Change, Value
from nextcall.config.kinds import Flag, Kind, WrongValueError
from nextcall.config.settings import BY_NAME
from nextcall.errors import ConfigError, NextcallError
from nextcall.tui.keeping import first_line, take_again, would_be_wrong
from nextcall.tui.keymap import key_of
from nextcall.tui.screens.settings_kept import PAIR, SettingsKept, taken_out
from nextcall.tui.screens.settings_rows import Row, choices
from nextcall.tui.screens.settings_words import as_line, from_line, hint_of

_LONGEST = 4000
"""Characters of a value that is written in a line; lists of steps are the longest."""


class SettingsChanges(SettingsKept):
    """Asks for the new value, where it is to be asked for."""

    def do_change(self) -> None:
        """Change the chosen setting in the way that suits it."""
        row = self.row()
        if row is None:
            return
        if row.kind is None:
            key = key_of(self.config, "edit_file")
            self.tell(f"It is changed in the file{f', which {key} opens' if key else ''}.")
        elif row.is_key:
            self._ask_key(row)
        elif row.name == "ui.theme":
            self.do_theme()
        elif isinstance(row.kind, Flag) or choices(row, self.config):
            self.action_turn(1)
        else:
            self._ask_line(row, row.kind)

    def action_turn(self, by: int) -> None:
        """The next choice, or the one before."""
        row = self.row()
        self.said = ""
        few: tuple[Value, ...] = ()
        if row is not None:
            few = (False, True) if isinstance(row.kind, Flag) else choices(row, self.config)
        if row is None or not few:
            self.draw()
            return
        at = few.index(row.value) if row.value in few else -by
        self._try(row, few[(at + by) % len(few)])

    def _try(self, row: Row, value: Value) -> None:
        if wrong := self.keep(row, (Change(row.table, row.key, value),)):
            self.tell(wrong)

    # ---- lines

    def _ask_line(self, row: Row, kind: Kind) -> None:
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        before = as_line(kind, row.value) if row.value or row.name not in PAIR else ""
        words = [hint] if (hint := hint_of(kind)) else []
        alone: list[Any] = []
        """A value that says nothing without another one, which is asked for next."""

        def checked(text: str) -> str:
            alone.clear()
            try:
                value = kind.check(from_line(kind, text or ("0" if row.name == "formula.calls" else "")))
            except WrongValueError as fault:
                return f"{row.label} {fault.reason}"
            if row.name not in PAIR or (value and self.config.formula):
                return self.keep(row, (Change(row.table, row.key, value),))
            if not value:
                return self.keep(row, (taken_out(row.name), taken_out(PAIR[row.name])))
            alone.append(value)
            return ""

        def answered(text: str | None) -> None:
            self.draw()
            if text is not None and alone:
                self._ask_other(row, Change(row.table, row.key, alone[0]))

        ask = AskLine(f"{row.section}: {row.label}", before, words=(*words, "Enter keeps it", "Esc leaves it"), most=_LONGEST, checked=checked)
        self.app.push_screen(ask, answered)

    def _ask_other(self, row: Row, change: Change) -> None:
        """The other one of a pair; both are kept, or neither."""
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (as above)

        setting = BY_NAME[PAIR[row.name]]

        def checked(text: str) -> str:
            try:
                value = setting.kind.check(from_line(setting.kind, text))
            except WrongValueError as fault:
                return f"{setting.path[1]} {fault.reason}"
            return self.keep(row, (change, Change(*setting.path, value)))

        def answered(_: str | None) -> None:
            self.draw()

        self.app.push_screen(AskLine(f"And {setting.path[1]}? {setting.help}", checked=checked), answered)

    # ---- keys

    def _ask_key(self, row: Row, *, more: bool = False) -> None:
        from nextcall.tui.modals.ask_key import AskKey  # noqa: PLC0415 (loaded when it is first asked for)

        def value(key: str) -> Value:
            return (*row.value, key) if more else key

        def wrong(key: str) -> str:
            return would_be_wrong(self.root, (Change(row.table, row.key, value(key)),))

        def answered(key: str | None) -> None:
            if key is not None:
                self._try(row, value(key))

        title = f"{'One more key' if more else 'Key'} for: {row.label}"
        self.app.push_screen(AskKey(title, wrong, may_be_none=not more), answered)

    def do_add_key(self) -> None:
        """One more key for the same action."""
        row = self.row()
        if row is not None:
            self._ask_key(row, more=True)

    # ---- what else there is

    def do_theme(self) -> None:
        """Pick a theme."""
        from nextcall.tui.picking import pick_theme  # noqa: PLC0415 (loaded when it is first asked for)

        before, theme = self.as_it_is(Change("ui", "theme", None)), self.config.ui.theme

        def picked(said: str) -> None:
            if self.config.ui.theme != theme:
                self.undone_by.append(("ui.theme", (before,)))
            self.tell(said)

        pick_theme(self.root, picked)

    def do_find_setting(self) -> None:
        """Find settings as somebody types."""
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        before = self.query_words

        def changed(words: str) -> str:
            self.query_words = words
            self.draw()
            return "" if self.row() else "nothing is called that"

        def answered(words: str | None) -> None:
            self.query_words = before if words is None else words
            self.draw()

        self.app.push_screen(AskLine("Find", before, most=100, words=("Enter keeps them", "Esc shows what was shown"), changed=changed), answered)

    def do_edit_file(self) -> None:
        """The file in the user's editor, which has the terminal meanwhile."""
        self.said = self._edited()
        row = self.row()
        self.anew(row.name if row else "")

    def _edited(self) -> str:
        """Lend the terminal to the editor, and take the file as it is then; what there is to say."""
        try:
            with self.app.suspend():  # which takes the terminal back only if nothing is raised in it
                said = edited_by_hand(self.root.services.folders.config_file)
        except SuspendNotSupported:
            return "The terminal cannot be lent to an editor here; nextcall config edit does it from a shell."
        return take_again(self.root) or said


def edited_by_hand(config_file: str) -> str:
    """Have the file edited; what came of it, in words."""
    from nextcall.desk.editor import edit_configuration  # noqa: PLC0415 (loaded when it is first asked for)

    try:
        saved = edit_configuration(config_file)
    except ConfigError as error:
        return f"{first_line(error)}. What was written is kept aside, and the same key goes on with it."
    except NextcallError as error:
        return f"{error.message}. {error.hint}".strip()
    except OSError as error:
        return f"Not kept: {error.strerror or 'the file cannot be written'}."
    return "Kept in the file." if saved else "Nothing was changed."
