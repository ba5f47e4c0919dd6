"""What somebody thinks of a draft as a whole is theirs to leave open: nobody wants a change who did not say so."""

from django.test import Client

from consultations.comments.actions import accept_comment
from consultations.models import Comment, Consultation
from participation.accounts.models import User
from participation.ledger.leaves import verify
from tests.desk_client import DeskClient
from tests.drafts import comment_on
from tests.frontend.api.conftest import Api
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

PAGE = "/consultations/rural-water/"


def test_the_form_begins_with_no_stance_and_one_may_go_back_to_it(
    client: Client, consultation: Consultation
) -> None:
    field = client.get(f"{PAGE}?clause=whole").context["spot"].form["stance"]
    shown = {each.data["value"]: each.data["selected"] for each in field}
    assert shown == {"": True, "support": False, "neutral": False, "oppose": False}


def test_who_skips_it_has_none_and_no_empty_badge_is_drawn(
    client: Client, consultation: Consultation, moderator: User
) -> None:
    client.post(f"{PAGE}comments/", {"body": "第四条看不懂。", "stance": "", "publish": "on"})
    comment = Comment.objects.get()
    assert (comment.stance, str(comment.get_stance_display())) == ("", "未表态")
    desk = at(DeskClient(), moderator)
    for path in (f"/desk/moderation/{comment.number}/", "/desk/moderation/list/"):
        page = desk.get(path).content.decode()
        assert "第四条看不懂" in page and "希望修改</span>" not in page
    accept_comment(comment, by=moderator)
    row = (
        client.get(f"{PAGE}comments/")
        .content.decode()
        .split(f'id="k-{comment.number}"')[1]
        .split("</header>")[0]
    )
    assert "tag" not in row
    assert list(verify()) == [], "what the record commits to never held it"


def test_the_filters_find_those_without_one(
    client: Client, consultation: Consultation, moderator: User
) -> None:
    silent, change, other = (
        comment_on(consultation, body, stance=stance)
        for body, stance in (("甲", ""), ("乙", "neutral"), ("丙", "neutral"))
    )
    for row in (silent, change):
        accept_comment(row, by=moderator)
    found = words(client.get(f"{PAGE}comments/?stance=none"))
    assert silent.number in found and change.number not in found and "未表态" in found
    waiting = at(DeskClient(), moderator).get("/desk/moderation/list/?stance=none")
    assert waiting.context["rows"] == []
    assert [
        line.comment for line in at(DeskClient(), moderator).get("/desk/moderation/list/").context["rows"]
    ] == [other]


def test_the_file_of_the_list_says_that_none_was_given(consultation: Consultation, moderator: User) -> None:
    comment_on(consultation)
    answer = at(DeskClient(), moderator).get("/desk/moderation/list/?file=csv")
    assert "未表态" in b"".join(answer).decode("utf-8-sig")


def test_an_official_may_leave_it_open_for_who_telephoned(
    consultation: Consultation, moderator: User
) -> None:
    at(client := DeskClient(), moderator).post(
        "/desk/consultations/rural-water/enter/",
        {"channel": "phone", "body": "太贵了。", "idempotency_key": "k"},
    )
    assert client and Comment.objects.get().stance == ""


def test_programs_leave_it_out_or_null_and_read_null(consultation: Consultation, moderator: User) -> None:
    api, path = Api(), f"consultations/{consultation.slug}/comments/"
    for said in ({}, {"stance": None}, {"stance": "neutral"}):
        assert api.post(path, {"body": "好", "publish": True, **said}).status_code == 201
    for row in Comment.objects.all():
        accept_comment(row, by=moderator)
    assert [row["stance"] for row in api.get(path).json()["results"]] == ["neutral", None, None]


def test_the_schema_says_that_it_may_be_null() -> None:
    schemas = Api().get("schema/").json()["components"]["schemas"]
    for name in ("CommentRow", "NewComment"):
        assert "NullEnum" in str(schemas[name]["properties"]["stance"])
    assert "stance" not in schemas["NewComment"]["required"]
