"""What a signed-in person has sent: comments and questions, each with where it stands."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from consultations.models import Comment
from frontend.shared.paging import page_of
from responses.models import Question


@never_cache
@login_required
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """Own comments and own questions, newest first, each list with a pager of its own."""
    comments = Comment.objects.filter(author=request.user.pk).select_related("consultation")
    questions = Question.objects.filter(author=request.user.pk).select_related("department")
    context = {
        "comments": page_of(request, comments, "-id", size=10, name="comments"),
        "questions": page_of(request, questions, "-id", size=10, name="questions"),
    }
    return render(request, "public/own.html", context)
