"""Editing a draft at the desk, clause by clause, with and without htmx."""

from typing import Any

import pytest
from django.test import Client
from lxml import html  # type: ignore[import-untyped]

from consultations.documents.editing import Wording, begin_revision, reword_clause
from consultations.models import Consultation, Passage, Version
from frontend.desk.desk_form import seen_as
from participation.accounts.models import User
from tests.drafts import after_closing, comment_on
from tests.frontend.desk.conftest import at

HTMX = {"HX-Request": "true"}


@pytest.fixture
def revision(consultation: Consultation, official: User) -> Version:
    return begin_revision(consultation.draft_version, by=official)


@pytest.fixture
def draft_url(revision: Version) -> str:
    return f"/desk/documents/{revision.document.slug}/draft/"


def row(version: Version, label: str) -> Passage:
    return version.passages.select_related("clause").get(label=label)


def edited(passage: Passage, **changes: Any) -> dict[str, Any]:
    uid = passage.clause.uid
    said = {"label": passage.label, "heading": passage.heading, "text": passage.text} | changes
    said.setdefault("revision", seen_as(passage))
    return {f"{uid}-{name}": value for name, value in said.items()}


def test_a_revision_is_begun_from_the_consultations_page(
    client: Client, consultation: Consultation, official: User
) -> None:
    at(client, official)
    page = client.get(f"/desk/consultations/{consultation.slug}/").content.decode()
    revise = f"/desk/documents/{consultation.document.slug}/revise/"
    assert revise in page
    answer = client.post(revise)
    assert answer["Location"] == f"/desk/documents/{consultation.document.slug}/draft/"
    assert consultation.document.versions.count() == 2
    again = client.post(revise, follow=True)
    assert again.status_code == 200 and consultation.document.versions.count() == 2


def test_every_clause_shows_its_comments_and_leads_to_them(
    client: Client, consultation: Consultation, official: User, revision: Version, draft_url: str
) -> None:
    fourth = row(revision, "第四条").clause
    comment_on(consultation, "太贵", clause=fourth)
    page = at(client, official).get(draft_url).content.decode()
    link = f"/desk/consultations/{consultation.slug}/weighing/?clause={fourth.uid}"
    assert link in page
    assert "太贵" in client.get(link).content.decode()


def test_a_clause_is_edited_in_place(
    client: Client, official: User, revision: Version, draft_url: str
) -> None:
    fourth = row(revision, "第四条")
    address = f"{draft_url}{fourth.clause.uid}/"
    at(client, official)
    form = client.get(address, headers=HTMX).content.decode()
    assert "<html" not in form and "水费每吨不超过三元" in form
    kept = client.post(address, edited(fourth, text="水费每吨不超过二元。"), headers=HTMX).content.decode()
    assert "<html" not in kept and "水费每吨不超过二元。" in kept and "已保存" in kept
    assert row(revision, "第四条").text == "水费每吨不超过二元。"


def test_without_script_a_page_of_its_own_does_the_same(
    client: Client, official: User, revision: Version, draft_url: str
) -> None:
    fourth = row(revision, "第四条")
    address = f"{draft_url}{fourth.clause.uid}/"
    at(client, official)
    assert "<html" in client.get(address).content.decode()
    answer = client.post(address, edited(fourth, text="改了。"))
    assert answer["Location"] == f"{draft_url}#d-{fourth.clause.uid}"


def test_wrong_input_comes_back_with_what_was_typed(
    client: Client, official: User, revision: Version, draft_url: str
) -> None:
    fourth = row(revision, "第四条")
    answer = at(client, official).post(
        f"{draft_url}{fourth.clause.uid}/", edited(fourth, text="", heading="", label="第" * 50), headers=HTMX
    )
    assert answer.status_code == 422 and "第" * 50 in answer.content.decode()
    assert row(revision, "第四条").text.startswith("水费")


def test_two_who_edit_the_same_clause_the_second_is_told_and_loses_nothing(
    client: Client, official: User, revision: Version, draft_url: str
) -> None:
    fourth = row(revision, "第四条")
    sent = edited(fourth, text="我的改法。")
    reword_clause(fourth, Wording("第四条", "", "别人的改法。"), by=official)
    answer = at(client, official).post(f"{draft_url}{fourth.clause.uid}/", sent, headers=HTMX)
    assert answer.status_code == 409 and answer["HX-Retarget"] == "body", (
        "the page with both texts, in place of this"
    )
    shown = html.fromstring(answer.content.decode()).text_content()
    assert "我的改法。" in shown and "别人的改法。" in shown
    assert row(revision, "第四条").text == "别人的改法。"


