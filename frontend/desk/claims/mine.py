"""What a person said to be on, for the first page: what is done is not among it."""

from frontend.desk.claims.kinds import SHARED
from frontend.desk.search.kinds import Found
from participation.accounts.models import User
from participation.claims.models import Claim

MOST = 30


def mine(user: User) -> list[Found]:
    """The longest first, at most thirty. A query, and one more for each kind among them."""
    claims = list(Claim.objects.filter(by=user).order_by("at", "pk")[:MOST])
    told: dict[tuple[str, int], Found] = {}
    for kind in dict.fromkeys(claim.kind for claim in claims):
        shared = SHARED.get(kind)
        if shared is None or shared.sought is None:
            continue
        ids = [claim.object_id for claim in claims if claim.kind == kind]
        told |= {(kind, row.pk): shared.sought.tell(row) for row in shared.rows(user).filter(pk__in=ids)}
    return [told[key] for claim in claims if (key := (claim.kind, claim.object_id)) in told]
