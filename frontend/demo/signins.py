"""The demo's sign-ins: random passwords, made once, kept in DATA_DIR where only its owner reads them."""

import os
import secrets
from pathlib import Path

from django.conf import settings

NAME = "demo-sign-ins.txt"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken for something else


def path() -> Path:
    """Where they are kept."""
    return Path(settings.DATA_DIR) / NAME


def read() -> list[tuple[str, str, str]]:
    """Role in words, user name, password; empty before the demo is loaded."""
    try:
        lines = path().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
    return [(role, name, password) for role, name, password in (line.split("\t") for line in lines)]


def write(people: list[tuple[str, str]]) -> dict[str, str]:
    """Make a password for each (role in words, user name) that has none yet; gives user name → password."""
    known = {name: password for _, name, password in read()}
    made = {name: known.get(name) or _password() for _, name in people}
    lines = [f"{role}\t{name}\t{made[name]}\n" for role, name in people]
    draft = path().with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.writelines(lines)
    draft.replace(path())
    return made


def _password() -> str:
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
