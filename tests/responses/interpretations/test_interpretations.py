"""谁起草谁解读: written by the unit that drafted, published by an editor, beside a published document."""

import pytest

from consultations.models import Consultation
from participation.accounts.models import User
from participation.errors import Conflict, Incomplete, Invalid, NotPermitted, Refused
from responses.interpretations.actions import (
    PartText,
    edit_interpretation,
    prepare_interpretation,
    publish_interpretation,
)
from responses.interpretations.policies import visible_to
from responses.models import Interpretation
from tests.cast import Role, official_with

PARTS = [
    PartText("main", " 主要内容 ", "<p onclick=x>水价</p><script>alert(1)</script>"),
    PartText("notes", "", " "),
]


def prepare(
    consultation: Consultation, by: User, slug: str = "explained", title: str = "解读"
) -> Interpretation:
    return prepare_interpretation(consultation.document, by=by, slug=slug, title=title, parts=PARTS)


def test_it_is_written_clean_and_published_by_another(
    consultation: Consultation, official: User, editor: User
) -> None:
    made = prepare(consultation, official)
    [part] = made.parts.all()
    assert (part.heading, part.body) == ("主要内容", "<p>水价</p>")
    done = publish_interpretation(made, by=editor)
    assert done.published_at and visible_to(None).get() == done
    stale = Interpretation.objects.get()
    stale.status = "draft"
    for again in (Interpretation.objects.get(), stale):
        with pytest.raises(Refused):
            publish_interpretation(again, by=editor)
    with pytest.raises(Conflict):
        edit_interpretation(made, by=official, title="改")


def test_only_the_drafting_unit_writes_and_never_its_writer_publishes(
    consultation: Consultation,
    official: User,
    other_official: User,
    editor: User,
    resident: User,
    moderator: User,
) -> None:
    for who in (other_official, editor, resident, moderator):
        with pytest.raises(NotPermitted):
            prepare(consultation, who)
    made = prepare(consultation, official)
    both = official_with("both", "全能", made.department, Role.DRAFTER, Role.EDITOR)
    own = prepare(consultation, both, "own")
    for what, who in [(made, official), (own, both), (made, moderator), (made, resident)]:
        with pytest.raises(NotPermitted):
            publish_interpretation(what, by=who)
    with pytest.raises(NotPermitted):
        edit_interpretation(made, by=other_official, title="改")


def test_what_is_missing_or_wrong_is_named(
    consultation: Consultation, notice: Consultation, official: User, editor: User
) -> None:
    made = prepare(consultation, official)
    with pytest.raises(Invalid) as refusal:
        prepare(consultation, official)
    assert list(refusal.value.errors) == ["slug"]
    with pytest.raises(Invalid) as refusal:
        edit_interpretation(made, by=official, title=" ", parts=[PartText("poem", "", "x")])
    assert set(refusal.value.errors) == {"title", "parts"}
    assert made.parts.count() == 1, "a refusal changes nothing"
    edit_interpretation(made, by=official, title="解读", parts=[])
    with pytest.raises(Incomplete) as missing:
        publish_interpretation(Interpretation.objects.get(), by=editor)
    assert list(missing.value.errors) == ["parts"]


def test_it_waits_for_its_document(
    notice: Consultation, official: User, editor: User, other_official: User
) -> None:
    made = prepare(notice, official)
    with pytest.raises(Incomplete) as missing:
        publish_interpretation(made, by=editor)
    assert list(missing.value.errors) == ["document"]
    for who in (official, editor):
        assert visible_to(who).exists()
    assert not visible_to(None).exists() and not visible_to(other_official).exists()


def test_who_rewrote_a_draft_does_not_publish_it(consultation: Consultation, official: User) -> None:
    made = prepare(consultation, official)
    both = official_with("both", "全能", made.department, Role.DRAFTER, Role.EDITOR)
    rewritten = edit_interpretation(made, by=both, title="改写", parts=PARTS)
    with pytest.raises(NotPermitted):
        publish_interpretation(rewritten, by=both)
