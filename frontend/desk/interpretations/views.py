"""Interpretations at the desk: the list, writing in parts, preview, publishing by an editor."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.documents.actions import new_slug
from consultations.documents.queries import passages
from consultations.models import Passage, Version
from frontend.desk.access import DeskRequest, at_desk, explained, my_interpretation, page
from frontend.desk.acts import WRONG, ActPage, carry_out, offered, run_act_page
from frontend.desk.correcting import PROPOSED, may_propose, withdraw_act
from frontend.desk.desk_form import DAMAGED
from frontend.desk.interpretations.forms import CorrectForm, InterpretationForm, NewForm, Parts
from frontend.desk.interpretations.listed import INTERPRETATIONS, InterpretationFilter
from frontend.desk.lists.views import show_list
from participation.accounts.queries import is_self
from participation.corrections.actions import correct_published
from participation.text.cleaning import rich
from participation.text.titles import nested
from responses.interpretations.actions import (
    HEAD,
    edit_interpretation,
    prepare_interpretation,
    publish_interpretation,
)
from responses.interpretations.policies import can_prepare, can_publish, can_write
from responses.models import Interpretation, Part

Status = Interpretation.Status
ACTS: dict[str, ActPage[Interpretation]] = {
    "publish": ActPage(
        label=gettext_lazy("Publish the interpretation"),
        explanation=gettext_lazy(
            "It stands beside its document from now on, linked both ways; people can ask from it."
        ),
        may=lambda user, row: row.status == Status.DRAFT and can_publish(user, row),
        do=lambda row, by, form_data: publish_interpretation(row, by=by),
        done=gettext_lazy("The interpretation is published."),
        about="desk/interpretations/read.html",
    ),
    "withdraw": withdraw_act(
        "interpretation",
        label=gettext_lazy("Propose to take the interpretation back"),
        explanation=gettext_lazy(
            "It no longer stands; its page says why, and its document is explained anew."
        ),
        about="desk/interpretations/read.html",
    ),
}
may_correct = may_propose("interpretation", lambda row: row)


@at_desk
def interpretations(request: DeskRequest) -> HttpResponse:
    """Those of the departments this person writes, publishes or oversees for."""
    form = InterpretationFilter(request.GET)
    rows, more = form.apply(explained(request.user)), {"may_write": can_prepare(request.user)}
    return show_list(request, INTERPRETATIONS, rows, form, "desk/interpretations/list.html", more=more)


@at_desk
def new(request: DeskRequest) -> HttpResponse:
    """A new one; the parts it should have stand ready."""
    if not can_prepare(request.user):
        raise PermissionDenied
    asked = NewForm(user=request.user).fields["document"]
    first = asked.queryset.filter(slug=request.GET.get("document", "")).first()  # type: ignore[attr-defined]
    initial = (
        {"document": first, "title": nested(_("Explained: %(title)s") % {"title": first.title})}
        if first
        else {}
    )
    form = NewForm(request.POST or None, user=request.user, initial=initial)
    made: list[str] = []

    def do(parts: Parts) -> None:
        form_data = form.cleaned_data
        head = {name: form_data[name] for name in (*HEAD, "version")}
        document = form_data["document"]
        row = prepare_interpretation(
            document, by=request.user, slug=new_slug("jd"), parts=parts.texts(), **head
        )
        made.append(row.slug)

    return _write(request, form, None, do, made)


@at_desk
def interpretation(request: DeskRequest, slug: str) -> HttpResponse:
    """The draft to write on; read only for everybody else and once it is published."""
    row = my_interpretation(request, slug)
    if request.method != "POST" and (row.status != Status.DRAFT or not can_write(request.user, row)):
        return page(request, "desk/interpretations/show.html", _reading(request, row))
    form = InterpretationForm(request.POST or None, row=row, user=request.user)

    def do(parts: Parts) -> None:
        head = {name: form.cleaned_data[name] for name in (*HEAD, "version")}
        edit_interpretation(row, by=request.user, parts=parts.texts(), **head)

    return _write(request, form, row, do, [slug])


@at_desk
def act_page(request: DeskRequest, slug: str, name: str) -> HttpResponse:
    """An editor reads it once more and publishes; or it is proposed to take it back."""
    row = my_interpretation(request, slug)
    if name not in ACTS:
        raise Http404
    back = reverse("desk_interpretation", args=[slug])
    return run_act_page(request, row, ACTS[name], title=row.title, back=back, context=_reading(request, row))


@at_desk
def correct(request: DeskRequest, slug: str) -> HttpResponse:
    """A published one as it should read; a second person confirms it."""
    row = my_interpretation(request, slug)
    if request.method != "POST" and not may_correct(request.user, row):
        messages.warning(request, _("This cannot be done now, or not by you."))
        return HttpResponseRedirect(reverse("desk_interpretation", args=[slug]))
    form = CorrectForm(request.POST or None, row=row, user=request.user)

    def do(parts: Parts) -> None:
        changes: dict[str, Any] = {name: form.cleaned_data[name] for name in HEAD}
        if version := form.cleaned_data["version"]:
            changes["version"] = str(version.number)
        changes["parts"] = [list(part) for part in parts.texts()]
        correct_published(row, by=request.user, reason=form.cleaned_data["reason"], changes=changes)

    return _write(request, form, row, do, [slug], kept=str(PROPOSED))


def _write(
    request: DeskRequest,
    form: InterpretationForm,
    row: Interpretation | None,
    do: Any,
    made: list[str],
    *,
    kept: str = "",
) -> HttpResponse:
    parts = form.parts = Parts.posted(request.POST) if form.is_bound else Parts.of(row)
    go = request.POST.get("go", "")
    keeps = form.is_bound and go == "keep"
    if keeps and parts.is_valid() and carry_out(request, form, row or request.user, lambda: do(parts)):
        messages.success(request, kept or _("The interpretation is kept as a draft."))
        url = reverse("desk_interpretation", args=made) if made else reverse("desk_interpretations")
        return HttpResponseRedirect(url)
    if keeps and parts.is_damaged:
        form.add_error(None, str(DAMAGED))
    wrong = keeps and (bool(form.errors) or not parts.is_valid())
    if form.is_bound and not keeps:
        form = _as_typed(form)
    context = {
        "form": form,
        "parts": parts.forms,
        "interpretation": row,
        "preview": _preview(parts) if go == "preview" else None,
        "acts": offered(ACTS, request.user, row) if row else [],
        "back": reverse("desk_interpretations"),
        "passages": _text_of(form, row),
    }
    return page(request, "desk/interpretations/write.html", context, status=WRONG if wrong else 200)


def _text_of(form: InterpretationForm, row: Interpretation | None) -> list[Passage]:
    """The words of the text that is explained, to write beside them."""
    version = row.version if row else form.initial.get("version")
    return passages(version) if isinstance(version, Version) else []


def _as_typed(form: InterpretationForm) -> InterpretationForm:
    """The same form with what was typed and no complaints: a part was only moved, or the preview asked for."""
    initial = {name: form.data.get(name, "") for name in form.fields}
    return type(form)(row=form.row, user=form.user, initial=initial)


def _preview(parts: Parts) -> list[dict[str, str]]:
    parts.is_valid()
    labels = dict(Part.Kind.choices)
    return [
        {"heading": text.heading or str(labels[text.kind]), "body": rich(text.body)}
        for text in (form.part() for form in parts.forms if not form.errors)
        if text.body
    ]


def _reading(request: DeskRequest, row: Interpretation) -> dict[str, Any]:
    return {
        "interpretation": row,
        "parts": list(row.parts.all()),
        "acts": offered(ACTS, request.user, row),
        "may_correct": may_correct(request.user, row),
        "is_own": is_self(request.user, row.created_by_id),
    }
