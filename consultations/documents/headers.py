"""The header of a document (公文要素): who issues it, its numbers and dates, and whether it may be open to all."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.documents.models import Document, Version
from consultations.documents.policies import can_clear, can_draft
from consultations.documents.queries import digest_of
from participation import clock
from participation.accounts.models import User
from participation.delivery.outbox import emit
from participation.errors import Conflict, Invalid, InvalidMove, NotPermitted
from participation.text.cleaning import plain
from participation.text.reasons import is_reason
from participation.transitions import edit

HEADER = (
    "issuer", "document_number", "index_number", "subject", "made_on", "effective_on", "expires_on",
    "effective_note", "disclosure", "disclosure_reason",
)  # fmt: skip
COLUMNS = tuple("issuer_id" if name == "issuer" else name for name in HEADER)
# 发文字号, or that of an order or announcement (GB/T 9704-2012, 7.2.5)
NUMBER = re.compile(r"[^\s\d〔〕\[\]()（）]{1,40}(〔(19|20)\d{2}〕[1-9]\d{0,4}号|第[1-9]\d{0,4}号)")
YEAR = re.compile(r"[\[［【(（]((?:19|20)\d{2})[\]］】)）]")  # the brackets that a keyboard has
PRINTED_YEAR = re.compile(r"〔(\d{4})〕")
KEPT = ("issuer", "made_on", "effective_on")
CLEARED = ("cleared_by", "cleared_at", "cleared_text")


HeaderCheck = Callable[[Document], dict[str, list[str]]]
_checks: list[HeaderCheck] = []


def checked_by(check: HeaderCheck) -> HeaderCheck:
    """Have this room asked too what a header that is out may say; it answers with what is wrong, by field."""
    _checks.append(check)
    return check


NUMBER_TAKEN = gettext_lazy("Another document that is out bears this number.")


class Validity(TextChoices):
    """有效性, as of a day."""

    NOT_YET = "not_yet", gettext_lazy("Not yet in force")
    IN_FORCE = "in_force", gettext_lazy("In force")
    EXPIRED = "expired", gettext_lazy("No longer in force")


def validity_of(document: Document, on: date | None = None) -> Validity:
    """Whether it is in force on that day (today), by its own dates; without them it is from its publication on."""
    on = on or clock.today()
    if document.expires_on and document.expires_on < on:
        return Validity.EXPIRED
    return Validity.NOT_YET if document.effective_on and document.effective_on > on else Validity.IN_FORCE


def edit_header(document: Document, *, by: User, **fields: Any) -> Document:
    """Fill in the header, before the final text is out. Raises NotPermitted, InvalidMove, Invalid, Overwritten."""
    if not can_draft(by, document.department):
        raise NotPermitted(_("Only a drafter of the lead unit writes the header."))
    if unknown := set(fields) - set(HEADER):
        raise TypeError(unknown)
    with edit(document, by=by, act="document.header_edited", fields=(*HEADER, "cleared_text")) as change:
        if change.row.issued_at:
            raise InvalidMove(_("The header is public: propose to correct it."))
        before = [getattr(change.row, name) for name in COLUMNS]
        write_header(change.row, fields)
        if before != [getattr(change.row, name) for name in COLUMNS]:
            change.row.cleared_text = ""  # it was examined with another header
    return document


def write_header(row: Document, fields: dict[str, Any]) -> None:
    """Set what is given, as the house keeps it. Raises Invalid naming the field that contradicts another one."""
    for name, value in fields.items():
        setattr(row, name, plain(value) if isinstance(value, str) else value)
    row.document_number = YEAR.sub(r"〔\1〕", row.document_number)
    errors: dict[str, list[str]] = {}
    if row.expires_on and (start := row.effective_on or row.made_on) and row.expires_on <= start:
        errors["expires_on"] = [_("It ends after it came into force.")]
    if row.made_on and row.effective_on and row.effective_on < row.made_on:
        errors["effective_on"] = [_("It is not in force before it was made.")]
    if row.document_number and not NUMBER.fullmatch(row.document_number):
        errors["document_number"] = [
            _(
                "Write it as it is printed, such as 平政发〔2026〕12号: sign of the unit, year in 〔〕, number."
            )
        ]
    if row.disclosure not in ("", *Document.Disclosure.values):
        errors["disclosure"] = [_("Choose from what is offered.")]
    if row.disclosure in (Document.Disclosure.ON_REQUEST, Document.Disclosure.WITHHELD) and not is_reason(
        row.disclosure_reason
    ):
        errors["disclosure_reason"] = [_("Say why it is not open to all (国办发〔2016〕80号).")]
    if is_number_taken(row):
        errors["document_number"] = [str(NUMBER_TAKEN)]
    year = PRINTED_YEAR.search(row.document_number)
    if year is not None and row.made_on and int(year[1]) != row.made_on.year:
        errors["document_number"] = [_("The year of its number is not that in which it was made.")]
    if row.issued_at:
        errors |= _lacking(row)
        for check in _checks:
            errors |= check(row)
    if errors:
        raise Invalid(_("The header contradicts itself."), errors=errors)


def is_number_taken(row: Document) -> bool:
    """Whether another document that is out bears its number. One query."""
    same = Document.objects.filter(document_number=row.document_number, issued_at__isnull=False)
    return bool(row.document_number) and same.exclude(pk=row.pk).exists()


def _lacking(row: Document) -> dict[str, list[str]]:
    """What a header that is out must keep: it is corrected, never emptied, closed or dated back."""
    assert row.issued_at is not None
    errors = {name: [_("It stands in a header that is out.")] for name in KEPT if not getattr(row, name)}
    if row.disclosure != Document.Disclosure.PUBLIC:
        errors["disclosure"] = [_("It is open to all already.")]
    out_since = clock.day_of(row.issued_at)
    if row.effective_on and row.effective_on < out_since and not is_reason(row.effective_note):
        errors["effective_note"] = [_("It would be in force before it is published: say in the header why.")]
    return errors


def issue(version: Version, *, by: User) -> None:
    """The header becomes public with the final text, and the document bears its title from then on. Called by the act
    that publishes it."""
    document = Document.objects.get(pk=version.document_id)
    fields = ["issued_at", "title"]
    with edit(document, by=by, act="document.issued", fields=fields, leaf="document") as change:
        change.row.title = version.title or change.row.title
        change.row.issued_at = change.row.issued_at or clock.now()


def clear_for_publication(version: Version, *, by: User, text_seen: str) -> Document:
    """Record that this very text and its header were examined and hold nothing secret (decree 711, article 17).

    By a reviewer or editor who had no hand in it; what is changed afterwards is examined anew.
    Raises NotPermitted, InvalidMove, Conflict when the text reads otherwise than `text_seen`, its digest.
    """
    document = version.document
    if not can_clear(by, version):
        raise NotPermitted(_("A reviewer or editor who had no hand in the text examines it."))
    with edit(document, by=by, act="document.cleared", fields=CLEARED) as change:
        if version.status != Version.Status.DRAFT:
            raise InvalidMove(_("This text is public already."))
        if digest_of(version) != text_seen:
            raise Conflict(_("The text was changed since you opened this page. Look at it again."))
        change.row.cleared_by, change.row.cleared_at, change.row.cleared_text = by, clock.now(), text_seen
        change.note["version"] = version.number
        emit("document.cleared", version, by=by)
    return document


def is_cleared(document: Document, version: Version) -> bool:
    """Whether this text, as it reads now, was examined."""
    return bool(document.cleared_text) and document.cleared_text == digest_of(version)
