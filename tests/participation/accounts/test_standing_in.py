"""Standing in: within limits, in one's own name, on the other's behalf, and never both halves of a four-eyes act."""

from datetime import date, timedelta

import pytest

from consultations.models import Consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from frontend.desk.questions.queue import waiting_for
from participation import clock
from participation.accounts.inviting import invite, withdraw_link
from participation.accounts.models import Department, Membership, User
from participation.accounts.people import add_person, disable_person
from participation.accounts.queries import (
    has_role,
    officials_near,
    officials_with,
    on_behalf_of,
    roles_of,
    taken_up_by,
)
from participation.accounts.roles import move_person
from participation.accounts.stand_in_models import StandIn
from participation.accounts.standing_in import end_stand_in, lent_to, name_stand_in
from participation.errors import Invalid, InvalidMove, NotPermitted
from participation.ledger.audit import trail
from responses.models import Question
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.cast import Role, official_with
from tests.drafts import after_closing

pytestmark = pytest.mark.django_db


def named(person: User, deputy: User, *, by: User | None = None, days: int = 5, **how: object) -> StandIn:
    first = how.pop("first_day", clock.today())
    assert isinstance(first, date)
    last = first + timedelta(days=days - 1)
    row = name_stand_in(person, deputy, by=by, first_day=first, last_day=last, why="leave", **how)  # type: ignore[arg-type]
    for each in (person, deputy):
        each.refresh_from_db()
    return row


@pytest.fixture
def colleague(department: Department) -> User:
    """Answers beside the reviewer, and signs nothing off by their own right."""
    return official_with("colleague", "周同事", department, Role.ANSWERER)


def test_on_these_days_the_deputy_may_do_what_the_person_may_and_nothing_of_their_own(
    reviewer: User, colleague: User, department: Department
) -> None:
    row = named(reviewer, colleague, by=reviewer)
    assert [each.pk for each in lent_to(colleague)] == [row.pk]
    acting = on_behalf_of(colleague, reviewer)
    assert has_role(acting, Role.REVIEWER, at=department) and not has_role(acting, Role.ANSWERER)
    assert has_role(colleague, Role.ANSWERER) and not has_role(colleague, Role.REVIEWER)
    with clock.at(clock.now() + timedelta(days=5)):
        assert lent_to(colleague) == []
    with clock.at(clock.now() - timedelta(days=1)):
        assert lent_to(colleague) == []


def test_what_is_lent_is_not_lent_on_and_never_the_administrators_or_the_auditors_role(
    county: Department, department: Department, colleague: User, editor: User
) -> None:
    both = official_with("both", "双职", county, Role.EDITOR, Role.ADMINISTRATOR, Role.AUDITOR)
    named(both, editor, by=both)
    acting = on_behalf_of(editor, both)
    assert {role.role for role in roles_of(acting)} == {Role.EDITOR}
    named(editor, colleague, by=editor, first_day=clock.today() + timedelta(days=30))
    only = official_with("only", "仅管理", county, Role.ADMINISTRATOR)
    with pytest.raises(Invalid) as refused:
        named(only, editor, by=only)
    assert set(refused.value.errors) == {"deputy"}


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("deputy", {"deputy": "self"}),
        ("deputy", {"deputy": "closed"}),
        ("deputy", {"deputy": "elsewhere"}),
        ("last_day", {"days": 0}),
        ("last_day", {"days": 61}),
        ("first_day", {"first_day": -1}),
        ("first_day", {"beside": True}),
        ("deputy", {"away": True}),
        ("why", {"why": "holiday"}),
    ],
)
def test_a_stand_in_that_cannot_be_is_refused_by_name(
    reviewer: User, colleague: User, other_official: User, field: str, change: dict[str, object]
) -> None:
    today = clock.today()
    deputy = {"self": reviewer, "elsewhere": other_official}.get(str(change.get("deputy")), colleague)
    if change.get("deputy") == "closed":
        User.objects.filter(pk=colleague.pk).update(is_active=False)
        colleague.refresh_from_db()
    first = today + timedelta(days=int(str(change.get("first_day", 0))))
    last = first + timedelta(days=int(str(change.get("days", 3))) - 1)
    if change.get("beside"):
        named(reviewer, colleague, by=reviewer)
    if change.get("away"):
        named(colleague, reviewer, by=colleague)
    with pytest.raises(Invalid) as refused:
        name_stand_in(
            reviewer, deputy, by=reviewer, first_day=first, last_day=last, why=str(change.get("why", "leave"))
        )
    assert set(refused.value.errors) == {field}


