"""Several programs on one session at once, and a program that is killed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from cli.commands import Command

TAGS = "import sys; from nextcall.__main__ import main; sys.exit(max(main(['tag', sys.argv[1]]) for _ in range(10)))"


def test_two_shells_at_once_lose_nothing(nextcall: Command, home: Path) -> None:
    nextcall("start", "--headless")
    keys = "nvmgwhxi"
    running = [subprocess.Popen([sys.executable, "-c", TAGS, key], stdout=subprocess.PIPE, text=True) for key in keys]
    said = [process.communicate(timeout=120)[0].splitlines() for process in running]
    assert [process.returncode for process in running] == [0] * len(keys)
    calls = json.loads((home / "data" / "current.json").read_text())["calls"]
    assert [call["n"] for call in calls] == list(range(1, 81))
    assert sorted(call["outcome"] for call in calls) == sorted(
        outcome for outcome in ("no-answer", "voicemail", "machine", "gatekeeper", "wrong-number", "hung-up", "no", "helped") for _ in range(10)
    )
    numbers = sorted(int(line.split()[0]) for lines in said for line in lines)
    assert numbers == list(range(1, 81))  # each said the number that its call has in the file
    assert nextcall("status", "--json").json["calls"] == 80


def test_killed_in_the_middle(nextcall: Command, home: Path) -> None:
    nextcall("start", "--headless")
    chance = random.Random(7)  # noqa: S311 (not a secret)
    acknowledged = 0
    for _ in range(25):
        process = subprocess.Popen([sys.executable, "-m", "nextcall", "tag", "x"], stdout=subprocess.PIPE)
        time.sleep(chance.uniform(0.0, 0.15))
        process.send_signal(signal.SIGKILL)
        said, _ = process.communicate(timeout=20)
        acknowledged += bool(said)
        calls = json.loads((home / "data" / "current.json").read_text())["calls"]
        assert len(calls) >= acknowledged
        assert [call["n"] for call in calls] == list(range(1, len(calls) + 1))
    assert nextcall("status", "--json").json["calls"] == len(calls)
    assert nextcall("tag", "x").out == f"{len(calls) + 1}  Heard it, said no\n"
    assert nextcall("stop").code == 0


def test_a_lock_does_not_outlive_its_holder(nextcall: Command, home: Path) -> None:
    nextcall("start", "--headless")
    holder = subprocess.Popen(
        [sys.executable, "-c", f"import time; from nextcall.storage.lock import locked\nwith locked({os.fspath(home / 'data' / '.lock')!r}):\n print(1, flush=True); time.sleep(60)"],
        stdout=subprocess.PIPE,
    )  # fmt: skip
    assert holder.stdout
    holder.stdout.readline()
    waiting = subprocess.Popen([sys.executable, "-m", "nextcall", "tag", "x"], stdout=subprocess.PIPE, text=True)
    time.sleep(0.5)
    assert waiting.poll() is None
    holder.kill()
    said, _ = waiting.communicate(timeout=20)
    assert said == "1  Heard it, said no\n"
    holder.wait(20)
    holder.stdout.close()
