"""How people want to be told: at once, with the morning's mail, not by mail; and by text message beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participation.accounts.models import User
from participation.accounts.phones import proved_number
from participation.delivery.mail import mail_address
from participation.delivery.sms import is_offered
from participation.errors import Invalid
from participation.ledger.audit import record, trail
from participation.notifications.models import Kind, NewsChoice, Way


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds that are chosen together. A `lawful` one always comes at once."""

    label: str | Promise
    kinds: tuple[Kind, ...]
    default: Way
    lawful: bool = False


GROUPS: dict[str, Group] = {
    "ordered": Group(gettext_lazy("Supervision orders"), (Kind.ORDERED,), Way.AT_ONCE, lawful=True),
    "late": Group(gettext_lazy("Overdue or returned"), (Kind.OVERDUE, Kind.RETURNED), Way.AT_ONCE),
    "due": Group(gettext_lazy("Due soon"), (Kind.DUE_SOON,), Way.DIGEST),
    "second": Group(
        gettext_lazy("Awaits you as the second person, or your publication"),
        (Kind.SECOND_PERSON, Kind.PUBLICATION), Way.DIGEST,
    ),
    "new": Group(gettext_lazy("New work"), (Kind.NEW,), Way.DIGEST),
    "decided": Group(gettext_lazy("For information"), (Kind.DECIDED,), Way.DIGEST),
}  # fmt: skip
OF_KIND = {kind: name for name, group in GROUPS.items() for kind in group.kinds}
STEPS = "steps"  # of a resident's own comments and questions: at once, or not by mail
STEP_WAYS = (Way.AT_ONCE, Way.NONE)


@dataclass(frozen=True, slots=True)
class Choices:
    """What one person chose, with the defaults for the rest."""

    ways: Mapping[str, str]
    texted: frozenset[str]
    language: str

    def way(self, kind: str) -> str:
        """How mail of this kind comes."""
        return self.of_group(OF_KIND[Kind(kind)])

    def of_group(self, name: str) -> str:
        """How mail of a group comes."""
        group = GROUPS[name]
        return group.default if group.lawful else self.ways.get(name, group.default)

    def is_texted(self, kind: str) -> bool:
        """Whether a text message comes too."""
        return OF_KIND[Kind(kind)] in self.texted


def choices_of(person: User) -> Choices:
    """What a person chose."""
    return _read(getattr(person, "news_choice", None), person)


def choices_of_all(people: Iterable[User]) -> dict[int, Choices]:
    """The same for many, by the person's number. One query."""
    known = {person.pk: person for person in people}
    rows = {row.person_id: row for row in NewsChoice.objects.filter(person__in=known)}
    return {pk: _read(rows.get(pk), person) for pk, person in known.items()}


def choose(
    person: User, *, ways: Mapping[str, str], texted: Iterable[str] | None = None, language: str | None = None,
    step_texts: bool | None = None, by_link: bool = False,
) -> NewsChoice:  # fmt: skip
    """Keep a person's own choices; what is not named stays as it is. `texted`: groups of an official, `step_texts`: a
    resident's own items; `by_link`: nobody signed in for it, so the audit names nobody.

    Raises Invalid naming the group, for one that is none, for a way that it does not have (orders come at once by law),
    and for text messages about steps to a number that was not proved.
    """
    with transaction.atomic():
        row, _is_new = NewsChoice.objects.select_for_update().get_or_create(person=person)
        errors = {
            name: [_("Choose one of the ways offered.")]
            for name, way in ways.items()
            if not _offered(name, way)
        }
        if language is not None and language not in dict(settings.LANGUAGES):
            errors["language"] = [_("Choose one of the languages offered.")]
        if texted is not None and not set(texted) <= set(GROUPS):
            errors["texted"] = [_("Choose one of the kinds offered.")]
        if step_texts and not proved_number(person):
            errors["step_texts"] = [_("Confirm your mobile number first.")]
        if errors:
            raise Invalid(_("The choices could not be kept."), errors=errors)
        row.ways = {**row.ways, **{name: str(way) for name, way in ways.items()}}
        groups = set(row.texted) - {STEPS} if texted is None else set(texted)
        steps = STEPS in row.texted if step_texts is None else step_texts
        row.texted = sorted(groups | {STEPS} if steps else groups)
        row.save()
        if language is not None:  # of all mails to this account
            User.objects.filter(pk=person.pk).update(language=language)
            person.language = language
        note = {"ways": row.ways, "texted": row.texted, "language": person.language}
        act = "notifications.ended_by_link" if by_link else "notifications.chosen"
        record(act, person, by=None if by_link else person, note=note)
    person.news_choice = row
    return row


def last_chosen(person: User) -> int:
    """The number of the entry with which a person last chose for themself; 0 for none. Links of before do nothing."""
    return trail(person).filter(act="notifications.chosen").values_list("pk", flat=True).last() or 0


def wants_steps(account: User | None) -> bool:
    """Whether a resident is mailed about the steps of their own comments and questions."""
    row: NewsChoice | None = getattr(account, "news_choice", None) if account is not None else None
    return row is None or row.ways.get(STEPS, Way.AT_ONCE) != Way.NONE


def wants_step_texts(account: User) -> bool:
    """Whether they chose text messages about those steps, too."""
    row: NewsChoice | None = getattr(account, "news_choice", None)
    return row is not None and STEPS in row.texted


def step_number(account: User | None) -> str:
    """Where a resident is told of a step by text message, if anywhere: at the number they proved, if they chose so."""
    if account is None or not account.is_active or not wants_step_texts(account) or not is_offered():
        return ""
    return proved_number(account)


def resident_address(contact: str, account: User | None) -> str:
    """Where a resident is told of a step by mail, if anywhere: nowhere when their account chose so."""
    return mail_address(contact, account) if wants_steps(account) else ""


def _offered(name: str, way: str) -> bool:
    if name == STEPS:
        return way in STEP_WAYS
    return name in GROUPS and way in Way.values and (not GROUPS[name].lawful or way == GROUPS[name].default)


def _read(row: NewsChoice | None, person: User) -> Choices:
    language = person.language or settings.LANGUAGE_CODE
    return (
        Choices({}, frozenset(), language)
        if row is None
        else Choices(row.ways, frozenset(row.texted) & GROUPS.keys(), language)
    )
