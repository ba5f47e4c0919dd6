"""The matter itself: one dossier from the yearly list to the after-evaluation, and the list."""

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consultations.documents.models import Document
from consultations.notices.models import Consultation
from participation.accounts.models import Department
from participation.files.models import StoredFile
from participation.transitions import Revised

DECREE = "《重大行政决策程序暂行条例》（国务院令第713号）"
PROVISIONS = {
    "not_public": f"{DECREE}第十四条、第三十二条",
    "own_duties_only": f"{DECREE}第十三条",
    "not_technical": f"{DECREE}第十九条",
    "no_adverse_effect": f"{DECREE}第二十二条",
    "assessed_already": f"{DECREE}第二十二条",
    "no_business": "《公平竞争审查条例》（国务院令第783号）第二条",
    "no_hearing_due": f"{DECREE}第十六条",
}


class Decision(Revised):
    """One matter, with everything about it. Where it stands is read off its stages."""

    class Kind(models.TextChoices):
        MAJOR_DECISION = "major_decision", _("Major decision")
        NORMATIVE_DOCUMENT = "normative_document", _("Normative document")
        OTHER = "other", _("Other matter")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Being prepared")
        UNDER_WAY = "under_way", _("Under way")
        DECIDED = "decided", _("Decided")
        SUSPENDED = "suspended", _("Suspended")
        TERMINATED = "terminated", _("Ended without a decision")

    class Execution(models.TextChoices):
        """What the deciding organ decided on the execution of what was decided (decree 713, article 37)."""

        GOES_ON = "", _("Carried out")
        SUSPENDED = "suspended", _("Execution suspended")
        ENDED = "ended", _("Execution ended")

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MAJOR_DECISION)
    department = models.ForeignKey(Department, models.PROTECT, related_name="decisions")
    decision_authority = models.CharField(_("decision authority"), max_length=160, blank=True)
    summary = models.TextField(_("summary"), blank=True)
    legal_basis = models.TextField(_("legal basis"), blank=True)
    planned_on = models.DateField(_("planned for"), null=True, blank=True)
    affects_business = models.BooleanField(_("affects business"), default=False)
    is_technical = models.BooleanField(_("needs expert review"), default=False)
    is_risky = models.BooleanField(_("needs a risk assessment"), default=False)
    # what else it is in the eyes of the law: names of `traits.CONCERNS`
    concerns = models.JSONField(_("what it is about"), default=list, blank=True)
    is_units_own = models.BooleanField(_("decided and issued by the lead unit itself"), default=False)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    execution = models.CharField(max_length=10, choices=Execution, blank=True, default=Execution.GOES_ON)
    public_note = models.TextField(blank=True)
    # why a major decision is taken up that stands in no published directory (decree 713, article 3)
    outside_note = models.TextField(_("why it is taken up outside the directory"), blank=True)
    # why another matter is no major decision and no normative document, and who found so
    classification_note = models.TextField(_("why it is neither"), blank=True)
    documents = models.ManyToManyField(Document, related_name="decisions", blank=True)
    consultations = models.ManyToManyField(Consultation, related_name="decisions", blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="draft") | Q(published_at__isnull=False),
                name="decision_published_at_is_kept",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["suspended", "terminated"]) | ~Q(public_note=""),
                name="decision_stopped_says_why",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status", "-id"], name="decision_list")]

    def __str__(self) -> str:
        return self.title


