"""A certificate authority of our own, and a certificate of it for localhost and 127.0.0.1."""

import pathlib
import ssl
import subprocess
import tempfile


class Certificate:
    """Exists from the start of the with statement to its end."""

    def __enter__(self):
        self._directory = tempfile.TemporaryDirectory(prefix="ccproxy-bench-tls-")
        home = pathlib.Path(self._directory.name)
        self.authority = home / "authority.pem"
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "90"]
        _openssl(home, "req", "-x509", *key, "-subj", "/CN=CCProxy bench",
                 "-keyout", "authority.key", "-out", "authority.pem")
        _openssl(home, "req", *key[:-2], "-subj", "/CN=localhost", "-keyout", "server.key", "-out", "server.csr")
        (home / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n", encoding="ascii")
        _openssl(home, "x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
                 "-CAcreateserial", "-days", "90", "-extfile", "names", "-out", "server.pem")
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(home / "server.pem", home / "server.key")
        return self

    def __exit__(self, *_):
        self._directory.cleanup()


def _openssl(home, *arguments):
    subprocess.run(["openssl", *arguments], cwd=home, check=True, capture_output=True)
