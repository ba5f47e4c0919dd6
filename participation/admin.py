"""The administrator's corner: people, departments, roles. Nothing of the record is edited here."""

from copy import copy
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from participation.accounts.actions import FIELDS, check_department, edit_department, found_department
from participation.accounts.models import Department, Membership, User
from participation.errors import Invalid


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 1


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ("username", "name", "email", "is_active", "last_login")
    fieldsets = ((_("Person"), {"fields": ("name", "phone")}), *(UserAdmin.fieldsets or ()))
    inlines = (MembershipInline,)


class DepartmentForm(forms.ModelForm):
    """What cannot stand so in the tree is said at its field."""

    class Meta:
        model = Department
        fields = FIELDS

    def clean(self) -> dict[str, Any]:
        fields: dict[str, Any] = super().clean() or {}
        if not self.errors:
            wanted = copy(self.instance)
            vars(wanted).update({name: fields[name] for name in FIELDS if name != "parent"})
            wanted.parent = fields["parent"]
            try:
                check_department(wanted)
            except Invalid as refused:
                raise forms.ValidationError(refused.errors) from None
        return fields


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    form = DepartmentForm
    list_display = ("name", "name_en", "level", "parent", "is_active")
    list_filter = ("level", "is_active")
    search_fields = ("name", "name_en", "slug")

    def save_model(self, request: Any, obj: Department, form: forms.ModelForm, change: bool) -> None:
        """Through the same action as everybody's, so that it stands in the audit and the tree stays whole."""
        by = request.user
        assert isinstance(by, User)
        fields = {name: form.cleaned_data[name] for name in FIELDS}
        if change:
            edit_department(Department.objects.get(pk=obj.pk), by=by, **fields)
        else:
            obj.pk = found_department(by=by, **fields).pk

    def has_delete_permission(self, request: Any, obj: Department | None = None) -> bool:
        """A department is closed (not active); what it did stays."""
        return False
