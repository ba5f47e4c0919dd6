"""Editing at the desk: a clause stays the clause it was, and a published version stands still."""

import pytest

from consultations.documents.editing import (
    Wording,
    add_clause,
    begin_revision,
    remove_clause,
    retitle,
    reword_clause,
)
from consultations.documents.policies import has_written
from consultations.documents.queries import digest_of
from consultations.documents.titles import mark_in, without_mark
from consultations.models import Consultation, Passage, Version
from participation.accounts.models import User
from participation.errors import Conflict, Invalid, NotPermitted
from tests.drafts import comment_on


@pytest.fixture
def revision(consultation: Consultation, official: User) -> Version:
    return begin_revision(consultation.draft_version, by=official)


def at(version: Version, label: str) -> Passage:
    return version.passages.select_related("clause").get(label=label)


def order(version: Version) -> list[tuple[int, int | None, str]]:
    return [(row.position, row.parent_position, row.path) for row in version.passages.order_by("position")]


def test_a_revision_begins_as_a_copy_with_every_identity(
    consultation: Consultation, revision: Version
) -> None:
    old, new = consultation.draft_version, revision
    assert order(old) == order(new)
    assert set(old.passages.values_list("clause")) == set(new.passages.values_list("clause"))


def test_a_reworded_clause_keeps_its_comments(
    consultation: Consultation, revision: Version, official: User
) -> None:
    clause = at(revision, "第四条").clause
    comment = comment_on(consultation, clause=clause)
    reword_clause(at(revision, "第四条"), Wording("第四条", "水价", "水费每吨不超过二元。"), by=official)
    assert at(revision, "第四条").text == "水费每吨不超过二元。"
    assert at(consultation.draft_version, "第四条").text == "水费每吨不超过三元。"
    assert comment.clause == clause


def test_a_new_article_stands_behind_the_items_of_the_one_before(revision: Version, official: User) -> None:
    third = at(revision, "第三条")
    added = add_clause(
        revision, third.clause, "article", Wording("第三条之一", "", "水源地设保护区。"), by=official
    )
    labels = [row.label for row in revision.passages.order_by("position")]
    assert labels.index("第三条之一") == labels.index("（二）") + 1
    assert added.parent_position == third.parent_position
    assert [row.position for row in revision.passages.order_by("position")] == list(range(len(labels)))
    assert at(revision, "第三条之一").path.endswith("第二章/第三条之一")


def test_a_new_item_stands_under_its_article(revision: Version, official: User) -> None:
    third = at(revision, "第三条")
    added = add_clause(revision, third.clause, "item", Wording("（零）", "", "设值班电话。"), by=official)
    assert added.parent_position == third.position
    assert at(revision, "（一）").parent_position == third.position


def test_what_stands_under_a_clause_goes_with_it(revision: Version, official: User) -> None:
    before = revision.passages.count()
    third = at(revision, "第三条")
    assert remove_clause(revision, third.clause, by=official) == 3
    positions = [row.position for row in revision.passages.order_by("position")]
    assert positions == list(range(before - 3))
    fourth = at(revision, "第四条")
    assert fourth.parent_position is not None
    assert revision.passages.get(position=fourth.parent_position).label == "第二章"


def test_a_relabelled_chapter_carries_its_articles(revision: Version, official: User) -> None:
    chapter = at(revision, "第二章")
    reword_clause(chapter, Wording("第三章", chapter.heading, chapter.text), by=official)
    assert at(revision, "第四条").path == "第三章/第四条"


def test_a_published_version_stands_still(consultation: Consultation, official: User) -> None:
    fourth = at(consultation.draft_version, "第四条")
    with pytest.raises(Conflict):
        reword_clause(fourth, Wording("第四条", "", "改"), by=official)
    with pytest.raises(Conflict):
        remove_clause(consultation.draft_version, fourth.clause, by=official)


def test_two_do_not_begin_a_revision_beside_each_other(revision: Version, official: User) -> None:
    with pytest.raises(Conflict):
        begin_revision(revision.document.versions.get(number=1), by=official)


def test_an_empty_or_endless_clause_is_refused(revision: Version, official: User) -> None:
    fourth = at(revision, "第四条")
    for wording in (
        Wording("第四条", "", "  "),
        Wording("第四条", "", "长" * 20_001),
        Wording("第" * 41, "", "字"),
    ):
        with pytest.raises(Invalid):
            reword_clause(fourth, wording, by=official)


def test_another_department_edits_nothing(revision: Version, other_official: User) -> None:
    with pytest.raises(NotPermitted):
        remove_clause(revision, at(revision, "第四条").clause, by=other_official)


@pytest.mark.parametrize(
    ("title", "final"),
    [
        ("公交线路优化方案（征求意见稿）", "公交线路优化方案"),
        ("管理办法（试行）（征求意见稿）", "管理办法（试行）"),
        ("管理办法（试行，草案）", "管理办法（试行）"),
        ("管理暂行办法送审稿", "管理暂行办法"),
        ("管理办法（第二次征求意见稿）", "管理办法"),
        ("管理办法（讨论稿）", "管理办法"),
        ("预算草案编制办法（2026年修订）", "预算草案编制办法（2026年修订）"),
        ("管理办法（暂行）", "管理办法（暂行）"),
    ],
)
def test_a_title_loses_its_mark_of_a_draft_and_nothing_else(title: str, final: str) -> None:
    assert without_mark(title) == final and not mark_in(final)
    assert bool(mark_in(title)) is (title != final)


def test_a_draft_gets_another_title_and_its_mark_is_no_part_of_the_text(
    consultation: Consultation, revision: Version, official: User, stranger: User
) -> None:
    before = digest_of(revision)
    retitle(revision, "农村饮水管理办法", by=official)
    assert revision.title == "农村饮水管理办法" and digest_of(revision) == before
    assert consultation.draft_version.title == "农村饮水管理办法（征求意见稿）"
    retitle(revision, "农村供水管理办法", by=official)
    assert digest_of(revision) != before and has_written(official, revision)
    with pytest.raises(Invalid):
        retitle(revision, "。", by=official)
    with pytest.raises(NotPermitted):
        retitle(revision, "农村用水办法", by=stranger)
    with pytest.raises(Conflict):
        retitle(consultation.draft_version, "农村用水办法", by=official)
