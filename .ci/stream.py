"""A provider of the Messages API whose streams take a while: nothing for 11 s after the first event, then an event a second.
stream.py PORT SECONDS: on 127.0.0.1. The first event says how many bytes the request's body had."""
import http.server
import json
import sys
import time

SILENCE = 11
port, seconds = map(int, sys.argv[1:])


class Provider(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        length = len(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.event("message_start", bytes=length)
        time.sleep(SILENCE)
        for number in range(seconds - SILENCE):
            self.event("content_block_delta", index=number)
            time.sleep(1)
        self.event("message_stop")

    def event(self, kind, **fields):
        self.wfile.write(f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode())
        self.wfile.flush()

    def log_message(self, *arguments):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", port), Provider).serve_forever()
