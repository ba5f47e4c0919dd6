"""A notice that is too short for its matter is said to be so while it can still be lengthened, not only afterwards."""

from datetime import timedelta
from typing import Any

import pytest

from consultations.decisions.actions import attach
from consultations.decisions.models import Decision
from consultations.decisions.shortness import short_notices, too_short_ones
from consultations.models import Consultation, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.notices.changes import extend_period, suspend_consultation
from participation import clock
from participation.accounts.models import User
from participation.clock import starts_at
from tests.desk_client import DeskClient
from tests.drafts import notice_fields
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

SHORT = "短于所属事项的最低期限"
NOTICE = "/desk/consultations/short/"


@pytest.fixture
def notice(matter: Decision, draft: Version, official: User, editor: User) -> Consultation:
    """A notice of seven working days around the text of a matter that grew afterwards."""
    Decision.objects.update(kind="other")
    fields = notice_fields(kind="other", closes_on=clock.today() + timedelta(days=14))
    made = prepare_consultation(draft, by=official, slug="short", **fields)
    row = publish_consultation(made, by=editor, default_known=True)
    attach(matter, row, by=official)
    return Consultation.objects.get(pk=row.pk)


def grown() -> Decision:
    """The matter, now of a kind that asks for thirty days."""
    Decision.objects.update(kind="major_decision")
    return Decision.objects.get()


def page(user: User, address: str) -> Any:
    return at(DeskClient(), user).get(address)


def test_nothing_is_said_of_a_notice_that_is_long_enough(notice: Consultation, official: User) -> None:
    for address in ("/desk/", NOTICE, "/desk/decisions/water/"):
        assert SHORT not in words(page(official, address))


def test_it_is_said_on_each_page_with_the_way_to_the_act(
    notice: Consultation, official: User, editor: User
) -> None:
    until = short_notices(grown())[0].until
    for address in ("/desk/", NOTICE, "/desk/decisions/water/"):
        seen = page(editor, address)
        assert SHORT in words(seen) and f"{until.month}月{until.day}日" in words(seen), address
        assert f"{NOTICE}do/extend/" in seen.content.decode()
        assert SHORT in words(page(official, address))
    assert "请编辑延长至" in words(page(official, "/desk/")), "who drafted it asks an editor"
    assert page(editor, f"{NOTICE}do/extend/").context["form"]["closes_on"].value() == until


def test_lengthened_to_that_day_it_is_long_enough(notice: Consultation, editor: User) -> None:
    short = short_notices(grown())[0]
    extend_period(
        notice, short.until - timedelta(days=1), by=editor, note="按本事项的最低期限延长征求意见时间。"
    )
    assert short_notices(Decision.objects.get()), "one day less is not enough"
    extend_period(notice, short.until, by=editor, note="按本事项的最低期限延长征求意见时间。")
    assert short_notices(Decision.objects.get()) == [] and too_short_ones(Consultation.objects.all()) == {}


def test_a_suspended_one_goes_on_first_and_an_ended_one_is_held_again(
    notice: Consultation, official: User, editor: User
) -> None:
    grown()
    with clock.at(starts_at(notice.closes_on + timedelta(days=1))):
        seen = page(editor, NOTICE)
        assert "须另行公开征求意见" in words(seen) and "do/extend/" not in seen.content.decode()
        assert SHORT not in words(page(editor, "/desk/")), "nothing is to be done any more"
    suspend_consultation(notice, by=editor, note="发现文本有误，核对期间暂停征求意见。")
    assert "恢复征求意见后" in words(page(editor, NOTICE))


def test_a_matter_that_ended_asks_nothing(notice: Consultation) -> None:
    grown()
    Decision.objects.update(status="terminated", public_note="本事项今年不再推进。")
    assert too_short_ones(Consultation.objects.all()) == {} and short_notices(Decision.objects.get()) == []


def test_a_notice_tied_only_by_its_text_is_found_too(notice: Consultation) -> None:
    grown().consultations.clear()
    assert [short.consultation for short in too_short_ones(Consultation.objects.all()).values()] == [notice]
