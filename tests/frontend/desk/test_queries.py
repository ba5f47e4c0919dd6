"""Each list and each page costs the same for one row and for thirty."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from consultations.models import Consultation, Version
from consultations.notices.actions import prepare_consultation
from participation.accounts.models import Department, User
from responses.interpretations.actions import prepare_interpretation
from responses.questions.actions import assign_question
from tests.drafts import comment_on, notice_fields
from tests.frontend.desk.conftest import ask, at

Counter = Callable[..., Any]


@pytest.fixture
def more(
    consultation: Consultation, department: Department, official: User, editor: User
) -> Callable[[int], None]:
    """Lay so many comments, questions, notices and interpretations on the desk."""

    def lay(count: int) -> None:
        for n in range(count):
            comment_on(consultation, f"意见 {n}")
            assign_question(ask(title=f"问题 {n}", about=consultation), department, by=editor, show=True)
            slug = f"x-{Consultation.objects.count()}"
            prepare_consultation(consultation.draft_version, by=official, slug=slug, **notice_fields())
            prepare_interpretation(consultation.document, by=official, slug=slug, title=f"解读 {n}")

    return lay


LISTS = {
    "/desk/": ("official", 31),
    "/desk/consultations/": ("official", 10),
    "/desk/questions/": ("official", 8),
    "/desk/interpretations/": ("official", 8),
    "/desk/consultations/rural-water/": ("official", 19),
    "/desk/consultations/rural-water/weighing/": ("official", 11),
    "/desk/consultations/rural-water/feedback/": ("official", 9),
}


def test_a_list_costs_the_same_for_one_row_and_for_thirty(
    more: Callable[[int], None], request: pytest.FixtureRequest,
    django_assert_num_queries: Counter,
) -> None:  # fmt: skip
    for count in (1, 29):
        more(count)
        for page, (who, queries) in LISTS.items():
            client = at(Client(), request.getfixturevalue(who))
            with django_assert_num_queries(queries):
                assert client.get(page).status_code == 200, page


def test_checking_and_answering_cost_the_same_however_much_waits(
    client: Client, more: Callable[[int], None], moderator: User, official: User, draft: Version,
    django_assert_num_queries: Counter,
) -> None:  # fmt: skip
    from consultations.models import Comment
    from responses.models import Question

    more(2)
    comment, question = Comment.objects.all()[0], Question.objects.all()[0]
    pages = [
        (moderator, f"/desk/moderation/{comment.number}/", 13),
        (official, f"/desk/questions/{question.number}/", 20),
    ]
    for user, page, queries in pages:
        at(client, user)
        with django_assert_num_queries(queries):
            client.get(page)
    more(28)
    for user, page, queries in pages:
        at(client, user)
        with django_assert_num_queries(queries):
            client.get(page)
