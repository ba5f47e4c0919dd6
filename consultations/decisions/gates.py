"""What the law asks for before a stage may be taken (decree 713); the desk's checklist and the refusal say the same."""

from datetime import date

from django.utils.translation import gettext as _

from consultations.decisions.bases import basis_of, basis_of_dossier, where_it_applies
from consultations.decisions.engagements import gates as engagements
from consultations.decisions.hearings import gates as hearings
from consultations.decisions.lists import is_listed_as_major
from consultations.decisions.models import DECREE, Decision, DecisionStage
from consultations.decisions.names import AS_LISTED
from consultations.decisions.natural_gates import done, of_its_nature, on_second_look
from consultations.decisions.nature import COLUMNS, taken_away, told_of, traits_of
from consultations.decisions.put_out import changed_as_told, started_before_it_was_put_out, was_put_out
from consultations.decisions.review_time import time_for_review
from consultations.decisions.rounds import latest, name_of
from consultations.decisions.texts import are_covered, newest_texts, texts_of
from consultations.documents.models import Version
from consultations.documents.queries import digest_of
from consultations.notices.floors import floors, too_short_for
from consultations.notices.gates import Gate
from consultations.notices.models import Consultation
from consultations.notices.traits import labels_of
from participation import clock
from participation.corrections.queries import confirmed
from participation.deadlines.rulebook import Rule, rule
from participation.errors import Incomplete
from participation.ledger.audit import trail
from participation.text.days import day_words

Stage = DecisionStage.Stage
Status = DecisionStage.Status
Result = DecisionStage.Result
BEFORE_MEETING = (
    Stage.INITIATION, Stage.AGENCY_CONSULTATION, Stage.PUBLIC_PARTICIPATION, Stage.HEARING, Stage.EXPERT_REVIEW,
    Stage.RISK_ASSESSMENT, Stage.FAIR_COMPETITION_REVIEW, Stage.LEGALITY_REVIEW,
)  # fmt: skip
OF_THE_MEETING = (Stage.COLLECTIVE_DECISION, Stage.PARTY_REPORT)
AFTER_THE_DECISION = {
    Stage.ARCHIVING: f"{DECREE}第三十三条",
    Stage.IMPLEMENTATION: f"{DECREE}第三十四条",
    Stage.POST_EVALUATION: f"{DECREE}第三十六条",
}


@where_it_applies
def gates(
    decision: Decision, stage: str, on: date | None = None, *, texts: dict[str, str] | None = None
) -> list[Gate]:
    """Everything asked for before `stage` may be taken (on the day `on`, for a hearing or a meeting).

    `texts` are the matter's `texts_of`, where the caller has read them already.
    """
    if stage == Stage.HEARING:
        return hearings.of_stage(decision, on)
    if stage in AFTER_THE_DECISION:
        basis = AFTER_THE_DECISION[Stage(stage)] if decision.kind == Decision.Kind.MAJOR_DECISION else ""
        return [_is_decided(decision, basis), *_in_force(decision, stage, basis)]
    own = {
        Stage.LEGALITY_REVIEW: _before_review,
        Stage.COLLECTIVE_DECISION: _before_meeting,
        Stage.PARTY_REPORT: _before_report,
        Stage.PUBLICATION: _before_publication,
    }.get(Stage(stage))
    return own(decision, on, texts_of(decision) if texts is None else texts) if own else []


@where_it_applies
def gates_of_text(decision: Decision, version: Version) -> list[Gate]:
    """Everything asked for before `version` may be published as decided (decree 713, articles 25, 29 to 32)."""
    text = {str(version.pk): digest_of(version)}
    basis = basis_of(decision, Stage.PUBLICATION)
    return [
        *_of_the_dossier(decision, basis, document=version.document_id), *_may_be_public(decision, basis),
        *was_put_out(decision, [version]), *changed_as_told(decision, basis), _reviewed(decision, text),
        *_passed(decision, text),
    ]  # fmt: skip


def _may_be_public(decision: Decision, basis: str) -> list[Gate]:
    """What the law forbids to publish, which is why the public was not heard, is not published either."""
    row = latest(decision, Stage.PUBLIC_PARTICIPATION)
    if row is None or row.status != Status.NOT_NEEDED or row.ground != DecisionStage.Ground.NOT_PUBLIC:
        return []
    message = _(
        "The public was not heard because the law forbids to publish it: nor is its text published then."
    )
    return [Gate(Stage.PUBLICATION, message, basis, False, "")]