def test_it_is_named_and_ended_by_the_person_or_the_administrator(
    reviewer: User, colleague: User, administrator: User, editor: User
) -> None:
    for by in (editor, colleague):
        with pytest.raises(NotPermitted):
            named(reviewer, colleague, by=by)
    row = named(reviewer, colleague, by=administrator)
    with pytest.raises(NotPermitted):
        end_stand_in(row, by=editor)
    end_stand_in(row, by=colleague)
    colleague.refresh_from_db()
    assert lent_to(colleague) == [] and [entry.act for entry in trail(reviewer)] == [
        "standin.named",
        "standin.ended",
    ]
    with pytest.raises(InvalidMove):
        end_stand_in(row, by=reviewer)


def test_with_a_closed_account_it_ends(reviewer: User, colleague: User, administrator: User) -> None:
    row = named(reviewer, colleague, by=reviewer)
    disable_person(reviewer, by=administrator, reason="已调离本单位，账号停用")
    row.refresh_from_db()
    colleague.refresh_from_db()
    assert row.ended_at is not None and row.ended_by == administrator and lent_to(colleague) == []


@pytest.fixture
def question(department: Department, editor: User) -> Question:
    asked, _receipt = submit_question(
        by=None, kind="inquiry", title="何时通水？", body="村里何时通水？", wants_publication=True
    )
    return assign_question(asked, department, by=editor)


def test_a_signature_is_in_ones_own_name_and_says_for_whom(
    question: Question, reviewer: User, colleague: User, official: User
) -> None:
    named(reviewer, colleague, by=reviewer)
    reply = draft_reply(question, by=official, body="依据规定，三个工作日内办结，请携带身份证到窗口办理。")
    submit_reply(reply, by=official)
    signed = publish_reply(reply, by=on_behalf_of(colleague, reviewer))
    assert signed.signed_by == colleague
    entry = trail(signed).get(act="reply.published")
    assert (entry.by, entry.on_behalf_of) == (colleague, reviewer)


def test_neither_signs_what_the_other_wrote_while_standing_in(
    question: Question, reviewer: User, department: Department
) -> None:
    """A stands in for B: not for what B wrote, not for what A wrote; nor B afterwards for what A wrote as B."""
    double = official_with("double", "吴双", department, Role.ANSWERER, Role.REVIEWER)
    away = official_with("away", "郑离", department, Role.ANSWERER, Role.REVIEWER)
    named(away, double, by=away)
    acting = on_behalf_of(double, away)
    body = "依据规定，三个工作日内办结，请携带身份证到窗口办理。"
    reply = draft_reply(question, by=away, body=body)
    submit_reply(reply, by=away)
    with pytest.raises(NotPermitted):
        publish_reply(reply, by=acting)
    assert publish_reply(reply, by=double).signed_by == double, "as themselves they are another person"


def test_nor_does_who_was_away_sign_what_was_written_for_them(
    question: Question, department: Department
) -> None:
    double = official_with("double", "吴双", department, Role.ANSWERER, Role.REVIEWER)
    away = official_with("away", "郑离", department, Role.ANSWERER, Role.REVIEWER)
    named(away, double, by=away)
    reply = draft_reply(
        question, by=on_behalf_of(double, away), body="依据规定，三个工作日内办结，请携带身份证。"
    )
    submit_reply(reply, by=on_behalf_of(double, away))
    away.refresh_from_db()
    for by in (away, double, on_behalf_of(double, away)):
        with pytest.raises(NotPermitted):
            publish_reply(reply, by=by)


