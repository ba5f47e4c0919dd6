"""The feedback: three paragraphs, two sums, and a second person who publishes."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from consultations.models import Consultation, Feedback, Opinion
from consultations.notices.counters import counts_of
from consultations.notices.phases import phase_of
from consultations.outcomes.actions import draft_feedback, publish_feedback, still_open
from consultations.outcomes.policies import can_draft_feedback, can_publish_feedback
from consultations.outcomes.queries import adopted_without_clause, digest_of_feedback
from frontend.desk.access import DeskRequest, at_desk, my_consultation, page
from frontend.desk.acts import WRONG, ActPage, carry_out, offered, run_act_page
from frontend.desk.correcting import AsItReadsForm, correct_act, withdraw_act
from frontend.desk.desk_form import DeskForm
from frontend.desk.text_seen import NONE_SEEN, TextSeen
from frontend.forms.fields import LimitedText
from participation.accounts.queries import is_self


class FeedbackForm(DeskForm):
    """We asked, you said, we did."""

    edits = True
    before_publication = ("asked", "said", "did")
    asked = LimitedText(
        label=gettext_lazy("About the consultation"),
        rows=4,
        required=False,
        help_text=gettext_lazy("What was put to the public, and why."),
    )
    said = LimitedText(
        label=pgettext_lazy("heading", "What was said"),
        rows=5,
        required=False,
        help_text=gettext_lazy("What people said, the critical things too."),
    )
    did = LimitedText(
        label=gettext_lazy("What was adopted, and why"),
        rows=5,
        required=False,
        help_text=gettext_lazy("What was changed because of it, and what was not."),
    )

    def prepare(self) -> None:
        """The paragraphs as they stand."""
        row: Feedback = self.row
        for name in ("asked", "said", "did"):
            self.initial.setdefault(name, getattr(row, name))


class PublishForm(DeskForm):
    """It says which paragraphs and dispositions whoever publishes has read: the digest is taken before they are."""

    text_seen = TextSeen()

    def prepare(self) -> None:
        """As it stands when the page is drawn."""
        super().prepare()
        self.initial["text_seen"] = digest_of_feedback(self.row)

    def clean_text_seen(self) -> str:
        """A form that does not say what was read has shown nothing."""
        return str(self.cleaned_data["text_seen"] or NONE_SEEN)


FEW = 8
PUBLISH: ActPage[Feedback] = ActPage(
    label=gettext_lazy("Publish the feedback"),
    explanation=gettext_lazy(
        "The consultation is concluded. Everybody who left an address is told what became of what they said."
    ),
    may=lambda user, row: row.status == Feedback.Status.DRAFT and can_publish_feedback(user, row),
    do=lambda row, by, form_data: publish_feedback(row, by=by, seen=form_data["text_seen"]),
    done=gettext_lazy("The feedback is published; the consultation is concluded."),
    form=PublishForm,
    about="desk/consultations/feedback_preview.html",
)


def _published(row: Feedback) -> Feedback | None:
    return row if row.pk else None


class CorrectFeedbackForm(AsItReadsForm):
    """The paragraphs as they should read, and why."""

    asked = FeedbackForm.base_fields["asked"]
    said = FeedbackForm.base_fields["said"]
    did = FeedbackForm.base_fields["did"]
    field_order = ("asked", "said", "did", "reason")


ACTS: dict[str, ActPage[Feedback]] = {
    "publish": PUBLISH,
    "correct": correct_act(
        "feedback",
        CorrectFeedbackForm,
        label=gettext_lazy("Propose to correct the feedback"),
        explanation=gettext_lazy(
            "The paragraphs are put right; what stood there stays readable, with both dates."
        ),
        target=_published,
        about="desk/consultations/feedback_preview.html",
    ),
    "withdraw": withdraw_act(
        "feedback",
        label=gettext_lazy("Propose to take the feedback back"),
        explanation=gettext_lazy(
            "The consultation is closed and waits for another feedback, with a whole new term from today."
        ),
        target=_published,
        about="desk/consultations/feedback_preview.html",
    ),
}


@at_desk
def feedback(request: DeskRequest, slug: str) -> HttpResponse:
    """The paragraphs and the sums with what is still open."""
    consultation = my_consultation(request, slug)
    row = _feedback(consultation)
    may_write = can_draft_feedback(request.user, consultation) and row.status == Feedback.Status.DRAFT
    form = FeedbackForm(request.POST or None, row=row, user=request.user)

    def do() -> None:
        draft_feedback(consultation, by=request.user, seen=row if row.pk else None, **form.values())

    if form.is_bound and carry_out(request, form, row if row.pk else consultation, do):
        messages.success(request, _("The paragraphs are kept."))
        return HttpResponseRedirect(reverse("desk_feedback", args=[slug]))
    context = {
        "consultation": consultation,
        "phase": phase_of(consultation),
        "feedback": row,
        "form": form,
        "may_write": may_write or (form.is_bound and can_draft_feedback(request.user, consultation)),
        "may_publish": row.pk and PUBLISH.may(request.user, row),
        "acts": offered({name: ACTS[name] for name in ("correct", "withdraw")}, request.user, row),
        "is_own": is_self(request.user, row.drafted_by_id),
        "counts": counts_of(consultation),
        "still_open": still_open(row),
        "unnamed": unnamed(consultation),
    }
    return page(request, "desk/consultations/feedback.html", context, status=WRONG if form.errors else 200)


@at_desk
def act_page(request: DeskRequest, slug: str, name: str) -> HttpResponse:
    """The second person reads it once more and publishes; or it is proposed to correct it, to take it back."""
    if name not in ACTS:
        raise Http404
    consultation = my_consultation(request, slug)
    row = _feedback(consultation)
    back = reverse("desk_feedback", args=[slug])
    if not row.pk:
        messages.warning(request, _("Nobody has written the feedback yet."))
        return HttpResponseRedirect(back)
    context = {
        "consultation": consultation,
        "feedback": row,
        "counts": SimpleLazyObject(lambda: counts_of(consultation)),  # read after the form took its digest
        "still_open": SimpleLazyObject(
            lambda: still_open(row) if row.status == Feedback.Status.DRAFT else {}
        ),
    }
    return run_act_page(request, row, ACTS[name], title=consultation.title, back=back, context=context)


def unnamed(consultation: Consultation) -> list[Opinion]:
    """The first of the adopted opinions that name no changed clause; one more than is shown."""
    return list(adopted_without_clause(consultation)[: FEW + 1])


def _feedback(consultation: Consultation) -> Feedback:
    found = Feedback.objects.filter(consultation=consultation).select_related("drafted_by").first()
    if found is None:
        return Feedback(consultation=consultation)
    found.consultation = consultation
    return found
