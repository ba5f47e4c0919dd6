"""What a department still has in hand. Rooms that give departments work say so here; with any it is not closed."""

from collections.abc import Callable, Iterable

from django.utils.translation import ngettext

from participation.accounts.models import Department, Membership

Said = Iterable[str]
Source = Callable[[Department], Said]
_sources: list[Source] = []


def has_work(source: Source) -> Source:
    """Register what says, in sentences, the work that a department has in hand."""
    _sources.append(source)
    return source


def work_of(department: Department) -> list[str]:
    """Everything that keeps a department from being closed, in sentences."""
    return [sentence for source in _sources for sentence in source(department)]


@has_work
def _people(department: Department) -> Said:
    n = Membership.objects.not_over().filter(department=department).values("user").distinct().count()
    if n:
        yield ngettext("%(n)d person has a role here", "%(n)d people have a role here", n) % {"n": n}
    if n := department.children.filter(is_active=True).count():
        yield ngettext(
            "%(n)d department in use stands under it", "%(n)d departments in use stand under it", n
        ) % {"n": n}
    for unit in department.special_duties.all():
        yield str(unit)
