"""Ways past the law that strangers found open, each tried again as they tried it."""

from datetime import timedelta
from typing import Any

import pytest

from consultations.decisions.actions import (
    attach,
    edit_decision,
    list_decision,
    prepare_decision,
)
from consultations.decisions.gates import gates, is_heard
from consultations.decisions.models import Decision
from consultations.decisions.nature import matters_of
from consultations.decisions.publishing import gates_of_matters, publish_final
from consultations.decisions.waivers import confirm_waiver, waive_stage
from consultations.documents.actions import revise
from consultations.documents.headers import edit_header, is_cleared
from consultations.documents.reading import read_text
from consultations.models import Consultation, Document, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.notices.changes import replace_text
from consultations.outcomes.actions import draft_feedback, publish_feedback
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import correct_published
from participation.errors import Incomplete, Invalid, InvalidMove
from tests.dossiers import SECRECY, ended, meeting_waits_for, recorded, sent_for_review, started, taken
from tests.drafts import FINAL, NEITHER, SHORT, after_closing, decided, headed, not_a_rule, notice_fields

WHY = "风险已由县委政法委上月组织评估，结论仍然适用。"


def opened(slug: str, official: User, editor: User, department: Department, **nature: Any) -> Decision:
    if nature.get("kind") == "other":
        nature["classification_note"] = NEITHER
    title = nature.pop("title", "农村饮水管理办法")
    made = prepare_decision(by=official, slug=slug, title=title, department=department, **nature)
    return list_decision(made, by=editor)


def fed_back(row: Consultation, official: User, reviewer: User) -> Consultation:
    publish_feedback(draft_feedback(row, by=official, asked="问了", said="答了", did="改了"), by=reviewer)
    return Consultation.objects.get(pk=row.pk)


def test_a_reason_that_was_never_asked_for_makes_no_short_notice_long_enough(
    draft: Version, official: User, reviewer: User, editor: User, department: Department
) -> None:
    fields = notice_fields(kind="other", closes_on=clock.today() + timedelta(days=8), shortening_reason="。")
    notice = prepare_consultation(not_a_rule(draft), by=official, slug="short", **fields)
    row = publish_consultation(notice, by=editor, default_known=True)
    matter = opened("m", official, editor, department)
    attach(matter, row, by=official)
    with after_closing(row):
        fed_back(row, official, reviewer)
    assert not is_heard(Decision.objects.get(pk=matter.pk))


def test_a_dossier_is_not_lighter_than_its_notice(
    consultation: Consultation, official: User, editor: User, department: Department
) -> None:
    matter = opened("m", official, editor, department, kind="other")
    attach(matter, consultation, by=official)
    assert "traits" in meeting_waits_for(matter)
    edit_decision(Decision.objects.get(pk=matter.pk), by=official, kind="major_decision")
    left = meeting_waits_for(matter)
    assert "traits" not in left and "initiation" in left, "and with it come the duties of what it is"


def test_ending_a_matter_does_not_make_its_notice_anybodys(
    consultation: Consultation, official: User, editor: User, department: Department
) -> None:
    heavy = opened("heavy", official, editor, department, affects_business=True)
    attach(heavy, consultation, by=official)
    with after_closing(consultation):
        ended(heavy, by=official, second=editor)
    with pytest.raises(Incomplete):
        opened("less", official, editor, department)
    second = opened("second", official, editor, department, title="农村饮水安全办法")
    attach(second, consultation, by=official)
    assert matters_of(consultation) == [second]
    assert "经营" in str(meeting_waits_for(second)["traits"])


def test_a_meeting_is_not_dated_before_what_it_had_before_it(
    consultation: Consultation, official: User, reviewer: User, editor: User
) -> None:
    with after_closing(consultation):
        matter = opened("m", official, editor, consultation.department)
        attach(matter, fed_back(consultation, official, reviewer), by=official)
        started(matter, by=official, second=reviewer)
        sent_for_review(matter, by=official)
        taken(matter, "legality_review", short_time_reason=SHORT)
        with pytest.raises(Incomplete) as refusal:
            recorded(matter, "collective_decision", held_on=clock.today() - timedelta(days=5))
    assert list(refusal.value.errors) == ["held_on"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"made_on": "2020-01-01", "effective_on": "2020-01-02"}, "effective_note"),
        ({"effective_on": ""}, "effective_on"),
        ({"made_on": ""}, "made_on"),
        ({"disclosure": "withheld", "disclosure_reason": "含有不宜公开的内容和数据。"}, "disclosure"),
        ({"issuer": ""}, "issuer"),
        ({"issuer": "没有这个机关"}, "issuer"),
    ],
)
def test_a_header_that_is_out_is_not_dated_back_emptied_or_closed(
    consultation: Consultation,
    official: User,
    reviewer: User,
    editor: User,
    change: dict[str, str],
    field: str,
) -> None:
    with after_closing(consultation):
        final = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        row = fed_back(consultation, official, reviewer)
        decided(row, official=official, reviewer=reviewer, editor=editor)
        publish_final(row, final, by=editor)
        document = Document.objects.get(pk=final.document_id)
        with pytest.raises(Invalid) as refusal:
            correct_published(document, by=official, reason="公文要素与印发文本不一致。", changes=change)
    assert field in refusal.value.errors


