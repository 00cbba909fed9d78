"""Settings: every one with its meaning, its value and where that comes from, to be changed in its place."""

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from nextcall.config.keys import KeyAction
from nextcall.storage import atomic
from nextcall.tui.keeping import take_again
from nextcall.tui.keymap import moving
from nextcall.tui.screens import settings_lines as drawn
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.settings_changes import SettingsChanges
from nextcall.tui.screens.settings_lines import Shown, body_rows, listing
from nextcall.tui.screens.settings_rows import Row, choices, matching, rows

if TYPE_CHECKING:
    from nextcall.config.model import Config

_FAR = 99_999
_MOVES = (
    ("down,j", "move(1)"), ("up,k", "move(-1)"), ("pagedown,ctrl+f", "page(1)"), ("pageup,ctrl+b", "page(-1)"),
    ("home,g", f"move({-_FAR})"), ("end,G", f"move({_FAR})"), ("tab,right_square_bracket", "section(1)"), ("shift+tab,left_square_bracket", "section(-1)"),
    ("right", "turn(1)"), ("left", "turn(-1)"),
)  # fmt: skip
LOOK = 1.0
"""Seconds between two looks at the file, which somebody may change beside us."""


class SettingsScreen(SettingsChanges):
    """All settings in one list."""

    SCOPE = "settings"
    CSS_PATH = "settings.tcss"
    FOOTER: ClassVar[tuple[str, ...]] = ("change", "close_settings", "find_setting", "to_default", "edit_file", "setting_undo", "add_key")
    KEY_GAP = 2
    MORE_KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = (
        ("This setting", "←  →", "Another choice, where there are a few."),
        ("Settings", "↑  ↓", "Choose another one; PgUp, PgDn, Home and End go further."),
        ("Settings", "Tab", "On to the next section; Shift and Tab go back."),
    )

    def __init__(self) -> None:
        super().__init__()
        self.chosen = ""
        """Name of the chosen setting; it stays chosen while others come and go."""
        self._first = 0
        self._all = rows(self.config)
        self._of = self.config
        self._seen = self._file()
        self._themes = self.root.theme_files()
        self._themes.changed()

    @classmethod
    def with_keys(cls, config: "Config", more: list[BindingType] | None = None) -> type[KeyScreen]:
        """This screen with the configured keys, and those that move about."""
        return super().with_keys(config, [*(more or []), *moving(config, cls.SCOPE, _MOVES)])

    def compose(self) -> ComposeResult:
        """The parts, from top to bottom."""
        self.draw()
        yield self.part("head")
        yield self.part("body")
        yield self.part("about")
        yield self.part("keys")

    def on_mount(self) -> None:
        """Take the file as it is now, and look after it while this screen is shown."""
        self.root.name_window("nextcall")
        self.set_interval(LOOK, self.watch_files)
        if wrong := take_again(self.root):
            self.tell(wrong)

    def _file(self) -> object:
        try:
            return atomic.identity(self.root.services.folders.config_file)
        except OSError:
            return None

    def watch_files(self) -> None:
        """Another program, or an editor, may have changed the file, or that of the theme."""
        if self.app.screen is not self:
            return
        if self._themes.changed() and (theme := self._themes.themes.get(self.app.theme)) is not None:
            self.said = self._themes.problem
            self.root.wear(theme)
            self.draw()
        if (seen := self._file()) == self._seen:
            return
        self._seen, keys = seen, self.config.keys
        self.said = take_again(self.root) or self.said
        if self.config.keys != keys:
            row = self.row()
            self.anew(row.name if row else "")
        else:
            self.draw()

    def anew(self, name: str) -> None:
        """Show this screen with the keys as they are now, the setting of that name first."""
        fresh = SettingsScreen.with_keys(self.config)()  # made of itself it would have its old keys too
        if isinstance(fresh, SettingsScreen):
            fresh.chosen, fresh.query_words, fresh.undone_by = name, self.query_words, self.undone_by
        self.root.show(fresh, self.said)

    # ---- what there is

    @property
    def found(self) -> tuple[Row, ...]:
        """The settings that are meant."""
        if self._of is not self.config:
            self._of, self._all = self.config, rows(self.config)
        return matching(self._all, self.query_words) if self.query_words else self._all

    def at(self, found: tuple[Row, ...]) -> int:
        """The position of the chosen one; the first where it is not among them."""
        return next((n for n, row in enumerate(found) if row.name == self.chosen), 0)

    def row(self) -> Row | None:
        """The chosen one."""
        found = self.found
        return found[self.at(found)] if found else None

    # ---- drawing

    def draw(self) -> None:
        """Show everything as it is now."""
        found = self.found
        at, room = self.at(found), body_rows(self.shape)
        lines = listing(found)
        line = lines.index(at) if found else 0
        top = line - 1 if found and room > 1 and isinstance(lines[line - 1], str) else line  # with its heading
        self._first = max(0, min(max(line - room + 1, min(self._first, top)), len(lines) - room))
        few = choices(found[at], self.config) if found else ()
        shown = Shown(self.shape, found, at, self._first, few, self.query_words, self.said)
        self.part("head").show(drawn.head(shown))
        self.part("body").show(drawn.body(shown))
        self.part("about").show(drawn.about(shown))
        self.part("keys").show((self.keybar() if self.shape.rows > 1 else (),))

    def tell(self, words: str) -> None:
        """Say something above the keys."""
        self.said = words
        self.draw()

    # ---- keys

    def can(self, name: str) -> bool:
        """Whether an action may be done now."""
        row = self.row()
        if name.startswith("row_"):
            return True
        if name == "add_key":
            return row is not None and row.is_key and isinstance(row.value, tuple)
        if name == "to_default":
            return row is not None and row.kind is not None
        if name == "change":
            return row is not None
        if name == "setting_undo":
            return bool(self.undone_by)
        return super().can(name)

    def known(self) -> list[KeyAction]:
        """The actions that this screen has, some of them not at every moment."""
        return [action for action in super().known() if action.id != "setting_undo" or self.undone_by]

    def label(self, name: str) -> str:
        """What the line of keys calls an action now."""
        return "all" if name == "close_settings" and self.query_words else super().label(name)

    def act(self, name: str) -> None:
        """Do an action by its id; a click on a row chooses it, and changes it where it was chosen."""
        self.said = ""
        kind, _, number = name.partition("_")
        if kind == "row" and number.isdigit():
            found = self.found
            before = self.at(found)
            self.chosen = found[min(int(number), len(found) - 1)].name if found else ""
            self.do_change() if before == int(number) else self.draw()
        else:
            super().act(name)

    def action_move(self, by: int) -> None:
        """Another setting."""
        found = self.found
        self.said = ""
        if found:
            self.chosen = found[max(0, min(len(found) - 1, self.at(found) + by))].name
        self.draw()

    def action_page(self, by: int) -> None:
        """A page further."""
        self.action_move(by * max(1, body_rows(self.shape) - 2))

    def action_section(self, by: int) -> None:
        """The first setting of the next section, or of the one before."""
        found = self.found
        sections = list(dict.fromkeys(row.section for row in found))
        self.said = ""
        if found:
            wanted = sections[(sections.index(found[self.at(found)].section) + by) % len(sections)]
            self.chosen = next(row.name for row in found if row.section == wanted)
        self.draw()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three further."""
        event.stop()
        self.action_move(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three back."""
        event.stop()
        self.action_move(-3)

    def do_close_settings(self) -> None:
        """Show all of them again; then go home."""
        if self.query_words:
            self.query_words = ""
            self.draw()
        else:
            self.root.go_home()