def _is_decided(decision: Decision, basis: str) -> Gate:
    """Archived, carried out and evaluated is what was decided."""
    met = decision.status == Decision.Status.DECIDED
    return Gate("stage", _("The matter is not decided yet."), basis, met, _("The matter is decided"))


def _in_force(decision: Decision, stage: str, basis: str) -> list[Gate]:
    """Nothing is carried out before the day from which it holds."""
    if stage != Stage.IMPLEMENTATION:
        return []
    days = [each.document.effective_on for each in newest_texts(decision) if each.document.effective_on]
    message = _("It holds from %(day)s on: it is carried out from then on.")
    return [
        Gate("stage", message % {"day": day_words(day)}, basis, False, "")
        for day in days
        if day > clock.today()
    ]


def require(asked: list[Gate], message: str) -> None:
    """Raise Incomplete naming what is missing, each with its basis."""
    missing: dict[str, list[str]] = {}
    for gate in asked:
        if not gate.met:
            missing.setdefault(gate.field, []).append(gate.refusal)
    if missing:
        raise Incomplete(message, errors=missing)


def is_heard(decision: Decision) -> bool:
    """Whether every consultation of the matter is over, and one with its feedback published was long enough for it."""
    finished = (Consultation.Status.CONCLUDED, Consultation.Status.WITHDRAWN)
    held = [each for each in decision.consultations.all() if each.status != Consultation.Status.DRAFT]
    return all(each.status in finished for each in held) and _heard_with(decision) == []


def _heard_with(decision: Decision, document: int | None = None) -> list[Rule] | None:
    """The rules that its concluded consultations fell short of; empty when one reached them all, None when none was
    held. A short notice of another kind does not stand in for the one that the matter needs."""
    concluded = [
        each for each in decision.consultations.all() if each.status == Consultation.Status.CONCLUDED
    ]
    concluded = [each for each in concluded if each.document_id == document] or concluded
    missed = [too_short_for(each, traits_of(decision)) for each in concluded]
    if None in missed:
        return []
    return [each for each in missed if each] or None


def _before_review(decision: Decision, on: date | None, texts: dict[str, str]) -> list[Gate]:
    message = _("No text belongs to the matter: there is nothing to review.")
    holds = _("The text to be reviewed is there")
    return [Gate("document", message, basis_of(decision, Stage.LEGALITY_REVIEW), bool(texts), holds)]


def _before_report(decision: Decision, on: date | None, texts: dict[str, str]) -> list[Gate]:
    """What is reported is a draft that was examined (decree 713, articles 25 and 31)."""
    return [_reviewed(decision, texts)]


def _before_meeting(decision: Decision, on: date | None, texts: dict[str, str]) -> list[Gate]:
    return [
        *_of_the_dossier(decision, basis_of_dossier(decision), on), _reviewed(decision, texts),
        *time_for_review(decision, on), *_there_by(decision, on),
    ]  # fmt: skip


def before_result(decision: Decision, stage: str, result: str, on: date) -> list[Gate]:
    """What a result needs besides: a text is found lawful once the public was heard, at a hearing too where one is due,
    and told what became of its comments (decree 713, article 29); to return it or find it unlawful needs nothing."""
    again = on_second_look(decision, stage, result, on)
    if result == Result.EXPLORATORY and decision.kind != Decision.Kind.MAJOR_DECISION:
        message = _("Only the decree on major decisions knows an exploratory reform.")
        again.append(Gate("result", message, f"{DECREE}第二十五条第二款", False, ""))
    if stage != Stage.LEGALITY_REVIEW or result not in (Result.LAWFUL, Result.EXPLORATORY):
        return again
    return [
        *again,
        _heard(decision, basis_of(decision, Stage.LEGALITY_REVIEW)),
        *hearings.before_meeting(decision),
    ]


@where_it_applies
def before_sending(decision: Decision, stage: str) -> list[Gate]:
    """What is sent for the review of law: the draft as it was changed after hearing the public, with what the procedure
    brought so far (decree 713, articles 25 to 27)."""
    if stage != Stage.LEGALITY_REVIEW:
        return []
    basis = basis_of(decision, Stage.LEGALITY_REVIEW)
    asked = [
        *_before_review(decision, None, texts_of(decision)), _heard(decision, basis),
        *hearings.before_meeting(decision), *of_its_nature(decision),
    ]  # fmt: skip
    if asked[1].met:
        asked += [*changed_as_told(decision, basis), *was_put_out(decision, newest_texts(decision))]
    return asked


