"""Who may fetch a file: those who may read the thing it hangs on, as far as a person let it be shown."""

from django.db.models import Q
from django.http import HttpRequest

from consultations.comments.policies import visible_to as comments_visible_to
from consultations.decisions import policies as decisions
from consultations.decisions.engagements.models import EngagementFile
from consultations.decisions.engagements.policies import visible_to as engagements_visible_to
from consultations.decisions.hearings.files import OPEN as OPEN_FILES
from consultations.decisions.hearings.models import Hearing, HearingFile
from consultations.decisions.hearings.policies import visible_to as hearings_visible_to
from consultations.models import Comment, Consultation, Decision, DecisionStage
from consultations.notices import policies as notices
from frontend.shared.receipt_holder import has_shown_code
from participation.accounts.queries import Anyone, is_person
from participation.files.models import StoredFile
from responses.models import Question
from responses.questions import policies as questions


def is_for_everybody(file: StoredFile) -> bool:
    """Whether it hangs on a published notice, or was let through with a published comment, a public question or a
    confirmed stage of a decision."""
    if Consultation.objects.filter(notices_public(), files=file).exists():
        return True
    if _of_hearing_is_open(file):
        return True
    if not file.is_public:
        return False
    if DecisionStage.objects.filter(
        files=file, status="done", decision__in=decisions.visible_to(None)
    ).exists():
        return True
    shown = comments_visible_to(None).filter(files=file).exists()
    return shown or questions.visible_to(None).filter(files=file).exists()


def _of_hearing_is_open(file: StoredFile) -> bool:
    """Draft and note with the announcement, the record once published; never signed pages. And what was laid out for
    everybody with another way of hearing people."""
    if file.purpose in OPEN_FILES:
        rows = hearings_visible_to(None).filter(files=file)
        if file.purpose == HearingFile.RECORD:
            rows = rows.filter(status=Hearing.Status.CONCLUDED)
        return rows.exists()
    return file.purpose == EngagementFile.PUBLIC and engagements_visible_to(None).filter(files=file).exists()


def notices_public() -> Q:
    """The notices that everybody may read."""
    return ~Q(status=Consultation.Status.DRAFT)


def is_a_residents(file: StoredFile) -> bool:
    """Whether it came with a comment or a question: what officials lay out is handed out to the letter."""
    return Comment.objects.filter(files=file).exists() or Question.objects.filter(files=file).exists()


def may_fetch(request: HttpRequest, file: StoredFile) -> bool:
    """Beyond what is for everybody: its sender, the holder of the receipt, and those who work on the thing."""
    user = request.user
    for notice in notices.visible_to(user).filter(files=file):
        if notices.can_read_inside(user, notice):
            return True
    hangs = Q(stages__files=file) | Q(hearings__files=file) | Q(engagements__files=file)
    hangs |= Q(execution_changes__files=file)
    matters = Decision.objects.filter(hangs).select_related("department").distinct()
    if any(decisions.can_read_inside(user, matter) for matter in matters):
        return True
    sent: list[Comment | Question] = [
        *Comment.objects.filter(files=file).select_related("consultation__department"),
        *Question.objects.filter(files=file).select_related("department"),
    ]
    return any(_is_own(request, row) or _is_insider(user, row) for row in sent)


def _is_own(request: HttpRequest, row: Comment | Question) -> bool:
    mine = is_person(request.user) and row.author_id == request.user.pk
    return mine or has_shown_code(request, row.number)


def _is_insider(user: Anyone, row: Comment | Question) -> bool:
    if isinstance(row, Comment):
        return notices.can_read_inside(user, row.consultation)
    return questions.can_read_inside(user, row)
