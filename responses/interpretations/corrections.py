"""A published interpretation is put right, or taken back: then its document waits to be explained anew."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from consultations.models import Version
from participation.accounts.queries import Anyone
from participation.corrections.models import Correction
from participation.corrections.registry import Correctable, Texts, by_row, register
from participation.errors import Invalid
from participation.transitions import transition
from responses.interpretations.actions import HEAD, PartText, checked_parts, fill, parts_of, write_parts
from responses.interpretations.models import Interpretation
from responses.interpretations.policies import can_confirm_correction, can_propose_correction

Status = Interpretation.Status


def _read(row: Interpretation) -> Texts:
    parts = [list(part) for part in parts_of(row)]
    return {name: getattr(row, name) for name in HEAD} | {"version": str(row.version.number), "parts": parts}


def _clean(row: Interpretation, texts: Texts) -> Texts:
    whole = _read(row) | texts
    parts = checked_parts(whole["title"], [PartText(*part) for part in whole["parts"]])
    kept = Interpretation()
    fill(kept, **{name: whole[name] for name in HEAD})
    cleaned = {name: getattr(kept, name) for name in HEAD} | {"parts": [list(part) for part in parts]}
    cleaned["version"] = str(_standing(row, whole["version"]).number) if "version" in texts else ""
    return {name: cleaned[name] for name in texts}


def _standing(row: Interpretation, number: str) -> Version:
    """The text of that number, which must hold. Raises Invalid."""
    texts = Version.objects.filter(
        document=row.document_id, status=Version.Status.PUBLISHED, withdrawn_at=None
    )
    found = next((each for each in texts if str(each.number) == str(number)), None)
    if found is None:
        message = _now("Choose a published text of this document that holds.")
        raise Invalid(message, errors={"version": [message]})
    return found


def _write(row: Interpretation, correction: Correction, _by: Anyone) -> None:
    after = dict(correction.after)
    parts, number = after.pop("parts", None), after.pop("version", "")
    vars(row).update(after)
    if number:
        row.version = _standing(row, number)
    if parts is not None:
        write_parts(row, [PartText(*part) for part in parts])


def _take_back(row: Interpretation, correction: Correction, by: Any) -> None:
    table = {Status.PUBLISHED: [Status.WITHDRAWN]}
    with transition(row, Status.WITHDRAWN, by=by, table=table, event="interpretation.withdrawn") as move:
        data = correction.noted()
        move.note.update(data)
        move.data.update(data)


register(
    Correctable(
        kind="interpretation",
        model=Interpretation,
        called=lambda _row: _("Interpretation"),
        labels={
            "title": _("Title"),
            "summary": _("In one paragraph"),
            "source": _("Source"),
            "chief_interpreter": _("Chief interpreter"),
            "version": _("Version of the text that is explained"),
            "parts": _("Parts"),
        },
        department=lambda row: row.department,
        public_since=lambda row: row.published_at if row.status == Status.PUBLISHED else None,
        may_propose=can_propose_correction,
        may_confirm=by_row(can_confirm_correction),
        read=_read,
        clean=_clean,
        write=_write,
        take_back=_take_back,
        columns=(*HEAD, "version"),
        reasoned=(Correction.Act.WITHDRAW,),
        stays_readable=True,
    )
)
