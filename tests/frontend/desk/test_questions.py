"""A question on one screen."""

from datetime import timedelta

import pytest
from django.test import Client

from consultations.models import Consultation
from participation import clock
from participation.accounts.models import Department, Membership, User
from participation.deadlines.models import Deadline, TimeRequest
from participation.ledger.models import AuditEntry
from responses.models import Question, Reply
from responses.questions.actions import assign_question
from responses.questions.more_time import ask_for_extension
from responses.replies.actions import draft_reply, submit_reply
from responses.supervision.actions import issue_order
from tests.cast import Role, official_with
from tests.desk_client import DeskClient
from tests.drafts import REASON
from tests.frontend.desk.conftest import GOOD_REPLY, ask, at
from tests.frontend.public.conftest import words

GROUND = "C3-pause-opinions"


def page_of(question: Question) -> str:
    return f"/desk/questions/{question.number}/"


def test_an_editor_sends_a_new_question_to_a_department(
    client: Client, editor: User, unsent: Question, department: Department, county: Department
) -> None:
    at(client, editor)
    assert client.get("/desk/").context["buckets"][0].tasks[0].task == "route"
    route = f"{page_of(unsent)}do/route/"
    assert client.post(route, {"note": "请办"}).context["form"].errors["department"]
    assert client.post(route, {"department": county.pk}).context["form"].errors["department"]
    wrong = client.post(route, {"department": department.pk, "show": "on", "hide": "不在文中"})
    assert wrong.status_code == 422 and "不在文中" in wrong.content.decode()
    client.post(route, {"department": department.pk, "show": "on", "hide": "低保户"})
    now = Question.objects.get()
    assert (now.status, now.department, now.is_public) == ("assigned", department, True)
    assert now.public_body == "███减半收费要带什么？"


def test_a_draft_is_kept_sent_to_sign_off_and_published_by_a_second_person(
    client: Client, official: User, reviewer: User, question: Question
) -> None:
    at(client, official)
    assert client.post(page_of(question), {"body": " ", "go": "keep"}).context["form"].errors["body"]
    assert client.post(page_of(question), {"body": "初稿", "go": "keep"})["Location"] == page_of(question)
    assert "初稿" in client.get(page_of(question)).content.decode()
    assert client.post(page_of(question), {"body": GOOD_REPLY, "go": "submit"})["Location"] == "/desk/"
    assert f"{page_of(question)}do/sign/" not in client.get(page_of(question)).content.decode()
    assert client.post(f"{page_of(question)}do/sign/").status_code == 422, "nobody signs off their own"
    second = at(DeskClient(), reviewer)
    assert second.get("/desk/").context["buckets"][0].tasks[0].task == "sign"
    second.post(f"{page_of(question)}do/sign/", {"hide": ""})
    assert Question.objects.get().status == "answered"
    assert Reply.objects.get().signed_by == reviewer


def test_a_reply_that_answers_nothing_is_warned_of_and_not_refused(
    client: Client, official: User, question: Question
) -> None:
    at(client, official)
    warned = client.post(
        f"{page_of(question)}check/", {"body": "您的来信收悉，我们会认真研究。"}
    ).content.decode()
    assert 'class="bad"' in warned
    assert (
        client.post(page_of(question), {"body": "您的来信收悉，我们会认真研究。", "go": "submit"}).status_code
        == 302
    )


def test_a_reply_of_one_word_is_not_sent_to_sign_off_and_nothing_typed_is_lost(
    client: Client, official: User, question: Question
) -> None:
    at(client, official)
    refused = client.post(page_of(question), {"body": "收到。", "go": "submit"})
    assert (
        refused.status_code == 422
        and refused.context["form"].errors["body"]
        and "收到。" in refused.content.decode()
    )
    assert not Reply.objects.exists()
    drawn = refused.context["form"]["revision"].value()
    again = client.post(page_of(question), {"body": GOOD_REPLY, "go": "submit", "revision": drawn})
    assert again.status_code == 302 and Reply.objects.get().status == "submitted"


def test_the_reviewer_returns_it_and_the_drafter_reads_why(
    client: Client, official: User, reviewer: User, reply: Reply
) -> None:
    back = f"{page_of(reply.question)}do/return/"
    at(client, reviewer)
    assert client.post(back).context["form"].errors["note"]
    client.post(back, {"note": "请写明地点。"})
    drafter = at(DeskClient(), official)
    assert "请写明地点。" in drafter.get(page_of(reply.question)).content.decode()
    assert drafter.get("/desk/").context["buckets"][0].tasks[0].task == "returned"


