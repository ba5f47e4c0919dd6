"""The import at the desk: the template, what a file would do row by row, and doing it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.desk_form import DAMAGED, DeskForm
from frontend.desk.people.template_file import template_file
from frontend.desk.people.views import administrators_only
from participation.accounts.import_rows import Line, read_lines
from participation.accounts.importing import Report, import_lines, try_import
from participation.delivery.mail import is_mail_sent
from participation.errors import Refused

SALT = "desk.people_import"
AN_HOUR = 3600  # seconds between the preview and its confirmation
KINDS = ("new", "changed", "unchanged", "wrong")


class UploadForm(forms.Form):
    """The filled-in template."""

    file = forms.FileField(
        label=gettext_lazy("The filled-in template"),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy(
            "An .xlsx of at most 2 MB. Nothing is kept before you have seen what it would do."
        ),
    )

    def clean_file(self) -> list[Line]:
        """Its rows."""
        sent = self.cleaned_data["file"]
        try:
            return read_lines(sent.read())
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from None


class ConfirmForm(DeskForm):
    """What was shown, sealed on its way, and how it is to be done."""

    sealed = forms.CharField(widget=forms.HiddenInput)
    right_rows = forms.BooleanField(
        label=gettext_lazy("Import the right rows and leave the wrong ones out"), required=False
    )
    invites = forms.BooleanField(
        label=gettext_lazy("Mail the new people the link to set their password"), required=False
    )

    def clean_sealed(self) -> list[Line]:
        """The rows that were shown to this person within the hour."""
        assert self.user is not None
        try:
            by, rows = signing.loads(self.cleaned_data["sealed"], salt=SALT, max_age=AN_HOUR)
        except signing.SignatureExpired:
            raise forms.ValidationError(
                _("The preview is older than an hour. Send the file again.")
            ) from None
        except signing.BadSignature:
            raise forms.ValidationError(DAMAGED) from None
        if by != self.user.pk:
            raise forms.ValidationError(DAMAGED)
        return [Line(**row) for row in rows]


@at_desk
def upload(request: DeskRequest) -> HttpResponse:
    """Send the file, and see what it would do."""
    administrators_only(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        lines: list[Line] = form.cleaned_data["file"]
        sealed = signing.dumps([request.user.pk, [line.packed() for line in lines]], salt=SALT, compress=True)
        first = {"sealed": sealed, "invites": is_mail_sent()}
        return _preview(
            request, ConfirmForm(user=request.user, initial=first), try_import(lines, by=request.user)
        )
    return page(
        request,
        "desk/people/import.html",
        {"form": form, "refused": {}},
        status=WRONG if form.errors else 200,
    )


@at_desk
def confirm(request: DeskRequest) -> HttpResponse:
    """Do what was shown."""
    administrators_only(request)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("desk_import"))
    form = ConfirmForm(request.POST, user=request.user)
    done: list[Report] = []

    def do() -> None:
        said = form.cleaned_data
        done.append(
            import_lines(
                said["sealed"], by=request.user, right_rows=said["right_rows"], invites=said["invites"]
            )
        )

    if carry_out(request, form, request.user, do):
        for report in done:
            messages.success(request, _summary(report))
            if report.uninvited:
                names = _(", ").join(report.uninvited[:20])
                messages.warning(
                    request, _("Without a link so far, make one on their pages: %(names)s") % {"names": names}
                )
        return HttpResponseRedirect(reverse("desk_people"))
    if lines := form.cleaned_data.get("sealed"):
        return _preview(request, form, try_import(lines, by=request.user), status=WRONG)
    return page(
        request, "desk/people/import.html", {"form": UploadForm(), "refused": form.errors}, status=WRONG
    )


@at_desk
def template(request: DeskRequest) -> HttpResponse:
    """The spreadsheet to fill in."""
    administrators_only(request)
    return template_file()


def _preview(request: DeskRequest, form: ConfirmForm, report: Report, *, status: int = 200) -> HttpResponse:
    counts = {kind: report.count(kind) for kind in KINDS}
    if not report.wrong:
        del form.fields["right_rows"]
    if not is_mail_sent():
        del form.fields["invites"]
    context: dict[str, Any] = {"form": form, "report": report, "counts": counts, "mails": is_mail_sent()}
    context["shown"] = [each for each in report.outcomes if each.kind in ("new", "changed")]
    return page(request, "desk/people/preview.html", context, status=status)


def _summary(report: Report) -> str:
    words = _(
        "Imported: %(new)d new, %(changed)d changed, %(unchanged)d unchanged, %(wrong)d left out; "
        "%(invited)d links mailed."
    )
    return words % {**{kind: report.count(kind) for kind in KINDS}, "invited": report.invited}
