"""Consultations at the desk: the list, the overview with its checklist, the notice, comments on paper."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.comments.intake import submit_comment
from consultations.comments.policies import can_enter
from consultations.decisions.nature import matters_of
from consultations.decisions.shortness import too_short_ones
from consultations.documents.actions import new_slug
from consultations.documents.policies import EDITS
from consultations.documents.policies import can_draft as can_draft_texts
from consultations.documents.queries import passages
from consultations.models import Clause, Consultation, Document
from consultations.notices import policies
from consultations.notices.actions import edit_consultation, prepare_consultation
from consultations.notices.counters import counts_of
from consultations.notices.gates import Gate, gates
from consultations.notices.phases import Phase, phase_of
from consultations.notices.policies import can_draft
from consultations.outcomes.gates import gates_of_final
from frontend.desk.access import DeskRequest, at_desk, explained, my_consultation, page
from frontend.desk.acts import WRONG, carry_out, offered, run_act_page
from frontend.desk.consultations.acts import ACTS
from frontend.desk.consultations.forms import EnterForm, NoticeForm
from frontend.desk.consultations.headers import header_lines
from frontend.desk.consultations.listed import CONSULTATIONS, ConsultationFilter
from frontend.desk.consultations.texts import next_version
from frontend.desk.documents.views import texts_to_announce, texts_without_notice
from frontend.desk.feedback.views import unnamed
from frontend.desk.lists.views import show_list
from frontend.forms.acts import act
from frontend.shared.text_view import clause_choices
from participation.accounts.queries import departments_where, is_self
from participation.errors import Conflict
from participation.ledger.audit import trail
from participation.ledger.idempotency import Answer
from participation.text.titles import nested

NEWEST = 15  # entries of what happened, the header of the document among them
MAY_ENTER = (Phase.OPEN, Phase.CLOSED)


@at_desk
def consultations(request: DeskRequest) -> HttpResponse:
    """The consultations this person works on or oversees, by phase."""
    own = departments_where(request.user, *policies.INSIDERS)
    form = ConsultationFilter(request.GET)
    rows = form.apply(policies.visible_to(request.user).filter(department__in=own))
    drafter = can_draft_texts(request.user)
    more = {
        "may_begin": drafter,
        "waiting_texts": list(texts_without_notice(request)[:10]) if drafter else [],
    }
    return show_list(request, CONSULTATIONS, rows, form, "desk/consultations/list.html", more=more)


@at_desk
def new_notice(request: DeskRequest, slug: str) -> HttpResponse:
    """The notice around a text that was brought in."""
    document = get_object_or_404(texts_to_announce(request), slug=slug)
    version = document.versions.order_by("-number")[0]
    form = NoticeForm(request.POST or None, row=document, user=request.user, initial=_first_words(document))

    def do() -> None:
        if (there := _notice_of(document)) is not None:
            raise Conflict(_("This text has its notice: %(title)s.") % {"title": there.title})
        prepare_consultation(version, by=request.user, slug=new_slug("c"), **form.values())

    if form.is_bound and carry_out(request, form, document, do):
        messages.success(request, _("The notice is kept as a draft."))
        return HttpResponseRedirect(_address_of(_notice_of(document)))
    if not form.is_bound and (there := _notice_of(document)) is not None:
        return HttpResponseRedirect(_address_of(there))
    context = {
        "form": form,
        "page_title": _("The notice"),
        "back": reverse("desk_consultations"),
        "title": document.title,
        "gates": [],
    }
    return page(request, "desk/consultations/notice.html", context, status=WRONG if form.errors else 200)


def _notice_of(document: Document) -> Consultation | None:
    return document.consultations.order_by("pk").first()


def _address_of(row: Consultation | None) -> str:
    return reverse("desk_consultation", args=[row.slug]) if row else reverse("desk_consultations")


@at_desk
def consultation(request: DeskRequest, slug: str) -> HttpResponse:
    """Where it stands, what is open, and what may be done."""
    row = my_consultation(request, slug)
    phase = phase_of(row)
    drafts = can_draft(request.user, row)
    upcoming = next_version(row)
    context = {
        **_about(row),
        "acts": offered(ACTS, request.user, row),
        "may_edit": drafts and phase is Phase.DRAFT,
        "may_enter": can_enter(request.user, row) and phase in MAY_ENTER,
        "may_bring_text": drafts and upcoming is None and phase is not Phase.DRAFT,
        "is_own": is_self(request.user, row.created_by_id),
        "drafts": drafts,
        "upcoming": upcoming,
        "feedback": getattr(row, "feedback", None),
        "interpretations": list(explained(request.user).filter(document=row.document_id).order_by("id")[:5]),
        "may_interpret": drafts,
        "header": header_lines(row.document),
        "trail": list(trail(row, row.document).exclude(act__in=EDITS).order_by("-id")[:NEWEST]),
        "passages": passages(row.draft_version),
        "too_short": too_short_ones([row]).get(row.pk),
        "may_lengthen": policies.can_publish(request.user, row),
    }
    return page(request, "desk/consultations/overview.html", context)


@at_desk
def edit(request: DeskRequest, slug: str) -> HttpResponse:
    """The notice, while it is a draft."""
    row = my_consultation(request, slug)
    form = NoticeForm(request.POST or None, row=row, user=request.user)
    back = reverse("desk_consultation", args=[slug])
    if request.method == "GET" and not can_draft(request.user, row):
        raise PermissionDenied
    if request.method == "GET" and row.status != Consultation.Status.DRAFT:
        messages.info(request, _("This notice has been published and is no longer a draft."))
        return HttpResponseRedirect(back)
    if form.is_bound and carry_out(
        request, form, row, lambda: edit_consultation(row, by=request.user, **form.values())
    ):
        messages.success(request, _("The notice is kept."))
        return HttpResponseRedirect(back)
    context = {"form": form, "page_title": _("The notice"), "back": back, "title": row.title, **_about(row)}
    return page(request, "desk/consultations/notice.html", context, status=WRONG if form.errors else 200)


@at_desk
def act_page(request: DeskRequest, slug: str, name: str) -> HttpResponse:
    """Publish, withdraw and the like, each on a page that says what it does."""
    row = my_consultation(request, slug)
    if name not in ACTS:
        raise Http404
    back = reverse("desk_consultation", args=[slug])
    context = {**_about(row), "final_gates": _final_gates(row) if name == "final" else []}
    return run_act_page(request, row, ACTS[name], title=row.title, back=back, context=context)


def _final_gates(row: Consultation) -> list[Gate]:
    version = next_version(row)
    return gates_of_final(row, version) if version else []


@at_desk
def enter(request: DeskRequest, slug: str) -> HttpResponse:
    """A comment that came by phone, letter, mail or in person, with its receipt to print."""
    row = my_consultation(request, slug)
    if not can_enter(request.user, row):
        raise PermissionDenied
    clauses = clause_choices(row.draft_version)
    form = EnterForm(request.POST or None, row=row, user=request.user, clauses=clauses)
    back = reverse("desk_consultation", args=[slug])
    if (
        form.is_bound
        and form.is_valid()
        and (answer := act(request, form, lambda: _entered(request, row, form)))
    ):
        return page(
            request, "desk/consultations/entered.html", {"answer": answer, "consultation": row, "back": back}
        )
    context = {"form": form, "page_title": row.title, "back": back, "consultation": row}
    return page(request, "desk/consultations/enter.html", context, status=WRONG if form.errors else 200)


def _entered(request: DeskRequest, row: Consultation, form: EnterForm) -> Answer:
    form_data = form.cleaned_data
    clause = Clause.objects.filter(uid=form_data["clause"]).first() if form_data["clause"] else None
    issued = submit_comment(
        row,
        by=request.user,
        body=form_data["body"],
        clause=clause,
        stance=form_data["stance"],
        name=form_data["name"],
        contact=form_data["contact"],
        wants_publication=form_data["publish"],
        channel=form_data["channel"],
    )
    return {"number": issued.number, "lookup_code": issued.lookup_code, "receipt": issued.receipt}


def _about(row: Consultation) -> dict[str, Any]:
    return {
        "consultation": row,
        "phase": phase_of(row),
        "gates": gates(row) if row.status == Consultation.Status.DRAFT else [],
        "counts": counts_of(row),
        "is_alone": _is_alone(row),
        "unnamed": unnamed(row) if phase_of(row) in (Phase.CLOSED, Phase.CONCLUDED) else [],
    }


def _is_alone(row: Consultation) -> bool:
    """Whether it is of a kind that goes the way of a matter, and belongs to none yet."""
    is_of_one = row.kind in (Consultation.Kind.MAJOR_DECISION, Consultation.Kind.NORMATIVE_DOCUMENT)
    is_going_on = row.status != Consultation.Status.WITHDRAWN and row.final_version_id is None
    return is_of_one and is_going_on and not matters_of(row)


def _first_words(document: Document) -> dict[str, Any]:
    title = document.title
    return {"title": nested(_("Call for comments on: %(title)s") % {"title": title})} if title else {}
