"""What the law asks of a hearing, step by step (decree 713, articles 16 and 17; 价格法, article 23)."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from consultations.decisions.bases import where_it_applies
from consultations.decisions.hearings.due import PRICES, hearing_is_due
from consultations.decisions.hearings.models import Hearing, HearingFile, HearingParticipant
from consultations.decisions.models import DECREE, Decision, DecisionStage
from consultations.decisions.rounds import latest
from consultations.notices.gates import Gate
from consultations.notices.models import Consultation
from participation import clock
from participation.deadlines.rulebook import rule
from participation.text.masking import mask_personal
from participation.text.reasons import LEAST, is_name, is_reason

Stage = DecisionStage.Stage
Round = DecisionStage.Status
Status = Hearing.Status
Kind = HearingParticipant.Kind
Result = HearingParticipant.Result
LIST = f"{DECREE}第十六条"
PROCEDURE = f"{DECREE}第十七条"
LEAST_SIDES = 2


def materials_by(hearing: Hearing) -> date:
    """The last day on which list and materials are early enough (rule A4, calendar days)."""
    return hearing.held_on - timedelta(days=rule("A4").number)


@where_it_applies
def announcement(hearing: Hearing) -> list[Gate]:
    """Before it is announced: what everybody must know, early enough to apply and to prepare."""
    law = rule("A4")
    needs_price = any(due.is_price for due in hearing_is_due(hearing.decision))
    in_time = hearing.held_on >= law.earliest_end(hearing.apply_until)
    late = _("After the last day to apply at least %(amount)s are needed for the materials.")
    seats = [
        Gate("seats", _("There are fewer seats than sides."), LIST, hearing.seats >= len(hearing.side_names),
             _("There is a seat for each side"))
    ]  # fmt: skip
    met = latest(hearing.decision, Stage.COLLECTIVE_DECISION)
    is_passed = met is not None and met.status == Round.DONE and met.result == DecisionStage.Result.PASSED
    found = [
        Gate("decision", _("The meeting has passed the matter: a hearing comes before it."), LIST, not is_passed,
             _("The meeting is still to come")),
        Gate("about", _("Say what is put up for hearing, in a sentence that explains it."), LIST,
             is_reason(hearing.about), _("It says what is put up for hearing")),
        Gate("consultation", _("The draft and the note on it are laid out before a hearing: attach both, or name the "
             "consultation in which they are published."), LIST, _are_materials_out(hearing),
             _("The draft and the note on it are laid out")),
        Gate("place", _("Name the place."), LIST, is_name(hearing.place), _("The place is named")),
        Gate("sides", _("Name the sides concerned, at least two, one a line: each is to be represented."), LIST,
             len(hearing.side_names) >= LEAST_SIDES, _("The sides concerned are named")),
        *(each for each in seats if len(hearing.side_names) >= LEAST_SIDES),
        Gate("selection", _("Publish the rules of selection, in a sentence that explains them."), LIST,
             is_reason(hearing.selection),
             _("The rules of selection are there")),
        Gate("how_to_apply", _("Say in a sentence how one applies to take part."), LIST,
             is_reason(hearing.how_to_apply),
             _("It says how one applies")),
        Gate("phone", _("Name a phone for questions."), "", is_name(hearing.phone), _("A phone is named")),
        Gate("apply_until", _("The last day to apply has passed."), LIST, hearing.apply_until > clock.today(),
             _("There is time to apply")),
        Gate("apply_until", _("One applies before the day of the hearing."), LIST,
             hearing.apply_until < hearing.held_on, _("One applies before the hearing")),
        Gate("held_on", late % {"amount": law.amount}, law.basis, in_time,
             _("There is time for the materials")),
    ]  # fmt: skip
    if needs_price or hearing.is_price:
        found.append(
            Gate("price_authority", _("A hearing on prices is presided by the price authority: name it."),
                 rule(PRICES).basis, hearing.is_price, _("The price authority presides"))
        )  # fmt: skip
    return found


@where_it_applies
def participants(hearing: Hearing) -> list[Gate]:
    """Before the list of participants is published. Of an empty list nothing is said but that it is empty."""
    rows = list(hearing.participants.all())
    absent = [side for side in hearing.side_names if side not in {row.side for row in rows}]
    message = _("Not every side is represented. Missing: %(sides)s") % {"sides": _(", ").join(absent)}
    private = any(_is_personal(row.name, row.represents) for row in rows)
    called = ["".join(row.name.split()) for row in rows]
    twice = _names(row for row in rows if called.count("".join(row.name.split())) > 1)
    unit = hearing.decision.department.name
    own = _names(row for row in rows if unit in row.represents or unit in row.side)
    of_rows = [
        Gate("participants", message, LIST, bool(hearing.side_names) and not absent, _("Every side is represented")),
        Gate("participants", _("There are more participants than seats."), LIST, len(rows) <= hearing.seats,
             _("There is a seat for everybody")),
        Gate("participants", _("The same name stands in the list twice: %(names)s") % {"names": twice}, LIST, not twice,
             _("Nobody stands in the list twice")),
        Gate("participants", _("The lead unit states its draft at the hearing and is no side of it: %(names)s") % {
            "names": own}, PROCEDURE, not own, _("The lead unit is no side of it")),
        Gate("participants", _personal(), "", not private, _("It holds no numbers of persons")),
    ]  # fmt: skip
    return [
        Gate("participants", _("The list of participants has not been drawn up."), LIST, bool(rows),
             _("There is a list")),
        *(each for each in of_rows if rows),
        Gate("apply_until", _("Applications are still open; participants are chosen after they close."), LIST,
             clock.today() > hearing.apply_until, _("The time to apply is over")),
        Gate("held_on",
             _("The list is published before the hearing: postpone it to a later day, or call it off."), LIST,
             clock.today() < hearing.held_on, _("The hearing is still to come")),
    ]  # fmt: skip


@where_it_applies
def holding(hearing: Hearing) -> list[Gate]:
    """What had to be there on the day of the hearing, by which it may be held on that day."""
    law = rule("A4")
    listed, sent = hearing.list_published_at, hearing.materials_sent_on
    in_time = sent is not None and hearing.held_on >= law.earliest_end(sent)
    message = _("The participants must have the materials at least %(days)s days before the hearing.")
    return [
        Gate("participants", _("The list of participants must be published before the hearing."), LIST,
             listed is not None and clock.day_of(listed) < hearing.held_on, _("The list was published before")),
        Gate("held_on", message % {"days": law.number}, law.basis, in_time,
             _("There was time enough before that day")),
    ]  # fmt: skip


@where_it_applies
def record(hearing: Hearing) -> list[Gate]:
    """Before the record is published: complete, confirmed and signed. What they said is asked of those who came.
    Before anything is written nothing is said of who came."""
    rows = list(hearing.participants.all())
    is_begun = hearing.presider or hearing.recorder or hearing.summary or any(row.attended for row in rows)
    came = [row for row in rows if row.attended]
    unsaid = _names(row for row in came if not (is_reason(row.said) and row.result))
    unreasoned = _names(
        row for row in came if row.result not in ("", Result.ADOPTED) and not is_reason(row.reason)
    )
    unsigned = _names(
        row for row in rows if not (row.attended and row.has_signed) and not is_reason(row.remark)
    )
    private = _is_personal(
        hearing.summary, *(text for row in rows for text in (row.said, row.reason, row.remark))
    )
    signed = hearing.files.filter(purpose=HearingFile.SIGNED).exists()
    statement = _("Write what they said in %(least)d characters or more, and what came of it: %(names)s") % {
        "names": unsaid,
        "least": LEAST,
    }
    reason = _("What was not adopted as it was said needs a reason that explains it: %(names)s")
    absence = _("Who did not attend or sign: say in a sentence why: %(names)s")
    nobody = _("None of the participants attended: no hearing was held.")
    alone = _("Those of one side only attended: the hearing is postponed, or held once more.")
    one_side = len({row.side for row in came}) < LEAST_SIDES
    bench = "".join(f"{hearing.presider}，{hearing.recorder}".split())
    judges = _names(row for row in rows if "".join(row.name.split()) in bench)
    of_those_who_came = [
        Gate("statements", alone, PROCEDURE, not one_side, _("Several sides attended")),
        Gate("presider", _("Who takes part neither presides nor takes the record: %(names)s") % {"names": judges},
             PROCEDURE, not judges, _("Who presided and who took the record took no part")),
        Gate("statements", statement, PROCEDURE, not unsaid, _("It says what each said and what came of it")),
        Gate("statements", reason % {"names": unreasoned}, f"{DECREE}第十八条", not unreasoned,
             _("There is a reason for what was not adopted")),
    ]  # fmt: skip
    return [
        *holding(hearing),
        Gate("presider", _("Say who presided and who took the record."), PROCEDURE,
             is_name(hearing.presider) and is_name(hearing.recorder),
             _("It says who presided and who took the record")),
        Gate("summary", _("Say in a sentence how the hearing went and what came of it."), PROCEDURE,
             is_reason(hearing.summary),
             _("It says how the hearing went")),
        Gate("statements", nobody if is_begun else _("The record of the hearing is to be written."), PROCEDURE,
             bool(came), _("Participants attended")),
        *(each for each in of_those_who_came if came),
        *(each for each in [
            Gate("statements", absence % {"names": unsigned}, PROCEDURE, bool(rows) and not unsigned,
                 _("Each has signed, or it says why not"))
        ] if is_begun),
        Gate("statements", _personal(), "", not private, _("It holds no numbers of persons")),
        Gate("files", _("Attach the record with the participants' signatures."), PROCEDURE, signed,
             _("The signed record is on file")),
    ]  # fmt: skip


@where_it_applies
def of_stage(decision: Decision, on: date | None) -> list[Gate]:
    """The checklist of the stage: the next step of the hearing that runs, or that one has to be announced."""
    running = decision.hearings.filter(status__in=(Status.DRAFT, Status.ANNOUNCED)).first()
    if running is None:
        return by_hand(decision, on) if is_from_before(decision) else _due(decision)
    if running.status == Status.DRAFT:
        return announcement(running)
    if running.list_published_at is None:
        return participants(running)
    return holding(running) if clock.today() < running.held_on else record(running)


@where_it_applies
def before_meeting(decision: Decision) -> list[Gate]:
    """Each reason for which a hearing is due, and one that was announced: its record is published first."""
    row = latest(decision, Stage.HEARING)
    asked = _due(decision)
    if not asked and row is not None and row.status == Round.BEGUN:
        message = _("A hearing was announced, and its record is not published.")
        asked = [Gate(Stage.HEARING, message, PROCEDURE, False, _holds())]
    return asked


def is_from_before(decision: Decision) -> bool:
    """Whether the running round was begun by hand, before hearings had an announcement of their own here."""
    row = latest(decision, Stage.HEARING)
    return row is not None and row.status == Round.BEGUN and not Hearing.objects.filter(stage=row).exists()


def by_hand(decision: Decision, on: date | None) -> list[Gate]:
    """What such a round had to wait for: it was begun on the day on which the materials went out."""
    law, row = rule("A4"), latest(decision, Stage.HEARING)
    early_enough = row is not None and (on is None or on >= law.earliest_end(row.begun_on))
    message = _("The participants must have the materials at least %(days)s days before the hearing.")
    holds = _("There was time enough before that day")
    return [Gate("held_on", message % {"days": law.number}, law.basis, early_enough, holds)]


def _due(decision: Decision) -> list[Gate]:
    row = latest(decision, Stage.HEARING)
    done = row is not None and row.status == Round.DONE
    message = _("%(reason)s No hearing was held with its record published.")
    return [
        Gate(Stage.HEARING, message % {"reason": due.reason}, due.basis,
             done and (not due.is_price or _was_on_prices(row)), _holds())
        for due in hearing_is_due(decision)
    ]  # fmt: skip


def _was_on_prices(row: DecisionStage | None) -> bool:
    """A round from before hearings had an announcement is believed."""
    of_round = Hearing.objects.filter(stage=row)
    return not of_round.exists() or of_round.exclude(price_authority="").exists()


def _holds() -> str:
    return _("A hearing was held, and its record is published")


def _are_materials_out(hearing: Hearing) -> bool:
    gone = (Consultation.Status.DRAFT, Consultation.Status.WITHDRAWN)
    if hearing.consultation is not None and hearing.consultation.status not in gone:
        return True
    there = set(hearing.files.values_list("purpose", flat=True))
    return {HearingFile.DRAFT, HearingFile.NOTE} <= there


def _names(rows: Iterable[HearingParticipant]) -> str:
    return _(", ").join(row.shown_name for row in rows)


def _is_personal(*texts: str) -> bool:
    return any(mask_personal(text) != text for text in texts)


def _personal() -> str:
    return _("It names a phone, identity or account number of a person: take it out.")
