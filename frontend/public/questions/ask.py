"""Asking: the form, similar answered questions while the title is typed, and the receipt."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from frontend.forms.acts import act
from frontend.forms.contacts import ContactField, follow_account
from frontend.forms.fields import LongText
from frontend.forms.files import FilesField
from frontend.forms.once import OnceForm
from frontend.forms.rows import DepartmentField
from frontend.public.receipts.page import receipt_page
from frontend.shared import throttle
from frontend.shared.about import About, about_of
from frontend.shared.fragments import is_fragment
from participation import clock
from participation.accounts.queries import is_person
from participation.ledger.idempotency import Answer
from responses.models import Question
from responses.questions.intake import MOST_TITLE, submit_question
from responses.questions.policies import places_for
from responses.questions.queries import similar_answered


class AskForm(OnceForm):
    """A question, complaint, suggestion or call for help."""

    about = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=Question.Kind.choices,
        initial=Question.Kind.INQUIRY,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what kind of message this is."),
            "invalid_choice": _("Choose what kind of message this is."),
        },
    )
    title = forms.CharField(
        label=_("In one line"),
        help_text=_("Such as: what papers do I need to have the water fee halved?"),
        error_messages={"required": _("Write in one line what it is about.")},
    )
    body = LongText(
        label=_("Your question in full"),
        help_text=_(
            "When, where, what happened, what you want to know: one matter a message. Please leave out identity "
            "numbers and the private affairs of others."
        ),
        error_messages={"required": _("Write what you want to know.")},
    )
    place = forms.CharField(
        label=_("Where"), required=False, max_length=120, help_text=_("Town or township, village, street")
    )
    department = DepartmentField(
        places_for(None),
        label=_("Who should answer"),
        required=False,
        to_field_name="slug",
        empty_label=_("I do not know: please pass it on"),
        error_messages={"invalid_choice": _("Choose one of the departments offered.")},
    )
    name = forms.CharField(label=_("Your name"), required=False, max_length=80, help_text=_("Kept secret"))
    contact = ContactField(help_text=_("Kept secret; an e-mail address gets the answer"))
    files = FilesField()  # type: ignore[assignment]
    publish = forms.BooleanField(
        label=_("Question and answer may be shown to everyone"),
        required=False,
        help_text=_("Your name and contact are not shown. Without the tick only you read the answer."),
    )

    def __init__(self, *args: Any, user: Any = None, **options: Any) -> None:
        super().__init__(*args, **options)
        follow_account(self, user)
        self.fields["title"].widget.attrs["data-max"] = MOST_TITLE


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask, from anywhere: `?about=` says what it is about, `?title=` comes from the page of similar questions."""
    if request.method != "POST":
        about = about_of(request.GET.get("about", ""))
        initial = {"about": about.key if about else "", "title": request.GET.get("title", "")[:MOST_TITLE]}
        return _page(request, AskForm(initial=initial, user=request.user), about)
    form = AskForm(request.POST, request.FILES, user=request.user)
    about = about_of(request.POST.get("about", ""))
    if form.is_valid() and (answer := act(request, form, lambda: _take(request, form, about))):
        return receipt_page(request, answer)
    return _page(request, form, about, status=422)


def _page(request: HttpRequest, form: AskForm, about: About | None, status: int = 200) -> HttpResponse:
    context = {"form": form, "about": about}
    return render(request, "public/ask.html", context, status=status)


def _take(request: HttpRequest, form: AskForm, about: About | None) -> Answer:
    sent = form.cleaned_data
    with throttle.posting(request):
        question, issued = submit_question(
            by=request.user if is_person(request.user) else None,
            kind=sent["kind"],
            title=sent["title"],
            body=sent["body"],
            about=about.row if about else None,
            department=sent["department"],
            name=sent["name"],
            contact=sent["contact"],
            place=sent["place"],
            wants_publication=sent["publish"],
            language=get_language() or "zh-hans",
            files=sent["files"],
        )
    return {
        "number": issued.number,
        "lookup_code": issued.lookup_code,
        "at": clock.now().isoformat(),
        "due_on": question.due_on.isoformat(),
        "about": about.key if about else "",
        "back": about.url if about else "",
        "receipt": issued.receipt,
    }


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """Answered questions like the title being typed: a fragment for the form, a page of its own without script."""
    title = request.GET.get("title", "").replace("\0", "")[:MOST_TITLE]
    context = {
        "title": title,
        "found": similar_answered(title) if len(title.strip()) > 1 else [],
        "about": about_of(request.GET.get("about", "")),
    }
    answer = render(
        request, "public/_similar.html" if is_fragment(request) else "public/similar.html", context
    )
    patch_vary_headers(answer, ["HX-Request"])
    return answer
