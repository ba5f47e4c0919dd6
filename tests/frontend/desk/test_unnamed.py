"""Adopted opinions that name no changed clause are asked for before the final text is published."""

from typing import Any

import pytest
from django.test import Client

from consultations.comments.actions import accept_comment
from consultations.documents.actions import revise
from consultations.documents.reading import read_text
from consultations.models import Consultation, Opinion
from consultations.outcomes.actions import draft_feedback, publish_feedback
from consultations.outcomes.queries import adopted_without_clause
from consultations.weighing.actions import dispose_opinion
from participation.accounts.models import User
from tests.drafts import FINAL, after_closing, comment_on, decided
from tests.frontend.desk.conftest import at


@pytest.fixture
def weighed(consultation: Consultation, official: User) -> dict[str, Opinion]:
    """One adopted with its clause, one without, one refused."""
    fourth = consultation.draft_version.passages.get(label="第四条").clause
    named, bare, refused = (
        comment_on(consultation, body).opinions.get() for body in ("降价", "减半", "免费")
    )
    with after_closing(consultation):
        dispose_opinion(named, "adopted", by=official, changed_clause=fourth)
        dispose_opinion(bare, "partly_adopted", by=official, reason="低保户水费减半收取。")
        dispose_opinion(refused, "not_adopted", by=official, reason="供水有成本，水价暂不降。")
    return {"named": named, "bare": bare, "refused": refused}


def test_only_the_adopted_without_a_clause_are_listed(
    consultation: Consultation, weighed: dict[str, Opinion]
) -> None:
    assert list(adopted_without_clause(consultation)) == [weighed["bare"]]


def test_the_feedback_and_the_publishing_of_the_final_text_warn_with_links(
    client: Client, consultation: Consultation, official: User, editor: User, weighed: dict[str, Opinion]
) -> None:
    base = f"/desk/consultations/{consultation.slug}"
    link = f"{base}/weighing/{weighed['bare'].pk}/?disposition=unnamed"
    with after_closing(consultation):
        revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        for person, page in ((official, f"{base}/feedback/"), (editor, f"{base}/do/final/")):
            shown = at(client, person).get(page).content.decode()
            assert link in shown and "已采纳但未指明所改条款" in shown, page
            assert f"/weighing/{weighed['named'].pk}/" not in shown
        assert client.get(link).status_code == 200


def test_it_is_a_warning_and_goes_when_the_clause_is_named(
    client: Client, consultation: Consultation, official: User, reviewer: User, editor: User, moderator: User,
    weighed: dict[str, Opinion],
) -> None:  # fmt: skip
    fourth = consultation.draft_version.passages.get(label="第四条").clause
    with after_closing(consultation):
        revise(consultation.draft_version, read_text(FINAL, markdown=True), by=official)
        final = f"/desk/consultations/{consultation.slug}/do/final/"
        bare = Opinion.objects.get(pk=weighed["bare"].pk)
        dispose_opinion(
            bare, "partly_adopted", by=official, reason="低保户水费减半收取。", changed_clause=fourth
        )
        assert "未指明所改条款" not in at(client, editor).get(final).content.decode()
        for comment in consultation.comments.all():
            accept_comment(comment, by=moderator)
        publish_feedback(
            draft_feedback(consultation, by=official, asked="问了", said="答了", did="改了"), by=reviewer
        )
        decided(Consultation.objects.get(), official=official, reviewer=reviewer, editor=editor)
        assert client.get(final).status_code == 200
        assert client.post(final).status_code == 302


def test_it_costs_the_same_for_one_and_for_thirty(
    client: Client, consultation: Consultation, official: User, django_assert_num_queries: Any
) -> None:
    page = f"/desk/consultations/{consultation.slug}/feedback/"
    at(client, official)
    for count in (1, 29):
        opinions = [comment_on(consultation, f"意见{n}").opinions.get() for n in range(count)]
        with after_closing(consultation):
            for opinion in opinions:
                dispose_opinion(opinion, "adopted", by=official)
            with django_assert_num_queries(9):
                client.get(page)


def test_whoever_was_only_in_favour_asked_for_no_changed_clause(
    client: Client, consultation: Consultation, official: User
) -> None:
    mere, more = (
        comment_on(consultation, body, stance="support").opinions.get() for body in ("支持", "加盖")
    )
    with after_closing(consultation):
        dispose_opinion(mere, "adopted", by=official)
        dispose_opinion(more, "partly_adopted", by=official, reason="分两年加盖，先从学校做起。")
        assert list(adopted_without_clause(consultation)) == [more]
        address = f"/desk/consultations/{consultation.slug}/weighing/?disposition=unnamed"
        listed = at(client, official).get(address).context["listed"].rows
        assert list(listed) == [more]
