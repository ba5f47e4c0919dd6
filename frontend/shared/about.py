"""What a question is about, as it stands in an address: interpretation:slug, consultation:slug, document:slug,
clause:uid. Only what everybody may see can be named."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from consultations.documents.queries import PASSAGES_STANDING_LAST
from consultations.models import Clause, Document, Passage, Version
from consultations.notices.policies import visible_to as consultations_visible_to
from frontend.shared.text_view import label_of
from participation.accounts.models import Department
from responses.interpretations.policies import visible_to as interpretations_visible_to
from responses.models import Question

# The narrowest first; each with the field that names it.
KINDS = {"clause": "uid", "interpretation": "slug", "consultation": "slug", "document": "slug"}
PUBLISHED = Version.Status.PUBLISHED


@dataclass(frozen=True)
class About:
    """A thing one may ask about."""

    key: str
    row: Model
    title: str
    url: str
    department: Department
    questions: Q


def thing_of(key: str) -> Any:
    """The row that `key` names, or None when it is not there for everybody."""
    kind, _colon, name = key.partition(":")
    if kind not in KINDS or not name or len(name) > 80 or "\0" in name:
        return None
    return _public(kind).filter(**{KINDS[kind]: name}).first()


def about_of(key: str) -> About | None:
    """The thing that `key` names as a page shows it, or None when it is not there for everybody."""
    row = thing_of(key)
    if row is None:
        return None
    kind, _colon, name = key.partition(":")
    if isinstance(row, Clause):
        return _clause(key, row)
    url = reverse(f"public:{kind}", args=[name])
    return About(key, row, row.title, url, row.department, Q(**{kind: row}))


def key_of(question: Question) -> str | None:
    """The key of what a question is about. Needs its relations at hand."""
    for kind, field in KINDS.items():
        if (thing := getattr(question, kind)) is not None:
            return f"{kind}:{getattr(thing, field)}"
    return None


def _public(kind: str) -> QuerySet[Any]:
    match kind:
        case "consultation":
            return consultations_visible_to(None).select_related("document")
        case "interpretation":
            return interpretations_visible_to(None)
        case "document":
            return Document.objects.filter(versions__status=PUBLISHED).select_related("department").distinct()
    shown = Clause.objects.filter(passages__version__status=PUBLISHED)
    return shown.select_related("document__department").distinct()


def _clause(key: str, clause: Clause) -> About:
    shown = Passage.objects.filter(clause=clause, version__status=PUBLISHED)
    newest = shown.order_by(*PASSAGES_STANDING_LAST).reverse()[0]
    document = clause.document
    standing = document.versions.filter(status=PUBLISHED, withdrawn_at=None).order_by("-number").first()
    if standing and standing.pk == newest.version_id:
        url = f"{reverse('public:document', args=[document.slug])}#c-{clause.uid}"
    else:  # the document's page shows a text without it
        url = reverse("public:clause", args=[document.slug, clause.uid])
    title = f"{document.title} {label_of(newest)}"
    return About(key, clause, title, url, document.department, Q(clause=clause))
