"""One protocol for edits: who writes over what they have not seen is told, and both texts are there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.db import models, transaction

from consultations.decisions.actions import edit_decision, list_decision, prepare_decision
from consultations.decisions.engagements.actions import Party, edit_engagement
from consultations.decisions.execution.actions import confirm_change, record_change, refuse_change
from consultations.decisions.hearings.announcing import draft_hearing, edit_hearing
from consultations.decisions.lists import Listed, draft_list
from consultations.documents.editing import Wording, begin_revision, reword_clause
from consultations.models import Consultation, Decision, ExecutionChange
from consultations.notices.actions import edit_consultation
from consultations.outcomes.actions import draft_feedback, publish_feedback
from consultations.weighing.actions import dispose_opinion
from participation.accounts.models import Department, User
from participation.deadlines.models import TimeRequest
from participation.delivery.models import Event
from participation.errors import Conflict, InvalidMove, Overwritten, Refused
from participation.ledger.audit import trail
from participation.locks import OutOfOrder, lock
from responses.interpretations.actions import PartText, edit_interpretation, prepare_interpretation
from responses.models import KeptDraft, Question, Reply
from responses.questions.actions import (
    assign_question,
    decline_question,
    merge_question,
    return_assignment,
)
from responses.questions.intake import submit_question
from responses.questions.more_time import ask_for_extension, ask_for_pause, grant_request, withdraw_request
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.at_once import at_once, one_won
from tests.cast import Role, Side, official_with
from tests.dossiers import suspension
from tests.drafts import REASON, after_closing, comment_on, notice_fields
from tests.hearings import engaged, hearing_fields

ROW = Listed("农村饮水管理办法", "公开征求意见", "住建局", "第四季度", "网上")


@dataclass
class World:
    """What the acts are done to."""

    notice: Consultation
    official: User
    editor: User
    department: Department


@pytest.fixture
def world(notice: Consultation, official: User, editor: User, department: Department) -> World:
    return World(notice, official, editor, department)


def _question(world: World) -> Question:
    question, _issued = submit_question(by=None, kind="inquiry", title="何时通水？", body="坪上组何时通水？")
    return assign_question(question, world.department, by=world.editor)


Write = Callable[[Any, str], Any]  # the row as it was read, the new text


def notice(world: World) -> tuple[models.Model, Write]:
    write = lambda row, text: edit_consultation(row, by=world.official, **notice_fields(summary=text))  # noqa: E731
    return world.notice, write


def clause(world: World) -> tuple[models.Model, Write]:
    row = world.notice.draft_version.passages.get(label="第四条")
    return row, lambda row, text: reword_clause(row, Wording("第四条", "", text), by=world.official)


def interpretation(world: World) -> tuple[models.Model, Write]:
    row = prepare_interpretation(
        world.notice.document,
        by=world.official,
        slug="jd",
        title="解读",
        parts=[PartText("main", "", "<p>旧</p>")],
    )
    return row, lambda row, text: edit_interpretation(
        row, by=world.official, title="解读", parts=[PartText("main", "", f"<p>{text}</p>")]
    )


def decision(world: World) -> tuple[models.Model, Write]:
    row = prepare_decision(by=world.official, slug="water", title="办法", department=world.department)
    return row, lambda row, text: edit_decision(row, by=world.official, summary=text)


def yearly_list(world: World) -> tuple[models.Model, Write]:
    row = draft_list(world.department, 2026, [ROW], by=world.official)
    return row, lambda row, text: draft_list(
        world.department, 2026, [ROW._replace(matter=text)], by=world.official, seen=row
    )


def feedback(world: World) -> tuple[models.Model, Write]:
    row = draft_feedback(world.notice, by=world.official, asked="问了", said="说了", did="做了")
    return row, lambda row, text: draft_feedback(
        world.notice, by=world.official, asked=text, said="说了", did="做了", seen=row
    )


def reply(world: World) -> tuple[models.Model, Write]:
    question = _question(world)
    row = draft_reply(question, by=world.official, body="六月底前全村通水到户。")
    return row, lambda row, text: draft_reply(question, by=world.official, body=text, seen=row)


def _matter(world: World) -> Decision:
    row = prepare_decision(by=world.official, slug="water", title="办法", department=world.department)
    return list_decision(row, by=world.editor)


def hearing(world: World) -> tuple[models.Model, Write]:
    row = draft_hearing(_matter(world), by=world.official, **hearing_fields())
    return row, lambda row, text: edit_hearing(row, by=world.official, about=text)


def engagement(world: World) -> tuple[models.Model, Write]:
    parties = [Party("residents", "坪上村村民", 31)]
    row = engaged(_matter(world), by=world.official, parties=parties)
    return row, lambda row, text: edit_engagement(row, by=world.official, parties=parties, said=text)


ROOMS = (notice, clause, interpretation, decision, yearly_list, feedback, reply, hearing, engagement)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_who_writes_over_what_they_have_not_seen_is_told(room: Callable[..., Any], world: World) -> None:
    row, write = room(world)
    mine, theirs = (type(row)._default_manager.get(pk=row.pk) for _ in range(2))
    write(theirs, "先到的话。")
    acts = trail(row).count()
    with pytest.raises(Overwritten) as refused:
        write(mine, "后到的话。")
    assert refused.value.theirs.pk == row.pk, "the refusal carries what stands there"
    assert trail(row).count() == acts, "a refusal leaves no trace"
    write(refused.value.theirs, "后到的话。")  # seen now


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_keeping_what_stands_there_already_is_no_act(room: Callable[..., Any], world: World) -> None:
    row, write = room(world)
    write(row, "一样的话。")
    row = type(row)._default_manager.get(pk=row.pk)
    revision, acts = row.revision, trail(row).count()
    if room is yearly_list:
        return  # its rows are written anew each time
    write(row, "一样的话。")
    row.refresh_from_db()
    assert (row.revision, trail(row).count()) == (revision, acts)


def test_an_edit_never_carries_an_old_status(world: World, reviewer: User) -> None:
    row, write = reply(world)
    stale = Reply.objects.get(pk=row.pk)
    submit_reply(Reply.objects.get(pk=row.pk), by=world.official)
    with pytest.raises(Conflict):
        write(stale, "改了")
    assert Reply.objects.get().status == "submitted"


def test_the_audit_keeps_what_stood_there_before(world: World) -> None:
    row, write = notice(world)
    old = world.notice.summary
    write(row, "改过的摘要。")
    last = trail(row).last()
    assert last is not None and last.act == "consultation.edited" and last.note["old"] == {"summary": old}


def test_locks_are_taken_in_one_order(consultation: Consultation) -> None:
    comment = comment_on(consultation)
    with pytest.raises(OutOfOrder), transaction.atomic():
        lock(comment)
        lock(consultation)


together = pytest.mark.django_db(transaction=True)


@together
def test_a_submitted_reply_never_becomes_a_draft_again_by_itself(world: World) -> None:
    question = _question(world)
    row = draft_reply(question, by=world.official, body="六月底前全村通水到户。")
    for n in range(4):
        mine, theirs = (Reply.objects.get(pk=row.pk) for _ in range(2))
        outcomes = at_once(
            partial(submit_reply, theirs, by=world.official),
            partial(draft_reply, question, by=world.official, body=f"第{n}稿。", seen=mine),
        )
        now = Reply.objects.get()
        if isinstance(outcomes[0], Refused):
            assert (now.status, now.body) == ("draft", f"第{n}稿。")
        else:
            assert isinstance(outcomes[1], Conflict) and now.status == "submitted"
            assert now.body != f"第{n}稿。"
            break


@together
def test_publishing_the_feedback_and_keeping_it_do_not_wait_crosswise(world: World, reviewer: User) -> None:
    from consultations.notices.actions import publish_consultation

    consultation = publish_consultation(world.notice, by=world.editor)
    row = draft_feedback(consultation, by=world.official, asked="问了", said="说了", did="做了")
    mine, theirs = (type(row).objects.get(pk=row.pk) for _ in range(2))

    def publish() -> Any:
        with after_closing(consultation):
            return publish_feedback(mine, by=reviewer)

    def keep() -> Any:
        with after_closing(consultation):
            return draft_feedback(
                consultation, by=world.official, asked="问过", said="说了", did="做了", seen=theirs
            )

    one_won(at_once(publish, keep))


@together
def test_two_questions_are_not_merged_into_each_other(world: World) -> None:
    for _ in range(3):
        one, other = (
            submit_question(
                by=None, kind="inquiry", title="何时通水？", body="何时？", wants_publication=True
            )[0]
            for _ in range(2)
        )
        for each in (one, other):
            assign_question(each, world.department, by=world.editor, show=True)
        again = [Question.objects.get(pk=each.pk) for each in (one, other)]
        outcomes = at_once(
            partial(merge_question, one, again[1], by=world.editor),
            partial(merge_question, other, again[0], by=world.editor),
        )
        assert len([each for each in outcomes if isinstance(each, Refused)]) == 1
        statuses = sorted(Question.objects.filter(pk__in=[one.pk, other.pk]).values_list("status", flat=True))
        assert statuses == ["assigned", "merged"]


@together
def test_thirty_routings_at_once_are_one_step_and_one_mail(world: World) -> None:
    question, _issued = submit_question(by=None, kind="inquiry", title="何时通水？", body="何时？")
    copies = [Question.objects.get(pk=question.pk) for _ in range(30)]
    one_won(
        at_once(*[lambda row=row: assign_question(row, world.department, by=world.editor) for row in copies])
    )
    assert list(question.steps.values_list("step", flat=True)) == ["submitted", "assigned"]
    assert Event.objects.filter(name="question.assigned").count() == 1


@together
def test_the_pairs_that_take_two_locks_end(world: World, reviewer: User, county: Department) -> None:
    """Whatever two people do to one matter at once: each is done or told, and nobody waits for ever."""
    for _ in range(2):
        question = _question(world)
        row = submit_reply(
            draft_reply(question, by=world.official, body="六月底前全村通水到户。"), by=world.official
        )
        more = ask_for_extension(question, by=world.official, days=3, reason=REASON)
        again = TimeRequest.objects.get(pk=more.pk)
        copies = [Question.objects.get(pk=question.pk) for _ in range(3)]
        outcomes = at_once(
            partial(publish_reply, Reply.objects.get(pk=row.pk), by=reviewer),
            partial(grant_request, copies[2], more, by=reviewer),
            partial(return_assignment, copies[0], by=world.official, reason="归别处。"),
            partial(withdraw_request, copies[1], again, by=world.official),
        )
        assert len([each for each in outcomes if not isinstance(each, Refused)]) >= 1
        now = Question.objects.select_related("deadline").get(pk=question.pk)
        assert now.deadline and (now.deadline.state == "stopped") == (now.status == "answered")


Reach = Callable[[World, Question, Department], Any]
AWAY: dict[str, Reach] = {
    "route": lambda world, row, other: assign_question(row, other, by=world.editor),
    "give back": lambda world, row, other: return_assignment(row, by=world.official, reason="归别处。"),
    "pause": lambda world, row, other: grant_request(row, _pause_asked(row), by=_head(world)),
    "decline": lambda world, row, other: decline_question(
        row, by=world.official, reason="正在诉讼中，请向法院提出。"
    ),
    "merge": lambda world, row, other: merge_question(row, _shown(world), by=world.editor),
}


def _head(world: World) -> User:
    return User.objects.get(username="reviewer")


def _pause_asked(question: Question) -> TimeRequest:
    return TimeRequest.objects.select_related("deadline").get(deadline=question.deadline_id)


def _shown(world: World) -> Question:
    row, _ = submit_question(by=None, kind="inquiry", title="通水？", body="何时？", wants_publication=True)
    return assign_question(row, world.department, by=world.editor, show=True)


@together
@pytest.mark.parametrize("act", AWAY)
def test_a_reply_goes_to_sign_off_or_its_question_goes_elsewhere(
    act: str, world: World, other_department: Department, reviewer: User
) -> None:
    for _ in range(3):
        question = _question(world)
        if act == "pause":
            ask_for_pause(question, by=world.official, ground="C3-pause-opinions", days=5, reason=REASON)
        row = draft_reply(question, by=world.official, body="六月底前全村通水到户。")
        seen, reply = Question.objects.get(pk=question.pk), Reply.objects.get(pk=row.pk)
        outcomes = at_once(
            partial(submit_reply, reply, by=world.official),
            partial(AWAY[act], world, seen, other_department),
        )
        assert len([each for each in outcomes if isinstance(each, Refused)]) == 1, outcomes
        now, then = Question.objects.get(pk=question.pk), Reply.objects.get(pk=row.pk)
        stayed = (now.status, now.department_id) == ("assigned", world.department.pk)
        assert stayed == (then.status == "submitted")


@together
def test_joining_questions_at_once_leaves_no_chain_and_no_circle(world: World) -> None:
    for _ in range(4):
        rows = [_shown(world) for _ in range(4)]
        copies = [Question.objects.get(pk=row.pk) for row in rows]
        at_once(
            *(partial(merge_question, copies[n], rows[(n + 1) % 3], by=world.editor) for n in range(3)),
            partial(merge_question, copies[3], rows[0], by=world.editor),
        )
        now = Question.objects.filter(pk__in=[row.pk for row in rows])
        assert now.filter(status="assigned").exists()
        assert not now.filter(merged_into__status="merged").exists()


@together
def test_two_of_the_next_department_begin_one_draft(world: World, other_department: Department) -> None:
    colleagues = [official_with(f"next{n}", "新人", other_department, Role.ANSWERER) for n in range(2)]
    question = _question(world)
    draft_reply(question, by=world.official, body="住建局的草稿，尚待核对。")
    assign_question(question, other_department, by=world.editor)
    one_won(
        at_once(*(partial(draft_reply, question, by=each, body=f"{each}的草稿。") for each in colleagues))
    )
    assert KeptDraft.objects.get().body == "住建局的草稿，尚待核对。"
    assert Reply.objects.get().department == other_department


@together
@pytest.mark.parametrize("other", ["confirm", "refuse"])
def test_a_change_of_an_execution_is_confirmed_or_refused_once(
    world: World, office: Side, other: str
) -> None:
    row = _matter(world)
    Decision.objects.filter(pk=row.pk).update(status="decided")
    waiting = record_change(Decision.objects.get(pk=row.pk), by=office.recorder, **suspension())
    mine, theirs = (ExecutionChange.objects.get(pk=waiting.pk) for _ in range(2))
    act = confirm_change if other == "confirm" else refuse_change
    one_won(at_once(partial(confirm_change, mine, by=office.second), partial(act, theirs, by=office.second)))
    now = ExecutionChange.objects.get(pk=waiting.pk)
    assert (now.status == "confirmed") == (Decision.objects.get(pk=row.pk).execution == "suspended")
    settled = Event.objects.filter(name__startswith="execution.").exclude(name="execution.recorded")
    assert settled.count() == 1


@together
def test_two_changes_of_one_execution_do_not_wait_at_once(world: World, office: Side) -> None:
    row = _matter(world)
    Decision.objects.filter(pk=row.pk).update(status="decided")
    mine, theirs = (Decision.objects.get(pk=row.pk) for _ in range(2))
    ended = suspension(kind="ended", decided_by="meeting")
    one_won(
        at_once(
            partial(record_change, mine, by=office.recorder, **suspension()),
            partial(record_change, theirs, by=office.recorder, **ended),
        )
    )
    assert ExecutionChange.objects.filter(status="proposed").count() == 1


@together
def test_two_drafters_keep_one_notice(world: World) -> None:
    second = official_with("second", "徐同事", world.department, Role.DRAFTER)
    mine, theirs = (Consultation.objects.get(pk=world.notice.pk) for _ in range(2))
    one_won(
        at_once(
            lambda: edit_consultation(mine, by=world.official, **notice_fields(summary="甲的话。")),
            lambda: edit_consultation(theirs, by=second, **notice_fields(summary="乙的话。")),
        )
    )


def test_a_revision_made_elsewhere_does_not_move_a_clause_that_was_seen(
    consultation: Consultation, official: User
) -> None:
    version = begin_revision(consultation.draft_version, by=official)
    fourth = version.passages.get(label="第四条")
    reword_clause(
        version.passages.get(label="第二条"), Wording("第二条", "", "本办法适用于全县。"), by=official
    )
    assert reword_clause(fourth, Wording("第四条", "", "水费每吨不超过二元。"), by=official).revision == 1


def test_weighing_what_a_colleague_weighed_is_refused(consultation: Consultation, official: User) -> None:
    opinion = comment_on(consultation).opinions.get()
    stale = type(opinion).objects.get(pk=opinion.pk)
    dispose_opinion(opinion, "adopted", by=official)
    with pytest.raises((Conflict, InvalidMove)):
        dispose_opinion(stale, "not_adopted", by=official, reason="供水有成本，水价暂不降。")
