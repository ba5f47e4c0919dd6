"""Who records what, and what waits for whom: on the dossier, in the list with its filter, on the first page."""

from datetime import date
from typing import Any

import pytest

from consultations.decisions.actions import list_decision, prepare_decision
from consultations.decisions.lists import Listed, draft_list, publish_list
from consultations.decisions.models import Decision, ParticipationList
from participation import clock
from participation.accounts.models import Department, User
from tests.cast import Side
from tests.desk_client import DeskClient
from tests.dossiers import recorded
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

LIST = "/desk/decisions/"


def test_the_dossier_says_who_records_what_is_missing(matter: Decision, official: User, office: Side) -> None:
    page = words(at(DeskClient(), official).get(f"{LIST}water/"))
    assert "由政府办公室登记：" in page and "由承办单位登记：住房和城乡建设局" in page
    assert "尚未指定合法性审查机构" in page, "nobody records the review"


def waiting(answer: Any) -> list[int | None]:
    """What is counted beside the tabs of what waits: everything is not."""
    return [link.count for link in answer.context["tabs"][1].links]


def test_the_list_is_narrowed_to_what_waits_with_counts_in_the_address(
    matter: Decision, official: User, editor: User, reviewer: User, department: Department, office: Side
) -> None:
    second = list_decision(
        prepare_decision(by=official, slug="second", title="第二件", department=department), by=editor
    )
    recorded(second, "drafting", by=official)
    seen = at(DeskClient(), reviewer).get(f"{LIST}?waits=confirm")
    assert [row.slug for row, _mark, _rail in seen.context["rows"]] == ["second"]
    assert waiting(seen) == [None, 0, 1]
    own = at(DeskClient(), official).get(f"{LIST}?waits=record&status=under_way")
    assert waiting(own) == [None, 2, 0]
    assert "?waits=record&amp;status=suspended" in own.content.decode(), "the other filter is kept"
    assert len(at(DeskClient(), office.recorder).get(f"{LIST}?waits=record").context["rows"]) == 2
    assert at(DeskClient(), official).get(f"{LIST}?waits=record&status=decided").context["rows"] == []


@pytest.mark.parametrize("forged", ["x", "", "record'--"])
def test_an_unknown_filter_narrows_nothing(matter: Decision, official: User, forged: str) -> None:
    assert len(at(DeskClient(), official).get(LIST, {"waits": forged}).context["rows"]) == 1


def test_the_first_page_names_what_waits_for_ones_own_record(
    matter: Decision, official: User, office: Side, supervisor: User
) -> None:
    assert "登记：拟订草案" in words(at(DeskClient(), official).get("/desk/"))
    page = at(DeskClient(), office.recorder).get("/desk/")
    assert "登记：决策启动" in words(page) and f"{LIST}water/stages/initiation/" in page.content.decode()
    assert "等待登记的决策环节" not in words(at(DeskClient(), supervisor).get("/desk/"))


def test_the_completion_of_a_list_is_named_at_the_end_of_its_year(
    department: Department, official: User, editor: User, supervisor: User
) -> None:
    year = clock.today().year
    publish_list(draft_list(department, year, [Listed("办法", "征求意见", "住建局", "四季度", "网上")], by=official),
                 by=editor)  # fmt: skip
    with clock.at(clock.starts_at(date(year, 12, 5))):
        page = at(DeskClient(), official).get("/desk/")
        assert "登记完成情况" in words(page)
        assert f"{LIST}lists/{ParticipationList.objects.get().pk}/completion/" in page.content.decode()
        assert "登记完成情况" not in words(at(DeskClient(), supervisor).get("/desk/"))
