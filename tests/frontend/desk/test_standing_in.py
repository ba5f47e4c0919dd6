"""Leave and stand-ins at the desk: named, taken up, laid down, ended; each page says on whose behalf."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from consultations.models import Consultation
from frontend.desk.questions.queue import waiting_for
from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.queries import on_behalf_of
from participation.accounts.stand_in_models import StandIn
from participation.accounts.standing_in import end_stand_in, name_stand_in
from participation.corrections.models import Correction
from participation.deadlines.queries import requests_for
from participation.ledger.audit import trail
from responses.models import Question, Reply
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.questions.more_time import ask_for_extension
from responses.replies.actions import draft_reply, return_reply, submit_reply
from tests.cast import Role, official_with
from tests.desk_client import DeskClient
from tests.drafts import REASON
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

PAGE = "/desk/standing-in/"
BODY = "依据规定，三个工作日内办结，请携带身份证到窗口办理。"


@pytest.fixture
def colleague(department: Department) -> User:
    return official_with("colleague", "周同事", department, Role.ANSWERER)


@pytest.fixture
def submitted(department: Department, editor: User, official: User) -> Question:
    asked, _receipt = submit_question(
        by=None, kind="inquiry", title="何时通水？", body="村里何时通水？", wants_publication=True
    )
    row = assign_question(asked, department, by=editor)
    submit_reply(draft_reply(row, by=official, body=BODY), by=official)
    return row


def desk_of(person: User) -> DeskClient:
    client = DeskClient()
    at(client, person)
    return client


def lent(reviewer: User, colleague: User) -> StandIn:
    today = clock.today()
    return name_stand_in(
        reviewer, colleague, by=reviewer, first_day=today, last_day=today + timedelta(days=3), why="leave"
    )


def test_one_names_a_stand_in_for_oneself(reviewer: User, colleague: User) -> None:
    desk, today = desk_of(reviewer), clock.today()
    assert "周同事" in words(desk.get(PAGE))
    sent = {"deputy": colleague.pk, "first_day": today, "last_day": today - timedelta(days=1), "why": "leave"}
    refused = desk.post(PAGE, sent)
    assert (refused.status_code == 422 and "结束日期" in words(refused)) or "早于" in words(refused)
    assert desk.post(PAGE, sent | {"last_day": today}).status_code == 302
    assert "生效中" in words(desk.get(PAGE)) and "由我代办的人员" in words(desk_of(colleague).get(PAGE))
    assert desk.post(f"{PAGE}{StandIn.objects.get().pk}/end/").status_code == 302
    assert "已结束" in words(desk.get(PAGE))


def test_one_named_ahead_is_said_to_begin_on_its_first_day(reviewer: User, colleague: User) -> None:
    day = clock.today() + timedelta(days=3)
    sent = {"deputy": colleague.pk, "first_day": day, "last_day": day, "why": "leave"}
    page = words(desk_of(reviewer).post(PAGE, sent, follow=True))
    assert "委托已登记，自" in page and "委托已生效" not in page


def test_taken_up_the_desk_is_the_others_and_says_so_until_it_is_laid_down(
    reviewer: User, colleague: User, submitted: Question
) -> None:
    row = lent(reviewer, colleague)
    desk = desk_of(colleague)
    assert "您今天受托代王审核办理" in words(desk.get("/desk/"))
    sign = f"/desk/questions/{submitted.number}/do/sign/"
    assert desk.post(f"{PAGE}{row.pk}/take-up/").status_code == 302
    page = words(desk.get("/desk/"))
    assert "您正代王审核办理" in page and f"{row.person.memberships.get().department} {colleague}" not in page
    page = desk.get(f"/desk/questions/{submitted.number}/")
    form = page.context["sign_form"]
    sent = {name: form[name].value() for name in ("idempotency_key", "revision")}
    assert desk.post(
        sign, {**sent, "text_seen": form["text_seen"].value()} if "text_seen" in form.fields else sent
    )
    reply = Reply.objects.get()
    assert reply.status == "published" and reply.signed_by == colleague
    entry = trail(reply).get(act="reply.published")
    assert (entry.by, entry.on_behalf_of) == (colleague, reviewer)
    assert "（代王审核）" in words(desk.get(f"/desk/questions/{submitted.number}/"))
    assert desk.post(f"{PAGE}lay-down/").status_code == 302
    assert "您正代" not in words(desk.get("/desk/"))


def test_when_it_ends_the_next_page_is_ones_own_again(reviewer: User, colleague: User) -> None:
    row = lent(reviewer, colleague)
    desk = desk_of(colleague)
    desk.post(f"{PAGE}{row.pk}/take-up/")
    desk_of(reviewer).post(f"{PAGE}{row.pk}/end/")
    assert "您现以本人名义办理" in words(desk.get("/desk/"))
    assert "您正代" not in words(desk.get("/desk/"))


def test_nobody_takes_up_what_is_not_lent_to_them(reviewer: User, colleague: User, official: User) -> None:
    row = lent(reviewer, colleague)
    desk = desk_of(official)
    desk.post(f"{PAGE}{row.pk}/take-up/")
    assert "您正代" not in words(desk.get("/desk/"))
    assert desk.post(f"{PAGE}{row.pk}/end/").status_code == 403 and StandIn.objects.get().ended_at is None
    assert desk.get(f"{PAGE}{row.pk}/take-up/").status_code == 405


def test_the_administrator_names_one_for_somebody_and_nobody_else_does(
    reviewer: User, colleague: User, administrator: User, editor: User
) -> None:
    page = "/desk/people/of/reviewer/stand-in/"
    assert desk_of(editor).get(page).status_code == 403
    desk, today = desk_of(administrator), clock.today()
    sent = {"deputy": colleague.pk, "first_day": today, "last_day": today, "why": "vacant"}
    assert desk.post(page, sent).status_code == 302 and StandIn.objects.get().named_by == administrator
    assert page in desk.get("/desk/people/of/reviewer/").content.decode()


def test_a_persons_rights_say_which_of_them_are_whose_and_until_when(
    reviewer: User, colleague: User, administrator: User
) -> None:
    row, desk = lent(reviewer, colleague), desk_of(administrator)
    page = "/desk/people/of/colleague/"
    held = desk.get(page).context["rights"]
    assert [(each.role.role, each.lent) for each in held] == [(Role.ANSWERER, None), (Role.REVIEWER, row)]
    assert "代陈审核办理，至" in words(desk.get(page)).replace(reviewer.name, "陈审核")
    end_stand_in(row, by=reviewer)
    assert [each.role.role for each in desk.get(page).context["rights"]] == [Role.ANSWERER]


def test_what_was_proposed_for_somebody_they_do_not_confirm_once_they_are_back(
    editor: User, county: Department, consultation: Consultation
) -> None:
    """The stand-in proposes to withdraw; whoever was away confirms neither with their own desk nor with another's."""
    deputy = official_with("deputy", "代行者", county, Role.EDITOR)
    row = lent(editor, deputy)
    desk = desk_of(deputy)
    desk.post(f"{PAGE}{row.pk}/take-up/")
    reason = {"reason": "草案依据的上位法已经废止，另行起草。"}
    assert desk.post("/desk/consultations/rural-water/do/withdraw/", reason).status_code == 302
    proposal = Correction.objects.get()
    assert proposal.proposed_by == deputy
    confirm = f"/desk/corrections/{proposal.pk}/confirm/"
    for mine in (desk_of(editor), desk):
        assert mine.post(confirm).status_code in (302, 403, 404, 422)
        assert confirm not in mine.get(f"/desk/corrections/{proposal.pk}/").content.decode()
        assert Correction.objects.get().status == "proposed"
    other = desk_of(official_with("other", "另一编辑", county, Role.EDITOR))
    assert other.post(confirm).status_code == 302
    assert Correction.objects.get().status == "confirmed"


