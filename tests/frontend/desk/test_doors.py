"""Who comes in where."""

import pytest
from django.test import Client

from consultations.models import Comment, Consultation
from participation.accounts.models import User
from participation.ledger.models import AuditEntry
from responses.models import Interpretation, Question, Reply
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at

PAGES = {
    "/desk/": "official reviewer moderator editor supervisor auditor administrator other_official",
    "/desk/consultations/": "official reviewer moderator editor supervisor auditor administrator other_official",
    "/desk/consultations/rural-water/": "official reviewer moderator editor supervisor auditor",
    "/desk/consultations/rural-water/weighing/": "official reviewer moderator editor supervisor auditor",
    "/desk/consultations/rural-water/feedback/": "official reviewer moderator editor supervisor auditor",
    "/desk/consultations/rural-water/text/": "official",
    "/desk/consultations/rural-water/enter/": "official moderator editor",
    "/desk/consultations/new/": "official other_official",
    "/desk/moderation/{comment}/": "official reviewer moderator editor supervisor auditor",
    "/desk/questions/": "official reviewer moderator editor supervisor auditor administrator other_official",
    "/desk/questions/{question}/": "official reviewer moderator editor supervisor auditor",
    "/desk/interpretations/": "official reviewer moderator editor supervisor auditor administrator other_official",
    "/desk/interpretations/explained/": "official reviewer editor supervisor auditor",
    "/desk/interpretations/new/": "official other_official",
}
EVERYBODY = "official other_official reviewer moderator editor supervisor auditor administrator".split()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_those_who_work_on_it_and_for_nobody_else(
    page: str,
    comment: Comment,
    question: Question,
    interpretation: Interpretation,
    request: pytest.FixtureRequest,
) -> None:
    address = page.format(comment=comment.number, question=question.number)
    came_in = [
        name
        for name in EVERYBODY
        if at(DeskClient(), request.getfixturevalue(name)).get(address).status_code == 200
    ]
    assert sorted(came_in) == sorted(PAGES[page].split())


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_sign_in_and_comes_back(page: str, client: Client, db: None) -> None:
    address = page.format(comment="YJ-1", question="WT-1")
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"] == f"/accounts/login/?next={address}"


def test_a_resident_who_is_signed_in_is_told_that_this_is_not_for_them(
    client: Client, resident: User
) -> None:
    answer = at(client, resident).get("/desk/")
    assert answer.status_code == 403
    assert resident.name in answer.content.decode()


def test_a_live_fragment_without_a_session_changes_nothing(client: Client, db: None) -> None:
    assert client.get("/desk/", headers={"HX-Request": "true"}).status_code == 401


ACTS = {
    "/desk/consultations/rural-water/edit/": {
        "title": "新", "kind": "other", "opens_on": "2030-01-01", "closes_on": "2030-03-01",
    },
    "/desk/consultations/rural-water/do/withdraw/": {"public_note": "撤回"},
    "/desk/consultations/rural-water/do/suspend/": {"note": "暂停"},
    "/desk/consultations/rural-water/do/publish/": {},
    "/desk/consultations/rural-water/do/final/": {},
    "/desk/consultations/rural-water/feedback/": {"asked": "问", "said": "说", "did": "做"},
    "/desk/consultations/rural-water/enter/": {"channel": "phone", "stance": "oppose", "body": "太贵"},
    "/desk/consultations/rural-water/weighing/{opinion}/dispose/": {"dispose-disposition": "adopted"},
    "/desk/consultations/rural-water/weighing/{opinion}/propose/": {
        "propose-reason_code": "empty", "propose-reason": "空",
    },
    "/desk/consultations/rural-water/weighing/{opinion}/agree/": {},
    "/desk/consultations/rural-water/weighing/{opinion}/split/": {"split-texts": "一\n\n二"},
    "/desk/moderation/{comment}/accept/": {},
    "/desk/moderation/{comment}/withhold/": {"withhold-reason": "abuse"},
    "/desk/moderation/{comment}/return/": {"return-note": "请改"},
    "/desk/questions/{question}/": {"body": "答复", "go": "keep"},
    "/desk/questions/{question}/contact/": {"contact-purpose": "reach"},
    "/desk/moderation/{comment}/contact/": {"contact-purpose": "reach"},
    "/desk/questions/{question}/do/route/": {"department": "1"},
    "/desk/questions/{question}/do/sign/": {},
    "/desk/questions/{question}/do/return/": {"note": "改"},
    "/desk/questions/{question}/do/pause/": {"reason": "等"},
    "/desk/questions/{question}/do/decline/": {"reason": "正在诉讼中，请向法院提出。"},
    "/desk/questions/{question}/do/give-back/": {"reason": "不归我"},
    "/desk/interpretations/explained/": {"title": "新", "parts": "0", "go": "keep"},
    "/desk/interpretations/explained/publish/": {},
}  # fmt: skip


@pytest.mark.parametrize("who", ["supervisor", "auditor", "administrator", "other_official", "resident"])
def test_nobody_without_a_working_role_changes_anything(
    who: str, comment: Comment, reply: Reply, interpretation: Interpretation, request: pytest.FixtureRequest
) -> None:
    client = at(DeskClient(), request.getfixturevalue(who))
    before = list(AuditEntry.objects.values_list("id", flat=True))
    for address, said in ACTS.items():
        place = address.format(
            comment=comment.number, question=reply.question.number, opinion=comment.opinions.get().pk
        )
        answer = client.post(place, said)
        assert answer.status_code in (403, 404, 422), (place, answer.status_code)
    assert list(AuditEntry.objects.values_list("id", flat=True)) == before


@pytest.mark.parametrize("who", ["supervisor", "auditor"])
def test_overseers_read_along_and_see_no_button_that_acts(
    who: str, comment: Comment, reply: Reply, interpretation: Interpretation, request: pytest.FixtureRequest
) -> None:
    client = at(DeskClient(), request.getfixturevalue(who))
    for page in PAGES:
        answer = client.get(page.format(comment=comment.number, question=reply.question.number))
        if answer.status_code == 200:
            shown = answer.content.decode()
            main = shown[shown.index('<main id="main"') :]
            assert 'method="post"' not in main, page


def test_an_official_of_another_department_sees_nothing_in_the_lists(
    client: Client, other_official: User, comment: Comment, question: Question, interpretation: Interpretation
) -> None:
    at(client, other_official)
    assert question.title not in client.get("/desk/questions/").content.decode()
    assert question.title not in client.get("/desk/").content.decode()
    assert "rural-water" not in client.get("/desk/consultations/").content.decode()
    assert "explained" not in client.get("/desk/interpretations/").content.decode()


def test_the_menu_offers_only_what_the_roles_allow(
    client: Client, moderator: User, consultation: Consultation
) -> None:
    shown = at(client, moderator).get("/desk/").content.decode()
    assert 'href="/desk/moderation/"' in shown
    assert 'href="/desk/interpretations/"' not in shown


def test_a_session_lost_while_writing_frightens_nobody(client: Client, db: None) -> None:
    address = "/desk/consultations/new/"
    answer = client.post(address, {"text": "第一条 为了保障农村饮水安全，制定本办法。"})
    page = answer.content.decode()
    assert answer.status_code == 403 and "制定本办法" in page
    assert "重新登录后，浏览器会恢复您填写的内容" in page and "没有保存" not in page
    assert f"/accounts/login/?next={address}" in page
