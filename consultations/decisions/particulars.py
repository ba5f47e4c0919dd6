"""What the law wants said of each stage: the one table from which forms, refusals and pages are made."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from consultations.decisions.models import Decision, DecisionStage
from consultations.decisions.recorders import recorder_of
from consultations.decisions.rounds import latest
from participation import clock
from participation.accounts.queries import Duty, special_unit
from participation.errors import Message
from participation.text.cleaning import plain
from participation.text.reasons import LEAST, is_name, is_reason, name_wanted

Stage = DecisionStage.Stage
NONE = ("无", "none")
# the lead unit, by another word
ITSELF = ["承办单位", "牵头单位", "起草单位", "实施单位", "本单位", "本局", "我局", "自评"]
YEARS_BACK = 3  # no matter is under way for longer: an older day is a slip
MOST = {"text": 200, "long": 2000, "list": 2000}
Choices = tuple[tuple[str, Promise | str], ...]


@dataclass(frozen=True, slots=True)
class Particular:
    """One thing to be said: `kind` is text (a name), long (an account), list (names or a short answer), tick, day,
    number or choice. Asked only with one of `results`, where these are named, and only where `given`, another
    particular, was said. Not `public`: for those inside."""

    key: str
    label: Promise | str
    kind: str = "long"
    required: bool = True
    results: tuple[str, ...] = ()
    given: str = ""
    duty: Duty | None = None  # asked only where the unit with this duty records
    public: bool = True
    help: Promise | str = ""
    choices: Choices = ()
    may_be_none: bool = False  # that there was none is an answer, be it one word

    def is_asked(self, result: str, values: dict[str, Any], duty: Duty | None) -> bool:
        """Whether it is asked with this result, beside these other values."""
        return (
            (not self.results or result in self.results)
            and (not self.given or bool(values.get(self.given)))
            and (self.duty is None or self.duty == duty)
        )

    @property
    def is_always_asked(self) -> bool:
        """Whether it must be said whatever else is said."""
        return self.required and not (self.results or self.given or self.duty)


@dataclass(frozen=True, slots=True)
class Papers:
    """The documents of a stage: whether it needs one, whether everybody may ever fetch it, what is ticked at first."""

    label: Promise | str
    required: bool = False
    may_be_shown: bool = False
    is_shown: bool = False


OPINED = ("lawful", "to_be_changed", "unlawful", "exploratory")
PROPOSERS: Choices = (
    ("leader", gettext_lazy("A leader of the deciding authority")),
    ("unit", gettext_lazy("A department, or a government of the level below")),
    ("deputies", gettext_lazy("Deputies or members of the consultative conference")),
    ("public", gettext_lazy("Citizens or organisations, in writing")),
)
EXCEPTIONS: Choices = (  # decree 783, article 12
    ("security", gettext_lazy("To safeguard national security and development interests")),
    ("innovation", gettext_lazy("To promote science, technology and the nation's own innovation")),
    (
        "public_good",
        gettext_lazy("For public interests such as saving energy, the environment, disaster relief"),
    ),
    ("statutory", gettext_lazy("Another case that a law or an administrative regulation provides for")),
)
MEETINGS: Choices = (
    ("executive", gettext_lazy("Executive meeting")),
    ("plenary", gettext_lazy("Plenary meeting")),
    ("units_own", gettext_lazy("Meeting of the lead unit's heads")),
)
OCCASIONS: Choices = (  # decree 713, article 36
    ("effect_missed", gettext_lazy("It plainly missed the effect that was expected")),
    ("many_opinions", gettext_lazy("Citizens or organisations raised many opinions")),
    ("organ", gettext_lazy("The deciding authority finds it necessary")),
)

PARTICULARS: dict[Stage, tuple[Particular, ...]] = {
    Stage.INITIATION: (  # 713-10, 11
        Particular("proposer", gettext_lazy("Who proposed the matter"), "choice", choices=PROPOSERS),
        Particular("studied", gettext_lazy("What its study found")),
        Particular("lead_unit", gettext_lazy("Unit put in charge"), "text",
                   help=gettext_lazy("Where several are in charge: name the one that leads first.")),
        Particular("started_on", gettext_lazy("Day of the decision to start"), "day"),
    ),
    Stage.DRAFTING: (  # 713-12
        Particular("research", gettext_lazy("Research that was done"), required=False),
        Particular("options", gettext_lazy("Number of options"), "number", required=False,
                   help=gettext_lazy("Two or more may be put forward where there is much disagreement.")),
    ),
    Stage.AGENCY_CONSULTATION: (  # 713-13
        Particular("units", gettext_lazy("Units consulted"), "list"),
        Particular("disagreement", gettext_lazy("Points on which no agreement was reached"), required=False),
        Particular("resolved", gettext_lazy("Each unit's opinion, and the lead unit's with its reasons"),
                   given="disagreement"),
    ),
    Stage.EXPERT_REVIEW: (  # 713-19, 20, 29(3), 32
        Particular("experts", gettext_lazy("Experts, with their professions"), "list",
                   help=gettext_lazy("One a line: name, profession, institution.")),
        Particular("institution", gettext_lazy("Institution that was commissioned"), "text", required=False),
        Particular("signed", gettext_lazy("The written opinions are signed or sealed"), "tick"),
        Particular("avoidance", gettext_lazy("No expert has a direct interest in the matter"), "tick"),
        Particular("conclusion", gettext_lazy("What the experts concluded")),
        Particular("adopted", gettext_lazy("What was adopted of it, and why the rest was not")),
    ),
    Stage.RISK_ASSESSMENT: (  # 713-22 to 24
        Particular("assessor", gettext_lazy("Who assessed the risk"), "text"),
        Particular("units", gettext_lazy("Departments whose opinions were heard"), "text"),
        Particular("risks", gettext_lazy("Risks that were found")),
        Particular("measures", gettext_lazy("Precautions, and plans in case")),
    ),
    Stage.FAIR_COMPETITION_REVIEW: (  # 783-12, 14, 16, 17
        Particular("first_opinion", gettext_lazy("First opinion of the drafting unit"), duty=Duty.MARKET_SUPERVISION),
        Particular("heard", gettext_lazy("Businesses and associations that were heard, and what they said")),
        Particular("public_heard", gettext_lazy("How the public was heard"), required=False,
                   help=gettext_lazy("Where its interests are concerned.")),
        Particular("conclusion", gettext_lazy("Conclusion, with the effect on competition")),
        Particular("exception", gettext_lazy("Ground of the exception"), "choice", results=("excepted",),
                   choices=EXCEPTIONS),
        Particular("effects", gettext_lazy("Effect that excludes or restricts competition"), results=("excepted",)),
        Particular("no_alternative", gettext_lazy("There is no alternative with a smaller effect on competition"),
                   "tick", results=("excepted",)),
        Particular("term", gettext_lazy("Term, or condition on which it ends"), "text", results=("excepted",)),
        Particular("violated", gettext_lazy("Standard that it violates"), "list", results=("not_compliant",),
                   help=gettext_lazy("Articles 8 to 11 of the regulation.")),
    ),
    Stage.LEGALITY_REVIEW: (  # 713-25 to 28
        Particular("counsel", gettext_lazy("Legal advisers or government lawyers who gave an opinion"), "text",
                   results=OPINED),
        Particular("authority", gettext_lazy("The matter lies within its authority"), "tick",
                   results=("lawful", "exploratory")),
        Particular("procedure", gettext_lazy("The draft came about by the procedure of the law"), "tick",
                   results=("lawful", "exploratory")),
        Particular("content", gettext_lazy("Its content agrees with laws, rules and national policy"), "tick",
                   results=("lawful",)),
        Particular("changes", gettext_lazy("What is to be changed, and why"), results=("to_be_changed", "unlawful"),
                   public=False),
        Particular("lacking", gettext_lazy("What is lacking in the materials"), results=("returned",)),
        Particular("unsettled", gettext_lazy("On what the state has no explicit provision yet"),
                   results=("exploratory",)),
        Particular("legal_risk", gettext_lazy("Legal risk"), results=("exploratory",)),
        Particular("short_time_reason", gettext_lazy("Why less than the usual time was enough"), required=False,
                   results=OPINED,
                   help=gettext_lazy("Only where the review had fewer working days than the law usually wants.")),
    ),
    Stage.COLLECTIVE_DECISION: (  # 713-30
        Particular("meeting", gettext_lazy("Kind of meeting"), "choice", choices=MEETINGS),
        Particular("chair", gettext_lazy("Presided over by"), "text"),
        Particular("head_spoke_last", gettext_lazy("The head of the administration spoke last"), "tick"),
        Particular("overrode", gettext_lazy("The decision differs from the majority's opinion"), "tick", required=False,
                   public=False),
        Particular("override_reason", gettext_lazy("Reason that the head gave at the meeting"), given="overrode",
                   public=False),
        Particular("dissent", gettext_lazy("Differing opinions, as they were said"), "list", public=False,
                   may_be_none=True, help=gettext_lazy("Where there were none, say so.")),
    ),
    Stage.PARTY_REPORT: (  # 713-31
        Particular("reported_to", gettext_lazy("Reported to"), "text"),
        Particular("reported_on", pgettext_lazy("party report", "Reported on"), "day"),
        Particular("reply", pgettext_lazy("party report", "Reply"), "list", required=False, public=False),
    ),
    Stage.IMPLEMENTATION: (  # 713-34
        Particular("executing_units", gettext_lazy("Units that carry it out"), "text"),
    ),
    Stage.POST_EVALUATION: (  # 713-36
        Particular("occasion", gettext_lazy("Why it was evaluated"), "choice", choices=OCCASIONS),
        Particular("evaluator", gettext_lazy("Who evaluated it"), "text",
                   help=gettext_lazy("Never who did the main review or assessment before the decision.")),
        Particular("involved", gettext_lazy("How the public, deputies and organisations took part")),
        Particular("conclusion", gettext_lazy("Result of the evaluation")),
    ),
}  # fmt: skip
PAPERS = {
    Stage.INITIATION: Papers(gettext_lazy("Decision to start")),
    Stage.AGENCY_CONSULTATION: Papers(gettext_lazy("Opinions of the units")),
    Stage.EXPERT_REVIEW: Papers(
        gettext_lazy("Expert opinions"), required=True, may_be_shown=True, is_shown=True
    ),
    Stage.RISK_ASSESSMENT: Papers(gettext_lazy("Risk assessment report"), required=True, may_be_shown=True),
    Stage.FAIR_COMPETITION_REVIEW: Papers(
        gettext_lazy("Fair-competition review opinion"), required=True, may_be_shown=True, is_shown=True
    ),
    Stage.LEGALITY_REVIEW: Papers(gettext_lazy("Legality review opinion"), required=True, may_be_shown=True),
    Stage.COLLECTIVE_DECISION: Papers(gettext_lazy("Minutes of the meeting"), required=True),
    Stage.PARTY_REPORT: Papers(gettext_lazy("Report to the party committee")),
    Stage.IMPLEMENTATION: Papers(gettext_lazy("Assignment of tasks"), may_be_shown=True),
    Stage.POST_EVALUATION: Papers(
        gettext_lazy("Evaluation report"), required=True, may_be_shown=True, is_shown=True
    ),
}
OTHER_PAPERS = Papers(gettext_lazy("Documents"), may_be_shown=True)


def particulars_of(decision: Decision, stage: str) -> list[Particular]:
    """What may be asked of this stage in this matter."""
    duty = recorder_of(decision, stage).duty
    asked = (each for each in PARTICULARS.get(Stage(stage), ()) if each.duty in (None, duty))
    return [
        replace(each, choices=_meetings(decision)) if each.choices == MEETINGS else each for each in asked
    ]


def _meetings(decision: Decision) -> Choices:
    """A unit that decides by itself meets by itself; for the government, article 30 names the two."""
    return tuple(each for each in MEETINGS if (each[0] == "units_own") == decision.is_units_own)


def papers_of(stage: str, kind: str = "") -> Papers:
    """The rule on the documents of this stage in a matter of this kind."""
    papers = PAPERS.get(Stage(stage), OTHER_PAPERS)
    if stage == Stage.LEGALITY_REVIEW and kind == Decision.Kind.NORMATIVE_DOCUMENT:
        return replace(papers, label=pgettext_lazy("normative document", "Legality review opinion"))
    return papers


def checked(
    decision: Decision, stage: str, result: str, given: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, list[Message]]]:
    """What is kept of `given`, ready for JSON, and what is wrong with it by particular. Unasked ones are dropped."""
    asked = particulars_of(decision, stage)
    if unknown := set(given) - {each.key for each in asked}:
        raise TypeError(unknown)
    duty = recorder_of(decision, stage).duty
    kept: dict[str, Any] = {}
    errors: dict[str, list[Message]] = {}
    for each in asked:
        if not each.is_asked(result, kept, duty):
            continue
        value, message = _one(each, given.get(each.key))
        if value is not None:
            kept[each.key] = value
        if message:
            errors[each.key] = [message]
    return kept, errors | _against_the_dossier(decision, stage, kept)


def _against_the_dossier(decision: Decision, stage: str, kept: dict[str, Any]) -> dict[str, list[Message]]:
    """What is said well by itself and contradicts what the dossier says already."""
    if stage == Stage.POST_EVALUATION and _assessed_before(decision, kept.get("evaluator", "")):
        return {
            "evaluator": [_("It reviewed or assessed the matter before the decision: another evaluates it.")]
        }
    if (
        stage == Stage.INITIATION
        and kept.get("lead_unit")
        and decision.department.name not in kept["lead_unit"]
    ):
        message = _(
            "The dossier is kept by %(unit)s: name it among the units in charge, or open the dossier there."
        )
        return {"lead_unit": [message % {"unit": decision.department.name}]}
    if stage == Stage.PARTY_REPORT and kept.get("reported_on"):
        started, review = latest(decision, Stage.INITIATION), latest(decision, Stage.LEGALITY_REVIEW)
        since = started.particulars.get("started_on", "") if started is not None else ""
        if kept["reported_on"] < max(since, review.begun_on.isoformat() if review is not None else ""):
            return {"reported_on": [_("It was not reported before its draft was sent for review.")]}
    return {}


def _one(asked: Particular, value: Any) -> tuple[Any, Message]:
    """A value as it is kept, None for nothing, and what is wrong with it."""
    wrong = _("Fill this in as asked.")
    if value in (None, "", False):
        return None, (_("The law wants this said.") if asked.required else "")
    match asked.kind:
        case "tick":
            return (True, "") if value is True else (None, wrong)
        case "choice":
            return (value, "") if value in dict(asked.choices) else (None, wrong)
        case "number":
            return (value, "") if type(value) is int and 0 < value < 100 else (None, wrong)
        case "day":
            return _a_day(value)
    if not isinstance(value, str):
        return None, wrong
    text = plain(value)
    if not text:
        return None, (_("The law wants this said.") if asked.required else "")
    if len(text) > MOST[asked.kind]:
        return None, _("At most %(most)d characters.") % {"most": MOST[asked.kind]}
    if asked.kind == "long":
        return (text, "") if is_reason(text) else (None, _write_out(asked))
    none = asked.may_be_none and text.strip("。.").lower() in NONE
    return (text, "") if none or is_name(text) else (None, name_wanted())


def _write_out(asked: Particular) -> Message:
    """What is said of a text that says nothing of what is asked."""
    template = _(
        "Write out “%(what)s” in a sentence of at least %(least)d characters, not in signs or repetitions."
    )
    return template % {"what": asked.label, "least": LEAST}


def _a_day(value: Any) -> tuple[Any, Message]:
    if not isinstance(value, date):
        return None, _("Fill this in as asked.")
    if value > clock.today():
        return None, _("This day is still to come: what is recorded has taken place, today at the latest.")
    if value.year < clock.today().year - YEARS_BACK:
        return None, _("This day is too long ago. Look at the year again.")
    return value.isoformat(), ""


def _assessed_before(decision: Decision, evaluator: str) -> bool:
    """Whether an expert's institution, a risk assessor or the unit that reviewed its law goes by this name."""
    name = "".join(evaluator.split()).lower()
    rows = [row for row in decision.stages.all() if row.status == DecisionStage.Status.DONE]
    former = [row.particulars.get(key, "") for row in rows for key in ("assessor", "institution", "experts")]
    if any(decision.department.name in each for each in former):
        former += ITSELF
    reviewer = special_unit(Duty.LEGALITY_REVIEW)
    former += [reviewer.name] if reviewer is not None else []
    return any(known and name and (known in name or name in known)
               for known in ("".join(each.split()).lower() for each in former))  # fmt: skip
