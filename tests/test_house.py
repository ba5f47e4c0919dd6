"""The checks that keep the house clean: style, types, floors, migrations, deployment, locks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services import CI, ROOT, missing

pytestmark = pytest.mark.house
BIN = Path(sys.executable).parent
SETTINGS = "participation.config.settings"


def run(tmp_path: Path, *command: str, **env: str) -> None:
    """Run a tool as a person would; its output is the failure."""
    done = subprocess.run(
        command, cwd=ROOT, text=True, capture_output=True,
        env=os.environ | {"DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": SETTINGS, **env},
    )  # fmt: skip
    assert done.returncode == 0, f"{' '.join(command[1:])}\n{done.stdout}{done.stderr}"


@pytest.mark.skipif(not CI, reason="holds with CI=true")
def test_nothing_is_skipped_in_ci_for_want_of_a_service() -> None:
    assert not missing()


def test_ruff_finds_nothing(tmp_path: Path) -> None:
    run(tmp_path, str(BIN / "ruff"), "check", ".")


def test_mypy_finds_nothing(tmp_path: Path) -> None:
    run(tmp_path, sys.executable, "-m", "mypy")


def test_floors_only_look_down(tmp_path: Path) -> None:
    run(tmp_path, str(BIN / "lint-imports"))


def test_migrations_say_what_the_models_say(tmp_path: Path) -> None:
    run(tmp_path, sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")


def test_a_public_site_passes_the_deployment_check(tmp_path: Path) -> None:
    run(
        tmp_path, sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING",
        HOST="0.0.0.0", DEMO="0", ALLOWED_HOSTS="participation.example", SITE_URL="https://participation.example",
    )  # fmt: skip


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_name_no_address_and_every_package_has_its_hash(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text and "file:" not in text
    pinned = [line for line in text.splitlines() if "==" in line and not line.lstrip().startswith("#")]
    assert pinned
    assert all(line.rstrip().endswith("\\") for line in pinned), "a package without a hash"


def test_the_tree_names_no_machine() -> None:
    """No absolute path of a developer's machine and no address of a package index."""
    names = subprocess.run(["git", "ls-files"], cwd=ROOT, text=True, capture_output=True).stdout.split()
    suspects = ("/" + "home/", "/" + "root/", "/" + "work/", "file" + "://", "/" + "simple/")
    for name in names:
        if Path(name).suffix in {".py", ".md", ".toml", ".txt", ".lock", ".in", ".html", ".css", ".js", ""}:
            path = ROOT / name
            text = path.read_text(errors="ignore") if path.is_file() else ""
            for suspect in suspects:
                at = text.find(suspect)
                inside = at > 0 and (text[at - 1].isalnum() or text[at - 1] in ".-_}")
                assert at < 0 or inside, f"{name} holds {text[max(0, at - 20) : at + 40]!r}"
