"""The security log as a list."""

from django.utils.translation import gettext_lazy as _

from frontend.desk.lists.declared import DeskList, Order
from frontend.shared.spreadsheets import Cell
from participation.accounts.security_models import SecurityEvent


def _cells(row: SecurityEvent) -> list[Cell]:
    account = row.user.username if row.user else ""
    return [row.at, row.get_kind_display(), account, row.place, row.device]


LOG: DeskList[SecurityEvent] = DeskList(
    title=_("Security log"),
    empty=_("Nothing of the kind"),
    rows_template="desk/security/rows.html",
    orders={"new": Order(_("Newest first"), ("-id",)), "old": Order(_("Oldest first"), ("id",))},
    dress=list,
    columns=((_("Time"), 20), (_("What"), 30), (_("Account"), 20), (_("Where from"), 14), (_("Device"), 24)),
    cells=_cells,
)
