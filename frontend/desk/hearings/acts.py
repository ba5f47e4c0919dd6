"""The acts on a hearing, each with its own page."""

from django.utils.translation import gettext_lazy as _

from consultations.decisions.hearings.announcing import (
    announce_hearing,
    drop_hearing,
    note_materials,
    publish_list,
)
from consultations.decisions.hearings.corrections import LIST, RECORD
from consultations.decisions.hearings.models import Hearing
from consultations.decisions.hearings.policies import (
    can_announce,
    can_publish_list,
    can_publish_record,
    can_write,
)
from consultations.decisions.hearings.recording import publish_record
from frontend.desk.acts import ActPage
from frontend.desk.correcting import correct_act, withdraw_act
from frontend.desk.hearings.forms import CorrectForm
from participation import clock

Status = Hearing.Status
ABOUT = "desk/hearings/about.html"


def _is_announced(row: Hearing) -> bool:
    return row.status == Status.ANNOUNCED


ACTS: dict[str, ActPage[Hearing]] = {
    "announce": ActPage(
        label=_("Announce the hearing"),
        explanation=_("Everybody can read where and when it is, and how to apply. The stage is under way."),
        may=lambda user, row: row.status == Status.DRAFT and can_announce(user, row),
        do=lambda row, by, form_data: announce_hearing(row, by=by),
        done=_("The hearing is announced."),
        about=ABOUT,
    ),
    "publish-list": ActPage(
        label=_("Publish the list of participants"),
        explanation=_("Everybody can read who takes part and whom they represent."),
        may=lambda user, row: (
            _is_announced(row) and not row.list_published_at and can_publish_list(user, row)
        ),
        do=lambda row, by, form_data: publish_list(row, by=by),
        done=_("The list of participants is published."),
        about=ABOUT,
    ),
    "materials": ActPage(
        label=_("All participants have the materials"),
        explanation=_(
            "Record it on the day on which it is so: the day of this entry is the one that counts."
        ),
        may=lambda user, row: (
            _is_announced(row)
            and row.list_published_at is not None
            and row.materials_sent_on is None
            and can_write(user, row)
        ),
        do=lambda row, by, form_data: note_materials(row, by=by),
        done=_("It is recorded."),
        about=ABOUT,
    ),
    "publish-record": ActPage(
        label=_("Publish the record"),
        explanation=_(
            "Everybody can read what each participant said and what came of it. The stage is done."
        ),
        may=lambda user, row: (
            _is_announced(row) and clock.today() >= row.held_on and can_publish_record(user, row)
        ),
        do=lambda row, by, form_data: publish_record(row, by=by),
        done=_("The record is published."),
        about=ABOUT,
    ),
    "drop": ActPage(
        label=_("Give the hearing up"),
        explanation=_("Nobody has seen the announcement. It is set aside; another one can be prepared."),
        may=lambda user, row: row.status == Status.DRAFT and can_write(user, row),
        do=lambda row, by, form_data: drop_hearing(row, by=by),
        done=_("The hearing is given up."),
        tone="btn--line",
        about=ABOUT,
    ),
    "correct": correct_act(
        "hearing",
        CorrectForm,
        label=_("Propose to correct or postpone it"),
        explanation=_("A day moves only to a later one. What stood before stays readable with the reason."),
        about=ABOUT,
    ),
    "call-off": withdraw_act(
        "hearing",
        label=_("Propose to call the hearing off"),
        explanation=_(
            "The hearing does not take place. The reason stands on its page. This cannot be undone."
        ),
        about=ABOUT,
    ),
    "take-list-back": withdraw_act(
        LIST,
        label=_("Propose to take the list back"),
        explanation=_("The list is drawn up and published anew, and the materials go out again."),
        about=ABOUT,
    ),
    "take-record-back": withdraw_act(
        RECORD,
        label=_("Propose to take the record back"),
        explanation=_(
            "The record no longer stands and is published anew; until then the stage is under way."
        ),
        about=ABOUT,
    ),
}
