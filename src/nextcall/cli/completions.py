"""`nextcall completions`: what makes a shell complete the words of nextcall."""

import os
from argparse import ArgumentParser, Namespace

from nextcall.cli.output import data
from nextcall.config.paths import Folders

FILES = {"bash": "nextcall.bash", "zsh": "_nextcall", "fish": "nextcall.fish"}
"""The shells, and the files that they read; these lie in `cli/shells/`."""
_EPILOG = """pipx and packages of systems put the files where the shells look by themselves. Otherwise:

  bash   nextcall completions bash > ~/.local/share/bash-completion/completions/nextcall
  zsh    nextcall completions zsh > ~/.zfunc/_nextcall    (with fpath+=~/.zfunc before compinit in ~/.zshrc)
  fish   nextcall completions fish > ~/.config/fish/completions/nextcall.fish

Or for this one shell, in bash: source <(nextcall completions bash)"""


def arguments(parser: ArgumentParser) -> None:
    """What `completions` takes."""
    parser.epilog = _EPILOG
    parser.add_argument("shell", metavar="SHELL", choices=FILES, help=f"one of {', '.join(FILES)}")


def run(options: Namespace, _: Folders) -> int:
    """Print the file of that shell."""
    data(script(options.shell).removesuffix("\n"))
    return 0


def script(shell: str) -> str:
    """The file of one of `FILES`."""
    path = os.path.join(os.path.dirname(__file__), "shells", FILES[shell])
    with open(path, encoding="utf-8") as file:
        return file.read()
