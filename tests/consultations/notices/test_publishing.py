"""A notice is prepared by one, published by another, and only when the law has what it asks for."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from consultations.documents.actions import import_draft
from consultations.documents.reading import read_text
from consultations.models import Consultation, Version
from consultations.notices.actions import (
    edit_consultation,
    prepare_consultation,
    publish_consultation,
)
from consultations.notices.floors import is_shortened, told_floor
from consultations.notices.gates import gates
from consultations.notices.policies import visible_to
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import withdraw_published
from participation.deadlines.local_rules import confirm_rule
from participation.delivery.models import Event
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, NotPermitted
from participation.ledger.models import AuditEntry
from tests.cast import Role, official_with
from tests.drafts import DRAFT, NEITHER, PLAN, not_a_rule, notice_fields, taken_back


def acts(row: Consultation) -> list[str]:
    return list(
        AuditEntry.objects.filter(kind="consultation", object_id=row.pk)
        .order_by("id")
        .values_list("act", flat=True)
    )


def test_a_complete_notice_is_published_with_its_legal_basis(notice: Consultation, editor: User) -> None:
    published = publish_consultation(notice, by=editor)
    assert published.status == "published" and published.published_at
    assert published.legal_basis and published.minimum_period == "A1 30 calendar"
    assert published.feedback_due_on and published.feedback_due_on > published.closes_on
    assert Version.objects.get(pk=published.draft_version_id).status == "published"
    assert acts(published) == ["consultation.prepared", "consultation.published"]
    assert Event.objects.filter(name="consultation.published").count() == 1


def test_each_kind_of_notice_cites_its_own_basis_and_the_house_none(notice: Consultation) -> None:
    own = {"major_decision": "第713号", "business_related": "第722号", "normative_document": "第322号"}
    for kind, basis in own.items():
        notice.kind = kind
        asked = {gate.field: gate.basis for gate in gates(notice)}
        assert basis in asked["drafting_note"] and basis in asked["document"]
        assert asked["phone"] == asked["summary"] == ""


def test_a_period_that_rests_on_an_unconfirmed_default_is_published_knowingly(
    notice: Consultation, official: User, editor: User, administrator: User
) -> None:
    not_a_rule(notice.draft_version)
    edit_consultation(notice, by=official, kind="other", title=PLAN, classification_note=NEITHER)
    row = Consultation.objects.get(pk=notice.pk)
    with pytest.raises(Incomplete) as refusal:
        publish_consultation(row, by=editor)
    assert list(refusal.value.errors) == ["default_known"]
    row = publish_consultation(Consultation.objects.get(pk=notice.pk), by=editor, default_known=True)
    told = told_floor(row)
    assert row.minimum_period == "A8-other 7 calendar unconfirmed" and told and not told.confirmed
    assert AuditEntry.objects.get(act="consultation.published").note["default_known"] == "A8-other"


def test_once_the_county_has_confirmed_nothing_is_asked_and_both_bases_are_kept(
    notice: Consultation, official: User, editor: User, administrator: User
) -> None:
    not_a_rule(notice.draft_version)
    edit_consultation(notice, by=official, kind="other", title=PLAN, classification_note=NEITHER)
    confirm_rule("A8-other", by=administrator, basis="县府办发〔2026〕9号")
    row = publish_consultation(Consultation.objects.get(pk=notice.pk), by=editor)
    assert row.minimum_period == "A8-other 7 calendar" and row.legal_basis == "县府办发〔2026〕9号"
    assert "default_known" not in AuditEntry.objects.get(act="consultation.published").note


def test_what_people_were_told_outlives_a_change_of_the_rule(notice: Consultation, editor: User) -> None:
    Consultation.objects.filter(pk=notice.pk).update(
        status="published", published_at=clock.now(), kind="normative_document",
        minimum_period="A8 7 working", legal_basis="县办〔2026〕1号", closes_on=clock.today() + timedelta(days=14),
    )  # fmt: skip
    row = Consultation.objects.get(pk=notice.pk)
    period = told_floor(row)
    assert period and (period.value, period.unit, period.basis) == (7, "working", "县办〔2026〕1号")
    assert not is_shortened(row)


@pytest.mark.parametrize("field", ["drafting_note", "summary", "phone", "title"])
def test_it_is_not_published_while_a_part_is_missing(
    notice: Consultation, official: User, editor: User, field: str
) -> None:
    edit_consultation(notice, by=official, **{field: " "})
    with pytest.raises(Incomplete) as refusal:
        publish_consultation(Consultation.objects.get(pk=notice.pk), by=editor)
    assert list(refusal.value.errors) == [field]
    assert Consultation.objects.get(pk=notice.pk).status == "draft"
    assert "consultation.published" not in acts(notice)


def test_a_period_that_should_have_begun_is_not_published(notice: Consultation, editor: User) -> None:
    with clock.at(clock.now() + timedelta(days=1)), pytest.raises(Incomplete) as refusal:
        publish_consultation(notice, by=editor)
    assert list(refusal.value.errors) == ["opens_on"]


def test_nobody_publishes_their_own_draft(notice: Consultation, official: User, draft: Version) -> None:
    both = official_with("both", "全能", notice.department, Role.DRAFTER, Role.EDITOR)
    own = prepare_consultation(draft, by=both, slug="own", **notice_fields())
    for who, what in [(official, notice), (both, own)]:
        with pytest.raises(NotPermitted):
            publish_consultation(what, by=who)
    assert publish_consultation(notice, by=both).status == "published"


def test_only_the_lead_unit_prepares_and_edits(
    notice: Consultation, draft: Version, other_official: User, resident: User
) -> None:
    for who in (other_official, resident):
        with pytest.raises(NotPermitted):
            prepare_consultation(draft, by=who, slug="x", **notice_fields())
        with pytest.raises(NotPermitted):
            edit_consultation(notice, by=who, summary="x")


@pytest.mark.parametrize("days", [0, -1, 731])
def test_a_period_ends_after_it_begins_and_within_two_years(
    notice: Consultation, official: User, days: int
) -> None:
    with pytest.raises(Invalid) as refusal:
        edit_consultation(notice, by=official, closes_on=notice.opens_on + timedelta(days=days))
    assert list(refusal.value.errors) == ["closes_on"]


def test_an_address_is_taken_once(notice: Consultation, draft: Version, official: User) -> None:
    with pytest.raises(Invalid) as refusal:
        prepare_consultation(draft, by=official, slug=notice.slug, **notice_fields())
    assert list(refusal.value.errors) == ["slug"]


def test_what_is_published_is_not_edited_nor_published_again(
    consultation: Consultation, notice: Consultation, official: User, editor: User
) -> None:
    with pytest.raises(Conflict):
        edit_consultation(consultation, by=official, summary="x")
    with pytest.raises(Conflict):
        publish_consultation(Consultation.objects.get(pk=consultation.pk), by=editor)
    stale = Consultation.objects.get(pk=consultation.pk)
    stale.status = Consultation.Status.DRAFT
    with pytest.raises(Conflict):
        publish_consultation(stale, by=editor)


def test_withdrawing_takes_two_says_why_and_is_final(
    consultation: Consultation, editor: User, official: User, resident: User
) -> None:
    with pytest.raises(Invalid) as refusal:
        withdraw_published(consultation, by=official, reason="\u200b")
    assert list(refusal.value.errors) == ["reason"]
    with pytest.raises(NotPermitted):
        withdraw_published(consultation, by=resident, reason="内容有误，核实后另行公布。")
    withdrawn = taken_back(
        consultation, by=official, confirmed_by=editor, reason="内容有误，核实后另行公布。"
    )
    now = Consultation.objects.get(pk=withdrawn.pk)
    assert (now.status, now.public_note) == ("withdrawn", "内容有误，核实后另行公布。")
    with pytest.raises((Conflict, InvalidMove)):
        withdraw_published(now, by=official, reason="再次撤回这次征求意见。")


def test_a_draft_is_seen_by_those_who_work_on_it_only(
    notice: Consultation, official: User, editor: User, auditor: User, other_official: User, resident: User,
    stranger: Any,
) -> None:  # fmt: skip
    for who in (official, editor, auditor):
        assert visible_to(who).filter(pk=notice.pk).exists()
    for other in (other_official, resident, stranger, None):
        assert not visible_to(other).filter(pk=notice.pk).exists()


def test_the_database_has_the_last_word(notice: Consultation, consultation: Consultation) -> None:
    rows = Consultation.objects.filter(pk=consultation.pk)
    for wrong in (
        {"published_at": None},
        {"status": "draft"},
        {"status": "concluded"},
        {"closes_at": consultation.opens_at},
        {"closes_on": consultation.opens_on - timedelta(days=1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_who_wrote_on_anothers_notice_or_brought_its_text_in_does_not_publish_it(
    notice: Consultation, department: Department, official: User
) -> None:
    both = official_with("both", "全能", department, Role.DRAFTER, Role.EDITOR)
    edit_consultation(notice, by=both, title="改过的标题")
    with pytest.raises(NotPermitted):
        publish_consultation(Consultation.objects.get(pk=notice.pk), by=both)
    text = import_draft(read_text(DRAFT, markdown=True), department=department, by=both)
    other = prepare_consultation(text, by=official, slug="other", **notice_fields())
    with pytest.raises(NotPermitted):
        publish_consultation(other, by=both)
