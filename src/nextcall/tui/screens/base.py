"""What all screens have in common: keys from one table, a line of keys below, help, a shape."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.binding import BindingType
from textual.geometry import Size
from textual.reactive import Reactive

from nextcall.config.keys import BY_ID, KeyAction, actions
from nextcall.tui.keymap import bindings, key_of, keys_of
from nextcall.tui.screens.timed import Timed
from nextcall.tui.shape import Shape
from nextcall.tui.widgets.lines import Line, LinesView, Span, apart, width
from nextcall.tui.widgets.still import Still

if TYPE_CHECKING:
    from nextcall.config.model import Config
    from nextcall.core.outcomes import Outcome
    from nextcall.desk.desk import Desk
    from nextcall.tui.app import NextcallApp


RESERVED = len("99 not on disk")
"""Cells at the end of the line of keys: what stands there must not push a key away."""


class KeyScreen(Still, Timed):
    """A screen whose keys come from the table of actions.

    An action `x` is done by the method `do_x`; `can` says whether it may be done now.
    """

    SCOPE: ClassVar[str] = "everywhere"
    FOOTER: ClassVar[tuple[str, ...]] = ()
    """Actions that the line of keys names, in this order; the last ones give way first."""
    MORE_KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = ()
    """Group, keys and sentence of what cannot be configured."""
    KEY_GAP: ClassVar[int] = 3
    """Cells between the keys in their line."""
    WIDEST: ClassVar[int] = 120
    """Cells that the screen uses at most."""
    AUTO_FOCUS = None
    virtual_size = Reactive(Size(0, 0))
    """As that of `LinesView`: what there is fits the terminal, and is not laid out twice for it."""

    def __init__(self) -> None:
        super().__init__()
        self._parts: dict[str, LinesView] = {}
        self._fitted: Shape | None = None
        self.said = ""
        """What there is to say."""

    @classmethod
    def with_keys(cls, config: "Config", more: list[BindingType] | None = None) -> "type[KeyScreen]":
        """This screen with the configured keys."""
        keys = [*bindings(config, cls.SCOPE), *(more or [])]
        # Its style sheet is looked for beside the module that it says it is from.
        bound = type(cls.__name__, (cls,), {"BINDINGS": keys, "__module__": cls.__module__})
        return cast("type[KeyScreen]", bound)

    @property
    def root(self) -> "NextcallApp":
        """The app, as what it is."""
        return cast("NextcallApp", self.app)

    @property
    def config(self) -> "Config":
        """The configuration."""
        return self.root.services.config

    @property
    def desk(self) -> "Desk":
        """The desk."""
        return self.root.services.desk

    @property
    def shape(self) -> Shape:
        """How much room there is."""
        return Shape(self.app.size.width, self.app.size.height, self.WIDEST)

    # ---- drawing

    def tell(self, words: str) -> None:
        """Say something in the place that the screen has for it."""

    def desk_changed(self) -> None:
        """Something was saved, or could not be, or another program changed the session, or a hook went wrong."""
        for words in self.desk.asides():
            self.tell(words)
        self.draw()

    def on_screen_resume(self) -> None:
        """Show everything when this screen comes to the top."""
        self._fit()

    def on_resize(self, _: events.Resize) -> None:
        """Draw for the new size, of which each screen is told several times."""
        if self.shape != self._fitted:
            self._fit()

    def _fit(self) -> None:
        self._fitted = self.shape
        for name in ("compact", "tiny", "tall"):
            self.set_class(getattr(self.shape, name), f"-{name}")
        self.draw()

    def part(self, name: str) -> LinesView:
        """The lines with that id; made when they are first asked for."""
        found = self._parts.get(name)
        if found is None:
            found = self._parts[name] = LinesView(id=name)
        return found

    def keybar(self, right: Line = ()) -> Line:
        """The line of keys: as many of `footer` as there is room for, help always among them."""
        mark: Line = (Span(" "), Span(self.root.mark, "accent"), Span("  ")) if self.root.mark else (Span(" "),)
        cells = self.shape.columns - 2 - width(mark)
        room = max(width(right), RESERVED if right and not self.shape.compact else 0)
        names = [name for name in self.footer() if self.can(name) and key_of(self.config, name)]
        shown = [self._key(name) for name in names]
        help_ = self._key("help")
        while shown and sum(map(width, [*shown, help_])) + self.KEY_GAP * len(shown) + room > cells:
            shown.pop()
        spans: list[Span] = [*mark]
        for item in [*shown, help_]:
            spans += [*item, Span(" " * self.KEY_GAP)]
        return apart(tuple(spans[:-1]), right, self.shape.columns - 1)

    def _key(self, name: str) -> Line:
        return (Span(key_of(self.config, name), "key", name), Span(" " + self.label(name), "muted", name))

    def footer(self) -> tuple[str, ...]:
        """What the line of keys names now."""
        return self.FOOTER

    # ---- keys and clicks

    def label(self, name: str) -> str:
        """What the line of keys calls an action now."""
        return BY_ID[name].label

    def help_of(self, action: KeyAction) -> str:
        """One sentence about an action, for help and palette."""
        return action.help

    def can(self, name: str) -> bool:
        """Whether an action may be done now."""
        return hasattr(self, f"do_{name}")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys of what cannot be done are as if they were not there."""
        if action == "act" and parameters:
            return self.can(str(parameters[0]))
        return super().check_action(action, parameters)

    def action_act(self, name: str) -> None:
        """Do what a key says."""
        self.act(name)

    def act(self, name: str) -> None:
        """Do an action by its id."""
        getattr(self, f"do_{name}")()

    @on(LinesView.Chosen)
    def _clicked(self, message: LinesView.Chosen) -> None:
        message.stop()
        if self.can(message.action):
            self.act(message.action)

    def do_help(self) -> None:
        """Show the keys of this screen."""
        from nextcall.tui.screens.help import HelpScreen  # noqa: PLC0415 (loaded when it is first asked for)

        keys = [(action.group, keys_of(self.config, action), self.help_of(action)) for action in self.known()]
        self.app.push_screen(HelpScreen([*keys, *self.MORE_KEYS], self.outcomes_now()))

    def known(self) -> list[KeyAction]:
        """The actions that this screen has, some of them not at every moment."""
        return [action for action in actions(self.SCOPE) if hasattr(self, f"do_{action.id}")]

    def outcomes_now(self) -> "tuple[Outcome, ...]":
        """The outcomes that can be tagged here."""
        return ()

    def do_palette(self) -> None:
        """Open the command palette."""
        self.app.action_command_palette()

    def do_leave(self) -> None:
        """Leave the app; an open session stays open."""
        self.root.leave()

    def do_suspend(self) -> None:
        """Go back to the shell."""
        self.app.action_suspend_process()
