"""Whether a published version holds, in the words that stand under the title of its Word file."""

from django.utils.translation import gettext as _

from consultations.models import Version
from consultations.notices.queries import called_off
from frontend.shared.dates import say_day


def marked_title(version: Version, title: str = "") -> str:
    """Its title, with the mark of one that holds no longer."""
    title = title or version.title
    return _("%(title)s (no longer holds)") % {"title": title} if version.withdrawn_at else title


def standing_of(version: Version) -> list[str]:
    """That it is a draft only; since when and why it holds no longer, or its consultation was taken back."""
    lines = [] if version.is_final else [_("Draft for comment")]
    if version.withdrawn_at and version.published_at:
        days = {"since": say_day(version.published_at), "until": say_day(version.withdrawn_at)}
        said = _("Published on %(since)s, no longer in force since %(until)s.") % days
        lines.append(f"{said}{version.withdrawn_note}")
    elif change := called_off(version):
        said = _("The consultation on this draft was taken back on %(day)s.") % {"day": say_day(change.at)}
        lines.append(f"{said}{change.note}")
    return lines


def standing_of_both(old: Version, new: Version) -> list[str]:
    """The same of two versions that are compared, each named by its number."""
    return [
        _("Version %(n)s") % {"n": version.number} + _(": ") + line
        for version in (old, new)
        for line in [
            *([_("No longer holds")] if version.withdrawn_at else []),
            *standing_of(version),
        ]
    ]
