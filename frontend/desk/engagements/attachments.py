"""The files of a record of hearing people, before it is published."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from consultations.decisions.engagements.files import attach_files, remove_file
from consultations.decisions.engagements.models import Engagement
from consultations.decisions.engagements.policies import can_write
from frontend.desk.access import DeskRequest, at_desk
from frontend.desk.engagements.forms import EngagementFilesForm
from frontend.desk.engagements.views import my_engagement
from frontend.desk.file_page import FilePage, add_files, take_file_off
from participation.accounts.models import User


def _shown(row: Engagement, user: User) -> dict[str, Any]:
    files = list(row.files.order_by("pk"))
    return {
        "title": row.get_kind_display(),
        "back": reverse("desk_engagement", args=[row.pk]),
        "may": can_write(user, row) and row.status == Engagement.Status.DRAFT,
        "files": [
            (each, reverse("desk_remove_engagement_file", args=[row.pk, each.token])) for each in files
        ],
        "removable": [each.purpose for each in files],
    }


FILES: FilePage[Engagement] = FilePage(
    form=EngagementFilesForm,
    attach=attach_files,
    remove=remove_file,
    here=lambda row: reverse("desk_engagement_files", args=[row.pk]),
    template="desk/hearings/files.html",
    shown=_shown,
)


@at_desk
def files(request: DeskRequest, pk: int) -> HttpResponse:
    """What is attached so far; more of it."""
    return add_files(request, my_engagement(request, pk), FILES)


@at_desk
@require_POST
def remove(request: DeskRequest, pk: int, token: str) -> HttpResponse:
    """Take one off again."""
    return take_file_off(request, my_engagement(request, pk), FILES, token)
