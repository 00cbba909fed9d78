"""Brings an index up to date in a process of its own, for a screen that must not wait: DATA and CACHE as words.

What has been done so far goes to standard output, as `3400 10000` on a line. It gives way to everything else
that wants to run: to the screen above all.
"""

import os
import sys
from contextlib import suppress

from nextcall.storage.index.index import Index


def _said(done: int, total: int) -> None:
    with suppress(OSError):  # whoever waited for it is gone; the index is worth its while all the same
        sys.stdout.write(f"{done} {total}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(19)
    Index.opened(sys.argv[1], sys.argv[2], _said, complete=True).close()
