"""A site that runs by itself: what is posted stands in the tree within seconds, and is proven without the site."""

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.services import ROOT
from tests.site import Site

pytestmark = pytest.mark.full
SCRIPT = ROOT / "frontend" / "static" / "verify" / "verify_ledger.py"


def proven(site: Site, posted: dict[str, Any], within: float = 30) -> str:
    """The proof, as soon as it is there."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        held = httpx.get(
            f"{site.url}/api/v1/receipts/{posted['number']}/", params={"code": posted["lookup_code"]}
        )
        if proof := held.json()["proof"]:
            return str(proof)
        time.sleep(0.5)
    raise AssertionError(f"no proof within {within} seconds")


def test_a_comment_is_proven_within_seconds_and_the_log_outlives_the_server(
    new_county: Callable[[str], Path], tmp_path: Path
) -> None:
    site = Site(new_county("proven")).start()
    comments = f"{site.url}/api/v1/consultations/{site.open_consultation}/comments/"
    answer = httpx.post(comments, json={"body": "路灯坏了。"})
    proof = tmp_path / "proof"
    proof.write_text(proven(site, answer.json()))
    key = httpx.get(f"{site.url}/ledger/vkey").text.strip()
    kept = tmp_path / "kept"
    kept.write_text(httpx.get(f"{site.url}/ledger/checkpoint").text)
    assert httpx.post(comments, json={"body": "还没修。"}).status_code == 201
    assert site.stop()[0] == 0
    assert json.loads(site.manage("ledger", "verify", "--json", "--against", str(kept)))["ok"]
    site.manage("ledger", "export", str(tmp_path / "log"))
    for what in (["receipt", proof], ["export", tmp_path / "log", "--against", kept]):
        command = [sys.executable, "-I", str(SCRIPT), *map(str, what), "--vkey", key]
        done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    served = httpx.get(f"{site.start().url}/static/verify/verify_ledger.py")
    assert served.text == SCRIPT.read_text()
    assert site.stop()[0] == 0
    renamed = Site(site.data_dir, env={"LEDGER_ORIGIN": "another.example/ledger"})
    assert "Set LEDGER_ORIGIN=127.0.0.1/ledger" in renamed.refused()
