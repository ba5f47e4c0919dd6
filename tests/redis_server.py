"""A Redis of a test's own, that it may stop, freeze and start again."""

import signal
import socket
import subprocess
import time
from types import TracebackType

from tests.services import REDIS_SERVER, need


class RedisServer:
    """`with RedisServer() as redis:` listens on `redis.url` and keeps nothing when it ends."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Come up, or come back, empty."""
        need("redis-server")
        self._process = subprocess.Popen(
            [REDIS_SERVER, "--port", str(self.port), "--save", "", "--appendonly", "no", "--loglevel", "warning"],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        end = time.monotonic() + 10
        while not self._listens():
            assert time.monotonic() < end, "redis-server did not come up"
            time.sleep(0.05)

    def stop(self) -> None:
        """Go away; nobody listens any more."""
        if self._process:
            self.thaw()
            self._process.kill()
            self._process.wait(10)
            self._process = None

    def freeze(self) -> None:
        """Take connections and answer nothing."""
        assert self._process
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Answer again."""
        assert self._process
        self._process.send_signal(signal.SIGCONT)

    def _listens(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
        except OSError:
            return False
        return True

    def __enter__(self) -> "RedisServer":
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: BaseException | TracebackType | None) -> None:
        self.stop()
