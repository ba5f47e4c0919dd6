"""The yearly list of matters open to the public (国办发〔2019〕54号): drawn up, published, kept by edition."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from consultations.decisions.models import Decision, ParticipationItem, ParticipationList
from consultations.decisions.policies import can_draft_list, can_publish_list
from participation import clock
from participation.accounts.models import Department, User
from participation.errors import Invalid, InvalidMove, NotPermitted
from participation.ledger.audit import has_done
from participation.locks import lock
from participation.text.cleaning import plain
from participation.transitions import as_seen, edit, transition


class Listed(NamedTuple):
    """One row of the yearly list as it is handed in."""

    matter: str
    procedure: str
    unit: str
    planned: str
    ways: str
    decision: Decision | None = None
    has_hearing: bool = False


def draft_list(
    department: Department,
    year: int,
    items: Sequence[Listed],
    *,
    by: User,
    seen: ParticipationList | None = None,
) -> ParticipationList:
    """Draw up or rewrite the draft of a department's yearly list; a published one gets a new edition.

    `seen` is the newest edition as the writer saw it, None when there was none. Raises NotPermitted, Invalid,
    Overwritten when somebody else has drawn it up meanwhile.
    """
    if not can_draft_list(by, department):
        raise NotPermitted(_("Only a drafter of the department draws up its list."))
    for n, item in enumerate(items, 1):
        if not all(plain(text) for text in item[:5]):
            message = _("Row %(row)d is not complete.") % {"row": n}
            raise Invalid(message, errors={"items": [message]})
        if not item.has_hearing and "听证" in f"{item.procedure}{item.ways}":
            message = _("Row %(row)d names a hearing: say that one will be held, or leave it out.") % {
                "row": n
            }
            raise Invalid(message, errors={"items": [message]})
    with transaction.atomic():
        lock(department)
        draft = _draft_to_write(department, year, seen, by)
        with edit(draft, by=by, act="participation_list.drafted", fields=["created_by"]) as change:
            change.row.created_by, change.is_changed = by, True
            _write_items(change.row, items)
            change.note["items"] = len(items)
    return draft


def _draft_to_write(
    department: Department, year: int, seen: ParticipationList | None, by: User
) -> ParticipationList:
    """The newest edition if it is a draft, else a new edition; the writer has seen the newest."""
    last = ParticipationList.objects.filter(department=department, year=year).order_by("-edition").first()
    seen = as_seen(last, seen)
    if seen is not None and seen.status == ParticipationList.Status.DRAFT:
        return seen
    edition = last.edition + 1 if last else 1
    return ParticipationList.objects.create(department=department, year=year, edition=edition, created_by=by)


def _write_items(row: ParticipationList, items: Sequence[Listed]) -> None:
    row.items.all().delete()
    ParticipationItem.objects.bulk_create(
        ParticipationItem(
            list=row, ordinal=n, matter=plain(item.matter)[:300], procedure=plain(item.procedure)[:300],
            unit=plain(item.unit)[:160], planned=plain(item.planned)[:60], ways=plain(item.ways)[:300],
            decision=item.decision, has_hearing=bool(item.has_hearing),
        )
        for n, item in enumerate(items, 1)
    )  # fmt: skip


def publish_list(participation_list: ParticipationList, *, by: User) -> ParticipationList:
    """Publish a yearly list; earlier editions stay readable. Raises NotPermitted for whoever drew it up, Conflict."""
    row = participation_list
    if not can_publish_list(by, row) or has_done(by, row, "participation_list.drafted"):
        raise NotPermitted(_("An editor publishes, and never the person who drafted it."))
    table = {"draft": ["published"]}
    with transition(
        row, "published", by=by, table=table, event="participation_list.published", leaf="participation_list"
    ) as move:
        if not move.row.items.exists():
            raise InvalidMove(_("The list is empty."))
        move.row.published_at = clock.now()
        for item in move.row.items.filter(decision=None):
            item.decision = Decision.objects.filter(
                department=row.department, title=_bare(item.matter)
            ).first()
            item.save(update_fields=["decision"])
    return row


def tie_listed(decision: Decision) -> None:
    """What the unit's yearly lists promise of a matter of this name, they promise of this matter."""
    titles = (decision.title, f"《{decision.title}》")
    rows = ParticipationItem.objects.filter(list__department=decision.department_id, decision=None)
    rows.filter(matter__in=titles).update(decision=decision)


def _bare(title: str) -> str:
    return title.strip().removeprefix("《").removesuffix("》")
