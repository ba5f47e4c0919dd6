"""Names and contacts at rest: sealed in the column, opened on reading, with keys that change."""

from io import StringIO
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from consultations.models import Comment, Consultation
from participation.accounts.models import User
from participation.config.prepare import look_for_keys
from participation.ledger.leaves import Fault, verify
from participation.secrets import fields
from participation.secrets.keys import seal, unseal
from participation.secrets.matching import having
from participation.secrets.resealing import lose_marks
from participation.text.masking import masked_name
from responses.models import Question
from responses.questions.intake import submit_question
from tests.drafts import comment_on

pytestmark = pytest.mark.django_db
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def column(table: str, name: str, pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {name} FROM {table} WHERE id = %s", [pk])
        return str(cursor.fetchone()[0])


def asked(contact: str = "zhou@example.org") -> Question:
    question, _ = submit_question(
        by=None, kind="inquiry", title="何时？", body="何时？", name="周晓梅", contact=contact
    )
    return question


def test_the_database_holds_no_name_and_no_contact(consultation: Consultation, resident: User) -> None:
    comment, question = comment_on(consultation, name="周晓梅", contact="13800001111"), asked()
    User.objects.filter(pk=resident.pk).update(phone="13800002222")
    for table, name, row in (
        ("consultations_comment", "name", comment), ("consultations_comment", "contact", comment),
        ("responses_question", "name", question), ("responses_question", "contact", question),
        ("participation_user", "phone", resident),
    ):  # fmt: skip
        assert column(table, name, row.pk).startswith("sealed:gAAAA")
    assert Comment.objects.get(pk=comment.pk).contact == "13800001111"
    assert Question.objects.get(pk=question.pk).name == "周晓梅"
    assert User.objects.get(pk=resident.pk).phone == "13800002222"
    assert next(verify(), None) is None


def test_nothing_is_kept_as_nothing_and_can_be_looked_for() -> None:
    question = asked(contact="")
    assert column("responses_question", "contact", question.pk) == ""
    assert Question.objects.filter(contact="").count() == 1
    with pytest.raises(TypeError, match="sealed"):
        Question.objects.filter(contact="a@example.org").count()


def test_a_row_saved_unread_keeps_its_seal() -> None:
    question = asked()
    before = column("responses_question", "contact", question.pk)
    Question.objects.get(pk=question.pk).save()
    assert column("responses_question", "contact", question.pk) == before


def test_a_list_of_many_opens_only_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    first = asked()
    for n in range(30):
        Question.objects.filter(pk=first.pk).first()
        copy = Question.objects.get(pk=first.pk)
        copy.pk, copy.number, copy.deadline = None, f"WT-{n}", None
        copy.save()
    opened: list[str] = []

    def noted(token: str) -> str:
        opened.append(token)
        return unseal(token)

    monkeypatch.setattr(fields, "unseal", noted)
    rows = list(Question.objects.all())
    assert len(rows) == 31 and not opened
    assert rows[3].public_author == rows[3].public_author == "周**"
    assert len(opened) == 1


def test_the_first_key_seals_and_all_open(settings: Settings) -> None:
    settings.FIELD_KEYS = [OLD]
    token = seal("周晓梅")
    settings.FIELD_KEYS = [NEW, OLD]
    assert unseal(token) == "周晓梅"
    question = asked()
    settings.FIELD_KEYS = [NEW]
    assert Question.objects.get(pk=question.pk).name == "周晓梅"


def test_a_missing_key_is_said_and_no_list_breaks(
    settings: Settings, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    settings.FIELD_KEYS = [OLD]
    question = asked()
    settings.FIELD_KEYS = [NEW]
    (row,) = Question.objects.all()
    assert (row.contact, row.public_author) == ("", masked_name(""))
    assert "the key that sealed it is not in FIELD_KEYS" in caplog.text
    row.save()  # somebody goes on with the question
    look_for_keys()
    assert "question.name, question.contact" in capsys.readouterr().out
    assert list(verify()) == [Fault("question", question.pk, "key missing")]
    settings.FIELD_KEYS = [NEW, OLD]
    assert Question.objects.get(pk=question.pk).contact == "zhou@example.org"


def test_keys_are_changed_while_the_site_runs(settings: Settings, tmp_path: Path) -> None:
    settings.FIELD_KEYS_FILE = tmp_path / "keys"
    settings.FIELD_KEYS_FILE.write_text(f"{OLD}\n")
    question = asked()
    out = StringIO()
    call_command("rotate_keys", "--new", stdout=out)
    first, second = settings.FIELD_KEYS_FILE.read_text().split()
    assert second == OLD and settings.FIELD_KEYS_FILE.stat().st_mode & 0o777 == 0o600
    assert "2 sealed anew." in out.getvalue()
    settings.FIELD_KEYS = [first]
    assert Question.objects.get(pk=question.pk).contact == "zhou@example.org"
    again = StringIO()
    call_command("rotate_keys", stdout=again)
    assert "0 sealed anew." in again.getvalue()


def test_another_process_hears_of_a_new_key_by_itself(settings: Settings, tmp_path: Path) -> None:
    settings.FIELD_KEYS_FILE = tmp_path / "keys"
    settings.FIELD_KEYS_FILE.write_text(f"{OLD}\n")
    assert unseal(seal("周晓梅")) == "周晓梅"
    settings.FIELD_KEYS_FILE.write_text(f"{NEW}\n{OLD}\n")
    settings.FIELD_KEYS = [NEW]
    token = seal("吴建国")
    settings.FIELD_KEYS = []
    assert unseal(token) == "吴建国"


def test_what_cannot_be_opened_is_counted_and_left_alone(settings: Settings) -> None:
    settings.FIELD_KEYS = [OLD]
    question = asked()
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CommandError, match="2 cannot be read"):
        call_command("rotate_keys", stdout=StringIO())
    settings.FIELD_KEYS = [OLD]
    assert Question.objects.get(pk=question.pk).name == "周晓梅"


def test_a_new_key_is_refused_where_keys_are_given_in_the_environment(settings: Settings) -> None:
    settings.FIELD_KEYS = [OLD]
    with pytest.raises(CommandError, match="put a new one first there"):
        call_command("rotate_keys", "--new", stdout=StringIO())


def test_what_is_no_key_is_refused_in_a_sentence(settings: Settings) -> None:
    settings.FIELD_KEYS = ["hunter2"]
    with pytest.raises(ImproperlyConfigured, match="no key"):
        seal("周晓梅")


def test_what_was_sealed_under_an_older_key_is_found_and_after_the_change_too(settings: Settings) -> None:
    settings.FIELD_KEYS = [OLD]
    question = asked()
    settings.FIELD_KEYS = [NEW, OLD]
    assert having(Question.objects.all(), "contact", "ZHOU@example.org").get() == question
    call_command("rotate_keys", stdout=StringIO())
    settings.FIELD_KEYS = [NEW]
    assert having(Question.objects.all(), "contact", "zhou@example.org").get() == question


def test_a_seal_without_its_mark_gets_one(settings: Settings) -> None:
    settings.FIELD_KEYS = [OLD]
    question = asked()
    Question.objects.filter(pk=question.pk).update(contact=fields.Sealed(seal("zhou@example.org")))
    assert not having(Question.objects.all(), "contact", "zhou@example.org").exists()
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    assert "1 sealed anew." in out.getvalue()
    assert having(Question.objects.all(), "contact", "zhou@example.org").get() == question
    lose_marks(Question, ["contact"])
    assert column("responses_question", "contact", question.pk).endswith("=")
    assert Question.objects.get(pk=question.pk).contact == "zhou@example.org"