def test_nor_is_feedback_published_by_two_hands_of_one(
    consultation: Consultation, official: User, county: Department, editor: User
) -> None:
    drafter = official_with("both", "双职", county, Role.DRAFTER, Role.EDITOR)
    named(drafter, editor, by=drafter)
    with after_closing(consultation):
        row = draft_feedback(consultation, by=drafter, asked="问了", said="答了", did="改了")
        with pytest.raises(NotPermitted):
            publish_feedback(row, by=on_behalf_of(editor, drafter))
        publish_feedback(row, by=editor)


def test_work_of_the_absent_is_told_to_who_stands_in(reviewer: User, colleague: User) -> None:
    named(reviewer, colleague, by=reviewer)
    told = officials_with(Role.REVIEWER)
    assert [(each, each.stands_in_for) for each in told] == [(reviewer, None), (colleague, reviewer)]
    assert [each.stands_in_for for each in taken_up_by([colleague])[colleague.pk]] == [reviewer]
    assert taken_up_by([reviewer]) == {}


def test_moved_to_another_department_it_ends_on_either_side(
    reviewer: User, colleague: User, administrator: User, department: Department, other_department: Department
) -> None:
    row = named(reviewer, colleague, by=reviewer)
    for person in (colleague, reviewer):
        move_person(person, department, other_department, by=administrator)
        move_person(person, other_department, department, by=administrator)
        row.refresh_from_db()
        assert row.ended_at is not None and row.ended_by == administrator
        assert trail(reviewer).filter(act="standin.ended").last().by == administrator  # type: ignore[union-attr]
        row = named(reviewer, colleague, by=reviewer)


def test_with_an_account_closed_by_withdrawing_its_link_it_ends(
    reviewer: User, administrator: User, department: Department
) -> None:
    newcomer = add_person(name="新同事", username="newcomer", email="", phone="", by=administrator)
    Membership.objects.create(user=newcomer, department=department, role=Role.ANSWERER)
    invite(newcomer, by=administrator)
    row = named(reviewer, newcomer, by=reviewer)
    withdraw_link(newcomer, by=administrator)
    row.refresh_from_db()
    assert row.ended_at is not None and row.ended_by == administrator


def test_a_deputy_of_who_may_do_more_than_the_administrator_can_still_be_closed(
    reviewer: User, colleague: User, administrator: User
) -> None:
    row = named(reviewer, colleague, by=reviewer)
    User.objects.filter(pk=reviewer.pk).update(is_superuser=True)
    disable_person(colleague, by=administrator, reason="已调离本单位，账号停用")
    row.refresh_from_db()
    assert row.ended_at is not None


def test_nobody_is_offered_to_sign_what_whom_they_act_for_wrote(
    question: Question, department: Department
) -> None:
    double = official_with("double", "吴双", department, Role.ANSWERER, Role.REVIEWER)
    away = official_with("away", "郑离", department, Role.ANSWERER, Role.REVIEWER)
    named(away, double, by=away)
    reply = draft_reply(question, by=away, body="依据规定，三个工作日内办结，请携带身份证到窗口办理。")
    submit_reply(reply, by=away)
    assert question in waiting_for(double) and question not in waiting_for(on_behalf_of(double, away))


@pytest.mark.parametrize("who", ["administrator", "auditor"])
def test_who_looks_after_the_platform_or_looks_on_stands_in_for_nobody(
    who: str, reviewer: User, colleague: User, administrator: User, request: pytest.FixtureRequest
) -> None:
    """An administrator could otherwise give themselves anybody's signature for a day."""
    deputy = request.getfixturevalue(who)
    assert deputy not in officials_near(reviewer)
    for by in (administrator, reviewer):
        with pytest.raises(Invalid) as refused:
            named(reviewer, deputy, by=by)
        assert set(refused.value.errors) == {"deputy"}
    named(reviewer, colleague, by=reviewer)
    colleague.refresh_from_db()
    assert lent_to(colleague)
    Membership.objects.create(user=colleague, department=deputy.memberships.get().department, role=who)
    assert lent_to(colleague) == [], "nor once they have become one"
