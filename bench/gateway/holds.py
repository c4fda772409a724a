"""What a process holds: sockets and threads."""

import contextlib
import os
import pathlib
import re

# Threads that are not needed are kept for a minute.
KEPT = 75
MARGIN = 3


def now(pid):
    """How many of both."""
    sockets = 0
    for entry in pathlib.Path(f"/proc/{pid}/fd").iterdir():
        with contextlib.suppress(OSError):
            sockets += os.readlink(entry).startswith("socket:")
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return sockets, int(re.search(r"Threads:\s+(\d+)", status)[1])


def back(later, before):
    """Whether there are hardly more than before."""
    return all(a <= b + MARGIN for a, b in zip(later, before))
