"""Officials are told of what a matter asks of a second person, of another unit, or of who recorded it."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from consultations.decisions.completion import RECORDED, is_ready
from consultations.decisions.models import Decision, DecisionStage, ParticipationList
from consultations.decisions.policies import (
    CONFIRMING,
    RECORDING,
    can_confirm_result,
    can_confirm_waiver,
    can_handle,
    can_list,
    can_publish_completion,
    can_publish_list,
    can_record,
)
from consultations.decisions.recorders import recorder_of
from consultations.decisions.rounds import SENT_BACK, name_of, sent_back
from consultations.decisions.texts import newest_texts, with_text
from consultations.decisions.waiting import due_stages, is_to_send
from consultations.documents.models import Version
from consultations.outcomes.work_mails import tell_of_final_text
from participation import clock
from participation.accounts.models import User
from participation.accounts.queries import Role
from participation.delivery.registry import Payload, on
from participation.ledger.audit import has_done
from participation.notifications.actions import follow
from participation.notifications.models import Kind
from participation.notifications.registry import Matter, Says, register

Stage = DecisionStage.Stage
Status = DecisionStage.Status
GOES_ON = (Decision.Status.UNDER_WAY, Decision.Status.DECIDED)
SECOND = gettext_noop("you may confirm it as the second person")
PUBLISHES = gettext_noop("you publish for this department")
STAGE = ("decision__department", "recorded_by", "entered_by")


def _says(row: DecisionStage) -> Says:
    name = name_of(row.stage, row.decision.kind)
    if row.round > 1:
        name = _("%(stage)s, round %(n)d") % {"stage": name, "n": row.round}
    return {"stage": name, "title": row.decision.title, "note": "\n".join(filter(None, _recorded(row)))}


def _recorded(row: DecisionStage) -> list[str]:
    """To the second person, what was recorded, or why it is left out; to who records it, why it came back."""
    pending = row.pending or {}
    if row.status == Status.PROPOSED:
        return [row.get_ground_display(), row.public_note]
    if row.is_waiting:
        return [row.pending_result, pending.get("public_note", "")]
    return [pending.get("refused", "")]


def _result_says(row: DecisionStage) -> Says:
    name = name_of(row.stage, row.decision.kind)
    return {
        "stage": name,
        "title": row.decision.title,
        "result": row.get_result_display(),
        "note": _to_change(row),
    }


def _to_change(row: DecisionStage) -> str:
    """What is to be changed or completed, where its record says it."""
    said = (row.particulars.get(name) for name in ("changes", "lacking"))
    return next((each for each in said if each), row.public_note)


def _url(row: DecisionStage) -> str:
    return f"/desk/decisions/{row.decision.slug}/stages/{row.stage}/"


def _goes_on(row: DecisionStage) -> bool:
    return row.decision.status in GOES_ON


def _is_elsewhere(row: DecisionStage) -> bool:
    """Begun, not recorded, and recorded by another unit than the lead unit."""
    begun = (
        row.status == Status.BEGUN and row.recorded_by_id is None and not (row.pending or {}).get("refused")
    )
    return begun and _goes_on(row) and recorder_of(row.decision, row.stage).duty is not None


def _refused(row: DecisionStage) -> bool:
    waits = row.status == Status.BEGUN and row.recorded_by_id is None
    return waits and "refused" in (row.pending or {}) and _goes_on(row)


def _is_stale(row: DecisionStage) -> bool:
    """It was reviewed for competition, and its text reads otherwise now."""
    over = row.status == Status.DONE and row.stage == Stage.FAIR_COMPETITION_REVIEW
    return over and row.stage in due_stages(row.decision)


def may_publish_list(user: User, row: ParticipationList) -> bool:
    """An editor who has not drawn it up."""
    return can_publish_list(user, row) and not has_done(user, row, "participation_list.drafted")


def may_publish_completion(user: User, row: ParticipationList) -> bool:
    """An editor who has not recorded it."""
    return can_publish_completion(user, row) and not has_done(user, row, RECORDED)


def may_list(user: User, row: Decision) -> bool:
    """An editor who has not written on the dossier."""
    return can_list(user, row) and not has_done(user, row, "decision.edited")


def _list_says(row: ParticipationList) -> Says:
    return {"unit": row.department, "year": str(row.year), "list": row.get_kind_display()}


def _completion_waits(row: ParticipationList) -> bool:
    """Recorded since it was last published, and the year is at its end."""
    if row.status != ParticipationList.Status.PUBLISHED or row.completion_by_id is None or not row.completion:
        return False
    return row.completion_published_at is None and clock.today().year >= row.year


record_elsewhere = register(Matter(
    name="stage.record", kind=Kind.NEW, model=DecisionStage,
    words=gettext_noop("To be taken and recorded by your unit: %(stage)s (“%(title)s”)"),
    why=gettext_noop("your unit records this stage"), says=_says, url=_url,
    may=lambda user, row: can_record(user, row.decision, row.stage), waits=_is_elsewhere, roles=RECORDING,
    related=STAGE,
))  # fmt: skip
refused_result = register(Matter(
    name="stage.refused", kind=Kind.RETURNED, model=DecisionStage,
    words=gettext_noop("Not confirmed, to be recorded anew: %(stage)s (“%(title)s”)"),
    why=gettext_noop("your unit records this stage"), says=_says, url=_url,
    may=lambda user, row: can_record(user, row.decision, row.stage), waits=_refused, roles=RECORDING, related=STAGE,
))  # fmt: skip
confirm = register(Matter(
    name="stage.confirm", kind=Kind.SECOND_PERSON, model=DecisionStage,
    words=gettext_noop("Confirm what was recorded: %(stage)s (“%(title)s”)"), why=SECOND, says=_says, url=_url,
    may=can_confirm_result, waits=lambda row: row.is_waiting and _goes_on(row), roles=CONFIRMING, related=STAGE,
))  # fmt: skip
waive = register(Matter(
    name="stage.waive", kind=Kind.SECOND_PERSON, model=DecisionStage,
    words=gettext_noop("Agree or not that a stage is not needed: %(stage)s (“%(title)s”)"), why=SECOND, says=_says,
    url=_url, may=can_confirm_waiver, waits=lambda row: row.status == Status.PROPOSED and _goes_on(row),
    roles=CONFIRMING, related=STAGE,
))  # fmt: skip
send_anew = register(Matter(
    name="stage.send_anew", kind=Kind.RETURNED, model=DecisionStage,
    words=gettext_noop("Came back (%(stage)s: %(result)s), to be sent anew: “%(title)s”"),
    why=gettext_noop("you draft for the lead unit"), says=_result_says,
    url=lambda row: f"/desk/decisions/{row.decision.slug}/stages/{Stage.LEGALITY_REVIEW}/",
    may=lambda user, row: can_handle(user, row.decision), waits=lambda row: sent_back(row.decision) == row,
    roles=(Role.DRAFTER,), related=STAGE,
))  # fmt: skip
send = register(Matter(
    name="decision.send", kind=Kind.NEW, model=Decision,
    words=gettext_noop("Everything is there, to be sent for %(stage)s: “%(title)s”"),
    why=gettext_noop("you draft for the lead unit"),
    says=lambda row: {"title": row.title, "stage": name_of(Stage.LEGALITY_REVIEW, row.kind)},
    url=lambda row: f"/desk/decisions/{row.slug}/stages/{Stage.LEGALITY_REVIEW}/", may=can_handle, waits=is_to_send,
    about=lambda row: f"send:{row.pk}", roles=(Role.DRAFTER,), related=("department",),
))  # fmt: skip
review_again = register(Matter(
    name="stage.review_again", kind=Kind.RETURNED, model=DecisionStage,
    words=gettext_noop("The text was changed since, to be reviewed anew: %(stage)s (“%(title)s”)"),
    why=gettext_noop("your unit records this stage"), says=_says, url=_url,
    may=lambda user, row: can_record(user, row.decision, row.stage), waits=_is_stale, roles=RECORDING, related=STAGE,
))  # fmt: skip
list_dossier = register(Matter(
    name="decision.list", kind=Kind.PUBLICATION, model=Decision,
    words=gettext_noop("List a dossier publicly: %(title)s"), why=PUBLISHES, says=lambda row: {"title": row.title},
    url=lambda row: f"/desk/decisions/{row.slug}/", may=may_list,
    waits=lambda row: row.status == Decision.Status.DRAFT, roles=(Role.EDITOR,), related=("department",),
))  # fmt: skip
publish_list = register(Matter(
    name="list.publish", kind=Kind.PUBLICATION, model=ParticipationList,
    words=gettext_noop("Publish a yearly list: %(list)s, %(unit)s, %(year)s"), why=PUBLISHES, says=_list_says,
    url=lambda row: f"/desk/decisions/lists/{row.pk}/", may=may_publish_list,
    waits=lambda row: row.status == ParticipationList.Status.DRAFT and row.items.exists() and is_ready(row),
    roles=(Role.EDITOR,), related=("department",),
))  # fmt: skip
publish_completion = register(Matter(
    name="list.complete", kind=Kind.PUBLICATION, model=ParticipationList,
    words=gettext_noop("Publish what became of a yearly list: %(list)s, %(unit)s, %(year)s"), why=PUBLISHES,
    says=_list_says, url=lambda row: f"/desk/decisions/lists/{row.pk}/completion/publish/", may=may_publish_completion,
    waits=_completion_waits, roles=(Role.EDITOR,), related=("department",), about=lambda row: f"completion:{row.pk}",
))  # fmt: skip


@on(
    "decision.stage_begun", "decision.stage_recorded", "decision.stage_done", "decision.result_refused",
    "decision.waiver_proposed", "decision.stage_waived", "decision.waiver_refused", "decision.stage_called_off",
    name="decisions.tell_of_stage",
)  # fmt: skip
def tell_of_stage(event: Payload) -> None:
    """The unit that records it, the second person who confirms it, the unit to which it comes back."""
    row = DecisionStage.objects.select_related(*STAGE).get(pk=event["object_id"])
    for matter in (record_elsewhere, refused_result, confirm, waive):
        follow(matter, row, event)
    if row.stage in SENT_BACK:
        _tell_of_what_came_back(row.decision, event)
    _tell_of_what_the_text_asks(row.decision, event)
    if row.stage == Stage.COLLECTIVE_DECISION:
        for text in newest_texts(row.decision):
            tell_of_final_text(text, event)


def _tell_of_what_came_back(decision: Decision, event: Payload) -> None:
    """The newest round may send the matter back, and takes the place of an earlier one that did."""
    for row in decision.stages.select_related(*STAGE).filter(stage__in=SENT_BACK, status=Status.DONE):
        follow(send_anew, row, event)


def _tell_of_what_the_text_asks(decision: Decision, event: Payload) -> None:
    """The lead unit sends it, the unit that reviewed another text for competition reviews this one."""
    follow(send, decision, event)
    for row in decision.stages.select_related(*STAGE).filter(stage=Stage.FAIR_COMPETITION_REVIEW):
        follow(review_again, row, event)


@on("document.revised", "document.reworded", name="decisions.tell_of_changed_text")
def tell_of_changed_text(event: Payload) -> None:
    """The text of a matter reads otherwise: sent, or reviewed anew."""
    version = Version.objects.get(pk=event["object_id"])
    for decision in with_text(version.document):
        _tell_of_what_the_text_asks(decision, event)


@on(
    "decision.prepared", "decision.edited", "decision.listed", "decision.suspended", "decision.resumed",
    "decision.terminated", name="decisions.tell_editors",
)  # fmt: skip
def tell_editors(event: Payload) -> None:
    """Those who list a dossier; and what a suspended matter waits for waits no longer, until it is resumed."""
    row = Decision.objects.select_related("department").get(pk=event["object_id"])
    follow(list_dossier, row, event)
    for stage in row.stages.select_related(*STAGE).filter(status__in=(Status.BEGUN, Status.PROPOSED)):
        for matter in (record_elsewhere, refused_result, confirm, waive):
            follow(matter, stage, event)
    _tell_of_what_came_back(row, event)
    _tell_of_what_the_text_asks(row, event)


@on("participation_list.drafted", "participation_list.published", RECORDED, "participation_list.completed",
    name="participation_lists.tell_editors")  # fmt: skip
def tell_of_list(event: Payload) -> None:
    """Those who publish the list, and what became of it."""
    row = ParticipationList.objects.select_related("department").get(pk=event["object_id"])
    follow(publish_list, row, event)
    follow(publish_completion, row, event)
