"""The files of a hearing: draft and note before it is announced, the record once it was held."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultations.decisions.hearings.files import attach_files, purposes_now, remove_file
from consultations.decisions.hearings.models import Hearing
from consultations.decisions.hearings.policies import can_write
from frontend.desk.access import DeskRequest, at_desk
from frontend.desk.file_page import FilePage, add_files, take_file_off
from frontend.desk.hearings.forms import HearingFilesForm
from frontend.desk.hearings.views import my_hearing
from participation.accounts.models import User


def _shown(row: Hearing, user: User) -> dict[str, Any]:
    purposes = [each.value for each in purposes_now(row)]
    return {
        "title": row.title,
        "back": reverse("desk_hearing", args=[row.pk]),
        "may": can_write(user, row) and bool(purposes),
        "files": [
            (each, reverse("desk_remove_hearing_file", args=[row.pk, each.token])) for each in row.files.all()
        ],
        "removable": purposes,
    }


FILES: FilePage[Hearing] = FilePage(
    form=HearingFilesForm,
    attach=attach_files,
    remove=remove_file,
    here=lambda row: reverse("desk_hearing_files", args=[row.pk]),
    template="desk/hearings/files.html",
    shown=_shown,
)


@at_desk
def files(request: DeskRequest, pk: int) -> HttpResponse:
    """What is attached so far; more of it."""
    return add_files(request, my_hearing(request, pk), FILES)


@at_desk
@require_POST
def remove(request: DeskRequest, pk: int, token: str) -> HttpResponse:
    """Take one off again."""
    return take_file_off(request, my_hearing(request, pk), FILES, token)
