"""The folders: which one wins, and that platformdirs would say the same."""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from platformdirs.unix import Unix

from nextcall.config.paths import Folders, folders
from nextcall.errors import UsageError

POSIX = pytest.mark.skipif(os.name != "posix", reason="the rules of Unix")
HOME = {"HOME": "/home/ann"}
VALUES = st.one_of(
    st.sampled_from(
        ["", "/", "//", "relative", "/x", "/x/", "//x//", "~", "~/x", " /x", "/ x ", "/ü", "./x", "\n/x"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
)
NAMES = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")
ENVIRONMENTS = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, VALUES))


def as_tuple(found: Folders) -> tuple[str, str, str, str]:
    return found.data, found.config, found.cache, found.log


@POSIX
@given(environ=ENVIRONMENTS)
def test_the_defaults_are_those_of_platformdirs(environ: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name in NAMES:
            patch.delenv(name, raising=False)
        for name, value in environ.items():
            patch.setenv(name, value)
        theirs = Unix("nextcall")
        expected = (theirs.user_data_dir, theirs.user_config_dir, theirs.user_cache_dir, theirs.user_log_dir)
    assert as_tuple(folders(environ)) == expected


@POSIX
def test_home_puts_all_four_under_one_folder() -> None:
    assert as_tuple(folders({**HOME, "NEXTCALL_HOME": "/n"})) == (
        "/n/data",
        "/n/config",
        "/n/cache",
        "/n/log",
    )


@POSIX
def test_own_variables_win_over_home_and_flags_over_all() -> None:
    environ = {
        "NEXTCALL_HOME": "/n",
        "NEXTCALL_DATA_DIR": "/d",
        "NEXTCALL_CONFIG_DIR": "/c",
        "NEXTCALL_CACHE_DIR": "/k",
        "NEXTCALL_LOG_DIR": "/l",
    }
    assert as_tuple(folders(environ)) == ("/d", "/c", "/k", "/l")
    assert as_tuple(folders(environ, "/flag", "/other")) == ("/flag", "/other", "/k", "/l")


@POSIX
def test_empty_values_count_as_none() -> None:
    found = folders({**HOME, "NEXTCALL_DATA_DIR": "", "NEXTCALL_HOME": ""}, "", "")
    assert found.data == "/home/ann/.local/share/nextcall"


@POSIX
def test_relative_and_home_paths_become_absolute() -> None:
    found = folders({**HOME, "NEXTCALL_CONFIG_DIR": "~/dots"}, "here")
    assert found.data == os.path.join(os.getcwd(), "here")
    assert found.config == "/home/ann/dots"
    assert folders(HOME, "~").data == "/home/ann"


@POSIX
def test_no_home_at_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import pwd

    def nobody(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    with pytest.raises(UsageError, match="no home"):
        folders({})


@POSIX
def test_a_relative_path_from_a_folder_that_is_gone_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> str:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(os, "getcwd", gone)
    with pytest.raises(UsageError, match="No such file"):
        folders(HOME, "here")


def test_what_lies_in_the_config_folder() -> None:
    found = Folders("d", "c", "k", "l")
    assert found.config_file == os.path.join("c", "config.toml")
    assert found.themes == os.path.join("c", "themes")
    assert repr(found) == "Folders('d', 'c', 'k', 'l')"


@POSIX
def test_nothing_is_made_and_nothing_dear_is_imported(tmp_path: object) -> None:
    program = (
        "import sys; before = set(sys.modules)\n"
        "from nextcall.config.paths import folders\n"
        "folders({'NEXTCALL_HOME': sys.argv[1] + '/new'}); folders({'HOME': sys.argv[1]})\n"
        "import os; print(sorted(set(sys.modules) - before), os.listdir(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "['nextcall', 'nextcall.config', 'nextcall.config.paths'] []"
