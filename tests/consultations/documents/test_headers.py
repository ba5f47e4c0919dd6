"""The header of a document: filled in before, examined with the text, public with it, corrected by two afterwards."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from consultations.decisions.publishing import publish_final
from consultations.documents.actions import revise
from consultations.documents.editing import Wording, reword_clause
from consultations.documents.headers import clear_for_publication, edit_header, is_cleared, validity_of
from consultations.documents.queries import digest_of
from consultations.documents.reading import read_text
from consultations.models import Consultation, Document, Version
from consultations.outcomes.actions import draft_feedback, publish_feedback
from consultations.outcomes.gates import gates_of_header
from participation import clock
from participation.accounts.models import User
from participation.corrections.actions import confirm_correction, correct_published, withdraw_published
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, NotPermitted, Overwritten
from participation.ledger.leaves import verify
from participation.ledger.models import Leaf
from tests.cast import Role, official_with
from tests.drafts import FINAL, after_closing, corrected, decided, headed

WHY = "涉及汛期安全，必须立即施行。"


@pytest.fixture
def final(consultation: Consultation, official: User, reviewer: User) -> Version:
    with after_closing(consultation):
        made = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        publish_feedback(
            draft_feedback(consultation, by=official, asked="问了", said="答了", did="改了"), by=reviewer
        )
    return made


def unmet(consultation: Consultation, final: Version) -> set[str]:
    row = Consultation.objects.get(pk=consultation.pk)
    return {gate.field for gate in gates_of_header(row, final) if not gate.met}


def document_of(final: Version) -> Document:
    return Document.objects.get(pk=final.document_id)


def test_no_final_text_is_published_under_an_empty_header(
    consultation: Consultation, final: Version, official: User, reviewer: User, editor: User
) -> None:
    with after_closing(consultation):
        everything = {"issuer", "document_number", "made_on", "effective_on", "disclosure", "cleared"}
        assert unmet(consultation, final) == everything
        decided(Consultation.objects.get(), official=official, reviewer=reviewer, editor=editor)
        edit_header(document_of(final), by=official, issuer=None, document_number="")
        with pytest.raises(Incomplete) as refusal:
            publish_final(Consultation.objects.get(), final, by=editor)
        assert set(refusal.value.errors) == {"issuer", "document_number", "cleared"}


@pytest.mark.parametrize(
    ("header", "asks"),
    [
        ({"made_on": 1, "effective_on": 30}, {"made_on"}),
        ({"made_on": -40, "effective_on": -30}, {"effective_note"}),
        ({"made_on": -40, "effective_on": -30, "effective_note": "急。"}, {"effective_note"}),
        ({"made_on": -40, "effective_on": -30, "effective_note": WHY}, set()),
        ({"made_on": -1, "effective_on": 0}, set()),
        ({"disclosure": "on_request", "disclosure_reason": "含有尚未公开的工程坐标。"}, {"disclosure"}),
    ],
)
def test_nothing_is_in_force_before_everybody_could_read_it(
    consultation: Consultation, final: Version, official: User, reviewer: User,
    header: dict[str, Any], asks: Iterable[str],
) -> None:  # fmt: skip
    days = {name: clock.today() + timedelta(days=n) for name, n in header.items() if isinstance(n, int)}
    headed(final.document, official=official, reviewer=reviewer, **{**header, **days})
    assert unmet(consultation, final) == asks


def test_business_gets_time_to_adapt_or_reads_why_not(
    consultation: Consultation, final: Version, official: User, reviewer: User
) -> None:
    Consultation.objects.filter(pk=consultation.pk).update(kind="business_related")
    headed(final.document, official=official, reviewer=reviewer, effective_on=clock.today())
    assert unmet(consultation, final) == {"effective_note"}
    edit_header(document_of(final), by=official, effective_note=WHY)
    assert unmet(consultation, final) == {"cleared"}, "what was written since is examined too"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ({"made_on": 0, "effective_on": -1}, "effective_on"),
        ({"effective_on": 5, "expires_on": 5}, "expires_on"),
        ({"disclosure": "secret"}, "disclosure"),
        ({"disclosure": "withheld"}, "disclosure_reason"),
        ({"disclosure": "withheld", "disclosure_reason": "。。。。。。。。。。。"}, "disclosure_reason"),
    ],
)
def test_a_header_does_not_contradict_itself(
    final: Version, official: User, header: dict[str, Any], field: str
) -> None:
    days = {name: clock.today() + timedelta(days=n) for name, n in header.items() if isinstance(n, int)}
    with pytest.raises(Invalid) as refusal:
        edit_header(document_of(final), by=official, **{**header, **days})
    assert list(refusal.value.errors) == [field]


def test_two_who_fill_it_in_at_once_do_not_overwrite_each_other(final: Version, official: User) -> None:
    mine, theirs = document_of(final), document_of(final)
    edit_header(theirs, by=official, subject="农业、水利")
    with pytest.raises(Overwritten):
        edit_header(mine, by=official, subject="其他")


def test_nobody_examines_what_they_wrote_and_a_changed_text_is_examined_anew(
    final: Version, official: User, other_official: User, reviewer: User, resident: User
) -> None:
    both = official_with("both", "全能", final.document.department, Role.DRAFTER, Role.REVIEWER)
    for who in (official, other_official, resident):
        with pytest.raises(NotPermitted):
            clear_for_publication(final, by=who, text_seen=digest_of(final))
    edit_header(document_of(final), by=both, subject="水利")
    with pytest.raises(NotPermitted):
        clear_for_publication(final, by=both, text_seen=digest_of(final))
    fresh = Version.objects.get(pk=final.pk)
    with pytest.raises(Conflict):
        clear_for_publication(fresh, by=reviewer, text_seen="another")
    clear_for_publication(fresh, by=reviewer, text_seen=digest_of(fresh))
    assert is_cleared(document_of(final), fresh)
    fourth = final.passages.get(label="第四条")
    reword_clause(fourth, Wording("第四条", "", "水费每吨不超过九元。"), by=official)
    assert not is_cleared(document_of(final), fresh)


def test_once_it_is_out_two_people_correct_it_and_the_record_holds_it(
    consultation: Consultation, final: Version, official: User, reviewer: User, editor: User
) -> None:
    with after_closing(consultation):
        decided(Consultation.objects.get(), official=official, reviewer=reviewer, editor=editor)
        publish_final(Consultation.objects.get(), final, by=editor)
        document = document_of(final)
        assert document.issued_at and Leaf.objects.filter(kind="document", object_id=document.pk).count() == 1
        with pytest.raises(InvalidMove):
            edit_header(document, by=official, subject="其他")
        with pytest.raises(InvalidMove):
            withdraw_published(document, by=official, reason="公文要素整体有误，拟予撤回。")
        proposal = correct_published(
            document,
            by=official,
            reason="文号与印发的纸质文件不一致。",
            changes={"document_number": "云府办发〔2026〕18号"},
        )
        for who in (official, reviewer):
            with pytest.raises(NotPermitted):
                confirm_correction(proposal, by=who)
        confirm_correction(proposal, by=editor)
        later = corrected(
            document_of(final), by=official, confirmed_by=editor, reason="施行日期与印发的文本不一致。",
            effective_on=(clock.today() + timedelta(days=60)).isoformat(), issuer=document.department.name,
        )  # fmt: skip
    assert later.document_number == "云府办发〔2026〕18号"
    assert (
        later.effective_on and validity_of(later, later.effective_on - timedelta(days=1)).value == "not_yet"
    )
    assert list(verify()) == []
    Document.objects.filter(pk=later.pk).update(document_number="云府办发〔2026〕99号")
    assert [fault.problem for fault in verify()] == ["altered"]


@pytest.mark.parametrize(
    ("on", "validity"), [(-1, "not_yet"), (0, "in_force"), (9, "in_force"), (11, "expired")]
)
def test_it_is_in_force_between_its_days(final: Version, on: int, validity: str) -> None:
    today = clock.today()
    document = Document(effective_on=today, expires_on=today + timedelta(days=10))
    assert validity_of(document, today + timedelta(days=on)).value == validity
