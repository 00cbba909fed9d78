"""The floor of reading a history: every file decoded, no more fields than totals need, and outcomes counted.

DATA is the data folder.
"""

import os
import sys
from collections import Counter

import msgspec


class Call(msgspec.Struct, gc=False):
    """What totals need of a call."""

    outcome: str
    dialed_at: str | None = None
    hung_up_at: str | None = None
    tagged_at: str | None = None


class Session(msgspec.Struct, gc=False):
    """What totals need of a session."""

    id: str
    started_at: str
    ended_at: str | None
    calls: list[Call]


def main() -> None:
    """Read and count."""
    decode, found, sessions = msgspec.json.Decoder(Session).decode, Counter[str](), 0
    for folder, _, names in os.walk(os.path.join(sys.argv[1], "sessions")):
        for name in sorted(names):
            with open(os.path.join(folder, name), "rb", buffering=0) as file:
                session = decode(file.read())
            sessions += 1
            found.update(call.outcome for call in session.calls)
    print(sessions, found.total(), dict(found))


if __name__ == "__main__":
    main()