def test_how_to_reach_the_asker_is_shown_once_and_put_on_record(
    client: Client, official: User, question: Question
) -> None:
    at(client, official)
    contact = f"{page_of(question)}contact/"
    before = client.get(page_of(question)).content.decode()
    assert "13800001234" not in before and "138****1234" in before
    unsaid = client.post(contact, {})
    assert unsaid.status_code == 422 and "13800001234" not in unsaid.content.decode()
    assert not AuditEntry.objects.filter(act="contact.read").exists()
    assert "13800001234" in client.post(contact, {"contact-purpose": "reach"}).content.decode()
    seen = AuditEntry.objects.get(act="contact.read")
    assert (seen.by, seen.kind, seen.object_id) == (official, "question", question.pk)
    assert seen.note == {"purpose": "reach", "unit": question.department_id}
    assert "13800001234" not in client.get(page_of(question)).content.decode()


def test_the_reply_leans_on_clauses_of_the_document(
    client: Client, official: User, editor: User, department: Department, consultation: Consultation
) -> None:
    about = assign_question(ask(about=consultation), department, by=editor)
    fourth = consultation.draft_version.passages.get(label="第四条").clause
    at(client, official)
    shown = client.get(page_of(about)).content.decode()
    panel = shown[shown.index("农村饮水管理办法（征求意见稿）》条款") :]
    heading = panel[: panel.index("</summary>")].split("条款", 1)[1]
    assert "征求意见稿" in heading and "水费每吨不超过三元" in panel, "no final text stands"
    client.post(page_of(about), {"body": GOOD_REPLY, "leans_on": [fourth.uid], "go": "keep"})
    assert list(Reply.objects.get().leans_on.all()) == [fourth]
    wrong = client.post(page_of(about), {"body": GOOD_REPLY, "leans_on": ["nonsense"], "go": "keep"})
    assert wrong.context["form"].errors["leans_on"]


def test_nobody_writes_over_a_colleagues_draft_unseen(
    client: Client, official: User, department: Department, question: Question
) -> None:
    colleague = official_with("colleague", "徐同事", department, Role.ANSWERER)
    at(DeskClient(), colleague).post(page_of(question), {"body": "同事的草稿", "go": "keep"})
    answer = at(client, official).post(
        page_of(question), {"body": "我的草稿", "go": "keep", "revision": "new"}
    )
    shown = answer.content.decode()
    assert answer.status_code == 409 and "我的草稿" in shown and "同事" in shown
    assert Reply.objects.get().body == "同事的草稿"


@pytest.mark.parametrize("act", ["route", "give-back", "pause", "decline", "merge"])
def test_a_page_opened_before_the_reply_went_to_sign_off_is_refused_in_words(
    act: str, client: Client, official: User, editor: User, question: Question, other_department: Department,
    department: Department,
) -> None:  # fmt: skip
    shown = assign_question(ask(title="要什么证件"), department, by=editor, show=True)
    pause = {"ground": GROUND, "days": "3"}
    sent = {"department": other_department.pk, "reason": f"归教育局。{REASON}", "into": shown.number, **pause}
    who = official if act in ("give-back", "pause") else editor
    drawn = at(client, who).get(f"{page_of(question)}do/{act}/").context["form"]
    at(DeskClient(), official).post(page_of(question), {"body": GOOD_REPLY, "go": "submit"})
    answer = client.post(f"{page_of(question)}do/{act}/", sent | {"revision": drawn["revision"].value()})
    assert answer.status_code in (409, 422) and "答复正在送审签" in answer.content.decode()
    now = Question.objects.get(pk=question.pk)
    assert (now.status, now.department) == ("assigned", department)
    assert client.get(f"{page_of(question)}do/{act}/").status_code == 302, "and it is no longer offered"


def test_a_draft_of_the_department_before_is_there_again_when_the_question_comes_back(
    client: Client, official: User, editor: User, question: Question, other_department: Department,
    other_official: User, department: Department,
) -> None:  # fmt: skip
    at(client, official).post(page_of(question), {"body": "住建局的草稿", "go": "keep"})
    assign_question(Question.objects.get(), other_department, by=editor)
    next_one = at(DeskClient(), other_official)
    assert next_one.get("/desk/").context["buckets"][0].tasks[0].task == "answer"
    assert "住建局的草稿" not in next_one.get(page_of(question)).content.decode()
    assert next_one.post(page_of(question), {"body": "教育局的草稿", "go": "keep"}).status_code == 302
    assign_question(Question.objects.get(), department, by=editor)
    page = client.get(page_of(question))
    assert (
        page.context["form"]["body"].value() == "住建局的草稿" and "教育局的草稿" not in page.content.decode()
    )


