"""What the answering side gave a department to do: questions, duties, interpretations."""

from django.utils.translation import ngettext

from participation.accounts.models import Department
from participation.accounts.open_work import Said, has_work
from responses.interpretations.models import Interpretation
from responses.questions.models import Question
from responses.supervision.models import Duty


@has_work
def open_answers(department: Department) -> Said:
    """In sentences, what is not done yet."""
    running = Question.objects.filter(department=department, status__in=["submitted", "assigned", "paused"])
    if n := running.count():
        yield ngettext("%(n)d question is not answered", "%(n)d questions are not answered", n) % {"n": n}
    if n := Duty.objects.filter(department=department).exclude(status=Duty.Status.DONE).count():
        yield ngettext("%(n)d duty is not done", "%(n)d duties are not done", n) % {"n": n}
    drafts = Interpretation.objects.filter(department=department, status=Interpretation.Status.DRAFT)
    if n := drafts.count():
        yield ngettext("%(n)d interpretation is a draft", "%(n)d interpretations are drafts", n) % {"n": n}
