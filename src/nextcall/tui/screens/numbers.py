"""What the screens of numbers have in common: each reads the index beside the screen, and draws what it found."""

from abc import abstractmethod
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.worker import get_current_worker

from nextcall.config.keys import actions
from nextcall.figures import figure
from nextcall.storage.index.index import Index
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.history_source import bring_up_to_date
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, Span, apart, clipped

if TYPE_CHECKING:
    from nextcall.config.model import Config
    from nextcall.tui.app import NextcallApp

SCREENS = {"formula": "FormulaScreen", "limits": "LimitsScreen", "spots": "SpotsScreen", "skills": "SkillsScreen", "served": "ServedScreen", "review": "ReviewScreen"}
"""By the name of its module: the screen."""
TITLES = {"formula": "Formula", "limits": "Limits", "spots": "Bright spots", "skills": "Skills", "served": "Served", "review": "Weekly review"}
_SHORT = {"to_spots": "bright", "more_calls": "more", "fewer_calls": "fewer"}
"""What actions are called in the line of keys, where their labels are too long for it."""


def open_numbers(app: "NextcallApp", name: str, said: str = "") -> None:
    """Show the screen of numbers with that name."""
    screen: type[NumbersScreen] = getattr(import_module(f"nextcall.tui.screens.{name}"), SCREENS[name])
    app.services.desk.put_down()
    app.show(screen.with_keys(app.services.config)(), said)


class NumbersScreen(KeyScreen):
    """A screen of numbers: `look` finds them in the index, beside the screen; `body` draws them."""

    SCOPE = "numbers"
    NAME: ClassVar[str] = ""
    """Of `SCREENS`."""
    OWN_KEYS: ClassVar[tuple[str, ...]] = ()
    """Actions of this screen that the line of keys names, before the way to the other screens."""
    CSS_PATH = "numbers.tcss"
    KEY_GAP = 2

    @dataclass
    class Looked(Message):
        """The numbers are there."""

        found: Any

    def __init__(self) -> None:
        super().__init__()
        self.found: Any = None
        """What `look` found; None until then."""
        self.waiting = "Reading the sessions …"

    @classmethod
    def with_keys(cls, config: "Config", more: list[BindingType] | None = None) -> type[KeyScreen]:
        """This screen with the configured keys, and the arrows."""
        moves = (("down,j", "move(1, 0)"), ("up,k", "move(-1, 0)"), ("right", "move(0, 1)"), ("left", "move(0, -1)"))
        taken = {key for action in actions(cls.SCOPE) for key in config.keys[action.id]}
        arrows: list[BindingType] = [
            Binding(key, action, "Move", show=False) for keys, action in moves for key in keys.split(",") if key not in taken
        ]
        return super().with_keys(config, [*(more or []), *arrows])

    def compose(self) -> ComposeResult:
        """The parts, from top to bottom."""
        self.draw()
        yield self.part("head")
        yield self.part("body")
        yield self.part("notice")
        yield self.part("keys")

    def on_mount(self) -> None:
        """Look for the numbers once the first picture is there."""
        self.root.name_window("nextcall")
        self.call_after_refresh(self.look_again)

    # ---- finding

    @abstractmethod
    def look(self, index: Index) -> Any:
        """What this screen shows, from the index; called in a thread, where nothing of the screen may be touched."""

    def look_again(self) -> None:
        """Find everything anew: something else is asked for now."""
        self._look(self.root)

    @work(thread=True, exit_on_error=True, group="look", exclusive=True)
    def _look(self, app: "NextcallApp") -> None:
        """The app is given: this screen may be gone before the thread has begun."""
        folders = app.services.folders
        worker = get_current_worker()

        def progress(done: int, total: int) -> None:
            if not worker.is_cancelled:
                app.call_from_thread(self._wait, f"Reading the sessions: {figure(done)} of {figure(total)}")

        try:
            index = Index.at_hand(folders.data, folders.cache, soon=False)
            if index is None:
                bring_up_to_date(folders.data, folders.cache, progress)
                index = Index.opened(folders.data, folders.cache)
            with index:
                found = self.look(index)
        except OSError as error:
            app.call_from_thread(self._wait, f"The sessions cannot be read: {error.strerror or error}.")
            return
        if not worker.is_cancelled:
            self.post_message(self.Looked(found))

    def _wait(self, words: str) -> None:
        self.waiting = words
        self.draw()

    @on(Looked)
    def _looked(self, message: Looked) -> None:
        self.found, self.waiting = message.found, ""
        self.draw()

    # ---- drawing

    @property
    def rows(self) -> int:
        """Rows that the body has, beside the head with its gaps, the notice and the keys."""
        around = 3 if self.shape.compact else 5 if self.shape.tall else 4
        return max(1, self.shape.rows - around)

    def draw(self) -> None:
        """Show everything as it is now."""
        shape = self.shape
        title = apart((Span(TITLES[self.NAME], "accent-strong"),), self.beside(), shape.cells)
        self.part("head").show((clipped(title, shape.cells),))
        body = self.body()[: self.rows] if self.found is not None else ((Span(self.waiting, "muted"),),)
        self.part("body").show(tuple(clipped(line, shape.cells) for line in body))
        words = self.said or (self.waiting if self.found is not None else "")
        self.part("notice").show((clipped((Span(words, "muted"),), shape.cells) if words else EMPTY,))
        self.part("keys").show((self.keybar() if shape.rows > 1 else (),))

    @abstractmethod
    def body(self) -> Lines:
        """What was found, in at most `rows` lines of at most `shape.cells` cells."""

    def beside(self) -> Line:
        """What stands beside the title."""
        return EMPTY

    def tell(self, words: str) -> None:
        """Say something in the line above the keys."""
        self.said = words
        self.draw()

    # ---- keys

    def footer(self) -> tuple[str, ...]:
        """The own keys, the way home, then those to the other screens."""
        return (*self.OWN_KEYS, "close_numbers", *(f"to_{name}" for name in SCREENS), "to_contacts")

    def label(self, name: str) -> str:
        """What the line of keys calls an action."""
        return _SHORT.get(name) or super().label(name)

    def can(self, name: str) -> bool:
        """Whether an action may be done now; to where we are there is no way."""
        return name != f"to_{self.NAME}" and super().can(name)

    def action_move(self, down: int, right: int) -> None:
        """Another place; what that means, a screen says by itself."""
        self.said = ""
        self.moved(down, right)
        self.draw()

    def moved(self, down: int, right: int) -> None:
        """So many further down and to the right."""

    def do_to_formula(self) -> None:
        """What calls come to."""
        open_numbers(self.root, "formula")

    def do_to_limits(self) -> None:
        """What is usual."""
        open_numbers(self.root, "limits")

    def do_to_spots(self) -> None:
        """What is bright."""
        open_numbers(self.root, "spots")

    def do_to_skills(self) -> None:
        """What is practised."""
        open_numbers(self.root, "skills")

    def do_to_served(self) -> None:
        """Whom it helped."""
        open_numbers(self.root, "served")

    def do_to_review(self) -> None:
        """The week, and the next one."""
        open_numbers(self.root, "review")

    def do_to_contacts(self) -> None:
        """Whom to call."""
        from nextcall.tui.screens.contacts import open_contacts  # noqa: PLC0415 (not before it is wanted)

        open_contacts(self.root)

    def do_close_numbers(self) -> None:
        """Go home."""
        self.root.go_home()
