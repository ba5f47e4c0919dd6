"""Supervision: figures, the clocks behind them, orders and their answers, bulletins; who does and who only reads."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from participation import clock
from participation.accounts.models import Department, User
from responses.models import Chaser, Circular, Question
from responses.questions.actions import assign_question, decline_question
from responses.questions.more_time import resume_question
from responses.supervision.actions import publish_circular, send_chasers
from tests.cast import Role, official_with
from tests.desk_client import DeskClient
from tests.drafts import paused
from tests.frontend.desk.conftest import ask, at
from tests.frontend.public.conftest import words

BOARD = "/desk/supervision/"
CLOCKS = f"{BOARD}deadlines/"


def asked(editor: User, department: Department, **more: str) -> Question:
    return assign_question(ask(**more), department, by=editor)


def page_of(question: Question) -> str:
    return f"{CLOCKS}{question.deadline_id}/"


def order(user: User, question: Question, text: str = "请三日内答复。") -> int:
    """Send the order's form; gives the status."""
    sent = {"words": text, "answer_by": (clock.today() + timedelta(days=3)).isoformat()}
    return at(DeskClient(), user).post(page_of(question), sent).status_code


@pytest.mark.parametrize(
    ("address", "came_in"),
    [
        (BOARD, "supervisor auditor"),
        (f"{BOARD}figures.xlsx", "supervisor auditor"),
        (CLOCKS, "supervisor auditor"),
        (f"{BOARD}chasers/", "supervisor auditor"),
        (f"{BOARD}pauses/", "supervisor auditor"),
        (f"{BOARD}circulars/new/", "supervisor"),
        ("/desk/orders/", "official reviewer other_official editor moderator"),
    ],
)
def test_the_supervisor_acts_the_auditor_reads_and_others_stay_out(
    address: str, came_in: str, request: pytest.FixtureRequest
) -> None:
    everybody = "official other_official reviewer moderator editor supervisor auditor administrator".split()
    answers = {
        name: at(DeskClient(), request.getfixturevalue(name)).get(address).status_code for name in everybody
    }
    assert {name for name, status in answers.items() if status == 200} == set(came_in.split())
    assert {status for status in answers.values() if status != 200} == {403}


def test_the_board_counts_each_department_and_all_of_them(
    department: Department, other_department: Department, editor: User, supervisor: User
) -> None:
    decline_question(asked(editor, department), by=editor, reason="正在诉讼中，请向法院提出。")
    late = asked(editor, department, title="逾期的")
    asked(editor, other_department)
    with clock.at(clock.starts_at(late.due_on + timedelta(days=1))):
        page = at(DeskClient(), supervisor).get(BOARD)
    rows = {row.slug: row for row in page.context["rows"]}
    assert (rows["housing"].received, rows["housing"].finished, rows["housing"].overdue) == (2, 1, 1)
    assert rows["education"].overdue == 1
    total = page.context["total"]
    assert (total.received, total.running, total.overdue, total.on_time_rate) == (3, 2, 2, 1.0)
    assert "/deadlines/?department=housing&amp;standing=overdue" in page.content.decode()


def test_a_period_leaves_out_what_lies_outside(
    department: Department, editor: User, supervisor: User
) -> None:
    asked(editor, department)
    before = clock.today() - timedelta(days=1)
    page = at(DeskClient(), supervisor).get(BOARD, {"first": before.isoformat(), "last": before.isoformat()})
    [row] = page.context["rows"]
    assert (row.received, row.running) == (0, 1)


def test_a_supervisor_of_a_township_sees_its_figures_only(
    department: Department, township: Department, editor: User
) -> None:
    from tests.cast import official_with

    local = official_with("local", "镇督查", township, "supervisor")
    there, elsewhere = asked(editor, township), asked(editor, department)
    desk = at(DeskClient(), local)
    assert [row.slug for row in desk.get(BOARD).context["rows"]] == ["riverside"]
    assert [row[0].pk for row in desk.get(CLOCKS).context["rows"]] == [there.deadline_id]
    assert desk.get(page_of(elsewhere)).status_code == 404


