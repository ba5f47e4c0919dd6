"""Two people write on one thing: the second gets a page with both texts, and every way on from there works."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml import html  # type: ignore[import-untyped]

from consultations.decisions.actions import prepare_decision
from consultations.decisions.lists import Listed, draft_list, publish_list
from consultations.decisions.models import ParticipationList
from consultations.documents.editing import Wording, begin_revision, reword_clause
from consultations.documents.reorder import move_clause
from consultations.models import Comment, Consultation, Passage
from consultations.outcomes.actions import draft_feedback
from participation.accounts.models import Department, User
from responses.models import Interpretation, Question
from responses.questions.actions import assign_question
from responses.replies.actions import draft_reply
from tests.cast import Role, official_with
from tests.desk_client import DeskClient
from tests.frontend.desk.conftest import GOOD_REPLY, at

MINE, THEIRS = "我写的话还留在这里。", "同事先存下来的几句话。"


@pytest.fixture
def colleague(department: Department) -> User:
    return official_with("colleague", "徐同事", department, Role.DRAFTER, Role.ANSWERER)


@pytest.fixture
def notice_form(notice: Consultation) -> tuple[str, str]:
    return f"/desk/consultations/{notice.slug}/edit/", "summary"


@pytest.fixture
def feedback_form(consultation: Consultation) -> tuple[str, str]:
    return f"/desk/consultations/{consultation.slug}/feedback/", "said"


@pytest.fixture
def feedback_again_form(consultation: Consultation, official: User) -> tuple[str, str]:
    draft_feedback(consultation, by=official, asked="问了", said="说了", did="做了")
    return f"/desk/consultations/{consultation.slug}/feedback/", "said"


@pytest.fixture
def reply_form(question: Question) -> tuple[str, str]:
    return f"/desk/questions/{question.number}/", "body"


@pytest.fixture
def reply_again_form(question: Question, official: User) -> tuple[str, str]:
    draft_reply(question, by=official, body=GOOD_REPLY)
    return f"/desk/questions/{question.number}/", "body"


@pytest.fixture
def interpretation_form(interpretation: Interpretation) -> tuple[str, str]:
    return f"/desk/interpretations/{interpretation.slug}/", "part0-body"


@pytest.fixture
def decision_form(department: Department, official: User) -> tuple[str, str]:
    prepare_decision(by=official, slug="water", title="饮水办法", department=department)
    return "/desk/decisions/water/edit/", "summary"


@pytest.fixture
def list_form(department: Department, official: User) -> tuple[str, str]:
    draft_list(department, 2026, [Listed("办法", "座谈会", "住建局", "第四季度", "网上")], by=official)
    return f"/desk/decisions/lists/{department.slug}/2026/", "rows-0-matter"


@pytest.fixture
def weighing_form(comment: Comment) -> tuple[str, str]:
    opinion = comment.opinions.get()
    return f"/desk/consultations/{comment.consultation.slug}/weighing/{opinion.pk}/", "dispose-reason"


@pytest.fixture
def clause_form(consultation: Consultation, official: User) -> tuple[str, str]:
    version = begin_revision(consultation.draft_version, by=official)
    uid = version.passages.get(label="第四条").clause.uid
    return f"/desk/documents/{version.document.slug}/draft/{uid}/", f"{uid}-text"


FORMS = (
    "notice_form", "feedback_form", "feedback_again_form", "reply_form", "reply_again_form", "interpretation_form",
    "decision_form", "list_form", "weighing_form", "clause_form",
)  # fmt: skip
Drawn = tuple[str, dict[str, Any]]


def drawn(answer: Any, field: str, here: str) -> Drawn:
    """The form that has this field: where it goes and what it would send."""
    for form in html.fromstring(answer.content.decode()).forms:
        if field in form.fields:
            values = {name: value.removeprefix("\n") for name, value in form.form_values()}  # as browsers do
            sent = {name: value for name, value in values.items() if name != "csrfmiddlewaretoken"}
            return form.get("action") or here, sent | {"go": "keep"}
    raise AssertionError(f"no form has {field}")


def written(sent: dict[str, Any], field: str, text: str) -> dict[str, Any]:
    more = {"dispose-disposition": "not_adopted"} if field.startswith("dispose-") else {}
    return sent | {field: text} | more


@pytest.fixture
def clash(
    request: pytest.FixtureRequest, client: Client, official: User, colleague: User
) -> Callable[[str], tuple[Any, str, str]]:
    """Both open the form, the colleague is faster; gives my answer, the page's address and the field."""

    def make(name: str) -> tuple[Any, str, str]:
        here, field = request.getfixturevalue(name)
        other = at(DeskClient(), colleague)
        action, theirs = drawn(other.get(here), field, here)
        _same, mine = drawn(at(client, official).get(here), field, here)
        assert other.post(action, written(theirs, field, THEIRS)).status_code == 302
        return client.post(action, written(mine, field, MINE)), here, field

    return make


