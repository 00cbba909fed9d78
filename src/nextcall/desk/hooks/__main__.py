"""The process that runs hooks: the configuration file and the cache as words. It belongs to no terminal."""

import os
import sys
from contextlib import suppress

if __name__ == "__main__":
    if hasattr(os, "setsid"):
        with suppress(OSError):  # it leads its own group already
            os.setsid()  # before anything else: where the program that started it leaves, its terminal would end this one
    if hasattr(os, "nice"):
        os.nice(5)  # where every core is busy the screen comes first; what follows is loaded in its own time
    from nextcall.desk.hooks.runner import run
    from nextcall.errors import StorageError

    with suppress(OSError, StorageError):  # there is nobody to tell; who tells of hooks finds the folder as it is, too
        run(sys.argv[1], sys.argv[2], os.environ)
