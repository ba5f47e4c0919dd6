"""What became of a yearly list by the end of its year: recorded by a drafter, published by a second person."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.decisions.models import Decision, ParticipationItem, ParticipationList
from consultations.decisions.policies import (
    can_draft_list,
    can_publish_completion,
    can_publish_list,
    lists_worked_on_by,
)
from consultations.decisions.queries import newest_editions
from participation import clock
from participation.accounts.models import User
from participation.delivery.outbox import emit
from participation.errors import Invalid, InvalidMove, Message, NotPermitted
from participation.ledger.audit import has_done
from participation.locks import lock
from participation.text.cleaning import plain
from participation.text.reasons import is_name, is_reason, name_wanted, reason_wanted
from participation.transitions import edit

Outcome = ParticipationItem.Outcome
Said = tuple[str, str]  # the outcome and its public note
NEED_A_NOTE = (Outcome.ADJUSTED, Outcome.CANCELLED)
RECORDED = "participation_list.completion_recorded"
COMPLETED = "participation_list.completed"


def record_completion(
    participation_list: ParticipationList, outcomes: Mapping[int, Said], *, by: User
) -> ParticipationList:
    """Record what became of each row, by its number; nothing is public before `publish_completion`.

    A row whose dossier is decided is completed by that. Recorded anew after publication, a row that reads otherwise
    needs a note. Raises NotPermitted, InvalidMove unless it is the newest published edition, Overwritten, Invalid
    naming `outcome_<n>` or `note_<n>`.
    """
    row = participation_list
    if not can_draft_list(by, row.department):
        raise NotPermitted(_("Only a drafter who draws up the list records its completion."))
    with transaction.atomic():
        lock(row.department)
        fields = ["completion", "completion_by"]
        with edit(row, by=by, act=RECORDED, fields=fields, event=RECORDED) as change:
            _require_newest(change.row)
            items = list(change.row.items.select_related("decision"))
            checked = _checked(items, outcomes, anew=change.row.completion_published_at is not None)
            change.row.completion = {str(n): list(found) for n, found in checked.items()}
            change.row.completion_by, change.is_changed = by, True
    return row


def publish_completion(participation_list: ParticipationList, *, by: User) -> ParticipationList:
    """Publish what was recorded; the list then gets no further edition.

    Raises NotPermitted for whoever recorded it, InvalidMove before the end of the year or when nothing waits, Invalid
    when a dossier says otherwise by now, Overwritten.
    """
    row = participation_list
    if not can_publish_completion(by, row) or has_done(by, row, RECORDED):
        raise NotPermitted(_("An editor publishes, and never the person who recorded it."))
    with transaction.atomic():
        lock(row.department)
        fields = ["completion", "completion_published_at"]
        with edit(row, by=by, act=COMPLETED, fields=fields) as change:
            _require_newest(change.row)
            if change.row.completion is None:
                raise InvalidMove(_("No completion waits to be published."))
            if clock.today() < date(row.year, 12, 1):
                raise InvalidMove(_("The completion is published at the end of the year, from December on."))
            items = list(change.row.items.select_related("decision"))
            waiting = {int(n): (each[0], each[1]) for n, each in change.row.completion.items()}
            anew = change.row.completion_published_at is not None
            _write(items, _checked(items, waiting, anew=anew))
            change.row.completion, change.row.completion_published_at = None, clock.now()
        emit(COMPLETED, row, by=by)
    return row


def lists_to_complete(user: User) -> list[ParticipationList]:
    """The published lists whose year is over, or in its December, and whose completion this person may record or,
    where it waits, publish."""
    today = clock.today()
    over = today.year if today.month == 12 else today.year - 1
    rows = lists_worked_on_by(user).filter(status=ParticipationList.Status.PUBLISHED, year__lte=over)
    due = [row for row in newest_editions(rows.order_by("year", "id")) if row.completion_published_at is None]
    return [row for row in due if _asks(row, user)]


def lists_to_publish(user: User) -> list[ParticipationList]:
    """The editions drawn up that this person may publish: of the directory only with the party committee's consent."""
    drafts = lists_worked_on_by(user).filter(status=ParticipationList.Status.DRAFT, items__isnull=False)
    rows = drafts.distinct().order_by("year", "id")
    return [
        row
        for row in rows
        if is_ready(row)
        and can_publish_list(user, row)
        and not has_done(user, row, "participation_list.drafted")
    ]


