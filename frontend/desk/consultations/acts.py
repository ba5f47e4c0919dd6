"""The acts on a consultation, each with its own page."""

from django.utils.translation import gettext_lazy as _

from consultations.decisions.publishing import publish_final
from consultations.documents.policies import can_publish_text
from consultations.models import Consultation
from consultations.notices.actions import publish_consultation
from consultations.notices.changes import (
    extend_period,
    replace_text,
    resume_consultation,
    suspend_consultation,
)
from consultations.notices.phases import Phase, phase_of
from consultations.notices.policies import can_publish
from consultations.outcomes.corrections import FINAL_TEXT, correct_final
from consultations.outcomes.policies import can_publish_final
from frontend.desk.acts import ActPage
from frontend.desk.consultations.corrections import CORRECT
from frontend.desk.consultations.forms import ExtendForm, PublicNoteForm
from frontend.desk.consultations.headers import CLEAR, CORRECT_HEADER, EDIT_HEADER
from frontend.desk.consultations.texts import (
    CorrectFinalForm,
    NoticeTextForm,
    ReplaceForm,
    TextForm,
    next_text,
    next_version,
)
from frontend.desk.correcting import PROPOSED, may_propose, withdraw_act
from participation.accounts.models import User

Status = Consultation.Status
RUNNING = (Phase.UPCOMING, Phase.OPEN)
ABOUT = "desk/consultations/about.html"
TEXT = "desk/consultations/new_text.html"
may_correct_final = may_propose(FINAL_TEXT, lambda row: row)


def _may_publish_text(user: User, row: Consultation, phases: tuple[Phase, ...]) -> bool:
    if phase_of(row) not in phases or not can_publish_text(user, None, row.department):
        return False
    version = next_version(row)
    return version is not None and can_publish_text(user, version, row.department)


def _may_publish_final(user: User, row: Consultation) -> bool:
    may = row.final_version_id is None and can_publish_final(user, row, None)
    return may and _may_publish_text(user, row, (Phase.CLOSED, Phase.CONCLUDED))


ACTS: dict[str, ActPage[Consultation]] = {
    "publish": ActPage(
        label=_("Publish the notice"),
        explanation=_("The notice and the draft become public. The text stands still from then on."),
        may=lambda user, row: row.status == Status.DRAFT and can_publish(user, row),
        do=lambda row, by, form_data: publish_consultation(
            row, by=by, text_seen=form_data["text_seen"], default_known=form_data.get("default_known", False)
        ),
        done=_("The notice is published."),
        form=NoticeTextForm,
        about="desk/consultations/first_text.html",
    ),
    "header": EDIT_HEADER,
    "clear": CLEAR,
    "final": ActPage(
        label=_("Publish the final text"),
        explanation=_("Everybody can then read what changed, and because of whom."),
        may=_may_publish_final,
        do=lambda row, by, form_data: publish_final(
            row, next_text(row), by=by, text_seen=form_data["text_seen"]
        ),
        done=_("The final text is published."),
        form=TextForm,
        about="desk/consultations/final.html",
    ),
    "replace": ActPage(
        label=_("Put the new text out"),
        explanation=_(
            "The text under discussion is replaced; comments already made stay with their clauses."
        ),
        may=lambda user, row: _may_publish_text(user, row, (Phase.OPEN,)) and can_publish(user, row),
        do=lambda row, by, form_data: replace_text(
            row,
            next_text(row),
            by=by,
            note=form_data["note"],
            begin_anew=form_data["begin_anew"],
            text_seen=form_data["text_seen"],
        ),
        done=_("The new text is public."),
        form=ReplaceForm,
        tone="btn--line",
        about=TEXT,
    ),
    "extend": ActPage(
        label=_("Give people more time"),
        explanation=_(
            "The last day moves, and with it the day by which the feedback is due. The reason is public."
        ),
        may=lambda user, row: phase_of(row) in RUNNING and can_publish(user, row),
        do=lambda row, by, form_data: extend_period(
            row, form_data["closes_on"], by=by, note=form_data["note"]
        ),
        done=_("The period is longer now."),
        form=ExtendForm,
        tone="btn--line",
        about=ABOUT,
    ),
    "correct": CORRECT,
    "suspend": ActPage(
        label=_("Suspend"),
        explanation=_("No comments are taken until it goes on; the days in between are given back."),
        may=lambda user, row: phase_of(row) in RUNNING and can_publish(user, row),
        do=lambda row, by, form_data: suspend_consultation(row, by=by, note=form_data["note"]),
        done=_("The consultation is suspended."),
        form=PublicNoteForm,
        tone="btn--line",
        about=ABOUT,
    ),
    "resume": ActPage(
        label=_("Go on"),
        explanation=_("Comments are taken again; the last day moves by the days that it stood still."),
        may=lambda user, row: row.status == Status.SUSPENDED and can_publish(user, row),
        do=lambda row, by, form_data: resume_consultation(row, by=by, note=form_data["note"]),
        done=_("The consultation goes on."),
        form=PublicNoteForm,
        about=ABOUT,
    ),
    "withdraw": withdraw_act(
        "consultation",
        label=_("Propose to withdraw the consultation"),
        explanation=_(
            "The consultation ends without an outcome. The note stands on its page. This cannot be undone."
        ),
        about=ABOUT,
    ),
    "correct-header": CORRECT_HEADER,
    "correct-final": ActPage(
        label=_("Propose to correct the final text"),
        explanation=_(
            "The corrected text takes the place of the final one, which stays readable with both dates."
        ),
        may=lambda user, row: may_correct_final(user, row) and next_version(row) is not None,
        do=lambda row, by, form_data: correct_final(
            row, next_text(row), by=by, reason=form_data["reason"], text_seen=form_data["text_seen"]
        ),
        done=PROPOSED,
        form=CorrectFinalForm,
        tone="btn--line",
        about=TEXT,
    ),
    "withdraw-final": withdraw_act(
        FINAL_TEXT,
        label=_("Propose to take the final text back"),
        explanation=_("It no longer stands; its page stays readable and says why."),
        about=ABOUT,
    ),
}
