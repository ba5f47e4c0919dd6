"""The acts on a matter, each with its own page."""

from django.utils.translation import gettext_lazy as _

from consultations.decisions.actions import list_decision, resume_decision, stop_decision
from consultations.decisions.models import Decision
from consultations.decisions.policies import can_list, can_stop
from frontend.desk.acts import ActPage
from frontend.desk.correcting import withdraw_act
from frontend.desk.decisions.execution import EXECUTION_ACTS
from frontend.desk.decisions.forms import OnRecordForm, StopForm
from frontend.desk.decisions.nature import NATURE, RENAME, EndForm

Status = Decision.Status
ABOUT = "desk/decisions/about.html"


ACTS: dict[str, ActPage[Decision]] = {
    "list": ActPage(
        label=_("Put it on public record"),
        explanation=_("The dossier becomes public; from then on each stage can be seen by everyone."),
        may=lambda user, row: row.status == Status.DRAFT and can_list(user, row),
        do=lambda row, by, form_data: list_decision(
            row, by=by, outside_note=form_data.get("outside_note", "")
        ),
        done=_("The dossier is public."),
        form=OnRecordForm,
        about=ABOUT,
    ),
    "rename": RENAME,
    "nature": NATURE,
    "suspend": ActPage(
        label=_("Suspend the matter"),
        explanation=_("No stage is taken until it goes on. The note stands on its page."),
        may=lambda user, row: row.status == Status.UNDER_WAY and can_stop(user, row),
        do=lambda row, by, form_data: stop_decision(row, by=by, public_note=form_data["public_note"]),
        done=_("The matter is suspended."),
        form=StopForm,
        tone="btn--line",
        about=ABOUT,
    ),
    "resume": ActPage(
        label=_("Take it up again"),
        explanation=_("The matter goes on where it stopped."),
        may=lambda user, row: row.status == Status.SUSPENDED and can_stop(user, row),
        do=lambda row, by, form_data: resume_decision(row, by=by),
        done=_("The matter goes on."),
        about=ABOUT,
    ),
    "terminate": withdraw_act(
        "decision",
        label=_("Propose to end it without a decision"),
        explanation=_(
            "Once a second person has confirmed it the matter ends here, and the reason stands on its page. That "
            "cannot be undone."
        ),
        form=EndForm,
        about=ABOUT,
    ),
    **EXECUTION_ACTS,
}
