"""Reading the county's files: TOML and Markdown under content/, with days told relative to today.

In every file `{date -27}` becomes 2026年3月6日, `{year -27}` its year, `{quarter -27}` 2026年第一季度.
"""

import re
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from consultations.documents.reading import read_text
from consultations.documents.structure import Draft
from participation import clock

ROOT = Path(__file__).parent / "content"
TOKEN = re.compile(r"\{(date|year|quarter) (-?\d+)\}")


def text(path: Path) -> str:
    """A file of the county, its days filled in."""
    return TOKEN.sub(_day, path.read_text(encoding="utf-8"))


def table(path: Path) -> dict[str, Any]:
    """A TOML file of the county, its days filled in."""
    return tomllib.loads(text(path))


def draft(path: Path) -> Draft:
    """A Markdown file of the county, read as any draft that somebody uploads."""
    return read_text(text(path), markdown=True)


def folders(name: str) -> list[Path]:
    """The folders in one part of the county, in a fixed order."""
    return sorted(path for path in (ROOT / name).iterdir() if path.is_dir())


def files(name: str) -> list[Path]:
    """The TOML files in one part of the county, in a fixed order."""
    return sorted((ROOT / name).glob("*.toml"))


def _day(found: re.Match[str]) -> str:
    day = clock.today() + timedelta(days=int(found[2]))
    match found[1]:
        case "date":
            return f"{day.year}年{day.month}月{day.day}日"
        case "quarter":
            return f"{day.year}年第{'一二三四'[(day.month - 1) // 3]}季度"
        case _:
            return str(day.year)
