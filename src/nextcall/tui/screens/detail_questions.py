"""The keys of a session's detail that ask for something: which field, which outcome, a line."""

from collections.abc import Callable, Sequence

from nextcall.core import actions as do
from nextcall.core.session import Call
from nextcall.tui.modals.ask_one import Choice
from nextcall.tui.modals.fields import FIELDS, as_text, label_of, words_of
from nextcall.tui.screens.detail_corrections import DetailCorrections
from nextcall.tui.screens.questions import REASONS

_HELP = (("I", "introduced"), ("R", "referral"), ("U", "useful"), ("T", "thanked"))
_LONGEST = 10_000
"""Characters of a line: as many as a note may have in its file."""
_NONE = Choice("-", "none", "no reason")


class DetailQuestions(DetailCorrections):
    """Asks, and corrects what was answered."""

    def _correct(self, call: Call, *changes: tuple[str, str]) -> str:
        """Correct a call; why not, where that is refused."""
        return self.mend(do.Correct(call.n, *changes[0]) if len(changes) == 1 else do.CorrectAll(call.n, changes))

    def _one_of(self, title: str, choices: Sequence[Choice], done: Callable[[str], object]) -> None:
        from nextcall.tui.modals.ask_one import AskOne  # noqa: PLC0415 (loaded when it is first asked for)

        def answered(value: str | None) -> None:
            if value is not None:
                done(value)

        self.app.push_screen(AskOne(title, choices), answered)

    def _line(self, title: str, value: str | None, words: Sequence[str], done: Callable[[str], str]) -> None:
        """Ask for a line until `done` has nothing against it; what is given back as it was is no correction; None asks for a new one."""
        from nextcall.tui.modals.ask_line import AskLine  # noqa: PLC0415 (loaded when it is first asked for)

        self.app.push_screen(AskLine(title, value or "", words=words, most=_LONGEST, checked=lambda text: "" if value is not None and text == value.strip() else done(text)))

    # ---- this call

    def do_correct_call(self) -> None:
        """Choose a field of this call, then what is to stand there."""
        if (call := self.call()) is not None:
            fields = (Choice("o", "outcome", "outcome"), *FIELDS)
            self._one_of(f"Call {call.n}: correct what?", fields, lambda field: self._ask_field(call, field))

    def _ask_field(self, call: Call, field: str) -> None:
        title = f"Call {call.n}: {label_of(field)}"
        if field == "outcome":
            self._one_of(f"Call {call.n} was:", self._outcomes(), lambda outcome: self._correct(call, ("outcome", outcome)))
        elif field == "reason":
            self._one_of(title, (*REASONS, _NONE), lambda reason: self._correct(call, ("reason", "" if reason == "none" else reason)))
        elif field == "help":
            marks = [Choice(key, mark, f"{mark} {'✓' if mark in call.help else ''}".rstrip()) for key, mark in _HELP]
            self._one_of(title, marks, lambda mark: self._mark(call, mark))
        elif field == "introduction":
            self._line(title, as_text(call, field), words_of(field), lambda text: self._introduce(call, text))
        elif field == "bright_note":
            self._line(title, call.bright_note, words_of(field), lambda text: self._correct(call, *_bright(call, text)))
        else:
            self._line(title, as_text(call, field), words_of(field), lambda text: self._correct(call, (field, text)))

    def _outcomes(self) -> list[Choice]:
        """The outcomes that have a key of their own, those of the session before those of the configuration."""
        found: dict[str, Choice] = {}
        for outcome in self.session.outcomes if self.session else ():
            if outcome.key and outcome.key not in found:
                found[outcome.key] = Choice(outcome.key, outcome.id, outcome.name)
        return list(found.values())

    def _mark(self, call: Call, mark: str) -> None:
        """A help mark, or no longer; an introduction goes with its mark."""
        marks = [other for other in call.help if other != mark] if mark in call.help else [*call.help, mark]
        changes = [("help", ", ".join(marks))]
        if mark == "introduced" and mark in call.help and call.introduction is not None:
            changes.append(("introduction", ""))
        self._correct(call, *changes)

    def _introduce(self, call: Call, text: str) -> str:
        """Who was introduced to whom; the mark comes with it."""
        changes = [("introduction", text)]
        if text and "introduced" not in call.help:
            changes.append(("help", ", ".join((*call.help, "introduced"))))
        return self._correct(call, *changes)

    def do_call_note(self) -> None:
        """The note of this call."""
        if (call := self.call()) is not None:
            self._ask_field(call, "note")

    def do_call_bright(self) -> None:
        """A bright spot, or not any more; the mark is made at once, the line is optional."""
        if (call := self.call()) is None:
            return
        if call.bright:
            self._correct(call, ("bright", "no"), *([("bright_note", "")] if call.bright_note else []))
        elif not self._correct(call, ("bright", "yes")):
            self._line(f"Bright spot on call {call.n}: what worked?", "", (), lambda text: self._correct(call, ("bright_note", text)))

    # ---- calls

    def do_remove_call(self) -> None:
        """This call never was; undo brings it back."""
        if (call := self.call()) is not None:
            self.mend(do.RemoveCall(call.n))

    def do_add_call(self) -> None:
        """A call that was forgotten: its outcome, then when it was."""
        words = ("as in  09:41", "Enter alone: at the end of the session", "Esc leaves it")

        def chosen(outcome: str) -> None:
            self._line("Added call: when was it?", None, words, lambda at: self.mend(do.AddCall(outcome, at)))

        self._one_of("Add a call: what did it come to?", self._outcomes(), chosen)


def _bright(call: Call, text: str) -> list[tuple[str, str]]:
    """The line of a bright spot; a line makes it one."""
    return [("bright_note", text), *([("bright", "yes")] if text and not call.bright else [])]
