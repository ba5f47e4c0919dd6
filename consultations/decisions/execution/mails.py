"""Those who commented on a matter hear what was decided on its execution afterwards (decree 713, article 37)."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from consultations.decisions.execution.models import ExecutionChange
from consultations.decisions.telling import tell_people
from participation.delivery.registry import Payload, on


@on("execution.confirmed", name="execution.tell_commenters", slow=True)
def tell_of_execution(event: Payload) -> Iterator[int]:
    """Suspended, resumed, adjusted or ended, with the public note."""
    row = ExecutionChange.objects.select_related("decision").get(pk=event["object_id"])
    yield from tell_people(row.decision, event, lambda: _news(row))


def _news(row: ExecutionChange) -> tuple[str, str]:
    what = {"what": row.get_kind_display(), "note": row.public_note}
    subject = _("What was decided on a matter on which you commented: %(what)s") % what
    return subject, _("%(what)s: %(note)s") % what
