"""The other ways of hearing people at the desk: every refusal of the law through the page itself."""

from typing import Any

import pytest
from django.urls import reverse

from consultations.models import Decision, Engagement
from participation import clock
from participation.accounts.models import User
from participation.corrections.models import Correction
from tests.cast import Side
from tests.desk_client import DeskClient
from tests.dossiers import particulars
from tests.frontend.desk.hearing_pages import desk, page_of, rows
from tests.frontend.public.conftest import words
from tests.hearings import (
    DONE,
    HEARD,
    a_file,
    engaged,
)

NEW_ENGAGEMENT = "/desk/decisions/water/engagements/new/"
ENGAGED = {"kind": "forum", "place": "县市场监管局", "said": HEARD, "outcome": DONE}
PARTY = {"group": "business", "who": "夜市摊主", "number": 12}


def test_another_way_of_hearing_people_is_written_and_published_by_two(
    matter: Decision, official: User, reviewer: User
) -> None:
    typed = ENGAGED | {"held_on": clock.today()} | rows(PARTY, {"group": "", "who": "", "number": ""})
    answer = desk(official).post(NEW_ENGAGEMENT, typed)
    row = Engagement.objects.get()
    assert answer["Location"] == page_of(row) and row.parties.get().number == 12
    assert desk(official).post(page_of(row, "do/publish/")).status_code == 422
    assert "公布听取意见情况" in words(desk(reviewer).get("/desk/"))
    assert desk(reviewer).post(page_of(row, "do/publish/")).status_code == 302
    assert desk(official).get(page_of(row, "edit/")).status_code == 302, "it is published"
    later = typed | {"said": f"{HEARD}又补一句。", "revision": f"{row.pk}-1"}
    stale = desk(official).post(page_of(row, "edit/"), later)
    assert stale.status_code == 409 and "又补一句。" in words(stale).replace(" ", "")


@pytest.mark.parametrize(
    ("changes", "party"),
    [
        ({"kind": "hearing"}, PARTY),
        ({"kind": ""}, PARTY),
        ({"held_on": "2999-01-01"}, PARTY),
        ({"held_on": "前天"}, PARTY),
        ({"until": "2000-01-01"}, PARTY),
        ({}, PARTY | {"number": 0}),
        ({}, PARTY | {"number": "许多"}),
        ({}, PARTY | {"number": ""}),
        ({}, PARTY | {"group": "nobody"}),
        ({}, PARTY | {"who": ""}),
    ],
)
def test_what_is_wrong_in_it_is_said_and_kept(
    matter: Decision, official: User, changes: dict[str, str], party: dict[str, Any]
) -> None:
    typed = ENGAGED | {"held_on": clock.today()} | changes | rows(party)
    answer = desk(official).post(NEW_ENGAGEMENT, typed)
    assert answer.status_code == 422 and HEARD in words(answer)
    assert not Engagement.objects.exists()


@pytest.mark.parametrize("changes", [{"said": "好。"}, {"outcome": ""}, {"place": ""}])
def test_it_is_not_published_while_it_says_too_little(
    matter: Decision, official: User, reviewer: User, changes: Any
) -> None:
    row = engaged(matter, by=official, second=None, **changes)
    assert desk(reviewer).post(page_of(row, "do/publish/")).status_code == 422


def test_the_meeting_waits_until_businesses_were_heard(
    matter: Decision, official: User, reviewer: User, office: Side
) -> None:
    Decision.objects.update(affects_business=True)
    meeting = "/desk/decisions/water/stages/collective_decision/"
    said = particulars("collective_decision") | {"result": "passed", "held_on": clock.today()}
    sent_form = {f"complete-{name}": str(value) for name, value in said.items()}
    answer = desk(office.recorder).post(meeting, {"way": "complete", **sent_form})
    assert answer.status_code == 422
    assert "听取了经营主体、行业协会商会的意见" in words(answer) and "第六十二条第一款" in words(answer)
    engaged(matter, by=official, second=reviewer)
    assert "已听取经营主体、行业协会商会意见" in words(desk(official).get(meeting))


def test_its_files_are_for_everybody_or_kept(matter: Decision, official: User, reviewer: User) -> None:
    row = engaged(matter, by=official)
    client = desk(official)
    for purpose in ("engagement_public", "engagement_inside"):
        data = {"purpose": purpose, "files": [a_file(f"{purpose}.pdf")]}
        assert client.post(page_of(row, "files/"), data).status_code == 302
    assert client.post(page_of(row, "files/"), {"purpose": "x", "files": [a_file()]}).status_code == 422
    urls = {each.purpose: reverse("file", args=[each.token, each.name]) for each in row.files.all()}
    stranger = DeskClient()
    assert stranger.get(urls["engagement_public"]).status_code == 404
    desk(reviewer).post(page_of(row, "do/publish/"))
    assert stranger.get(urls["engagement_public"]).status_code == 200
    assert stranger.get(urls["engagement_inside"]).status_code == 404
    assert desk(official).get(urls["engagement_inside"]).status_code == 200


def test_it_is_corrected_and_taken_back_by_two(matter: Decision, official: User, editor: User) -> None:
    row = engaged(matter, by=official, second=editor)
    act = page_of(row, "do/correct/")
    short = desk(official).post(act, {"place": "县政府", "said": "好。", "outcome": DONE, "reason": "漏记。"})
    assert short.status_code == 422 and "漏记。" in words(short)
    new = {"place": "县政府", "said": f"{HEARD}有人建议延长时间。", "outcome": DONE, "reason": "漏记。"}
    assert desk(official).post(act, new).status_code == 302
    proposal = Correction.objects.get()
    assert desk(editor).post(f"/desk/corrections/{proposal.pk}/confirm/").status_code == 302
    row.refresh_from_db()
    assert row.place == "县政府"
    assert desk(official).post(page_of(row, "do/withdraw/"), {"reason": ""}).status_code == 422
    assert (
        desk(official).post(page_of(row, "do/withdraw/"), {"reason": "同一座谈会重复登记两次。"}).status_code
        == 302
    )
    desk(editor).post(f"/desk/corrections/{Correction.objects.latest('pk').pk}/confirm/")
    row.refresh_from_db()
    assert row.status == "withdrawn"
