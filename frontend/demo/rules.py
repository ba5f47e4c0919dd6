"""The county's word on the rules: most defaults confirmed by its own documents, one changed, a few still waiting."""

from functools import partial
from typing import Any

from frontend.demo import content
from frontend.demo.play import Play, Thread
from participation.deadlines.local_rules import confirm_rule, set_local_rule


def lay_rules(play: Play) -> None:
    """Put the confirmations on the calendar, one sitting of the administrator."""
    table = content.table(content.ROOT / "rules.toml")
    thread = Thread(play)
    for row in table["confirmed"]:
        for rule_id in row["rules"]:
            thread.then(table["day"], "09:30", partial(_confirm, play, rule_id, row["basis"]), roll="back")
    for row in table["set"]:
        thread.then(table["day"], "09:30", partial(_set, play, row), roll="back")


def _set(play: Play, row: dict[str, Any]) -> None:
    by = play.cast.county("administrator")
    set_local_rule(row["rule"], by=by, value=row["value"], basis=row["basis"])


def _confirm(play: Play, rule_id: str, basis: str) -> None:
    confirm_rule(rule_id, by=play.cast.county("administrator"), basis=basis)
