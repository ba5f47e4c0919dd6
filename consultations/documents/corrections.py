"""The header of a document that is out is put right by two people; the text itself is replaced, never altered."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from consultations.documents.headers import HEADER, write_header
from consultations.documents.models import Document
from consultations.documents.policies import can_confirm_header, can_propose_header
from participation.accounts.models import Department
from participation.corrections.models import Correction
from participation.corrections.registry import Correctable, Texts, by_row, labels_of, register
from participation.errors import Invalid, InvalidMove, Message

DATES = ("made_on", "effective_on", "expires_on")


def _read(row: Document) -> Texts:
    """As JSON keeps it: days in ISO form, the issuing authority by its name."""
    texts = {name: getattr(row, name) for name in HEADER}
    days = {name: texts[name].isoformat() if texts[name] else "" for name in DATES}
    return {**texts, **days, "issuer": row.issuer.name if row.issuer else ""}


def _values(texts: Texts) -> dict[str, Any]:
    """As the row keeps it. Raises Invalid for a unit that there is not."""
    values = dict(texts)
    for name in set(DATES) & set(values):
        values[name] = date.fromisoformat(values[name]) if values[name] else None
    if "issuer" in values:
        values["issuer"] = Department.objects.filter(name=values["issuer"]).first()
        if values["issuer"] is None:
            message = _now("Name the authority that issues it.")
            raise Invalid(message, errors={"issuer": [message]})
    return values


def _clean(row: Document, texts: Texts) -> Texts:
    tried = Document(pk=row.pk, issued_at=row.issued_at, **{name: getattr(row, name) for name in HEADER})
    write_header(tried, _values(texts))
    return {name: text for name, text in _read(tried).items() if name in texts}


def _never(_row: Document) -> Message:
    return _("A header is corrected; what is taken back is the final text.")


def _take_back(row: Document, _correction: Correction, _by: Any) -> None:
    raise InvalidMove(_never(row))


register(
    Correctable(
        kind="document",
        model=Document,
        labels=labels_of(Document, HEADER),
        department=lambda row: row.department,
        public_since=lambda row: row.issued_at,
        may_propose=can_propose_header,
        may_confirm=by_row(can_confirm_header),
        read=_read,
        clean=_clean,
        write=lambda row, correction, _by: write_header(row, _values(correction.after)),
        take_back=_take_back,
        held_by=_never,
        columns=HEADER,
        reasoned=tuple(Correction.Act),
        leaf="document",
        related=("department", "issuer"),
    )
)
