"""What of the audit is shown."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from frontend.desk.audit.subjects import GROUPS, find
from frontend.desk.people.forms import DepartmentChoice, day
from participation.accounts.models import User
from participation.accounts.queries import under
from participation.ledger.models import AuditEntry
from participation.ledger.reading import entries


class AuditFilter(forms.Form):
    """What cannot be understood filters nothing."""

    about = forms.CharField(
        label=pgettext_lazy("the audit", "About (number or title)"), required=False, max_length=120
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("the audit", "What"), required=False,
        choices=lambda: [("", _("All")), *((code, label) for code, (label, _kinds) in GROUPS.items())],
    )  # fmt: skip
    who = forms.CharField(label=pgettext_lazy("the audit", "By whom"), required=False, max_length=150)
    unit = DepartmentChoice(
        label=_("Their department"), required=False, to_field_name="slug", empty_label=_("All")
    )
    since = day(_("From"))
    until = day(_("Up to"))

    def apply(self) -> QuerySet[AuditEntry]:
        """The entries that match, newest first."""
        self.is_valid()
        asked: dict[str, Any] = {name: self.cleaned_data.get(name) or None for name in self.fields}
        return entries(
            since=asked["since"], until=asked["until"], by=_people(asked["who"], asked["unit"]),
            kinds=GROUPS[asked["kind"]][1] if asked["kind"] else None,
            about=find(asked["about"]) if asked["about"] else None,
        )  # fmt: skip


def _people(who: str | None, unit: Any) -> QuerySet[User, int] | None:
    """Those meant, by name or sign-in name, who have or had a role in the department or beneath it."""
    if who is None and unit is None:
        return None
    people = User.objects.all()
    if who is not None:
        people = people.filter(Q(username__iexact=who) | Q(name__icontains=who))
    if unit is not None:
        people = people.filter(under([unit.path], "memberships__department__"))
    return people.values_list("pk", flat=True).distinct()
