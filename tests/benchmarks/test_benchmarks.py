"""The benchmarks measure and say what they measured; how quick anything is, is none of a test's business."""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest

from architecture import ROOT
from measuring import drawing, made, page, samples, words
from measuring.figures import FIGURES, Figure, all_found, found
from measuring.groups import Group
from measuring.samples import Round
from nextcall.storage.sessions import Sessions

RUN = ROOT / "benchmarks" / "run.py"
LINUX = pytest.mark.skipif(not os.path.exists("/proc/self/schedstat"), reason="what a program costs is read from Linux's /proc")
SHORT = ["--rounds", "1", "--presses", "2", "--rest", "0", "--ten-years", "20", "--most", "100", "--rows", "80"]


def run(tmp_path: Path, *arguments: str) -> dict[str, object]:
    out = tmp_path / "figures.json"
    done = subprocess.run([sys.executable, RUN, *arguments, "--json", out], capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert "failed" not in done.stderr
    found: dict[str, object] = json.loads(out.read_text())
    return found | {"printed": done.stdout}


@LINUX
@pytest.mark.skipif(not os.path.exists(os.path.join(os.path.dirname(sys.executable), "nextcall")), reason="nextcall is not installed beside this Python")
def test_what_is_cheap_is_measured_and_told(tmp_path: Path) -> None:
    found = run(tmp_path, "session", "commands", "import", *SHORT, "--work", str(tmp_path / "work"))
    figures = found["figures"]
    assert isinstance(figures, dict)
    resting = ("running", "paused", "home")  # nobody rests here
    assert set(figures) == {figure.id for figure in FIGURES if figure.group in ("session", "commands", "import") and not figure.of[1].startswith(resting)}
    for name, figure in figures.items():
        assert {"words", "group", "value", "low", "high", "rounds", "unit", "goal", "met"} <= figure.keys(), name
        assert figure["rounds"] == 1, name
        assert figure["value"] > 0 or name.endswith(("bytes", "cpu", "wakeups")), name
        assert (figure["met"] is None) == (figure["goal"] is None), name
        assert figure["words"].strip() in str(found["printed"]), name
    again = run(tmp_path, "--again", str(tmp_path / "figures.json"))
    assert again["figures"] == figures


def test_a_history_is_one_that_the_program_reads(tmp_path: Path) -> None:
    made.history(str(tmp_path), 30, calls=5)
    sessions = Sessions(str(tmp_path))
    read = [sessions.read(path).bench.session for path in sessions.newest_first()]
    assert len({session.id for session in read}) == 30
    assert {len(session.calls) for session in read} == {5}
    assert read[0].started_at.date() == made.LAST
    assert {path.stat().st_mode & 0o077 for path in tmp_path.rglob("*.json")} <= {0, 0o044, 0o040}
    before = {path.name: path.read_bytes() for path in tmp_path.rglob("*.json")}
    made.history(str(tmp_path / "again"), 30, calls=5)
    assert {path.name: path.read_bytes() for path in (tmp_path / "again").rglob("*.json")} == before


def test_a_figure_is_the_median_of_the_ratios_inside_the_rounds() -> None:
    rounds: list[Round] = [{"app": {"key": [2.0, 4.0, 6.0]}, "bare": {"key": [1.0, 2.0, 3.0]}}, {"app": {"key": [9.0]}, "bare": {"key": [3.0]}}, {"app": {}}]
    figure = Figure("x", "session", "x", ("app", "key"), ("bare", "key"), goal=2.5)
    one = found(figure, rounds)
    assert one is not None
    assert (one.value, one.low, one.high, one.rounds) == (2.5, 2.0, 3.0, 2)
    assert one.meets(2.5) is True
    assert one.meets(2.4) is False
    assert one.meets(None) is None
    last = found(figure._replace(share=0.95, all_rounds=True), rounds)
    assert last is not None
    assert last.value == 3.0
    assert found(figure._replace(of=("app", "none")), rounds) is None
    assert found(figure._replace(to=None), rounds[:1]) == (4.0, 4.0, 4.0, 1, 4.0, None, None)


def test_quantiles_are_values_that_were_measured() -> None:
    assert [samples.quantile(range(1, 101), share) for share in (0.5, 0.95, 0.99, 1)] == [50, 95, 99, 100]
    assert samples.quantile([7], 0.5) == 7


def test_figures_have_names_of_their_own() -> None:
    assert len({figure.id for figure in FIGURES}) == len(FIGURES)


GROWTH: list[Round] = [{f"{size} sessions": {"key": [0.001 * (1 + at)], "start cpu": [0.2]} for at, size in enumerate(("0", "100", "1,000"))}]


def test_growth_is_drawn() -> None:
    drawn = page.pictures({"growth": GROWTH})
    assert list(drawn) == ["speed-growth.svg"]
    picture = ET.fromstring(drawn["speed-growth.svg"])  # noqa: S314 (our own)
    texts = [text.text for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"0", "100", "1,000"} <= set(texts)
    assert "3.00  key to the count, p50" in texts
    assert "http" not in drawn["speed-growth.svg"].replace("http://www.w3.org/2000/svg", "")


def test_names_of_lines_stand_apart() -> None:
    drawn = drawing.picture("x", "y", ["a", "b"], [drawing.Line(f"line {at}", [1, 1 + at / 100]) for at in range(8)])
    heights = sorted(float(y) for y in re.findall(r'y="([\d.]+)" fill="#\w+">[\d.]+  line', drawn))
    assert len(heights) == 8
    assert all(later - height > 16 for height, later in pairwise(heights))


def test_a_page_keeps_what_people_wrote(tmp_path: Path) -> None:
    (tmp_path / "speed.md").write_text(f"before\n{page.BEGIN}old\n{page.END}after\n")
    group = Group("growth", "By the size", 1, lambda *_: {})
    rounds: list[Round] = [{"0 sessions": {"key": [0.001]}, "100,000 sessions": {"key": [0.0015]}}]
    page.write(str(tmp_path), {"growth": rounds}, [group])
    said = (tmp_path / "speed.md").read_text()
    assert said.startswith(f"before\n{page.BEGIN}Measured on ")
    assert said.endswith(f"{page.END}after\n")
    assert "| key to the count, p50, 100,000 sessions against none | 1.50 | ≤ 1.2 | MISSED | 1.5 ms | 1.0 ms |" in said
    assert "old" not in said
    assert words.terminal_table({"growth": rounds}, [group]).startswith("By the size\n")
    assert [figure.id for figure, _ in all_found({"growth": rounds})] == ["grown-key"]
