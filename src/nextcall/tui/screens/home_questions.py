"""The keys of the home screen that ask for something: an intention, a skill, a theme."""

from nextcall.tui.screens.base import KeyScreen
from nextcall.tui.screens.home_lines import Past


class HomeQuestions(KeyScreen):
    """Asks, and keeps what was answered for the next session."""

    def __init__(self) -> None:
        super().__init__()
        self.past = Past()
        self.intention = ""
        self.skill = self.config.skills[0] if self.config.skills else ""
        self.skill_chosen = False

    def do_intention(self) -> None:
        """One line to keep in mind."""
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        def answered(text: str | None) -> None:
            if text is not None:
                self.intention = text
                self.draw()

        earlier = list(dict.fromkeys(s.intention for s in self.past.sessions if s.intention))[:10]
        self.app.push_screen(AskLine("Intention", self.intention, most=80, earlier=earlier), answered)

    def do_skill(self) -> None:
        """The skill to practise."""
        from nextcall.tui.modals.ask_one import AskOne, Choice  # noqa: PLC0415 (loaded when it is first asked for)

        def answered(skill: str | None) -> None:
            if skill is not None:
                self.skill, self.skill_chosen = skill, True
                self.draw()

        choices = [Choice(str(i), skill, skill) for i, skill in enumerate(self.config.skills[:9], 1)]
        self.app.push_screen(AskOne("Skill of the session", choices), answered)

    def do_theme(self) -> None:
        """Pick a theme; the configuration keeps it."""
        from nextcall.tui.picking import pick_theme  # noqa: PLC0415 (loaded when it is first asked for)

        def picked(said: str) -> None:
            self.said = said
            self.draw()

        pick_theme(self.root, picked)

    def do_settings(self) -> None:
        """Every setting and every key."""
        self.root.open_settings()
