"""The yearly lists, drawn up, published, kept by edition: each department's of matters open to the public
(国办发〔2019〕54号), and the county's directory of major decisions (decree 713, article 3)."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from consultations.decisions.models import Decision, ParticipationItem, ParticipationList
from consultations.decisions.names import LISTED_AS_MAJOR, bare, called, is_alike, of_this_name
from consultations.decisions.policies import can_draft_list, can_publish_list
from participation import clock
from participation.accounts.models import Department, User
from participation.accounts.queries import Duty, special_unit
from participation.accounts.special_units import UNNAMED
from participation.deadlines.rulebook import rule
from participation.errors import Incomplete, Invalid, InvalidMove, Message, NotPermitted
from participation.ledger.audit import has_done
from participation.locks import lock
from participation.text.cleaning import plain
from participation.text.reasons import is_name
from participation.transitions import as_seen, edit, transition

Kind = ParticipationList.Kind
Status = ParticipationList.Status
ASKED = ("matter", "procedure", "unit", "planned")
LENGTHS = {"ways": 300, "legal_basis": 500}
OWN_COLUMN = {Kind.PARTICIPATION: "ways", Kind.DIRECTORY: "legal_basis"}


class Listed(NamedTuple):
    """One row of the yearly list as it is handed in."""

    matter: str
    procedure: str
    unit: str
    planned: str
    ways: str = ""
    decision: Decision | None = None
    has_hearing: bool = False
    legal_basis: str = ""
    note: str = ""


def draft_list(
    department: Department,
    year: int,
    items: Sequence[Listed],
    *,
    by: User,
    seen: ParticipationList | None = None,
    consent_on: date | None = None,
    consent_document: str = "",
) -> ParticipationList:
    """Draw up or rewrite the draft of a department's yearly list, or of the county's directory; a published one gets a
    new edition.

    `seen` is the newest edition as the writer saw it, None when there was none. The consent of the party committee is
    the directory's, and given to each edition. Raises NotPermitted, Invalid, Overwritten when somebody else has drawn
    it up meanwhile, InvalidMove once the year's completion is published.
    """
    kind = Kind.PARTICIPATION if department.parent_id else Kind.DIRECTORY
    if not can_draft_list(by, department):
        raise _not_yours(kind)
    _check_year(year)
    _check_rows(kind, items)
    if consent_on and consent_on > clock.today():
        message = _("This day has not come yet.")
        raise Invalid(message, errors={"consent_on": [message]})
    fields = ["created_by", "kind", "consent_on", "consent_document"]
    with transaction.atomic():
        lock(department)
        require_open(department, year)
        draft = _draft_to_write(department, year, seen, by)
        _check_kept(department, year, items)
        with edit(
            draft, by=by, act="participation_list.drafted", fields=fields, event="participation_list.drafted"
        ) as change:
            change.row.created_by, change.is_changed, change.row.kind = by, True, kind
            if kind == Kind.DIRECTORY:
                change.row.consent_on = consent_on
                change.row.consent_document = plain(consent_document)[:200]
            _write_items(change.row, items)
            change.note["items"] = len(items)
    return draft


def _not_yours(kind: str) -> NotPermitted:
    if kind == Kind.PARTICIPATION:
        return NotPermitted(_("Only a drafter of the department draws up its list."))
    if special_unit(Duty.GOVERNMENT_OFFICE) is None:
        return NotPermitted(UNNAMED[Duty.GOVERNMENT_OFFICE])
    return NotPermitted(_("Only a drafter of the government office draws up the directory."))


def _check_rows(kind: Kind, items: Sequence[Listed]) -> None:
    for n, item in enumerate(items, 1):
        message = ""
        if not all(is_name(getattr(item, name)) for name in (*ASKED, OWN_COLUMN[kind])):
            message = _("Row %(row)d is not complete.") % {"row": n}
        elif not item.has_hearing and "听证" in "".join(f"{item.procedure}{item.ways}{item.note}".split()):
            message = _("Row %(row)d names a hearing: say that one will be held, or leave it out.")
            message %= {"row": n}
        elif item.decision and not is_alike(item.matter, item.decision.title):
            message = _("Row %(row)d: the dossier is about something else.") % {"row": n}
        elif kind == Kind.DIRECTORY and item.decision and item.decision.kind != Decision.Kind.MAJOR_DECISION:
            message = _("Row %(row)d: its dossier does not say that it is a major decision.") % {"row": n}
        if message:
            raise Invalid(message, errors={"items": [message]})


def _check_year(year: int) -> None:
    """A list is of this year, the next, or the last one. Raises Invalid."""
    if abs(year - clock.today().year) > 1:
        message = _("A list is drawn up for this year, the next or the last one.")
        raise Invalid(message, errors={"year": [message]})


def _check_kept(department: Department, year: int, items: Sequence[Listed]) -> None:
    """What a published edition promised of a hearing or of a matter on record stands in the next one too: at the end of
    the year it is said what became of it. Raises Invalid."""
    rows = ParticipationList.objects.filter(department=department, year=year, status=Status.PUBLISHED)
    last = rows.order_by("-edition").first()
    tied = {item.decision.pk for item in items if item.decision}
    named = {bare(item.matter) for item in items}
    heard = {bare(item.matter) for item in items if item.has_hearing}
    heard_on = {item.decision.pk for item in items if item.decision and item.has_hearing}
    for row in last.items.all() if last else ():
        is_there = row.decision_id in tied or bare(row.matter) in named
        still_heard = not row.has_hearing or bare(row.matter) in heard or row.decision_id in heard_on
        if (row.decision_id or row.has_hearing) and not (is_there and still_heard):
            message = _(
                "“%(matter)s” was published with its dossier or its hearing: it stays in the list as it was."
            )
            raise Invalid(
                message % {"matter": row.matter}, errors={"items": [message % {"matter": row.matter}]}
            )


def require_open(department: Department, year: int) -> None:
    """A list whose year-end completion is published gets no further edition. Call while the department is locked."""
    rows = ParticipationList.objects.filter(department=department, year=year)
    if rows.filter(completion_published_at__isnull=False).exists():
        raise InvalidMove(_("The completion of the year is published: the list gets no further edition."))


def _draft_to_write(
    department: Department, year: int, seen: ParticipationList | None, by: User
) -> ParticipationList:
    """The newest edition if it is a draft, else a new edition; the writer has seen the newest."""
    last = ParticipationList.objects.filter(department=department, year=year).order_by("-edition").first()
    seen = as_seen(last, seen)
    if seen is not None and seen.status == ParticipationList.Status.DRAFT:
        return seen
    edition = last.edition + 1 if last else 1
    kind = Kind.PARTICIPATION if department.parent_id else Kind.DIRECTORY
    return ParticipationList.objects.create(
        department=department, kind=kind, year=year, edition=edition, created_by=by
    )


def _write_items(row: ParticipationList, items: Sequence[Listed]) -> None:
    row.items.all().delete()
    own = "ways" if row.kind == Kind.PARTICIPATION else "legal_basis"
    ParticipationItem.objects.bulk_create(
        ParticipationItem(
            list=row, ordinal=n, matter=plain(item.matter)[:300], procedure=plain(item.procedure)[:300],
            unit=plain(item.unit)[:160], planned=plain(item.planned)[:60],
            **{own: plain(getattr(item, own))[:LENGTHS[own]]},
            note="" if own == "ways" else plain(item.note)[:300],
            decision=item.decision, has_hearing=bool(item.has_hearing),
        )
        for n, item in enumerate(items, 1)
    )  # fmt: skip


def publish_list(participation_list: ParticipationList, *, by: User) -> ParticipationList:
    """Publish a yearly list; earlier editions stay readable.

    Raises NotPermitted for whoever drew it up, Conflict, Incomplete for a directory to which the party committee has
    not agreed.
    """
    row = participation_list
    if not can_publish_list(by, row) or has_done(by, row, "participation_list.drafted"):
        raise NotPermitted(_("An editor publishes, and never the person who drafted it."))
    table = {"draft": ["published"]}
    under = row.department
    with transition(
        row, "published", by=by, table=table, event="participation_list.published", under=under,
        leaf="participation_list",
    ) as move:  # fmt: skip
        require_open(under, row.year)
        if not move.row.items.exists():
            raise InvalidMove(_("The list is empty."))
        _require_consent(move.row)
        move.row.published_at = clock.now()
        for item in move.row.items.filter(decision=None):
            near = Decision.objects.filter(department__path__startswith=under.path)
            if move.row.is_directory:
                near = near.filter(kind=Decision.Kind.MAJOR_DECISION)
            item.decision = of_this_name(near.exclude(status=Decision.Status.TERMINATED), item.matter)
            item.save(update_fields=["decision"])
    return row


def _require_consent(row: ParticipationList) -> None:
    """The party committee of the same level agreed to this edition: not with what it said of an earlier one."""
    if not row.is_directory:
        return
    errors: dict[str, list[Message]] = {}
    earlier = ParticipationList.objects.filter(
        department=row.department_id, year=row.year, edition__lt=row.edition, published_at__isnull=False
    )
    last = earlier.order_by("-edition").first()
    if row.consent_on is None:
        words = _("Say on which day the party committee of the same level agreed to it.")
        basis = rule("A18").basis
        errors["consent_on"] = [f"{words} ({basis})"]
    elif row.consent_on.year < row.year - 1:
        errors["consent_on"] = [_("This day is too long ago. Look at the year again.")]
    elif last is not None and _is_older_consent(row, last):
        message = _(
            "The party committee agreed to the last edition by this: the adjusted one needs its own consent."
        )
        errors["consent_on"] = [message]
    if not is_name(row.consent_document):
        errors["consent_document"] = [_("Name the document in which the party committee agreed.")]
    if errors:
        raise Incomplete(_("The directory is published with the party committee's consent."), errors=errors)


def _is_older_consent(row: ParticipationList, last: ParticipationList) -> bool:
    """Whether the consent was there before `last` was published, or is the very one given to it."""
    assert row.consent_on and last.published_at
    same = (row.consent_on, row.consent_document) == (last.consent_on, last.consent_document)
    return same or row.consent_on < clock.day_of(last.published_at)


def tie_listed(decision: Decision) -> None:
    """What the lists of the unit and the county promise of a matter of this name, they promise of this matter."""
    rows = _of_this_name(decision)
    if decision.kind != Decision.Kind.MAJOR_DECISION:
        rows = rows.exclude(list__kind=Kind.DIRECTORY)
    rows.update(decision=decision)


def is_listed_as_major(decision: Decision) -> bool:
    """Whether it stands in a published directory of major decisions, by its dossier or by its name, whichever dossier
    the name is tied to."""
    named = ParticipationItem.objects.filter(LISTED_AS_MAJOR)
    return bool(directory_of(decision)) or called(named, decision.title).exists()


def is_outside_directory(decision: Decision) -> bool:
    """Whether it is a major decision that stands in no published directory, though the county has published one."""
    if decision.kind != Decision.Kind.MAJOR_DECISION or directory_of(decision):
        return False
    published = ParticipationList.objects.filter(kind=Kind.DIRECTORY, status=Status.PUBLISHED)
    return published.exists() and not _of_this_name(decision).filter(LISTED_AS_MAJOR).exists()


def directory_of(decision: Decision) -> ParticipationList | None:
    """The newest published edition of a directory in which it stands.

    Reads `listed_in` and its lists, as `hearing_is_due` does.
    """
    rows = [each.list for each in decision.listed_in.all()]
    found = [row for row in rows if row.is_directory and row.status == Status.PUBLISHED]
    return max(found, key=lambda row: (row.year, row.edition), default=None)


def _of_this_name(decision: Decision) -> QuerySet[ParticipationItem]:
    """The rows that no matter keeps yet, or only one that ended without a decision: what they promise is still owed."""
    near = Q(list__department=decision.department_id) | Q(list__kind=Kind.DIRECTORY)
    unkept = Q(decision=None) | Q(decision__status=Decision.Status.TERMINATED)
    return called(ParticipationItem.objects.filter(near, unkept), decision.title)
