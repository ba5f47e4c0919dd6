"""The other ways of hearing people (713-14, 54号), and the businesses that are heard (722-62, 783-16)."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from consultations.decisions.engagements.actions import (
    Party,
    draft_engagement,
    edit_engagement,
    publish_engagement,
)
from consultations.decisions.engagements.files import attach_files, remove_file
from consultations.decisions.engagements.policies import visible_to
from consultations.decisions.models import Decision
from consultations.models import Engagement
from participation import clock
from participation.accounts.models import Department, User
from participation.corrections.actions import correct_published
from participation.errors import Conflict, Incomplete, Invalid, InvalidMove, NotPermitted, Overwritten
from tests.at_once import at_once, one_won
from tests.cast import Role, official_with
from tests.dossiers import meeting_waits_for
from tests.drafts import corrected, taken_back
from tests.hearings import DONE, HEARD, a_file, engaged, held

RESIDENTS = [Party("residents", "坪上村村民", 31)]
BUSINESS = "engagements"


def fields_of(refused: Any) -> set[str]:
    return set(refused.value.errors)


def fresh(row: Engagement) -> Engagement:
    return Engagement.objects.get(pk=row.pk)


def test_it_is_public_once_a_second_person_has_published_it(
    decision: Decision, official: User, reviewer: User, stranger: User
) -> None:
    row = engaged(decision, by=official)
    assert row not in visible_to(stranger)
    with pytest.raises(NotPermitted):
        publish_engagement(row, by=official)
    publish_engagement(row, by=reviewer)
    assert row in visible_to(stranger)


def test_who_wrote_on_it_is_no_second_person(
    decision: Decision, official: User, department: Department
) -> None:
    both = official_with("both", "两职", department, Role.DRAFTER, Role.EDITOR)
    row = engaged(decision, by=official)
    edit_engagement(row, by=both, parties=RESIDENTS)
    with pytest.raises(NotPermitted):
        publish_engagement(row, by=both)
    other = engaged(decision, by=official)
    attach_files(other, [a_file()], by=both, purpose="engagement_inside")
    with pytest.raises(NotPermitted):
        publish_engagement(other, by=both)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"parties": []}, "parties"),
        ({"place": " "}, "place"),
        ({"said": "同意。"}, "said"),
        ({"outcome": ""}, "outcome"),
        ({"said": f"{HEARD}联系人电话13800001234。"}, "said"),
    ],
)
def test_it_says_who_where_what_and_what_came_of_it(
    decision: Decision, official: User, reviewer: User, changes: dict[str, Any], field: str
) -> None:
    row = engaged(decision, by=official, **changes)
    with pytest.raises(Incomplete) as refused:
        publish_engagement(row, by=reviewer)
    assert fields_of(refused) == {field}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "hearing"}, "kind"),
        ({"held_on": "昨天"}, "held_on"),
        ({"held_on": date(2999, 1, 1)}, "held_on"),
        ({"until": date(2999, 1, 1)}, "until"),
        ({"until": date(2000, 1, 1)}, "until"),
        ({"parties": [Party("nobody", "村民", 3)]}, "parties"),
        ({"parties": [Party("residents", " ", 3)]}, "parties"),
        ({"parties": [Party("residents", "村民", 0)]}, "parties"),
        ({"parties": [Party("residents", "村民", True)]}, "parties"),
        ({"parties": [Party("residents", "村民", "三")]}, "parties"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    decision: Decision, official: User, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        engaged(decision, by=official, **changes)
    assert fields_of(refused) == {field}
    assert not Engagement.objects.exists()


def test_only_drafters_of_the_unit_write_it_and_only_of_public_matters(
    decision: Decision, official: User, other_official: User, editor: User
) -> None:
    for by in (other_official, editor):
        with pytest.raises(NotPermitted):
            engaged(decision, by=by)
    Decision.objects.update(status="draft")
    with pytest.raises(InvalidMove):
        draft_engagement(
            Decision.objects.get(), by=official, kind="forum", held_on=clock.today(), parties=RESIDENTS
        )


def test_published_it_is_neither_edited_nor_given_files(
    decision: Decision, official: User, reviewer: User
) -> None:
    row = engaged(decision, by=official, second=reviewer)
    with pytest.raises(InvalidMove):
        edit_engagement(row, by=official, parties=RESIDENTS, said=HEARD)
    with pytest.raises(InvalidMove):
        attach_files(row, [a_file()], by=official, purpose="engagement_public")


def test_files_are_for_everybody_or_kept(decision: Decision, official: User) -> None:
    row = engaged(decision, by=official)
    for purpose, files, field in (("anything", [a_file()], "purpose"), ("engagement_public", [], "files")):
        with pytest.raises(Invalid) as refused:
            attach_files(row, files, by=official, purpose=purpose)
        assert fields_of(refused) == {field}
    attach_files(row, [a_file()], by=official, purpose="engagement_public")
    with pytest.raises(Conflict):
        remove_file(row, "forged", by=official)
    remove_file(row, row.files.get().token, by=official)


def test_it_is_put_right_by_two_and_keeps_what_it_must_say(
    decision: Decision, official: User, reviewer: User
) -> None:
    row = engaged(decision, by=official, second=reviewer)
    with pytest.raises(Invalid) as refused:
        correct_published(row, by=official, reason="漏记。", changes={"said": "好。"})
    assert fields_of(refused) == {"said"}
    new = f"{HEARD}有人建议延长营业时间。"
    assert corrected(row, by=official, confirmed_by=reviewer, said=new).said == new


def test_taken_back_it_stays_readable_and_counts_no_more(
    decision: Decision, official: User, reviewer: User, stranger: User
) -> None:
    Decision.objects.update(affects_business=True)
    row = engaged(decision, by=official, second=reviewer)
    assert BUSINESS not in meeting_waits_for(decision)
    taken_back(row, by=official, confirmed_by=reviewer)
    assert fresh(row).status == "withdrawn" and row in visible_to(stranger)
    assert BUSINESS in meeting_waits_for(decision)


def test_businesses_are_heard_before_the_meeting_on_what_concerns_them(
    decision: Decision, official: User, reviewer: User
) -> None:
    assert BUSINESS not in meeting_waits_for(decision)
    Decision.objects.update(affects_business=True)
    words = str(meeting_waits_for(decision)[BUSINESS])
    assert "第六十二条第一款" in words and "第十六条" in words
    engaged(decision, by=official, second=reviewer, parties=RESIDENTS)
    assert BUSINESS in meeting_waits_for(decision), "residents are no businesses"
    draft = engaged(decision, by=official)
    assert BUSINESS in meeting_waits_for(decision), "what is not published shows nothing"
    publish_engagement(draft, by=reviewer)
    assert BUSINESS not in meeting_waits_for(decision)
    assert BUSINESS in meeting_waits_for(decision, clock.today() - timedelta(days=1)), (
        "heard before the meeting"
    )


def test_businesses_that_took_part_in_a_hearing_were_heard(
    decision: Decision, official: User, editor: User, reviewer: User
) -> None:
    Decision.objects.update(affects_business=True)
    row = held(decision, by=official, editor=editor, reviewer=reviewer)
    with clock.at(clock.starts_at(row.held_on + timedelta(days=2))):
        assert BUSINESS not in meeting_waits_for(decision)
        row.participants.filter(kind="business").update(attended=False)
        assert BUSINESS in meeting_waits_for(decision)


together = pytest.mark.django_db(transaction=True)


@together
def test_two_publish_it_once(decision: Decision, official: User, editor: User, reviewer: User) -> None:
    row = engaged(decision, by=official)
    one_won(at_once(*(partial(publish_engagement, fresh(row), by=by) for by in (editor, reviewer))))


@together
def test_it_is_published_as_it_was_seen(decision: Decision, official: User, reviewer: User) -> None:
    row = engaged(decision, by=official)
    mine, theirs = fresh(row), fresh(row)
    outcomes = at_once(
        partial(publish_engagement, mine, by=reviewer),
        partial(edit_engagement, theirs, by=official, parties=RESIDENTS, outcome=f"{DONE}又改。"),
    )
    refusals = [each for each in outcomes if isinstance(each, Exception)]
    assert len(refusals) == 1 and isinstance(refusals[0], (Overwritten, Conflict, InvalidMove))
    now = fresh(row)
    assert now.status == "draft" or now.outcome == DONE


@pytest.mark.parametrize(("kind", "decree"), [("major_decision", True), ("normative_document", False)])
def test_a_way_of_hearing_people_rests_on_the_law_of_its_own_kind(db: None, kind: str, decree: bool) -> None:
    row = Engagement(decision=Decision(kind=kind), kind=Engagement.Kind.FORUM)
    assert ("713" in row.basis) is decree and row.basis
