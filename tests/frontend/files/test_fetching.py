"""Who gets a file, and how it is handed out: always as a download that no page can run."""

import zipfile
from io import BytesIO

import pytest
from django.test import Client
from docx import Document
from openpyxl import Workbook, load_workbook

from consultations.comments.actions import accept_comment, reopen_moderation
from consultations.models import Comment, Consultation
from consultations.notices.actions import publish_consultation
from consultations.notices.files import attach_files
from participation.accounts.models import User
from participation.files.models import StoredFile
from participation.files.properties import without_properties
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from tests.desk_client import DeskClient
from tests.drafts import comment_on
from tests.frontend.desk.conftest import at
from tests.frontend.files.conftest import PNG, address, upload

AUTHOR, CORE = "独孤测试七", "docProps/core.xml"


def status(client: Client, file: StoredFile) -> int:
    return client.get(address(file)).status_code


def test_a_strangers_request_for_a_pending_comments_file_finds_nothing(
    client: Client, bill: StoredFile
) -> None:
    assert status(client, bill) == 404


def test_a_neighbour_and_officials_of_another_department_find_nothing(
    client: Client, bill: StoredFile, neighbour: User, other_official: User
) -> None:
    assert status(at(client, neighbour), bill) == 404
    assert status(at(client, other_official), bill) == 404


@pytest.mark.parametrize("who", ["official", "moderator", "editor", "auditor"])
def test_those_who_work_on_the_consultation_get_it(
    client: Client, bill: StoredFile, who: str, request: pytest.FixtureRequest
) -> None:
    assert status(at(client, request.getfixturevalue(who)), bill) == 200


def test_its_sender_gets_it_with_an_account_or_with_the_code(
    client: Client, consultation: Consultation, resident: User
) -> None:
    from consultations.comments.intake import submit_comment

    issued = submit_comment(consultation, by=resident, body="有附件", files=[upload()])
    file = Comment.objects.get(number=issued.number).files.get()
    assert status(client, file) == 404
    client.post("/track/", {"number": issued.number, "code": issued.lookup_code})
    assert status(client, file) == 200
    assert status(at(Client(), resident), file) == 200


def test_only_what_the_moderator_ticked_is_shown_with_the_published_comment(
    client: Client, comment: Comment, bill: StoredFile, card: StoredFile, moderator: User
) -> None:
    desk = at(DeskClient(), moderator)
    page = desk.get(f"/desk/moderation/{comment.number}/").content.decode()
    assert "水费单.png" in page and "身份证.png" in page and address(card) in page
    desk.post(f"/desk/moderation/{comment.number}/accept/", {"accept-files": [bill.token]})
    assert (status(client, bill), status(client, card)) == (200, 404)
    shown = client.get(f"/consultations/{comment.consultation.slug}/comments/").content.decode()
    assert address(bill) in shown and "身份证" not in shown
    comment.refresh_from_db()
    reopen_moderation(comment, by=moderator)
    assert status(client, bill) == 404, "taken back with the comment"
    assert not StoredFile.objects.filter(is_public=True).exists()


def paper(kind: str) -> bytes:
    """A document that names its author in its properties, and says something."""
    kept = BytesIO()
    if kind == "docx":
        written = Document()
        written.core_properties.author = written.core_properties.last_modified_by = AUTHOR
        written.add_paragraph("水价太高")
        written.save(kept)
    else:
        book = Workbook()
        book.properties.creator = book.properties.lastModifiedBy = AUTHOR
        book["Sheet"]["A1"] = "水价太高"
        book.save(kept)
    return kept.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_what_everybody_may_fetch_names_no_author_and_says_the_same(
    client: Client, consultation: Consultation, moderator: User, kind: str
) -> None:
    sent = paper(kind)
    row = comment_on(consultation, "见附件。", files=[upload(f"说明.{kind}", sent)])
    file = row.files.get()
    assert at(DeskClient(), moderator).get(address(file)).content == sent, "officials get it as it was sent"
    accept_comment(row, by=moderator, files=[file.token])
    shown = client.get(address(file)).content
    assert AUTHOR.encode() in parts(sent)[CORE] and AUTHOR.encode() not in b"".join(parts(shown).values())
    changed = {name for name, text in parts(shown).items() if parts(sent)[name] != text}
    assert CORE in changed and all(name.startswith("docProps/") for name in changed)
    assert parts(sent).keys() == parts(shown).keys()
    opened = Document(BytesIO(shown)) if kind == "docx" else load_workbook(BytesIO(shown))
    assert opened, "the programs that write such files open it"


