"""One's own account: name, telephone, addresses, and what was sent before there was an account."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from django.test import RequestFactory

from consultations.comments.intake import submit_comment
from consultations.models import Comment, Consultation
from participation.accounts.models import User
from participation.accounts.own import (
    MOST_LINKS,
    add_address,
    addresses_of,
    claim_item,
    confirm_address,
    edit_own,
    make_primary,
    remove_address,
)
from participation.delivery.models import Job
from participation.errors import Conflict, Invalid, NotPermitted, Overwritten
from participation.ledger.audit import trail
from participation.ledger.leaves import verify
from responses.models import Question
from responses.questions.intake import submit_question
from tests.drafts import comment_on

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked_from_a_page() -> Iterator[None]:
    """The sign-in library takes the address of its links from the request."""
    with request_context(RequestFactory().get("/")):
        yield


@pytest.fixture
def known(resident: User) -> EmailAddress:
    """The resident's address, confirmed."""
    address = addresses_of(resident)[0]
    address.set_verified()
    return address


def test_one_s_own_data_are_changed_and_the_audit_keeps_nothing_of_them(resident: User) -> None:
    edit_own(resident, by=resident, name="周晓", phone="13800001111", language="en")
    row = User.objects.get(pk=resident.pk)
    assert (row.name, row.phone, row.language) == ("周晓", "13800001111", "en")
    entry = trail(resident).get()
    assert entry.act == "person.own_edited" and entry.note["changed"] == ["name", "phone"]
    assert "周" not in str(entry.note) and "138" not in str(entry.note)


