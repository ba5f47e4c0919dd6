"""The administrator's corner: people, departments, roles. Nothing of the record is edited here."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils.translation import gettext_lazy as _

from participation.accounts.models import Department, Membership, User


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 1


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ("username", "name", "email", "is_active", "last_login")
    fieldsets = ((_("Person"), {"fields": ("name", "phone")}), *(UserAdmin.fieldsets or ()))
    inlines = (MembershipInline,)


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    list_display = ("name", "name_en", "level", "parent", "is_active")
    list_filter = ("level", "is_active")
    search_fields = ("name", "name_en", "slug")
