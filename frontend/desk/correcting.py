"""Proposing to correct or withdraw what is published: the act pages every noun of the desk has for it."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from frontend.desk.acts import ActPage
from frontend.desk.desk_form import DeskForm
from frontend.forms.fields import LimitedText, explaining
from frontend.shared.corrections import waiting_on
from participation.accounts.models import User
from participation.corrections.actions import correct_published, withdraw_published
from participation.corrections.registry import kind_of
from participation.errors import InvalidMove

PROPOSED = _("Proposed. It takes effect once a second person has confirmed it.")
Target = Callable[[Any], Model | None]


class PublicReasonForm(DeskForm):
    """A reason for everyone to read."""

    reason = explaining(LimitedText(
        label=_("Public reason"), most=2000, rows=4, error_messages={"required": _("Say publicly why.")},
        help_text=_("Everybody reads it, with its day; the people concerned are told."),
    ))  # fmt: skip


class AsItReadsForm(PublicReasonForm):
    """Fields of the row as it reads now, to be put right, and the reason."""

    edits = True

    def prepare(self) -> None:
        """What stands there."""
        for name in self.fields.keys() - PublicReasonForm.base_fields.keys():
            self.initial.setdefault(name, getattr(self.row, name))


def may_propose(kind: str, target: Target) -> Callable[[User, Any], bool]:
    """Whether this person may propose something there now: it is public, and nothing else waits."""
    how = kind_of(kind)

    def may(user: User, row: Any) -> bool:
        found = target(row)
        return (
            found is not None
            and how.public_since(found) is not None
            and how.may_propose(user, found)
            and waiting_on(kind, found) is None
        )

    return may


def correct_act(
    kind: str,
    form: type[DeskForm],
    *,
    label: Any,
    explanation: Any,
    target: Target = lambda row: row,
    about: str = "",
) -> ActPage[Any]:
    """The page on which a correction is proposed. The form's fields are those that may be put right, and a reason."""

    def do(row: Any, by: User, form_data: dict[str, Any]) -> Any:
        changes = {name: form_data[name] for name in kind_of(kind).labels if name in form_data}
        return correct_published(
            _there(target, row), by=by, reason=form_data["reason"], changes=changes, kind=kind
        )

    may = may_propose(kind, target)
    return ActPage(
        label=label,
        explanation=explanation,
        may=may,
        do=do,
        done=PROPOSED,
        form=form,
        tone="btn--line",
        about=about,
    )


def withdraw_act(
    kind: str,
    *,
    label: Any,
    explanation: Any,
    target: Target = lambda row: row,
    about: str = "",
    form: type[DeskForm] = PublicReasonForm,
) -> ActPage[Any]:
    """The page on which it is proposed to take something back."""
    may_at_all = may_propose(kind, target)
    how = kind_of(kind)

    def may(user: User, row: Any) -> bool:
        return may_at_all(user, row) and not how.held_by(_there(target, row))

    return ActPage(
        label=label,
        explanation=explanation,
        may=may,
        do=lambda row, by, form_data: withdraw_published(
            _there(target, row), by=by, reason=form_data["reason"], kind=kind
        ),
        done=PROPOSED,
        form=form,
        tone="btn--alarm",
        about=about,
    )


def _there(target: Target, row: Any) -> Model:
    if (found := target(row)) is None:
        raise InvalidMove(_now("There is nothing there that could be corrected or taken back."))
    return found