def test_the_clocks_are_filtered_by_department_and_standing(
    department: Department,
    other_department: Department,
    editor: User,
    official: User,
    supervisor: User,
    reviewer: User,
) -> None:
    late, standing = asked(editor, department), asked(editor, department)
    asked(editor, other_department)
    paused(standing, by=official, agreed_by=reviewer)
    desk = at(DeskClient(), supervisor)

    def found(query: str) -> list[int]:
        return [row[0].subject_id for row in desk.get(f"{CLOCKS}?{query}").context["rows"]]

    with clock.at(clock.starts_at(late.due_on + timedelta(days=1))):
        assert found("department=housing&standing=overdue") == [late.pk]
        assert found("department=housing&standing=paused") == [standing.pk]
        assert len(found("")) == 3 and found("kind=document") == []
    assert found("standing=overdue") == []


def test_the_spreadsheet_says_what_the_page_says(
    department: Department, editor: User, supervisor: User
) -> None:
    asked(editor, department)
    answer = at(DeskClient(), supervisor).get(f"{BOARD}figures.xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True, min_row=2))
    assert rows[0][:3] == ("单位", "收到", "办结")
    assert rows[1][:3] == ("住房和城乡建设局", 1, 0) and rows[2][0] == "全部单位"


def test_an_order_goes_to_the_department_which_answers_at_its_own_desk(
    question: Question, supervisor: User, official: User, auditor: User, deliver_all: Callable[[], int]
) -> None:
    assert order(supervisor, question) == 302
    chaser = Chaser.objects.get()
    desk = at(DeskClient(), official)
    assert "请三日内答复。" in words(desk.get("/desk/orders/"))
    address = f"/desk/orders/{chaser.pk}/"
    assert desk.post(address, {"outcome": ""}).status_code == 422
    assert desk.post(address, {"outcome": "已于今日答复。"}).status_code == 302
    assert desk.get(address).context["form"] is None
    for user in (supervisor, auditor):
        page = words(at(DeskClient(), user).get(page_of(question)))
        assert "请三日内答复。" in page and "已于今日答复。" in page and official.name in page


def test_one_order_at_a_time_and_it_says_what_and_by_when(question: Question, supervisor: User) -> None:
    assert order(supervisor, question, "  ") == 422
    past = {"words": "请办", "answer_by": (clock.today() - timedelta(days=1)).isoformat()}
    assert "这一天已经过去" in words(at(DeskClient(), supervisor).post(page_of(question), past))
    assert order(supervisor, question) == 302
    page = at(DeskClient(), supervisor).get(page_of(question))
    assert page.context["form"] is None and "等待部门回复" in words(page)
    assert order(supervisor, question, "再催一次") == 422


def test_an_auditor_issues_no_order_and_another_department_answers_none(
    question: Question, supervisor: User, auditor: User, other_official: User
) -> None:
    assert order(auditor, question) == 403
    order(supervisor, question)
    address = f"/desk/orders/{Chaser.objects.get().pk}/"
    assert at(DeskClient(), other_official).get(address).status_code == 404
    assert at(DeskClient(), other_official).post(address, {"outcome": "不归我管"}).status_code == 404


def test_reminders_calls_and_orders_stand_in_one_list_with_what_came_of_them(
    question: Question, supervisor: User
) -> None:
    with clock.at(clock.starts_at(question.due_on)):
        assert sum(send_chasers()) == 1
    with clock.at(clock.starts_at(question.due_on + timedelta(days=1))):
        assert sum(send_chasers()) == 1
        order(supervisor, question)
    desk = at(DeskClient(), supervisor)
    assert [row.kind for row, _subject in desk.get(f"{BOARD}chasers/").context["rows"]] == [
        "order", "chaser", "notice",
    ]  # fmt: skip
    assert len(desk.get(f"{BOARD}chasers/?kind=chaser").context["rows"]) == 1
    assert desk.get(f"{BOARD}chasers/?outcome=answered").context["rows"] == []


def test_a_bulletin_keeps_its_figures_and_every_official_reads_it(
    question: Question, supervisor: User, other_official: User, editor: User
) -> None:
    today = clock.today().isoformat()
    said = {"title": "本月通报", "first_on": today, "last_on": today, "words": "总体平稳。"}
    desk = at(DeskClient(), supervisor)
    assert desk.post(f"{BOARD}circulars/new/", {**said, "title": ""}).status_code == 422
    assert desk.post(f"{BOARD}circulars/new/", said).status_code == 302
    decline_question(question, by=editor, reason="正在诉讼中，请向法院提出。")
    circular = Circular.objects.get()
    page = at(DeskClient(), other_official).get(f"{BOARD}circulars/{circular.pk}/")
    assert "总体平稳。" in words(page) and page.context["rows"][0].running == 1
    sheet = load_workbook(
        BytesIO(at(DeskClient(), other_official).get(f"{BOARD}circulars/{circular.pk}.xlsx").content)
    ).active
    assert sheet is not None and sheet.cell(1, 1).value == "本月通报"


@pytest.fixture
def circular(question: Question, supervisor: User) -> Circular:
    today = clock.today()
    return publish_circular(by=supervisor, title="本月通报", first_on=today, last_on=today)


def test_the_pauses_and_the_days_they_left_out_stand_in_the_figures(
    department: Department, other_department: Department, editor: User, official: User, supervisor: User,
    reviewer: User,
) -> None:  # fmt: skip
    ended, stands = asked(editor, department), asked(editor, department)
    asked(editor, other_department)
    paused(ended, by=official, agreed_by=reviewer, days=3)
    paused(stands, by=official, agreed_by=reviewer, reason="管网资料在供水企业，已去函调取。")
    with clock.at(clock.now() + timedelta(days=20)):
        resume_question(Question.objects.get(pk=ended.pk), by=official)
        desk = at(DeskClient(), supervisor)
        board = desk.get(BOARD)
        figures = {row.slug: (row.paused, row.days_paused) for row in board.context["rows"]}
        assert figures == {"housing": (1, 3), "education": (0, 0)}
        assert (board.context["total"].paused, board.context["total"].days_paused) == (1, 3)
        address = f"{BOARD}pauses/?department=housing&amp;{board.context['period'].query}"
        assert address.replace("&", "&amp;").replace("amp;amp;", "amp;") in board.content.decode()
        listed = desk.get(address.replace("&amp;", "&"))
        rows = listed.context["rows"]
        assert [row.request.deadline_id for row in rows] == [stands.deadline_id, ended.deadline_id]
        assert rows[1].days == "3 个工作日" and "管网资料在供水企业" in listed.content.decode()
        assert not desk.get(f"{BOARD}pauses/?department=education").context["rows"]
        long_ago = desk.get(f"{BOARD}pauses/?first=2020-01-01&last=2020-12-31").context["rows"]
        assert [row.request.deadline_id for row in long_ago] == [stands.deadline_id]
        assert at(DeskClient(), official).get(f"{BOARD}pauses/").status_code == 403


def test_a_bulletin_of_before_pauses_were_counted_shows_none(circular: Circular, supervisor: User) -> None:
    address = f"{BOARD}circulars/{circular.pk}/"
    assert "暂停天数" in at(DeskClient(), supervisor).get(address).content.decode()
    kept = [{k: v for k, v in line.items() if "paused" not in k} for line in circular.figures]
    Circular.objects.update(figures=kept)
    assert "暂停天数" not in at(DeskClient(), supervisor).get(address).content.decode()


LISTS = {BOARD: 13, CLOCKS: 14, f"{BOARD}pauses/": 9, f"{BOARD}chasers/": 10, "/desk/orders/": 8}


def test_each_page_costs_the_same_for_one_and_for_thirty(
    department: Department, editor: User, supervisor: User, official: User,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for more in (1, 29):
        for _n in range(more):
            order(supervisor, asked(editor, department))
        for address, queries in LISTS.items():
            desk = at(DeskClient(), official if "orders" in address else supervisor)
            with django_assert_num_queries(queries):
                desk.get(address)


def test_a_clock_costs_the_same_however_often_it_was_pushed(
    question: Question, supervisor: User, official: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from responses.supervision.actions import answer_chaser

    desk = at(DeskClient(), supervisor)

    def cost(queries: int) -> None:
        with django_assert_num_queries(queries):
            desk.get(page_of(question))

    cost(13)
    for _n in range(5):
        order(supervisor, question)
        answer_chaser(Chaser.objects.get(answered_at=None), by=official, outcome="已办。")
    cost(13)


def test_a_drafter_does_not_learn_from_an_order_what_somebody_asked(
    question: Question, department: Department, supervisor: User, official: User
) -> None:
    order(supervisor, question)
    drafter = official_with("drafter", "许起草", department, Role.DRAFTER)
    page = f"/desk/orders/{Chaser.objects.get().pk}/"
    assert at(DeskClient(), official).get(page).status_code == 200
    assert at(DeskClient(), drafter).get(page).status_code == 404
    assert question.number not in at(DeskClient(), drafter).get("/desk/orders/").content.decode()
