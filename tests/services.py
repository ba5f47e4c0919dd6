"""What this machine may lack, and how its lack is told: skipped and named at the end, a failure when CI=true."""

import os
import shutil
from pathlib import Path

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
CLAMD = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""
REDIS_SERVER = shutil.which("redis-server") or ""
ROOT = Path(__file__).resolve().parents[1]
REAL_DATA = Path(os.environ.get("REAL_DATA") or ROOT.parent / "shared" / "data")
PASS = os.environ.get("TEST_PASS", "sqlite")
CI = os.environ.get("CI", "").lower() == "true"

LACKING = "not on this machine: "
HOW = {
    "PostgreSQL": "set TEST_DATABASE_URL, for example postgres://postgres@127.0.0.1:5432/participation",
    "Redis": "set TEST_REDIS_URL, for example redis://127.0.0.1:6379/15",
    "redis-server": "apt install redis-server (a Redis that the tests stop and start)",
    "Chromium": "apt install chromium fonts-noto-cjk",
    "ClamAV": "apt install clamav-daemon",
    "real data": "set REAL_DATA to the folder that holds laws/, docx/, messages/",
}


def missing() -> dict[str, str]:
    """The services that are not here, each with the way to give it."""
    here = {
        "PostgreSQL": bool(os.environ.get("TEST_DATABASE_URL")),
        "Redis": bool(os.environ.get("TEST_REDIS_URL")),
        "redis-server": bool(REDIS_SERVER),
        "Chromium": bool(CHROMIUM),
        "ClamAV": bool(CLAMD),
        "real data": REAL_DATA.is_dir(),
    }
    return {name: HOW[name] for name, there in here.items() if not there}


def need(name: str) -> None:
    """Skip the test when the service or the data is missing; in CI fail, for nothing is to be missing there."""
    if name not in missing():
        return
    if CI:
        pytest.fail(f"{name} is missing, and with CI=true nothing is skipped for want of it: {HOW[name]}")
    pytest.skip(LACKING + name)
