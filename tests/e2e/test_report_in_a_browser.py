"""The report in a real browser: it loads without a word of complaint, fetches nothing, and what people wrote stays text."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from exchange.reports import Page
from histories import as_read, file_in, sittings

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")
HOSTILE = "</li><script>document.title='hurt'</script><img src='http://127.0.0.1:{port}/seen' onerror=\"document.title='hurt'\"><style>@import url(http://127.0.0.1:{port}/seen);</style>"

pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs Chromium: apt-get install chromium")


class Ears(BaseHTTPRequestHandler):
    """Hears whoever asks for anything."""

    heard: list[str]

    def do_GET(self) -> None:
        self.heard.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port on which somebody listens, and what was asked for there."""
    heard: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), type("OurEars", (Ears,), {"heard": heard}))
    Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], heard
    server.shutdown()
    server.server_close()


def report(home: Path, *words: str) -> Path:
    """The report of the history in a folder, as another program writes it."""
    page = home / "report.html"
    folders = ["--data-dir", str(home / "data"), "--config-dir", str(home / "config")]
    env = {"HOME": str(home), "NEXTCALL_CACHE_DIR": str(home / "cache"), "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-m", "nextcall", *folders, "report", *words, "-o", str(page)], check=True, capture_output=True, env=env)
    return page


def browse(page: Path, profile: Path, *how: str) -> subprocess.CompletedProcess[str]:
    """Open a page in the browser, without a window; what it says of the page goes to standard error."""
    words = [str(BROWSER), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr", "--v=0", f"--user-data-dir={profile}"]
    return subprocess.run([*words, *how, page.as_uri()], capture_output=True, text=True, timeout=120, check=True)


@pytest.mark.parametrize("coach", [(), ("--coach",)])
def test_in_a_browser(tmp_path: Path, listener: tuple[int, list[str]], coach: tuple[str, ...]) -> None:
    port, heard = listener
    words = HOSTILE.format(port=port)
    for session in sittings(81, 60):
        calls = tuple(call._replace(bright=True, bright_note=words, note=words, help=("thanked",)) for call in session.calls)
        file_in(tmp_path / "data", as_read(session._replace(calls=calls, preset=words, skill=words)))
    done = browse(report(tmp_path, *coach), tmp_path / "profile", "--dump-dom")
    assert "CONSOLE" not in done.stderr, [row for row in done.stderr.splitlines() if "CONSOLE" in row]
    shown = Page(done.stdout)
    assert not shown.elements & {"script", "img", "link", "iframe", "object"}
    assert "<title>Calling" in done.stdout
    assert (words[:30] in shown.text) == (not coach)
    assert len(re.findall(r"<svg ", done.stdout)) >= 4
    assert heard == []


def test_it_prints_on_two_pages(tmp_path: Path) -> None:
    for session in sittings(82, 60):
        file_in(tmp_path / "data", as_read(session))
    printed = tmp_path / "report.pdf"
    browse(report(tmp_path), tmp_path / "profile", "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    assert len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) <= 2
