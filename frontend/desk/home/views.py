"""My work: what waits for me, by the clock."""

from django.http import HttpResponse

from frontend.desk.access import DeskRequest, at_desk, page
from frontend.desk.claims.mine import mine
from frontend.desk.corrections.waiting import corrections_waiting
from frontend.desk.decisions.waiting import (
    completions_waiting,
    dossiers_to_list,
    records_waiting,
    stages_waiting,
    units_to_name,
)
from frontend.desk.home.elsewhere import elsewhere
from frontend.desk.home.figures import with_other_work
from frontend.desk.home.final_texts import final_texts_for
from frontend.desk.home.hearings import hearings_for
from frontend.desk.home.todo import (
    interpretations_for,
    interpretations_to_write,
    platform_todos,
    todo_of,
    work_for,
)
from frontend.desk.questions.queue import BUCKETS, buckets, figures, waiting_for
from frontend.desk.supervision.chasers import orders_waiting
from frontend.desk.supervision.duties import duties_waiting
from frontend.shared.paging import page_of


@at_desk
def my_work(request: DeskRequest) -> HttpResponse:
    """The list with its counts; it fetches itself again when there is news of the topic `desk`."""
    rows = waiting_for(request.user)
    questions = page_of(request, rows, "due_on", "id", size=30)
    counted = figures(rows)
    records, records_in_all = records_waiting(request.user)
    orders, duties, completions = (
        orders_waiting(request.user), duties_waiting(request.user), completions_waiting(request.user)
    )  # fmt: skip
    hearings, work = hearings_for(request.user), work_for(request.user)
    to_interpret = interpretations_to_write(request.user)
    days = [chaser.answer_by for chaser, _subject in orders]
    days += [line.duty.due_on for line in duties if line.duty.status == "open"]
    days += [todo.due_on for _title, todo in hearings] + [todo.due_on for todo in completions]
    days += [todo.due_on for todo in to_interpret] + [todo.due_on for row in work for todo in row.todos]
    counted = with_other_work(counted, days)
    return page(
        request,
        "desk/home.html",
        {
            "figures": [(code, label, counted[code]) for code, label in BUCKETS.items()],
            "to_list": dossiers_to_list(request.user),
            "buckets": buckets(questions.rows, request.user),
            "questions": questions,
            "mine": mine(request.user),
            "elsewhere": elsewhere(request.user),
            "orders": orders,
            "corrections": corrections_waiting(request.user),
            "stages": stages_waiting(request.user),
            "records": records,
            "records_in_all": records_in_all,
            "completions": completions,
            "units": units_to_name(request.user),
            "duties": duties,
            "platform": platform_todos(request.user),
            "hearings": hearings,
            "final_texts": final_texts_for(request.user),
            "work": work,
            "to_interpret": to_interpret,
            "interpretations": [
                (row, todo_of(row, request.user)) for row in interpretations_for(request.user)
            ],
        },
    )
