"""Home: Enter, and the session is open."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message

from nextcall.clock import zone_name
from nextcall.config.keys import KeyAction, actions
from nextcall.config.model import Config, Preset
from nextcall.core.session import Session
from nextcall.desk.opening import (
    RECENT,
    Plan,
    host_name,
    last_preset,
    least_practised,
    new_session,
    random_token,
)
from nextcall.errors import NextcallError, Problem
from nextcall.storage.sessions import NewerError
from nextcall.tui.keymap import keys_named
from nextcall.tui.screens import home_lines as drawn
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.beside import Beside
from nextcall.tui.screens.home_due import due_on_lists, from_long_ago
from nextcall.tui.screens.home_lines import Home, Past
from nextcall.tui.screens.home_numbers import HomeNumbers
from nextcall.tui.screens.home_open import HomeOpen
from nextcall.tui.screens.home_plan import planned_sessions
from nextcall.tui.screens.home_presets import divided, shape_text
from nextcall.tui.screens.home_questions import HomeQuestions
from nextcall.tui.wheel import Wheel
from nextcall.tui.widgets.lines import EMPTY, Lines, LinesView

if TYPE_CHECKING:
    from nextcall.storage.atomic import Identity

FAR = 40
"""How many of the last sessions home looks at, at least: what was promised in them may be due today."""
SETTLED = 2
"""Seconds after which the start is over: until then home does with the last `RECENT` sessions and those of this week."""
BACK_SOON = 3 * 3600
"""Seconds after a session in which its break is still worth a word."""


class HomeScreen(Wheel, Beside, HomeNumbers, HomeQuestions, HomeOpen):
    """The first screen: what to start, what was left open, the week so far."""

    SCOPE = "home"
    CSS_PATH = "home.tcss"
    MORE_KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = (("Sessions", "↑  ↓", "Choose another preset for the first key."),)
    FOOTER: ClassVar[tuple[str, ...]] = ("start", "history", "formula", "spots", "contacts", "limits", "intention", "skill", "theme", "skills", "served", "review", "settings", "palette", "leave")

    @dataclass
    class Remembered(Message):
        """The last sessions have been read."""

        past: Past

    @classmethod
    def with_keys(cls, config: Config, more: list[BindingType] | None = None) -> type[KeyScreen]:
        """This screen with the configured keys, and the arrows."""
        arrows: list[BindingType] = [
            Binding("down,j", "choose(1)", "Next preset", show=False),
            Binding("up,k", "choose(-1)", "Preset before", show=False),
        ]
        return super().with_keys(config, [*(more or []), *arrows])

    def __init__(self) -> None:
        super().__init__()
        self._presets = self._in_order()
        self._chosen = 0
        self._open: Session | None = None
        self._newer = False
        """Whether a newer nextcall has a session open, which this one cannot read."""
        self._seen: Identity | None = None
        self._since = self.desk.clock.monotonic()
        self._far = False
        """Whether it was looked further back than at the start."""
        self._first = next(self.root.services.sessions.newest_first(), None) is None  # nothing was ever done here
        self._look()

    def compose(self) -> ComposeResult:
        """The parts, from top to bottom; filled before they are laid out, so that it is done once."""
        self.draw()
        yield self.part("greeting")
        yield self.part("open")
        yield self.part("presets")
        yield self.part("chosen")
        yield self.part("week")
        yield self.part("remembered")
        yield LinesView(classes="fill")
        yield self.part("keys")

    def on_mount(self) -> None:
        """Draw at once; what the last sessions left is read beside."""
        self.root.name_window("nextcall")
        self.call_after_refresh(self._remember)
        self.look_each_second()

    def _in_order(self) -> tuple[Preset, ...]:
        last = last_preset(self.root.services.sessions, self.config)
        found = self.config.presets
        return tuple(sorted(found, key=lambda preset: preset.id != last))

    # ---- what there is

    def _look(self) -> None:
        """See whether a session was left open."""
        self._seen = self.root.services.sessions.open_identity()
        try:
            self._open = self.desk.find_open()
            self._newer = False
        except NextcallError as error:
            self._open, self._newer = None, isinstance(error, NewerError)
            after = "This one leaves it alone." if self._newer else "A new session puts it aside; nothing is lost."
            self.said = f"{error.message}. {after}"

    def each_second(self) -> None:
        """Another program may open or end a session; nothing is drawn unless something has changed."""
        kept = self.root.kept_recent
        if kept and not self._far and self.desk.clock.monotonic() - self._since >= SETTLED:
            self._far = True
            if len(kept[0]) + len(kept[1]) >= RECENT:
                self._remember()
        if self.root.services.sessions.open_identity() != self._seen:
            self.said = ""
            self._look()
            self._remember()
            self.draw()
        self.draw_for_the_time()

    def time_shown(self) -> object:
        """The minute, and the minutes since the last session."""
        rests = self._resting(self.desk.clock.now())
        return super().time_shown(), self.minutes_since(rests.ended_at if rests else None)

    @work(thread=True, exit_on_error=True, group="past")
    def _remember(self) -> None:
        far = self.root.kept_recent is not None
        sessions, problems = self._recent()
        reasons = [problem.reason for problem in problems]
        planned = planned_sessions(self.root.services.folders.data, reasons)
        now = self.desk.clock.now()
        due, beyond = due_on_lists(self.root.services, self._open, now, reasons)
        number = len(sessions) + len(problems)
        older = from_long_ago(self.root.services, now, number) if far and number >= FAR else []
        past = drawn.past_of(sessions, reasons, now, older)
        due = sorted((*past.due, *due), key=lambda one: one.at)
        self.post_message(self.Remembered(past._replace(planned=planned, due=tuple(due), due_beyond=beyond)))

    def _recent(self) -> tuple[list[Session], list[Problem]]:
        """The last sessions, those of this week at least."""
        now = self.desk.clock.now()
        number = FAR if self.root.kept_recent else RECENT
        since = datetime.combine(drawn.first_of_week(now.date(), self.config.ui.week_starts), time(), now.tzinfo)
        found = self.root.kept_recent = self.root.services.sessions.recent(number, since)
        return found

    @on(Remembered)
    def _remembered(self, message: Remembered) -> None:
        self.past = message.past
        self.root.alerts.remembered(self._resting(self.desk.clock.now()), ((due.at, due.who) for due in self.past.due))
        if not self.skill_chosen:
            self.skill = least_practised(self.config.skills, self.past.sessions)
        self.draw()

    # ---- drawing

    def _home(self) -> Home:
        now = self.desk.clock.now()
        return Home(
            self._presets, self._chosen, self._open, self.past, now, self.shape, self.intention, self.skill,
            self.config.ui.clock, self.config.ui.week_starts, self.said, self._resting(now),
            drawn.welcome(*keys_named(self.config, ("start", "undo", "help")).values()) if self._first and not self.past.sessions else (),
            keys_named(self.config, (action.id for action in self.known())),
        )  # fmt: skip

    def _resting(self, now: datetime) -> Session | None:
        last = self.past.sessions[0] if self.past.sessions else None
        recent = last is not None and last.ended_at is not None and (now - last.ended_at).total_seconds() < BACK_SOON
        return last if recent else None

    def draw(self) -> None:
        """Show everything as it is now."""
        home = self._home()
        self.set_class(self._open is not None, "-left-open")
        self.set_class(bool(self.intention), "-intends")
        greeting, left = drawn.greeting(home), drawn.left_open(home)
        remembered = drawn.remembered(home)
        shown, below = divided(home, len(greeting) + len(left), remembered)
        self.set_class(home.shape.compact and below is not None, "-spare")
        self.part("greeting").show(greeting)
        self.part("open").show(left)
        self.part("presets").show(shown)
        self.part("chosen").show(drawn.chosen_words(home))
        self.part("week").show(drawn.week(home))
        self.part("remembered").show(below or ())
        self.part("keys").show((self.keybar() if home.shape.rows > 1 else EMPTY,))
        self.show_beside(self._last_sessions(home) if home.shape.broad else ())

    def _last_sessions(self, home: Home) -> Lines:
        """What stands at the right of a very wide screen."""
        from nextcall.tui.screens.beside_lines import last_sessions  # noqa: PLC0415 (few screens are so wide)

        return last_sessions(self.past.sessions, home.now, self.cells_beside(), self.rows_beside(), home.clock)

    def tell(self, words: str) -> None:
        """Say something in the place of the greeting."""
        self.said = words
        self.draw()

    # ---- keys

    def can(self, name: str) -> bool:
        """Whether an action may be done now."""
        if name in ("resume", "end_open", "drop_open"):
            return self._open is not None
        if name.startswith("preset_"):
            return self._open is None and int(name.removeprefix("preset_")) < len(self._presets)
        if name == "skill":
            return len(self.config.skills) > 1
        return super().can(name)

    def label(self, name: str) -> str:
        """What the line of keys calls an action now."""
        if name.startswith("preset_"):
            return self._presets[int(name.removeprefix("preset_"))].title
        return "resume" if name == "start" and self._open is not None else super().label(name)

    def help_of(self, action: KeyAction) -> str:
        """One sentence about an action; the presets by their titles."""
        if action.id.startswith("preset_"):
            preset = self._presets[int(action.id.removeprefix("preset_"))]
            return f"Start {preset.title} ({shape_text(preset)})."
        return super().help_of(action)

    def known(self) -> list[KeyAction]:
        """The actions of this screen; of the presets those that there are."""
        numbers = {f"preset_{n}" for n in range(1, len(self._presets))}
        without = {"skill"} if len(self.config.skills) < 2 else set()  # noqa: PLR2004 (nothing to choose from)
        own = {action.id for action in super().known()} - without | numbers
        return [action for action in actions(self.SCOPE) if action.id in own]

    def act(self, name: str) -> None:
        """Do an action by its id."""
        self.said = ""
        if name.startswith("preset_"):
            self._start(self._presets[int(name.removeprefix("preset_"))])
        else:
            super().act(name)

    def action_choose(self, by: int) -> None:
        """Another preset on Enter."""
        self._chosen = (self._chosen + by) % len(self._presets)
        self.draw()

    def do_start(self) -> None:
        """Start the chosen preset, or go on with what was left open."""
        self._look()
        if self._open is not None:
            self.do_resume()
        else:
            self._start(self._presets[self._chosen])

    def _start(self, preset: Preset) -> None:
        self._look()
        if self._newer:
            self.draw()
            return
        plan = Plan(preset.id, intention=self.intention, skill=self.skill or None)
        try:
            session = new_session(self.config, plan, self.desk.clock.now(), host_name(), zone_name(), random_token())
        except NextcallError as error:
            self.said = error.message
            self.draw()
            return
        self.desk.begin(session)
        self.root.open_session()

    def do_history(self) -> None:
        """The sessions so far."""
        self.root.open_history()