def _of_the_dossier(
    decision: Decision, basis: str, on: date | None = None, document: int | None = None
) -> list[Gate]:
    """What the matter needs before the meeting, and again before its text is public: what was added to it since, or
    found since, counts."""
    asked = [
        *_as_told(decision),
        *_as_listed(decision),
        *_begun_as_prescribed(decision),
        _heard(decision, basis, document),
        *hearings.before_meeting(decision),
        *engagements.before_meeting(decision, on),
        *of_its_nature(decision),
    ]
    return asked


def _as_told(decision: Decision) -> list[Gate]:
    """A dossier is not lighter than its notice told the public: whoever adds what is missing needs nobody else."""
    gone = taken_away(told_of(decision), traits_of(decision))
    if not gone:
        return []
    message = _("The public was told that it is more than the dossier says; add it there: %(traits)s.")
    return [Gate("traits", message % {"traits": _(", ").join(labels_of(gone))}, "", False, "")]


def _as_listed(decision: Decision) -> list[Gate]:
    """What stands in the directory of major decisions goes the way of one (decree 713, article 3)."""
    if decision.kind == Decision.Kind.MAJOR_DECISION or not is_listed_as_major(decision):
        return []
    return [Gate("traits", str(AS_LISTED), f"{DECREE}第三条", False, "")]


def _there_by(decision: Decision, on: date | None) -> list[Gate]:
    """What the meeting had before it was there on its day (article 29), not recorded for it afterwards."""
    rows = [latest(decision, stage) for stage in BEFORE_MEETING]
    late = [
        row for row in rows if row and row.status == Status.DONE and on and row.done_on and row.done_on > on
    ]
    message = _("“%(stage)s” was not there yet on that day.")
    return [
        Gate(
            "held_on",
            message % {"stage": name_of(row.stage, decision.kind)},
            basis_of_dossier(decision),
            False,
            "",
        )
        for row in late
    ]


def _begun_as_prescribed(decision: Decision) -> list[Gate]:
    """A major decision: the government decided to start it, and the units concerned were consulted."""
    if decision.kind != Decision.Kind.MAJOR_DECISION:
        return []
    row = latest(decision, Stage.AGENCY_CONSULTATION)
    waived = row is not None and row.status == Status.NOT_NEEDED
    consulted = row is not None and row.status == Status.DONE
    return [
        done(decision, Stage.INITIATION, _("The decision to start it is not recorded."),
              _("It was decided to start it, and which unit is in charge"), f"{DECREE}第十条、第十一条"),
        *started_before_it_was_put_out(decision),
        Gate(
            Stage.AGENCY_CONSULTATION, _("The units concerned have not been consulted."), f"{DECREE}第十三条",
            waived or consulted,
            _("No other unit's duties are touched") if waived else _("The units concerned were consulted"),
        ),
    ]  # fmt: skip


def _before_publication(decision: Decision, on: date | None, texts: dict[str, str]) -> list[Gate]:
    """What is asked of every text of the matter, and that each is published as decided."""
    there = [version for version in newest_texts(decision) if not _is_given_up(version)]
    published = bool(there) and all(version.is_final for version in there)
    return [
        *_of_the_dossier(decision, basis_of(decision, Stage.PUBLICATION)),
        _reviewed(decision, texts),
        *_passed(decision, texts),
        Gate("document", _("The final text is not published."), basis_of(decision, Stage.PUBLICATION), published,
             _("The final text is published")),
    ]  # fmt: skip


def _is_given_up(version: Version) -> bool:
    """Whether every notice that asked about this text was withdrawn: nothing is decided by it."""
    states = set(version.document.consultations.values_list("status", flat=True))
    return states == {Consultation.Status.WITHDRAWN}


