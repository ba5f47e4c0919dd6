"""Several comments at once: read whole in a list, ticked, accepted one by one, and undone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from consultations.comments.actions import accept_comment, reopen_moderation
from consultations.models import Comment, Consultation
from consultations.weighing.actions import dispose_opinion
from frontend.desk.desk_form import seen_as
from participation import clock
from participation.accounts.models import Department, Membership, User
from participation.ledger.models import AuditEntry
from tests.desk_client import DeskClient
from tests.drafts import comment_on
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

LIST = "/desk/moderation/list/"


@pytest.fixture
def desk(moderator: User) -> Client:
    return at(DeskClient(), moderator)


@pytest.fixture
def three(consultation: Consultation) -> list[Comment]:
    return [comment_on(consultation, f"第{n}条，电话13800001234。", contact="13800001234") for n in "一二三"]


def statuses() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def tick(desk: Client, *rows: Comment) -> str:
    """Tick these in the list as it is drawn, and send it; what the next page says."""
    drawn = {line.comment.pk: line.seen for line in desk.get(LIST).context["rows"]}
    return words(desk.post(f"{LIST}accept/", {"ticked": [drawn[row.pk] for row in rows]}, follow=True))


def test_each_stands_whole_as_the_public_would_see_it(desk: Client, three: list[Comment]) -> None:
    page = words(desk.get(LIST))
    assert "第一条，电话138****1234。" in page and "13800001234" not in page
    assert [line.comment for line in desk.get(f"{LIST}?q=第二").context["rows"]] == [three[1]]


def test_what_is_ticked_stands_and_the_rest_waits(
    desk: Client, three: list[Comment], moderator: User
) -> None:
    assert "2 条意见审核通过" in tick(desk, three[0], three[2])
    assert statuses() == ["published", "pending", "published"]
    acts = AuditEntry.objects.filter(act="comment.published", by=moderator)
    assert {entry.object_id for entry in acts} == {three[0].pk, three[2].pk}, "each is an act of its own"


def test_it_is_undone_from_the_next_page(desk: Client, three: list[Comment]) -> None:
    tick_page = desk.post(f"{LIST}accept/", {"ticked": [seen_as(row) for row in three]}, follow=True)
    seen = tick_page.context["accepted"]
    assert desk.get(LIST).context["accepted"] == [], "offered once"
    assert "3 条意见已退回待审核" in words(desk.post(f"{LIST}undo/", {"seen": seen}, follow=True))
    assert statuses() == ["pending"] * 3 and not Comment.objects.exclude(public_body="").exists()


def test_what_was_handled_since_is_not_undone(desk: Client, three: list[Comment], moderator: User) -> None:
    page = desk.post(f"{LIST}accept/", {"ticked": [seen_as(row) for row in three[:2]]}, follow=True)
    again = reopen_moderation(Comment.objects.get(pk=three[0].pk), by=moderator)
    accept_comment(again, by=moderator, hide=["电话"])
    answer = words(desk.post(f"{LIST}undo/", {"seen": page.context["accepted"]}, follow=True))
    assert three[0].number in answer and "1 条意见已退回待审核" in answer
    assert statuses() == ["published", "pending", "pending"]


def refused(desk: Client, row: Comment) -> str:
    row.refresh_from_db()
    before = statuses()
    answer = words(desk.post(f"{LIST}undo/", {"seen": [seen_as(row)]}, follow=True))
    assert statuses() == before and row.number in answer
    return answer


def test_only_what_one_let_through_oneself_today_is_undone_from_the_list(
    desk: Client, three: list[Comment], moderator: User, county: Department
) -> None:
    other = User.objects.create_user("second-moderator", name="另一审核人")
    Membership.objects.create(user=other, department=county, role="moderator")
    accept_comment(three[0], by=other)
    assert "只能撤销您本人今天审核通过" in refused(desk, three[0])
    with clock.at(clock.now() - timedelta(days=1)):
        accept_comment(three[1], by=moderator)
    assert "只能撤销您本人今天审核通过" in refused(desk, three[1])


def test_what_was_weighed_since_is_not_undone_from_the_list(
    desk: Client, three: list[Comment], moderator: User, official: User
) -> None:
    accept_comment(three[0], by=moderator)
    dispose_opinion(three[0].opinions.get(), "adopted", by=official)
    assert "尚未有人研究处理" in refused(desk, three[0])


def test_what_changed_after_it_was_read_is_not_accepted(desk: Client, three: list[Comment]) -> None:
    Comment.objects.filter(pk=three[0].pk).update(revision=7, body="另一段话。")
    answer = words(desk.post(f"{LIST}accept/", {"ticked": [seen_as(row) for row in three[:2]]}, follow=True))
    assert statuses() == ["pending", "published", "pending"] and three[0].number in answer


def test_a_second_tap_does_nothing_and_says_so(desk: Client, three: list[Comment]) -> None:
    ticked = {"ticked": [seen_as(three[0])]}
    desk.post(f"{LIST}accept/", ticked)
    assert "有意见已被处理" in words(desk.post(f"{LIST}accept/", ticked, follow=True))
    assert AuditEntry.objects.filter(act="comment.published").count() == 1


def test_one_with_files_is_looked_at_by_itself(
    desk: Client, consultation: Consultation, settings: Settings, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    bill = SimpleUploadedFile("水费单.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    row = comment_on(consultation, "见附件。", files=[bill])
    page = desk.get(LIST)
    assert 'name="ticked"' not in page.content.decode() and "附有文件" in words(page)
    desk.post(f"{LIST}accept/", {"ticked": [seen_as(row)]})
    assert statuses() == ["pending"]


@pytest.mark.parametrize("forged", ["", "x", "1", "1-", "-1", "9" * 30 + "-0", "²-0", "1-0' OR 1"])
def test_nonsense_accepts_nothing(desk: Client, three: list[Comment], forged: str) -> None:
    assert desk.post(f"{LIST}accept/", {"ticked": [forged]}).status_code == 302
    assert statuses() == ["pending"] * 3


@pytest.mark.parametrize("who", ["official", "editor", "supervisor", "other_official"])
def test_who_does_not_check_comments_sees_and_does_nothing(
    who: str, three: list[Comment], request: pytest.FixtureRequest
) -> None:
    other = at(DeskClient(), request.getfixturevalue(who))
    assert list(other.get(LIST).context["rows"]) == []
    other.post(f"{LIST}accept/", {"ticked": [seen_as(row) for row in three]})
    assert statuses() == ["pending"] * 3


def test_nobody_else_undoes_it(desk: Client, three: list[Comment], official: User) -> None:
    page = desk.post(f"{LIST}accept/", {"ticked": [seen_as(row) for row in three]}, follow=True)
    at(DeskClient(), official).post(f"{LIST}undo/", {"seen": page.context["accepted"]})
    assert statuses() == ["published"] * 3


def test_the_list_costs_the_same_for_one_and_for_thirty(
    desk: Client, consultation: Consultation, django_assert_num_queries: Callable[..., Any]
) -> None:
    for many in (1, 29):
        for n in range(many):
            comment_on(consultation, f"意见 {n}")
        with django_assert_num_queries(10):
            desk.get(LIST)
