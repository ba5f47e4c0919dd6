"""What a department has before the public or is deciding: it is not closed meanwhile."""

from django.utils.translation import ngettext

from consultations.decisions.models import Decision
from consultations.notices.models import Consultation
from participation.accounts.models import Department
from participation.accounts.open_work import Said, has_work

OPEN_NOTICES = (Consultation.Status.DRAFT, Consultation.Status.PUBLISHED, Consultation.Status.SUSPENDED)
OPEN_MATTERS = (Decision.Status.DRAFT, Decision.Status.UNDER_WAY, Decision.Status.SUSPENDED)


@has_work
def open_matters(department: Department) -> Said:
    """In sentences, what is not concluded yet."""
    if n := Consultation.objects.filter(department=department, status__in=OPEN_NOTICES).count():
        yield ngettext("%(n)d consultation is not concluded", "%(n)d consultations are not concluded", n) % {
            "n": n
        }
    if n := Decision.objects.filter(department=department, status__in=OPEN_MATTERS).count():
        yield ngettext("%(n)d matter is not decided", "%(n)d matters are not decided", n) % {"n": n}
