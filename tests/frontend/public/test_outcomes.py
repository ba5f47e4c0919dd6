"""What changed, because of whom; and the feedback whose sums close."""

import re

import pytest
from django.test import Client

from consultations.comments.models import Opinion
from consultations.models import Clause, Comment, Consultation
from tests.drafts import comment_of
from tests.frontend.public.conftest import words
from tests.frontend.public.test_costs import always, copy_rows


def test_each_change_stands_with_the_comments_behind_it_and_those_refused(
    client: Client, concluded: Consultation
) -> None:
    response = client.get(f"/consultations/{concluded.slug}/changes/")
    html = response.content.decode()
    assert re.search(r"<del>三元?</del>", html) and "<ins>" in html
    change = html.split('class="diff"')[1]
    assert "水费太高，低保户怎么办？" in change and "供水有成本，水价暂不降。" in change
    assert "1 条有修改" in " ".join(reversed(words(response).split("1 条有修改")[:1])) or "有修改" in words(
        response
    )


def many(comment: Comment, times: int, letter: str) -> None:
    """So many more comments like this one, each with its one opinion."""
    opinion = comment.opinions.get()
    for copy in copy_rows(comment, times, number=lambda n: f"YJ-260101-{letter}{n:03}"):
        copy_rows(opinion, 1, comment=always(copy))


def test_of_many_opinions_the_first_stand_beside_the_change_and_all_of_them_behind_it(
    client: Client, concluded: Consultation, published: Comment, fourth: Clause
) -> None:
    many(published, 30, "A")
    many(Comment.objects.get(body="应当免费供水。"), 50, "N")
    page = client.get(f"/consultations/{concluded.slug}/changes/").content.decode()
    assert page.count('<article class="talk">') == 8
    assert "采纳 31，部分采纳 0" in page and "提了没有采纳的 51 条" in page
    behind = f"/consultations/{concluded.slug}/changes/{fourth.uid}/"
    assert f'href="{behind}"' in page and "全部 82 条意见" in page
    html = client.get(behind).content.decode()
    assert "<h1>第四条：背后的意见</h1>" in html and "共 82 条意见" in html and "筛选</button>" in html
    assert re.search(r"<del>三元?</del>", html) and f'/changes/#d-{fourth.uid}"' in html