@pytest.mark.parametrize("name", FORMS)
def test_both_texts_stand_on_one_page_and_mine_can_be_kept(
    name: str, clash: Callable[[str], Any], client: Client, colleague: User
) -> None:
    answer, here, field = clash(name)
    shown = answer.content.decode()
    text = html.fromstring(shown).text_content()
    assert answer.status_code == 409
    assert MINE in text and THEIRS in text and colleague.name in text
    action, sent = drawn(answer, field, here)
    assert sent[field] == MINE, "nothing typed is lost"
    assert client.post(action, sent | {"conflict": "mine"}).status_code == 302
    assert MINE in client.get(here).content.decode()


@pytest.mark.parametrize("name", FORMS)
def test_the_form_can_be_opened_again_over_both(
    name: str, clash: Callable[[str], Any], client: Client
) -> None:
    answer, here, field = clash(name)
    action, sent = drawn(answer, field, here)
    again = client.post(action, sent | {"conflict": "edit"})
    assert again.status_code == 200
    page = html.fromstring(again.content.decode())
    assert THEIRS in "".join(each.text_content() for each in page.find_class("theirs"))
    assert THEIRS in client.get(here).content.decode(), "nothing was kept yet"
    action, sent = drawn(again, field, here)
    assert sent[field] == MINE
    assert client.post(action, written(sent, field, f"{THEIRS}{MINE}")).status_code == 302
    assert f"{THEIRS}{MINE}" in client.get(here).content.decode()


@pytest.mark.parametrize("name", FORMS)
def test_a_colleague_who_writes_while_the_two_texts_are_looked_at_is_not_lost_either(
    name: str, clash: Callable[[str], Any], client: Client, colleague: User
) -> None:
    answer, here, field = clash(name)
    action, sent = drawn(answer, field, here)
    other = at(DeskClient(), colleague)
    their_action, theirs = drawn(other.get(here), field, here)
    assert other.post(their_action, written(theirs, field, "另一位同事又改了一次。")).status_code == 302
    late = client.post(action, sent | {"conflict": "mine"})
    assert (
        late.status_code == 409
        and "另一位同事又改了一次" in html.fromstring(late.content.decode()).text_content()
    )


def test_who_routed_faster_is_named_and_both_departments_stand(
    client: Client,
    editor: User,
    unsent: Question,
    department: Department,
    other_department: Department,
    county: Department,
) -> None:
    second = official_with("second", "韩编辑", county, Role.EDITOR)
    here = f"/desk/questions/{unsent.number}/do/route/"
    other = at(DeskClient(), second)
    _action, theirs = drawn(other.get(here), "department", here)
    _action, mine = drawn(at(client, editor).get(here), "department", here)
    other.post(here, theirs | {"department": other_department.pk})
    answer = client.post(here, mine | {"department": department.pk})
    shown = html.fromstring(answer.content.decode()).text_content()
    assert answer.status_code == 409
    assert second.name in shown and department.name in shown and other_department.name in shown
    action, sent = drawn(answer, "department", here)
    client.post(action, sent | {"conflict": "mine"})
    assert Question.objects.get().department == department


def test_ones_own_second_window_is_called_that(
    client: Client, official: User, notice_form: tuple[str, str]
) -> None:
    here, field = notice_form
    at(client, official)
    _action, sent = drawn(client.get(here), field, here)
    client.post(here, sent | {field: THEIRS})
    answer = client.post(here, sent | {field: MINE, "idempotency_key": "another"})
    assert answer.status_code == 409 and "另一个窗口" in answer.content.decode()


def test_every_form_of_the_desk_carries_what_it_was_drawn_from() -> None:
    """A template that lays its fields out by hand takes all hidden ones, or nobody would be told of a second text."""
    from pathlib import Path

    for template in Path("frontend/templates/desk").rglob("*.html"):
        assert ".idempotency_key }}" not in template.read_text("utf-8"), template


def test_a_damaged_form_says_so(client: Client, official: User, notice_form: tuple[str, str]) -> None:
    here, field = notice_form
    _action, sent = drawn(at(client, official).get(here), field, here)
    answer = client.post(here, sent | {"revision": "x", field: MINE})
    assert (
        answer.status_code == 422 and "已损坏" in answer.content.decode() and MINE in answer.content.decode()
    )


@pytest.mark.parametrize(
    ("name", "seen"),
    [*((name, None) for name in FORMS), *(("list_form", seen) for seen in ("", "new", "1-99999", "99999-0"))],
)
def test_a_form_that_does_not_say_what_it_was_drawn_from_overwrites_nothing(
    name: str,
    seen: str | None,
    request: pytest.FixtureRequest,
    client: Client,
    official: User,
    colleague: User,
) -> None:
    here, field = request.getfixturevalue(name)
    action, mine = drawn(at(client, official).get(here), field, here)
    other = at(DeskClient(), colleague)
    _same, theirs = drawn(other.get(here), field, here)
    assert other.post(action, written(theirs, field, THEIRS)).status_code == 302
    carried = next(key for key in mine if key.endswith("revision"))
    if seen is None:
        del mine[carried]
        answer = Client.post(client, action, written(mine, field, MINE))
    else:
        answer = client.post(action, written(mine, field, MINE) | {carried: seen})
    text = html.fromstring(answer.content.decode()).text_content()
    assert answer.status_code == 409 and MINE in text and THEIRS in text


