"""The public list of questions and the page of one."""

from datetime import timedelta

import pytest
from django.test import Client

from participation import clock
from participation.accounts.models import User
from responses.models import Interpretation, Question
from responses.questions.actions import assign_question, decline_question, merge_question
from responses.questions.more_time import resume_question
from tests.drafts import paused
from tests.frontend.public.conftest import asked, words


def test_an_answered_question_shows_its_way_its_due_date_and_its_reply(
    client: Client, answered: Question
) -> None:
    said = words(client.get(f"/questions/{answered.number}/"))
    for piece in (
        "低保户要带什么证件？",
        "请携带低保证原件办理。",
        "收到",
        "转交承办单位",
        "已答复",
        "期限是怎么算的",
        "工作日",
    ):
        assert piece in said
    assert "水费怎么收" in said, "what it was asked about"


def test_the_clauses_an_answer_leans_on_are_linked(client: Client, answered: Question) -> None:
    assert answered.document
    clause = answered.document.clauses.get(passages__label="第四条", passages__version__number=1)
    answered.reply.leans_on.add(clause)
    html = client.get(f"/questions/{answered.number}/").content.decode()
    assert f"/documents/{answered.document.slug}/?version=1#c-{clause.uid}" in html


def test_nobody_reads_a_question_before_a_person_has_checked_it(
    client: Client, interpretation: Interpretation, resident: User, neighbour: User, editor: User
) -> None:
    question, _code = asked(interpretation, by=resident, name="周晓梅", contact="13800001111")
    path = f"/questions/{question.number}/"
    assert client.get(path).status_code == 404 and question.number not in words(client.get("/questions/"))
    client.force_login(neighbour)
    assert client.get(path).status_code == 404
    client.force_login(resident)
    assert "低保户要带什么证件？" in words(client.get(path))
    assign_question(question, interpretation.department, by=editor, show=True)
    client.logout()
    said = words(client.get(path))
    assert "周**" in said and "周晓梅" not in said and "13800001111" not in said


def test_without_consent_it_stays_unread_even_when_answered(client: Client, answered: Question) -> None:
    Question.objects.update(is_public=False, wants_publication=False)
    assert client.get(f"/questions/{answered.number}/").status_code == 404


def test_a_draft_reply_is_nobodys_to_read(
    client: Client, interpretation: Interpretation, official: User, editor: User
) -> None:
    from responses.replies.actions import draft_reply

    question, _code = asked(interpretation)
    assign_question(question, interpretation.department, by=editor, show=True)
    draft_reply(Question.objects.get(), by=official, body="还在研究，没有写好。")
    said = words(client.get(f"/questions/{question.number}/"))
    assert "还在研究，没有写好。" not in said and "还没有答复。" in said


def test_a_pause_a_refusal_and_a_merge_are_explained(
    client: Client,
    answered: Question,
    interpretation: Interpretation,
    official: User,
    editor: User,
    reviewer: User,
) -> None:
    rows = []
    for title in ("一", "二", "三"):
        question, _code = asked(interpretation, title=title)
        assign_question(question, interpretation.department, by=editor, show=True)
        rows.append(Question.objects.get(pk=question.pk))
    paused(rows[0], by=official, agreed_by=reviewer, reason="政策口径须请示，等省厅回复。")
    decline_question(rows[1], by=official, reason="正在诉讼中，请向法院提出。")
    merge_question(rows[2], answered, by=official)
    said = [words(client.get(f"/questions/{row.number}/")) for row in rows]
    standing = Question.objects.select_related("deadline").get(pk=rows[0].pk).deadline
    assert standing and standing.paused_until
    until = f"{standing.paused_until.month}月{standing.paused_until.day}日"
    assert (
        "等省厅回复。" in said[0]
        and "已暂停计时（征求其他单位或者第三方意见）" in said[0]
        and until in said[0]
    )
    row = client.get(f"/api/v1/questions/{rows[0].number}/").json()
    assert (row["paused_until"], row["days_not_counted"]) == (standing.paused_until.isoformat(), 0)
    assert "正在诉讼中，请向法院提出。" in said[1]
    assert answered.number in client.get(f"/questions/{rows[2].number}/").content.decode()


def test_the_days_of_a_pause_that_are_not_counted_are_said(
    client: Client, interpretation: Interpretation, official: User, editor: User, reviewer: User
) -> None:
    question, _code = asked(interpretation)
    assign_question(question, interpretation.department, by=editor, show=True)
    row = paused(Question.objects.get(pk=question.pk), by=official, agreed_by=reviewer, days=4)
    with clock.at(clock.now() + timedelta(days=30)):
        resume_question(Question.objects.get(pk=row.pk), by=official)
    said = words(client.get(f"/questions/{row.number}/"))
    assert "暂停计时 4 个工作日，不计入答复期限" in said and "4 个工作日不计入期限" in said
    answer = client.get(f"/api/v1/questions/{row.number}/").json()
    assert (answer["paused_until"], answer["days_not_counted"]) == (None, 4)


def test_a_chain_of_joined_questions_is_one_hop_for_the_reader(
    client: Client, interpretation: Interpretation, editor: User, resident: User
) -> None:
    rows = []
    for title in ("一", "二", "三"):
        question, _code = asked(interpretation, title=title, by=resident)
        rows.append(assign_question(question, interpretation.department, by=editor, show=True))
    first, second, third = rows
    merge_question(first, second, by=editor)
    merge_question(Question.objects.get(pk=second.pk), third, by=editor)
    client.force_login(resident)
    for page in (f"/questions/{first.number}/", f"/track/{first.number}/"):
        html = client.get(page).content.decode()
        assert f"/questions/{third.number}/" in html and f"/questions/{second.number}/" not in html
    assert client.get(f"/api/v1/questions/{first.number}/").json()["merged_into"] == third.number


@pytest.mark.parametrize(
    ("query", "is_there"),
    [("status=answered", True), ("status=paused", False), ("kind=complaint", False), ("q=低保", True),
     ("q=没有", False),
     ("department=housing", True), ("department=nowhere", True), ("about=interpretation:explained", True),
     ("about=interpretation:none", True), ("q=%00", True), ("cursor=%FF", False)],
)  # fmt: skip
def test_the_list_filters(client: Client, answered: Question, query: str, is_there: bool) -> None:
    response = client.get(f"/questions/?{query}")
    assert (answered.number in words(response)) is is_there


def test_only_the_holder_is_led_to_the_rating(client: Client, answered: Question, resident: User) -> None:
    path = f"/questions/{answered.number}/"
    assert f"/track/?number={answered.number}" in client.get(path).content.decode()
    Question.objects.update(author=resident)
    client.force_login(resident)
    assert f"/track/{answered.number}/#rate" in client.get(path).content.decode()
