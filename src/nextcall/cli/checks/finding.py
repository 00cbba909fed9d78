"""What a check has to say."""

from typing import NamedTuple

OK = "ok"
"""It is as it should be."""
NOTE = "note"
"""Worth knowing; nothing has to be done."""
WRONG = "wrong"
"""Something has to be done."""


class Finding(NamedTuple):
    """One thing that was looked at."""

    state: str
    """`ok`, `note` or `wrong`."""
    subject: str
    """What was looked at."""
    said: str
    """What there is to say about it."""
    advice: str = ""
    """What to do, as a sentence."""
