"""The feedback that is published is the one that its publisher read: paragraphs, sums, dispositions, reasons."""

import pytest
from django.test import Client

from consultations.comments.actions import accept_comment
from consultations.models import Consultation, Feedback, Opinion
from consultations.outcomes.actions import draft_feedback, publish_feedback
from consultations.outcomes.queries import digest_of_feedback
from consultations.weighing.actions import dispose_opinion
from participation.accounts.models import User
from participation.errors import Conflict
from tests.drafts import after_closing, comment_on
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

ADDRESS = "/desk/consultations/rural-water/feedback/publish/"
WHY = "供水成本高于所提价格，暂不调整。"


@pytest.fixture
def four_adopted(consultation: Consultation, official: User, moderator: User) -> list[Opinion]:
    for n in range(4):
        accept_comment(comment_on(consultation, f"第{n}条意见：水价太高了。"), by=moderator)
    rows = list(consultation.opinions.order_by("pk"))
    for row in rows:
        dispose_opinion(row, "adopted", by=official)
    draft_feedback(consultation, by=official, asked="问了水价。", said="四人说贵。", did="全部采纳。")
    return list(consultation.opinions.order_by("pk"))


def test_a_form_opened_over_four_adopted_opinions_does_not_publish_their_refusal(
    client: Client, four_adopted: list[Opinion], consultation: Consultation, official: User, editor: User
) -> None:
    with after_closing(consultation):
        page = at(client, editor).get(ADDRESS)
        carried = {name: page.context["form"][name].value() for name in ("text_seen", "revision")}
        for row in four_adopted:
            dispose_opinion(row, "not_adopted", by=official, reason=WHY)
        refused = client.post(ADDRESS, carried)
        assert refused.status_code == 422 and "请重新查看" in words(refused)
        assert Feedback.objects.get().status == "draft"
        again = {name: refused.context["form"][name].value() for name in ("text_seen", "revision")}
        assert client.post(ADDRESS, again).status_code == 302
    assert Feedback.objects.get().counts["not_adopted"] == 4


def test_another_reason_or_another_clause_is_another_feedback(
    four_adopted: list[Opinion], consultation: Consultation, official: User, editor: User
) -> None:
    """Though no sum has changed."""
    clause = consultation.draft_version.passages.get(label="第四条").clause
    with after_closing(consultation):
        row = Feedback.objects.get()
        for again in ({"reason": "意见合理，写入第四条。"}, {"changed_clause": clause}):
            seen = digest_of_feedback(row)
            dispose_opinion(consultation.opinions.order_by("pk")[0], "adopted", by=official, **again)
            with pytest.raises(Conflict):
                publish_feedback(row, by=editor, seen=seen)
            row = Feedback.objects.get()
        assert publish_feedback(row, by=editor, seen=digest_of_feedback(row)).status == "published"


def test_a_form_that_says_nothing_of_what_was_read_publishes_nothing(
    four_adopted: list[Opinion], consultation: Consultation, editor: User
) -> None:
    with after_closing(consultation):
        client = at(Client(), editor)
        carried = client.get(ADDRESS).context["form"]["revision"].value()
        assert client.post(ADDRESS, {"revision": carried}).status_code == 422
    assert Feedback.objects.get().status == "draft"
