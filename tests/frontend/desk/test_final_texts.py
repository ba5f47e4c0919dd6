"""The desk's first page asks for what a final text still lacks: an examination, and a header."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from consultations.decisions.models import Decision
from consultations.documents.actions import import_draft, revise
from consultations.documents.editing import Wording, reword_clause
from consultations.documents.headers import clear_for_publication, edit_header
from consultations.documents.queries import digest_of, digests_of
from consultations.documents.reading import read_text
from consultations.models import Consultation, Document, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from frontend.desk.home.final_texts import final_texts_for
from frontend.desk.home.todo import work_for
from participation import clock
from participation.accounts.models import User
from participation.notifications.models import Notification
from tests.cast import Role, official_with
from tests.desk_client import DeskClient
from tests.dossiers import taken
from tests.drafts import DRAFT, FINAL, after_closing, decided, notice_fields
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words


def concluded(row: Consultation, official: User, reviewer: User) -> Version:
    """With its feedback out and the next text there."""
    final = revise(row.draft_version, read_text(FINAL, markdown=True), by=official)
    publish_feedback(draft_feedback(row, by=official, asked="问了", said="说了", did="做了"), by=reviewer)
    return final


def urls(user: User) -> list[str]:
    return [todo.url.rsplit("/", 2)[-2] for _title, todo in final_texts_for(user)]


def test_whoever_may_examine_the_text_finds_it_until_it_is_examined_as_it_reads(
    consultation: Consultation, official: User, reviewer: User, editor: User
) -> None:
    with after_closing(consultation):
        assert urls(reviewer) == [], "no newer text, no feedback"
        final = concluded(consultation, official, reviewer)
        assert urls(reviewer) == urls(editor) == ["clear"] and urls(official) == []
        page = at(DeskClient(), reviewer).get("/desk/")
        assert "/desk/consultations/rural-water/do/clear/" in page.content.decode()
        assert at(DeskClient(), reviewer).get("/desk/consultations/rural-water/do/clear/").status_code == 200
        clear_for_publication(final, by=editor, text_seen=digest_of(final))
        assert urls(reviewer) == []
        fourth = final.passages.get(label="第四条")
        reword_clause(fourth, Wording("第四条", "", "水费每吨不超过二元。"), by=official)
        assert urls(reviewer) == ["clear"], "changed words are examined anew"


def test_who_had_a_hand_in_text_or_header_is_not_asked(
    consultation: Consultation, official: User, reviewer: User, editor: User
) -> None:
    with after_closing(consultation):
        final = concluded(consultation, official, reviewer)
        both = official_with("both", "两岗", consultation.department, Role.DRAFTER, Role.REVIEWER)
        assert urls(both) == ["clear"]
        edit_header(
            Document.objects.get(pk=final.document_id), by=both, document_number="云府办发〔2026〕17号"
        )
        assert urls(both) == []
        third = official_with("third", "又两岗", consultation.department, Role.DRAFTER, Role.REVIEWER)
        fourth = final.passages.get(label="第四条")
        reword_clause(fourth, Wording("第四条", "", "水费每吨不超过二元。"), by=third)
        assert urls(third) == []


def test_the_drafter_is_asked_for_the_header_once_the_meeting_has_passed_the_text(
    consultation: Consultation, official: User, reviewer: User, editor: User
) -> None:
    with after_closing(consultation):
        concluded(consultation, official, reviewer)
        assert urls(official) == [], "no meeting yet"
        decided(Consultation.objects.get(), official=official, reviewer=reviewer, editor=editor)
        assert urls(official) == [], "its header is complete"
        for column, nothing in (("made_on", None), ("effective_on", None), ("issuer", None), ("disclosure", ""),
                                ("document_number", "")):  # fmt: skip
            before = Document.objects.values_list(column, flat=True).get()
            Document.objects.update(**{column: nothing})
            assert urls(official) == ["header"], column
            Document.objects.update(**{column: before})
        Document.objects.update(made_on=None)
        assert "/desk/consultations/rural-water/do/header/" in (
            at(DeskClient(), official).get("/desk/").content.decode()
        )
        Decision.objects.get().stages.filter(stage="collective_decision").update(result="discuss_again")
        assert urls(official) == []


@pytest.mark.parametrize("many", [1, 12])
def test_it_costs_the_same_however_many_wait(
    many: int, official: User, reviewer: User, editor: User, consultation: Consultation,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for n in range(many):
        text = import_draft(read_text(DRAFT, markdown=True), department=consultation.department, by=official)
        row = prepare_consultation(text, by=official, slug=f"x{n}", **notice_fields(title=f"办法{n}"))
        row = publish_consultation(row, by=editor)
        with clock.at(row.closes_at + timedelta(hours=9)):
            concluded(row, official, reviewer)
    person = User.objects.get(pk=reviewer.pk)
    with django_assert_num_queries(4):
        assert len(final_texts_for(person)) == many


def test_many_digests_are_those_of_each(consultation: Consultation, official: User) -> None:
    rows = [consultation.draft_version, revise(consultation.draft_version, read_text(FINAL), by=official)]
    assert digests_of(rows) == {row.pk: digest_of(row) for row in rows}
    assert len(set(digests_of(rows).values())) == 2 and digests_of([]) == {}


def todos(user: User) -> dict[str, str]:
    return {todo.label: todo.url for work in work_for(user) for todo in work.todos}


def told(user: User) -> set[str]:
    return set(Notification.objects.filter(person=user, done_at=None).values_list("matter", flat=True))


def test_nobody_examines_or_publishes_a_text_before_the_meeting_passed_its_matter(
    consultation: Consultation, official: User, reviewer: User, editor: User, deliver_all: Callable[[], int]
) -> None:
    with after_closing(consultation):
        assert todos(official)["导入新一版文本"] == "/desk/consultations/rural-water/text/"
        final = concluded(consultation, official, reviewer)
        matter = decided(Consultation.objects.get(), official=official, reviewer=reviewer, editor=editor)
        Document.objects.update(cleared_text="")
        assert urls(reviewer) == ["clear"] and "发布定稿" in todos(editor)
        meeting = matter.stages.filter(stage="collective_decision")
        meeting.update(result="discuss_again")
        deliver_all()
        assert urls(reviewer) == [] and "发布定稿" not in todos(editor)
        assert not told(reviewer) & {"final_text.clear", "final_text.publish"}
        with clock.at(clock.now() + timedelta(days=1)):
            taken(matter, "collective_decision")
        deliver_all()
        assert "final_text.clear" in told(reviewer) and urls(reviewer) == ["clear"]
        final = Version.objects.select_related("document").get(pk=final.pk)
        clear_for_publication(final, by=reviewer, text_seen=digest_of(final))
        deliver_all()
        assert todos(editor)["发布定稿"] == "/desk/consultations/rural-water/"
        assert "final_text.publish" in told(editor)


def test_the_header_is_shown_once_it_is_filled_in_and_its_button_says_change(
    consultation: Consultation, official: User
) -> None:
    address = "/desk/consultations/rural-water/"
    before = words(at(DeskClient(), official).get(address))
    assert "填写公文要素" in before and "修改公文要素" not in before
    document = Document.objects.get()
    edit_header(document, by=official, document_number="云府办发〔2026〕17号", issuer=document.department)
    page = words(at(DeskClient(), official).get(address))
    assert "云府办发〔2026〕17号" in page and "修改公文要素" in page
    assert page.count("填写公文要素") == 1, "in the trail"
