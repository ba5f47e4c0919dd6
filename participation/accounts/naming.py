"""The county's name as the name of its site."""

from django.db.models.signals import post_delete, post_save

from participation.accounts.models import Department
from participation.accounts.queries import county
from participation.delivery.sender import forget_names, name_by


def names() -> tuple[str, str]:
    """In Chinese and in English."""
    found = county()
    return (found.name, found.name_en) if found else ("", "")


name_by(names)
post_save.connect(forget_names, sender=Department, dispatch_uid="accounts.naming.saved")
post_delete.connect(forget_names, sender=Department, dispatch_uid="accounts.naming.deleted")
