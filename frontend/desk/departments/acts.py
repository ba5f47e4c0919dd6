"""Closing a department and opening it again."""

from django.utils.translation import gettext_lazy as _

from frontend.desk.acts import ActPage
from participation.accounts.actions import edit_department
from participation.accounts.models import Department
from participation.accounts.policies import can_administer

ACTS: dict[str, ActPage[Department]] = {
    "close": ActPage(
        label=_("Close the department"),
        explanation=_(
            "It can be chosen nowhere from now on; what it did stays under its name. While it has work in hand it "
            "stays open, and the page says what it has."
        ),
        may=lambda by, row: can_administer(by) and row.is_active and row.parent_id is not None,
        do=lambda row, by, form_data: edit_department(row, by=by, is_active=False),
        done=_("The department is closed."),
        tone="btn--alarm",
    ),
    "reopen": ActPage(
        label=_("Open the department again"),
        explanation=_("It can be chosen again everywhere."),
        may=lambda by, row: can_administer(by) and not row.is_active,
        do=lambda row, by, form_data: edit_department(row, by=by, is_active=True),
        done=_("The department is open again."),
    ),
}