class DecisionStage(Revised):
    """One step of the pipeline that was begun, done, or publicly found not to be needed."""

    class Stage(models.TextChoices):
        INITIATION = "initiation", _("Initiated")
        DRAFTING = "drafting", _("Drafted")
        AGENCY_CONSULTATION = "agency_consultation", _("Departments heard")
        PUBLIC_PARTICIPATION = "public_participation", _("Public participation")
        HEARING = "hearing", _("Hearing")
        EXPERT_REVIEW = "expert_review", _("Expert review")
        RISK_ASSESSMENT = "risk_assessment", _("Risk assessment")
        FAIR_COMPETITION_REVIEW = "fair_competition_review", _("Fair-competition review")
        LEGALITY_REVIEW = "legality_review", _("Legality review")
        COLLECTIVE_DECISION = "collective_decision", _("Collective decision")
        PARTY_REPORT = "party_report", _("Reported to the party committee")
        PUBLICATION = "publication", _("Published")
        INTERPRETATION = "interpretation", _("Interpreted")
        ARCHIVING = "archiving", _("Archived")
        IMPLEMENTATION = "implementation", _("Carried out")
        POST_EVALUATION = "post_evaluation", _("Evaluated")

    class Status(models.TextChoices):
        BEGUN = "begun", _("Begun")
        DONE = "done", _("Done")
        PROPOSED = "proposed", _("Said not to be needed, not confirmed")
        NOT_NEEDED = "not_needed", _("Not needed")
        CALLED_OFF = "called_off", _("Called off")
        REFUSED = "refused", _("Needed after all")

    class Ground(models.TextChoices):
        """On what a stage is left out; `PROVISIONS` says where the law has it."""

        NOT_PUBLIC = "not_public", _("The law forbids to publish it")
        OWN_DUTIES_ONLY = "own_duties_only", _("No other unit's duties are touched")
        NOT_TECHNICAL = "not_technical", _("It is not of a professional or technical nature")
        NO_ADVERSE_EFFECT = (
            "no_adverse_effect",
            _("No adverse effect on stability, safety or the like is to be feared"),
        )
        ASSESSED_ALREADY = "assessed_already", _("The risk has been assessed already, as prescribed")
        NO_BUSINESS = "no_business", _("No activity of businesses is touched")
        NO_HEARING_DUE = "no_hearing_due", _("No law prescribes a hearing and none was promised")

    class Result(models.TextChoices):
        NONE = "", _("No result")
        LAWFUL = "lawful", _("Lawful")
        UNLAWFUL = "unlawful", _("Not lawful")
        TO_BE_CHANGED = "to_be_changed", _("To be changed")
        CONTROLLABLE = "controllable", _("Risk controllable")
        UNCONTROLLABLE = "uncontrollable", _("Risk not controllable")
        PASSED = "passed", _("Passed")
        NOT_PASSED = "not_passed", _("Not passed")
        DISCUSS_AGAIN = "discuss_again", _("To be discussed again")
        RETURNED = "returned", _("Returned to be completed")
        EXPLORATORY = "exploratory", _("Exploratory reform, its legal risk named")
        COMPLIANT = "compliant", _("Compliant")
        EXCEPTED = "excepted", _("May be issued under an exception")
        NOT_COMPLIANT = "not_compliant", _("Not compliant")

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=24, choices=Stage)
    round = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=12, choices=Status, default=Status.BEGUN)
    result = models.CharField(max_length=16, choices=Result, blank=True)
    begun_on = models.DateField()
    held_on = models.DateField(null=True)  # the day of a hearing or a meeting
    done_on = models.DateField(null=True)
    public_note = models.TextField(blank=True)
    inside_note = models.TextField(blank=True)
    document_name = models.CharField(max_length=200, blank=True)
    # the texts that were reviewed or decided on, {version: digest}; null on rows older than this column
    texts = models.JSONField(null=True)
    ground = models.CharField(max_length=20, choices=Ground, blank=True)
    # what the table in `particulars` asks of the stage, once confirmed
    particulars = models.JSONField(default=dict, blank=True)
    files = models.ManyToManyField(StoredFile, related_name="stages", blank=True)
    # what was recorded and waits for a second person; after a refusal what is written on. None of it is public.
    pending = models.JSONField(null=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "stage", "round"], name="stage_once_a_round"),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(done_on__isnull=False), name="stage_done_on_is_kept"
            ),
            models.CheckConstraint(
                condition=~Q(status="not_needed") | ~Q(public_note=""), name="stage_not_needed_says_why"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_stage_display())

    @property
    def is_waiting(self) -> bool:
        """Whether a result was recorded that no second person has confirmed yet."""
        return self.status == self.Status.BEGUN and self.recorded_by_id is not None

    @property
    def pending_result(self) -> str:
        """The result that waits, in words."""
        result = self.pending["result"] if self.pending and self.is_waiting else ""
        return str(self.Result(result).label) if result else ""

    @property
    def pending_held_on(self) -> date | None:
        """The day of the meeting that waits to be confirmed."""
        day = self.pending["held_on"] if self.pending and self.is_waiting else None
        return date.fromisoformat(day) if day else None

    @property
    def basis(self) -> str:
        """The provision under which the stage is left out."""
        return PROVISIONS.get(self.ground, "")


class ParticipationList(Revised):
    """A yearly list; published editions are kept. A department's is the 公众参与行政决策事项清单, what the public can
    take part in; the county's the 重大行政决策事项目录, its major decisions (decree 713, article 3)."""

    class Kind(models.TextChoices):
        PARTICIPATION = "participation", _("List of decisions open to participation")
        DIRECTORY = "directory", _("Directory of major decisions")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    kind = models.CharField(max_length=16, choices=Kind, default=Kind.PARTICIPATION)
    department = models.ForeignKey(Department, models.PROTECT, related_name="participation_lists")
    year = models.PositiveSmallIntegerField()
    edition = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=12, choices=Status, default=Status.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    # of a directory: that the party committee of the same level agreed to this edition
    consent_on = models.DateField(_("party committee agreed on"), null=True, blank=True)
    consent_document = models.CharField(_("document of its consent"), max_length=200, blank=True)
    # the year-end completion that waits for a second person, {ordinal: [outcome, note]}; not public
    completion = models.JSONField(null=True, blank=True)
    completion_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    completion_published_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar = ["-year", "department__path", "-edition"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["department", "year", "edition"], name="participation_list_once"),
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True)
                | Q(status="published", published_at__isnull=False),
                name="participation_list_published_at_matches",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.year}"

    @property
    def is_directory(self) -> bool:
        return self.kind == self.Kind.DIRECTORY


class ParticipationItem(models.Model):
    """One row of the list, in the columns the county's rules prescribe; `ways` stand in a department's list,
    `legal_basis` and `note` in the directory."""

    class Outcome(models.TextChoices):
        """What had become of it at the end of the year."""

        COMPLETED = "completed", _("Completed")
        UNDER_WAY = "under_way", pgettext_lazy("yearly list", "Under way")
        ADJUSTED = "adjusted", _("Adjusted")
        CANCELLED = "cancelled", _("Cancelled")

    list = models.ForeignKey(ParticipationList, models.CASCADE, related_name="items")
    ordinal = models.PositiveSmallIntegerField()
    matter = models.CharField(_("matter"), max_length=300)
    procedure = models.CharField(_("procedure"), max_length=300)
    unit = models.CharField(_("unit in charge"), max_length=160)
    planned = models.CharField(_("planned for"), max_length=60)
    ways = models.CharField(_("ways to take part"), max_length=300, blank=True)
    legal_basis = models.CharField(_("legal or policy basis"), max_length=500, blank=True)
    note = models.CharField(_("remarks"), max_length=300, blank=True)
    has_hearing = models.BooleanField(_("a hearing will be held"), default=False)
    decision = models.ForeignKey(Decision, models.PROTECT, null=True, related_name="listed_in")
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    outcome_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "ordinal"], name="participation_item_once"),
        ]

    def __str__(self) -> str:
        return self.matter
