"""Finding a clause by the words people use for it: 第十四条, 第十四条（一）."""

import re

from consultations.models import Clause, Document, Version

NAMED = re.compile(r"(第[^条]+条)(（[^）]+）)?")


def clause_of(version: Version, name: str) -> Clause:
    """The lasting clause that `name` means in this version. Raises LookupError for a name it does not have."""
    found = NAMED.fullmatch(name)
    if found is None:
        raise LookupError(name)
    article = version.passages.filter(label=found[1], level="article").select_related("clause").first()
    row = article
    if article is not None and found[2]:
        inside = version.passages.filter(parent_position=article.position, label=found[2])
        row = inside.select_related("clause").first()
    if row is None:
        raise LookupError(f"{version.title}: {name}")
    return row.clause


def standing_version(document: Document) -> Version:
    """The newest version of a document that everyone can read."""
    return document.versions.filter(status=Version.Status.PUBLISHED).order_by("-number")[0]