def _heard(decision: Decision, basis: str, document: int | None = None) -> Gate:
    """The public was heard and told what became of it (on this very document, where it had a notice of its own); or
    the law forbids to publish the matter."""
    row = latest(decision, Stage.PUBLIC_PARTICIPATION)
    waived = row is not None and row.status == Status.NOT_NEEDED
    holds = (
        _("Not put to the public: the law forbids to publish it")
        if waived
        else _("The public was heard, and what became of its comments is published")
    )
    message = _("The public has not been heard, or its feedback is not published.")
    asked = floors(traits_of(decision)) if decision.concerns else []
    floor = next((each for each in asked if each.shortening == "none"), None)
    if floor is not None:
        message = _(
            "The public has not been heard (at least %(amount)s, never shortened), or its feedback is not "
            "published."
        ) % {"amount": floor.amount}
        basis = _("%(one)s; %(other)s") % {"one": floor.basis, "other": basis} if basis else floor.basis
    if missed := _heard_with(decision, document):
        short = _("The consultation was shorter than this matter needs (%(amount)s): hold another one.")
        message, basis = short % {"amount": missed[0].amount}, missed[0].basis
    return Gate(
        Stage.PUBLIC_PARTICIPATION, message, basis, waived or (is_heard(decision) and not missed), holds
    )


def _reviewed(decision: Decision, texts: dict[str, str]) -> Gate:
    """Found lawful, or an exploratory reform with its legal risk named (article 25(2)); and as it reads now: a text
    that was changed afterwards has not been reviewed."""
    row, review = latest(decision, Stage.LEGALITY_REVIEW), _review(decision)
    result = row.result if row is not None and row.status == Status.DONE else ""
    passes = result in (Result.LAWFUL, Result.EXPLORATORY)
    same = row is not None and are_covered(texts, row)
    if passes and not same:
        message = _("The text was changed after its “%(review)s”: it is reviewed anew.") % review
    elif result == Result.RETURNED:
        message = _("Materials returned in “%(review)s”: completed, they are sent for review anew.") % review
    else:
        message = _("There is no “%(review)s” that finds it lawful.") % review
    holds = (
        _("Submitted as an exploratory reform, its legal risk named")
        if result == Result.EXPLORATORY
        else _("“%(review)s” finds this text lawful") % review
    )
    return Gate(
        Stage.LEGALITY_REVIEW, message, basis_of(decision, Stage.LEGALITY_REVIEW), passes and same, holds
    )


def _review(decision: Decision) -> dict[str, str]:
    return {"review": name_of(Stage.LEGALITY_REVIEW, decision.kind)}


def _passed(decision: Decision, texts: dict[str, str]) -> list[Gate]:
    """The meeting passed this text; a major decision was reported to the party committee of the same level."""
    row = latest(decision, Stage.COLLECTIVE_DECISION)
    passed = row is not None and row.status == Status.DONE and row.result == Result.PASSED
    same = row is not None and are_covered(texts, row)
    grown = passed and row is not None and _has_grown_since(decision, row)
    message = (
        _("The text was changed after the meeting: it is discussed again.")
        if passed and not same
        else _("What the matter is was changed after the meeting: it is discussed again.")
        if grown
        else _("The meeting has not passed it.")
    )
    found = [
        Gate(
            Stage.COLLECTIVE_DECISION,
            message,
            basis_of(decision, Stage.COLLECTIVE_DECISION),
            passed and same and not grown,
            _("The meeting has passed it"),
        )
    ]
    if decision.kind == Decision.Kind.MAJOR_DECISION:
        found.append(_reported(decision, texts))
    return found


def _reported(decision: Decision, texts: dict[str, str]) -> Gate:
    """The party committee was told of this very text (article 31)."""
    row = latest(decision, Stage.PARTY_REPORT)
    reported = row is not None and row.status == Status.DONE
    is_out = decision.status == Decision.Status.DECIDED  # what is put right in it was passed again
    same = row is not None and (is_out or are_covered(texts, row))
    message = (
        _("The text was changed after it was reported to the party committee: it is reported again.")
        if reported and not same
        else _("It has not been reported to the party committee.")
    )
    holds = _("It was reported to the party committee")
    return Gate(Stage.PARTY_REPORT, message, rule("A22").basis, reported and same, holds)


def _has_grown_since(decision: Decision, row: DecisionStage) -> bool:
    """Whether the dossier says since that round that it is more than lay before it."""
    done = trail(row).filter(act="decision.stage_done").last()
    if done is None:
        return False
    edits = trail(decision).filter(act="decision.edited", id__gt=done.pk)
    since = [
        each for each in confirmed("decision", decision.pk) if each.decided_at and each.decided_at >= done.at
    ]
    return any(set(entry.note.get("old", ())) & set(COLUMNS) for entry in edits) or any(
        set(each.after.get("traits", ())) - set(each.before.get("traits", ())) for each in since
    )
