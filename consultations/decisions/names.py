"""What names say: a matter, its notice and its text are about one thing."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.decisions.models import Decision, ParticipationItem, ParticipationList
from consultations.decisions.nature import matters_of
from consultations.notices.gates import Gate, gates_from, is_on_record
from consultations.notices.models import Consultation
from consultations.notices.traits import bare_name, is_named_as_concern, quoted_names
from participation.accounts.models import Department
from participation.deadlines.rulebook import rule
from participation.text.reasons import is_reason

GOES_ON = (Decision.Status.UNDER_WAY, Decision.Status.SUSPENDED)
LISTED_AS_MAJOR = Q(
    list__kind=ParticipationList.Kind.DIRECTORY, list__status=ParticipationList.Status.PUBLISHED
)
AS_LISTED = gettext_lazy("It stands in the directory of major decisions: its dossier says so too.")
CONCERN_OR_WHY = gettext_lazy(
    "By its name it is a plan, a price or the taking of land or houses: its dossier says so, or says publicly why it "
    "is not, and who found so."
)
FILLERS = re.compile(r"[的和与及暨等、·\s]")  # 收费方案 is one thing, with 和 in it or without
ALIKE = 0.4  # of a row and the title of its dossier: 饮水办法 and 农村饮水管理办法 are, two plans of one river are not


def called(rows: QuerySet[ParticipationItem], *titles: str) -> QuerySet[ParticipationItem]:
    """The rows of these names, whatever stands between the words that name the thing."""
    county = _county()
    keys = {_key(title, county) for title in titles}
    named = rows.values_list("pk", "matter")
    return rows.filter(pk__in=[pk for pk, matter in named if _key(matter, county) in keys])


def namesake_of(decision: Decision) -> Decision | None:
    """Another matter on public record of this very name that goes on: what was promised of it is kept there."""
    return of_this_name(Decision.objects.filter(status__in=GOES_ON).exclude(pk=decision.pk), decision.title)


def of_this_name(rows: QuerySet[Decision], title: str) -> Decision | None:
    """The newest of the matters that bears the name. One query, and one for the county's."""
    county = _county()
    named = rows.order_by("-id")
    return next((row for row in named if _key(row.title, county) == _key(title, county)), None)


def is_alike(matter: str, title: str) -> bool:
    """Whether two names may be those of one matter."""
    one, other = (bare(name).removeprefix(_county()) for name in (matter, title))
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def bare(title: str) -> str:
    """Without the brackets of a title."""
    return title.strip().removeprefix("《").removesuffix("》")


@gates_from
def as_its_dossier_says(consultation: Consultation) -> list[Gate]:
    """A notice goes to the public as the directory and its dossier say that the matter is."""
    titles = (consultation.title, consultation.document.title)
    if is_on_record(consultation):
        return gates_of_names(consultation, *titles)
    if consultation.kind == Consultation.Kind.MAJOR_DECISION or not names_a_listed(consultation):
        return []
    return [Gate("kind", str(AS_LISTED), rule("A18").basis, False, "")]


def gates_of_names(consultation: Consultation, *titles: str) -> list[Gate]:
    """What a notice or text of these names asks of its dossiers on record: a small matter's dossier covers nothing that
    is about something else, a price or the directory's."""
    matters = [row for row in matters_of(consultation) if row.published_at]
    is_major = any(row.kind == Decision.Kind.MAJOR_DECISION for row in matters)
    asked = []
    if not is_major and names_a_listed(consultation, *titles):
        asked.append(Gate("kind", str(AS_LISTED), rule("A18").basis, False, ""))
    says_so = any(row.concerns or is_reason(row.classification_note) for row in matters)
    if is_named_as_concern(*titles) and not says_so:
        asked.append(Gate("concerns", str(CONCERN_OR_WHY), rule("A2").basis, False, ""))
    light = all(row.kind == Decision.Kind.OTHER for row in matters)
    if light and not _is_about(matters, titles):
        message = _(
            "Its dossier says of “%(matter)s” why it is another matter; this is about something else."
        )
        asked.append(
            Gate("decision", message % {"matter": matters[0].title}, "国办发〔2018〕37号", False, "")
        )
    return asked


def names_a_listed(consultation: Consultation, *titles: str) -> bool:
    """Whether the notice or its text bears the name of a row of a published directory of major decisions."""
    rows = ParticipationItem.objects.filter(LISTED_AS_MAJOR)
    return called(rows, *_names([consultation.title, consultation.document.title, *titles])).exists()


def _is_about(matters: Iterable[Decision], titles: Iterable[str]) -> bool:
    names = _names(titles)
    return any(is_alike(row.title, bare_name(name)) for row in matters for name in names)


def _names(titles: Iterable[str]) -> list[str]:
    return [name for title in titles for name in (title, *quoted_names(title))]


def _key(title: str, county: str) -> str:
    return FILLERS.sub("", bare_name(title).removeprefix(county))


def _county() -> str:
    """How the county is called in titles: 云岫县 of 云岫县人民政府."""
    root = Department.objects.filter(parent=None).first()
    return root.name.removesuffix("人民政府") if root else ""
