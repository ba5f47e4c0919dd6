"""Who holds a receipt: whoever has shown its code in this browser lately, and the account it belongs to."""

import time
from dataclasses import dataclass

from django.http import HttpRequest

from consultations.models import Comment
from participation.accounts.models import User
from participation.accounts.queries import is_person
from participation.ledger.models import Receipt
from responses.models import Question

HELD = "held_receipts"
KEPT_SECONDS = 1800


@dataclass(frozen=True)
class ReceiptHolder:
    """A receipt in the hands of its holder: the row it is for, and who acts when they are signed in."""

    receipt: Receipt
    row: Comment | Question
    by: User | None


def row_of(receipt: Receipt) -> Comment | Question | None:
    """The comment or question that a receipt is for."""
    if receipt.kind == "comment":
        comments = Comment.objects.select_related(
            "consultation__department", "consultation__final_version", "clause", "version"
        )
        return comments.filter(pk=receipt.object_id).first()
    questions = Question.objects.select_related(
        "department", "interpretation", "consultation", "document", "merged_into", "deadline"
    )
    return questions.filter(pk=receipt.object_id).first()


def remember(request: HttpRequest, number: str) -> None:
    """Remember that this browser has shown the code of `number`."""
    now = time.time()
    kept = {n: at for n, at in request.session.get(HELD, {}).items() if now - at < KEPT_SECONDS}
    request.session[HELD] = {**kept, number: now}


def has_shown_code(request: HttpRequest, number: str) -> bool:
    """Whether this browser has shown the code of `number` within the half hour."""
    return bool(time.time() - request.session.get(HELD, {}).get(number, 0) < KEPT_SECONDS)


def holder_of(request: HttpRequest, number: str) -> ReceiptHolder | None:
    """The receipt, when this browser or this account holds it."""
    receipt = Receipt.objects.select_related("leaf").filter(number=number.upper()[:24]).first()
    if receipt is None:
        return None
    row = row_of(receipt)
    user = request.user if is_person(request.user) else None
    is_own = row is not None and user is not None and row.author_id == user.pk
    if row is None or not (is_own or has_shown_code(request, receipt.number)):
        return None
    return ReceiptHolder(receipt, row, user if is_own else None)