def test_a_clause_is_added_moved_and_removed(
    client: Client, official: User, revision: Version, draft_url: str
) -> None:
    second, fourth = row(revision, "第二条"), row(revision, "第四条")
    at(client, official)
    for name in ("add", "move", "remove"):
        assert client.get(f"{draft_url}{second.clause.uid}/{name}/").status_code == 200
    client.post(
        f"{draft_url}{second.clause.uid}/add/",
        {"level": "article", "label": "第二条之一", "heading": "", "text": "新的一条。"},
    )
    assert row(revision, "第二条之一").path == "第一章/第二条之一"
    answer = client.post(f"{draft_url}{second.clause.uid}/move/", {"after": fourth.clause.uid})
    assert answer["Location"].endswith(f"#d-{second.clause.uid}")
    assert row(revision, "第二条").path == "第二章/第二条"
    assert client.get(f"{draft_url}{second.clause.uid}/remove/").status_code == 200
    assert revision.passages.filter(label="第二条").exists(), "looking removes nothing"
    client.post(f"{draft_url}{second.clause.uid}/remove/")
    assert not revision.passages.filter(label="第二条").exists()
    page = client.get(draft_url).content.decode()
    assert "本版已删去的条款" in page
    client.post(f"{draft_url}renumber/")
    assert [r.label for r in revision.passages.filter(level="article")] == [
        "第一条",
        "第二条",
        "第三条",
        "第四条",
    ]


def test_a_clause_at_the_beginning(client: Client, official: User, revision: Version, draft_url: str) -> None:
    at(client, official)
    assert client.get(f"{draft_url}top/add/").status_code == 200
    client.post(f"{draft_url}top/add/", {"level": "preamble", "text": "根据上级文件，制定本办法。"})
    assert revision.passages.get(position=0).level == "preamble"


def test_others_neither_see_nor_touch_it(
    client: Client, revision: Version, draft_url: str, other_official: User, resident: User
) -> None:
    fourth = row(revision, "第四条")
    for person, expected in ((other_official, 404), (resident, 403)):
        at(client, person)
        assert client.get(draft_url).status_code == expected
        assert (
            client.post(f"{draft_url}{fourth.clause.uid}/", edited(fourth, text="x")).status_code == expected
        )
    assert row(revision, "第四条").text != "x"


@pytest.mark.parametrize("way", ["", "add/", "move/", "remove/"])
def test_those_who_oversee_may_read_it_and_change_nothing(
    client: Client, revision: Version, draft_url: str, auditor: User, way: str
) -> None:
    fourth = row(revision, "第四条")
    assert (
        "修改" not in at(client, auditor).get(draft_url).content.decode().partition('class="drafting box')[2]
    )
    assert client.post(f"{draft_url}{fourth.clause.uid}/{way}", edited(fourth, text="x")).status_code == 403
    assert client.post(f"{draft_url}renumber/").status_code == 403
    assert client.get(f"{draft_url}none/{way}").status_code == 403


def test_a_published_text_has_no_editor(client: Client, consultation: Consultation, official: User) -> None:
    at(client, official)
    assert client.get(f"/desk/documents/{consultation.document.slug}/draft/").status_code == 404
    assert client.get(f"/desk/documents/{consultation.document.slug}/draft/none/").status_code == 404


def test_the_editor_costs_the_same_for_few_and_many_clauses(
    client: Client, consultation: Consultation, official: User, revision: Version, draft_url: str,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    from consultations.documents.editing import add_clause

    at(client, official)
    client.get(draft_url)
    for n in range(2):
        with django_assert_num_queries(11):
            assert client.get(draft_url).status_code == 200
        for _ in range(0 if n else 30):
            after = row(revision, "第二条").clause
            made = add_clause(revision, after, "article", Wording("", "", "多一条。"), by=official)
            comment_on(consultation, "意见", clause=row(revision, "第四条").clause)
            assert made.pk


def test_the_next_version_loses_the_mark_of_a_draft_once_the_public_was_heard(
    client: Client, consultation: Consultation, official: User
) -> None:
    with after_closing(consultation):
        at(client, official).post(f"/desk/documents/{consultation.document.slug}/revise/")
    assert consultation.document.versions.get(number=2).title == "农村饮水管理办法"


def test_the_title_of_a_draft_is_changed_on_a_page_of_its_own(
    client: Client, official: User, editor: User, revision: Version, draft_url: str
) -> None:
    page = at(client, official).get(draft_url).content.decode()
    assert f"{draft_url}title/" in page
    fields = {"title": "。", "revision": seen_as(revision)}
    assert client.post(f"{draft_url}title/", fields).status_code == 422
    answer = client.post(f"{draft_url}title/", fields | {"title": "农村饮水管理办法（试行）"})
    assert answer["Location"] == draft_url
    assert Version.objects.get(number=2).title == "农村饮水管理办法（试行）"
    stale = client.post(f"{draft_url}title/", fields | {"title": "别的名字"})
    assert stale.status_code == 409 and "别的名字" in stale.content.decode()
    assert at(client, editor).get(f"{draft_url}title/").status_code == 403