@pytest.mark.parametrize("stage", ["public_participation", "publication"])
def test_what_was_put_to_the_public_is_not_said_to_be_secret(
    consultation: Consultation, official: User, editor: User, stage: str
) -> None:
    matter = opened("m", official, editor, consultation.department)
    Consultation.objects.filter(pk=consultation.pk).update(status="withdrawn")
    attach(matter, consultation, by=official)
    with pytest.raises((Invalid, InvalidMove)):
        waive_stage(
            matter,
            stage,
            by=official,
            ground="not_public",
            document_name=SECRECY,
            public_note="涉及国家秘密，依法不予公开。",
        )
    assert not matter.stages.filter(status__in=["proposed", "not_needed"]).exists()


def test_whoever_decides_issues_it_and_not_before_it_was_decided(
    consultation: Consultation, official: User, reviewer: User, editor: User, county: Department
) -> None:
    with after_closing(consultation):
        final = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        row = fed_back(consultation, official, reviewer)
        matter = decided(row, official=official, reviewer=reviewer, editor=editor)
        Decision.objects.filter(pk=matter.pk).update(is_units_own=True, kind="normative_document")
        document = Document.objects.get(pk=final.document_id)
        long_ago = clock.today() - timedelta(days=400)
        edit_header(document, by=official, issuer=county, made_on=long_ago, document_number="")
        unmet = {gate.field for gate in gates_of_matters(row, final) if not gate.met}
    assert {"issuer", "made_on"} <= unmet


@pytest.mark.parametrize(("concerns", "field"), [([], "note"), (["planning"], "begin_anew")])
def test_another_text_does_not_go_on_in_the_old_period_for_a_full_stop(
    draft: Version, official: User, editor: User, concerns: list[str], field: str
) -> None:
    notice = prepare_consultation(draft, by=official, slug="n", **notice_fields(concerns=concerns))
    row = publish_consultation(notice, by=editor)
    later = revise(draft, read_text(FINAL, markdown=True), by=official)
    with pytest.raises(Invalid) as refusal:
        replace_text(row, later, by=editor, note="。", begin_anew=False)
    assert list(refusal.value.errors) == [field]


def test_a_header_changed_after_the_examination_is_examined_anew(
    consultation: Consultation, official: User, reviewer: User
) -> None:
    final = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
    headed(final.document, official=official, reviewer=reviewer)
    document = Document.objects.get(pk=final.document_id)
    assert is_cleared(document, final)
    edit_header(document, by=official, subject="县长身份证号码")
    assert not is_cleared(Document.objects.get(pk=final.document_id), final)


def test_a_risk_that_was_assessed_already_is_no_dead_end(
    draft: Version, official: User, reviewer: User, editor: User, department: Department
) -> None:
    matter = opened("m", official, editor, department, is_risky=True)
    how: dict[str, Any] = {"by": official, "ground": "assessed_already", "public_note": WHY}
    with pytest.raises(Invalid) as refused:
        waive_stage(matter, "risk_assessment", **how)
    assert set(refused.value.errors) == {"document_name"}, "where it was assessed"
    row = waive_stage(matter, "risk_assessment", document_name="管网工程稳评报告，2026年3月2日", **how)
    assert row.document_name
    confirm_waiver(row, by=reviewer)
    asked = {
        gate.field: gate.met for gate in gates(Decision.objects.get(pk=matter.pk), "collective_decision")
    }
    assert asked["risk_assessment"]


def test_a_notice_that_goes_out_ends_the_proposal_to_leave_the_public_out(
    consultation: Consultation, official: User, editor: User
) -> None:
    matter = opened("m", official, editor, consultation.department)
    waive_stage(
        matter,
        "public_participation",
        by=official,
        ground="not_public",
        document_name=SECRECY,
        public_note="涉及国家秘密，依法不予公开。",
    )
    attach(matter, consultation, by=official)
    assert list(matter.stages.order_by("round").values_list("status", flat=True)) == ["refused", "begun"]


def test_what_people_said_on_one_matter_is_not_heard_on_another(
    consultation: Consultation, official: User, editor: User, department: Department
) -> None:
    attach(opened("own", official, editor, department), consultation, by=official)
    other = opened("other", official, editor, department, title="农村饮水安全办法")
    for what in (consultation, consultation.document):
        if what == consultation.document:
            attach(Decision.objects.get(slug="own"), what, by=official)
        with pytest.raises(Invalid):
            attach(other, what, by=official)


@pytest.mark.parametrize("reason", ["。", "好。", "改改改改改改改改改改"])
def test_a_matter_is_not_made_lighter_for_a_full_stop(
    official: User, editor: User, department: Department, reason: str
) -> None:
    matter = opened("m", official, editor, department, is_risky=True)
    with pytest.raises(Invalid) as refusal:
        correct_published(matter, by=official, reason=reason, changes={"traits": ["major_decision"]})
    assert list(refusal.value.errors) == ["reason"]
