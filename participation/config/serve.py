"""The embedded server: one process that sets up what is missing, serves, delivers and ends cleanly.

It exits 0 after SIGINT or SIGTERM, at most five seconds later, and 1 with a sentence when it must refuse.
"""

import fcntl
import os
import signal
import socket
import sys
import threading
from pathlib import Path
from types import FrameType
from typing import IO

import django
import uvicorn
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from participation.config import prepare

GRACE = 2  # seconds for requests under way
PATIENCE = (
    4.0  # seconds until the process ends whatever still holds it; every answer given is already on disk
)

_held: IO[str] | None = None  # the kernel frees the lock with the process, however it dies


class Refusal(Exception):
    """The server must not start like this; the message says what to do instead."""


class Server(uvicorn.Server):
    """Uvicorn that ends in time even when a thread hangs."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self.should_exit:
            last_resort = threading.Timer(PATIENCE, os._exit, [0])
            last_resort.daemon = True
            last_resort.start()
        super().handle_exit(sig, frame)


def hold(data_dir: Path) -> None:
    """Take DATA_DIR for this server alone. Raises Refusal when another server has it."""
    global _held
    lock = (data_dir / "serve.lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise Refusal(
            f"Another server already uses {data_dir}. Two servers on one DATA_DIR need REDIS_URL "
            "(docs/deployment.md); otherwise choose another DATA_DIR."
        ) from None
    _held = lock


def bind(host: str, port: int) -> socket.socket:
    """Bind the address before anything slow is done. Raises Refusal when it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        raise Refusal(
            f"Cannot listen on {host} port {port}: {error.strerror}. Choose another PORT."
        ) from None
    return listener


def refuse_public_demo() -> None:
    """A county of invented officials, with sign-ins printed on a terminal, is for this machine only."""
    from django.conf import settings

    if settings.LOOPBACK:
        return
    if settings.DEMO or "DEMO" not in os.environ:
        raise Refusal(
            f"The demo county is not served on {settings.HOST}: it is for this machine only. Set DEMO=0."
        )
    if sign_ins():
        raise Refusal(
            f"{settings.DATA_DIR} holds the demo county; serve {settings.HOST} from another DATA_DIR."
        )


def proxies() -> str:
    """The addresses whose `X-Forwarded-For` is believed. Without a proxy in front nobody's is: it would be a way around
    every limit an address has."""
    from django.conf import settings

    return os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1" if settings.HTTPS else "")


def sign_ins() -> list[tuple[str, str, str]]:
    """The demo's people: role in words, user name, password. Empty without the demo."""
    from frontend.demo import signins

    return signins.read()


def announce(address: str) -> None:
    """Say where the site is and who may sign in to the demo."""
    from django.conf import settings

    lines = [f"Serving on {address}"]
    if settings.DEMO and (people := sign_ins()):
        lines += ["", f"Demo sign-ins (made once, kept in {settings.DATA_DIR}):"]
        lines += [f"  {name:<20} {password:<16} {role}" for role, name, password in people]
    prepare.say("\n".join([*lines, "", "Ctrl-C ends it."]))


def serve() -> int:
    """Set up, then serve until told to end. Returns the exit status."""
    django.setup()
    from django.conf import settings

    refuse_public_demo()
    if not settings.REDIS_URL:
        hold(settings.DATA_DIR)
    listener = bind(settings.HOST, int(os.environ.get("PORT") or 8000))
    prepare.everything()
    config = uvicorn.Config(
        "participation.config.asgi:application",
        proxy_headers=bool(proxies()),
        forwarded_allow_ips=proxies(),
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )
    config.load()
    port = listener.getsockname()[1]
    announce(f"http://{f'[{settings.HOST}]' if ':' in settings.HOST else settings.HOST}:{port}")
    # Uvicorn raises the signal once more when it is done: by then there is nothing left to end.
    for sig in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sig, lambda *_: None)
    server = Server(config)
    server.run(sockets=[listener])
    return 0 if server.started else 1


def main() -> int:
    """Run the server; refusals are a sentence, not a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "participation.config.settings")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    try:
        return serve()
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 1
    except (DatabaseError, OSError, ImproperlyConfigured) as problem:
        return prepare.give_up(problem)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
