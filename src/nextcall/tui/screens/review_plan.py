"""The last step of the weekly review: sessions are planned day by day, and each change is on disk before it is shown."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from nextcall.core.week_plan import (
    LONGEST_TRY,
    MOST,
    Plan,
    Planned,
    Week,
    added,
    copied,
    is_time,
    planned,
    put_back,
    removed,
    timed,
    tried,
    week,
)
from nextcall.errors import NextcallError
from nextcall.stats.review import Review, coming
from nextcall.storage.plans import Plans
from nextcall.text import many
from nextcall.tui.screens.numbers import NumbersScreen


class Read(NamedTuple):
    """What the review is made from."""

    review: Review
    plan: Plan
    problem: str = ""
    """Why there is no plan, and none can be made; empty where there is nothing wrong."""


class Step(NamedTuple):
    """A change of the plan: the weeks that it touched, before and after."""

    before: tuple[Week, ...]
    after: tuple[Week, ...]


class Planning(NumbersScreen):
    """The keys of the plan; which day is meant is for the screen to say."""

    found: Read | None

    def __init__(self) -> None:
        super().__init__()
        self._done: list[Step] = []
        """Changes that can be taken back, the newest last."""

    def day(self) -> date | None:
        """The day that is meant; None where none can be."""
        return None

    # ---- changing it

    def _change(self, how: Callable[[Plan], Plan], said: str, unchanged: str) -> bool:
        """Change the plan on disk; then show it. Whether that could be done."""
        try:
            before, after = Plans(self.root.services.folders.data).change(how)
        except NextcallError as error:
            self.tell(f"Not kept: {error.message}.")
            return False
        except OSError as error:
            self.tell(f"Not kept: {error.strerror or 'the plan cannot be written'}.")
            return False
        if before != after:
            self._done.append(_step(before, after))
        self._take(after)
        self.tell(said if before != after else unchanged)
        return True

    def _take(self, plan: Plan) -> None:
        if self.found is not None:
            review = self.found.review
            self.found = Read(review._replace(next=coming(plan, review.next.key, self.config.ui.week_starts)), plan)

    def _on_day(self, how: Callable[[Plan, date], Plan], said: str, unchanged: str) -> None:
        """Change the chosen day, unless it is over: what is past was planned before, or it was not."""
        day = self.day()
        if day is None:
            return
        if day < self.desk.clock.now().date():
            self.tell("That day is over.")
        else:
            self._change(lambda plan: how(plan, day), said, unchanged)

    def plan_preset(self, number: int) -> None:
        """Plan the preset with that number on the chosen day."""
        preset = self.config.presets[number - 1]
        self._on_day(lambda plan, day: added(plan, Planned(day, preset.id)), f"Planned: {preset.title}.", f"{MOST} sessions are a full day.")

    def do_plan_remove(self) -> None:
        """Take the last session off the chosen day."""
        self._on_day(removed, "Taken off.", "Nothing is planned on that day.")

    def do_plan_copy(self) -> None:
        """Plan what was planned in the week before."""
        if self.found is not None:
            days, today = self.found.review.days, self.desk.clock.now().date()
            number = len(planned(self.found.plan, days))
            self._change(lambda plan: copied(plan, days, today), f"Copied: {many(number, 'session')} of the week before.", "All of it is planned already.")

    def do_plan_time(self) -> None:
        """Say when the last session of the chosen day begins."""
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        there = [one for one in self.found.review.next.sessions if one.day == self.day()] if self.found is not None else []
        if not there:
            return

        def checked(text: str) -> str:
            return "" if not text or is_time(_padded(text)) else "A time of day, as 9:30 or 14:00."

        def answered(text: str | None) -> None:
            if text is not None:
                at = _padded(text) if text else ""
                self._on_day(lambda plan, day: timed(plan, day, at), f"At {at}." if at else "At any time.", "As it was.")

        self.app.push_screen(AskLine("When does it begin?", there[-1].at, words=("Enter keeps it", "empty: at any time", "Esc leaves it"), most=5, checked=checked), answered)

    def do_plan_try(self) -> None:
        """Write down one thing to try."""
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        if self.found is None:
            return
        coming_ = self.found.review.next

        def answered(text: str | None) -> None:
            if text is not None:
                self._change(lambda plan: tried(plan, coming_.key, text), "Kept." if text else "Nothing to try, then.", "As it was.")

        self.app.push_screen(AskLine("One thing to try", coming_.try_, most=LONGEST_TRY), answered)

    def do_plan_undo(self) -> None:
        """Take the last change back, unless another program has changed those weeks since."""
        *before, last = self._done

        def how(plan: Plan) -> Plan:
            same = all(week(plan, one.key) == one for one in last.after)
            return put_back(plan, last.before) if same else plan

        if self._change(how, "Taken back.", "Another program has changed that since; it is left as it is."):
            self._done = before


def _step(before: Plan, after: Plan) -> Step:
    """The weeks in which two plans differ."""
    keys = sorted({one.key for one in (*before.weeks, *after.weeks)})
    differing = [(week(before, key), week(after, key)) for key in keys if week(before, key) != week(after, key)]
    return Step(tuple(one for one, _ in differing), tuple(other for _, other in differing))


def _padded(text: str) -> str:
    """A time as it is kept: `9:30`, `9.30` and `930` are `09:30`, and `9` is `09:00`."""
    plain = text.replace(".", ":")
    if plain.isdigit():
        plain = f"{plain}:00" if len(plain) <= len("09") else f"{plain[:-2]}:{plain[-2:]}"
    return plain.rjust(len("09:30"), "0")
