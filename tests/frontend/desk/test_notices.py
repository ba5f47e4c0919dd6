"""From a text to a published notice, comments on paper, the next text, the final one."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from consultations.decisions.actions import attach, prepare_decision
from consultations.models import Comment, Consultation, Document, Version
from consultations.notices.actions import edit_consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import Department, User
from participation.ledger.receipts import find
from tests.desk_client import DeskClient
from tests.drafts import DRAFT, FINAL, NEITHER, PLAN, after_closing, decided, not_a_rule, notice_fields
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

NEW = "/desk/consultations/new/"


def unsealed(client: Client, address: str, text: str, **more: object) -> dict[str, str]:
    """Paste a text and read the confirmation's fields off the preview."""
    answer = client.post(address, {"text": text, **more})
    assert answer.status_code == 200
    form = answer.context["form"]
    return {
        "title": form["title"].value(),
        "sealed": form["sealed"].value(),
        "idempotency_key": form["idempotency_key"].value(),
    }


def said(**changes: object) -> dict[str, object]:
    return {name: value for name, value in notice_fields(**changes).items() if value is not None}


def test_a_pasted_text_is_shown_as_read_and_kept_only_when_confirmed(
    client: Client, official: User, department: Department
) -> None:
    at(client, official)
    fields = unsealed(client, NEW, DRAFT, department=department.pk)
    assert fields["title"] == "农村饮水管理办法（征求意见稿）"
    assert not Document.objects.exists()
    answer = client.post(NEW, fields)
    document = Document.objects.get()
    assert answer["Location"] == f"/desk/consultations/new/{document.slug}/"
    assert document.versions.get().passages.filter(level="article").count() == 4


def test_a_double_tap_keeps_one_text(client: Client, official: User, department: Department) -> None:
    at(client, official)
    fields = unsealed(client, NEW, DRAFT, department=department.pk)
    first, second = client.post(NEW, fields), client.post(NEW, fields)
    assert first["Location"] == second["Location"]
    assert Document.objects.count() == 1


def test_a_file_is_read_and_one_that_cannot_be_read_says_what_to_do(
    client: Client, official: User, department: Department
) -> None:
    at(client, official)
    good = SimpleUploadedFile("draft.md", DRAFT.encode())
    answer = client.post(NEW, {"department": department.pk, "file": good})
    assert len([row for row in answer.context["rows"] if row.level == "article"]) == 4
    for name, content in [("draft.pdf", b"%PDF-1.7"), ("draft.docx", b"no zip"), ("empty.txt", b"")]:
        answer = client.post(
            NEW, {"department": department.pk, "file": SimpleUploadedFile(name, content), "text": ""}
        )
        assert answer.status_code == 422, name
        assert answer.context["form"].errors, name
    answer = client.post(NEW, {"department": department.pk, "text": "  "})
    assert answer.context["form"].errors["file"]


def test_a_text_that_was_touched_on_its_way_is_not_taken(
    client: Client, official: User, department: Department
) -> None:
    at(client, official)
    fields = unsealed(client, NEW, DRAFT, department=department.pk)
    answer = client.post(NEW, {**fields, "sealed": fields["sealed"][:-3] + "abc"})
    assert answer.status_code == 422 and not Document.objects.exists()


def test_the_other_departments_text_cannot_be_brought_in(
    client: Client, official: User, other_department: Department
) -> None:
    answer = at(client, official).post(NEW, {"department": other_department.pk, "text": DRAFT})
    assert answer.context["form"].errors["department"]


def test_the_notice_is_written_around_the_text(client: Client, official: User, draft: Version) -> None:
    address = f"/desk/consultations/new/{draft.document.slug}/"
    at(client, official)
    assert draft.document.title in client.get("/desk/consultations/").content.decode()
    answer = client.post(address, said(title="", kind="", opens_on="gestern", email="nobody"))
    assert {"title", "kind", "opens_on", "email"} <= set(answer.context["form"].errors)
    assert "水价上限写进办法。" in answer.content.decode(), "what was typed is still there"
    answer = client.post(address, said(closes_on=clock.today() - timedelta(days=3)))
    assert answer.context["form"].errors["closes_on"]
    answer = client.post(address, said())
    made = Consultation.objects.get()
    assert answer["Location"] == f"/desk/consultations/{made.slug}/"
    assert made.status == "draft"


