"""What a final text asks for before it is published: somebody who examines it, and a header that is filled in."""

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.decisions.models import DecisionStage
from consultations.decisions.publishing import OF_A_MATTER, is_passed
from consultations.documents.policies import may_clear_of
from consultations.documents.queries import digests_of
from consultations.models import Consultation, Document, Version
from frontend.desk.home.todo import Todo
from participation.accounts.models import User
from participation.accounts.queries import Role, departments_where

MOST = 30
WAITS = {"consultations__status": Consultation.Status.CONCLUDED, "consultations__final_version": None}
Found = tuple[str, Todo]  # the title of the text, and what to do


def final_texts_for(user: User) -> list[Found]:
    """Texts to examine and headers to fill in, the oldest first. Four queries, however many there are."""
    return [*_to_examine(user), *_to_head(user)]


def _to_examine(user: User) -> list[Found]:
    """Newer texts of concluded consultations that this person may examine and that nobody has, as they read now; of a
    matter once the meeting passed it."""
    waits = {f"document__{name}": value for name, value in WAITS.items()}
    near = departments_where(user, Role.REVIEWER, Role.EDITOR)
    rows = Version.objects.filter(
        is_passed("document"), status=Version.Status.DRAFT, document__department__in=near,
        number__gt=F("document__consultations__draft_version__number"), **waits,
    )  # fmt: skip
    rows = rows.annotate(address=F("document__consultations__slug")).select_related("document")
    newest = list({row.document_id: row for row in rows.order_by("document", "number")}.values())
    allowed = may_clear_of(user, newest[:MOST])
    digests = digests_of(allowed)
    label = _("Examine the text for publication")
    return [
        (row.title or row.document.title, Todo(label, _act(row.address, "clear")))  # type: ignore[attr-defined]
        for row in allowed
        if row.document.cleared_text != digests[row.pk]
    ]


def _to_head(user: User) -> list[Found]:
    """Headers that are not complete though the meeting has passed the text."""
    passed = DecisionStage.objects.filter(
        Q(decision__documents=OuterRef("pk")) | Q(decision__consultations__document=OuterRef("pk")),
        stage=DecisionStage.Stage.COLLECTIVE_DECISION, status=DecisionStage.Status.DONE,
        result=DecisionStage.Result.PASSED,
    )  # fmt: skip
    numbered = Q(consultations__kind__in=OF_A_MATTER) | Q(decisions__kind__in=OF_A_MATTER)
    lacking = Q(issuer=None) | Q(made_on=None) | Q(effective_on=None) | Q(disclosure="")
    rows = Document.objects.filter(
        Exists(passed), lacking | (numbered & Q(document_number="")), issued_at=None,
        department__in=departments_where(user, Role.DRAFTER), **WAITS,
    )  # fmt: skip
    named = rows.order_by("pk").values_list("title", "consultations__slug").distinct()[:MOST]
    return [
        (title, Todo(_("Fill in the header of the document"), _act(slug, "header"))) for title, slug in named
    ]


def _act(slug: str, name: str) -> str:
    return reverse("desk_consultation_act", args=[slug, name])
