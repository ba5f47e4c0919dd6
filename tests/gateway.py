"""A real SMS gateway on this machine that keeps what it is posted."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_django import Settings

from participation.accounts.models import User


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

    @property
    def texts(self) -> list[str]:
        """What was sent, oldest first."""
        return [str(each.body["text"]) for each in self.messages]

    @property
    def code(self) -> str:
        """The six figures of the newest message."""
        return re.findall(r"\d{6}", self.texts[-1])[0]


@pytest.fixture
def sms(settings: Settings) -> Iterator[SmsGateway]:
    """The site's text messages go to it."""
    with SmsGateway() as running:
        settings.SMS_URL = running.url
        yield running


@pytest.fixture
def prove(sms: SmsGateway, deliver_all: Callable[[], int]) -> Callable[..., User]:
    """Give an account a mobile number and show that it is theirs; gives the account as it then is."""
    from participation.accounts.phones import prove_number, send_code

    def prove(person: User, phone: str = "13800001111") -> User:
        User.objects.filter(pk=person.pk).update(phone=phone)
        send_code(person, by=person)
        deliver_all()
        prove_number(person, sms.code, by=person)
        sms.messages.clear()
        return User.objects.get(pk=person.pk)

    return prove
