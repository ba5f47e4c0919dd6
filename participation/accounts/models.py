"""People, departments and who does what where."""

from datetime import date, timedelta
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from participation import clock
from participation.secrets.fields import EncryptedTextField
from participation.transitions import Revised


class User(AbstractUser, Revised):
    """Anybody who signs in: a resident with an account, or an official (who has memberships)."""

    name = models.CharField(_("name"), max_length=80, blank=True)
    phone = EncryptedTextField(_("phone"), max_length=40, blank=True)
    # Empty: each mail in the language in which its item was sent.
    language = models.CharField(_("language of mails"), max_length=10, blank=True)
    # Under what was sent stands nobody's name, not even in part.
    hides_name = models.BooleanField(_("shows no name"), default=False)
    # Deletion was asked for: when it will be, and whether what is not yet weighed is then taken back.
    leaves_at = models.DateTimeField(null=True, editable=False)
    leaves_nothing = models.BooleanField(default=False, editable=False)
    sessions_ended = models.PositiveIntegerField(
        default=0, editable=False
    )  # how often all were ended at once
    was_stood_in_for = models.BooleanField(default=False, editable=False)  # ever: else nothing is looked up
    deputy_until = models.DateField(null=True, editable=False)  # the last day on which this person stands in
    # Whom this person acts for, for as long as they have taken it up; kept in the session, set at each request.
    stands_in_for: "User | None" = None

    def __str__(self) -> str:
        return self.name or self.username

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must carry to be this person's: it changes with the password and when all are ended."""
        known: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]
        return f"{known}-{self.sessions_ended}" if self.sessions_ended else known


class Department(Revised):
    """A county, one of its departments, a township or a village; `path` makes the tree one indexed comparison."""

    class Level(models.TextChoices):
        COUNTY = "county", _("County")
        DEPARTMENT = "department", pgettext_lazy("a level", "Department")
        TOWNSHIP = "township", _("Township")
        VILLAGE = "village", _("Village")

    slug = models.SlugField(
        _("address on the site"), max_length=60, unique=True,
        help_text=_("Latin letters, figures and dashes. Links to an address that it had before lead to the new one."),
    )  # fmt: skip
    name = models.CharField(pgettext_lazy("of a department", "name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=160, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.DEPARTMENT)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("stands under")
    )
    path = models.CharField(max_length=400, editable=False, db_index=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name, verbose_name_plural = _("department"), _("departments")
        ordering: ClassVar = ["path"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(path=""), name="department_has_path"),
        ]

    def __str__(self) -> str:
        """The name in the reader's language."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name

    def save(self, *args: object, **kwargs: object) -> None:
        if not self.path:  # moved later by `edit_department`, with all that stands under it
            self.path = f"{self.parent.path if self.parent else '/'}{self.slug}/"
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def covers(self, other: "Department | None") -> bool:
        """Whether `other` is this department or stands under it."""
        return other is not None and other.path.startswith(self.path)


class FormerSlug(models.Model):
    """A slug that a department had: links to it still lead there, so no other department may take it."""

    slug = models.SlugField(max_length=60, unique=True)
    department = models.ForeignKey(Department, models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug


def in_force(day: date | None = None, prefix: str = "") -> models.Q:
    """A filter for roles that hold on `day` (local; today), both ends included. `prefix` names the relation to them.

    In one `filter()` with what else is asked of the role, else another role of the same person may answer.
    """
    day = day or clock.today()
    begun = models.Q(**{f"{prefix}starts_on": None}) | models.Q(**{f"{prefix}starts_on__lte": day})
    return begun & not_over(day, prefix)


def not_over(day: date | None = None, prefix: str = "") -> models.Q:
    """A filter for roles whose last day is not past: they hold, or will."""
    day = day or clock.today()
    return models.Q(**{f"{prefix}ends_on": None}) | models.Q(**{f"{prefix}ends_on__gte": day})


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Roles, by whether they hold."""

    def in_force(self) -> "MembershipQuerySet":
        """Those that hold today."""
        return self.filter(in_force())

    def not_over(self) -> "MembershipQuerySet":
        """Those that hold today or will."""
        return self.filter(not_over())


class Membership(Revised):
    """A role in a department, from its first to its last day; it holds for everything under that department too.

    A role that was given again is the same row: what it was before stands in the audit of its person.
    """

    class Role(models.TextChoices):
        DRAFTER = "drafter", _("Drafter")
        ANSWERER = "answerer", _("Answerer")
        REVIEWER = "reviewer", _("Reviewer")
        MODERATOR = "moderator", _("Moderator")
        EDITOR = "editor", _("Editor")
        SUPERVISOR = "supervisor", _("Supervisor")
        AUDITOR = "auditor", _("Auditor")
        ADMINISTRATOR = "administrator", _("Administrator")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("person"))
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="memberships", verbose_name=_("department")
    )
    role = models.CharField(_("role"), max_length=16, choices=Role)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("role"), _("roles")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "department", "role"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None)
                | models.Q(starts_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=[
                        "drafter",
                        "answerer",
                        "reviewer",
                        "moderator",
                        "editor",
                        "supervisor",
                        "auditor",
                        "administrator",
                    ]
                ),
                name="membership_role_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.department}"

    @property
    def standing(self) -> str:
        """`upcoming`, `in_force` or `ended`, today."""
        today = clock.today()
        if self.starts_on and self.starts_on > today:
            return "upcoming"
        return "ended" if self.ends_on and self.ends_on < today else "in_force"


LINK_LASTS = timedelta(days=7)  # of an invitation


class Invitation(Revised):
    """A link that is out, with which one person sets a password once. Neither it nor a hash of it is kept: it is
    signed, and `serial` says which one counts. Used, withdrawn or replaced, it is gone; the audit has the rest.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("Invitation")
        RESET = "reset", _("New password")

    user = models.OneToOneField(User, models.CASCADE, related_name="invitation")
    kind = models.CharField(max_length=8, choices=Kind)
    serial = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField()
    is_mailed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.user} · {self.get_kind_display()}"


class SpecialUnit(Revised):
    """Which department has a duty that the law keeps apart from the lead unit. One row a duty; none: not named yet."""

    class Duty(models.TextChoices):
        LEGALITY_REVIEW = "legality_review", _("Legality-review unit")
        GOVERNMENT_OFFICE = "government_office", _("Government office")
        MARKET_SUPERVISION = "market_supervision", _("Market-supervision unit")
        REPORTS = "reports", _("Receiver of reports of wrongdoing")

    duty = models.CharField(max_length=20, choices=Duty, unique=True)
    department = models.ForeignKey(Department, models.PROTECT, related_name="special_duties")

    def __str__(self) -> str:
        return str(self.get_duty_display())