def is_ready(row: ParticipationList) -> bool:
    """Whether a list may be published as far as it goes: of the directory the consent is named."""
    return not row.is_directory or (row.consent_on is not None and bool(row.consent_document))


def _asks(row: ParticipationList, user: User) -> bool:
    if row.completion is None:
        return can_draft_list(user, row.department)
    return can_publish_completion(user, row) and not has_done(user, row, RECORDED)


def is_settled(item: ParticipationItem) -> bool:
    """Whether the dossier it became is decided: it is completed by that."""
    return item.decision is not None and item.decision.status == Decision.Status.DECIDED


def _has_ended(decision: Decision) -> bool:
    return decision.status == Decision.Status.TERMINATED


def suggested(item: ParticipationItem) -> Said:
    """What its dossier says, or what was published of it; for a form that is drawn for the first time."""
    if is_settled(item):
        return Outcome.COMPLETED, item.outcome_note
    if not item.outcome and item.decision is not None:
        ended = item.decision.status == Decision.Status.TERMINATED
        return (Outcome.CANCELLED, item.decision.public_note) if ended else (Outcome.UNDER_WAY, "")
    return item.outcome, item.outcome_note


def newest_published(row: ParticipationList) -> ParticipationList | None:
    """The edition that holds now."""
    rows = ParticipationList.objects.filter(department=row.department_id, year=row.year)
    return rows.filter(status=ParticipationList.Status.PUBLISHED).order_by("-edition").first()


def _require_newest(row: ParticipationList) -> None:
    if newest_published(row) != row:
        raise InvalidMove(_("The completion is that of the newest published edition."))


def _checked(items: list[ParticipationItem], outcomes: Mapping[int, Said], *, anew: bool) -> dict[int, Said]:
    errors: dict[str, list[Message]] = {}
    checked: dict[int, Said] = {}
    for item in items:
        outcome, note = outcomes.get(item.ordinal, ("", ""))
        note = plain(str(note))[:300]
        if is_settled(item):
            if outcome not in ("", Outcome.COMPLETED):
                errors[f"outcome_{item.ordinal}"] = [_("Its dossier is decided: it is completed.")]
            outcome = Outcome.COMPLETED
        elif outcome not in Outcome.values:
            errors[f"outcome_{item.ordinal}"] = [_("Say what became of it.")]
        elif outcome == Outcome.COMPLETED and item.decision is not None:
            errors[f"outcome_{item.ordinal}"] = [_("Its dossier is not decided: it is not completed.")]
        elif outcome == Outcome.CANCELLED and item.decision is not None and not _has_ended(item.decision):
            errors[f"outcome_{item.ordinal}"] = [_("Its dossier is under way: end it first, or say so.")]
        changed = anew and (outcome, note) != (item.outcome, item.outcome_note)
        if (outcome in NEED_A_NOTE or changed) and not is_reason(note):
            errors[f"note_{item.ordinal}"] = [reason_wanted() if note else _("Say publicly why.")]
        elif note and not is_name(note):
            errors[f"note_{item.ordinal}"] = [name_wanted()]
        checked[item.ordinal] = (str(outcome), note)
    if errors:
        raise Invalid(_("The completion is not complete."), errors=errors)
    return checked


def _write(items: list[ParticipationItem], checked: Mapping[int, Said]) -> None:
    for item in items:
        item.outcome, item.outcome_note = checked[item.ordinal]
    ParticipationItem.objects.bulk_update(items, ["outcome", "outcome_note"])
