"""Correcting what is published, at the desk: proposed from its page, confirmed by another, read by everybody."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from consultations.decisions.publishing import publish_final
from consultations.documents.editing import begin_revision
from consultations.models import Consultation, Feedback
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import User
from participation.corrections.models import Correction
from responses.interpretations.actions import publish_interpretation
from responses.models import Interpretation, Question, Reply
from responses.replies.actions import publish_reply
from tests.desk_client import DeskClient
from tests.drafts import TITLE, after_closing, decided, execution_ended, passed_again
from tests.frontend.desk.conftest import GOOD_REPLY, at
from tests.frontend.public.conftest import words
from tests.mailbox import Mailbox

CORRECTIONS = "/desk/corrections/"
ADDRESS = "/desk/interpretations/"
WRONG, RIGHT = "0855-0000000", "0855-1111111"


@pytest.fixture
def answered(reply: Reply, reviewer: User) -> Question:
    publish_reply(reply, by=reviewer)
    return Question.objects.get(pk=reply.question_id)


@pytest.fixture
def explained(interpretation: Interpretation, editor: User) -> Interpretation:
    return publish_interpretation(interpretation, by=editor)


@pytest.fixture
def reported(consultation: Consultation, official: User, reviewer: User) -> Consultation:
    with after_closing(consultation):
        made = draft_feedback(
            consultation, by=official, asked="问了水价。", said="大家说贵。", did="降了三成。"
        )
        publish_feedback(made, by=reviewer)
    return Consultation.objects.get(pk=consultation.pk)


def confirm(who: User) -> None:
    """The second person opens the list, the proposal, and confirms it."""
    desk = at(DeskClient(), who)
    proposal = Correction.objects.get(status="proposed")
    assert f"{CORRECTIONS}{proposal.pk}/" in desk.get(CORRECTIONS).content.decode()
    assert f"{CORRECTIONS}{proposal.pk}/" in desk.get("/desk/").content.decode(), "it is among what waits"
    assert desk.get(f"{CORRECTIONS}{proposal.pk}/").status_code == 200
    assert desk.post(f"{CORRECTIONS}{proposal.pk}/confirm/")["Location"] == CORRECTIONS


def test_a_notice_is_corrected_and_its_page_says_what_it_said(
    client: Client, consultation: Consultation, official: User, editor: User
) -> None:
    address = f"/desk/consultations/{consultation.slug}/do/correct/"
    form = at(client, official).get(address).context["form"]
    names = ("summary", "drafting_note", "phone", "postal_address", "hall")
    sent = {name: form.initial[name] for name in names}
    unchanged = client.post(address, {**sent, "reason": "更正"})
    assert unchanged.status_code == 422 and "没有任何改动" in words(unchanged)
    assert client.post(address, {**sent, "phone": RIGHT, "reason": ""}).context["form"].errors["reason"]
    assert client.post(address, {**sent, "phone": RIGHT, "reason": "电话有误。"}).status_code == 302
    public = f"/consultations/{consultation.slug}/"
    assert WRONG in words(DeskClient().get(public)), "not before a second person has confirmed it"
    assert client.get(address).status_code == 302, "one proposal at a time"
    confirm(editor)
    page = words(DeskClient().get(public))
    assert RIGHT in page and "公告更正" in page and "电话有误。" in page and WRONG in page


def test_a_consultation_is_withdrawn_by_two(
    client: Client, consultation: Consultation, official: User, editor: User
) -> None:
    address = f"/desk/consultations/{consultation.slug}/do/withdraw/"
    assert at(client, official).post(address).context["form"].errors["reason"]
    client.post(address, {"reason": "草案需作较大修改，另行征求。"})
    confirm(editor)
    assert Consultation.objects.get().status == "withdrawn"
    assert "草案需作较大修改，另行征求。" in words(DeskClient().get(f"/consultations/{consultation.slug}/"))
    assert client.get(address).status_code == 302, "there is nothing left to withdraw"


def test_an_answer_is_corrected_and_everybody_reads_both(
    client: Client, answered: Question, official: User, reviewer: User
) -> None:
    address = f"/desk/questions/{answered.number}/do/correct/"
    assert GOOD_REPLY in at(client, official).get(address).content.decode()
    client.post(address, {"body": GOOD_REPLY.replace("3个", "5个"), "reason": "天数写错了。"})
    assert "提出更正" in words(client.get(f"/desk/questions/{answered.number}/"))
    confirm(reviewer)
    page = words(DeskClient().get(f"/questions/{answered.number}/"))
    assert "5个工作日" in page and "3个工作日" in page and "天数写错了。" in page


def test_an_answer_taken_back_says_why_until_there_is_a_new_one(
    client: Client, answered: Question, official: User, reviewer: User
) -> None:
    at(client, official).post(
        f"/desk/questions/{answered.number}/do/withdraw/", {"reason": "国家政策已经作出调整。"}
    )
    confirm(reviewer)
    page = words(DeskClient().get(f"/questions/{answered.number}/"))
    assert "尚未答复" in page or "还没有答复" in page
    assert "国家政策已经作出调整。" in page and "3个工作日" in page
    assert "答复" in words(client.get(f"/desk/questions/{answered.number}/")), "the desk can draft anew"
    assert Question.objects.get(pk=answered.pk).status == "assigned"


def test_an_interpretation_is_corrected_in_its_parts(
    client: Client, explained: Interpretation, official: User, editor: User
) -> None:
    address = f"/desk/interpretations/{explained.slug}/correct/"
    assert "水价" in at(client, official).get(address).content.decode()
    sent = {
        "title": "解读", "parts": "1", "go": "keep", "part0-kind": "main", "part0-heading": "",
        "part0-body": "电话：0855-1111111", "reason": "补上电话。",
    }  # fmt: skip
    assert client.post(address, sent | {"reason": ""}).context["form"].errors["reason"]
    assert client.post(address, sent).status_code == 302
    confirm(editor)
    page = words(DeskClient().get(f"/interpretations/{explained.slug}/"))
    assert "0855-1111111" in page and "补上电话。" in page and "水价" in page


def test_a_correction_of_one_part_says_nothing_of_the_others(
    client: Client, explained: Interpretation, official: User
) -> None:
    first, second = (
        explained.parts.create(ordinal=n, kind="notes", heading=name, body=f"<p>{name}</p>\n")
        for n, name in ((2, "办理须知"), (3, "联系方式"))
    )
    sent = {"title": explained.title, "parts": "3", "go": "keep", "reason": "补上号码。"}
    for n, part in enumerate(
        at(client, official).get(f"{ADDRESS}{explained.slug}/correct/").context["parts"]
    ):
        sent |= {f"part{n}-{name}": part[name].value() for name in ("kind", "heading", "body")}
    unchanged = client.post(f"{ADDRESS}{explained.slug}/correct/", sent)
    assert "没有任何改动" in words(unchanged)
    client.post(f"{ADDRESS}{explained.slug}/correct/", sent | {"part2-body": "电话：0855-1111111"})
    page = words(client.get(f"{CORRECTIONS}{Correction.objects.get().pk}/"))
    assert second.heading in page and first.heading not in page


def test_an_interpretation_taken_back_leaves_the_list_and_keeps_its_page(
    client: Client, explained: Interpretation, official: User, editor: User
) -> None:
    at(client, official).post(
        f"/desk/interpretations/{explained.slug}/withdraw/", {"reason": "内容与新的规定不相符合。"}
    )
    confirm(editor)
    assert explained.slug not in DeskClient().get("/interpretations/").content.decode()
    page = words(DeskClient().get(f"/interpretations/{explained.slug}/"))
    assert "不再有效" in page and "内容与新的规定不相符合。" in page and "水价" in page


def test_a_feedback_is_corrected_and_taken_back(
    client: Client, reported: Consultation, official: User, reviewer: User
) -> None:
    desk = f"/desk/consultations/{reported.slug}/feedback/"
    public = f"/consultations/{reported.slug}/feedback/"
    with after_closing(reported):
        at(client, official).post(
            f"{desk}correct/",
            {"asked": "问了水价。", "said": "大家说贵。", "did": "降了一成。", "reason": "比例写错了。"},
        )
        confirm(reviewer)
        page = words(DeskClient().get(public))
        assert "降了一成。" in page and "降了三成。" in page and "比例写错了。" in page
        client.post(f"{desk}withdraw/", {"reason": "漏统计了二十封群众来信。"})
        confirm(reviewer)
        gone = DeskClient().get(public)
        assert gone.status_code == 302
        page = words(DeskClient().get(gone["Location"]))
    assert "漏统计了二十封群众来信。" in page and "降了一成。" in page
    assert Feedback.objects.get().status == "draft"


def test_a_final_text_is_replaced_by_a_corrected_one(
    client: Client, reported: Consultation, official: User, reviewer: User, editor: User
) -> None:
    desk = f"/desk/consultations/{reported.slug}/"
    with after_closing(reported):
        first = begin_revision(reported.draft_version, by=official, title=TITLE)
        decided(reported, official=official, reviewer=reviewer, editor=editor)
        publish_final(reported, first, by=editor)
        passed_again(begin_revision(first, by=official, title=TITLE), official=official, reviewer=reviewer)
        assert at(client, official).get(f"{desk}do/correct-final/").status_code == 200
        client.post(f"{desk}do/correct-final/", {"reason": "第四条有错字。"})
        confirm(editor)
        assert "第四条有错字。" in words(DeskClient().get(f"/consultations/{reported.slug}/"))
        old = words(DeskClient().get(f"/documents/{reported.document.slug}/?version={first.number}"))
        assert "失效" in old and "第四条有错字。" in old
        newest = DeskClient().get(f"/documents/{reported.document.slug}/")
        assert newest.context["version"].number == first.number + 1
        execution_ended(Consultation.objects.get())
        client.post(f"{desk}do/withdraw-final/", {"reason": "文本需要重新进行审查。"})
        confirm(editor)
        assert DeskClient().get(f"/consultations/{reported.slug}/changes/").status_code == 404
        assert "文本需要重新进行审查。" in words(DeskClient().get(f"/consultations/{reported.slug}/"))


def test_the_second_person_may_leave_it_as_it_is(
    client: Client, answered: Question, official: User, reviewer: User
) -> None:
    at(client, official).post(
        f"/desk/questions/{answered.number}/do/correct/", {"body": "答复内容已经被改错。", "reason": "更正"}
    )
    proposal = Correction.objects.get()
    other = at(DeskClient(), reviewer)
    empty = other.post(f"{CORRECTIONS}{proposal.pk}/drop/", {"note": ""})
    assert empty.status_code == 422 and "维持原状" in words(empty)
    other.post(f"{CORRECTIONS}{proposal.pk}/drop/", {"note": "原来的没有错。"})
    assert "原来的没有错。" in words(client.get(f"{CORRECTIONS}{proposal.pk}/"))
    assert Reply.objects.get().body == GOOD_REPLY
    assert "原来的没有错。" not in words(DeskClient().get(f"/questions/{answered.number}/"))


def test_the_proposer_sees_that_it_waits_and_may_take_it_back(
    client: Client, answered: Question, official: User
) -> None:
    at(client, official).post(
        f"/desk/questions/{answered.number}/do/correct/", {"body": "答复内容已经被改错。", "reason": "更正"}
    )
    proposal = Correction.objects.get()
    shown = words(client.get(f"{CORRECTIONS}{proposal.pk}/"))
    assert "须由另一人确认" in shown
    assert client.post(f"{CORRECTIONS}{proposal.pk}/confirm/").status_code == 422
    assert client.post(f"{CORRECTIONS}{proposal.pk}/drop/").status_code == 302
    assert Correction.objects.get().status == "dropped"


def test_a_proposal_about_an_answer_is_its_handlers_to_read(
    client: Client, answered: Question, official: User, moderator: User, resident: User, stranger: object
) -> None:
    at(client, official).post(
        f"/desk/questions/{answered.number}/do/correct/", {"body": "答复内容已经被改错。", "reason": "更正"}
    )
    address = f"{CORRECTIONS}{Correction.objects.get().pk}/"
    assert at(DeskClient(), moderator).get(address).status_code == 404
    assert at(DeskClient(), resident).get(address).status_code == 403
    assert DeskClient().get(address).status_code == 302
    assert at(client, official).get(f"{address}nonsense/").status_code in (404, 405)


def test_the_list_can_be_narrowed_and_costs_the_same_for_many(
    client: Client, answered: Question, official: User, django_assert_num_queries: object
) -> None:
    at(client, official).post(
        f"/desk/questions/{answered.number}/do/correct/", {"body": "答复内容已经被改错。", "reason": "更正"}
    )
    for status in ("proposed", "confirmed", "dropped", "all", "nonsense"):
        assert client.get(f"{CORRECTIONS}?status={status}").status_code == 200
    one = Correction.objects.get()
    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get(f"{CORRECTIONS}?status=all")
    for _ in range(25):
        one.pk, one.status, one.decided_at = None, "dropped", clock.now()
        one.save()
    with django_assert_num_queries(9):  # type: ignore[operator]
        client.get(f"{CORRECTIONS}?status=all")


def test_the_page_of_a_correction_says_that_it_is_one_and_its_button_that_it_proposes(
    client: Client, explained: Interpretation, reported: Consultation, official: User
) -> None:
    page = words(at(client, official).get(f"{ADDRESS}{explained.slug}/correct/"))
    assert "提出更正解读" in page and "保存草稿" not in page
    desk = f"/desk/consultations/{reported.slug}/"
    for address in (f"{ADDRESS}{explained.slug}/", f"{desk}feedback/"):
        assert "提出更正" in words(client.get(address)), address


def test_what_is_published_waits_for_nothing_before_it_is_published(
    client: Client, reported: Consultation, official: User
) -> None:
    with after_closing(reported):
        page = at(client, official).get(f"/desk/consultations/{reported.slug}/feedback/correct/")
    assert "发布前还需要" not in words(page)


def test_who_proposed_it_hears_by_mail_and_on_the_page_that_it_was_dropped(
    client: Client,
    consultation: Consultation,
    official: User,
    editor: User,
    mailbox: Mailbox,
    deliver_all: Callable[[], int],
) -> None:
    desk = f"/desk/consultations/{consultation.slug}/"
    at(client, official).post(f"{desk}do/withdraw/", {"reason": "草案需作较大修改，另行征求。"})
    at(Client(), editor).post(f"{CORRECTIONS}{Correction.objects.get().pk}/drop/", {"note": "按原计划进行。"})
    deliver_all()
    deliver_all()
    (letter,) = mailbox.to(official.email)
    body = letter.get_content()
    assert "按原计划进行。" in body and editor.name in body and "草案需作较大修改，另行征求。" in body
    assert "按原计划进行。" in words(client.get(desk))
    with clock.at(clock.now() + timedelta(days=31)):
        assert "按原计划进行。" not in words(client.get(desk))


def test_who_takes_the_own_proposal_back_gets_no_mail(
    client: Client,
    consultation: Consultation,
    official: User,
    mailbox: Mailbox,
    deliver_all: Callable[[], int],
) -> None:
    at(client, official).post(
        f"/desk/consultations/{consultation.slug}/do/withdraw/", {"reason": "草案需作较大修改，另行征求。"}
    )
    client.post(f"{CORRECTIONS}{Correction.objects.get().pk}/drop/")
    deliver_all()
    assert not mailbox.to(official.email)


def test_the_list_is_filtered_by_what_is_proposed_and_by_department_and_taken_as_a_file(
    client: Client, answered: Question, consultation: Consultation, official: User, editor: User
) -> None:
    at(client, official).post(
        f"/desk/questions/{answered.number}/do/correct/", {"body": "答复内容已经被改错。", "reason": "更正"}
    )
    client.post(
        f"/desk/consultations/{consultation.slug}/do/withdraw/", {"reason": "草案需作较大修改，另行征求。"}
    )
    correct, withdraw = Correction.objects.order_by("id")

    def found(query: str) -> list[int]:
        return [line.correction.pk for line in client.get(f"{CORRECTIONS}?{query}").context["rows"]]

    assert found("") == found("status=proposed") == found("status=nonsense") == [withdraw.pk, correct.pk]
    assert found("act=correct") == [correct.pk] and found("act=withdraw&sort=old") == [withdraw.pk]
    assert found("status=confirmed") == [] and found(f"department={withdraw.department.slug}&sort=old")
    assert client.get(f"{CORRECTIONS}?status=proposed").context["chips"] == [], "what is usual is no filter"
    lines = client.get(f"{CORRECTIONS}?act=withdraw&file=csv").content.decode().splitlines()
    assert len(lines) == 2 and str(official) in lines[1]


def test_the_file_holds_no_correction_that_the_list_does_not_show(
    client: Client, answered: Question, official: User, other_official: User
) -> None:
    at(client, official).post(
        f"/desk/questions/{answered.number}/do/correct/", {"body": "答复内容已经被改错。", "reason": "更正"}
    )
    theirs = at(DeskClient(), other_official).get(f"{CORRECTIONS}?status=all&file=csv")
    assert theirs.status_code == 200 and len(theirs.content.decode().splitlines()) == 1
