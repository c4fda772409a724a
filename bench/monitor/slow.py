"""A fake provider over TLS that takes its time in each phase."""

import contextlib
import socket
import threading
import time

from fakes import MODELS

HANDSHAKE = 0.2
HEAD = 0.3
BODY = 0.3


class Slow:
    """Accepts, waits, shakes hands, reads, waits, answers the head and half of the body, waits, answers the rest."""

    def __init__(self, context):
        self.context = context

    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self.listener.accept()
                threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection):
        half = len(MODELS) // 2
        with contextlib.suppress(OSError), connection:
            connection.settimeout(10)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            time.sleep(HANDSHAKE)
            with self.context.wrap_socket(connection, server_side=True) as secure:
                secure.recv(16384)
                time.sleep(HEAD)
                secure.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
                               b"Content-Length: %d\r\n\r\n" % len(MODELS) + MODELS[:half])
                time.sleep(BODY)
                secure.sendall(MODELS[half:])
