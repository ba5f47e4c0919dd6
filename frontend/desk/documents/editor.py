"""Editing a draft clause by clause: reword in place, add, move, remove, number anew."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from consultations.documents.editing import (
    add_clause,
    begin_revision,
    block_seen,
    end_of,
    remove_clause,
    retitle,
    reword_clause,
)
from consultations.documents.policies import can_draft
from consultations.documents.queries import passages
from consultations.documents.reorder import move_clause, order_seen, renumber_articles
from consultations.documents.structure import STRUCTURAL
from consultations.models import Consultation, Document, Passage, Version
from consultations.notices.counters import clause_counts
from consultations.notices.policies import INSIDERS
from consultations.notices.queries import title_of_next
from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.desk_form import DeskForm
from frontend.desk.documents.forms import AddForm, BlockForm, MoveForm, TitleForm, WordingForm
from frontend.shared.fragments import is_fragment
from frontend.shared.text_view import label_of, length_of
from participation.accounts.queries import departments_where
from participation.errors import Conflict

TOP = "top"


@dataclass(frozen=True)
class Row:
    """A clause of the draft with what hangs on it and how it stands to the version before."""

    passage: Passage
    comments: int
    state: str  # "", changed, added

    @property
    def uid(self) -> str:
        return self.passage.clause.uid

    @property
    def name(self) -> str:
        return label_of(self.passage)

    @property
    def is_heading(self) -> bool:
        return self.passage.level in STRUCTURAL


@dataclass
class Sheet:
    """A draft on the desk: its rows, the version before it, the consultation whose comments it must heed."""

    document: Document
    version: Version
    consultation: Consultation | None
    rows: list[Row]
    gone: list[Row]
    may: bool

    def find(self, uid: str) -> Row:
        """The row of a clause. Raises Http404."""
        found = next((row for row in self.rows if row.uid == uid), None)
        if found is None:
            raise Http404
        return found

    def block(self, row: Row) -> list[Row]:
        """A clause with all that stands under it."""
        flat = [each.passage for each in self.rows]
        return self.rows[row.passage.position : end_of(flat, row.passage.position)]


@at_desk
def editor(request: DeskRequest, slug: str) -> HttpResponse:
    """The draft with an edit button at every clause; `?clause=` gives one row back to htmx."""
    sheet = _sheet(request, slug)
    order = order_seen(each.passage for each in sheet.rows)
    context = _frame(sheet) | {"sheet": sheet, "rows": sheet.rows, "may": sheet.may, "order": order}
    context["length"] = length_of(each.passage.level for each in sheet.rows)
    if is_fragment(request) and (uid := request.GET.get("clause")):
        answer = render(request, "desk/drafting/_row.html", context | {"row": sheet.find(uid)})
    else:
        answer = page(request, "desk/drafting/editor.html", context)
    patch_vary_headers(answer, ["HX-Request"])
    return answer


@at_desk
@require_POST
def begin(request: DeskRequest, slug: str) -> HttpResponse:
    """Begin the next version as a copy of the newest one."""
    document = _document(request, slug)
    newest = document.versions.order_by("-number")[0]
    form = DeskForm(request.POST, row=newest, user=request.user)
    title = title_of_next(newest)
    if not carry_out(request, form, document, lambda: begin_revision(newest, by=request.user, title=title)):
        messages.warning(request, " ".join(str(each) for each in form.non_field_errors()))
    return HttpResponseRedirect(reverse("desk_draft", args=[slug]))


@at_desk
def title(request: DeskRequest, slug: str) -> HttpResponse:
    """What the draft is called."""
    sheet = _writable(request, slug)
    form = TitleForm(_sent(request), row=sheet.version, user=request.user)

    def do() -> None:
        retitle(sheet.version, form.cleaned_data["title"], by=request.user)

    if form.is_bound and carry_out(request, form, sheet.version, do):
        messages.success(request, _("The title is kept."))
        return _back(sheet, "")
    return _act(request, sheet, None, form, title=_("Title of the text"), do=_("Keep it"))


@at_desk
def edit(request: DeskRequest, slug: str, uid: str) -> HttpResponse:
    """One clause as a form, in its place or on a page of its own."""
    sheet = _writable(request, slug)
    row = sheet.find(uid)
    form = WordingForm(request.POST or None, row=row.passage, user=request.user, prefix=uid)

    def do() -> None:
        reword_clause(row.passage, form.wording(), by=request.user)

    if form.is_bound and carry_out(request, form, sheet.document, do):
        if not is_fragment(request):
            return _back(sheet, uid)
        sheet = _sheet(request, slug)
        context = _frame(sheet) | {"sheet": sheet, "may": sheet.may, "is_kept": True}
        return render(request, "desk/drafting/_row.html", context | {"row": sheet.find(uid)})
    context = _frame(sheet) | {"sheet": sheet, "row": row, "form": form}
    status = WRONG if form.errors else 200
    if is_fragment(request):
        return render(request, "desk/drafting/_edit.html", context, status=status)
    return page(request, "desk/drafting/edit.html", context, status=status)


@at_desk
def add(request: DeskRequest, slug: str, uid: str) -> HttpResponse:
    """A new clause behind this one, or first of all."""
    sheet = _writable(request, slug)
    row = None if uid == TOP else sheet.find(uid)
    form = AddForm(request.POST or None, row=row.passage if row else None, user=request.user)
    made: list[Passage] = []

    def do() -> None:
        after = row.passage.clause if row else None
        level = form.cleaned_data["level"]
        made.append(add_clause(sheet.version, after, level, form.wording(), by=request.user))

    if form.is_bound and carry_out(request, form, sheet.document, do):
        messages.success(request, _("The new clause stands in the draft."))
        return _back(sheet, made[0].clause.uid if made else uid)
    title = _("A new clause behind %(clause)s") % {"clause": row.name} if row else _("A new clause")
    return _act(request, sheet, row, form, title=title, do=_("Add it"))


@at_desk
def move(request: DeskRequest, slug: str, uid: str) -> HttpResponse:
    """Put a clause elsewhere, with all that stands under it."""
    sheet = _writable(request, slug)
    row = sheet.find(uid)
    block = sheet.block(row)
    rest = [each.passage for each in sheet.rows if each not in block]
    before = rest[row.passage.position - 1].clause.uid if row.passage.position else ""
    as_drawn = order_seen(each.passage for each in sheet.rows)
    initial = {"after": before, "block": as_drawn}
    form = MoveForm(_sent(request), row=row.passage, user=request.user, rows=rest, initial=initial)

    def do() -> None:
        seen = form.cleaned_data["block"]
        move_clause(sheet.version, row.passage.clause, form.clause(), by=request.user, seen=seen)

    if form.is_bound and carry_out(request, form, sheet.document, do):
        messages.success(request, _("The clause stands elsewhere now; its number is as it was."))
        return _back(sheet, uid)
    form.show_block(as_drawn)
    title = _("Move %(clause)s") % {"clause": row.name}
    return _act(request, sheet, row, form, title=title, do=_("Move it"), members=block)


@at_desk
def remove(request: DeskRequest, slug: str, uid: str) -> HttpResponse:
    """Take a clause out, after a look at what goes with it and what people said on it."""
    sheet = _writable(request, slug)
    if request.method == "POST" and not any(row.uid == uid for row in sheet.rows):
        return _out_already(request, sheet)
    row = sheet.find(uid)
    block = sheet.block(row)
    as_drawn = block_seen(each.passage for each in block)
    form = BlockForm(_sent(request), row=row.passage, user=request.user, initial={"block": as_drawn})

    def do() -> None:
        remove_clause(sheet.version, row.passage.clause, by=request.user, seen=form.cleaned_data["block"])

    if form.is_bound and carry_out(request, form, sheet.document, do):
        messages.success(request, _("The clause is out of this version; earlier versions keep it."))
        before = sheet.rows[row.passage.position - 1].uid if row.passage.position else ""
        return _back(sheet, before)
    form.show_block(as_drawn)
    title = _("Take %(clause)s out") % {"clause": row.name}
    return _act(request, sheet, row, form, title=title, do=_("Take it out"), members=block, tone="btn--alarm")


def _out_already(request: DeskRequest, sheet: Sheet) -> HttpResponse:
    """The form to take out a clause that is not there any more: sent twice, it was taken out the first time."""
    form = BlockForm(request.POST, row=None, user=request.user)

    def do() -> None:
        raise Conflict(_("This clause is not in the draft any more."))

    if carry_out(request, form, sheet.document, do):
        messages.success(request, _("The clause is out of this version; earlier versions keep it."))
    else:
        messages.warning(request, " ".join(str(each) for each in form.non_field_errors()))
    return _back(sheet, "")


@at_desk
@require_POST
def renumber(request: DeskRequest, slug: str) -> HttpResponse:
    """Number the articles anew."""
    sheet = _writable(request, slug)
    form = BlockForm(request.POST, row=sheet.version, user=request.user)
    changed: list[int] = []

    def do() -> None:
        seen = form.cleaned_data["block"]
        changed.append(renumber_articles(sheet.version, by=request.user, seen=seen))

    if carry_out(request, form, sheet.document, do):
        n = changed[0] if changed else 0
        message = ngettext(
            "%(n)d article has a new number. References in the text stay as they were: please check them.",
            "%(n)d articles have a new number. References in the text stay as they were: please check them.",
            n,
        )
        messages.success(request, message % {"n": n} if n else _("The numbers were in order."))
    else:
        messages.warning(request, " ".join(str(each) for each in form.non_field_errors()))
    return _back(sheet, "")


def _sent(request: DeskRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def draft_of(document: Document) -> Version | None:
    """Its newest version, while that is a draft."""
    newest = document.versions.order_by("-number").first()
    return newest if newest and newest.status == Version.Status.DRAFT else None


def _document(request: DeskRequest, slug: str) -> Document:
    own = departments_where(request.user, *INSIDERS)
    return get_object_or_404(Document.objects.select_related("department"), slug=slug, department__in=own)


def _writable(request: DeskRequest, slug: str) -> Sheet:
    sheet = _sheet(request, slug)
    if not sheet.may:
        raise PermissionDenied
    return sheet


def _sheet(request: DeskRequest, slug: str) -> Sheet:
    document = _document(request, slug)
    version = draft_of(document)
    if version is None:
        raise Http404
    version.document = document
    consultation = document.consultations.order_by("-pk").first()
    counts = clause_counts(consultation) if consultation else {}
    base = document.versions.filter(number__lt=version.number).order_by("-number").first()
    old = {row.clause_id: row for row in passages(base)} if base else {}
    rows = [
        Row(row, counts.get(row.clause_id, 0), _state(row, old.get(row.clause_id), bool(base)))
        for row in passages(version)
    ]
    there = {row.passage.clause_id for row in rows}
    gone = [Row(row, counts.get(pk, 0), "removed") for pk, row in old.items() if pk not in there]
    may = can_draft(request.user, document.department)
    return Sheet(document, version, consultation, rows, gone, may)


def _state(row: Passage, old: Passage | None, has_base: bool) -> str:
    if old is None:
        return "added" if has_base else ""
    same = (row.label, row.heading, row.text) == (old.label, old.heading, old.text)
    return "" if same else "changed"


def _frame(sheet: Sheet) -> dict[str, Any]:
    back = (
        reverse("desk_consultation", args=[sheet.consultation.slug])
        if sheet.consultation
        else reverse("desk_consultations")
    )
    return {"document": sheet.document, "version": sheet.version, "back": back, "is_kept": False}


def _act(request: DeskRequest, sheet: Sheet, row: Row | None, form: DeskForm, **more: Any) -> HttpResponse:
    context = _frame(sheet) | {"sheet": sheet, "row": row, "form": form, "members": [], "tone": ""} | more
    return page(request, "desk/drafting/act.html", context, status=WRONG if form.errors else 200)


def _back(sheet: Sheet, uid: str) -> HttpResponse:
    anchor = f"#d-{uid}" if uid and uid != TOP else ""
    return HttpResponseRedirect(reverse("desk_draft", args=[sheet.document.slug]) + anchor)
