"""Officials are told of what a closed consultation asks of them: weighing, agreeing, feedback, the final text."""

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from consultations.comments.models import Opinion
from consultations.documents.headers import is_cleared
from consultations.documents.models import Version
from consultations.documents.policies import can_clear
from consultations.notices.models import Consultation
from consultations.notices.phases import Phase, phase_of
from consultations.notices.policies import can_weigh
from consultations.outcomes.actions import still_open
from consultations.outcomes.gates import is_ready
from consultations.outcomes.models import Feedback
from consultations.outcomes.policies import can_publish_feedback, can_publish_final
from consultations.outcomes.queries import was_taken_back
from consultations.weighing.actions import PROPOSED
from participation.accounts.models import User
from participation.accounts.queries import Role, same_hand
from participation.delivery.registry import Payload, on
from participation.ledger.audit import has_done
from participation.notifications.actions import follow
from participation.notifications.models import Kind
from participation.notifications.registry import Due, Matter, Says, register

PUBLISHING = (Role.EDITOR, Role.REVIEWER)
DRAFTS = gettext_noop("you draft for the lead unit")
SECOND = gettext_noop("you may publish for this department as the second person")


def _says(row: Consultation) -> Says:
    return {"title": row.title}


def _due(row: Consultation) -> Due:
    return Due(row.feedback_due_on, "calendar")


def _is_to_be_written(row: Consultation) -> bool:
    feedback = Feedback.objects.filter(consultation=row).first()
    return feedback is None or (feedback.status == Feedback.Status.DRAFT and was_taken_back(feedback))


def _proposed(row: Consultation) -> QuerySet[Opinion]:
    return Opinion.objects.filter(consultation=row, disposition="open", proposed_by__isnull=False)


def may_agree(user: User, row: Consultation) -> bool:
    """A drafter of the lead unit, to what another one proposes."""
    return can_weigh(user, row) and any(
        not same_hand(user, each.proposed_by_id, each, acts=PROPOSED) for each in _proposed(row)
    )


def may_publish(user: User, row: Feedback) -> bool:
    """An editor or reviewer over the lead unit who has not written on it."""
    return can_publish_feedback(user, row) and not has_done(user, row, "feedback.drafted")


def _consultation_of(row: Version) -> Consultation | None:
    """The consultation whose final text this would be; None for any other text."""
    found = Consultation.objects.filter(document=row.document_id, final_version=None)
    notice = found.select_related("department", "draft_version").first()
    later = notice is not None and row.number > notice.draft_version.number
    return notice if later and notice is not None and notice.status == Consultation.Status.CONCLUDED else None


def _waits(row: Version) -> bool:
    return row.status == Version.Status.DRAFT and _consultation_of(row) is not None and is_ready(row)


def _text_url(row: Version, act: str) -> str:
    notice = _consultation_of(row)
    return f"/desk/consultations/{notice.slug}/do/{act}/" if notice else "/desk/"


def _text_says(row: Version) -> Says:
    return {"title": row.title or row.document.title}


def _may_publish_text(user: User, row: Version) -> bool:
    notice = _consultation_of(row)
    return notice is not None and can_publish_final(user, notice, row)


