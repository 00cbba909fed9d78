"""The end of the program in order, without a process to end."""

import asyncio
from typing import Any

import pytest

from nextcall.tui.terminal import signals
from nextcall.tui.terminal.app import CalmApp


class Demo(CalmApp[None]):
    """An app that notes how it is ended."""

    def __init__(self) -> None:
        super().__init__()
        self.codes: list[int] = []

    def exit(self, result: None = None, return_code: int = 0, message: Any = None) -> None:  # noqa: ARG002 (as in Textual)
        self.codes.append(return_code)


async def end(app: Demo, settle: signals.Settle | None) -> None:
    ending = signals.Ending(app, settle)
    ending.caught = 15
    await ending._end()


async def test_settles_first() -> None:
    app, order = Demo(), []

    async def settle() -> None:
        await asyncio.sleep(0)
        order.append(list(app.codes))

    await end(app, settle)
    assert (order, app.codes) == ([[]], [143])


async def test_settling_takes_no_longer_than_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signals, "_SETTLE", 0.01)
    app = Demo()
    await end(app, asyncio.Event().wait)  # type: ignore[arg-type]  # what it returns is nobody's concern
    assert app.codes == [143]


async def test_ends_also_when_settling_fails() -> None:
    app = Demo()

    async def settle() -> None:
        raise OSError(28, "no space")

    await end(app, settle)
    assert app.codes == [143]


def test_codes() -> None:
    ending = signals.Ending(Demo(), None)
    assert [ending.code(0), ending.code(3), ending.code(None)] == [0, 3, 1]
    ending.caught = 1
    assert ending.code(0) == 129


async def test_mistake_in_a_handler_is_raised_in_tests_and_logged_without_values() -> None:
    class Wrong(CalmApp[None]):
        def on_mount(self) -> None:
            raise ValueError("Jane Doe")

    logged: list[str] = []
    app = Wrong()
    app.log_mistake = logged.append
    with pytest.raises(ValueError, match="Jane"):
        async with app.run_test():
            pass
    assert app.return_code == 1
    assert app.mistake.startswith(
        "nextcall stopped by a mistake of its own: ValueError at test_terminal_signals.py:"
    )
    assert "Jane" not in app.mistake + logged[0]
    assert logged[0].splitlines()[0] == "ValueError"


async def test_without_a_terminal_title_and_bell_are_nothing() -> None:
    app = CalmApp[None]()
    async with app.run_test() as pilot:
        app.set_title("x")
        app.ring()
        app.give_back()
        app.redraw()
        assert not app.is_lent()
        await pilot.press("n")