def test_the_checklist_says_what_is_open_and_the_refusal_says_the_same(
    client: Client, official: User, editor: User, notice: Consultation
) -> None:
    edit = f"/desk/consultations/{notice.slug}/edit/"
    short = said(closes_on=clock.today() + timedelta(days=7), drafting_note="", phone="")
    assert at(DeskClient(), official).post(edit, short).status_code == 302
    publish = f"/desk/consultations/{notice.slug}/do/publish/"
    page = at(client, editor).get(publish)
    unmet = [gate for gate in page.context["gates"] if not gate.met]
    assert {gate.field for gate in unmet} == {
        "drafting_note", "phone", "shortening_ground", "shortening_reason", "closes_on",
    }  # fmt: skip
    refused = client.post(publish)
    assert refused.status_code == 422
    for gate in unmet:
        assert gate.words in refused.content.decode()
    assert Consultation.objects.get().status == "draft"


def test_a_default_the_county_has_not_confirmed_is_published_with_a_tick(
    notice: Consultation, official: User, editor: User, administrator: User
) -> None:
    publish = f"/desk/consultations/{notice.slug}/do/publish/"
    desk = at(DeskClient(), editor)
    assert 'name="default_known"' not in desk.get(publish).content.decode()
    not_a_rule(notice.draft_version)
    edit_consultation(notice, by=official, kind="other", title=PLAN, classification_note=NEITHER)
    assert 'name="default_known"' in desk.get(publish).content.decode()
    refused = desk.post(publish)
    assert refused.status_code == 422 and "本县尚未确认的默认值，请先确认知悉" in words(refused)
    assert desk.post(publish, {"default_known": "on"}).status_code == 302
    assert "发布时本县尚未确认" in words(desk.get(f"/consultations/{notice.slug}/"))


def test_an_editor_publishes_and_never_the_drafter(
    client: Client, official: User, editor: User, notice: Consultation
) -> None:
    publish = f"/desk/consultations/{notice.slug}/do/publish/"
    assert at(DeskClient(), official).post(publish).status_code == 422
    assert at(client, editor).post(publish).status_code == 302
    assert Consultation.objects.get().status == "published"


def test_the_period_is_extended_suspended_and_taken_up_again(
    client: Client, editor: User, consultation: Consultation
) -> None:
    at(client, editor)
    deed = "/desk/consultations/rural-water/do/"
    later = consultation.closes_on + timedelta(days=5)
    early = client.post(f"{deed}extend/", {"closes_on": clock.today(), "note": "应居民要求，多留几天时间。"})
    assert early.context["form"].errors["closes_on"]
    client.post(f"{deed}extend/", {"closes_on": later, "note": "应居民要求，多留几天时间。"})
    client.post(f"{deed}suspend/", {"note": "核对数据，暂停征集意见。"})
    client.post(f"{deed}resume/", {"note": "数据核对完毕，恢复征集。"})
    now = Consultation.objects.get()
    assert (now.status, now.closes_on) == ("published", later + timedelta(days=1)), "part of a day was lost"


def test_a_comment_by_phone_gets_its_receipt_once(
    client: Client, moderator: User, consultation: Consultation
) -> None:
    address = "/desk/consultations/rural-water/enter/"
    at(client, moderator)
    wrong = client.post(address, {"body": "", "name": "石大爷"})
    assert {"channel", "body"} <= set(wrong.context["form"].errors)
    assert "石大爷" in wrong.content.decode()
    fields = {"channel": "phone", "stance": "oppose", "body": "太贵了。", "idempotency_key": "k1"}
    shown = client.post(address, fields)
    assert 'action="/preferences/' not in shown.content.decode(), "a switch would lose the code"
    first = shown.context["answer"]
    assert find(first["number"], first["lookup_code"])
    assert client.post(address, fields).context["answer"] == first, "a reload shows the same receipt"
    comment = Comment.objects.get()
    assert (comment.channel, comment.entered_by, comment.author) == ("phone", moderator, None)


