"""The page of a consultation in each of its phases, and the opening of a clause."""

from datetime import timedelta

import pytest
from django.test import Client

from consultations.comments.actions import withhold_comment
from consultations.models import Clause, Comment, Consultation, Version
from consultations.notices.actions import prepare_consultation, publish_consultation
from participation import clock
from participation.accounts.models import User
from tests.drafts import after_closing, comment_on, notice_fields, taken_back
from tests.frontend.public.conftest import words

HTMX = {"HX-Request": "true"}


def test_an_open_one_says_how_many_days_are_left_and_on_what_basis(client: Client, page_url: str) -> None:
    said = words(client.get(page_url))
    assert "30 天后截止" in said and "提意见" in said
    assert "重大行政决策程序暂行条例" in said
    assert "日（首日不计入），已过" in words(client.get(page_url))


def test_every_article_has_its_number_its_count_and_its_button(
    client: Client, page_url: str, published: Comment, fourth: Clause
) -> None:
    html = client.get(page_url).content.decode()
    for label in ("第一条", "第二条", "第三条", "第四条"):
        assert f"<span>{label}</span>" in html
    assert f'href="?clause={fourth.uid}#c-{fourth.uid}"' in html
    assert "<b>1</b> 条意见" in html


def test_without_script_the_form_opens_under_its_clause(
    client: Client, page_url: str, fourth: Clause
) -> None:
    html = client.get(f"{page_url}?clause={fourth.uid}").content.decode()
    panel = html.split(f'id="p-{fourth.uid}">')[1].split("</section>")[0]
    assert "<form" in panel and f'value="{fourth.uid}"' in panel and "第四条" in panel


def test_with_htmx_only_the_panel_comes(client: Client, page_url: str, fourth: Clause) -> None:
    response = client.get(f"{page_url}?clause={fourth.uid}", headers=HTMX)
    assert "<form" in response.content.decode() and "<html" not in response.content.decode()
    assert "HX-Request" in response.headers["Vary"]


def test_a_comment_may_speak_of_one_item_of_an_article(
    client: Client, page_url: str, consultation: Consultation
) -> None:
    item = consultation.draft_version.passages.get(label="（二）").clause
    html = client.get(f"{page_url}?clause={item.uid}").content.decode()
    assert f'<option value="{item.uid}" selected>（二） 公布收费标准。' in html


def test_the_comments_of_a_clause_open_in_place(
    client: Client, page_url: str, published: Comment, fourth: Clause
) -> None:
    html = client.get(f"{page_url}?clause={fourth.uid}&talk=1", headers=HTMX).content.decode()
    assert published.number in html and "<form" not in html


@pytest.mark.parametrize("uid", ["nowhere0", "%00", "x" * 300])
def test_a_clause_that_is_not_in_the_draft_is_not_found(client: Client, page_url: str, uid: str) -> None:
    assert client.get(f"{page_url}?clause={uid}").status_code == 404


def test_before_it_opens_it_says_when(client: Client, draft: Version, official: User, editor: User) -> None:
    opens = clock.today() + timedelta(days=3)
    fields = notice_fields(opens_on=opens, closes_on=opens + timedelta(days=30))
    notice = prepare_consultation(draft, by=official, slug="coming", **fields)
    publish_consultation(notice, by=editor)
    response = client.get("/consultations/coming/")
    assert "3 天后开始" in words(response)
    assert 'href="?clause=' not in response.content.decode()


def test_after_closing_it_says_by_when_the_outcome_comes(
    client: Client, page_url: str, consultation: Consultation
) -> None:
    with after_closing(consultation):
        response = client.get(page_url)
    assert "天内公布结果" in words(response)
    assert 'href="?clause=' not in response.content.decode()


def test_once_concluded_what_came_of_it_stands_above_the_draft(
    client: Client, concluded: Consultation
) -> None:
    said = words(client.get(f"/consultations/{concluded.slug}/"))
    assert said.index("结果怎么样") < said.index("一分钟看懂")
    assert "我们降了水价。" in said


def test_a_withdrawn_one_shows_its_public_note(
    client: Client, page_url: str, consultation: Consultation, official: User, editor: User
) -> None:
    taken_back(consultation, by=official, confirmed_by=editor, reason="草案需作较大修改，另行起草。")
    assert "草案需作较大修改，另行起草。" in words(client.get(page_url))


def test_a_shorter_period_shows_its_reason(
    client: Client, draft: Version, official: User, editor: User
) -> None:
    fields = notice_fields(
        closes_on=clock.today() + timedelta(days=15), shortening_ground="emergency",
        shortening_reason="主汛期提前，须在汛前划定禁入河段。",
    )  # fmt: skip
    publish_consultation(prepare_consultation(draft, by=official, slug="short", **fields), by=editor)
    said = words(client.get("/consultations/short/"))
    assert "为什么期限比一般的短" in said and "须在汛前划定禁入河段" in said
    assert (
        "不少于30 日" in said.replace("不少于 ", "不少于")
        and "本次缩短为 15 日" in said
        and "情况紧急" in said
    )


def test_what_is_not_shown_is_counted_with_its_reasons(
    client: Client, page_url: str, comments_url: str, consultation: Consultation, moderator: User
) -> None:
    withhold_comment(comment_on(consultation, "某某人是骗子"), by=moderator, reason="abuse")
    assert "1 不予公开" in words(client.get(page_url))
    listed = words(client.get(comments_url))
    assert "侮辱、威胁他人" in listed and "骗子" not in listed


def test_a_draft_notice_is_not_found_by_strangers_and_residents(
    client: Client, notice: Consultation, resident: User, official: User
) -> None:
    paths = [
        f"/consultations/{notice.slug}/{rest}"
        for rest in ("", "comments/", "count/", "changes/", "feedback/")
    ]
    assert {client.get(path).status_code for path in paths} == {404}
    client.force_login(resident)
    assert {client.get(path).status_code for path in paths} == {404}
    client.force_login(official)
    assert client.get(paths[0]).status_code == 200


def test_outcome_pages_come_only_with_the_outcome(client: Client, page_url: str) -> None:
    assert (
        client.get(f"{page_url}changes/").status_code == client.get(f"{page_url}feedback/").status_code == 404
    )


def test_the_count_is_fetched_again_when_the_bell_rings(
    client: Client, page_url: str, consultation: Consultation
) -> None:
    html = client.get(page_url).content.decode()
    assert f'data-live="consultation.{consultation.slug}"' in html and f'hx-get="{page_url}count/"' in html
    comment_on(consultation)
    fragment = client.get(f"{page_url}count/").content.decode()
    assert ">1</b>" in fragment and "<html" not in fragment


def test_reading_gives_nobody_a_cookie(client: Client, page_url: str) -> None:
    assert not client.get(page_url).cookies


def test_the_list_filters_by_phase_kind_department_and_words(
    client: Client, consultation: Consultation
) -> None:
    title = "农村饮水管理办法"
    assert title in words(
        client.get("/consultations/?phase=open&kind=major_decision&department=housing&q=饮水")
    )
    for query in ("phase=closed", "kind=other", "q=没有的词"):
        response = client.get(f"/consultations/?{query}")
        assert title not in words(response) and "没有符合条件的意见征集" in words(response)


@pytest.mark.parametrize("query", ["phase=nonsense", "department=%00", "kind='", "cursor=%00", "q=%00"])
def test_a_list_with_nonsense_in_its_address_still_answers(
    client: Client, consultation: Consultation, query: str
) -> None:
    assert client.get(f"/consultations/?{query}").status_code in (200, 404)
