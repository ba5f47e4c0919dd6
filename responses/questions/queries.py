"""Reading questions: those that ask nearly the same, that wait for one answer, that belong to an interpretation."""

from django.db.models import Q, QuerySet

from participation import clock
from participation.text.cleaning import plain
from responses.interpretations.models import Interpretation
from responses.questions.models import Question

MOST_GRAMS = 16
CANDIDATES = 200
WAITING = (Question.Status.SUBMITTED, Question.Status.ASSIGNED, Question.Status.PAUSED)
EMPTY_WORDS = frozenset(
    "的 了 吗 呢 吧 啊 我 您 你 请 要 是 在 有 和 与 能 不 什 么 怎 样 如 何 可 以 问".split()
)


def answered() -> QuerySet[Question]:
    """Answered questions that everybody may read, the newest answer first."""
    rows = Question.objects.filter(is_public=True, status=Question.Status.ANSWERED)
    return rows.select_related("department", "reply").order_by("-closed_at", "-id")


def is_at_sign_off(question: Question) -> bool:
    """Whether a reply waits for sign-off; sure while the question is locked, as submitting a reply locks it too."""
    return Question.objects.filter(pk=question.pk, reply__status="submitted").exists()


def is_overdue(question: Question) -> bool:
    """Whether its answer was due before today and did not come; what stands still is not overdue meanwhile."""
    is_late = question.due_on is not None and question.due_on < clock.today()
    return is_late and question.status in (Question.Status.SUBMITTED, Question.Status.ASSIGNED)


def asking_with(question: int) -> QuerySet[Question]:
    """That question and all that were joined to it: one answer answers them all."""
    return Question.objects.filter(Q(pk=question) | Q(merged_into=question))


def similar_answered(title: str, limit: int = 5) -> list[Question]:
    """Public answered questions whose words are nearest to `title`, best first; by pairs of letters, no index."""
    wanted = _grams(plain(title)[:100])
    if not wanted:
        return []
    near = Q()
    for gram in sorted(wanted, key=lambda gram: (bool(set(gram) & EMPTY_WORDS), gram))[:MOST_GRAMS]:
        near |= Q(public_title__icontains=gram) | Q(title__icontains=gram, public_title="")
    rated = []
    for question in answered().filter(near)[:CANDIDATES]:
        found = _grams(question.shown_title)
        rated.append((len(wanted & found) / len(wanted | found), question.pk, question))
    rated.sort(reverse=True, key=lambda each: each[:2])
    return [question for likeness, _pk, question in rated[:limit] if likeness >= 0.1]


def of_interpretation(interpretation: Interpretation) -> QuerySet[Question]:
    """Public questions asked from an interpretation, or about its document without naming another one."""
    here = Q(interpretation=interpretation) | Q(interpretation=None, document=interpretation.document_id)
    return Question.objects.filter(here, is_public=True).select_related("department")


def _grams(text: str) -> set[str]:
    """Pairs of neighbouring letters, without white space and punctuation; whole words of other scripts."""
    letters = "".join(letter if letter.isalnum() else " " for letter in text.lower())
    grams: set[str] = set()
    for word in letters.split():
        if word.isascii():
            grams |= {word} if len(word) > 2 else set()
        else:
            grams |= {word[n : n + 2] for n in range(len(word) - 1)}
    return {gram for gram in grams if not set(gram) <= EMPTY_WORDS}
