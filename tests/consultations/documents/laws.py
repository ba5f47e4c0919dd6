"""The statutes beside the project, read a second, simpler way."""

import re
from pathlib import Path

import pytest

from consultations.documents.reading import read_draft
from consultations.documents.structure import Draft

_LAWS = Path("../shared/data/laws")
PATHS = sorted(_LAWS.glob("*/*.md"))
each_law = pytest.mark.parametrize("path", PATHS or [Path("none")], ids=lambda p: p.stem[:40])


def read(path: Path, *, keep_invisible: bool = False) -> Draft:
    return read_draft(path.read_bytes(), path.name, keep_invisible=keep_invisible)


def body(path: Path) -> str:
    """What stands below the heading block, without the marks of Markdown."""
    return re.sub(r"^#+ *", "", path.read_text(encoding="utf-8").split("<!-- INFO END -->")[1], flags=re.M)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def version_pairs() -> list[tuple[Path, Path]]:
    """Every two versions of the same law, the older first."""
    families: dict[str, list[Path]] = {}
    for path in PATHS:
        if path.parent.name == "version_pairs":
            families.setdefault(path.stem.rsplit("(", 1)[0], []).append(path)
    return [(a, b) for f in families.values() for n, a in enumerate(f) for b in f[n + 1 :]]
