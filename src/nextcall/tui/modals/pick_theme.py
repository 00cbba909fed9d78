"""Pick a theme: each is shown on the screen behind as you come to it."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from nextcall.themes import Theme
from nextcall.tui.modals.base import Foot, HelpLine, hint, under
from nextcall.tui.widgets.lines import EMPTY, Line, Lines, LinesView, Span, broken, clipped, fit, width

if TYPE_CHECKING:
    from nextcall.tui.looks import Looks

LOOK = 1.0
"""Seconds between two looks at the theme files, while somebody may be editing one."""
_AROUND, _LEAST = 5, 3
"""Rows of the panel beside the list, and those that the screen behind keeps at least."""
_NAME = 14
"""Cells of a name."""
_FAR = 9999
_CELLS = (("no answer", "cell-none", "·"), ("connect", "cell-connect", "▂"), ("conversation", "cell-conversation", "▅"), ("yes", "cell-yes", "█"), ("help", "cell-help", "◆"))
"""The cells of a session's strip, as a sample of a theme's colours."""


class PickTheme(Foot[str]):
    """Gives the name of the theme that is to stay; Esc brings back the one from before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j,right", "move(1)", "Next theme", show=False),
        Binding("up,k,left", "move(-1)", "Theme before", show=False),
        Binding("home,g", f"move({-_FAR})", "First theme", show=False),
        Binding("end,G", f"move({_FAR})", "Last theme", show=False),
        Binding("pagedown", "move(5)", "Further down", show=False),
        Binding("pageup", "move(-5)", "Further up", show=False),
        Binding("enter,space", "pick", "Keep it", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        looks = cast("Looks", self.app)
        self._looks = looks
        self._before = looks.theme
        self._files = looks.theme_files()
        self._files.changed()
        self._names = tuple(self._files.themes)
        self._at = self._names.index(looks.theme) if looks.theme in self._names else 0
        self._first = 0

    def compose(self) -> ComposeResult:
        """The list, a sample, what the keys do."""
        with Vertical(id="panel"):
            yield LinesView(id="title")
            yield LinesView(id="themes")
            yield LinesView(id="sample")
            yield LinesView(id="hint")

    def on_mount(self) -> None:
        """Look after the files from now on."""
        super().on_mount()
        self.set_interval(LOOK, self.watch_files)

    def watch_files(self) -> None:
        """A theme that was edited is shown as it is now; what is wrong with it is said."""
        if not self._files.changed():
            return
        name = self._chosen
        self._names = tuple(self._files.themes)
        self._at = self._names.index(name) if name in self._names else min(self._at, len(self._names) - 1)
        self._show()

    @property
    def _chosen(self) -> str:
        return self._names[self._at] if self._names else ""

    def _show(self) -> None:
        if self._chosen:
            self._looks.wear(self._files.themes[self._chosen])
        self.fill()

    def known(self) -> list[HelpLine]:
        """How a theme is chosen."""
        return under(
            "Themes",
            ("↑ ↓", "The next theme; the screen behind wears it at once."),
            ("Home End", "The first, the last."),
            ("Enter", "Keep it, for good."),
            ("Esc", "Back to the one from before."),
        )

    # ---- drawing

    def fill(self) -> None:
        """Put the words in their places."""
        self.query_one("#title", LinesView).show(() if self.shape.tiny else (self._title(),))
        self.query_one("#themes", LinesView).show(self._list())
        self.query_one("#sample", LinesView).show(self._sample())
        self.put("hint", hint("Enter keeps it"), hint("Esc brings back the one before"))

    def _title(self) -> Line:
        of = f"{self._at + 1} of {len(self._names)}" if self._names else "there is none"
        return (Span("Theme", "accent-strong"), Span(f"   {of}", "muted"))

    def _list(self) -> Lines:
        rows = max(1, min(len(self._names), self.shape.rows // 2 - _AROUND + 2, self.shape.rows - _AROUND - _LEAST))
        self._first = max(0, min(max(self._at - rows + 1, min(self._first, self._at)), len(self._names) - rows))
        return tuple(self._row(n) for n in range(self._first, min(self._first + rows, len(self._names))))

    def _row(self, n: int) -> Line:
        name = self._names[n]
        chosen, action = n == self._at, f"theme_{n}"
        front = Span("▸ " if chosen else "  ", "accent", action)
        words = Span(fit(name, max(_NAME, min(len(name), self.cells - _NAME))), "accent-strong" if chosen else "", action)
        return clipped((front, words, Span(f" {kind_of(self._files.themes[name])}", "muted", action)), self.cells)

    def _sample(self) -> Lines:
        if self._files.problem:
            return broken((Span(self._files.problem, "warning"),), self.cells, 2)
        if self.shape.tiny:
            return ()
        spans: Line = ()
        for name, style, cell in _CELLS:
            more = (*spans, Span(cell + " ", style), Span(f"{name}   ", "muted"))
            if width(more) - 3 <= self.cells:
                spans = more
        return (spans,) if self.shape.compact else (EMPTY, spans)

    # ---- keys

    def action_move(self, by: int) -> None:
        """Another theme, shown at once."""
        self._at = max(0, min(len(self._names) - 1, self._at + by))
        self._show()

    def action_pick(self) -> None:
        """This one stays."""
        self.dismiss(self._chosen or None)

    def action_close(self) -> None:
        """The one from before comes back, as its file is now."""
        if self._before in self._files.themes:
            self._looks.wear(self._files.themes[self._before])
        else:
            self._looks.theme = self._before
        self.dismiss(None)

    @on(LinesView.Chosen)
    def _clicked(self, message: LinesView.Chosen) -> None:
        """A click shows a theme; another one keeps it."""
        message.stop()
        n = int(message.action.removeprefix("theme_"))
        if n == self._at:
            self.action_pick()
        else:
            self.action_move(n - self._at)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The next one."""
        event.stop()
        self.action_move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The one before."""
        event.stop()
        self.action_move(-1)


def kind_of(theme: Theme) -> str:
    """What is known of a theme in one word."""
    return "the terminal's own colours" if theme.background.startswith("ansi_") else "dark" if theme.dark else "light"