def test_a_file_that_is_no_whole_archive_is_handed_out_as_it_is() -> None:
    assert without_properties(PNG) == PNG
    broken = paper("docx")[:-30]
    assert without_properties(broken) == broken


def test_a_file_of_another_comment_cannot_be_let_through_with_this_one(
    client: Client, comment: Comment, consultation: Consultation, moderator: User
) -> None:

    other = comment_on(consultation, "另一条", files=[upload("别人.png")]).files.get()
    answer = at(client, moderator).post(
        f"/desk/moderation/{comment.number}/accept/", {"accept-files": [other.token]}
    )
    assert answer.status_code == 422
    accept_comment(comment, by=moderator, files=[other.token])
    other.refresh_from_db()
    assert not other.is_public


def test_a_private_comments_file_stays_private(
    client: Client, consultation: Consultation, moderator: User
) -> None:

    private = comment_on(consultation, "不公开", wants_publication=False, files=[upload()])
    file = private.files.get()
    accept_comment(private, by=moderator, files=[file.token])
    file.refresh_from_db()
    assert not file.is_public and status(client, file) == 404


def test_a_questions_file_is_shown_once_the_question_is_public_and_it_was_ticked(
    client: Client, consultation: Consultation, editor: User, other_official: User, official: User
) -> None:
    question, _ = submit_question(
        by=None, kind="inquiry", title="水压", body="水压太低", wants_publication=True,
        about=consultation, files=[upload("照片.png")],
    )  # fmt: skip
    file = question.files.get()
    assert status(client, file) == 404 and status(at(Client(), other_official), file) == 404
    assert status(at(Client(), official), file) == 200
    assign_question(question, consultation.department, by=editor, show=True)
    assert status(client, file) == 404, "nobody ticked it"
    assert "照片.png" not in client.get(f"/questions/{question.number}/").content.decode()
    file.is_public = True
    file.save()
    assert status(client, file) == 200
    assert "照片.png" in client.get(f"/questions/{question.number}/").content.decode()


def test_what_is_laid_out_with_a_notice_becomes_public_with_it(
    client: Client, notice: Consultation, official: User, editor: User, other_official: User
) -> None:
    [file] = attach_files(notice, [upload("风险评估.png")], by=official, purpose="risk_report")
    assert status(client, file) == 404 and status(at(Client(), other_official), file) == 404
    assert status(at(Client(), official), file) == 200
    publish_consultation(notice, by=editor)
    assert status(client, file) == 200
    assert "风险评估.png" in client.get(f"/consultations/{notice.slug}/").content.decode()


def test_it_is_a_download_that_nothing_can_run_and_that_nobody_keeps(
    client: Client, bill: StoredFile, moderator: User
) -> None:
    answer = at(client, moderator).get(address(bill))
    assert answer.content == PNG
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E6%B0%B4%E8%B4%B9%E5%8D%95.png"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "private, no-store"
    assert client.post(address(bill)).status_code == 405


@pytest.mark.parametrize(
    "name", ['a"; filename="evil.html.png', "a\r\nSet-Cookie: x=1.png", "a\\..\\b.png", "%0d%0a.png", "'.png"]
)
def test_no_name_breaks_out_of_its_header(
    client: Client, consultation: Consultation, moderator: User, name: str
) -> None:

    file = comment_on(consultation, "怪名字", files=[upload(name)]).files.get()
    answer = at(client, moderator).get(address(file))
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers and not set(answer["Content-Disposition"]) & set("\r\n")
    assert answer["Content-Disposition"].startswith("attachment")
    assert "evil.html.png" not in answer["Content-Disposition"].partition('filename="')[2].partition('"')[
        0
    ] or (answer["Content-Disposition"].count('"') == 2)


@pytest.mark.parametrize("token", ["0" * 32, "x", "..", "' or 1=1", "0" * 400])
def test_a_wrong_token_finds_nothing(client: Client, moderator: User, bill: StoredFile, token: str) -> None:
    assert at(client, moderator).get(f"/files/{token}/{bill.name}").status_code == 404


def test_a_wrong_name_finds_nothing(client: Client, moderator: User, bill: StoredFile) -> None:
    assert at(client, moderator).get(f"/files/{bill.token}/report.exe").status_code == 404


def test_uploads_have_no_address_of_their_own(client: Client, moderator: User, bill: StoredFile) -> None:
    for address_on_disk in (
        f"/{bill.content.name}",
        f"/uploads/{bill.content.name}",
        f"/media/{bill.content.name}",
    ):
        assert at(client, moderator).get(address_on_disk).status_code == 404