def test_the_next_text_shows_what_changes_and_an_editor_publishes_it(
    client: Client, official: User, reviewer: User, editor: User, consultation: Consultation
) -> None:
    address = "/desk/consultations/rural-water/text/"
    at(client, official)
    answer = client.post(address, {"text": FINAL})
    assert [row["kind"] for row in answer.context["changes"]] == ["changed"]
    form = answer.context["form"]
    kept = client.post(address, {"title": form["title"].value(), "sealed": form["sealed"].value()})
    assert kept.status_code == 302 and Version.objects.count() == 2
    with after_closing(consultation):
        final = "/desk/consultations/rural-water/do/final/"
        assert client.post(final).status_code == 422, "not by the person who brought it in"
        early = at(DeskClient(), editor).post(final)
        assert early.status_code == 422 and "尚未纳入决策事项档案" in early.content.decode()
        publish_feedback(
            draft_feedback(consultation, by=official, asked="问了", said="答了", did="改了"), by=reviewer
        )
        closed = Consultation.objects.get()
        decided(closed, official=official, reviewer=reviewer, editor=editor)
        assert "本文本经合法性审查认为合法" in at(client, editor).get(final).content.decode()
        assert client.post(final).status_code == 302
    now = Consultation.objects.get()
    assert now.final_version and now.final_version.is_final


@pytest.mark.parametrize("name", ["nonsense", "publish-now"])
def test_an_act_that_does_not_exist_is_not_found(
    name: str, client: Client, editor: User, consultation: Consultation
) -> None:
    assert at(client, editor).post(f"/desk/consultations/rural-water/do/{name}/").status_code == 404


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("第四条 水费", "第四条 供水单位应当公布水质。\n\n第五条 水费"), ["新增", "第二章/第四条"]),
        (("第四条 水费每吨不超过三元。", ""), ["删去", "第二章/第四条"]),
        (("（二）公布收费标准。", "（二）公布收费标准；\n\n（三）每年清洗水池。"), ["新增", "第三条/（三）"]),
        (("三元", "二元"), ["改动"]),
        (("", ""), ["没有改动，与上一版相同"]),
    ],
)
def test_the_preview_of_a_next_text_names_what_is_added_and_what_is_gone(
    client: Client, consultation: Consultation, official: User, change: tuple[str, str], told: list[str]
) -> None:
    answer = at(client, official).post(
        f"/desk/consultations/{consultation.slug}/text/", {"text": DRAFT.replace(*change)}
    )
    assert answer.status_code == 200
    for words_told in told:
        assert words_told in words(answer)


def test_a_published_notice_is_no_form_any_more(
    client: Client, consultation: Consultation, official: User
) -> None:
    answer = at(client, official).get("/desk/consultations/rural-water/edit/", follow=True)
    assert answer.redirect_chain and "已经发布" in answer.content.decode()


def test_a_notice_of_a_matter_that_belongs_to_no_dossier_says_so_until_it_does(
    consultation: Consultation, official: User, editor: User
) -> None:
    address = f"/desk/consultations/{consultation.slug}/"
    client = at(DeskClient(), official)
    Consultation.objects.update(kind="other")
    assert "尚未关联决策事项案卷" not in words(client.get(address))
    Consultation.objects.update(kind="normative_document")
    assert "尚未关联决策事项案卷；公布正式文本前必须关联" in words(client.get(address))
    Consultation.objects.update(status="draft", published_at=None)
    assert "尚未关联决策事项案卷" in words(at(DeskClient(), editor).get(f"{address}do/publish/"))
    Consultation.objects.update(status="published", published_at=clock.now())
    matter = prepare_decision(
        by=official, slug="m", title="饮水管理办法", department=consultation.department, kind="normative_document"
    )  # fmt: skip
    attach(matter, Consultation.objects.get(), by=official)
    assert "尚未关联决策事项案卷" not in words(client.get(address))
