"""A receiver of the service's webhooks (Standard Webhooks) over Python's standard library."""

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MAX_AGE_SECONDS = 300
MAX_BODY_BYTES = 65_536


def is_signed(secrets, headers, body):
    """Whether a message is the service's and not older than five minutes.

    Two secrets are valid while one is changed; the message has a signature of each.
    """
    identifier = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not timestamp.isascii() or not timestamp.isdigit():
        return False
    if abs(time.time() - int(timestamp)) > MAX_AGE_SECONDS:
        return False
    signed = f"{identifier}.{timestamp}.".encode() + body
    given = headers.get("webhook-signature", "").split(" ")
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        mac = hmac.new(key, signed, hashlib.sha256).digest()
        right = "v1," + base64.b64encode(mac).decode()
        if any(hmac.compare_digest(right.encode(), each.encode()) for each in given):
            return True
    return False


class Receiver:
    """Listens on a free port of this computer and hands each verified message on.

    Answer at once and work afterwards: the service waits 15 seconds, and sends again what was not
    answered with 2xx. Keep `data.number` in the transaction of what you do.
    """

    def __init__(self, take):
        secrets = self.secrets = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers.get("content-length") or 0)
                body = self.rfile.read(min(length, MAX_BODY_BYTES))
                ours = length <= MAX_BODY_BYTES and is_signed(secrets, self.headers, body)
                if ours:
                    take(json.loads(body))
                self.send_response(204 if ours else 401)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/tessera"

    def start(self, *secrets):
        self.secrets.extend(secrets)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
