"""What the public was asked about: a matter that had been started, and the text that is decided."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations.comments.models import Opinion
from consultations.decisions.bases import basis_of
from consultations.decisions.models import DECREE, Decision, DecisionStage
from consultations.decisions.rounds import latest
from consultations.documents.models import Passage, Version
from consultations.documents.queries import digest_of, share_kept
from consultations.notices.gates import Gate, gates_from, is_on_record
from consultations.notices.models import Consultation
from consultations.outcomes.queries import IN_FAVOUR

Stage = DecisionStage.Stage
Status = DecisionStage.Status
ADOPTED = (Opinion.Disposition.ADOPTED, Opinion.Disposition.PARTLY_ADOPTED)
# The platform's own measure, no law's: a text of which less was put to the public is another one.
LEAST_SHARE = 0.5


def was_put_out(decision: Decision | None, texts: Iterable[Version]) -> list[Gate]:
    """At least half of each text stood in one on which the public was heard; another text is put out once more."""
    asked = []
    for version in texts:
        heard = Consultation.objects.filter(
            document=version.document_id, status=Consultation.Status.CONCLUDED
        ).select_related("draft_version")
        kept = [share_kept(each.draft_version, version) for each in heard]
        if kept and max(kept) < LEAST_SHARE:
            message = _(
                "Less than half of this text was put to the public: put it out for comment once more."
            )
            basis = basis_of(decision, Stage.PUBLIC_PARTICIPATION) if decision else ""
            asked.append(Gate("document", message, basis, False, ""))
    return asked


@gates_from
def text_of_another_matter(consultation: Consultation) -> list[Gate]:
    """The very words of a matter, ended or not, do not go out again as if they were of none."""
    if consultation.kind != Consultation.Kind.OTHER or is_on_record(consultation):
        return []
    own = list(consultation.draft_version.passages.order_by("position").values_list("text", flat=True))
    longest = max(own, key=len, default="")
    alike = Passage.objects.filter(text=longest, version__published_at__isnull=False).exclude(text="")
    for each in alike.select_related("version__document"):
        document = each.version.document
        matter = Decision.objects.filter(Q(documents=document) | Q(consultations__document=document)).first()
        texts = list(each.version.passages.order_by("position").values_list("text", flat=True))
        if document.pk != consultation.document_id and matter is not None and texts == own:
            message = _("This is the text of another matter: tie it to a dossier. (%(title)s)")
            return [Gate("decision", message % {"title": matter.title}, f"{DECREE}第十四条", False, "")]
    return []


def started_before_it_was_put_out(decision: Decision) -> list[Gate]:
    """The public is asked about what the government has decided to take up, not before (articles 10 to 14)."""
    row = latest(decision, Stage.INITIATION)
    started = parse_date(row.particulars.get("started_on", "")) if row and row.status == Status.DONE else None
    first = min((each.opens_on for each in decision.consultations.all() if each.published_at), default=None)
    if started is None or first is None:
        return []
    message = _("The public was asked to comment before it was decided to start the matter.")
    return [Gate(Stage.INITIATION, message, f"{DECREE}第十条、第十四条", started <= first,
                 _("It was started before the public was asked"))]  # fmt: skip


def changed_as_told(decision: Decision, basis: str) -> list[Gate]:
    """A text of which the public was told that opinions were adopted does not read as the one it commented on."""
    asked = []
    for row in decision.consultations.all():
        adopted = row.opinions.filter(disposition__in=ADOPTED).exclude(IN_FAVOUR).count()
        later = row.document.versions.filter(withdrawn_at=None).order_by("-number").first()
        if row.status == Consultation.Status.CONCLUDED and adopted and later is not None:
            same = digest_of(later) == digest_of(row.draft_version)
            message = ngettext(
                "The public was told that %(n)d opinion is adopted, and the text reads as it did then: bring in the "
                "changed one first.",
                "The public was told that %(n)d opinions are adopted, and the text reads as it did then: bring in the "
                "changed one first.",
                adopted,
            ) % {"n": adopted}
            asked.append(
                Gate("document", message, basis, not same, _("The text was changed after hearing the public"))
            )
    return asked
