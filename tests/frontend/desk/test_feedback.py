"""The feedback at the desk."""

from django.test import Client
from lxml import html  # type: ignore[import-untyped]

from consultations.comments.actions import accept_comment
from consultations.models import Comment, Consultation, Feedback
from consultations.weighing.actions import dispose_opinion
from participation.accounts.models import Department, User
from tests.cast import Role, official_with
from tests.desk_client import DeskClient
from tests.drafts import after_closing
from tests.frontend.desk.conftest import at

PAGE = "/desk/consultations/rural-water/feedback/"
WORDS = {"asked": "问了水价。", "said": "一人说贵。", "did": "降了五角。"}


def test_the_paragraphs_are_kept_while_something_is_still_open(
    client: Client, official: User, comment: Comment
) -> None:
    at(client, official)
    assert client.post(PAGE, {"asked": "问了水价。"}).status_code == 302
    open_still = client.get(PAGE).context["still_open"]
    assert set(open_still) == {"closes_on", "pending", "open", "said", "did"}
    assert client.post(PAGE, {"asked": "长" * 5001}).context["form"].errors["asked"]


def test_it_cannot_be_published_before_both_sums_close(
    client: Client, official: User, reviewer: User, comment: Comment, consultation: Consultation
) -> None:
    with after_closing(consultation):
        at(DeskClient(), official).post(PAGE, WORDS)
        refused = at(client, reviewer).post(f"{PAGE}publish/")
    assert refused.status_code == 422
    for words in refused.context["still_open"].values():
        assert str(words[0]) in refused.content.decode()
    assert Feedback.objects.get().status == "draft"


def test_a_second_person_publishes_it(
    client: Client,
    official: User,
    reviewer: User,
    moderator: User,
    comment: Comment,
    consultation: Consultation,
) -> None:
    accept_comment(comment, by=moderator)
    dispose_opinion(comment.opinions.get(), "adopted", by=official)
    with after_closing(consultation):
        drafter = at(DeskClient(), official)
        drafter.post(PAGE, WORDS)
        assert drafter.post(f"{PAGE}publish/").status_code == 422
        assert f"{PAGE}publish/" in at(client, reviewer).get(PAGE).content.decode()
        assert client.post(f"{PAGE}publish/").status_code == 302
        again = drafter.post(PAGE, WORDS | {"did": "另写。"})
    assert again.status_code == 409 and "另写。" in html.fromstring(again.content.decode()).text_content()
    assert Consultation.objects.get().status == "concluded"


def test_nobody_writes_over_what_a_colleague_kept_meanwhile(
    client: Client, official: User, department: Department, consultation: Consultation
) -> None:
    colleague = official_with("colleague", "徐同事", department, Role.DRAFTER)
    at(DeskClient(), colleague).post(PAGE, WORDS)
    answer = at(client, official).post(PAGE, {"asked": "我的话", "revision": "new"})
    assert answer.status_code == 409
    assert colleague.name in answer.content.decode() and "我的话" in answer.content.decode()
    assert Feedback.objects.get().asked == WORDS["asked"]


def test_publishing_what_nobody_has_written_says_so(
    client: Client, reviewer: User, consultation: Consultation
) -> None:
    assert at(client, reviewer).get(f"{PAGE}publish/")["Location"] == PAGE
