"""The header of a document that is out is put right by two people; the text itself is replaced, never altered."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from consultations.documents.headers import HEADER, write_header
from consultations.documents.models import Document
from consultations.documents.policies import can_confirm_header, can_propose_header
from participation import clock
from participation.accounts.models import Department
from participation.corrections.models import Correction
from participation.corrections.registry import Correctable, Texts, by_row, labels_of, register
from participation.errors import Invalid, InvalidMove, Message

DATES = ("made_on", "effective_on", "expires_on")
MOVED = ("effective_on", "expires_on")
SLIP = timedelta(days=31)  # a wrong day or month; the platform's own measure
SHORT = timedelta(days=365)  # of a validity that was forgotten in the header; the same


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
    values = _values(texts)
    write_header(tried, values)
    _only_slips(row, {name: values[name] for name in MOVED if name in values})
    return {name: text for name, text in _read(tried).items() if name in texts}


def _only_slips(row: Document, days: dict[str, date | None]) -> None:
    """From when to when a text holds is part of what was decided: a slip is put right before its day has come, all else
    is adjusted or ended on record (decree 713, article 37). Raises Invalid by field."""
    message = _now(
        "This would change what was decided: a day is corrected by a month at most, before it has come; all else is "
        "adjusted or ended on record (decree 713, article 37)."
    )
    errors = {name: [message] for name, new in days.items() if not _is_slip(getattr(row, name), new, row)}
    if errors:
        raise Invalid(message, errors=errors)


def _is_slip(old: date | None, new: date | None, row: Document) -> bool:
    if old == new:
        return True
    if old is None:
        starts = row.effective_on or row.made_on
        return starts is None or (new is not None and new - starts >= SHORT)
    return new is not None and abs(new - old) <= SLIP and old > clock.today()


def _never(_row: Document) -> Message:
    return _("A header is corrected; what is taken back is the final text.")


def _take_back(row: Document, _correction: Correction, _by: Any) -> None:
    raise InvalidMove(_never(row))


register(
    Correctable(
        kind="document",
        model=Document,
        called=lambda _row: _("Header of a document"),
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
