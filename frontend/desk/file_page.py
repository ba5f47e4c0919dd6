"""The page of the files that are laid out with a row: what is there, more of it, one taken off again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.desk.access import DeskRequest, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.desk_form import DeskForm
from frontend.forms.files import FilesField
from participation.accounts.models import User

M = TypeVar("M", bound=Model)
KEPT, TAKEN_OFF = _("It is kept."), _("It is taken off.")


class FilesForm(DeskForm):
    """What they are, and the files."""

    purpose = forms.ChoiceField(
        label=_("What it is"), widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the kinds offered.")},
    )  # fmt: skip
    files = FilesField(  # type: ignore[assignment]
        label=_("Files"), required=True, error_messages={"required": _("Choose a file.")}
    )

    def prepare(self) -> None:
        """What they may be as the row stands."""
        purpose = self.fields["purpose"]
        assert isinstance(purpose, forms.ChoiceField)
        purpose.choices = self.purposes()

    def purposes(self) -> Iterable[tuple[str, Any]]:
        """The choices."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class FilePage(Generic[M]):
    """The files of a kind of row: its form, what its room does, and what the template shows beside the form."""

    form: type[FilesForm]
    attach: Callable[..., Any]  # of the room: (row, files, by=, purpose=)
    remove: Callable[..., Any]  # of the room: (row, token, by=)
    here: Callable[[M], str]  # the page's address
    template: str
    shown: Callable[[M, User], dict[str, Any]]  # also "may": whether this person may change them now
    added: str | Promise = KEPT
    removed: str | Promise = TAKEN_OFF


def add_files(request: DeskRequest, row: M, files: FilePage[M]) -> HttpResponse:
    """What is laid out so far; on POST more of it."""
    form = files.form(request.POST or None, request.FILES or None, row=row, user=request.user)

    def do() -> None:
        form_data = form.cleaned_data
        files.attach(row, form_data["files"], by=request.user, purpose=form_data["purpose"])

    if form.is_bound and carry_out(request, form, row, do):
        messages.success(request, str(files.added))
        return HttpResponseRedirect(files.here(row))
    return _drawn(request, row, files, form, None)


def take_file_off(request: DeskRequest, row: M, files: FilePage[M], token: str) -> HttpResponse:
    """A POST that takes one off again."""
    form = DeskForm(request.POST, row=row, user=request.user)
    if carry_out(request, form, row, lambda: files.remove(row, token, by=request.user)):
        messages.success(request, str(files.removed))
        return HttpResponseRedirect(files.here(row))
    return _drawn(request, row, files, files.form(row=row, user=request.user), form)


def _drawn(
    request: DeskRequest, row: M, files: FilePage[M], form: FilesForm, refused: DeskForm | None
) -> HttpResponse:
    context = {"form": form, "refused": refused, **files.shown(row, request.user)}
    return page(request, files.template, context, status=WRONG if (refused or form).errors else 200)
