"""What a person should look at before a draft is confirmed."""

from django.utils.translation import gettext as _

from consultations.documents.labels import read_mark
from consultations.documents.structure import Draft, Level, Node


def odd_numbering(draft: Draft) -> list[str]:
    """Articles that are missing, doubled or out of order, in the body and in each annex by itself."""
    body = [node for node in draft.nodes if node.level is not Level.ANNEX]
    warnings: list[str] = []
    for nodes in [body, *([annex] for annex in draft.annexes)]:
        warnings += _odd_articles([n for root in nodes for n in root.walk() if n.level is Level.ARTICLE])
    if not draft.title:
        warnings.append(_("No title was found."))
    return warnings


def _odd_articles(articles: list[Node]) -> list[str]:
    warnings: list[str] = []
    last, last_label = (0, 0), ""
    for article in articles:
        mark = read_mark(article.label)
        if mark is None:
            continue
        here = (mark.number, mark.branch)
        expected = {(last[0] + 1, 0), (last[0], last[1] + 1)}
        if here not in expected and last_label:
            values = {"label": article.label, "before": last_label}
            warnings.append(_("%(label)s follows %(before)s: please check the numbering.") % values)
        elif here not in expected and here != (1, 0):
            warnings.append(_("The first article is %(label)s.") % {"label": article.label})
        last, last_label = here, article.label
    return warnings
