"""Who may do what, when: the tables beside this file are the truth, and docs/permissions.md is drawn from them.

Each verb is tried by everybody in every state, through the actions themselves. To draw the page anew:
`UPDATE_DOCS=1 ./run test tests/permissions`.
"""

import os
import re
from typing import Any

import pytest
from django.db import transaction

from participation.errors import Refused
from participation.locks import separate_acts
from tests.permissions import (
    consultation,
    decision,
    hearing,
    interpretation,
    law,
    news,
    question,
    shared,
    supervision,
    text,
    views,
)
from tests.permissions.matrix import EVERYBODY, Table, Verb, World
from tests.services import ROOT

PAGE = ROOT / "docs" / "permissions.md"
TABLES: tuple[Table, ...] = (
    consultation.TABLE, text.TABLE, decision.TABLE, decision.LIST_TABLE, decision.DIRECTORY_TABLE,
    hearing.TABLE, hearing.ENGAGEMENT_TABLE,
    question.TABLE, interpretation.TABLE,
    supervision.TABLE, supervision.DUTY_TABLE, law.TABLE, news.TABLE, views.TABLE, shared.TABLE,
)  # fmt: skip


def succeeds(world: World, verb: Verb, by: Any) -> bool:
    with transaction.atomic(), separate_acts():
        try:
            verb.do(world.once_more(), by)
        except Refused:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("table", TABLES, ids=[table.title for table in TABLES])
def test_everybody_tries_everything(world: World, people: dict[str, Any], table: Table) -> None:
    could: dict[tuple[str, str], set[str]] = {}
    may: dict[tuple[str, str], set[str]] = {}
    for state in table.states:
        with transaction.atomic(), separate_acts(), table.turn(world, state):
            read = world.afresh()
            for verb in (verb for verb in table.verbs if state not in verb.cannot_be):
                cell = (verb.name, state)
                could[cell] = {name for name, person in people.items() if succeeds(read, verb, person)}
                may[cell] = {name for name in people if verb.allowed(name, state)}
            transaction.set_rollback(True)
    assert could == may


def test_rights_are_said_in_policies_only() -> None:
    """An action or a door that asks for a role by itself would say one right twice."""
    for floor in ("participation", "consultations", "responses", "frontend"):
        for file in (ROOT / floor).rglob("*.py"):
            if file.name not in ("policies.py", "queries.py", "access.py"):
                assert not re.search(r"\bhas_role(_at_county)?\(", file.read_text("utf-8")), file


def drawn() -> str:
    """The page that people read."""
    lines = [
        "# Who may do what, when", "",
        "Drawn from the tables in `tests/permissions/`, where each cell is tried by everybody. “everybody”",
        "includes people without an account; “writer” is the person whose comment or question it is. Officials act in",
        "their own department and what stands under it; the editor, supervisor, auditor and administrator here are the",
        "county's; lawyer, secretary and market work in its legality-review unit, government office and",
        "market-supervision unit. Nobody signs off, publishes or confirms their own work, whatever their roles. “·” is",
        "nobody; “–”: there is nothing to do it to.", "",
    ]  # fmt: skip
    for table in TABLES:
        names = table.states
        lines += [f"## {table.title}", "", f"| | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
        for verb in table.verbs:
            cells = ["–" if name in verb.cannot_be else verb.who.get(name, "·") for name in names]
            shown = ["everybody" if each == EVERYBODY else ", ".join(each.split()) for each in cells]
            lines.append(f"| {verb.name} | {' | '.join(shown)} |")
        lines.append("")
    return "\n".join(lines)


def test_the_page_is_drawn_from_the_tables() -> None:
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(drawn())
    assert PAGE.read_text() == drawn(), "UPDATE_DOCS=1 ./run test tests/permissions"
