"""Departments, rules, calendars and what the machine could not do: the administrator's."""

from datetime import date

from allauth.mfa.models import Authenticator
from django.test import override_settings

from participation import clock
from participation.accounts.actions import edit_department
from participation.accounts.importing import import_lines
from participation.accounts.inviting import reset_password, withdraw_link
from participation.accounts.leaving import ask_to_leave, renew_codes
from participation.accounts.models import Membership, SpecialUnit, User
from participation.accounts.own import edit_own
from participation.accounts.people import add_person, disable_person, edit_person, enable_person
from participation.accounts.phones import send_code
from participation.accounts.policies import (
    can_mend_jobs,
    can_read_audit,
    can_read_security_log,
    can_see_jobs,
    can_see_people,
)
from participation.accounts.roles import end_role, give_role, move_person
from participation.accounts.second_factor import forget
from participation.accounts.special_units import name_unit
from participation.accounts.standing_in import name_stand_in
from participation.deadlines.amending import DayKind, Entry, amend_calendar, open_calendar
from participation.deadlines.local_rules import confirm_rule, set_local_rule, withdraw_local_rule
from participation.deadlines.places import home
from participation.deadlines.policies import can_read_law
from tests.permissions.matrix import PEOPLE, Table, Verb, World, ask, states


def _amend(world: World, by: object) -> None:
    open_calendar(home(), name="县", by=None)
    festival = Entry(date(2027, 4, 20), DayKind.HOLIDAY, "民族节日")
    amend_calendar(home(), source="县政府通知", by=by, reason="县里的放假安排已经公布。", days=[festival])  # type: ignore[arg-type]


def _named() -> SpecialUnit:
    return SpecialUnit.objects.get(duty="legality_review")


def _with_a_factor() -> User:
    user = User.objects.create_user("forgetful")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    return user


def _resident() -> User:
    return User.objects.get(username="resident")


def _colleague(world: World) -> User:
    return User.objects.get(pk=world.colleague.pk)


def _stand_in(world: World, by: User) -> None:
    other = User.objects.create_user("deputy")
    Membership.objects.create(user=other, department=world.department, role="reviewer")
    today = clock.today()
    name_stand_in(_colleague(world), other, by=by, first_day=today, last_day=today, why="leave")


def _role(world: World) -> Membership:
    return world.colleague.memberships.select_related("user", "department").earliest("pk")


def _enable(world: World, by: User) -> None:
    User.objects.filter(pk=world.colleague.pk).update(is_active=False)
    enable_person(_colleague(world), by=by, reason=WHY)


def _withdraw(world: World, by: User) -> None:
    reset_password(_colleague(world), by=None)
    withdraw_link(_colleague(world), by=by)


WHY = "岗位调整，按规定办理"
EVERY_ACCOUNT = " ".join(name for name in PEOPLE if name != "stranger")


def _own_account(world: World, by: object) -> User:
    """The account of who tries it; strangers have none."""
    ask(isinstance(by, User))
    assert isinstance(by, User)
    return User.objects.get(pk=by.pk)


def _leave(world: World, by: object) -> None:
    person = _own_account(world, by)
    person.set_password("pass")
    ask_to_leave(person, by=person, password="pass")


def _leave_with_codes(world: World, by: object) -> None:
    _leave(world, by)
    person = _own_account(world, by)
    renew_codes(person, by=person)


def _text_oneself(world: World, by: object) -> None:
    person = _own_account(world, by)
    User.objects.filter(pk=person.pk).update(phone="13800001111")
    with override_settings(SMS_URL="console://"):
        send_code(person, by=person)


def _name_oneself(world: World, by: object) -> None:
    person = _own_account(world, by)
    edit_own(person, by=person, name="新名字")


LAW = (
    Verb("change the own telephone and the language of mails",
         lambda w, by: edit_own(_own_account(w, by), by=by, phone="", language="en"), states(EVERY_ACCOUNT, "any")),
    Verb("change the own name and mail addresses", _name_oneself, states("resident writer", "any")),
    Verb("have a code texted to the own mobile number", _text_oneself, states(EVERY_ACCOUNT, "any")),
    Verb("have a code texted to another's", lambda w, by: send_code(_colleague(w), by=_own_account(w, by)), {}),
    Verb("change another's own data", lambda w, by: edit_own(_colleague(w), by=_own_account(w, by), phone=""), {}),
    Verb("have the own account deleted", _leave, states("resident writer", "any")),
    Verb("have new look-up codes with it", _leave_with_codes, states("resident writer", "any")),
    Verb("have them for another's account", lambda w, by: renew_codes(_colleague(w), by=_own_account(w, by)), {}),
    Verb("see people, their roles and what was changed", lambda w, by: ask(can_see_people(by)),
         states("auditor administrator", "any")),
    Verb("add a person", lambda w, by: add_person(by=by, name="新人", username="new"), states("administrator", "any")),
    Verb("put a person's details right", lambda w, by: edit_person(_colleague(w), by=by, phone=""),
         states("administrator", "any")),
    Verb("give a role", lambda w, by: give_role(_resident(), w.department, "drafter", by=by),
         states("administrator", "any")),
    Verb("end a role", lambda w, by: end_role(_role(w), by=by), states("administrator", "any")),
    Verb("move a person", lambda w, by: move_person(_colleague(w), w.department, w.elsewhere, by=by),
         states("administrator", "any")),
    Verb("close an account", lambda w, by: disable_person(_colleague(w), by=by, reason=WHY),
         states("administrator", "any")),
    Verb("open an account again", _enable, states("administrator", "any")),
    Verb("name a stand-in for somebody", _stand_in, states("administrator", "any")),
    Verb("reset a password", lambda w, by: reset_password(_colleague(w), by=by), states("administrator", "any")),
    Verb("withdraw a link", _withdraw, states("administrator", "any")),
    Verb("import people and departments", lambda w, by: import_lines([], by=by), states("administrator", "any")),
    Verb("set up and change departments", lambda w, by: edit_department(w.department, by=by, phone="0855-1"),
         states("administrator", "any")),
    Verb("name the special units", lambda w, by: name_unit("legality_review", w.department, by=by, seen=_named()),
         states("administrator", "any")),
    Verb("read rules and calendars at the desk", lambda w, by: ask(can_read_law(by)),
         states("administrator supervisor auditor", "any")),
    Verb("set the county's own number", lambda w, by: set_local_rule("A21", by=by, basis="县办〔2026〕1号", value=20),
         states("administrator", "any")),
    Verb("confirm a default", lambda w, by: confirm_rule("A21", by=by, basis="县办〔2026〕1号"),
         states("administrator", "any")),
    Verb("take a number back", lambda w, by: withdraw_local_rule(
        set_local_rule("A21", by=None, basis="县办〔2026〕1号", value=20), by=by), states("administrator", "any")),
    Verb("amend the calendar", _amend, states("administrator", "any")),
    Verb("read the audit", lambda w, by: ask(can_read_audit(by)), states("auditor administrator", "any")),
    Verb("read the security log", lambda w, by: ask(can_read_security_log(by)), states("auditor administrator", "any")),
    Verb("take a lost second factor away", lambda w, by: forget(_with_a_factor(), by=by, reason=WHY),
         states("administrator", "any")),
    Verb("see the jobs that failed", lambda w, by: ask(can_see_jobs(by)), states("auditor administrator", "any")),
    Verb("send failed jobs again", lambda w, by: ask(can_mend_jobs(by)), states("administrator", "any")),
)  # fmt: skip
TABLE = Table("People, departments, rules, calendars and background jobs", ("any",), LAW)
