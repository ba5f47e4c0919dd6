"""The embedded server as a process: coming up, being refused, ending, dying."""

import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.services import ROOT
from tests.site import Site

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def data_dir(new_county: Callable[[str], Path]) -> Path:
    """One DATA_DIR for the module."""
    return new_county("server")


@pytest.fixture
def site(data_dir: Path) -> Iterator[Site]:
    with Site(data_dir) as site:
        yield site


def refused(data_dir: Path, **env: str) -> str:
    """Start a server that must refuse; gives the sentence. A variable given as "" is not set."""
    site = Site(data_dir, env)
    site.env = {name: value for name, value in site.env.items() if value}
    done = subprocess.run(
        [sys.executable, "-m", "participation.config.serve"],
        cwd=ROOT, env=site.env, text=True, capture_output=True, timeout=30,
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def processor_seconds(pid: int) -> float:
    """What a process has used of the processor."""
    used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


def test_without_a_proxy_nobody_chooses_the_address_by_which_he_is_counted(data_dir: Path) -> None:
    with Site(data_dir, {"THROTTLE": "on"}) as site:
        path = f"{site.url}/api/v1/receipts/YJ-260101-AAAAAA/?code=X"
        forged = ({"X-Forwarded-For": f"203.0.113.{n}"} for n in range(11))
        answers = [httpx.get(path, headers=headers).status_code for headers in forged]
    assert answers == [404] * 10 + [429]


def test_no_stranger_fills_the_disk_with_one_request(site: Site) -> None:
    address = site.url.removeprefix("http://").split(":")
    with socket.create_connection((address[0], int(address[1]))) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10000000000\r\n\r\nx")
        assert line.recv(64).startswith(b"HTTP/1.1 413 ")
    endless = (bytes(1024 * 1024) for _ in range(100))
    try:
        assert httpx.post(site.url, content=endless, timeout=60).status_code >= 400
    except httpx.TransportError:
        pass  # it was cut off
    assert httpx.get(f"{site.url}/livez").status_code == 200


def test_it_comes_up_with_the_demo_and_says_who_may_sign_in(site: Site) -> None:
    assert httpx.get(site.url).status_code == 200
    assert httpx.get(f"{site.url}/readyz").status_code == 200
    assert site.sign_ins
    for secret in ("secret", "demo-sign-ins.txt"):
        assert stat.S_IMODE((site.data_dir / secret).stat().st_mode) == 0o600


def test_a_second_start_is_warm_and_changes_no_password(data_dir: Path) -> None:
    with Site(data_dir) as first:
        known = first.sign_ins
    began = time.monotonic()
    with Site(data_dir) as again:
        waited = time.monotonic() - began
        assert again.sign_ins == known
        assert again.process
        # On a machine with other work the wait says nothing: then the work done counts.
        assert waited < 5 or processor_seconds(again.process.pid) < 4


@pytest.mark.parametrize("sig", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_within_five_seconds_whatever_is_connected(site: Site, sig: signal.Signals) -> None:
    address = site.url.removeprefix("http://").split(":")
    with (
        httpx.Client(base_url=site.url) as idle,
        socket.create_connection((address[0], int(address[1]))) as half,
    ):
        assert idle.get("/livez").status_code == 200
        half.sendall(b"POST /api/v1/questions/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\n{")
        status, seconds = site.stop(sig)
    assert status == 0, site.output
    assert seconds < 5


def test_a_second_server_on_the_same_data_is_refused_and_the_first_goes_on(site: Site) -> None:
    assert "Another server already uses" in refused(site.data_dir)
    assert httpx.get(f"{site.url}/livez").status_code == 200


def test_the_lock_dies_with_its_server(data_dir: Path) -> None:
    killed = Site(data_dir).start()
    killed.kill()
    with Site(data_dir) as next_one:
        assert httpx.get(f"{next_one.url}/readyz").status_code == 200


def test_management_commands_run_beside_the_server(site: Site) -> None:
    assert site.manage_json("due_date", "2026-03-02", "5", "--unit", "working")["due"] == "2026-03-09"
    site.manage("load_demo")


def test_several_servers_share_their_data_through_redis(data_dir: Path, redis_url: str) -> None:
    env = {"REDIS_URL": redis_url}
    with Site(data_dir, env) as one, Site(data_dir, env) as two:
        assert httpx.get(f"{one.url}/readyz").status_code == httpx.get(f"{two.url}/readyz").status_code == 200


def test_a_taken_port_is_said_in_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "Choose another PORT" in refused(tmp_path, PORT=str(taken.getsockname()[1]))


@pytest.mark.parametrize("demo", ["", "1"])
def test_the_demo_is_refused_on_a_public_host(tmp_path: Path, demo: str) -> None:
    assert "Set DEMO=0" in refused(tmp_path, HOST="0.0.0.0", THROTTLE="on", DEMO=demo)


def test_data_that_hold_the_demo_are_refused_on_a_public_host(data_dir: Path) -> None:
    with Site(data_dir):
        pass
    assert "another DATA_DIR" in refused(data_dir, HOST="0.0.0.0", THROTTLE="on", DEMO="0")


def test_switching_the_throttle_off_is_refused_on_a_public_host(tmp_path: Path) -> None:
    assert "THROTTLE=off" in refused(tmp_path, HOST="0.0.0.0", DEMO="0", THROTTLE="off")


def test_a_site_without_the_demo_has_nobody_in_it(tmp_path: Path) -> None:
    with Site(tmp_path, demo=False) as bare:
        assert httpx.get(bare.url).status_code == 200
        assert httpx.get(f"{bare.url}/readyz").status_code == 200
        assert not bare.sign_ins
        assert httpx.get(f"{bare.url}/api/v1/consultations/").json()["results"] == []


@pytest.mark.skipif(not (ROOT / ".venv").samefile(sys.prefix), reason="not the environment that ./run made")
def test_the_process_of_run_is_the_server(data_dir: Path) -> None:
    process = subprocess.Popen(
        [ROOT / "run"],
        env=Site(data_dir).env | {"PATH": os.environ["PATH"]},
        text=True,
        stdout=subprocess.PIPE,
    )
    try:
        assert process.stdout
        assert any(line.startswith("Serving on http://") for line in process.stdout)
        assert b"participation.config.serve" in Path(f"/proc/{process.pid}/cmdline").read_bytes()
        time.sleep(0.5)
        process.terminate()
        assert process.wait(5) == 0
    finally:
        process.kill()
