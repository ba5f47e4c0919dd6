"""The departments as a tree, for the administrator's page, and in its order wherever they are listed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from participation.accounts.models import Department, in_force
from participation.text.sorting import by_pinyin

LEVELS = list(Department.Level.values)


@dataclass(frozen=True, slots=True)
class Branch:
    """A department with what stands under it; `people` have a role that runs in this very one."""

    row: Department
    people: int
    under: list["Branch"]

    @property
    def all_people(self) -> int:
        """Roles may be counted in several departments, so this is how many are named here and below."""
        return self.people + sum(each.all_people for each in self.under)


def tree() -> list[Branch]:
    """All departments, the county first. One query."""
    rows = in_order(counted())
    branches: dict[int, Branch] = {}
    tops: list[Branch] = []
    for row in rows:
        made = branches[row.pk] = Branch(row, row.people, [])  # type: ignore[attr-defined]
        above = branches.get(row.parent_id or 0)
        (tops if above is None else above.under).append(made)
    return tops


def in_order(rows: Iterable[Department]) -> list[Department]:
    """Bureaus before towns, those of one level by pinyin, and beneath each what stands under it."""
    rows = list(rows)
    own = {row.path: (LEVELS.index(row.level), by_pinyin(row.name)) for row in rows}
    return sorted(rows, key=lambda row: [own[path] for path in _way(row.path) if path in own])


def _way(path: str) -> Iterator[str]:
    """From the top down: `/a/`, `/a/b/`."""
    ends = [n for n, letter in enumerate(path) if letter == "/"][1:]
    return (path[: end + 1] for end in ends)


def counted() -> QuerySet[Department]:
    """The departments, each with `people`: how many active people have a role there today."""
    held = in_force(prefix="memberships__") & Q(memberships__user__is_active=True)
    return Department.objects.annotate(people=Count("memberships__user", filter=held, distinct=True))


def found(branches: list[Branch], words: str) -> Iterator[Branch]:
    """Those whose name or address holds `words`, wherever they stand."""
    for branch in branches:
        if words.casefold() in f"{branch.row.name} {branch.row.name_en} {branch.row.slug}".casefold():
            yield branch
        yield from found(branch.under, words)
