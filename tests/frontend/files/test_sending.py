"""Files in the forms for everybody and on the notice: what cannot be taken is named, what was typed stays."""

from typing import Any

import pytest
from django.test import Client

from consultations.models import Comment, Consultation
from participation.accounts.models import User
from participation.files.models import StoredFile
from responses.models import Question
from tests.frontend.desk.conftest import at
from tests.frontend.files.conftest import PNG, upload


def say(client: Client, consultation: Consultation, **more: Any) -> Any:
    return client.post(f"/consultations/{consultation.slug}/comments/", {"body": "水费单在附件里。", **more})


def test_a_comment_comes_with_its_files(client: Client, consultation: Consultation) -> None:
    answer = say(client, consultation, files=[upload(), upload("第二张.png")])
    assert answer.status_code == 200
    assert sorted(each.name for each in Comment.objects.get().files.all()) == ["水费单.png", "第二张.png"]


def test_a_question_comes_with_its_files(client: Client, consultation: Consultation) -> None:
    sent = {"kind": "inquiry", "title": "怎么办理", "body": "需要什么材料", "files": [upload()]}
    assert client.post("/questions/ask/", sent).status_code == 200
    assert Question.objects.get().files.get().name == "水费单.png"


@pytest.mark.parametrize(
    "bad", [("网页.html", b"<html>"), ("空.pdf", b""), ("照片.jpg", PNG), ("a.exe", b"MZ")]
)
def test_a_file_that_cannot_be_taken_is_named_and_the_text_stays(
    client: Client, consultation: Consultation, bad: tuple[str, bytes]
) -> None:
    answer = say(client, consultation, files=[upload(), upload(*bad)])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert bad[0] in page and "水费单在附件里。" in page and "请重新选择文件" in page
    assert not Comment.objects.exists() and not StoredFile.objects.exists()


def test_six_files_are_too_many(client: Client, consultation: Consultation) -> None:
    answer = say(client, consultation, files=[upload(f"{n}.png") for n in range(6)])
    assert answer.status_code == 422 and not StoredFile.objects.exists()


def test_when_something_else_is_wrong_the_files_to_choose_again_are_named(
    client: Client, consultation: Consultation
) -> None:
    answer = say(client, consultation, body="", files=[upload()])
    assert answer.status_code == 422 and "水费单.png" in answer.content.decode()


def test_a_double_tap_keeps_the_files_once(client: Client, consultation: Consultation) -> None:
    for _ in range(2):
        say(client, consultation, idempotency_key="k" * 20, files=[upload()])
    assert Comment.objects.count() == StoredFile.objects.count() == 1


def test_the_same_key_with_another_file_is_not_the_same(client: Client, consultation: Consultation) -> None:
    say(client, consultation, idempotency_key="k" * 20, files=[upload()])
    answer = say(client, consultation, idempotency_key="k" * 20, files=[upload(content=PNG + b"1")])
    assert answer.status_code == 422 and Comment.objects.count() == 1


def test_the_scanner_being_away_is_said_beside_the_field(
    client: Client, consultation: Consultation, settings: Any
) -> None:
    settings.SCAN_URL = "clamd://127.0.0.1:1"
    answer = say(client, consultation, files=[upload()])
    assert answer.status_code == 422 and "水费单在附件里。" in answer.content.decode()
    assert say(client, consultation).status_code == 200, "without files it goes through"


def test_an_official_lays_files_out_with_a_draft_notice(
    client: Client, notice: Consultation, official: User
) -> None:
    at(client, official)
    page = f"/desk/consultations/{notice.slug}/files/"
    assert client.post(page, {"purpose": "risk_report", "files": [upload("风险.png")]}).status_code == 302
    [file] = notice.files.all()
    shown = client.get(page).content.decode()
    assert "风险.png" in shown and "风险评估报告" in shown
    assert client.post(f"{page}{file.token}/remove/").status_code == 302
    assert not notice.files.exists()


def test_nothing_is_laid_out_without_a_file_or_after_publication(
    client: Client, consultation: Consultation, official: User
) -> None:
    page = f"/desk/consultations/{consultation.slug}/files/"
    answer = at(client, official).post(page, {"purpose": "other", "files": [upload()]})
    assert answer.status_code == 422 and not consultation.files.exists()
    assert client.post(page, {"purpose": "other"}).status_code == 422


def test_others_find_no_such_page(
    client: Client, notice: Consultation, other_official: User, moderator: User
) -> None:
    page = f"/desk/consultations/{notice.slug}/files/"
    assert at(client, other_official).get(page).status_code == 404
    assert at(client, moderator).post(page, {"purpose": "other", "files": [upload()]}).status_code in (
        403,
        422,
    )
    assert not notice.files.exists()
