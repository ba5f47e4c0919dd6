"""The whole loop once, through the actions alone: draft, comments, weighing, feedback, final text, answers."""

from collections.abc import Callable
from datetime import timedelta

from consultations.comments.actions import accept_comment
from consultations.decisions.publishing import publish_final
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Consultation
from consultations.notices.counters import counts_of
from consultations.outcomes.actions import draft_feedback, publish_feedback
from consultations.outcomes.queries import changes
from consultations.weighing.actions import dispose_opinion
from participation import clock
from participation.accounts.models import User
from participation.ledger.leaves import verify
from responses.interpretations.actions import PartText, prepare_interpretation, publish_interpretation
from responses.models import Question
from responses.questions.actions import assign_question
from responses.questions.intake import submit_question
from responses.replies.actions import draft_reply, publish_reply, submit_reply
from tests.drafts import FINAL, after_closing, comment_on, decided
from tests.mailbox import Mailbox


def test_a_person_who_speaks_up_gets_a_traceable_answer(
    consultation: Consultation, official: User, editor: User, moderator: User, reviewer: User,
    mailbox: Mailbox, deliver_all: Callable[[], int],
) -> None:  # fmt: skip
    fourth = consultation.draft_version.passages.get(label="第四条").clause
    heard = comment_on(consultation, "水费太高，低保户怎么办？", clause=fourth, contact="zhu@example.org")
    refused = comment_on(consultation, "应当免费供水。")
    accept_comment(heard, by=moderator)
    accept_comment(refused, by=moderator)

    with after_closing(consultation):
        final = revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        changed = final.passages.get(label="第四条").clause
        assert changed == fourth, "a reworded clause keeps its identity"
        dispose_opinion(heard.opinions.get(), "adopted", by=official, changed_clause=changed)
        dispose_opinion(
            refused.opinions.get(), "not_adopted", by=official, reason="供水有成本，须由用水户分担。"
        )
        feedback = draft_feedback(
            consultation, by=official, asked="问了水价。", said="两人说了。", did="降了水价。"
        )
        publish_feedback(feedback, by=reviewer)
        consultation = Consultation.objects.get(pk=consultation.pk)
        decided(consultation, official=official, reviewer=reviewer, editor=editor)
        publish_final(consultation, final, by=editor)

    consultation = Consultation.objects.get(pk=consultation.pk)
    counts = counts_of(consultation)
    assert counts["received"] == 2 and counts["adopted"] == 1 and counts["open"] == 0
    changed_rows = [row for row in changes(consultation) if row["kind"] == "changed"]
    assert [opinion.comment.number for row in changed_rows for opinion in row["behind"].few] == [heard.number]

    with clock.at(consultation.closes_at + timedelta(days=3)):
        explained = prepare_interpretation(
            consultation.document,
            by=official,
            slug="explained",
            title="解读",
            parts=[PartText("main", "", "<p>水价</p>")],
        )
        publish_interpretation(explained, by=editor)
        question, issued = submit_question(
            by=None, kind="inquiry", title="低保户要带什么证件？", body="低保户减半要带什么？", about=explained,
            contact="zhu@example.org", wants_publication=True,
        )  # fmt: skip
        assign_question(question, consultation.department, by=editor, show=True)
        reply = draft_reply(
            Question.objects.get(pk=question.pk), by=official, body="凭低保证办理。依据第四条。"
        )
        submit_reply(reply, by=official)
        publish_reply(reply, by=reviewer)

    assert Question.objects.get(pk=question.pk).status == "answered"
    assert list(verify()) == []
    deliver_all()
    told = [str(mail["Subject"]) for mail in mailbox.letters]
    assert any(heard.number in subject for subject in told)
    assert any(issued.number in subject for subject in told)
