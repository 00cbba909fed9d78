"""The whole program without a screen: commands from a shell, refusals, faults in the configuration."""

from pathlib import Path

import pytest

from cli.commands import one_line
from e2e.terminal import House


def test_a_session_without_a_screen(house: House) -> None:
    house.configure('[formula]\nearned = "10000"\ncalls = 500\ncurrency = "USD"\n')

    def done(*words: str) -> None:
        result = house.run(*words)
        assert (result.code, result.err) == (0, ""), words

    done("start", "sprint", "--headless", "--intention", "Ask one more question")
    for words in (["dial"], ["hangup"], ["tag", "no"], ["tag", "v", "--note", "after lunch"], ["tag", "g"], ["undo"], ["undo"], ["redo"]):
        done(*words)
    done("pause", "notes")
    assert house.run("status", "--json").json["state"] == "paused"
    for words in (["resume"], ["note", "in", "May"], ["tag", "y", "--amount", "1200"], ["bright", "silence", "worked"], ["dial"]):
        done(*words)

    status = house.run("status", "--json").json
    assert (status["state"], status["title"], status["value"]) == ("on_call", "Sprint", "60.00")
    assert [status[name] for name in ("calls", "connects", "conversations", "noes", "yeses", "helps")] == [3, 2, 2, 1, 1, 0]
    assert 0 <= status["elapsed_seconds"] < 900 - status["left_seconds"] + 1
    assert house.run("status", "--format", "{state} {calls}").out == "on_call 3\n"

    refused = house.run("stop")
    assert (refused.code, one_line(refused.err)) == (1, "Finish this call first: tag it, or drop it.")
    done("undo")  # of the dial
    done("stop")
    assert house.run("status", "--json").json["state"] == "none"
    shown = house.run("show", "last", "--json").json
    assert [(call["outcome"], call["note"]) for call in shown["calls"]] == [("no", ""), ("voicemail", "in May"), ("yes", "")]
    assert (shown["calls"][2]["amount"], shown["calls"][2]["bright_note"]) == ("1200", "silence worked")
    assert (shown["end"], shown["intention"], shown["value_per_call"]) == ("ended", "Ask one more question", "20.00")
    assert [pause["reason"] for pause in shown["pauses"]] == ["notes"]
    stats = shown["stats"]
    assert [stats[name] for name in ("calls", "connects", "conversations", "noes", "yeses", "helps")] == [3, 2, 2, 1, 1, 0]
    assert stats["outcomes"] == {"no": 1, "voicemail": 1, "yes": 1}
    assert (stats["rates"]["yes"]["k"], stats["rates"]["yes"]["n"]) == (1, 2)
    assert [row["calls"] for row in house.run("log", "--json").json] == [3]
    assert "60.00" in house.run("show", "last").out


def test_what_cannot_be_done(house: House) -> None:
    for words in (["tag", "n"], ["stop"], ["undo"], ["show", "last"]):
        result = house.run(*words)
        assert (result.code, result.out) == (1, ""), words
        assert one_line(result.err)
    house.run("start", "--headless")
    for words, code in ((["tag", "unheard-of"], 2), (["start", "--headless"], 1), (["hangup"], 1), (["start", "--yes", "3"], 2)):
        result = house.run(*words)
        assert (result.code, result.out) == (code, ""), words
        assert one_line(result.err)
    assert house.tagged() == []


FAULTS = {
    "a goal of yeses": ('[[preset]]\nid = "mine"\ntitle = "Mine"\nyes = 3\n', 4, "preset[1].yes: goals are inputs"),
    "a key used twice": ('[keys]\nundo = "q"\n', 2, "keys.undo: 'q' is the key of keys.end"),
    "a key of an outcome": ('[outcomes.demo]\nlabel = "Demo"\nkey = "y"\n', 3, "outcomes.demo.key: 'y' is the key of outcomes.yes"),
    "an unknown key": ('[session]\nprezet = "sprint"\n', 2, "session.prezet: unknown setting (did you mean 'preset'?)"),
    "a wrong type": ('[session]\nrepeat_guard_ms = "soon"\n', 2, "session.repeat_guard_ms: must be a whole number"),
    "no TOML": ("[session\n", 1, "is not valid TOML"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_in_the_configuration(house: House, fault: str) -> None:
    text, line, said = FAULTS[fault]
    path = house.configure(text)
    terminal = house.terminal()
    assert (terminal.exit(), terminal.left_on()) == (2, [])
    shown = terminal.raw.decode().replace("\r\n", "\n")
    assert one_line(shown).startswith(f"config.toml:{line}: {said}")
    for words in (["start"], ["start", "--headless"], ["config", "check"]):
        result = house.run(*words)
        assert (result.code, result.out, result.err) == (2, "", shown), words
    assert files(house.home) == [path]
    assert path.read_text() == text


def test_all_faults_of_a_configuration_at_once(house: House) -> None:
    house.configure("".join(text for text, _, _ in FAULTS.values() if text != "[session\n").replace("[session]\nrepeat", "repeat"))
    result = house.run("start", "--headless")
    lines = result.err.splitlines()
    assert (result.code, len(lines)) == (2, len(FAULTS) - 1)
    assert all(line.startswith("nextcall: config.toml:") for line in lines)


def files(folder: Path) -> list[Path]:
    """Every file below."""
    return sorted(path for path in folder.rglob("*") if path.is_file())
