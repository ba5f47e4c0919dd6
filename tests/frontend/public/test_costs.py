"""What each page costs the database: literal numbers, the same for one row and for thirty."""

from collections.abc import Callable

from django.test import Client

from consultations.models import Clause, Comment, Consultation
from participation.accounts.models import User
from responses.models import Interpretation, Question
from tests.drafts import comment_on


def always(value: object) -> Callable[[int], object]:
    return lambda _n: value


def copy_rows(row: object, times: int, **changes: Callable[[int], object]) -> list[object]:
    """More rows like one that was made through the actions, for weight only."""
    model = type(row)
    made = []
    for n in range(times):
        fresh = model.objects.get(pk=row.pk)  # type: ignore[attr-defined]
        fresh.pk, fresh._state.adding = None, True
        for name, value in changes.items():
            setattr(fresh, name, value(n))
        fresh.save()
        made.append(fresh)
    return made


def spend(client: Client, path: str, assert_num: Callable[..., object], queries: int) -> None:
    client.get(path)
    with assert_num(queries):  # type: ignore[attr-defined]
        assert client.get(path).status_code == 200


def test_the_pages_of_a_consultation(
    client: Client, concluded: Consultation, published: Comment, official: User, fourth: Clause,
    django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    base = f"/consultations/{concluded.slug}/"
    costs = {
        base: 9, f"{base}?clause={fourth.uid}": 13, f"{base}comments/": 8, f"{base}changes/": 4,
        f"{base}changes/{fourth.uid}/": 4, f"{base}feedback/": 9, f"{base}count/": 2,
        f"/documents/{concluded.document.slug}/": 9,
    }  # fmt: skip
    for path, queries in costs.items():
        spend(client, path, django_assert_num_queries, queries)
    opinion = published.opinions.get()
    for comment in copy_rows(published, 30, number=lambda n: f"YJ-260101-COPY{n:02}"):
        copy_rows(opinion, 2, comment=always(comment), ordinal=lambda n: n + 1)
    for path, queries in costs.items():
        spend(client, path, django_assert_num_queries, queries)


def test_the_lists(
    client: Client, concluded: Consultation, interpretation: Interpretation, answered: Question,
    django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    costs = {
        "/": 9, "/consultations/": 4, "/interpretations/": 2, "/questions/": 2,
        f"/interpretations/{interpretation.slug}/": 10, f"/questions/{answered.number}/": 14,
        "/questions/similar/?title=低保户证件": 1,
    }  # fmt: skip
    for path, queries in costs.items():
        spend(client, path, django_assert_num_queries, queries)
    copy_rows(interpretation, 30, slug=lambda n: f"explained-{n}")
    reply = answered.reply
    for question in copy_rows(
        answered, 30, number=lambda n: f"WT-260101-COPY{n:02}", deadline_id=always(None)
    ):
        copy_rows(reply, 1, question=always(question))
    copy_rows(concluded, 30, slug=lambda n: f"copy-{n}", feedback=always(None))
    for path, queries in costs.items():
        spend(client, path, django_assert_num_queries, queries)


def test_one_s_own_items(
    client: Client,
    consultation: Consultation,
    resident: User,
    django_assert_num_queries: Callable[..., object],
) -> None:
    comment = comment_on(consultation, by=resident)
    client.force_login(resident)
    costs = {"/accounts/": 5, f"/track/{comment.number}/": 7}  # one asks whether the desk is theirs
    for path, queries in costs.items():
        spend(client, path, django_assert_num_queries, queries)
    copy_rows(comment, 30, number=lambda n: f"YJ-260101-COPY{n:02}")
    for path, queries in costs.items():
        spend(client, path, django_assert_num_queries, queries)


def test_a_pager_leads_through_everything_once(
    client: Client, comments_url: str, consultation: Consultation, published: Comment
) -> None:
    copy_rows(published, 44, number=lambda n: f"YJ-260101-COPY{n:02}")
    seen: list[str] = []
    path: str | None = f"{comments_url}?stance=none"
    pages = 0
    while path:
        html = client.get(path).content.decode()
        seen += [part.split('"')[0] for part in html.split('<li id="k-')[1:]]
        following = html.split('rel="next" href="')
        path = following[1].split('"')[0].replace("&amp;", "&") if len(following) > 1 else None
        assert path is None or "stance=none" in path
        pages += 1
    assert pages == 3 and len(seen) == len(set(seen)) == 45
