"""What a question is about: `consultation:slug`, `interpretation:slug`, `document:slug` or `clause:id`."""

from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError

from consultations.models import Clause, Document, Version
from consultations.notices import policies as notices
from responses.interpretations import policies as interpretations
from responses.models import Question

KEYS = {"consultation": "slug", "interpretation": "slug", "document": "slug", "clause": "uid"}
PUBLISHED = Version.Status.PUBLISHED


def find(reference: str) -> Model:
    """The public thing that `reference` names. Raises ValidationError naming `about`."""
    kind, colon, key = reference.partition(":")
    if kind not in KEYS or not colon or "\0" in key:
        words = _("Write it as consultation:…, interpretation:…, document:… or clause:….")
        raise ValidationError({"about": [words]})
    found: Model | None = public(kind).filter(**{KEYS[kind]: key}).first()
    if found is None:
        raise ValidationError({"about": [_("There is no such thing in public.")]})
    return found


def public(kind: str) -> QuerySet[Any]:
    """What everybody may see of a kind."""
    match kind:
        case "consultation":
            return notices.visible_to(None).select_related("document")
        case "interpretation":
            return interpretations.visible_to(None)
        case "document":
            return Document.objects.filter(versions__status=PUBLISHED).select_related("department").distinct()
    shown = Clause.objects.filter(passages__version__status=PUBLISHED)
    return shown.select_related("document__department").distinct()


def of(question: Question) -> str | None:
    """The reference of what a question is about, the narrowest first. Needs its relations at hand."""
    for kind, key in (
        ("clause", "uid"),
        ("interpretation", "slug"),
        ("consultation", "slug"),
        ("document", "slug"),
    ):
        if (thing := getattr(question, kind)) is not None:
            return f"{kind}:{getattr(thing, key)}"
    return None
