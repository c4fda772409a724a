"""Ports on 127.0.0.1."""

import random
import socket

# Below those that the kernel gives to outgoing connections (32768 up), which would take one that a fake has closed.
_UNTRIED = list(range(20000, 32000))
random.shuffle(_UNTRIED)


def free_port():
    """Gives none twice: a fake that is closed will want its own again."""
    while _UNTRIED:
        port = _UNTRIED.pop()
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass
    raise OSError("no free port")
