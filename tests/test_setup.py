"""`./run` as a shell script: what it says on a machine that lacks something. Its server is in tests/full."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.services import ROOT

TOOLS = ("sh", "dirname", "cat", "cmp", "cp", "find", "mv", "rm", "basename")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A copy of the project's root without an environment, and a PATH folder with the shell's tools only."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for tool in TOOLS:
        (tools / tool).symlink_to(shutil.which(tool) or tool)
    project = tmp_path / "project"
    project.mkdir()
    for name in ("run", "requirements.lock", "requirements-dev.lock", "manage.py"):
        shutil.copy(ROOT / name, project / name)
    return project


def fake(path: Path, script: str) -> None:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def run(project: Path, *args: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [project / "run", *args], text=True, capture_output=True, timeout=30,
        env={"PATH": str(project.parent / "bin")},
    )  # fmt: skip


def test_without_python_it_names_the_package(bare: Path) -> None:
    done = run(bare)
    assert done.returncode == 1
    assert "apt install python3 python3-venv" in done.stderr


def test_an_old_python_is_not_taken(bare: Path) -> None:
    fake(bare.parent / "bin" / "python3", "exit 1")
    assert "3.11 or newer" in run(bare, "setup").stderr


def test_without_python3_venv_it_names_the_package_and_leaves_nothing_behind(bare: Path) -> None:
    fake(bare.parent / "bin" / "python3", 'case "$2" in *ensurepip*) exit 1;; esac')
    done = run(bare)
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr
    assert not (bare / ".venv").exists()


def test_an_environment_that_has_the_lock_is_taken_as_it_is(bare: Path) -> None:
    python = bare / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    fake(python, 'echo "$@"')
    shutil.copy(bare / "requirements.lock", bare / ".venv" / "requirements.lock.installed")
    done = run(bare, "manage", "check", "--deploy")
    assert done.stdout.split() == [str(bare / "manage.py"), "check", "--deploy"]
    assert done.stderr == ""


def test_a_changed_lock_is_installed_with_its_hashes_and_kept_off_standard_output(bare: Path) -> None:
    python = bare / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    fake(python, "exit 0")
    log = bare.parent / "uv.log"
    fake(bare.parent / "bin" / "uv", f'echo "$@" >> {log}; echo chatter')
    done = run(bare, "manage", "due_date", "--json")
    assert done.returncode == 0
    assert done.stdout == ""
    assert "--require-hashes" in log.read_text()
    assert run(bare, "manage").stderr == ""


def test_an_unknown_word_shows_the_usage(bare: Path) -> None:
    done = run(bare, "serv")
    assert done.returncode == 2
    assert "./run test" in done.stderr
    assert "./run manage" in run(bare, "help").stdout


@pytest.mark.parametrize("script", ["run", ".ci/run"])
def test_scripts_are_executable_and_parse(script: str) -> None:
    path = ROOT / script
    assert os.access(path, os.X_OK)
    shell = path.read_text().splitlines()[0].removeprefix("#!").split()[-1]
    assert subprocess.run([shell, "-n", path]).returncode == 0


def test_every_environment_variable_stands_in_the_deployment_guide() -> None:
    guide = (ROOT / "docs" / "deployment.md").read_text()
    settings = (ROOT / "participation" / "config" / "settings.py").read_text()
    for name in set(re.findall(r"""env\.\w+\(\s*["']([A-Z_]+)["']""", settings)):
        assert f"`{name}`" in guide, name
