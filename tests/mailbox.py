"""A real SMTP server that keeps what it is sent."""

import socket
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """Takes mail on a free port of this machine; `letters` is what came, `url` the EMAIL_URL that leads here."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refusing = False
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._server = Controller(self, hostname="127.0.0.1", port=free.getsockname()[1])

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called by the SMTP server for each letter; `refusing` makes it answer as a full mailbox would."""
        if self.refusing:
            return "452 Requested action not taken: insufficient storage"
        self.letters.append(message_from_bytes(envelope.original_content or b"", policy=default))
        return "250 OK"

    @property
    def host(self) -> str:
        return "127.0.0.1"

    @property
    def port(self) -> int:
        return int(self._server.port)

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    def to(self, address: str) -> list[EmailMessage]:
        """The letters to one address, oldest first."""
        return [letter for letter in self.letters if address in str(letter["To"])]

    def __enter__(self) -> "Mailbox":
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.stop()
