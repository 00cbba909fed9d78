"""Home: Enter, and the session is open."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from nextcall.clock import zone_name
from nextcall.config.model import Config, Preset
from nextcall.core.actions import Away, Recover
from nextcall.core.counts import counts
from nextcall.core.session import Session, State
from nextcall.desk.opening import Plan, host_name, last_preset, least_practised, new_session, random_token
from nextcall.errors import NextcallError
from nextcall.tui.screens import home_lines as drawn
from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.home_lines import Home, Past
from nextcall.tui.widgets.lines import EMPTY

if TYPE_CHECKING:
    from textual.timer import Timer

    from nextcall.storage.atomic import Identity

RECENT = 40
"""How many of the last sessions home looks at: a full week of them, and more."""
BACK_SOON = 3 * 3600
"""Seconds after a session in which its break is still worth a word."""


class HomeScreen(KeyScreen):
    """The first screen: what to start, what was left open, the week so far."""

    SCOPE = "home"
    CSS_PATH = "home.tcss"
    FOOTER: ClassVar[tuple[str, ...]] = ("resume", "start", "intention", "skill", "theme", "palette", "leave")

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
        self.said = ""
        self._presets = self._in_order()
        self._chosen = 0
        self._past = Past()
        self._intention = ""
        self._skill = self.config.skills[0] if self.config.skills else ""
        self._skill_chosen = False
        self._open: Session | None = None
        self._seen: Identity | None = None
        self._clock: Timer | None = None
        self._look()

    def compose(self) -> ComposeResult:
        """The parts, from top to bottom."""
        yield self.part("greeting")
        yield self.part("open")
        yield self.part("presets")
        yield self.part("chosen")
        yield self.part("week")
        yield self.part("remembered")
        yield Static(classes="fill")
        yield self.part("keys")

    def on_mount(self) -> None:
        """Draw at once; what the last sessions left is read beside."""
        self.root.name_window("nextcall")
        self.call_after_refresh(self._remember)
        self._clock = self.set_interval(1.0, self._watch)

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
        except NextcallError as error:
            self._open = None
            self.said = error.message

    def _watch(self) -> None:
        """Another program may open or end a session; nothing is drawn unless something has changed."""
        if self.app.screen is not self:
            return
        if self.root.services.sessions.open_identity() != self._seen:
            self.said = ""
            self._look()
        self.draw()

    @work(thread=True, exit_on_error=True, group="past")
    def _remember(self) -> None:
        sessions, problems = self.root.services.sessions.recent(RECENT)
        past = drawn.past_of(sessions, [problem.reason for problem in problems], self.desk.clock.now())
        self.app.call_from_thread(self._remembered, past)

    def _remembered(self, past: Past) -> None:
        self._past = past
        if not self._skill_chosen:
            self._skill = least_practised(self.config.skills, past.sessions)
        self.draw()

    # ---- drawing

    def _home(self) -> Home:
        now = self.desk.clock.now()
        return Home(
            self._presets, self._chosen, self._open, self._past, now, self.shape, self._intention, self._skill,
            self.config.ui.clock, self.config.ui.week_starts, self.said, self._resting(now),
        )  # fmt: skip

    def _resting(self, now: datetime) -> Session | None:
        last = self._past.sessions[0] if self._past.sessions else None
        recent = last is not None and last.ended_at is not None and (now - last.ended_at).total_seconds() < BACK_SOON
        return last if recent else None

    def draw(self) -> None:
        """Show everything as it is now."""
        if not self.is_mounted:
            return
        home = self._home()
        self.set_class(self._open is not None, "-left-open")
        greeting, left = drawn.greeting(home), drawn.left_open(home)
        remembered = drawn.remembered(home)
        taken = len(greeting) + (len(left) + 1 if left else 0) + 2
        room = home.shape.rows - taken - (0 if home.shape.compact else 6 + len(remembered))
        self.part("greeting").show(greeting)
        self.part("open").show(left)
        self.part("presets").show(drawn.presets(home, max(1, room)))
        self.part("chosen").show(drawn.chosen_words(home))
        self.part("week").show(drawn.week(home))
        self.part("remembered").show(remembered)
        self.part("keys").show((self.keybar() if home.shape.rows > 1 else EMPTY,))

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
        return "resume" if name == "start" and self._open is not None else super().label(name)

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
        plan = Plan(preset.id, intention=self._intention, skill=self._skill or None)
        try:
            session = new_session(self.config, plan, self.desk.clock.now(), host_name(), zone_name(), random_token())
        except NextcallError as error:
            self.said = error.message
            self.draw()
            return
        self.desk.begin(session)
        self.root.open_session()

    def do_resume(self) -> None:
        """Go on with the session that was left open; time away is not counted."""
        try:
            session = self.desk.take_up()
            self._leave_out_the_time_away(session)
        except NextcallError as error:
            self.said = error.message
            self._look()
            self.draw()
            return
        self.root.open_session()

    def _leave_out_the_time_away(self, session: Session) -> None:
        if session.live is not None:
            self.desk.notes.append(f"Back in the call that was open. On disk: calls {counts(session).calls}.")
        away = (self.desk.clock.now() - session.last_event_at).total_seconds()
        if session.state in (State.READY, State.WRAP_UP) and away >= self.config.session.idle_minutes * 60:
            self.desk.do(Away(away, "idle"))
            self.desk.notes.append(f"Away for {away / 60:.0f} min: not counted. Undo counts it.")

    def do_end_open(self) -> None:
        """End the session that was left open at its last event; its summary follows."""
        try:
            self.desk.take_up()
            self.desk.do(Recover())
        except NextcallError as error:
            self.said = error.message
            self._look()
            self.draw()
            return
        self.run_worker(self.root.settle_then_summary(), exit_on_error=True)

    def do_drop_open(self) -> None:
        """Move the session that was left open to the trash folder."""
        try:
            where = self.desk.drop_open()
        except (NextcallError, OSError) as error:
            self.said = str(error)
        else:
            self.said = f"Dropped. It lies in {where}."
        self._look()
        self.draw()

    def do_intention(self) -> None:
        """One line to keep in mind."""
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        def answered(text: str | None) -> None:
            if text is not None:
                self._intention = text
                self.draw()

        earlier = list(dict.fromkeys(s.intention for s in self._past.sessions if s.intention))[:10]
        self.app.push_screen(AskLine("Intention", self._intention, most=80, earlier=earlier), answered)

    def do_skill(self) -> None:
        """The skill to practise."""
        from nextcall.tui.modals.ask_one import AskOne, Choice  # noqa: PLC0415 (loaded when it is first asked for)

        def answered(skill: str | None) -> None:
            if skill is not None:
                self._skill, self._skill_chosen = skill, True
                self.draw()

        choices = [Choice(str(i), skill, skill) for i, skill in enumerate(self.config.skills[:9], 1)]
        self.app.push_screen(AskOne("Skill of the session", choices), answered)

    def do_theme(self) -> None:
        """Pick a theme for now; the configuration keeps one for good."""
        from nextcall.tui.modals.ask_one import AskOne, Choice  # noqa: PLC0415 (loaded when it is first asked for)

        choices = [Choice(chr(ord("a") + i), name, name) for i, name in enumerate(self.root.more_themes()[:26])]

        def answered(name: str | None) -> None:
            if name is not None:
                self.app.theme = name
                self.said = f'{name}, until you leave. For good: theme = "{name}" under [ui].'
                self.draw()

        self.app.push_screen(AskOne("Theme", choices), answered)