WEIGH = register(Matter(
    name="consultation.weigh", kind=Kind.NEW, model=Consultation,
    words=gettext_noop("Closed: weigh the comments and write the feedback on “%(title)s”"), why=DRAFTS, says=_says,
    url=lambda row: f"/desk/consultations/{row.slug}/weighing/?disposition=open", may=can_weigh, due=_due,
    waits=lambda row: phase_of(row) is Phase.CLOSED and _is_to_be_written(row),
    roles=(Role.DRAFTER,), related=("department",),
))  # fmt: skip
AGREE = register(Matter(
    name="opinions.agree", kind=Kind.SECOND_PERSON, model=Consultation,
    words=gettext_noop("Agree or not: opinions on “%(title)s” that a colleague proposes not to consider"), why=DRAFTS,
    says=_says, url=lambda row: f"/desk/consultations/{row.slug}/weighing/?disposition=proposed", may=may_agree,
    waits=lambda row: phase_of(row) in (Phase.OPEN, Phase.CLOSED) and _proposed(row).exists(), due=_due,
    about=lambda row: f"proposals:{row.pk}", roles=(Role.DRAFTER,), related=("department",),
))  # fmt: skip
FEEDBACK = register(Matter(
    name="feedback.publish", kind=Kind.PUBLICATION, model=Feedback,
    words=gettext_noop("Publish the feedback on “%(title)s”"), why=SECOND,
    says=lambda row: {"title": row.consultation.title},
    url=lambda row: f"/desk/consultations/{row.consultation.slug}/feedback/", may=may_publish,
    waits=lambda row: row.status == Feedback.Status.DRAFT and not still_open(row),
    due=lambda row: _due(row.consultation), about=lambda row: f"consultation:{row.consultation_id}", roles=PUBLISHING,
    related=("consultation__department",),
))  # fmt: skip
CLEAR = register(Matter(
    name="final_text.clear", kind=Kind.SECOND_PERSON, model=Version,
    words=gettext_noop("Examine the text for publication: %(title)s"),
    why=gettext_noop("you may examine texts of this department that you did not write"), says=_text_says,
    url=lambda row: _text_url(row, "clear"), may=can_clear,
    waits=lambda row: _waits(row) and not is_cleared(row.document, row), roles=PUBLISHING,
    related=("document__department",),
))  # fmt: skip
FINAL = register(Matter(
    name="final_text.publish", kind=Kind.PUBLICATION, model=Version,
    words=gettext_noop("Publish the final text: %(title)s"), why=SECOND, says=_text_says,
    url=lambda row: _text_url(row, "final"), may=_may_publish_text,
    waits=lambda row: _waits(row) and is_cleared(row.document, row), roles=(Role.EDITOR,),
    related=("document__department",),
))  # fmt: skip


@on(
    "consultation.closed", "consultation.reopened", "consultation.concluded", "consultation.withdrawn",
    "feedback.drafted", "feedback.published", "feedback.withdrawn", "opinion.proposed_not_considered",
    "opinion.disposed",
    name="outcomes.tell_officials",
)  # fmt: skip
def tell_officials(event: Payload) -> None:
    """Those who weigh, those who agree, those who publish the feedback."""
    rows, pk, kind = (
        Consultation.objects.select_related("department"),
        event["object_id"],
        event["name"].split(".")[0],
    )
    notice = rows.get(
        **{"feedback": pk} if kind == "feedback" else {"opinions": pk} if kind == "opinion" else {"pk": pk}
    )
    feedback = Feedback.objects.filter(consultation=notice).select_related("consultation__department").first()
    if kind != "opinion":
        follow(WEIGH, notice, event)
    if event["name"] != "feedback.drafted":
        follow(AGREE, notice, event)
    if feedback is not None:
        follow(FEEDBACK, feedback, event)


@on("document.revised", "document.reworded", "document.cleared", "document.published", "consultation.concluded",
    "final_text.withdrawn", name="final_texts.tell_officials")  # fmt: skip
def tell_of_text(event: Payload) -> None:
    """Those who examine the text that follows a consultation, then those who publish it."""
    rows = Version.objects.select_related("document__department")
    if event["name"].startswith("document."):
        row = rows.filter(pk=event["object_id"]).first()
    else:
        row = rows.filter(document__consultations=event["object_id"]).order_by("-number").first()
    if row is not None:
        tell_of_final_text(row, event)


def tell_of_final_text(row: Version, event: Payload) -> None:
    """Those who examine this text, or publish it; the room of the matters calls it once a meeting has passed it."""
    follow(CLEAR, row, event)
    follow(FINAL, row, event)
