"""A real SMS gateway on this machine that keeps what it is posted."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Message:
    """One POST: its path with the query, its headers, its JSON."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


@dataclass
class SmsGateway:
    """`status` is what it answers; `messages` is what came, refused ones among them."""

    status: int = 200
    messages: list[Message] = field(default_factory=list)

    def __enter__(self) -> "SmsGateway":
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                gateway.messages.append(Message(self.path, dict(self.headers), body))
                self.send_response(gateway.status)
                if gateway.status == 302:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                """Keep the tests' output clean."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        """The SMS_URL that leads here."""
        return f"http://county:k%40y@127.0.0.1:{self._server.server_port}/send?template=todo"
