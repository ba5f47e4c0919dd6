"""Moving clauses about in a draft and numbering its articles anew: identities, parents and paths stay right."""

from random import Random

import pytest

from consultations.documents.actions import import_draft
from consultations.documents.editing import (
    Wording,
    add_clause,
    begin_revision,
    remove_clause,
    reword_clause,
)
from consultations.documents.models import Clause, Version
from consultations.documents.policies import has_written
from consultations.documents.queries import passages
from consultations.documents.reading import read_text
from consultations.documents.reorder import move_clause, renumber_articles
from consultations.documents.structure import Level, can_hold
from consultations.models import Consultation
from participation.accounts.models import Department, User
from participation.errors import Conflict, Invalid, NotPermitted, Overwritten
from tests.drafts import DRAFT


@pytest.fixture
def revision(consultation: Consultation, official: User) -> Version:
    return begin_revision(consultation.draft_version, by=official)


def labels(version: Version) -> list[str]:
    return [row.label for row in passages(version)]


def clause(version: Version, label: str) -> Clause:
    return version.passages.get(label=label).clause


def sound(version: Version) -> None:
    """Positions count from 0, every parent stands above and may hold what stands under it."""
    rows = passages(version)
    assert [row.position for row in rows] == list(range(len(rows)))
    for row in rows:
        if row.parent_position is not None:
            assert row.parent_position < row.position
            assert can_hold(Level(rows[row.parent_position].level), Level(row.level))
            assert row.path.startswith(rows[row.parent_position].path + "/")
        else:
            assert "/" not in row.path


def test_a_clause_moves_with_what_stands_under_it(revision: Version, official: User) -> None:
    third = clause(revision, "第三条")
    before = {row.clause_id for row in passages(revision)}
    assert move_clause(revision, third, clause(revision, "第一条"), by=official) == 3
    assert labels(revision) == [
        "第一章",
        "第一条",
        "第三条",
        "（一）",
        "（二）",
        "第二条",
        "第二章",
        "第四条",
    ]
    assert {row.clause_id for row in passages(revision)} == before, "every clause keeps its identity"
    assert revision.passages.get(clause=third).path == "第一章/第三条"
    sound(revision)


def test_an_article_put_behind_an_item_goes_behind_the_whole_article(
    revision: Version, official: User
) -> None:
    move_clause(revision, clause(revision, "第一条"), clause(revision, "（一）"), by=official)
    assert labels(revision)[1:] == ["第二条", "第二章", "第三条", "（一）", "（二）", "第一条", "第四条"]
    sound(revision)


def test_a_chapter_moves_with_its_articles(revision: Version, official: User) -> None:
    move_clause(revision, clause(revision, "第一章"), clause(revision, "第四条"), by=official)
    assert labels(revision) == [
        "第二章",
        "第三条",
        "（一）",
        "（二）",
        "第四条",
        "第一章",
        "第一条",
        "第二条",
    ]
    sound(revision)


def test_a_clause_moves_to_the_very_beginning(revision: Version, official: User) -> None:
    move_clause(revision, clause(revision, "第二章"), None, by=official)
    assert labels(revision)[0] == "第二章"
    sound(revision)


def test_nothing_moves_behind_itself_or_what_is_under_it(revision: Version, official: User) -> None:
    for after in ("第三条", "（一）"):
        with pytest.raises(Invalid):
            move_clause(revision, clause(revision, "第三条"), clause(revision, after), by=official)


def test_only_a_drafter_moves_and_only_in_a_draft(
    revision: Version, consultation: Consultation, official: User, other_official: User
) -> None:
    with pytest.raises(NotPermitted):
        move_clause(revision, clause(revision, "第三条"), None, by=other_official)
    with pytest.raises(Conflict):
        move_clause(consultation.draft_version, clause(revision, "第三条"), None, by=official)


def test_articles_are_numbered_anew_but_not_those_of_annexes(official: User, department: Department) -> None:
    text = DRAFT + "\n附件1\n\n名录\n\n第一条 附件里的条。\n\n第二条 另一条。\n"
    version = import_draft(read_text(text, markdown=True), department=department, by=official)
    add_clause(version, version.passages.filter(label="第二条")[0].clause,
               "article", Wording("", "", "新的一条。"), by=official)  # fmt: skip
    assert renumber_articles(version, by=official) == 3
    found = [row.label for row in passages(version) if row.level == "article"]
    assert found == ["第一条", "第二条", "第三条", "第四条", "第五条", "第一条", "第二条"]
    sound(version)
    assert renumber_articles(version, by=official) == 0


def test_whoever_arranged_it_has_had_a_hand_in_it(
    revision: Version, official: User, editor: User, department: Department
) -> None:
    from participation.accounts.models import Membership

    assert not has_written(editor, revision)
    Membership.objects.create(user=editor, department=department, role="drafter")
    editor = User.objects.get(pk=editor.pk)
    renumber_articles(revision, by=editor)
    assert has_written(editor, revision)


def test_who_saw_an_older_wording_is_told(revision: Version, official: User) -> None:
    mine, theirs = (revision.passages.get(label="第四条") for _ in range(2))
    reword_clause(mine, Wording("第四条", "", "甲。"), by=official)
    with pytest.raises(Overwritten) as refused:
        reword_clause(theirs, Wording("第四条", "", "乙。"), by=official)
    assert refused.value.theirs.text == "甲。" == revision.passages.get(label="第四条").text


def test_who_saw_the_clause_under_its_old_number_is_told(revision: Version, official: User) -> None:
    remove_clause(revision, clause(revision, "第一条"), by=official)
    seen = revision.passages.get(label="第四条")
    renumber_articles(revision, by=official)
    with pytest.raises(Overwritten):
        reword_clause(seen, Wording("第四条", "", "甲。"), by=official)


def test_a_clause_that_somebody_removed_meanwhile_is_said_to_be_gone(
    revision: Version, official: User
) -> None:
    passage = revision.passages.get(label="第四条")
    fourth = passage.clause
    remove_clause(revision, fourth, by=official)
    for act in (
        lambda: reword_clause(passage, Wording("第四条", "", "乙。"), by=official),
        lambda: remove_clause(revision, fourth, by=official),
        lambda: move_clause(revision, fourth, None, by=official),
        lambda: move_clause(revision, clause(revision, "第一条"), fourth, by=official),
        lambda: add_clause(revision, fourth, "article", Wording("", "", "x"), by=official),
    ):
        with pytest.raises(Conflict):
            act()


@pytest.mark.parametrize("seed", range(6))
def test_any_moves_leave_a_sound_text_with_every_clause_once(
    revision: Version, official: User, seed: int
) -> None:
    chance = Random(seed)
    rows = passages(revision)
    every = {row.clause_id for row in rows}
    for _ in range(12):
        moved, after = chance.choice(rows), chance.choice([None, *rows])
        try:
            move_clause(revision, moved.clause, after.clause if after else None, by=official)
        except Invalid:
            continue
        assert {row.clause_id for row in passages(revision)} == every
        assert [row.position for row in passages(revision)] == list(range(len(rows)))
        assert all((row.parent_position or 0) <= row.position for row in passages(revision))
