"""Bright spots: which calls do better than the rest beyond doubt, the moments with a star, and more of this."""

import os
from typing import TYPE_CHECKING, ClassVar

from nextcall.bootstrap import with_preset
from nextcall.config.model import Preset
from nextcall.errors import NextcallError
from nextcall.stats.brightness import DIMENSIONS, MEASURES, asked, bright
from nextcall.storage.index.index import Index
from nextcall.text import line
from nextcall.tui.keymap import key_of
from nextcall.tui.screens import spots_lines as drawn
from nextcall.tui.screens.numbers import NumbersScreen
from nextcall.tui.screens.spots_lines import Bright, Found
from nextcall.tui.screens.spots_more import More, more_of, named
from nextcall.tui.wheel import Wheel
from nextcall.tui.widgets.lines import EMPTY, Line, Lines

if TYPE_CHECKING:
    from nextcall.stats.spots import Spots

_MOMENTS = 100
"""So many of the newest starred moments are looked at."""


class SpotsScreen(Wheel, NumbersScreen):
    """One dimension and one measure at a time; more of what is bright by one key."""

    NAME = "spots"
    OWN_KEYS: ClassVar[tuple[str, ...]] = ("do_more", "measure", "by")
    MORE_KEYS: ClassVar[tuple[tuple[str, str, str], ...]] = (("Bright spots", "↑  ↓  ←  →", "Tell the calls apart by something else; look at another measure."),)

    found: Found | None

    def __init__(self) -> None:
        super().__init__()
        self._measure = "conversation"
        self._by = ""
        self._chosen = ""
        """The bright group that was clicked on."""
        self._made: set[tuple[str, str]] = set()
        """Of what there is a preset now."""

    def look(self, index: Index) -> Found:
        """All dimensions and measures at once: a key then costs nothing."""
        spots: dict[tuple[str, str], Spots] = {}
        for by in DIMENSIONS:
            parts = index.buckets(by)
            if by == "hour" or any(part.key for part in parts):
                spots |= {(measure, by): bright(parts, measure) for measure in MEASURES if asked(measure, by)}
        moments = tuple(mark for _, mark in index.marks(("bright",), limit=_MOMENTS))
        return Found(spots, index.count(), index.calls(), moments)

    # ---- drawing

    def _bright(self, found: Found) -> Bright:
        self._by = self._by or drawn.start(found, self._measure)
        shown = Bright(self.shape, self.rows, found, self._measure, self._by, self.desk.clock.now(), self.config.ui.clock, star=key_of(self.config, "bright"))
        return shown._replace(chosen=self._choose(shown))

    def _choose(self, shown: Bright) -> str | None:
        """The bright group that is meant: the one clicked on, else the first of which nothing was made yet."""
        keys = [spot.key for spot in drawn.bright_of(shown.spots) if spot.key]
        if self._chosen in keys:
            return self._chosen
        return next((key for key in keys if (self._by, key) not in self._made), keys[0] if keys else None)

    def beside(self) -> Line:
        """How much there is."""
        return drawn.head(self.found) if self.found is not None and self.found.calls else EMPTY

    def body(self) -> Lines:
        """The chosen dimension and measure."""
        return drawn.body(self._bright(self.found)) if self.found is not None else ()

    # ---- keys

    def can(self, name: str) -> bool:
        """Whether an action may be done now."""
        if name == "do_more":
            return self._more() is not None
        if name in ("measure", "by"):
            return self.found is not None and self.found.calls > 0
        return name.startswith("group_") or super().can(name)

    def label(self, name: str) -> str:
        """What the line of keys calls an action now."""
        if name == "do_more" and self.found is not None and (key := self._bright(self.found).chosen):
            return f"do more of {line(named(self._by, key, self.config.ui.clock), 20)}"
        return super().label(name)

    def act(self, name: str) -> None:
        """Do an action by its id; a click on a bright group chooses it."""
        kind, _, number = name.partition("_")
        if kind == "group" and number.isdigit() and self.found is not None:
            self.said = ""
            groups = self._bright(self.found).spots.groups
            self._chosen = groups[int(number)].key if int(number) < len(groups) else ""
            self.draw()
        else:
            super().act(name)

    def moved(self, down: int, right: int) -> None:
        """Another dimension, another measure."""
        if self.found is None or not self.found.calls:
            return
        shown = self._bright(self.found)
        self._chosen = ""
        if right:
            measures = [measure for measure in MEASURES if (measure, shown.by) in self.found.spots]
            self._measure = measures[(measures.index(shown.measure) + right) % len(measures)]
        if down:
            dimensions = [by for by in DIMENSIONS if (shown.measure, by) in self.found.spots]
            self._by = dimensions[(dimensions.index(shown.by) + down) % len(dimensions)]

    def do_measure(self) -> None:
        """Another measure."""
        self.action_move(0, 1)

    def do_by(self) -> None:
        """Another dimension."""
        self.action_move(1, 0)

    # ---- more of this

    def _more(self) -> More | None:
        if self.found is None or not self.found.calls:
            return None
        key = self._bright(self.found).chosen
        return more_of(self._by, key, self.config.ui.clock) if key else None

    def do_do_more(self) -> None:
        """Make a preset of what is bright, or an intention for the next session."""
        more = self._more()
        if more is None:
            return
        if more.preset is not None:
            self._make(more.preset)
        else:
            self._intend(more)

    def _make(self, preset: Preset) -> None:
        key = self._bright(self.found).chosen if self.found is not None else None
        if self.config.preset(preset.id) is not None:
            self.said = f"“{preset.title}” is there already: you find it at home."
        else:
            try:
                self.root.services = with_preset(self.root.services, preset, os.environ)
            except NextcallError as error:
                self.said = error.message
            except OSError as error:
                self.said = f"Not kept: {error.strerror or 'the configuration cannot be written'}."
            else:
                self.said = f"Made “{preset.title}”, {preset.minutes} min: it is at home, and in config.toml."
        self._made.add((self._by, key or ""))
        self._chosen = ""
        self.draw()

    def _intend(self, more: More) -> None:
        """Home, with the intention of the next session."""
        from nextcall.tui.screens.home import HomeScreen  # noqa: PLC0415 (not before it is wanted)

        screen = HomeScreen.with_keys(self.config)()
        if isinstance(screen, HomeScreen):
            screen.intention = more.intention
            if more.skill in self.config.skills:
                screen.skill, screen.skill_chosen = more.skill, True
            self.root.show(screen, "Kept for the next session, as its intention.")
