"""What a version of a text is, in words."""

from django.utils.translation import gettext as _

from consultations.models import Version


def kind_words(version: Version) -> str:
    """The final text, the draft that was put to the public, or a text that nobody outside has read."""
    if version.status != Version.Status.PUBLISHED:
        return _("not published yet")
    return _("Final text") if version.is_final else _("Draft for comment")


def text_words(version: Version) -> str:
    """Its title, kind and number."""
    words = {"title": version.title, "kind": kind_words(version), "n": version.number}
    if version.withdrawn_at:
        return _("%(title)s (%(kind)s, version %(n)d, no longer holds)") % words
    return _("%(title)s (%(kind)s, version %(n)d)") % words
