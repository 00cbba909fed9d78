"""A held or bouncing key tags once."""


class RepeatGuard:
    """Knows whether a key is only the one before, still down."""

    def __init__(self, milliseconds: int) -> None:
        self._window = milliseconds / 1000
        self._last = ""
        self._at = float("-inf")

    def held(self, key: str, at: float) -> bool:
        """Whether `key` at `at` (monotonic seconds) repeats the last one too soon; the window slides with it."""
        held = key == self._last and at - self._at < self._window
        self._last, self._at = key, at
        return held
