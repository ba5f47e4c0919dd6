"""What the administrator does with one account, each on a page that says what it does."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from frontend.desk.acts import ActPage
from frontend.desk.people.forms import MoveForm, ReasonForm
from participation.accounts.inviting import withdraw_link
from participation.accounts.models import Membership, User
from participation.accounts.people import disable_person, enable_person
from participation.accounts.policies import can_administer_person, can_disable_person
from participation.accounts.roles import end_role, move_person
from participation.accounts.second_factor import can_forget, forget


def _move(person: User, by: User, form_data: dict[str, Any]) -> None:
    move_person(person, form_data["origin"], form_data["department"], by=by)


ACTS: dict[str, ActPage[User]] = {
    "move": ActPage(
        label=_("Move to another department"),
        explanation=_(
            "All roles held in the one department end there yesterday and begin in the other today, with the last days "
            "they had. What the person did stays with the department in which it was done; so does the work."
        ),
        may=lambda by, person: (
            can_administer_person(by, person) and Membership.objects.not_over().filter(user=person).exists()
        ),
        do=_move,
        done=_("The person has moved, with all roles."),
        form=MoveForm,
    ),
    "disable": ActPage(
        label=_("Close the account"),
        explanation=_(
            "The person is signed out everywhere at once and cannot sign in. Roles rest and run again when the account "
            "is opened. Work belongs to departments, so nothing has to be handed over; what the person did stays."
        ),
        may=lambda by, person: can_disable_person(by, person) and person.is_active,
        do=lambda person, by, form_data: disable_person(person, by=by, reason=form_data["reason"]),
        done=_("The account is closed."),
        form=ReasonForm,
        tone="btn--alarm",
    ),
    "enable": ActPage(
        label=_("Open the account again"),
        explanation=_(
            "The person can sign in again with the roles that still run. Older sessions stay ended."
        ),
        may=lambda by, person: can_administer_person(by, person) and not person.is_active,
        do=lambda person, by, form_data: enable_person(person, by=by, reason=form_data["reason"]),
        done=_("The account is open again."),
        form=ReasonForm,
    ),
    "withdraw": ActPage(
        label=_("Withdraw the link"),
        explanation=_(
            "The link that is out opens nothing any more. An account that was never used is closed with it; you can "
            "open it again."
        ),
        may=lambda by, person: can_administer_person(by, person) and hasattr(person, "invitation"),
        do=lambda person, by, form_data: withdraw_link(person, by=by),
        done=_("The link is withdrawn."),
    ),
}
ACTS["forget"] = ActPage(
    label=_("Reset the second factor"),
    explanation=_(
        "For somebody who has lost the telephone and the recovery codes: make sure who asks, in person or by a number "
        "you know. The person is signed out everywhere, is told by mail, and sets up a new one at the next sign-in."
    ),
    may=can_forget,
    do=lambda person, by, form_data: forget(person, by=by, reason=form_data["reason"]),
    done=_("The second factor is reset."),
    form=ReasonForm,
    tone="btn--alarm",
)
END_ROLE: ActPage[Membership] = ActPage(
    label=_("End the role today"),
    explanation=_("Today is its last day: it holds until midnight. A role that has not begun is taken back."),
    may=lambda by, row: can_administer_person(by, row.user) and row.standing != "ended",
    do=lambda row, by, form_data: end_role(row, by=by),
    done=_("The role ends today."),
)
