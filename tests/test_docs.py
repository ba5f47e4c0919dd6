"""What docs/ and the README name is there: files and folders, functions and classes, commands and pages."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.services import ROOT

PAGES = [*sorted(ROOT.glob("docs/*.md")), ROOT / "README.md"]
QUOTED = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"^[\w./-]+\.(py|toml|html|css|js|md)$")
FOLDER = re.compile(r"^(participation|consultations|responses|frontend|tests|bench|docs)/[\w./-]*$")
NAME = re.compile(r"^(?:\w+\.)*([a-z]+(?:_[a-z]+)+|[A-Z][a-z]+[A-Z]\w+)(?:\(.*)?$")


@cache
def tracked() -> set[str]:
    out = subprocess.run(["git", "ls-files"], cwd=ROOT, text=True, capture_output=True).stdout.split()
    return {*out, "var/"}


def sources() -> str:
    return "\n".join(
        (ROOT / name).read_text(errors="ignore")
        for name in tracked()
        if name.endswith((".py", ".html", ".js", ".css", ".toml", "run")) and "migrations" not in name
    )


def quoted(text: str) -> Iterator[str]:
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    yield from (each.strip() for each in QUOTED.findall(prose))


def test_an_old_name_would_be_found() -> None:
    assert is_lost("rereading.py") and is_lost("frontend/desk/pushes/")
    assert not is_lost("reimport.py") and not is_lost("frontend/desk/questions/")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_every_file_a_page_names_is_there(page: Path) -> None:
    assert not {name for name in quoted(page.read_text()) if is_lost(name)}


def is_lost(name: str) -> bool:
    there = tracked()
    if FOLDER.match(name):
        return not any(path.startswith(name.rstrip("/")) for path in there)
    return bool(FILE.match(name)) and not any(path == name or path.endswith(f"/{name}") for path in there)


def test_every_function_and_class_a_page_names_is_there() -> None:
    known = set(re.findall(r"\w+", sources()))
    for page in PAGES:
        asked = {found[1] for name in quoted(page.read_text()) if (found := NAME.match(name))}
        assert not asked - known, f"{page.name} names what is not there"
