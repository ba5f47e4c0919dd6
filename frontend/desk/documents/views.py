"""Bringing texts in: a file or a pasted text, the clauses that were read, and the confirmation."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.documents.actions import import_draft, revise
from consultations.documents.policies import can_draft as can_draft_texts
from consultations.documents.reimport import reimport
from consultations.documents.structure import Draft, flatten
from consultations.models import Document, Version
from consultations.notices.counters import clause_counts
from consultations.notices.policies import can_draft
from frontend.desk.access import DeskRequest, at_desk, my_consultation, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.documents.lines import corrected, drawn_lines, is_correction
from frontend.desk.documents.text_forms import KeepTextForm, NewTextForm, TextForm
from frontend.shared.text_view import length_of
from participation.accounts.models import Department
from participation.accounts.queries import Role, departments_where

# no version before it, nothing lost on the way, no line open
UNTOUCHED: dict[str, Any] = {"newest": None, "lost": None, "open_line": None, "line_form": None}
TOLD = ("moved", "new", "gone")  # each named; what is kept or reworded is counted


@at_desk
def new(request: DeskRequest) -> HttpResponse:
    """Upload or paste the draft, see what was read, confirm; then the notice."""
    if not can_draft_texts(request.user):
        raise PermissionDenied
    context = {
        **UNTOUCHED,
        "page_title": _("New consultation"),
        "back": reverse("desk_consultations"),
        "is_new": True,
    }
    if "sealed" in request.POST:
        keep = KeepTextForm(request.POST, user=request.user)
        if is_correction(request):
            return _corrected(request, keep, context)
        made: list[Version] = []

        def do() -> None:
            draft, name, department = keep.cleaned_data["sealed"]
            unit = Department.objects.get(pk=department)
            title = keep.cleaned_data["title"]
            made.append(import_draft(draft, department=unit, by=request.user, title=title, source_name=name))

        if carry_out(request, keep, request.user, do):
            slug = made[0].document.slug if made else _latest_of(request).slug
            return HttpResponseRedirect(reverse("desk_new_notice", args=[slug]))
        return _preview(request, keep, context)
    text = NewTextForm(request.POST or None, request.FILES or None, user=request.user)
    if text.is_bound and text.is_valid():
        return _preview(request, KeepTextForm.of(text), context)
    return page(
        request,
        "desk/consultations/text.html",
        {**context, "form": text},
        status=WRONG if text.errors else 200,
    )


@at_desk
def next_text(request: DeskRequest, slug: str) -> HttpResponse:
    """The next version of the text: what was read, what changes, confirm."""
    consultation = my_consultation(request, slug)
    back = reverse("desk_consultation", args=[slug])
    if not can_draft(request.user, consultation):
        raise PermissionDenied
    newest = consultation.document.versions.order_by("-number")[0]
    context = {
        **UNTOUCHED,
        "page_title": consultation.title,
        "back": back,
        "is_new": False,
        "newest": newest,
    }
    if "sealed" in request.POST:
        keep = KeepTextForm(request.POST, user=request.user)
        if is_correction(request):
            return _corrected(request, keep, context)

        def do() -> None:
            draft, name, _unit = keep.cleaned_data["sealed"]
            revise(newest, draft, by=request.user, title=keep.cleaned_data["title"], source_name=name)

        if carry_out(request, keep, newest, do):
            messages.success(request, _("The new text is kept as a draft. An editor publishes it."))
            return HttpResponseRedirect(back)
        return _preview(request, keep, context)
    text = TextForm(request.POST or None, request.FILES or None)
    if text.is_bound and text.is_valid():
        return _preview(request, KeepTextForm.of(text), context)
    return page(
        request,
        "desk/consultations/text.html",
        {**context, "form": text},
        status=WRONG if text.errors else 200,
    )


def _preview(request: DeskRequest, form: KeepTextForm, context: dict[str, Any]) -> HttpResponse:
    draft = _draft_of(form)
    if draft is None:
        text = NewTextForm(user=request.user) if context["is_new"] else TextForm()
        return page(
            request, "desk/consultations/text.html", {**context, "form": text, "lost": form}, status=WRONG
        )
    drawn = {
        **context,
        "form": form,
        "rows": (rows := flatten(draft)),
        "length": length_of(row.level for row in rows),
        "lines": drawn_lines(draft),
        "warnings": draft.warnings,
        "heading_block": draft.heading_block,
    }
    if newest := context["newest"]:
        drawn |= _compared(newest, draft)
    wrong = form.errors or (line.errors if (line := context["line_form"]) else False)
    return page(request, "desk/consultations/preview.html", drawn, status=WRONG if wrong else 200)


def _corrected(request: DeskRequest, keep: KeepTextForm, context: dict[str, Any]) -> HttpResponse:
    done = corrected(request, keep)
    return _preview(request, done.keep, {**context, "open_line": done.line, "line_form": done.form})


def _draft_of(form: KeepTextForm) -> Draft | None:
    if not form.is_bound:
        bare = KeepTextForm({"title": "x", "sealed": form.initial["sealed"]})
        bare.is_valid()
        return bare.cleaned_data["sealed"][0]  # type: ignore[no-any-return]
    found = form.cleaned_data.get("sealed") if hasattr(form, "cleaned_data") else None
    return found[0] if found else None


def _compared(newest: Version, draft: Draft) -> dict[str, Any]:
    """What would become of each clause and its comments, and what would change, before anything is kept."""
    found = reimport(newest, draft)
    notice = newest.document.consultations.order_by("-pk").first()
    counts = clause_counts(notice) if notice else {}
    return {
        "changes": found.changes,
        "sums": found.sums(),
        "shifted": [
            (each, counts.get(each.clause_id or 0, 0)) for each in found.identities if each.kind in TOLD
        ],
        "touched": sum(
            counts.get(each.clause_id or 0, 0) for each in found.identities if each.kind == "reworded"
        ),
    }


def texts_without_notice(request: DeskRequest) -> QuerySet[Document]:
    """Texts that were brought in and have no notice yet, the newest first."""
    own = departments_where(request.user, Role.DRAFTER)
    rows = Document.objects.filter(department__in=own, consultations=None, versions__status="draft")
    return rows.distinct().order_by("-id")


def texts_to_announce(request: DeskRequest) -> QuerySet[Document]:
    """The texts around which this person may write a notice, also those that have theirs by now."""
    return Document.objects.filter(department__in=departments_where(request.user, Role.DRAFTER))


def _latest_of(request: DeskRequest) -> Document:
    """What this person brought in last: a form that was sent twice made it the first time."""
    own = departments_where(request.user, Role.DRAFTER)
    latest: Document = Document.objects.filter(department__in=own, versions__created_by=request.user).latest(
        "pk"
    )
    return latest
