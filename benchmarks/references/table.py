"""The floor of an import: each row read, its two times understood, every session saved on its own, for good.

The table and an empty folder are its words.
"""

import csv
import json
import os
import sys
from datetime import UTC, datetime, timedelta

APART = timedelta(minutes=30)


def save(path: str, data: bytes) -> None:
    """A new file, fsync, rename, fsync of the folder."""
    with open(path + ".part", "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".part", path)
    folder = os.open(os.path.dirname(path), os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def main() -> None:
    """Read, take apart where half an hour passed, save."""
    sessions: list[list[dict[str, str]]] = []
    last = datetime.min.replace(tzinfo=UTC)
    with open(sys.argv[1], encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            began, ended = datetime.fromisoformat(row["started"]), datetime.fromisoformat(row["ended"])
            if began - last > APART:
                sessions.append([])
            sessions[-1].append({**row, "started": began.isoformat(), "ended": ended.isoformat()})
            last = ended
    for number, calls in enumerate(sessions):
        save(os.path.join(sys.argv[2], f"{number}.json"), json.dumps({"calls": calls}).encode())


if __name__ == "__main__":
    main()
