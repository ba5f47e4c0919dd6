"""Which news is listed, and how a person wants to be told."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from frontend.desk.desk_form import DeskForm
from participation.accounts.phones import number_of
from participation.delivery.sms import is_offered
from participation.notifications.choices import GROUPS, choices_of
from participation.notifications.models import Kind, Notification, Way


class NewsFilter(forms.Form):
    """By kind, and by whether it was read; what cannot be understood is everything."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Kind.choices])
    show = forms.ChoiceField(
        label=_("Show"), required=False,
        choices=[("", _("What waits")), ("unread", _("Unread")), ("all", _("With what is done"))],
    )  # fmt: skip

    def apply(self, rows: QuerySet[Notification]) -> QuerySet[Notification]:
        """The rows that match."""
        self.full_clean()
        found: dict[str, Any] = getattr(self, "cleaned_data", {})
        if found.get("show") != "all":
            rows = rows.filter(done_at=None)
        if found.get("show") == "unread":
            rows = rows.filter(read_at=None)
        return rows.filter(kind=found["kind"]) if found.get("kind") else rows


class ChoicesForm(DeskForm):
    """For each group of kinds a way; text messages where the site sends them and the account has a number."""

    language = forms.ChoiceField(label=_("Language of mails"), choices=settings.LANGUAGES)

    def prepare(self) -> None:
        """One field for each group that can be chosen, filled in with what holds now."""
        assert self.user is not None
        now = choices_of(self.user)
        chosen = {name: group for name, group in GROUPS.items() if not group.lawful}
        for name, group in chosen.items():
            self.fields[name] = forms.ChoiceField(label=str(group.label), choices=Way.choices)
            self.initial[name] = now.of_group(name)
        if is_offered():
            has_number = bool(number_of(self.user))
            self.fields["texted"] = forms.MultipleChoiceField(
                label=_("By text message too"), required=False, widget=forms.CheckboxSelectMultiple,
                choices=[(name, group.label) for name, group in GROUPS.items()],
                disabled=not has_number,
                help_text=_("To the mobile number of your account, between 8:00 and 21:00. It says only that something "
                            "waits.") if has_number else
                          _("Your account has no mobile number yet: write it under “My data” on the page of your "
                            "account."),
            )  # fmt: skip
            self.initial["texted"] = sorted(now.texted)
        self.initial["language"] = now.language
        self.order_fields([*chosen, "texted", "language"])

    def chosen(self) -> dict[str, Any]:
        """As the room takes it."""
        values = self.values()
        ways = {name: values[name] for name in GROUPS if name in values}
        return {"ways": ways, "language": values["language"], "texted": values.get("texted")}
