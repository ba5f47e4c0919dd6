"""A form that refuses a reason of a word says beforehand how long one is; one that takes a word says nothing of it."""

import pytest

from consultations.models import Consultation, Opinion
from participation.accounts.models import User
from tests.desk_client import DeskClient
from tests.drafts import comment_on
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

SAID = "请用一句话说明，不少于8个字。"


@pytest.mark.parametrize("act", ["extend", "suspend"])
def test_a_public_note_says_how_long_it_is(consultation: Consultation, editor: User, act: str) -> None:
    address = f"/desk/consultations/{consultation.slug}/do/{act}/"
    desk = at(DeskClient(), editor)
    assert SAID in words(desk.get(address))
    refused = desk.post(address, {"note": "暂停"})
    assert refused.status_code == 422 and SAID in words(refused)


def test_so_does_the_reason_of_a_disposition(consultation: Consultation, official: User) -> None:
    comment_on(consultation)
    page = f"/desk/consultations/{consultation.slug}/weighing/{Opinion.objects.get().pk}/"
    assert SAID in words(at(DeskClient(), official).get(page))


def test_closing_an_account_asks_for_a_word_only(official: User, administrator: User) -> None:
    page = "/desk/people/of/official/"
    desk = at(DeskClient(), administrator)
    assert SAID not in words(desk.get(f"{page}disable/"))
    assert desk.post(f"{page}disable/", {"reason": ""}).status_code == 422
    assert desk.post(f"{page}disable/", {"reason": "调离"}).status_code == 302
    assert not User.objects.get(pk=official.pk).is_active
