from datetime import date, timedelta

import pytest
from django.utils import translation

from participation import clock
from participation.deadlines.local_rules import (
    confirm_rule,
    confirm_rules,
    set_local_rule,
    withdraw_local_rule,
)
from participation.deadlines.models import LocalRule
from participation.deadlines.places import home
from participation.deadlines.queries import confirmations
from participation.deadlines.rulebook import rule, rules
from participation.errors import Conflict, Incomplete, Invalid, NotPermitted
from participation.ledger.models import AuditEntry

pytestmark = pytest.mark.django_db
BASIS = "青政办发〔2026〕3号"


def test_the_county_sets_a_default_to_its_own_number(administrator):
    law = rule("A8")
    set_local_rule("A8", value=10, basis=BASIS, by=administrator)
    mine = rule("A8")
    assert (mine.value, mine.unit, mine.basis, mine.confirmed) == (
        10,
        "calendar",
        f"{law.basis}；{BASIS}",
        True,
    )
    assert (mine.own_basis, mine.shipped) == (BASIS, law)
    assert mine.label == rule("A8", clock.today() - timedelta(days=1)).label
    entry = AuditEntry.objects.get(act="rule.set")
    assert (entry.by, entry.note["rule"], entry.note["value"]) == (administrator, "A8", 10)


def test_a_number_holds_from_its_day_on(administrator):
    later = clock.today() + timedelta(days=30)
    set_local_rule("C3", value=10, basis=BASIS, valid_from=later, by=administrator)
    assert rule("C3").value == 15
    assert rule("C3", later).value == 10


def test_a_county_may_be_stricter_than_the_law_and_never_looser(administrator):
    set_local_rule("A1", value=45, basis=BASIS, by=administrator)
    assert rule("A1").value == 45
    set_local_rule("C15", value=10, basis=BASIS, by=administrator)
    for rule_id, value in (("A10", 5), ("C14", 25), ("A7", 29)):
        with pytest.raises(Invalid):
            set_local_rule(rule_id, value=value, basis=BASIS, by=administrator)
    with pytest.raises(Invalid):
        set_local_rule("A7", value=60, unit="working", basis=BASIS, by=administrator)
    with pytest.raises(Invalid):
        set_local_rule("C14", value=20, rolls=True, basis=BASIS, by=administrator)
    with pytest.raises(Invalid):
        set_local_rule("D2", by_date="04-15", basis=BASIS, by=administrator)


def test_a_day_of_the_year_must_exist_every_year(administrator):
    for nonsense in ("02-30", "02-29", "13-01", "soon"):
        with pytest.raises(Invalid):
            set_local_rule("A19", by_date=nonsense, basis=BASIS, by=administrator)
    set_local_rule("A19", by_date="02-28", basis=BASIS, by=administrator)
    assert rule("A19").by_date == "02-28"


def test_a_default_is_confirmed_as_it_is(administrator):
    assert not rule("A21").confirmed
    confirm_rule("A21", by=administrator, basis=BASIS)
    assert (rule("A21").value, rule("A21").confirmed, rule("A21").basis) == (30, True, BASIS)
    assert "A21" not in {each.id for each in rules() if not each.confirmed}


def test_a_confirmation_names_its_document(administrator):
    for basis in ("", "  "):
        with pytest.raises(Incomplete) as refusal:
            confirm_rule("A21", by=administrator, basis=basis)
        assert list(refusal.value.errors) == ["basis"]
    with pytest.raises(Invalid) as too_long:
        confirm_rule("A21", by=administrator, basis="县府办发〔2026〕1号" * 151)
    assert list(too_long.value.errors) == ["basis"]
    assert not rule("A21").confirmed


def test_a_confirmation_from_before_documents_were_asked_for_still_holds(administrator):
    law = rule("A11")
    LocalRule.objects.create(
        place=home(), rule_id="A11", value=5, unit="working", basis=law.basis, valid_from=clock.today(),
        made_at=clock.now(),
    )  # fmt: skip
    assert (rule("A11").confirmed, rule("A11").basis, rule("A11").own_basis) == (True, law.basis, "")