def test_nobody_changes_another_s_account(resident: User, neighbour: User) -> None:
    for act in (
        lambda: edit_own(resident, by=neighbour, name="吴"),
        lambda: add_address(resident, "a@example.org", by=neighbour),
        lambda: make_primary(resident, addresses_of(resident)[0].pk, by=neighbour),
        lambda: remove_address(resident, addresses_of(resident)[0].pk, by=neighbour),
        lambda: confirm_address(resident, addresses_of(resident)[0].pk, by=neighbour),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_the_administrator_keeps_name_and_address_of_who_works_here(official: User) -> None:
    edit_own(official, by=official, name=official.name, phone="0855-1234567", language="en")
    with pytest.raises(NotPermitted):
        edit_own(official, by=official, name="别人")
    with pytest.raises(NotPermitted):
        add_address(official, "a@example.org", by=official)


@pytest.mark.parametrize(
    "fields", [{"name": "周" * 81}, {"phone": "1" * 41}, {"phone": "abc12"}, {"language": "fr"}]
)
def test_what_cannot_be_kept_is_named(resident: User, fields: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        edit_own(resident, by=resident, **fields)
    assert list(refused.value.errors) == list(fields)


def test_two_tabs_do_not_write_over_each_other(resident: User) -> None:
    seen = User.objects.get(pk=resident.pk)
    edit_own(resident, by=resident, name="周晓")
    with pytest.raises(Overwritten):
        edit_own(seen, by=resident, name="周梅")


def test_who_hides_the_name_hides_it_under_what_was_sent_before(
    resident: User, neighbour: User, consultation: Consultation
) -> None:
    mine = comment_on(consultation, by=resident, name="周晓梅")
    theirs = comment_on(consultation, by=neighbour, name="吴建国")
    asked, _ = submit_question(by=resident, kind="inquiry", title="何时？", body="何时？", name="周晓梅")
    edit_own(resident, by=resident, hides_name=True)
    later = comment_on(consultation, by=resident, name="周晓梅")
    nobody = Comment(name="").public_author
    for row in (mine, later):
        assert Comment.objects.get(pk=row.pk).public_author == nobody
    assert Question.objects.get(pk=asked.pk).public_author == nobody
    assert Comment.objects.get(pk=theirs.pk).public_author == "吴**"
    edit_own(resident, by=resident, hides_name=False)
    assert Comment.objects.get(pk=mine.pk).public_author == "周**"
    assert next(verify(), None) is None


def test_the_language_of_mails_is_the_account_s_once_it_is_chosen(
    resident: User, consultation: Consultation
) -> None:
    row = comment_on(consultation, by=resident)
    assert row.mail_language == "zh-hans"
    edit_own(resident, by=resident, language="en")
    assert Comment.objects.get(pk=row.pk).mail_language == "en"
    assert comment_on(consultation, language="en").mail_language == "en"


def test_a_new_address_gets_its_link_and_no_other_mail(resident: User, known: EmailAddress) -> None:
    made = add_address(resident, " New@Example.org ", by=resident)
    assert (made.email, made.verified, made.primary) == ("new@example.org", False, False)
    assert Job.objects.get(handler="mail.send").payload["to"] == "new@example.org"
    with pytest.raises(Invalid, match=r"."):
        make_primary(resident, made.pk, by=resident)
    made.set_verified()
    make_primary(resident, made.pk, by=resident)
    assert User.objects.get(pk=resident.pk).email == "new@example.org"
    assert [each.email for each in addresses_of(resident)] == ["new@example.org", "resident@example.org"]


@pytest.mark.parametrize("email", ["", "nobody", "a@b@c", "resident@example.org", "RESIDENT@example.org"])
def test_an_address_that_is_none_or_there_already_is_refused(
    resident: User, known: EmailAddress, email: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add_address(resident, email, by=resident)
    assert list(refused.value.errors) == ["email"]


def test_whether_another_has_the_address_is_not_said_and_it_stays_theirs(
    resident: User, neighbour: User
) -> None:
    addresses_of(neighbour)[0].set_verified()
    made = add_address(resident, neighbour.email, by=resident)
    assert not made.set_verified()


def test_more_than_five_addresses_are_refused(resident: User, known: EmailAddress) -> None:
    for n in range(4):
        EmailAddress.objects.create(user=resident, email=f"a{n}@example.org")
    with pytest.raises(Invalid):
        add_address(resident, "b@example.org", by=resident)


def test_nobody_s_box_is_filled_with_links(resident: User, known: EmailAddress) -> None:
    made = add_address(resident, "new@example.org", by=resident)
    for _ in range(MOST_LINKS - 1):
        confirm_address(resident, made.pk, by=resident)
    with pytest.raises(Invalid):
        confirm_address(resident, made.pk, by=resident)
    with pytest.raises(Invalid):
        add_address(resident, "other@example.org", by=resident)
    assert not EmailAddress.objects.filter(email="other@example.org").exists()


def test_what_is_confirmed_is_not_confirmed_again(resident: User, known: EmailAddress) -> None:
    with pytest.raises(Invalid):
        confirm_address(resident, known.pk, by=resident)


def test_an_address_is_taken_off_but_not_the_one_that_is_used(resident: User, known: EmailAddress) -> None:
    made = add_address(resident, "new@example.org", by=resident)
    with pytest.raises(Invalid):
        remove_address(resident, known.pk, by=resident)
    remove_address(resident, made.pk, by=resident)
    with pytest.raises(Invalid):
        remove_address(resident, made.pk, by=resident)
    remove_address(resident, known.pk, by=resident)
    assert addresses_of(User.objects.get(pk=resident.pk)) == []


def test_the_address_of_before_is_told_when_mails_go_elsewhere_and_when_it_is_taken_off(
    resident: User, known: EmailAddress
) -> None:
    other = add_address(resident, "second@example.org", by=resident)
    other.set_verified()
    Job.objects.all().delete()
    make_primary(resident, other.pk, by=resident)
    remove_address(resident, known.pk, by=resident)
    told = [job.payload for job in Job.objects.filter(handler="mail.send")]
    assert [each["to"] for each in told] == [known.email] * 2
    assert "second@example.org" not in str(told)


def test_who_has_number_and_code_makes_the_item_theirs(resident: User, consultation: Consultation) -> None:
    issued = submit_comment(consultation, by=None, body="水价太高。", contact="resident@example.org")
    _question, asked = submit_question(by=None, kind="inquiry", title="何时？", body="何时？")
    for each in (issued, asked):
        assert claim_item(each.number, each.lookup_code, by=resident) == each.number
    assert Comment.objects.get().author == resident and Question.objects.get().author == resident
    assert next(verify(), None) is None


def test_an_address_without_the_code_opens_nothing(resident: User, consultation: Consultation) -> None:
    issued = submit_comment(consultation, by=None, body="水价太高。", contact="resident@example.org")
    with pytest.raises(Invalid):
        claim_item(issued.number, "0000-0000-0000", by=resident)
    assert Comment.objects.get().author is None


def test_what_is_somebody_s_already_is_not_taken(
    resident: User, neighbour: User, consultation: Consultation
) -> None:
    issued = submit_comment(consultation, by=neighbour, body="水价太高。")
    _question, asked = submit_question(by=neighbour, kind="inquiry", title="何时？", body="何时？")
    for each in (issued, asked):
        with pytest.raises(Conflict):
            claim_item(each.number, each.lookup_code, by=resident)


def test_who_entered_it_for_another_does_not_make_it_theirs(
    moderator: User, consultation: Consultation
) -> None:
    issued = submit_comment(consultation, by=moderator, body="来电反映。", channel="phone")
    with pytest.raises(NotPermitted):
        claim_item(issued.number, issued.lookup_code, by=moderator)
