"""`nextcall` alone: the home screen, or the open session as lines of text."""

import os

from nextcall.bootstrap import services
from nextcall.config.paths import Folders


def run(where: Folders, *, as_lines: bool) -> int:
    """Open the home screen; with `as_lines` go on with the open session without one."""
    found = services(where, os.environ)
    if as_lines:
        from nextcall.cli.plain import LineMode, standard_input  # noqa: PLC0415 (only where it is wanted)

        found.desk.take_up()
        return LineMode(found, standard_input()).run()
    from nextcall.cli.screen import open_screen  # noqa: PLC0415 (the interface, only where a screen opens)

    return open_screen(found, None)
