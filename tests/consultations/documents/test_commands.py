"""import_draft and compare_documents as an operator and a script meet them."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from consultations.decisions.models import Decision
from consultations.documents.models import Passage, Version
from participation import clock
from participation.accounts.models import Department

TEXT = "# 饮水办法\n\n第一章 总则\n\n第一条 甲甲。\n\n第二条 应当：\n\n（一）乙；\n\n（二）丙。\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "办法.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


def answer(*args: str | Path) -> dict[str, object]:
    out = StringIO()
    call_command(*map(str, args), "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert isinstance(said, dict)
    return said


def test_a_dry_run_shows_the_clauses_and_keeps_nothing(file: Path) -> None:
    said = answer("import_draft", file, "--dry-run")
    assert (said["title"], said["chapters"], said["articles"]) == ("饮水办法", 1, 2)
    clauses = said["clauses"]
    assert isinstance(clauses, list)
    assert set(clauses[0]) == {"id", "label", "path", "level", "text"}
    assert [c["path"] for c in clauses] == [
        "第一章", "第一章/第一条", "第一章/第二条", "第一章/第二条/（一）", "第一章/第二条/（二）",
    ]  # fmt: skip
    assert clauses[0]["text"] == "总则"


@pytest.mark.django_db
def test_an_import_keeps_the_clauses_under_their_lasting_ids(file: Path, department: Department) -> None:
    said = answer("import_draft", file, "--title", "新名称")
    version = Version.objects.get()
    assert version.title == said["title"] == "新名称"
    clauses = said["clauses"]
    assert isinstance(clauses, list)
    kept = list(Passage.objects.filter(version=version).values_list("clause__uid", flat=True))
    assert [c["id"] for c in clauses] == kept


@pytest.mark.django_db
def test_an_import_can_join_the_dossier_of_its_decision(file: Path, department: Department) -> None:
    decision = Decision.objects.create(
        slug="water",
        title="饮水",
        department=department,
        kind=Decision.Kind.NORMATIVE_DOCUMENT,
        created_at=clock.now(),
    )
    answer("import_draft", file, "--decision", "water")
    assert decision.documents.get().department == department
    with pytest.raises(CommandError, match="no such decision"):
        call_command("import_draft", str(file), "--decision", "none")


def test_a_comparison_has_the_agreed_shape(file: Path, tmp_path: Path) -> None:
    new = tmp_path / "新.md"
    new.write_text(TEXT.replace("乙", "丁"), encoding="utf-8")
    changes = answer("compare_documents", file, new)["changes"]
    assert isinstance(changes, list)
    assert [row["kind"] for row in changes] == ["same", "same", "changed"]
    assert changes[2]["old"]["label"] == "第二条"
    assert changes[2]["old"]["path"] == "第一章/第二条"
    assert ["-", "乙"] in changes[2]["words"]


@pytest.mark.parametrize("command", ["import_draft", "compare_documents"])
def test_what_cannot_be_read_is_one_line_and_no_traceback(command: str, tmp_path: Path) -> None:
    broken = tmp_path / "空.txt"
    broken.write_bytes(b"")
    files = [str(broken)] * (2 if command == "compare_documents" else 1)
    with pytest.raises(CommandError, match="空"):
        call_command(command, *files)
    with pytest.raises(CommandError, match="找不到"):
        call_command(command, *[str(tmp_path / "none.txt")] * len(files))