def test_the_pager_behind_a_change_leads_through_everything_once_and_keeps_the_filter(
    client: Client, concluded: Consultation, published: Comment, fourth: Clause
) -> None:
    many(published, 44, "A")
    path: str | None = f"/consultations/{concluded.slug}/changes/{fourth.uid}/?disposition=adopted"
    seen: list[str] = []
    while path:
        html = client.get(path).content.decode()
        seen += re.findall(r'<li id="o-(\d+)"', html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        path = following[1].replace("&amp;", "&") if following else None
        assert path is None or "disposition=adopted" in path
    assert len(seen) == len(set(seen)) == 45


def test_a_long_comment_is_cut_beside_the_change_and_whole_behind_it(
    client: Client, concluded: Consultation, published: Comment, fourth: Clause
) -> None:
    Comment.objects.filter(pk=published.pk).update(public_body="长" * 4999 + "完")
    changes = f"/consultations/{concluded.slug}/changes/"
    page = client.get(changes).content.decode()
    assert "长" * 301 not in page and "完" not in page and f'href="{changes}{fourth.uid}/"' in page
    assert "长" * 4999 + "完" in client.get(f"{changes}{fourth.uid}/").content.decode()


def test_nothing_stands_behind_a_change_before_the_feedback_is_published(
    client: Client, concluded: Consultation, fourth: Clause
) -> None:
    Consultation.objects.filter(pk=concluded.pk).update(status="published")
    for page in ("", f"{fourth.uid}/"):
        response = client.get(f"/consultations/{concluded.slug}/changes/{page}")
        assert "随结果反馈一并公布" in words(response) and "低保户怎么办" not in words(response)


def test_behind_a_clause_of_no_text_there_is_nothing(
    client: Client, concluded: Consultation, other_clause: Clause
) -> None:
    for uid in (other_clause.uid, "nothing"):
        assert client.get(f"/consultations/{concluded.slug}/changes/{uid}/").status_code == 404


def test_what_has_not_changed_is_folded_away(client: Client, concluded: Consultation) -> None:
    html = client.get(f"/consultations/{concluded.slug}/changes/").content.decode()
    assert "第一条至第三条没有改动" in html and '<details class="folded fold">' in html


def test_the_change_is_linked_from_the_comment(client: Client, concluded: Consultation) -> None:
    listed = client.get(f"/consultations/{concluded.slug}/comments/").content.decode()
    anchor = re.search(r"/changes/#(d-[a-z0-9]+)", listed)
    assert anchor
    assert f'id="{anchor[1]}"' in client.get(f"/consultations/{concluded.slug}/changes/").content.decode()


def test_the_feedback_says_what_was_asked_said_and_done_with_sums_that_close(
    client: Client, concluded: Consultation
) -> None:
    response = client.get(f"/consultations/{concluded.slug}/feedback/")
    said = words(response)
    for piece in (
        "我们问了水价。",
        "有人嫌贵。",
        "我们降了水价。",
        "2 条意见及采纳情况",
        "供水有成本，水价暂不降。",
    ):
        assert piece in said
    assert said.count("各项相加等于总数。") == 2 and "周**" in said and "周晓梅" not in said


def test_whoever_asked_not_to_be_shown_is_counted_but_not_read(
    client: Client, concluded: Consultation
) -> None:
    Comment.objects.filter(pk=comment_of("周晓梅").pk).update(status="private", wants_publication=False)
    said = words(client.get(f"/consultations/{concluded.slug}/feedback/"))
    assert "应本人要求不公开" in said and "低保户怎么办" not in said and "周**" not in said


def test_a_passage_that_was_hidden_is_not_shown_by_the_weighing(
    client: Client, concluded: Consultation
) -> None:
    comment = comment_of("周晓梅")
    Comment.objects.filter(pk=comment.pk).update(public_body="水费太高，███怎么办？")
    Opinion.objects.filter(comment=comment).update(text="低保户怎么办？")
    for page in ("feedback", "changes", "comments"):
        assert "低保户怎么办" not in words(client.get(f"/consultations/{concluded.slug}/{page}/"))


@pytest.mark.parametrize(
    ("query", "adopted", "refused"),
    [("disposition=adopted", True, False), ("disposition=not_adopted", False, True), ("q=低保", True, False),
     ("clause=whole", False, False), ("clause=zzz", True, True), ("disposition=open", True, True)],
)  # fmt: skip
def test_the_table_filters(
    client: Client, concluded: Consultation, query: str, adopted: bool, refused: bool
) -> None:
    said = words(client.get(f"/consultations/{concluded.slug}/feedback/?{query}"))
    assert ("低保户怎么办" in said, "应当免费供水" in said) == (adopted, refused)


def test_the_chart_has_its_table(client: Client, concluded: Consultation) -> None:
    html = client.get(f"/consultations/{concluded.slug}/feedback/").content.decode()
    assert 'class="chart__bar"' in html and '<th scope="row">第四条</th>' in html


@pytest.mark.parametrize(
    ("dispositions", "said"),
    [
        (("adopted",), "条意见被采纳"),
        (("partly_adopted",), "条意见被部分采纳"),
        (("adopted", "partly_adopted"), "条意见被采纳或者部分采纳"),
    ],
)
def test_the_home_page_says_of_a_point_no_more_than_was_adopted(
    client: Client, concluded: Consultation, dispositions: tuple[str, ...], said: str
) -> None:
    rows = Opinion.objects.filter(changed_clause__isnull=False, comment__status="published").order_by("pk")
    first = rows[0]
    rows.exclude(pk=first.pk).update(changed_clause=None)
    first.reason = "分步实施，先从低保户做起。"
    for n, disposition in enumerate(dispositions):
        first.disposition = disposition
        if n:
            first.pk, first.ordinal, first._state.adding = None, 9, True
        first.save()
    page = words(client.get("/"))
    assert said in page
    assert ("被部分采纳" in page) is (said == "条意见被部分采纳")
    assert ("采纳或者部分" in page) is (len(dispositions) > 1)


def test_an_adopted_point_without_a_reason_has_no_label_for_one(
    client: Client, concluded: Consultation
) -> None:
    Opinion.objects.filter(disposition="adopted").update(reason="")
    page = client.get(f"/consultations/{concluded.slug}/feedback/").content.decode()
    adopted = Opinion.objects.filter(disposition="adopted").count()
    assert adopted and page.count('data-l="理由"') == Opinion.objects.exclude(reason="").count()