def test_several_defaults_are_confirmed_by_one_document_or_none_is(administrator):
    with pytest.raises(Invalid):
        confirm_rules(["A21", "Z9"], by=administrator, basis=BASIS)
    assert not LocalRule.objects.exists()
    confirm_rules(["A21", "B1"], by=administrator, basis=BASIS)
    given = {each.rule.id: each.row.made_by for each in confirmations() if each.row}
    assert given == {"A21": administrator, "B1": administrator}
    assert not next(each for each in confirmations() if each.rule.id == "A21").default.confirmed


def test_a_gate_is_confirmed_but_has_no_number_to_set(administrator):
    confirm_rule("B1", by=administrator, basis=BASIS)
    assert rule("B1").confirmed
    with pytest.raises(Invalid):
        set_local_rule("B1", value=3, basis=BASIS, by=administrator)


def test_a_number_set_by_mistake_is_taken_back_once(administrator):
    row = set_local_rule("A8", value=70, basis=BASIS, by=administrator)
    withdraw_local_rule(row, by=administrator)
    assert rule("A8").value == 30
    with pytest.raises(Conflict):
        withdraw_local_rule(row, by=administrator)
    set_local_rule("A8", value=10, basis=BASIS, by=administrator)
    assert rule("A8").value == 10


def test_two_numbers_for_the_same_day_conflict(administrator):
    set_local_rule("A8", value=10, basis=BASIS, by=administrator)
    with pytest.raises(Conflict):
        set_local_rule("A8", value=12, basis=BASIS, by=administrator)


def test_it_takes_an_administrator_a_basis_and_a_rule(administrator, supervisor):
    with pytest.raises(NotPermitted):
        set_local_rule("A8", value=10, basis=BASIS, by=supervisor)
    with pytest.raises(NotPermitted):
        confirm_rule("A8", by=supervisor, basis=BASIS)
    with pytest.raises(Incomplete):
        set_local_rule("A8", value=10, basis=" ", by=administrator)
    with pytest.raises(Invalid):
        set_local_rule("Z1", value=10, basis=BASIS, by=administrator)
    with pytest.raises(Invalid):
        set_local_rule("A8", value=0, basis=BASIS, by=administrator)
    with pytest.raises(Invalid):
        set_local_rule("A8", value=9, basis=BASIS, valid_from=date(2026, 1, 1), by=administrator)


def test_the_nearest_place_has_the_last_word(administrator):
    set_local_rule("A8", value=10, basis="省府办发〔2026〕1号", place="cn/guizhou", by=administrator)
    set_local_rule(
        "A8", value=12, basis="县府办发〔2026〕1号", place="cn/guizhou/qingchuan", by=administrator
    )
    assert rule("A8", place="cn/guizhou/qingchuan").value == 12
    assert rule("A8", place="cn/guizhou/elsewhere").value == 10
    assert rule("A8", place="cn/yunnan").value == 30


def test_a_rule_that_allows_it_is_set_to_the_same_day(administrator):
    set_local_rule("B2", value=0, basis=BASIS, by=administrator)
    mine = rule("B2")
    saturday = date(2026, 10, 17)
    assert mine.value == 0 and mine.due(saturday).due == saturday
    with translation.override("zh-hans"):
        assert mine.amount == "当日"


@pytest.mark.parametrize(
    ("rule_id", "unit"), [("A21", None), ("C3-inquiry", None), ("B2", "hour"), ("B2", "month")]
)
def test_no_other_rule_or_unit_is_set_to_nothing(administrator, rule_id, unit):
    with pytest.raises(Invalid) as refused:
        set_local_rule(rule_id, value=0, unit=unit, basis=BASIS, by=administrator)
    assert list(refused.value.errors) == ["value"]
    assert not LocalRule.objects.exists()
