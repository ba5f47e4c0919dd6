"""Documents laid out with a notice, while it is a draft: risk report, expert opinions, the drafting note as a file."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from consultations.models import Consultation
from consultations.notices.files import Purpose, attach_files, remove_file
from consultations.notices.policies import can_draft
from frontend.desk.access import DeskRequest, at_desk, my_consultation
from frontend.desk.file_page import FilePage, FilesForm, add_files, take_file_off
from frontend.shared.shown_files import all_files
from participation.accounts.models import User


class LayOutForm(FilesForm):
    """What they are, and the files."""

    def purposes(self) -> Iterable[tuple[str, Any]]:
        """What the decree names, and others."""
        return Purpose.choices


def _shown(row: Consultation, user: User) -> dict[str, Any]:
    may = can_draft(user, row) and row.status == Consultation.Status.DRAFT
    return {"consultation": row, "may": may, "files": all_files(row)}


FILES: FilePage[Consultation] = FilePage(
    form=LayOutForm,
    attach=attach_files,
    remove=remove_file,
    here=lambda row: reverse("desk_files", args=[row.slug]),
    template="desk/consultations/files.html",
    shown=_shown,
    added=_("Kept. It becomes public with the notice."),
    removed=_("It is taken off the notice."),
)


@at_desk
def files(request: DeskRequest, slug: str) -> HttpResponse:
    """What is laid out so far; more of it."""
    return add_files(request, my_consultation(request, slug), FILES)


@at_desk
@require_POST
def remove(request: DeskRequest, slug: str, token: str) -> HttpResponse:
    """Take one off again."""
    return take_file_off(request, my_consultation(request, slug), FILES, token)