def test_a_page_of_the_old_draft_is_no_draft_of_the_next_department(
    client: Client, official: User, editor: User, question: Question, other_department: Department
) -> None:
    Membership.objects.create(user=official, department=other_department, role=Role.ANSWERER)
    at(client, official).post(page_of(question), {"body": "住建局的草稿", "go": "keep"})
    drawn = client.get(page_of(question)).context["form"]["revision"].value()
    assign_question(Question.objects.get(), other_department, by=editor)
    answer = client.post(page_of(question), {"body": "住建局的二稿", "go": "submit", "revision": drawn})
    assert answer.status_code == 422 and "住建局的二稿" in answer.content.decode()
    assert (Reply.objects.get().body, Reply.objects.get().status) == ("住建局的草稿", "draft")


def test_the_clock_is_stopped_and_goes_on(
    client: Client, official: User, reviewer: User, question: Question
) -> None:
    at(client, official)
    assert client.post(f"{page_of(question)}do/pause/").context["form"].errors["reason"]
    client.post(f"{page_of(question)}do/pause/", {"ground": GROUND, "days": "3", "reason": REASON})
    assert Question.objects.get().status == "assigned", "it runs until a second person agrees"
    head = at(DeskClient(), reviewer)
    assert head.get("/desk/").context["buckets"][0].tasks[0].task == "decide"
    head.post(f"{page_of(question)}do/grant/", {"words": "请抓紧催办。"})
    assert Question.objects.get().status == "paused"
    client.post(f"{page_of(question)}do/resume/", {"note": ""})
    assert Question.objects.get().status == "assigned"


def test_the_head_of_the_unit_gives_more_time(
    client: Client, official: User, reviewer: User, question: Question
) -> None:
    extend = f"{page_of(question)}do/extend/"
    assert at(client, reviewer).get(extend)["Location"] == page_of(question), "who decides does not ask"
    at(client, official)
    assert set(client.post(extend, {"days": "0"}).context["form"].errors) == {"days", "reason"}
    client.post(extend, {"days": "3", "reason": REASON})
    waiting = client.get("/desk/").content.decode()
    assert "已提出期限申请，待审批" in waiting and Question.objects.get().due_on == question.due_on
    assert client.get(f"{page_of(question)}do/grant/")["Location"] == page_of(question)
    at(DeskClient(), reviewer).post(f"{page_of(question)}do/grant/", {"words": ""})
    assert Question.objects.get().due_on > question.due_on


@pytest.mark.parametrize(
    ("act", "field", "wrong"),
    [
        ("pause", "ground", {"ground": ""}),
        ("pause", "ground", {"ground": "C15-pause-opinions"}),
        ("pause", "days", {"days": "0"}),
        ("pause", "days", {"days": "16"}),
        ("pause", "days", {"days": "三"}),
        ("pause", "days", {"days": "9" * 30}),
        ("pause", "reason", {"reason": "。。。。。。。。。。。。"}),
        ("pause", "reason", {"reason": "等等等等等等等等等等等等"}),
        ("extend", "days", {"days": "16"}),
        ("extend", "days", {"days": "-1"}),
        ("extend", "reason", {"reason": "."}),
    ],
)
def test_time_asked_for_in_a_wrong_way_is_refused_at_its_field(
    act: str, field: str, wrong: dict[str, str], client: Client, official: User, question: Question
) -> None:
    right = {"ground": GROUND, "days": "3", "reason": REASON}
    answer = at(client, official).post(f"{page_of(question)}do/{act}/", {**right, **wrong})
    assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert not TimeRequest.objects.exists()
    typed = wrong.get("reason", REASON)
    assert typed in answer.content.decode(), "what was typed is still there"


def test_a_request_of_another_question_is_refused_at_its_field(
    client: Client, official: User, reviewer: User, question: Question, department: Department, editor: User
) -> None:
    other = assign_question(ask(title="要什么证件"), department, by=editor)
    mine, theirs = (ask_for_extension(each, by=official, days=3, reason=REASON) for each in (question, other))
    at(client, reviewer)
    for forged in (str(theirs.pk), "0", "-1", "x", "9" * 40, ""):
        for act, said in (("grant", ""), ("refuse", "不必等。")):
            answer = client.post(f"{page_of(question)}do/{act}/", {"request": forged, "words": said})
            assert answer.status_code == 422 and list(answer.context["form"].errors) == ["request"], forged
    assert {each.status for each in TimeRequest.objects.all()} == {"waiting"}
    refuse = f"{page_of(question)}do/refuse/"
    assert client.post(refuse, {"words": " "}).context["form"].errors["words"]
    client.post(refuse, {"words": "资料已在局里。"})
    assert TimeRequest.objects.get(pk=mine.pk).status == "refused"
    shown = at(client, official).get(page_of(question)).content.decode()
    assert "未同意" in shown and "资料已在局里。" in shown and REASON in shown


