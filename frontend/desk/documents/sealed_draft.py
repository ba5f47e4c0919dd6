"""A text that was read, on its way from the preview to the confirmation: packed and sealed inside the page.

Nothing is kept on the server for a preview that nobody confirms, and what is confirmed is what was shown.
"""

from dataclasses import asdict
from typing import Any

from django.core import signing

from consultations.documents.structure import Draft, Level, Node

SALT = "desk.draft"
A_DAY = 24 * 3600


def seal(draft: Draft, source_name: str, department_id: int | None) -> str:
    """Pack and seal."""
    packed = {"draft": asdict(draft), "source_name": source_name, "department": department_id}
    return signing.dumps(packed, salt=SALT, compress=True)


def unseal(sealed: str) -> tuple[Draft, str, int | None]:
    """Unpack; raises signing.BadSignature when it was touched or is older than a day."""
    packed: dict[str, Any] = signing.loads(sealed, salt=SALT, max_age=A_DAY)
    draft = Draft(**{**packed["draft"], "nodes": [_node(node) for node in packed["draft"]["nodes"]]})
    return draft, packed["source_name"], packed["department"]


def _node(packed: dict[str, Any]) -> Node:
    children = [_node(child) for child in packed["children"]]
    return Node(**{**packed, "level": Level(packed["level"]), "children": children})
