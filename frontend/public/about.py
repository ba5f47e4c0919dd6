"""What a question is about, as it stands in an address: interpretation:slug, consultation:slug, document:slug,
clause:uid. Only what everybody may see can be named."""

from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from consultations.models import Document, Passage, Version
from consultations.notices.policies import visible_to as consultations_visible_to
from frontend.public.drafts import label_of
from participation.accounts.models import Department
from responses.interpretations.policies import visible_to as interpretations_visible_to


@dataclass(frozen=True)
class About:
    """A thing one may ask about."""

    key: str
    row: Model
    title: str
    url: str
    department: Department
    questions: Q


def about_of(key: str) -> About | None:
    """The thing that `key` names, or nothing when it is not there for everybody."""
    kind, _colon, name = key.partition(":")
    if not name or len(name) > 80 or "\0" in name:
        return None
    match kind:
        case "interpretation":
            found = interpretations_visible_to(None).filter(slug=name).first()
            if found:
                url = reverse("public:interpretation", args=[name])
                asked = Q(interpretation=found)
                return About(key, found, found.title, url, found.department, asked)
        case "consultation":
            notice = consultations_visible_to(None).filter(slug=name).first()
            if notice:
                url = reverse("public:consultation", args=[name])
                asked = Q(consultation=notice)
                return About(key, notice, notice.title, url, notice.department, asked)
        case "document":
            document = _published().filter(slug=name).first()
            if document:
                url = reverse("public:document", args=[name])
                asked = Q(document=document)
                return About(key, document, document.title, url, document.department, asked)
        case "clause":
            return _clause(key, name)
    return None


def _published() -> QuerySet[Document]:
    return Document.objects.filter(versions__status=Version.Status.PUBLISHED).distinct()


def _clause(key: str, uid: str) -> About | None:
    passage = (
        Passage.objects.filter(clause__uid=uid, version__status=Version.Status.PUBLISHED)
        .select_related("clause", "version__document__department")
        .order_by("-version__number")
        .first()
    )
    if passage is None:
        return None
    document = passage.version.document
    url = f"{reverse('public:document', args=[document.slug])}#c-{uid}"
    title = f"{document.title} {label_of(passage)}"
    return About(key, passage.clause, title, url, document.department, Q(clause=passage.clause))
