"""Accounts of people who work here: added, put right, closed; and the link with which they set a password."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from participation import clock
from participation.accounts.inviting import (
    expires_at,
    invitation_of,
    invite,
    link_of,
    reset_password,
    use_link,
    withdraw_link,
)  # fmt: skip
from participation.accounts.models import LINK_LASTS, Department, Invitation, User
from participation.accounts.people import add_person, disable_person, edit_person, enable_person
from participation.accounts.queries import Role, roles_of
from participation.accounts.roles import give_role
from participation.accounts.staff import state_of
from participation.delivery.models import Job
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted, Overwritten
from participation.ledger.audit import trail
from participation.ledger.models import AuditEntry
from tests.cast import PASSWORD
from tests.mailbox import Mailbox

WHY = "已调离本县，账号停用"
NEW = {"username": "liu", "name": "刘干事", "email": "liu@example.org", "phone": "0855-2200220"}
PHRASE = "quiet-river-at-noon-7"


def token(invitation: Invitation) -> str:
    return link_of(invitation).rstrip("/").rpartition("/")[2]


def test_an_account_is_added_without_a_password_and_stands_in_the_audit(administrator: User) -> None:
    made = add_person(by=administrator, **NEW)
    assert not made.has_usable_password() and EmailAddress.objects.get(user=made).email == "liu@example.org"
    [entry] = trail(made)
    assert (entry.act, entry.by, entry.note) == (
        "person.added",
        administrator,
        {"name": "刘干事", "username": "liu"},
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"username": ""}, "username"),
        ({"username": "刘 干事"}, "username"),
        ({"username": "RESIDENT"}, "username"),
        ({"name": " "}, "name"),
        ({"email": "liu"}, "email"),
        ({"email": "Resident@example.org"}, "email"),
        ({"phone": "1" * 41}, "phone"),
        ({"phone": "abc12"}, "phone"),
    ],
)
def test_what_cannot_be_names_its_field(
    administrator: User, resident: User, wrong: dict[str, str], field: str
) -> None:
    EmailAddress.objects.create(user=resident, email=resident.email, verified=True, primary=True)
    with pytest.raises(Invalid) as refused:
        add_person(by=administrator, **NEW | wrong)
    assert list(refused.value.errors) == [field] and not User.objects.filter(name="刘干事").exists()


def test_only_the_administrator_does_it(official: User, editor: User, auditor: User, resident: User) -> None:
    acts: list[Callable[[User], Any]] = [
        lambda by: add_person(by=by, **NEW),
        lambda by: edit_person(resident, by=by, name="别人"),
        lambda by: disable_person(resident, by=by, reason=WHY),
        lambda by: enable_person(resident, by=by, reason=WHY),
        lambda by: invite(resident, by=by),
        lambda by: reset_password(resident, by=by),
        lambda by: withdraw_link(resident, by=by),
    ]
    for act in acts:
        for by in (official, editor, auditor, resident):
            with pytest.raises(NotPermitted):
                act(by)
    assert not AuditEntry.objects.filter(kind="user").exists()


def test_nobody_administers_an_account_that_may_do_more(administrator: User, resident: User) -> None:
    resident.is_superuser = True
    resident.save()
    for act in (
        lambda: edit_person(resident, by=administrator, email="mine@example.org"),
        lambda: disable_person(resident, by=administrator, reason=WHY),
        lambda: reset_password(resident, by=administrator),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_the_audit_names_the_fields_and_keeps_no_number_and_no_address(
    administrator: User, official: User
) -> None:
    edit_person(official, by=administrator, name="李新名", email="new@example.org", phone="13800000000")
    [entry] = trail(official)
    assert entry.note == {"old": {"name": "李承办"}, "changed": ["email", "phone"]}
    assert list(EmailAddress.objects.filter(user=official).values_list("email", flat=True)) == [
        "new@example.org"
    ]
    stale = User.objects.get(pk=official.pk)
    edit_person(official, by=administrator, phone="13800000001")
    with pytest.raises(Overwritten):
        edit_person(stale, by=administrator, phone="13800000002")


def test_closed_an_account_is_signed_out_for_good_and_its_roles_rest(
    administrator: User, official: User, client: Client
) -> None:
    client.force_login(official)
    assert client.get("/desk/").status_code == 200
    disable_person(official, by=administrator, reason=WHY)
    assert client.get("/desk/").status_code == 302 and not roles_of(User.objects.get(pk=official.pk))
    with pytest.raises(InvalidMove):
        disable_person(official, by=administrator, reason=WHY)
    enable_person(official, by=administrator, reason="已回原单位工作，恢复账号")
    assert client.get("/desk/").status_code == 302, "the old session stays ended"
    assert len(roles_of(User.objects.get(pk=official.pk))) == 2
    assert [each.note.get("reason") for each in trail(official)] == [WHY, "已回原单位工作，恢复账号"]
    with pytest.raises(InvalidMove):
        enable_person(official, by=administrator, reason=WHY)


def test_it_takes_a_reason_and_nobody_closes_their_own(administrator: User, official: User) -> None:
    with pytest.raises(Invalid) as refused:
        disable_person(official, by=administrator, reason="。。。")
    assert list(refused.value.errors) == ["reason"]
    with pytest.raises(NotPermitted):
        disable_person(administrator, by=administrator, reason=WHY)
    with pytest.raises(Invalid):
        disable_person(administrator, by=None, reason=WHY)


def test_invited_by_mail_a_person_sets_a_password_and_is_at_the_desk(
    administrator: User,
    department: Department,
    mailbox: Mailbox,
    deliver_all: Callable[[], int],
    client: Client,
) -> None:
    made = add_person(by=administrator, **NEW)
    made.memberships.create(department=department, role="drafter")
    invitation = invite(made, by=administrator)
    assert token(invitation) not in str(list(Job.objects.values_list("payload", flat=True)))
    deliver_all()
    [letter] = mailbox.to("liu@example.org")
    [path] = re.findall(r"/accounts/invitation/\S+", letter.get_content())
    page = client.get(path)
    assert (
        page.status_code == 200 and "no-store" in page["Cache-Control"] and "刘干事" in page.content.decode()
    )
    weak = client.post(path, {"password": "12345678", "again": "12345678"})
    assert weak.status_code == 422 and Invitation.objects.exists()
    other = client.post(path, {"password": PHRASE, "again": PHRASE + "x"})
    assert other.status_code == 422
    done = client.post(path, {"password": PHRASE, "again": PHRASE}, follow=True)
    assert done.redirect_chain[-1][0] == "/desk/" and done.status_code == 200
    assert EmailAddress.objects.get(user=made).verified and not Invitation.objects.exists()
    assert Client().get(path).status_code == 410, "once"
    assert [each.act for each in trail(made)] == ["person.added", "person.invited", "person.password_set"]


def test_a_link_ends_when_it_is_sent_again_withdrawn_too_old_or_its_account_closed(
    administrator: User,
) -> None:
    made = add_person(by=administrator, **NEW)
    first = token(invite(made, by=administrator))
    second = token(invite(made, by=administrator))
    assert invitation_of(first) is None and invitation_of(second) is not None
    assert invitation_of(second + "x") is None and invitation_of("x") is None
    with clock.at(clock.now() + LINK_LASTS + timedelta(seconds=1)):
        assert invitation_of(second) is None
    withdraw_link(made, by=administrator)
    assert invitation_of(second) is None
    with pytest.raises(Conflict):
        use_link(second, PHRASE)
    with pytest.raises(Conflict):
        withdraw_link(made, by=administrator)
    with pytest.raises(InvalidMove):
        invite(made, by=administrator)
    enable_person(User.objects.get(pk=made.pk), by=administrator, reason=WHY)
    third = token(invite(made, by=administrator))
    fresh = User.objects.get(pk=made.pk)
    disable_person(fresh, by=administrator, reason=WHY)
    enable_person(fresh, by=administrator, reason=WHY)
    assert invitation_of(third) is None


def test_a_link_mailed_to_an_address_that_was_wrong_ends_with_it(administrator: User) -> None:
    made = add_person(by=administrator, **NEW)
    sent = token(invite(made, by=administrator))
    edit_person(User.objects.get(pk=made.pk), by=administrator, email="right@example.org")
    assert invitation_of(sent) is None
    there = User.objects.get(pk=made.pk)
    assert state_of(there) == "invited" and expires_at(there.invitation) <= clock.now(), "to be sent anew"
    assert invitation_of(token(invite(there, by=administrator))) is not None


def test_an_address_that_an_administrator_changes_is_told_so_and_not_where_mails_go_now(
    administrator: User, official: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    before = official.email
    edit_person(official, by=administrator, email="taken-over@example.org")
    edit_person(official, by=administrator, name="改名")
    deliver_all()
    [told] = mailbox.letters
    assert before and told["To"] == before and "不再发送至本邮箱" in told.get_content()
    assert "taken-over" not in told.get_content() and official.username not in told.get_content()


def test_a_link_withdrawn_before_it_went_out_is_not_mailed(
    administrator: User, mailbox: Mailbox, deliver_all: Callable[[], int]
) -> None:
    made = add_person(by=administrator, **NEW)
    invite(made, by=administrator)
    withdraw_link(made, by=administrator)
    deliver_all()
    assert not mailbox.letters


def test_without_mail_nothing_is_posted_and_the_link_is_there_to_hand_over(
    administrator: User, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    made = add_person(by=administrator, **NEW)
    invitation = invite(made, by=administrator)
    assert not invitation.is_mailed and not Job.objects.exists() and invitation_of(token(invitation))


def test_a_reset_takes_the_old_password_and_all_sessions_at_once(
    administrator: User, official: User, client: Client
) -> None:
    client.force_login(official)
    invitation = reset_password(official, by=administrator)
    assert client.get("/desk/").status_code == 302 and not client.login(
        username="official", password=PASSWORD
    )
    with pytest.raises(InvalidMove):
        reset_password(official, by=administrator)
    use_link(token(invitation), PHRASE)
    assert client.login(username="official", password=PHRASE)
    with pytest.raises(InvalidMove):
        invite(User.objects.get(pk=official.pk), by=administrator)
    with pytest.raises(NotPermitted):
        reset_password(administrator, by=administrator)


def test_an_address_that_a_stranger_only_typed_keeps_nobody_from_being_added(administrator: User) -> None:
    stranger = User.objects.create_user(
        "stranger", email="new@example.org", password="a-strangers-password-1"
    )
    EmailAddress.objects.create(user=stranger, email="new@example.org", primary=True)
    made = add_person(by=administrator, name="新同事", username="newclerk", email="new@example.org")
    assert made.email == "new@example.org"
    EmailAddress.objects.filter(user=stranger).update(verified=True)
    with pytest.raises(Invalid) as refused:
        add_person(by=administrator, name="又一人", username="other", email="New@example.org")
    assert list(refused.value.errors) == ["email"]


def test_who_has_not_confirmed_the_address_of_an_account_of_their_own_is_given_no_role(
    administrator: User, department: Department
) -> None:
    stranger = User.objects.create_user(
        "stranger", email="new@example.org", password="a-strangers-password-1"
    )
    address = EmailAddress.objects.create(user=stranger, email="new@example.org", primary=True)
    with pytest.raises(Invalid) as refused:
        give_role(stranger, department, Role.DRAFTER, by=administrator)
    assert list(refused.value.errors) == ["role"]
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    assert give_role(stranger, department, Role.DRAFTER, by=administrator).pk
