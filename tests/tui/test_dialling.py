"""A number on its way to another program: never more than a number, never through a shell."""

import os
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nextcall.errors import InputError, NextcallError, NotAllowedError
from nextcall.text import MARK
from nextcall.tui import clipboard, dialling


def program(folder: Path, name: str, *rows: str) -> str:
    """A program that notes its arguments, one a line."""
    path = folder / name
    path.write_text("\n".join((f"#!{sys.executable}", "import sys", *rows, f"open({str(folder / 'noted')!r}, 'a').write('\\n'.join(sys.argv[1:]) + '\\n')")))
    path.chmod(0o700)
    return str(path)


@pytest.fixture
def systems(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The system's programs, and nothing else on the path."""
    for name in ("xdg-open", "open", "rundll32"):
        program(tmp_path, name)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("platform", "expected"),
    [("linux", ["xdg-open", "tel:+15550100"]), ("darwin", ["open", "tel:+15550100"]), ("win32", ["rundll32", "url.dll,FileProtocolHandler", "tel:+15550100"])],
)
def test_by_the_system(systems: Path, platform: str, expected: list[str]) -> None:
    name, *rest = dialling.command("+1 555 0100", (), platform)
    assert [os.path.basename(name), *rest] == expected
    assert os.path.dirname(name) == str(systems)


HOSTILE = [";touch X", "--help", "-rf", "javascript:x", "file:///etc/passwd", "+1555;touch X", "$(touch X)", "`x`", "+1 555\n0100;x", "tel:+15550100", "", "+", "\x1b]52;c;x\x07", "+1555&x", "|x", "5" * 41]


@pytest.mark.parametrize("phone", HOSTILE)
def test_what_is_no_number_is_refused_with_a_sentence(systems: Path, phone: str) -> None:
    with pytest.raises(InputError, match="no number that can be dialled") as caught:
        dialling.command(phone)
    assert "\x1b" not in str(caught.value)
    assert not (systems / "noted").exists()


@given(st.text(alphabet=st.sampled_from("0123456789+*#,;-() ./a$`|&<>'\"\\\n\x00\x1b"), max_size=20))
def test_an_argument_has_nothing_but_what_can_be_dialled(phone: str) -> None:
    try:
        words = dialling.command(phone, (sys.executable, "tel:{phone}", "{phone}"))
    except NextcallError:
        return
    address, number = words[1:]
    assert set(number) <= set("0123456789+*#,;")
    assert number[0] not in "-,;"
    assert address == "tel:" + number.replace("#", "%23")


def test_a_configured_program_gets_the_number_inside_one_argument(systems: Path) -> None:
    words = dialling.command("555,12#", (str(systems / "open"), "--to={phone}", "sip:{phone}@office", "as it is"))
    assert words == [str(systems / "open"), "--to=555,12#", "sip:555,12%23@office", "as it is"]


@pytest.mark.parametrize("configured", [(), ("not-there", "{phone}")])
def test_no_program_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, configured: tuple[str, ...]) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotAllowedError, match=r"^(No program here opens numbers: |The program under \[contacts\] dial is not there: )"):
        dialling.command("+15550100", configured)


def test_it_runs_with_exactly_these_arguments(tmp_path: Path) -> None:
    told: list[str] = []
    dialling._run(dialling.command("+15550100;1", (program(tmp_path, "phone"), "{phone}", "; touch X")), told.append)
    assert (tmp_path / "noted").read_text() == "+15550100;1\n; touch X\n"
    assert told == []
    assert not (tmp_path / "X").exists()


def test_a_failure_is_one_sentence(tmp_path: Path) -> None:
    told: list[str] = []
    dialling._run([program(tmp_path, "phone", "sys.exit(3)")], told.append)
    dialling._run([str(tmp_path / "gone")], told.append)
    assert told == ["The number was not opened: phone ended with 3.", "The number was not opened: gone: No such file or directory."]


@given(st.text())
def test_what_is_copied_is_one_harmless_line(text: str) -> None:
    copied = clipboard.harmless(text)
    assert not any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} for sign in copied)
    assert MARK not in copied
    assert len(copied) <= 200


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [("darwin", {}, ["pbcopy"]), ("linux", {"WAYLAND_DISPLAY": "w", "DISPLAY": ":0"}, ["wl-copy"]), ("linux", {"DISPLAY": ":0"}, ["xclip", "-selection", "clipboard"]), ("linux", {}, [])],
)
def test_the_desktops_own_clipboard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, environ: dict[str, str], expected: list[str]) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert clipboard.command(environ, platform) == []
    for name in ("pbcopy", "wl-copy", "xclip"):
        program(tmp_path, name)
    found = clipboard.command(environ, platform)
    assert [os.path.basename(word) for word in found] == expected