def test_an_edition_is_another_row_whatever_its_revision(
    client: Client, official: User, editor: User, colleague: User, list_form: tuple[str, str]
) -> None:
    here, field = list_form
    publish_list(ParticipationList.objects.get(), by=editor)
    ParticipationList.objects.update(revision=1)
    action, mine = drawn(at(client, official).get(here), field, here)
    other = at(DeskClient(), colleague)
    for text in ("第一稿", THEIRS):
        _same, theirs = drawn(other.get(here), field, here)
        assert other.post(action, written(theirs, field, text)).status_code == 302
    draft = ParticipationList.objects.get(edition=2)
    ParticipationList.objects.filter(pk=draft.pk).update(revision=1)
    answer = client.post(action, written(mine, field, MINE))
    assert answer.status_code == 409 and THEIRS in html.fromstring(answer.content.decode()).text_content()
    assert draft.items.get(ordinal=1).matter == THEIRS


def test_rows_that_only_the_colleague_has_stand_on_the_form_too(
    client: Client, official: User, colleague: User, list_form: tuple[str, str], department: Department
) -> None:
    here, field = list_form
    action, mine = drawn(at(client, official).get(here), field, here)
    rows = [Listed(f"事项{n}", "座谈会", "住建局", "第四季度", "网上") for n in range(9)]
    draft_list(department, 2026, rows, by=colleague, seen=ParticipationList.objects.get())
    answer = client.post(action, written(mine, field, MINE))
    action, sent = drawn(answer, field, here)
    form = client.post(action, sent | {"conflict": "edit"})
    action, sent = drawn(form, field, here)
    assert sent[field] == MINE
    assert client.post(action, sent).status_code == 302
    kept = [row.matter for row in ParticipationList.objects.get().items.all()]
    assert kept == [MINE, *(f"事项{n}" for n in range(1, 9))]


def test_what_was_typed_comes_back_when_its_page_is_gone(
    client: Client, official: User, editor: User, other_department: Department, reply_form: tuple[str, str]
) -> None:
    here, field = reply_form
    action, mine = drawn(at(client, official).get(here), field, here)
    question = Question.objects.get()
    assign_question(question, other_department, by=editor)
    for headers, status in (({}, 404), ({"HX-Request": "true"}, 409)):
        answer = client.post(action, written(mine, field, MINE), headers=headers)
        assert (
            answer.status_code == status and MINE in html.fromstring(answer.content.decode()).text_content()
        )
        assert answer["HX-Retarget"] == "body"


def test_a_clause_reworded_meanwhile_is_not_taken_out_unseen(
    client: Client, official: User, colleague: User, clause_form: tuple[str, str]
) -> None:
    here, _field = clause_form
    remove = f"{here}remove/"
    _action, mine = drawn(at(client, official).get(remove), "block", remove)
    passage = Passage.objects.get(clause__uid=here.rstrip("/").rpartition("/")[2], version__number=2)
    reword_clause(passage, Wording("第四条", "", "同事改过的话。"), by=colleague)
    answer = client.post(remove, mine)
    assert answer.status_code == 422 and "同事改过的话。" in answer.content.decode()
    assert Passage.objects.filter(pk=passage.pk).exists()
    _action, again = drawn(answer, "block", remove)
    assert client.post(remove, again).status_code == 302, "seen now, it may go"
    assert not Passage.objects.filter(pk=passage.pk).exists()


def test_the_order_is_changed_as_it_was_seen(
    client: Client, official: User, colleague: User, clause_form: tuple[str, str]
) -> None:
    here, _field = clause_form
    move, draft = f"{here}move/", here.rstrip("/").rpartition("/")[0] + "/"
    _action, mine = drawn(at(client, official).get(move), "after", move)
    renumber = f"{draft}renumber/"
    order = drawn(client.get(draft), "block", draft)[1]["block"]
    version = Passage.objects.filter(version__number=2)[0].version
    move_clause(version, version.passages.get(label="第四条").clause, None, by=colleague)
    assert client.post(move, mine).status_code == 422
    assert client.post(renumber, {"block": order}).status_code == 302
    assert "已有变化" in client.get(draft).content.decode(), "and nothing is numbered anew"
    assert version.passages.order_by("position")[0].label == "第四条"


@pytest.mark.parametrize("act", ["correct", "withdraw"])
def test_what_is_not_there_is_not_corrected(
    act: str, client: Client, official: User, question: Question
) -> None:
    answer = at(client, official).post(
        f"/desk/questions/{question.number}/do/{act}/", {"reason": "写错了。", "body": MINE}
    )
    assert answer.status_code in (302, 409, 422)
