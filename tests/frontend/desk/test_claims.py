"""“张三正在办理”: said to colleagues, taken over, let go of; it locks nothing and gives no right."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from consultations.models import Comment, Decision
from participation import clock
from participation.accounts.models import Department, User
from participation.claims.actions import KEPT, forget, let_go, take
from participation.claims.models import Claim
from participation.claims.queries import claimed
from responses.models import Question, Reply
from responses.replies.actions import draft_reply, publish_reply, return_reply, submit_reply
from tests.cast import Role, official_with
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words


def press(user: User, kind: str, pk: int, way: str = "take", **more: str) -> int:
    return at(DeskClient(), user).post(f"/desk/claims/{kind}/{pk}/{way}/", more).status_code


@pytest.fixture
def colleague(department: Department) -> User:
    return official_with("colleague", "张三", department, Role.ANSWERER)


def test_who_is_on_it_is_read_where_the_list_is_shared(
    question: Question, official: User, colleague: User
) -> None:
    assert press(colleague, "questions", question.pk) == 302
    for path in ("/desk/", f"/desk/questions/{question.number}/"):
        assert "张三正在办理" in words(at(DeskClient(), official).get(path))
    mine = words(at(DeskClient(), colleague).get("/desk/"))
    assert "由我办理的事项" in mine and "由您办理" in mine


def test_a_colleague_takes_it_over_and_reads_from_whom(
    question: Question, official: User, colleague: User
) -> None:
    press(colleague, "questions", question.pk)
    desk = at(DeskClient(), official)
    assert "转由我办理" in words(desk.get(f"/desk/questions/{question.number}/"))
    answer = desk.post(f"/desk/claims/questions/{question.pk}/take/", {"next": "/desk/"}, follow=True)
    assert "此前由张三办理" in words(answer)
    assert claimed("questions", [question.pk]) == {question.pk: official}
    press(colleague, "questions", question.pk, "leave")
    assert claimed("questions", [question.pk]) == {question.pk: official}, "only one's own is let go"
    press(official, "questions", question.pk, "leave")
    assert not claimed("questions", [question.pk])


def test_it_ends_when_the_answer_goes_to_be_signed_and_again_when_it_is_out(
    question: Question, official: User, reviewer: User, deliver_all: Callable[[], int]
) -> None:
    deliver_all()
    take("questions", question.pk, by=official)
    reply = submit_reply(draft_reply(question, by=official, body="六月底前全部修复到位。"), by=official)
    deliver_all()
    assert not Claim.objects.exists()
    assert "正在办理" not in words(at(DeskClient(), reviewer).get("/desk/"))
    take("questions", question.pk, by=reviewer)
    publish_reply(reply, by=reviewer)
    deliver_all()
    assert not Claim.objects.exists()


def test_who_took_it_up_after_the_act_stays_on_it(
    question: Question, official: User, reviewer: User, deliver_all: Callable[[], int]
) -> None:
    submit_reply(draft_reply(question, by=official, body="六月底前全部修复到位。"), by=official)
    take("questions", question.pk, by=reviewer)
    deliver_all()
    assert claimed("questions", [question.pk]) == {question.pk: reviewer}


def test_everybody_may_go_on_as_before(question: Question, official: User, colleague: User) -> None:
    take("questions", question.pk, by=colleague)
    page = at(DeskClient(), official).get(f"/desk/questions/{question.number}/")
    assert page.context["may_write"]


def test_nobody_is_on_what_is_not_theirs_or_is_done(
    question: Question, comment: Comment, official: User, moderator: User, resident: User,
    other_department: Department, matter: Decision,
) -> None:  # fmt: skip
    stranger = official_with("far", "远方", other_department, Role.ANSWERER, Role.DRAFTER, Role.MODERATOR)
    for kind, pk in (("questions", question.pk), ("comments", comment.pk), ("decisions", matter.pk)):
        assert press(stranger, kind, pk) == 404
    assert press(moderator, "comments", comment.pk) == 302
    Question.objects.filter(pk=question.pk).update(status="answered", closed_at=clock.now())
    assert press(official, "questions", question.pk) == 404
    assert press(official, "nonsense", 1) == press(official, "questions", question.pk, "steal") == 404
    assert at(Client(), resident).post(f"/desk/claims/questions/{question.pk}/take/").status_code == 403
    assert Client().post(f"/desk/claims/questions/{question.pk}/take/").status_code == 302


def test_it_leads_back_to_this_site_only(question: Question, official: User) -> None:
    desk = at(DeskClient(), official)
    address = f"/desk/claims/questions/{question.pk}/take/"
    assert desk.post(address, {"next": "https://evil.example/"})["Location"] == "/desk/"
    assert desk.post(address, {"next": "/desk/?a=1"})["Location"] == "/desk/?a=1"


def test_what_was_said_long_ago_and_closed_accounts_say_nothing(
    question: Question, official: User, colleague: User
) -> None:
    with clock.at(clock.now() - KEPT - timedelta(days=1)):
        take("questions", question.pk, by=official)
    for _done in forget(clock.now()) or ():
        pass
    assert not Claim.objects.exists()
    take("questions", question.pk, by=colleague)
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert not claimed("questions", [question.pk])
    assert take("questions", question.pk, by=official) is None
    assert let_go("questions", question.pk, by=official)


def test_what_waits_for_somebody_else_is_said_with_since_when(
    reply: Reply, official: User, reviewer: User
) -> None:
    [row] = at(DeskClient(), official).get("/desk/").context["elsewhere"]
    assert (row.title, row.waits_for) == (reply.question.title, "待审签") and row.since
    return_reply(reply, by=reviewer, note="请写明依据哪一条。")
    assert not at(DeskClient(), official).get("/desk/").context["elsewhere"], "it is with this person again"
