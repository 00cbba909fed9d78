"""The way from home to the screens of numbers."""

from nextcall.tui.screens.base import KeyScreen


class HomeNumbers(KeyScreen):
    """One short method for each of their keys."""

    def _numbers(self, name: str) -> None:
        from nextcall.tui.screens.numbers import open_numbers  # noqa: PLC0415 (not before it is wanted)

        open_numbers(self.root, name)

    def do_formula(self) -> None:
        """What calls come to."""
        self._numbers("formula")

    def do_limits(self) -> None:
        """What is usual."""
        self._numbers("limits")

    def do_spots(self) -> None:
        """What is bright."""
        self._numbers("spots")

    def do_skills(self) -> None:
        """What is practised."""
        self._numbers("skills")

    def do_served(self) -> None:
        """Whom it helped."""
        self._numbers("served")

    def do_review(self) -> None:
        """The week, and the next one."""
        self._numbers("review")

    def do_contacts(self) -> None:
        """Whom to call."""
        from nextcall.tui.screens.contacts import open_contacts  # noqa: PLC0415 (not before it is wanted)

        open_contacts(self.root)
