"""A real server in a process of its own, with its own DATA_DIR, for journeys and for tests that kill it."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx

from tests.mailbox import Mailbox
from tests.services import ROOT


def until(holds: Callable[[], object], seconds: float = 30) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to hold in time"
        time.sleep(0.2)


class Site:
    """`with Site(data_dir) as site:` serves on a free port; `site.url`, `site.sign_ins`, `site.kill()`.

    `mailbox` receives what the site mails; `env` adds to the environment.
    """

    def __init__(
        self,
        data_dir: Path,
        env: Mapping[str, str] | None = None,
        *,
        demo: bool = True,
        mailbox: Mailbox | None = None,
    ) -> None:
        self.data_dir = data_dir
        self.mailbox = mailbox or Mailbox()
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name in {"PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "VIRTUAL_ENV"}
        }
        self.env = inherited | {
            "DATA_DIR": str(data_dir), "PORT": "0", "THROTTLE": "off", "DEMO": "1" if demo else "0",
            "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1",
            **({"EMAIL_URL": mailbox.url} if mailbox else {}), **(env or {}),
        }  # fmt: skip
        self.url = ""
        self.sign_ins: dict[str, tuple[str, str]] = {}
        self.process: subprocess.Popen[str] | None = None
        self.said: list[str] = []

    def start(self, timeout: float = 180) -> "Site":
        """Start the server and wait until it answers. Raises AssertionError with its output when it does not."""
        self.url, self.said = "", []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "participation.config.serve"],
            cwd=ROOT, env=self.env, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        threading.Thread(target=self._listen, args=[self.process], daemon=True).start()
        end = time.monotonic() + timeout
        while time.monotonic() < end and self.process.poll() is None:
            if self.url and self._answers():
                return self
            time.sleep(0.05)
        status = self.process.poll()
        self.kill()
        raise AssertionError(f"the server did not come up (status {status}):\n{self.output}")

    def refused(self) -> str:
        """Start it where it must not; gives what it says, once it has ended with 1."""
        done = subprocess.run(
            [sys.executable, "-m", "participation.config.serve"],
            cwd=ROOT, env=self.env, text=True, encoding="utf-8", capture_output=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr, done.stderr
        return done.stderr

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout
        for line in process.stdout:
            self.said.append(line.rstrip("\n"))
            if found := re.match(r"Serving on (http\S+)", line):
                self.url = found[1]
            elif found := re.match(r"  (\S+) +([a-z0-9-]{14}) +(\S.*)$", line):
                self.sign_ins[found[1]] = (found[2], found[3])

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/livez", timeout=2).status_code == 200
        except httpx.HTTPError:
            return False

    def visitor(self, name: str = "") -> httpx.Client:
        """A browser without a screen; with a name somebody of the demo, signed in."""
        client = httpx.Client(base_url=self.url, timeout=30, headers={"Referer": self.url})
        if name:
            answer = self.send(client, "/accounts/login/", login=name, password=self.sign_ins[name][0])
            assert answer.status_code == 302, answer.text
        return client

    def send(self, client: httpx.Client, path: str, at: str = "", **form: Any) -> httpx.Response:
        """Fill in the form of a page and send it, to `at` when that is another address."""
        client.get(path)
        files = form.pop("files", None)
        sent = form | {"csrfmiddlewaretoken": client.cookies["csrftoken"]}
        return client.post(at or path, data=sent, files=files)

    @property
    def open_consultation(self) -> str:
        """The slug of one on which people may comment now."""
        rows = httpx.get(f"{self.url}/api/v1/consultations/", params={"phase": "open"}).json()["results"]
        return str(rows[0]["slug"])

    @property
    def output(self) -> str:
        """What the server has said since its start."""
        return "\n".join(self.said)

    def stop(self, sig: signal.Signals = signal.SIGTERM, timeout: float = 10) -> tuple[int, float]:
        """Send a signal and wait; gives the exit status and the seconds it took."""
        assert self.process
        began = time.monotonic()
        self.process.send_signal(sig)
        return self.process.wait(timeout), time.monotonic() - began

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)

    def manage(self, *args: str, stdin: str | None = None, check: bool = True) -> str:
        """Run a management command on the same DATA_DIR; gives its standard output."""
        return self.run("manage.py", *args, stdin=stdin, check=check)

    def run(self, *args: str, stdin: str | None = None, check: bool = True) -> str:
        """Run Python beside the server, with its environment; gives its standard output."""
        done = subprocess.run(
            [sys.executable, *args],
            cwd=ROOT, env=self.env, text=True, encoding="utf-8", input=stdin, capture_output=True, timeout=300,
        )  # fmt: skip
        if check and done.returncode:
            raise AssertionError(f"{' '.join(args)} ended {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout

    def manage_json(self, *args: str, stdin: str | None = None) -> Any:
        """Run a command with --json; gives the document."""
        return json.loads(self.manage(*args, "--json", stdin=stdin))

    def __enter__(self) -> "Site":
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, *rest: BaseException | TracebackType | None) -> None:
        if self.process and self.process.poll() is None:
            self.stop()
