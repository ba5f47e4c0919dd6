"""How tests go to the pages of hearings and of the other ways of hearing people."""

from typing import Any

from consultations.models import Engagement, Hearing
from participation.accounts.models import User
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import at


def desk(user: User) -> DeskClient:
    client = DeskClient()
    at(client, user)
    return client


def page_of(row: Hearing | Engagement, rest: str = "") -> str:
    return f"/desk/decisions/{row._meta.model_name}s/{row.pk}/{rest}"


def rows(*each: dict[str, Any], total: int | None = None) -> dict[str, str]:
    """The rows of a form as a browser sends them."""
    sent_rows = {f"rows-{n}-{name}": str(value) for n, row in enumerate(each) for name, value in row.items()}
    return {"rows-TOTAL_FORMS": str(total or len(each)), "rows-INITIAL_FORMS": "0", **sent_rows}
