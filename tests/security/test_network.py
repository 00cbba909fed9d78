"""Nothing leaves the machine: there is no code that could, and Python itself, asked to report it, has nothing to report."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from fuzz.box import HANGS, Box
from security.doing import all_commands
from security.source import MODULES, nodes

NETWORK = {
    "socket", "ssl", "http", "ftplib", "smtplib", "poplib", "imaplib", "telnetlib", "nntplib", "xmlrpc", "socketserver", "webbrowser", "asyncore", "requests", "httpx", "aiohttp",
    "urllib.request", "urllib.error", "urllib3", "websockets",
}  # fmt: skip
"""Modules that reach others."""
REACHING = {"create_connection", "open_connection", "create_server", "start_server", "create_datagram_endpoint", "urlopen", "getaddrinfo", "open_url", "deliver_screenshot"}
"""Calls that do, by whatever name their owner goes."""


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """The modules that a module names: imported, or as a text."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""
            yield from ((node.lineno, f"{node.module}.{name.name}") for name in node.names)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            called = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
            if called in ("import_module", "__import__"):
                yield from ((node.lineno, str(word.value)) for word in node.args if isinstance(word, ast.Constant))


def test_no_code_for_it() -> None:
    found = []
    for path in MODULES:
        found += [f"{path.name}:{number}: {name}" for number, name in imports(path) if name in NETWORK or name.partition(".")[0] in NETWORK]
        called = (node for node in nodes(path) if isinstance(node, ast.Attribute))
        found += [f"{path.name}:{node.lineno}: {node.attr}" for node in called if node.attr in REACHING]
    assert found == []


WATCHED = """
import json, sys
seen = []
def watch(event, found):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "poplib.", "imaplib.", "webbrowser.", "ssl.")):
        seen.append(event + " " + repr(found[1:])[:100])
sys.addaudithook(watch)
from nextcall.__main__ import main
for words in json.load(sys.stdin):
    main(words)
loaded = sorted({"socket", "ssl", "http.client", "urllib.request"} & set(sys.modules))
print("\\nseen", json.dumps([seen, loaded]))
"""


def test_no_command_reaches_anybody(box: Box, tmp_path: Path) -> None:
    import json

    commands = all_commands(box, tmp_path / "out")
    done = subprocess.run([sys.executable, "-c", WATCHED], input=json.dumps(commands), capture_output=True, text=True, timeout=HANGS * 2, check=True)
    seen, loaded = json.loads(done.stdout.rpartition("\nseen ")[2])
    assert seen == []
    assert "ssl" not in loaded  # what others load of the rest is theirs; nothing of it was used


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace shows what C libraries do, and is not here")
def test_nor_do_the_libraries_under_it(box: Box, tmp_path: Path) -> None:
    """Among them the one that writes Parquet, of which Python would know nothing."""
    log, out = tmp_path / "strace.log", tmp_path / "out.parquet"
    words = [sys.executable, "-m", "nextcall", "export", "--format", "parquet", "-o", str(out)]
    subprocess.run(["strace", "-f", "-qq", "-e", "trace=%network", "-o", str(log), *words], capture_output=True, timeout=HANGS * 2, check=True, env={**os.environ})
    assert out.read_bytes()[:4] == b"PAR1"
    assert [line for line in log.read_text().splitlines() if "AF_" in line and "AF_UNIX" not in line] == []
    assert box
