"""Checking comments, one on one screen."""

from django.test import Client

from consultations.models import Comment, Consultation
from participation.accounts.models import User
from tests.desk_client import DeskClient
from tests.drafts import after_closing, comment_on
from tests.frontend.desk.conftest import at


def test_the_one_that_has_waited_longest_comes_first_and_the_next_by_itself(
    client: Client, moderator: User, consultation: Consultation
) -> None:
    first, second = comment_on(consultation, "第一"), comment_on(consultation, "第二")
    at(client, moderator)
    assert client.get("/desk/moderation/")["Location"] == f"/desk/moderation/{first.number}/"
    answer = client.post(f"/desk/moderation/{first.number}/accept/")
    assert answer["Location"] == f"/desk/moderation/{second.number}/"
    answer = client.post(f"/desk/moderation/{second.number}/accept/", follow=True)
    assert "第一" in answer.content.decode(), "what was handled lately is offered for undoing"
    assert set(Comment.objects.values_list("status", flat=True)) == {"published"}


def test_the_screen_shows_the_clause_and_what_the_public_will_see(
    client: Client, moderator: User, comment: Comment
) -> None:
    shown = at(client, moderator).get(f"/desk/moderation/{comment.number}/").content.decode()
    assert "水费每吨不超过三元" in shown
    assert "138****1234" in shown and "朱**" in shown


def test_the_preview_blacks_out_what_was_named_and_keeps_nothing(
    client: Client, moderator: User, comment: Comment
) -> None:
    address = f"/desk/moderation/{comment.number}/preview/"
    at(client, moderator)
    whole = client.post(address, {"accept-hide": "水费太高"}).content.decode()
    assert "████" in whole and 'name="accept-hide"' in whole
    part = client.post(address, {"accept-hide": "水费太高"}, headers={"HX-Request": "true"}).content.decode()
    assert "████" in part and "<html" not in part
    assert Comment.objects.get().status == "pending"


def test_a_passage_that_does_not_stand_in_the_comment_is_named_and_kept_in_the_form(
    client: Client, moderator: User, comment: Comment
) -> None:
    answer = at(client, moderator).post(
        f"/desk/moderation/{comment.number}/accept/", {"accept-hide": "不在文中"}
    )
    assert answer.status_code == 422
    assert "不在文中" in answer.content.decode()
    assert answer.context["forms"]["accept"].errors["hide"]


def test_hidden_passages_are_black_to_the_public(client: Client, moderator: User, comment: Comment) -> None:
    at(client, moderator).post(f"/desk/moderation/{comment.number}/accept/", {"accept-hide": "水费太高"})
    assert Comment.objects.get().public_body == "████，我的电话是138****1234。"


def test_withholding_asks_for_a_reason_and_returning_for_words(
    client: Client, moderator: User, comment: Comment
) -> None:
    at(client, moderator)
    answer = client.post(f"/desk/moderation/{comment.number}/withhold/")
    assert answer.status_code == 422 and answer.context["forms"]["withhold"].errors["reason"]
    answer = client.post(f"/desk/moderation/{comment.number}/return/", {"return-note": " "})
    assert answer.status_code == 422 and answer.context["forms"]["return"].errors["note"]
    client.post(f"/desk/moderation/{comment.number}/return/", {"return-note": "请去掉电话。"})
    assert Comment.objects.get().return_note == "请去掉电话。"


def test_a_slip_is_undone(client: Client, moderator: User, comment: Comment) -> None:
    at(client, moderator)
    client.post(f"/desk/moderation/{comment.number}/withhold/", {"withhold-reason": "abuse"})
    answer = client.post(f"/desk/moderation/{comment.number}/reopen/")
    assert answer["Location"] == f"/desk/moderation/{comment.number}/"
    assert Comment.objects.get().status == "pending"


def test_who_comes_second_is_told_who_was_faster(
    client: Client, moderator: User, editor: User, comment: Comment, county: object
) -> None:
    from participation.accounts.models import Membership

    Membership.objects.create(user=editor, department=comment.consultation.department, role="moderator")
    at(DeskClient(), editor).post(f"/desk/moderation/{comment.number}/accept/")
    answer = at(client, moderator).post(
        f"/desk/moderation/{comment.number}/withhold/", {"withhold-reason": "abuse"}
    )
    assert answer.status_code == 422
    assert editor.name in answer.content.decode()
    assert Comment.objects.get().status == "published"


def test_one_consultation_can_be_checked_by_itself(
    client: Client, moderator: User, consultation: Consultation
) -> None:
    first, second = comment_on(consultation, "第一"), comment_on(consultation, "第二")
    at(client, moderator)
    answer = client.post(f"/desk/moderation/{first.number}/accept/?consultation=rural-water")
    assert answer["Location"] == f"/desk/moderation/{second.number}/?consultation=rural-water"
    assert client.get("/desk/moderation/?consultation=another").status_code == 200


def test_a_comment_is_returned_only_while_its_writer_can_send_it_again(
    client: Client, moderator: User, comment: Comment, consultation: Consultation
) -> None:
    page = f"/desk/moderation/{comment.number}/"
    assert f"{page}return/" in at(client, moderator).get(page).content.decode()
    with after_closing(consultation):
        late = at(DeskClient(), moderator)
        shown = late.get(page)
        assert f"{page}return/" not in shown.content.decode() and f"{page}withhold/" in shown.content.decode()
        carried = {
            "return-note": "请说明",
            "return-revision": shown.context["forms"]["return"]["revision"].value(),
        }
        refused = late.post(f"{page}return/", carried)
        assert refused.status_code == 422 and "无法再次提交" in refused.content.decode()
    assert Comment.objects.get().status == "pending"
