"""A question on one screen: left the person's words, right the answer."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consultations.documents.queries import STANDING_LAST
from consultations.models import Passage, Version
from frontend.desk.access import DeskRequest, at_desk, my_question, page
from frontend.desk.acts import WRONG, carry_out, offered, run_act_page
from frontend.desk.contact_form import ContactForm, opened, shut
from frontend.desk.desk_form import NOT_BEGUN, DeskForm
from frontend.desk.lists.views import show_list
from frontend.desk.questions.acts import ACTS, is_submitted, may_handle, may_sign
from frontend.desk.questions.forms import ReplyForm, RouteForm, SignForm
from frontend.desk.questions.listed import QUESTIONS, QuestionFilter
from frontend.desk.questions.queue import beside
from frontend.desk.questions.steps import steps_inside
from frontend.shared.shown_files import all_files
from frontend.shared.time_shown import pause_shown, time_requests
from participation.deadlines.history import history_of
from participation.errors import InvalidMove
from responses.models import Question
from responses.questions.contacts import open_contact
from responses.questions.policies import (
    can_answer,
    can_read_inside,
    worked_on_by,
)
from responses.replies.actions import draft_reply, submit_reply
from responses.replies.checks import check_reply
from responses.replies.queries import reply_of, signed_for

Status = Question.Status
MOST_CLAUSES = 60
DECIDING = ("grant", "refuse", "withdraw-request")  # they stand beside the request


@at_desk
def questions(request: DeskRequest) -> HttpResponse:
    """Everything this person may handle or oversee."""
    form = QuestionFilter(request.GET)
    return show_list(request, QUESTIONS, form.apply(_inside(request)), form, "desk/questions/list.html")


@at_desk
def question(request: DeskRequest, number: str) -> HttpResponse:
    """One question; POST keeps the draft of its reply, or sends it to sign-off."""
    row = my_question(request, number)
    if request.method != "POST":
        return _show(request, row)
    form = ReplyForm(request.POST, row=row, user=request.user, passages=_passages(row))
    submits = request.POST.get("go") == "submit"

    def do() -> None:
        body, clauses, seen = form.cleaned_data["body"], form.clauses(), reply_of(row)
        if seen is None and form.cleaned_data["revision"] not in (None, NOT_BEGUN):
            raise InvalidMove(_("The question has gone to another department since you opened this page."))
        reply = draft_reply(row, by=request.user, body=body, leans_on=clauses, seen=seen)
        if submits:
            submit_reply(reply, by=request.user)

    if not carry_out(request, form, reply_of(row) or row, do):
        return _show(request, row, reply_form=form, status=WRONG if form.errors else 200)
    messages.success(request, _("Sent to sign-off.") if submits else _("The draft is kept."))
    return HttpResponseRedirect(reverse("desk") if submits else reverse("desk_question", args=[row.number]))


@at_desk
def act_page(request: DeskRequest, number: str, name: str) -> HttpResponse:
    """An act on the question, on a page of its own."""
    row = my_question(request, number)
    if name not in ACTS:
        raise Http404
    back = reverse("desk_question", args=[row.number])
    response = run_act_page(
        request, row, ACTS[name], title=row.title, back=back, context=_words(request, row)
    )
    if response.status_code == 302 and request.method == "POST" and not _still_mine(request, row):
        response.headers["Location"] = reverse("desk")
    return response


@at_desk
@require_POST
def contact(request: DeskRequest, number: str) -> HttpResponse:
    """Show how to reach the asker, this once, for a purpose; that it was opened is put on record."""
    row = my_question(request, number)
    if not may_handle(request.user, row):
        raise Http404
    form = ContactForm(request.POST, row=row, prefix="contact")
    contact = opened(form, lambda purpose: open_contact(row, by=request.user, purpose=purpose))
    return _show(request, row, contact=contact, status=WRONG if form.errors else 200)


@at_desk
@require_POST
def check(request: DeskRequest, number: str) -> HttpResponse:
    """What the desk would say about the reply as it stands; nothing is kept."""
    row = my_question(request, number)
    body = request.POST.get("body", "")
    return render(
        request,
        "desk/questions/check.html",
        {"warnings": check_reply(row.title, row.body, body), "body": body},
    )


def _show(
    request: DeskRequest,
    row: Question,
    *,
    reply_form: DeskForm | None = None,
    contact: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    passages = _passages(row)
    reply = reply_of(row)
    may_write = can_answer(request.user, row) and row.status == Status.ASSIGNED and not is_submitted(row)
    form = reply_form or ReplyForm(row=row, user=request.user, passages=passages)
    body = form["body"].value() or ""
    acts = offered(ACTS, request.user, row)
    inline = {name for name, _deed in acts} & {"route", "sign"}
    context = {
        **_words(request, row, contact=contact),
        "form": form,
        "reply": reply,
        "signed_for": signed_for(reply),
        "may_write": may_write or (reply_form is not None and can_answer(request.user, row)),
        "may_sign": may_sign(request.user, row),
        "warnings": check_reply(row.title, row.body, body)
        if body and (may_write or reply_form or is_submitted(row))
        else [],
        "body": body,
        "deciding": [pair for pair in acts if pair[0] in DECIDING],
        "acts": [
            (name, each)
            for name, each in acts
            if name not in ("sign", *DECIDING, *(["return"] if "sign" in inline else []))
            and not (name == "route" and row.status == Status.SUBMITTED)
        ],
        "route_form": RouteForm(row=row, user=request.user)
        if "route" in inline and row.status == Status.SUBMITTED
        else None,
        "sign_form": SignForm(row=row, user=request.user) if "sign" in inline else None,
        "passages": passages,
        "steps": steps_inside(row, reply),
        "history": history_of(row.deadline) if row.deadline else None,
        "similar": _similar(row),
        **beside(request.user, row),
        "leans_on": [clause.uid for clause in reply.leans_on.all()] if reply else [],
    }
    return page(request, "desk/questions/question.html", context, status=status)


def _words(request: DeskRequest, row: Question, *, contact: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "question": row,
        "may_handle": may_handle(request.user, row),
        "reply": reply_of(row),
        "files": all_files(row),
        "contact_url": reverse("desk_contact", args=[row.number]),
        **shut(row, may_handle(request.user, row)),
        **(contact or {}),
        "deciding": [],
        "requests": time_requests(row.deadline),
        "pause": pause_shown(row.deadline),
    }


def _passages(row: Question) -> list[Passage]:
    """The clauses a reply may lean on: those of the newest published text of what was asked about."""
    if row.document is None:
        return []
    version = row.document.versions.filter(status=Version.Status.PUBLISHED).order_by(*STANDING_LAST).last()
    if version is None:
        return []
    found = version.passages.filter(level__in=["article", "paragraph"]).select_related("clause", "version")
    return list(found[:MOST_CLAUSES])


def _similar(row: Question) -> list[Question]:
    """Answered questions about the same thing, newest first."""
    if row.document_id is None and row.department_id is None:
        return []
    near = Q(document=row.document_id) if row.document_id else Q(department=row.department_id)
    rows = Question.objects.filter(near, is_public=True, status=Status.ANSWERED).exclude(pk=row.pk)
    return list(rows.select_related("reply").order_by("-id")[:5])


def _inside(request: DeskRequest) -> QuerySet[Question]:
    return worked_on_by(request.user)


def _still_mine(request: DeskRequest, row: Question) -> bool:
    fresh = Question.objects.select_related("department").get(pk=row.pk)
    return can_read_inside(request.user, fresh)
