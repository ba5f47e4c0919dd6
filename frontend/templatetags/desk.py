"""Small helpers of the desk's templates."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.db.models import Model

from frontend.desk.claims.kinds import KIND_OF, SHARED
from frontend.desk.corrections.waiting import readable_by
from frontend.shared.audit_words import doer_of, words_of
from frontend.shared.corrections import dropped_on, waiting_on
from participation.claims.queries import claimed

register = template.Library()
register.filter("act_words", words_of)
register.filter("doer", doer_of)


@register.filter
def get(table: Mapping[Any, Any], key: Any) -> Any:
    """The value of `key`, or nothing."""
    return table.get(key, "")


@register.inclusion_tag("desk/claims/claim.html", takes_context=True)
def claim(context: template.Context, row: Model) -> dict[str, Any]:
    """Who is on it, and the button by which this person takes it or lets go of it; nothing where there is no work in it
    for them. Two queries."""
    request, kind = context["request"], KIND_OF[type(row)]
    if not SHARED[kind].rows(request.user).filter(pk=row.pk).exists():
        return {"kind": ""}
    who = claimed(kind, [row.pk]).get(row.pk)
    is_mine = who == request.user
    return {
        "kind": kind, "pk": row.pk, "who": who, "is_mine": is_mine, "way": "leave" if is_mine else "take",
        "here": request.get_full_path(), "csrf_token": context.get("csrf_token"), "user": request.user,
    }  # fmt: skip


@register.inclusion_tag("desk/corrections/waiting.html", takes_context=True)
def waiting_correction(context: template.Context, kind: str, row: Model | None) -> dict[str, Any]:
    """The proposal that waits for a second person there, or the one that was dropped lately."""
    there = row is not None and row.pk is not None
    correction = waiting_on(kind, row) if row and there else None
    dropped = dropped_on(kind, row) if row and there else None
    found = correction or dropped
    reads = found is not None and readable_by(context["request"].user).filter(pk=found.pk).exists()
    return {"correction": correction, "dropped": dropped, "reads": reads}
