import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def answer(*args: str) -> dict[str, object]:
    out = StringIO()
    call_command("due_date", *args, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_it_prints_one_json_document():
    given = answer("2023-03-06", "30", "--unit", "calendar")
    assert set(given) == {"due", "provisional", "basis"}
    assert (given["due"], given["provisional"]) == ("2023-04-05", False)


def test_a_province_without_days_of_its_own_counts_like_the_nation():
    term = ("2026-09-10", "20", "--unit", "working")
    assert answer(*term, "--calendar", "cn/guizhou") == answer(*term)


def test_it_rolls_when_told_to():
    assert answer("2026-09-01", "30", "--unit", "calendar", "--rolls")["due"] == "2026-10-08"


@pytest.mark.parametrize(
    "args",
    [
        ("2026-13-01", "3", "--unit", "working"),
        ("2026-01-01", "-3", "--unit", "working"),
        ("2026-01-01", "3", "--unit", "weeks"),
        ("2026-01-01", "3"),
        ("2026-01-01", "3", "--unit", "working", "--calendar", "mars"),
    ],
)
def test_nonsense_is_an_error_and_not_a_date(args):
    with pytest.raises(CommandError):
        call_command("due_date", *args, "--json")


def test_it_answers_before_the_first_migrate(tmp_path):
    root = Path(__file__).resolve().parents[3]
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    said = subprocess.run(
        [sys.executable, root / "manage.py", "due_date", "2026-09-10", "20", "--unit", "working", "--json"],
        env=env | {"DATA_DIR": str(tmp_path)}, cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert json.loads(said.stdout)["due"] == "2026-10-14"
