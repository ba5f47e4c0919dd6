"""What the room does by itself: answers kept for a retry are forgotten after their 24 hours."""

from datetime import datetime

from participation.deadlines.ticking import every
from participation.ledger.idempotency import forget_old_answers


@every(60, "ledger.forget_old_answers")
def forget(_slot: datetime) -> None:
    forget_old_answers()
