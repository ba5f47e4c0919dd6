"""The administrator's corner: people, departments, roles. Nothing of the record is edited here.

What Django grants a member of staff is not enough: only who looks after the platform gives roles and moves departments.
"""

from copy import copy
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from participation.accounts.actions import (
    FIELDS,
    check_department,
    edit_department,
    found_department,
    tree_locked,
)
from participation.accounts.models import Department, Membership, User
from participation.accounts.policies import can_administer, can_administer_person
from participation.errors import Invalid
from participation.ledger.audit import record

admin.site.site_header = admin.site.site_title = _("Administration")
POWERS = ("is_staff", "is_superuser", "groups", "user_permissions")
AT_THE_DESK = (
    "username",
    "name",
    "email",
    "phone",
    "is_active",
    "last_login",
    "date_joined",
)  # here to be read only


class OnlyAdministrators(admin.options.BaseModelAdmin):
    """Offered to those who look after the platform, as far as Django lets them in."""

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return can_administer(request.user) and super().has_view_permission(request, obj)

    def has_add_permission(self, request: Any, *args: Any) -> bool:
        return can_administer(request.user) and super().has_add_permission(request, *args)

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return can_administer(request.user) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return can_administer(request.user) and super().has_delete_permission(request, obj)


class MembershipInline(OnlyAdministrators, admin.TabularInline):
    """To be read: a role is given and ended at the desk, which audits it and keeps the county its administrator."""

    model = Membership
    fields = ("department", "role", "starts_on", "ends_on")
    extra = 0

    def has_add_permission(self, request: Any, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


@admin.register(User)
class PersonAdmin(OnlyAdministrators, UserAdmin):
    """The powers of this corner, and nothing else. Accounts are opened, put right, closed and given a new password at
    the desk alone, which audits it, ends sessions and keeps the county its administrator; nobody is ever deleted.
    """

    list_display = ("username", "name", "email", "is_active", "last_login")
    fieldsets = (
        (_("Person"), {"fields": AT_THE_DESK}),
        (_("Powers in this corner"), {"fields": POWERS}),
    )
    form = forms.ModelForm  # Django's own for people shows what kind of hash the password has
    inlines = (MembershipInline,)

    def has_add_permission(self, request: Any, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: User | None = None) -> bool:
        """Not an account that may do more than one's own."""
        mine = obj is None or can_administer_person(request.user, obj)
        return mine and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: Any, obj: User | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: Any, obj: User | None = None) -> tuple[str, ...]:
        """Who may enter this corner, and for what, only those say who may do everything in it."""
        return AT_THE_DESK if request.user.is_superuser else AT_THE_DESK + POWERS

    def user_change_password(self, request: Any, id: str, form_url: str = "") -> Any:
        raise PermissionDenied

    def save_related(self, request: Any, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        """The last that Django writes of a person, so that the entry stands in the same transaction."""
        super().save_related(request, form, formsets, change)
        if powers := [name for name in POWERS if name in form.changed_data]:
            record("person.powers_changed", form.instance, by=request.user, note={"changed": powers})


class DepartmentForm(forms.ModelForm):
    """What cannot stand so in the tree, and that somebody else has written meanwhile, is said at the form."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Department
        fields = FIELDS

    def clean(self) -> dict[str, Any]:
        """The tree stays locked until the request is over, so what is said here still holds when it is kept."""
        fields: dict[str, Any] = super().clean() or {}
        here = Department.objects.filter(pk=self.instance.pk)
        with tree_locked(*here):
            if (seen := fields.get("revision")) is not None and here.exclude(revision=seen).exists():
                message = _(
                    "Somebody else has changed this department meanwhile. "
                    "Open the page again and enter your change there."
                )
                raise forms.ValidationError(message)
            if not self.errors:
                self._check(fields)
        return fields

    def _check(self, fields: dict[str, Any]) -> None:
        wanted = copy(self.instance)
        vars(wanted).update({name: fields[name] for name in FIELDS if name != "parent"})
        wanted.parent = fields["parent"]
        try:
            check_department(wanted)
        except Invalid as refused:
            raise forms.ValidationError(refused.errors) from None


@admin.register(Department)
class DepartmentAdmin(OnlyAdministrators, admin.ModelAdmin):
    form = DepartmentForm
    fields = (*FIELDS, "revision")
    list_display = ("name", "name_en", "level", "parent", "is_active")
    list_filter = ("level", "is_active")
    search_fields = ("name", "name_en", "slug")

    def save_model(self, request: Any, obj: Department, form: forms.ModelForm, change: bool) -> None:
        """Through the same action as everybody's, so that it stands in the audit and the tree stays whole."""
        by = request.user
        assert isinstance(by, User)
        if change:
            changed = {name: form.cleaned_data[name] for name in FIELDS if name in form.changed_data}
            edit_department(Department.objects.get(pk=obj.pk), by=by, **changed)
        else:
            obj.pk = found_department(by=by, **{name: form.cleaned_data[name] for name in FIELDS}).pk

    def has_delete_permission(self, request: Any, obj: Department | None = None) -> bool:
        """A department is closed (not active); what it did stays."""
        return False
