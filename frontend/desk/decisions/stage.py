"""One stage of a matter at the desk: its rounds, what the law asks for before it, the forms to take it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from consultations.decisions.gates import before_sending, gates
from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.queries import StageSteps, pipeline
from consultations.decisions.rounds import sent_back
from consultations.decisions.stages import follows
from consultations.decisions.texts import newest_texts
from consultations.decisions.waiting import PASSED_REVIEW
from consultations.models import Passage, Version
from consultations.notices.gates import Gate
from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.acts import WRONG, carry_out
from frontend.desk.decisions.views import about, hearings_of, my_decision
from frontend.desk.decisions.ways import do_way, makers, ways_for, why_not, words_of
from frontend.desk.desk_form import DeskForm
from frontend.shared.dossier_marks import label_of, result_of
from frontend.shared.stage_records import lines_of, recording_of
from participation import clock
from participation.errors import NotPermitted, Refused

Stage = DecisionStage.Stage
READ_FIRST = (Stage.FAIR_COMPETITION_REVIEW, Stage.LEGALITY_REVIEW, Stage.COLLECTIVE_DECISION)
FORBIDDEN = 403


@at_desk
def stage(request: DeskRequest, slug: str, stage: str) -> HttpResponse:
    """A form that was sent counts once; one that is no longer this person's is refused in words, over what is now."""
    row = my_decision(request, slug)
    if stage not in Stage.values:
        raise Http404
    step = _step(row, stage)
    bound, refusal = _sent(request, row, step) if request.method == "POST" else (None, None)
    if bound and bound.done:
        told = _("Recorded. It counts once a second person has confirmed it.")
        messages.success(request, told if bound.way == "complete" else _("It is recorded."))
        return HttpResponseRedirect(reverse("desk_decision", args=[slug]))
    if request.method == "POST":
        row = my_decision(request, slug)  # as it stands now
        step = _step(row, stage)
    status = FORBIDDEN if isinstance(refusal, NotPermitted) else WRONG if request.method == "POST" else 200
    return page(
        request, "desk/decisions/stage.html", _drawn(request, row, step, bound, refusal), status=status
    )


class Sent:
    """A form that was sent: by its name, read, and whether it was done, now or the first time it came."""

    def __init__(self, way: str, form: DeskForm, done: bool) -> None:
        self.way, self.form, self.done = way, form, done


def _sent(request: DeskRequest, row: Decision, step: StageSteps) -> tuple[Sent | None, Refused | None]:
    """Do it, unless it was done before: that is asked first, since what was done takes its own form away."""
    way, user = request.POST.get("way", ""), request.user
    make = makers(user, row, step.stage, request.POST).get(way)
    if make is None:
        return None, Refused(_("The page sent a form that it does not have. Choose from what stands here."))
    form = make(request.POST, request.FILES, row=row, user=user, prefix=way)
    if way in ways_for(user, row, step):
        done = carry_out(request, form, row, lambda: do_way(way, row, step.stage, form, user))
        return Sent(way, form, bool(done)), None
    refusal = why_not(user, row, step, way)

    def refuse() -> None:
        raise refusal

    done = carry_out(request, form, row, refuse)
    return Sent(way, form, bool(done)), None if done else refusal


def _step(row: Decision, stage: str) -> StageSteps:
    return next(each for each in pipeline(row) if each.stage == stage)


def _drawn(
    request: DeskRequest, row: Decision, step: StageSteps, bound: Sent | None, refusal: Refused | None
) -> dict[str, Any]:
    forms = {
        name: make(row=row, user=request.user, prefix=name)
        for name, make in ways_for(request.user, row, step).items()
    }
    if bound and refusal is None:
        forms[bound.way] = bound.form
    return {
        **about(row),
        "step": step,
        "label": label_of(step.stage, row.kind),
        "recording": recording_of(row, step),
        "rounds": [(each, result_of(each), lines_of(each, inside=True)) for each in step.rounds],
        "gates": _asked(row, step, forms),
        "forms": forms,
        "ways": _ways(forms, step),
        "refusal": refusal,
        "texts": _texts(row) if step.stage in READ_FIRST else [],
        "follows": follows(row, step.stage),
        **hearings_of(request.user, row),
        "back": reverse("desk_decision", args=[row.slug]),
    }


def _asked(row: Decision, step: StageSteps, forms: dict[str, DeskForm]) -> list[Gate]:
    """What the law asks for: of a review of law before it is sent, all that its sending would be refused for."""
    is_sent = step.stage != Stage.LEGALITY_REVIEW or step.state == DecisionStage.Status.BEGUN
    is_lawful = step.latest is not None and step.latest.result in PASSED_REVIEW and sent_back(row) is None
    if is_sent or is_lawful:
        return gates(row, step.stage, _held_on(forms.get("complete")))
    return before_sending(row, step.stage)


def _ways(forms: dict[str, DeskForm], step: StageSteps) -> list[dict[str, Any]]:
    """The forms with their words: the usual one open, the others folded under a sentence that says when they fit."""
    drawn = []
    for n, (name, form) in enumerate(forms.items()):
        words = words_of(name, list(forms), step)
        is_first = n == 0 and not (step.is_over and words.fold) and name != "waive"
        drawn.append(
            {"name": name, "form": form, "words": words, "is_first": is_first, "is_open": bool(form.errors)}
        )
    return drawn


def _texts(row: Decision) -> list[tuple[Version, list[Passage]]]:
    """The texts as they read now, drafts too: what is reviewed, discussed and confirmed."""
    return [(version, list(version.passages.order_by("position"))) for version in newest_texts(row)]


def _held_on(form: DeskForm | None) -> Any:
    """The day of the hearing or meeting by which the checklist judges: what was entered, else today."""
    form_data: dict[str, Any] = getattr(form, "cleaned_data", {}) if form and form.is_bound else {}
    return form_data.get("held_on") or clock.today()