def test_who_asked_takes_it_back_and_decides_nothing(
    client: Client, official: User, supervisor: User, question: Question
) -> None:
    request = ask_for_extension(question, by=official, days=3, reason=REASON)
    at(client, official)
    sent = {"request": request.pk, "words": "同意。"}
    for who in (official, supervisor):
        refused = at(DeskClient(), who).post(f"{page_of(question)}do/grant/", sent)
        assert refused.status_code == 422 and "另一人" in refused.content.decode()
    twice = [client.post(f"{page_of(question)}do/withdraw-request/") for _ in range(2)]
    assert [each.status_code for each in twice] == [302, 422]
    assert TimeRequest.objects.get().status == "withdrawn"


def test_a_double_tap_asks_once(client: Client, official: User, question: Question) -> None:
    sent = {"days": "3", "reason": REASON, "idempotency_key": "k" * 32, "revision": f"{question.pk}-1"}
    at(client, official)
    for _ in range(2):
        client.post(f"{page_of(question)}do/extend/", sent)
    assert TimeRequest.objects.count() == 1


def test_a_department_gives_back_what_is_not_its_own(
    client: Client, official: User, question: Question
) -> None:
    answer = at(client, official).post(f"{page_of(question)}do/give-back/", {"reason": "应由水务局答复。"})
    assert answer["Location"] == "/desk/", "the question lies with nobody here any more"
    now = Question.objects.get()
    assert (now.status, now.department) == ("submitted", None)
    assert client.get(page_of(question)).status_code == 404


def test_the_same_question_is_joined_to_the_one_that_is_public(
    client: Client, editor: User, official: User, question: Question, department: Department
) -> None:
    other = assign_question(ask(title="要什么证件"), department, by=editor, show=True)
    merge = f"{page_of(question)}do/merge/"
    at(client, official)
    assert client.post(merge, {"into": "WT-0"}).context["form"].errors["into"]
    assert client.post(merge, {"into": question.number}).context["form"].errors["into"]
    client.post(merge, {"into": other.number.lower()})
    question.refresh_from_db()
    assert question.merged_into == other


def test_declining_says_why(client: Client, official: User, question: Question) -> None:
    at(client, official)
    assert "请用一句话说明，不少于8个字" in client.get(f"{page_of(question)}do/decline/").content.decode()
    assert client.post(f"{page_of(question)}do/decline/").context["form"].errors["reason"]
    client.post(f"{page_of(question)}do/decline/", {"reason": "正在诉讼中，请向法院提出。"})
    assert Question.objects.get().status == "declined"


def test_signing_where_there_is_no_reply_is_refused_in_words(
    client: Client, reviewer: User, question: Question
) -> None:
    assert at(client, reviewer).post(f"{page_of(question)}do/sign/").status_code == 422


@pytest.mark.parametrize(("days", "bucket"), [(0, "later"), (200, "late")])
def test_the_list_is_ordered_by_the_clock(
    days: int, bucket: str, client: Client, official: User, question: Question
) -> None:
    Question.objects.update(due_on=clock.today() + timedelta(days=20))
    at(client, official)
    with clock.at(clock.now() + timedelta(days=days)):
        context = client.get("/desk/").context
    assert context["buckets"][0].code == bucket
    assert {code: n for code, _label, n in context["figures"]}[bucket] == 1


def test_what_else_has_a_day_is_in_the_figures_too(
    client: Client, official: User, supervisor: User, question: Question
) -> None:
    Question.objects.update(due_on=clock.today() + timedelta(days=20))
    deadline = Deadline.objects.get(subject_kind="question", subject_id=question.pk)
    issue_order(deadline, by=supervisor, words="请今日答复。", answer_by=clock.today())
    figures = {code: n for code, _label, n in at(client, official).get("/desk/").context["figures"]}
    assert figures == {"late": 0, "today": 1, "week": 0, "later": 1}


def test_who_signs_reads_who_wrote_it_and_finds_one_way_to_send_it_back(
    client: Client, official: User, reviewer: User, question: Question
) -> None:
    submit_reply(draft_reply(question, by=official, body="六月底前全部修复到位。"), by=official)
    page = at(client, reviewer).get(page_of(question))
    text = page.content.decode()
    assert text.count(f"{page_of(question)}do/return/") == 1
    assert "答复送审签" in words(page) or "答复已送审签" in words(page)


def test_the_list_of_questions_is_filtered(client: Client, official: User, question: Question) -> None:
    at(client, official)
    for query, n in [
        ("", 1),
        ("status=assigned", 1),
        ("status=answered", 0),
        ("q=低保", 1),
        ("q=学校", 0),
        ("kind=inquiry", 1),
        ("kind=help", 0),
    ]:
        assert len(client.get(f"/desk/questions/?{query}").context["listed"].rows) == n, query
