"""Departments, rules, calendars and what the machine could not do: the administrator's."""

from datetime import date

from allauth.mfa.models import Authenticator

from participation.accounts.actions import edit_department
from participation.accounts.models import SpecialUnit, User
from participation.accounts.policies import can_mend_jobs, can_read_security_log, can_see_jobs
from participation.accounts.second_factor import forget
from participation.accounts.special_units import name_unit
from participation.deadlines.amending import DayKind, Entry, amend_calendar, open_calendar
from participation.deadlines.local_rules import confirm_rule, set_local_rule, withdraw_local_rule
from participation.deadlines.places import home
from participation.deadlines.policies import can_read_law
from tests.permissions.matrix import Table, Verb, World, ask, states


def _amend(world: World, by: object) -> None:
    open_calendar(home(), name="县", by=None)
    festival = Entry(date(2027, 4, 20), DayKind.HOLIDAY, "民族节日")
    amend_calendar(home(), source="县政府通知", by=by, days=[festival])  # type: ignore[arg-type]


def _named() -> SpecialUnit:
    return SpecialUnit.objects.get(duty="legality_review")


def _with_a_factor() -> User:
    user = User.objects.create_user("forgetful")
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
    return user


LAW = (
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
    Verb("read the security log", lambda w, by: ask(can_read_security_log(by)), states("administrator", "any")),
    Verb("take a lost second factor away", lambda w, by: forget(_with_a_factor(), by=by),
         states("administrator", "any")),
    Verb("see the jobs that failed", lambda w, by: ask(can_see_jobs(by)), states("administrator", "any")),
    Verb("send failed jobs again", lambda w, by: ask(can_mend_jobs(by)), states("administrator", "any")),
)  # fmt: skip
TABLE = Table("Departments, rules, calendars and background jobs", ("any",), LAW)
