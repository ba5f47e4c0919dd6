"""The acts on a record of hearing people, each with its own page."""

from django.utils.translation import gettext_lazy as _

from consultations.decisions.engagements.actions import publish_engagement
from consultations.decisions.engagements.models import Engagement
from consultations.decisions.engagements.policies import can_publish
from frontend.desk.acts import ActPage
from frontend.desk.correcting import correct_act, withdraw_act
from frontend.desk.engagements.forms import CorrectForm

ABOUT = "desk/engagements/about.html"
ACTS: dict[str, ActPage[Engagement]] = {
    "publish": ActPage(
        label=_("Publish it"),
        explanation=_("Everybody reads it in the dossier and beside the feedback of its consultations."),
        may=lambda user, row: row.status == Engagement.Status.DRAFT and can_publish(user, row),
        do=lambda row, by, form_data: publish_engagement(row, by=by),
        done=_("It is published."),
        about=ABOUT,
    ),
    "correct": correct_act(
        "engagement",
        CorrectForm,
        label=_("Propose to correct it"),
        explanation=_("What stood before stays readable, with the reason."),
        about=ABOUT,
    ),
    "withdraw": withdraw_act(
        "engagement",
        label=_("Propose to take it back"),
        explanation=_("It no longer counts; its reason stands in the dossier. This cannot be undone."),
        about=ABOUT,
    ),
}
