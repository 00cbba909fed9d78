"""Numbers for people: in the style of the configuration, else of the locale; never in what programs read."""

import json
import re
from pathlib import Path

import pytest

from nextcall import figures
from nextcall.__main__ import main
from nextcall.figures import STYLES, amount, figure, of_locale, styled, typed

NBSP = "\N{NO-BREAK SPACE}"
WRITTEN = {
    "1,234.5": ("1,234,567", "1,234.5", "1,234.50"),
    "1.234,5": ("1.234.567", "1.234,5", "1.234,50"),
    "1 234,5": (f"1{NBSP}234{NBSP}567", f"1{NBSP}234,5", f"1{NBSP}234,50"),
    "1'234.5": ("1'234'567", "1'234.5", "1'234.50"),
    "12,34,567.8": ("12,34,567", "1,234.5", "1,234.50"),
    "1234.5": ("1234567", "1234.5", "1234.50"),
    "1234,5": ("1234567", "1234,5", "1234,50"),
}


@pytest.mark.parametrize("style", STYLES)
def test_each_style(style: str) -> None:
    figures.use(style, {})
    assert (figure(1_234_567), figure(1234.5, 1), amount("1234.50")) == WRITTEN[style]
    assert (figure(0), figure(999), figure(-12), amount("20")) == ("0", "999", "-12", "20")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("decimal", ["0", "7", "1200", "1200.50", "0.25", "1234567.125"])
def test_an_amount_can_be_typed_as_it_is_shown_or_plainly(style: str, decimal: str) -> None:
    figures.use(style, {})
    assert typed(amount(decimal)) == decimal
    assert typed(amount(decimal).replace(NBSP, " ")) == decimal
    if not re.fullmatch(r"\d{1,3}\.\d{3}", decimal):  # one and the same text, which the style decides
        assert typed(decimal) == decimal


def test_what_is_no_amount_stays_as_it_was_typed() -> None:
    figures.use("1.234,5", {})
    for text in ("", "much", "12,", ",5", "1.23.456", "-3", "1,2,3"):
        assert typed(text) == text
    assert amount("much") == "much"


@pytest.mark.parametrize(
    ("locale", "style"),
    [
        ("de_DE.UTF-8", "1.234,5"), ("de_CH.UTF-8", "1'234.5"), ("fr_FR@euro", "1 234,5"), ("pt_BR", "1.234,5"), ("pt_PT", "1 234,5"), ("es_ES", "1.234,5"),
        ("es_MX.UTF-8", "1,234.5"), ("en_IN", "12,34,567.8"), ("en_US.UTF-8", "1,234.5"), ("C", "1,234.5"), ("POSIX", "1,234.5"), ("xx_YY", "1,234.5"),
    ],
)  # fmt: skip
def test_the_style_of_a_locale(locale: str, style: str) -> None:
    assert of_locale({"LANG": locale}) == style


def test_which_variable_names_the_locale() -> None:
    assert of_locale({}) == figures.PLAIN
    assert of_locale({"LANG": "de_DE", "LC_NUMERIC": "fr_FR"}) == "1 234,5"
    assert of_locale({"LANG": "de_DE", "LC_NUMERIC": "fr_FR", "LC_ALL": "en_US"}) == figures.PLAIN
    assert of_locale({"LC_ALL": "", "LANG": "de_DE"}) == "1.234,5"
    figures.use("system", {"LANG": "de_DE"})
    assert styled("1,234.5") == "1.234,5"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """1,234 calls from paper."""
    monkeypatch.setenv("NEXTCALL_HOME", str(tmp_path))
    assert main(["add", "--date", "2026-11-19", "--start", "9:00", "--minutes", "300", "n=1034", "v=100", "x=80", "y=20"]) == 0
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(list(words)) == 0
    return capsys.readouterr().out


def test_commands_write_as_configured(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    machine = [("stats", "--json"), ("stats", "--plain"), ("formula", "--json"), ("limits", "--json"), ("export", "--format", "markdown"), ("export", "--format", "csv")]
    before = [said(capsys, *words) for words in machine]
    assert "1,234" in said(capsys, "stats")
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "config.toml").write_text('[ui]\nnumbers = "1.234,5"\n')
    assert "1.234" in said(capsys, "stats")
    assert "8,1 %" in said(capsys, "formula")
    assert [said(capsys, *words) for words in machine] == before
    assert json.loads(before[0])["calls"] == 1234
    monkeypatch.setenv("NEXTCALL_UI_NUMBERS", "1'234.5")
    assert "1'234" in said(capsys, "stats")


def test_a_configuration_that_cannot_be_used_is_not_told_by_those_who_do_without(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "config.toml").write_text('[ui]\nnumbers = "many"\n')
    monkeypatch.setenv("LC_NUMERIC", "fr_FR.UTF-8")
    assert f"1{NBSP}234" in said(capsys, "stats")


def test_no_figure_goes_another_way() -> None:
    """A thousand is grouped in one place, so that it is grouped alike everywhere."""
    source = Path(figures.__file__).parent
    grouped = re.compile(r"\{[^{}]*:[<>^]?\d*,(\.\df)?\}")
    assert [path.name for path in source.rglob("*.py") if grouped.search(path.read_text())] == ["figures.py"]