def test_what_was_written_for_somebody_does_not_wait_for_them(
    department: Department, editor: User, submitted: Question
) -> None:
    away, double = (
        official_with(name, name, department, Role.ANSWERER, Role.REVIEWER) for name in ("away", "double")
    )
    lent(away, double)
    away.refresh_from_db()
    acting = on_behalf_of(double, away)
    return_reply(Reply.objects.get(), by=acting, note="请写明日期。")
    reply = Reply.objects.get()
    submit_reply(draft_reply(reply.question, by=acting, body=f"{BODY}周末不办。", seen=reply), by=acting)
    assert submitted not in waiting_for(away) and submitted not in waiting_for(double)
    third = official_with("third", "第三人", department, Role.REVIEWER)
    assert submitted in waiting_for(third) and submitted not in waiting_for(on_behalf_of(third, away))
    asked = ask_for_extension(
        assign_question(unrouted(), department, by=editor), by=acting, days=2, reason=REASON
    )
    assert asked not in requests_for(away) and asked in requests_for(third)


def unrouted() -> Question:
    return submit_question(by=None, kind="inquiry", title="何时修路？", body="村里何时修路？")[0]


def sent(client: Client, address: str, token: str, **fields: str) -> Any:
    return client.post(address, {**fields, "csrfmiddlewaretoken": token})


def test_what_was_written_for_another_is_not_done_in_ones_own_name_once_it_has_ended(
    reviewer: User, colleague: User, submitted: Question
) -> None:
    row = lent(reviewer, colleague)
    client = Client()
    at(client, colleague).post(f"{PAGE}{row.pk}/take-up/")
    end_stand_in(row, by=reviewer)
    address = f"/desk/questions/{submitted.number}/do/return/"
    refused = client.post(address, {"note": "请写明办理地点和时间。"})
    said = refused.content.decode()
    assert refused.status_code == 403 and "受托办理已结束" in said and "请写明办理地点和时间。" in said
    assert Reply.objects.get().status == "submitted"


def test_a_page_drawn_before_it_was_taken_up_or_laid_down_is_not_sent(
    reviewer: User, colleague: User, submitted: Question
) -> None:
    row = lent(reviewer, colleague)
    client = Client(enforce_csrf_checks=True)
    at(client, colleague)
    client.get("/desk/standing-in/")
    before = client.cookies["csrftoken"].value
    assert sent(client, f"{PAGE}{row.pk}/take-up/", before).status_code == 302
    address = f"/desk/questions/{submitted.number}/do/return/"
    refused = sent(client, address, before, note="请写明办理地点和时间。")
    assert refused.status_code == 403 and "请写明办理地点和时间。" in refused.content.decode()
    during = client.cookies["csrftoken"].value
    assert sent(client, f"{PAGE}lay-down/", during).status_code == 302
    assert sent(client, address, during, note="请写明办理地点和时间。").status_code == 403
    assert Reply.objects.get().status == "submitted"
