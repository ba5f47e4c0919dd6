"""How much of all that has a day is overdue, due today, this week, later: the figures on top of the first page."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from frontend.desk.questions.queue import bucket_of
from participation import clock


def with_other_work(counted: Mapping[str, int], days: Iterable[date | None]) -> dict[str, int]:
    """The figures of the questions, and one for each other thing that has a day."""
    today = clock.today()
    others = Counter(bucket_of(day, today) for day in days if day is not None)
    return {code: n + others[code] for code, n in counted.items()}
