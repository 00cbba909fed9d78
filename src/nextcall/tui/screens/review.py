"""Weekly review: five steps, ten minutes, help first; it ends with next week's plan. Whatever is done is kept at once."""

from datetime import date, timedelta
from typing import ClassVar

from nextcall.config.keys import KeyAction, actions
from nextcall.core.session import HELP_MARKS
from nextcall.core.week_plan import Plan, drawn_with, planned
from nextcall.errors import StorageError
from nextcall.storage.index.index import Index
from nextcall.storage.index.weekly import week_at, weekly
from nextcall.storage.plans import Plans
from nextcall.text import line, many
from nextcall.tui.keymap import keys_named
from nextcall.tui.screens import review_lines as drawn
from nextcall.tui.screens.review_plan import Planning, Read
from nextcall.tui.screens.review_shown import NOES, PLAN, STEPS, Shown
from nextcall.tui.wheel import Wheel
from nextcall.tui.widgets.lines import EMPTY, Line, Lines

_PRESET = "preset_plan_"
"""Before the number of a preset, in the action that plans it."""
_NAMED = ("reason", "bright", "review_answer", "plan_try", *(f"{_PRESET}{number}" for number in range(1, 10)))
"""Actions whose keys stand in the steps themselves."""


class ReviewScreen(Wheel, Planning):
    """One step at a time; nothing blinks, nothing is asked for, and any step can be left as it is."""

    SCOPE = "review"
    NAME = "review"
    MORE_KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = (("Steps", "↑  ↓", "Further down, or up; another reason; another day."),)

    def __init__(self) -> None:
        super().__init__()
        self._asked = ""
        """The week that is asked for; empty: the one that there is most to say of."""
        self._step = 0
        self._since = 0.0
        """When the step began, by the even clock."""
        self._chosen = 0
        self._first = 0

    def on_mount(self) -> None:
        """The time of a step is shown in minutes."""
        self._since = self.desk.clock.monotonic()
        self.look_each_second()

    def each_second(self) -> None:
        """Minutes pass."""
        self.draw_for_the_time()

    def time_shown(self) -> object:
        """The minute, and the minutes of the step."""
        return super().time_shown(), (self.desk.clock.monotonic() - self._since) // drawn.MINUTE

    def look(self, index: Index) -> Read:
        """The week in the history; without its plan where the file of that does not fit."""
        today, starts, problem = self.desk.clock.now().date(), self.config.ui.week_starts, ""
        try:
            plan = Plans(index.folder).read()
        except StorageError as error:
            plan, problem = Plan(), f"{error.message}. It is left alone"
        return Read(weekly(index, plan, self._asked or week_at(index, today, starts), today, starts), plan, problem)

    # ---- drawing

    def _shown(self, found: Read) -> Shown:
        config = self.config
        keys = keys_named(config, (*HELP_MARKS, *_NAMED))
        return Shown(
            self.shape, self.rows, found.review, self._step, self.desk.clock.now(), config.presets, config.answers, keys,
            config.ui.clock, self._chosen, self._first,
        )  # fmt: skip

    def beside(self) -> Line:
        """The days, the step, and what is left of its time."""
        if self.found is None:
            return EMPTY
        return drawn.beside(self._shown(self.found), drawn.EACH - (self.desk.clock.monotonic() - self._since))

    def body(self) -> Lines:
        """The step."""
        return drawn.body(self._shown(self.found)) if self.found is not None else ()

    def draw(self) -> None:
        """Show everything as it is now; what is wrong with the plan is said where it is made."""
        if self.found is not None and self.found.problem and self._step == PLAN and not self.said:
            self.said = f"{self.found.problem}."
        super().draw()

    # ---- keys

    def footer(self) -> tuple[str, ...]:
        """The step's own keys between the ways on and back."""
        own = {NOES: ("review_answer",), PLAN: ("plan_remove", "plan_copy", "plan_undo", "plan_time", "plan_try")}
        return ("review_next", *own.get(self._step, ()), "review_back", "close_review", "review_week")

    def label(self, name: str) -> str:
        """What the line of keys calls an action now."""
        if name == "review_next" and self._step == PLAN:
            return "done"
        if name == "review_week":
            return "last week" if self._is_this_week() else "this week"
        if name.startswith(_PRESET):
            return line(self.config.presets[int(name.removeprefix(_PRESET)) - 1].title, 30)
        return super().label(name)

    def help_of(self, action: KeyAction) -> str:
        """One sentence about an action; the presets by their titles."""
        if action.id.startswith(_PRESET):
            return f"Plan {self.label(action.id)} on the chosen day."
        return super().help_of(action)

    def known(self) -> list[KeyAction]:
        """The actions of this screen; of the presets those that there are."""
        numbers = {f"{_PRESET}{number}" for number in range(1, len(self.config.presets) + 1)}
        own = {action.id for action in super().known()} | numbers
        return [action for action in actions(self.SCOPE) if action.id in own]

    def can(self, name: str) -> bool:
        """Whether an action may be done now."""
        if name.startswith("row_"):
            return self._step in (NOES, PLAN) and self.found is not None
        if name.startswith(("plan_", _PRESET)):
            return self._step == PLAN and self.found is not None and not self.found.problem and self._can_plan(name, self.found)
        if name == "review_answer":
            return self._step == NOES and self.found is not None and bool(self.found.review.noes.reasons)
        if name == "review_back":
            return self._step > 0
        if name in ("review_next", "review_week"):
            return self.found is not None
        return super().can(name)

    def _can_plan(self, name: str, found: Read) -> bool:
        if name.startswith(_PRESET):
            return int(name.removeprefix(_PRESET)) <= len(self.config.presets)
        on_day = any(one.day == self.day() for one in found.review.next.sessions)
        return {"plan_remove": on_day, "plan_time": on_day, "plan_undo": bool(self._done), "plan_copy": bool(planned(found.plan, found.review.days))}.get(name, True)

    def act(self, name: str) -> None:
        """Do an action by its id; a click on a reason or a day chooses it."""
        self.said = ""
        if name.startswith("row_"):
            self._chosen = int(name.removeprefix("row_"))
            self.draw()
        elif name.startswith(_PRESET):
            self.plan_preset(int(name.removeprefix(_PRESET)))
        else:
            super().act(name)

    def moved(self, down: int, right: int) -> None:
        """Another reason or day; else further down, or up."""
        del right
        if self.found is None:
            return
        if self._step in (NOES, PLAN):
            there = len(self.found.review.noes.reasons) if self._step == NOES else len(self.found.review.next.days)
            self._chosen = max(0, min(self._chosen + down, there - 1))
        else:
            self._first = max(0, min(self._first + down, drawn.lowest(self._shown(self.found))))

    def day(self) -> date | None:
        """The day that is chosen in the last step."""
        return self.found.review.next.days[self._chosen] if self.found is not None and self._step == PLAN else None

    # ---- the steps

    def _go(self, step: int) -> None:
        self._step, self._first, self._chosen = step, 0, 0
        self._since = self.desk.clock.monotonic()
        if step == PLAN and self.found is not None:
            today = self.desk.clock.now().date()
            self._chosen = next((i for i, day in enumerate(self.found.review.next.days) if day >= today), 0)
        self.draw()

    def do_review_next(self) -> None:
        """The next step; after the last one, home."""
        if self._step + 1 < len(STEPS):
            self._go(self._step + 1)
        else:
            sessions = self.found.review.next.sessions if self.found is not None else ()
            self.root.go_home(f"Planned: {many(len(sessions), 'session')}." if sessions else "")

    def do_review_back(self) -> None:
        """One step back."""
        self._go(self._step - 1)

    def do_close_review(self) -> None:
        """Go home; what was done is on disk."""
        self.root.go_home()

    def _is_this_week(self) -> bool:
        today = self.desk.clock.now().date()
        return self.found is None or self.found.review.key >= drawn_with(today, self.config.ui.week_starts)

    def do_review_week(self) -> None:
        """The week before, or this one again; from the first step."""
        today, starts = self.desk.clock.now().date(), self.config.ui.week_starts
        self._asked = drawn_with(today - timedelta(days=7), starts) if self._is_this_week() else drawn_with(today, starts)
        self.found, self.waiting = None, "Reading the sessions …"
        self._done.clear()
        self._go(0)
        self.look_again()

    def do_review_answer(self) -> None:
        """What the caller will say when the chosen reason comes up again; kept in the configuration."""
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        reasons = self.found.review.noes.reasons if self.found is not None else ()
        reason = reasons[min(self._chosen, len(reasons) - 1)][0]

        def answered(text: str | None) -> None:
            if text is not None:
                self.tell(self.root.keep("answers", reason, text) or "Kept. It is shown when the reason comes up again.")

        self.app.push_screen(AskLine(f"{reason.capitalize()}: next time I say", self.config.answers[reason], most=200), answered)
