"""Checking comments: one on one screen, and the next by itself."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from consultations.comments.actions import (
    accept_comment,
    reopen_moderation,
    return_comment,
    withhold_comment,
)
from consultations.comments.contacts import open_contact
from consultations.comments.policies import (
    can_moderate,
    can_read_contact,
    can_return,
    to_moderate,
    visible_to,
)
from consultations.models import Comment
from consultations.notices.counters import counts_of
from consultations.notices.phases import Phase, phase_of
from consultations.notices.policies import can_read_inside
from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.comments.forms import AcceptForm, ReturnForm, WithholdForm
from frontend.desk.contact_form import ContactForm, opened, shut
from frontend.desk.desk_form import DeskForm
from frontend.shared.shown_files import all_files
from participation.accounts.models import User
from participation.errors import Invalid
from participation.ledger.models import AuditEntry
from participation.text.masking import shown_text

Status = Comment.Status
HANDLED = ("comment.published", "comment.private", "comment.withheld", "comment.returned")
FORMS: dict[str, type[DeskForm]] = {
    "accept": AcceptForm,
    "withhold": WithholdForm,
    "return": ReturnForm,
    "reopen": DeskForm,
}
DO: dict[str, Callable[[Comment, User, Any], Any]] = {
    "accept": lambda row, by, form: accept_comment(
        row, by=by, hide=form.passages(), files=form.cleaned_data.get("files", ())
    ),
    "withhold": lambda row, by, form: withhold_comment(row, by=by, reason=form.cleaned_data["reason"]),
    "return": lambda row, by, form: return_comment(row, by=by, note=form.cleaned_data["note"]),
    "reopen": lambda row, by, form: reopen_moderation(row, by=by),
}
DONE = {
    "accept": gettext_lazy("%(number)s stands."),
    "withhold": gettext_lazy("%(number)s is not shown; it is weighed all the same."),
    "return": gettext_lazy("%(number)s went back to its writer."),
    "reopen": gettext_lazy("%(number)s is again among those to be checked."),
}


@at_desk
def moderation(request: DeskRequest) -> HttpResponse:
    """To the comment that has waited longest; when none waits, what was handled lately."""
    first = _waiting(request).first()
    if first is not None:
        return HttpResponseRedirect(_address(request, first))
    return page(request, "desk/moderation/done.html", {"handled": handled_by(request.user)})


@at_desk
def comment(request: DeskRequest, number: str) -> HttpResponse:
    """One comment with its clause beside it and what the public will see."""
    return _show(request, _comment(request, number), {})


@at_desk
@require_POST
def decide(request: DeskRequest, number: str, way: str) -> HttpResponse:
    """Accept, withhold, return or reopen it; then the next one."""
    if way not in FORMS:
        raise Http404
    row = _comment(request, number)
    form = FORMS[way](request.POST, row=row, user=request.user, prefix=way)
    if not carry_out(request, form, row, lambda: DO[way](row, request.user, form)):
        return _show(request, row, {way: form})
    messages.success(request, _said(row, way))
    following = row if way == "reopen" else _waiting(request).filter(pk__gt=row.pk).first()
    if following is None:
        return HttpResponseRedirect(f"{reverse('desk_moderation')}{_scope(request)}")
    return HttpResponseRedirect(_address(request, following))


@at_desk
@require_POST
def preview(request: DeskRequest, number: str) -> HttpResponse:
    """What the public would see with the passages named so far; nothing is kept."""
    row = _comment(request, number)
    form = AcceptForm(request.POST, row=row, user=request.user, prefix="accept")
    if request.htmx:
        return render(request, "desk/moderation/shown.html", {"comment": row, **_shown(row, form)})
    return _show(request, row, {"accept": form}, is_preview=True)


@at_desk
@require_POST
def contact(request: DeskRequest, number: str) -> HttpResponse:
    """Show how to reach the writer, this once, for a purpose; that it was opened is put on record."""
    row = _comment(request, number)
    if not can_read_contact(request.user, row):
        raise Http404
    form = ContactForm(request.POST, row=row, prefix="contact")
    shown = opened(form, lambda purpose: open_contact(row, by=request.user, purpose=purpose))
    return _show(request, row, {}, contact=shown, status=WRONG if form.errors else 200)


def _said(row: Comment, way: str) -> str:
    """What was done, with the way back to it: the next one is on the screen already."""
    words = str(DONE[way]) % {"number": row.number}
    if way == "reopen":
        return words
    link = reverse("desk_comment", args=[row.number])
    return format_html('{} <a href="{}">{}</a>', words, link, _("Look at it again, or undo it"))


def handled_by(user: User) -> list[Comment]:
    """The comments this person handled last, newest first, so that a slip can be undone."""
    acts = AuditEntry.objects.filter(by=user, kind="comment", act__in=HANDLED).order_by("-id")
    ids = list(dict.fromkeys(acts.values_list("object_id", flat=True)[:12]))[:8]
    found = Comment.objects.select_related("consultation").in_bulk(ids)
    return [found[pk] for pk in ids if pk in found and found[pk].status != Status.PENDING]


def _show(
    request: DeskRequest,
    row: Comment,
    bound: dict[str, DeskForm],
    *,
    is_preview: bool = False,
    contact: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    waiting = _waiting(request)
    may = can_moderate(request.user, row)
    forms = {
        name: bound.get(name) or form(row=row, user=request.user, prefix=name) for name, form in FORMS.items()
    }
    accept = forms["accept"]
    assert isinstance(accept, AcceptForm)
    over = phase_of(row.consultation) not in (Phase.OPEN, Phase.CLOSED)
    context = {
        "comment": row,
        "passage": row.version.passages.filter(clause=row.clause_id).first() if row.clause_id else None,
        "may": may and row.status == Status.PENDING,
        "may_return": can_return(row.consultation),
        "may_reopen": may and not over and row.status not in (Status.PENDING, Status.WITHDRAWN),
        "forms": forms,
        "counts": counts_of(row.consultation),
        "previous": waiting.filter(pk__lt=row.pk).last() if may else None,
        "following": waiting.filter(pk__gt=row.pk).first() if may else None,
        "handled": handled_by(request.user) if may else [],
        "files": all_files(row),
        "scope": _scope(request),
        **_shown(row, accept),
        "contact_url": f"{reverse('desk_comment_contact', args=[row.number])}{_scope(request)}",
        **shut(row, can_read_contact(request.user, row)),
        **(contact or {}),
    }
    wrong = any(form.errors for form in bound.values()) and not is_preview
    return page(request, "desk/moderation/comment.html", context, status=WRONG if wrong else status)


def _shown(row: Comment, form: AcceptForm) -> dict[str, str]:
    try:
        return {"shown": shown_text(row.body, form.passages()), "problem": ""}
    except Invalid as wrong:
        return {"shown": shown_text(row.body), "problem": str(wrong)}


def _comment(request: DeskRequest, number: str) -> Comment:
    row = get_object_or_404(visible_to(request.user).select_related("version", "entered_by"), number=number)
    if not can_read_inside(request.user, row.consultation):
        raise Http404
    return row


def _waiting(request: DeskRequest) -> QuerySet[Comment]:
    rows = to_moderate(request.user)
    slug = request.GET.get("consultation")
    return rows.filter(consultation__slug=slug) if slug else rows


def _scope(request: DeskRequest) -> str:
    slug = request.GET.get("consultation")
    return f"?consultation={slug}" if slug and slug.replace("-", "").replace("_", "").isalnum() else ""


def _address(request: DeskRequest, row: Comment) -> str:
    return f"{reverse('desk_comment', args=[row.number])}{_scope(request)}"
