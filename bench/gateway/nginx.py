"""nginx as the plainest of all gateways, for comparison."""

import os
import pathlib
import signal
import subprocess
import time

import wait
from ports import free_port
from server import Client

CONFIG = """
daemon off;
worker_processes 1;
pid %(home)s/pid;
error_log %(home)s/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path %(home)s/body;
  proxy_temp_path %(home)s/proxy;
  fastcgi_temp_path %(home)s/fastcgi;
  uwsgi_temp_path %(home)s/uwsgi;
  scgi_temp_path %(home)s/scgi;
  client_body_buffer_size 128k;
  keepalive_requests 1000000000;
  upstream provider { server 127.0.0.1:%(stub)d; keepalive 32; keepalive_requests 1000000000; }
  server {
    listen 127.0.0.1:%(port)d;
    location / {
      proxy_pass http://provider%(path)s/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
  }
}
"""


class Nginx:
    """From the start of the with statement to its end."""

    def __init__(self, directory, stub, path):
        self.port = free_port()
        home = directory / "nginx"
        home.mkdir()
        (home / "nginx.conf").write_text(
            CONFIG % {"home": home, "stub": stub.port, "port": self.port, "path": path}, encoding="ascii")
        self.process = subprocess.Popen(
            ["nginx", "-p", home, "-c", home / "nginx.conf", "-e", home / "error.log", "-g", "user root;"],
            start_new_session=True)

    def __enter__(self):
        wait.until("start of nginx", self._serves, 10)
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        self.worker = int(children.read_text().split()[0])
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(10)

    def _serves(self):
        try:
            return Client(self.port).get("/v1/models")[0] == 200
        except OSError:
            return False

    def cpu(self):
        """Seconds of the process that does all the work."""
        return time.clock_gettime(~self.worker << 3 | 2)
