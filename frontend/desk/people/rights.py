"""Who may do what, in words: a table that the tests hold against the policies, and what it comes to for one person."""

from collections import defaultdict
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.desk.access import DeskRequest, at_desk, page
from participation.accounts.models import Membership, SpecialUnit, User
from participation.accounts.policies import can_see_people
from participation.accounts.queries import Role, on_behalf_of, roles_of
from participation.accounts.stand_in_models import StandIn
from participation.accounts.standing_in import lent_to
from participation.text.sorting import in_pinyin

D, A, R, M = Role.DRAFTER, Role.ANSWERER, Role.REVIEWER, Role.MODERATOR
E, S, U, X = Role.EDITOR, Role.SUPERVISOR, Role.AUDITOR, Role.ADMINISTRATOR
NAMED = 40  # people named for each role; the list has the others


@dataclass(frozen=True, slots=True)
class Right:
    """What some roles may do; `about` names the tables of tests/permissions in which it is tried by everybody."""

    words: Promise
    roles: tuple[Role, ...]
    about: tuple[str, ...]


RIGHTS: tuple[Right, ...] = (
    Right(_("Bring texts in and edit drafts clause by clause"), (D,), ("text",)),
    Right(_("Draft notices, weigh comments, write the feedback"), (D,), ("consultation",)),
    Right(_("Keep the dossier of a matter and record the lead unit's stages"), (D,), ("decision",)),
    Right(_("Draw up the yearly list and record its completion"), (D,), ("list",)),
    Right(_("Prepare hearings and other ways of hearing people"), (D,), ("hearing", "engagement")),
    Right(_("Write interpretations"), (D,), ("interpretation",)),
    Right(_("Enter letters and calls by hand"), (D, M, E), ("consultation",)),
    Right(_("Propose to correct or take back notices, final texts, interpretations; to end or rename matters"), (D, E),
          ("consultation", "decision", "interpretation")),
    Right(_("Propose to correct the feedback"), (D, R, E), ("consultation",)),
    Right(_("Record that a duty is done"), (D, E), ("duty",)),
    Right(_("Read comments that are not shown"), (D, R, M, E, S, U), ("consultation",)),
    Right(_("Open how to reach who commented, for a purpose and on record"), (D, M), ("consultation",)),
    Right(_("Draft replies and ask for time"), (A,), ("question",)),
    Right(_("Send questions to a department, decline or join them"), (A, M, E), ("question",)),
    Right(_("Open how to reach who asked, for a purpose and on record"), (A, R, M, E), ("question",)),
    Right(_("Propose to correct or take back answers"), (A, R), ("question",)),
    Right(_("Answer orders"), (A, R), ("deadline",)),
    Right(_("Read questions that are not public"), (A, R, M, E, S, U), ("question",)),
    Right(_("Sign replies off and confirm corrections of answers"), (R,), ("question",)),
    Right(_("Give more time"), (R,), ("deadline",)),
    Right(_("Decide whether a question's clock stops"), (R, S), ("question",)),
    Right(_("Publish the feedback and confirm its correction"), (R, E), ("consultation",)),
    Right(_("Confirm or refuse the result of a stage"), (R, E), ("decision",)),
    Right(_("Publish records of hearings and of other ways of hearing people"), (R, E), ("hearing", "engagement")),
    Right(_("Check comments: show, withhold, return"), (M,), ("consultation",)),
    Right(_("Publish, extend, suspend consultations; publish final texts"), (E,), ("consultation",)),
    Right(_("Put matters on public record, suspend them, confirm that they end"), (E,), ("decision",)),
    Right(_("Publish the yearly list"), (E,), ("list",)),
    Right(_("Announce hearings and confirm their corrections"), (E,), ("hearing",)),
    Right(_("Publish interpretations"), (E,), ("interpretation",)),
    Right(_("Read the audit and the security log"), (U, X), ("law",)),
    Right(_("Read duties"), (D, E, S, U), ("duty",)),
    Right(_("Read the figures"), (S, U), ("deadline",)),
    Right(_("Give orders and publish bulletins"), (S,), ("deadline",)),
    Right(_("Confirm that a duty is done, or give it back"), (S,), ("duty",)),
    Right(_("Read rules and calendars at the desk"), (S, U, X), ("law",)),
    Right(_("Read who works where with which roles, and the background jobs"), (U, X), ("law",)),
    Right(_("People, departments, roles, rules, calendars and background jobs"), (X,), ("law",)),
    Right(_("Change one's own telephone and the language of mails"), tuple(Role), ("law",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """Why a person may do something: the role, where it holds, what it allows, and whose it is where they stand in."""

    role: Membership
    words: list[Promise]
    lent: StandIn | None = None


def rights_of(person: User) -> list[Held]:
    """What this person may do today, role by role, then on whose behalf; nothing while the account is closed."""
    if not person.is_active:
        return []
    sources = [(None, person), *((row, on_behalf_of(person, row.person)) for row in lent_to(person))]
    return [
        Held(role, [right.words for right in RIGHTS if role.role in right.roles], lent)
        for lent, acting in sources
        for role in roles_of(acting)
    ]


@at_desk
def rights(request: DeskRequest) -> HttpResponse:
    """Every role with what it may do, and who holds it where."""
    if not can_see_people(request.user):
        raise PermissionDenied
    holders: dict[str, list[Membership]] = defaultdict(list)
    rows = Membership.objects.in_force().filter(user__is_active=True).select_related("user", "department")
    for row in rows.order_by(
        "department__level", in_pinyin("department__name"), in_pinyin("user__name"), "pk"
    ):
        holders[row.role].append(row)
    context = {
        "roles": [(role, holders[role][:NAMED], len(holders[role])) for role in Role],
        "table": [(right, [role in right.roles for role in Role]) for right in RIGHTS],
        "units": SpecialUnit.objects.filter(department__is_active=True).select_related("department"),
        "heads": list(Role),
    }
    return page(request, "desk/people/rights.html", context)
