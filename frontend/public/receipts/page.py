"""The receipt: drawn in the answer to the POST itself, so that a reload replays it by its key."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from consultations.models import Consultation
from participation.accounts.queries import is_person
from participation.ledger.idempotency import Answer


def receipt_page(
    request: HttpRequest, answer: Answer, consultation: Consultation | None = None
) -> HttpResponse:
    """The card with number and code, and what happens next. Never stored by the browser or a proxy."""
    context: dict[str, Any] = {
        "answer": answer,
        "at": datetime.fromisoformat(answer["at"]),
        "c": consultation,
        "is_own": is_person(request.user),
        "draft_key": draft_key(answer, consultation),
        "promised_by": _promised_by(answer),
    }
    if consultation:
        context |= {
            "title": _("Your comment has been received"),
            "due_on": consultation.feedback_due_on,
            "due_label": _("Outcome published by"),
        }
    else:
        context |= {
            "title": _("Your question has been received"),
            "due_on": date.fromisoformat(answer["due_on"]),
            "due_label": _("Answer due by"),
        }
    response = render(request, "public/receipt.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _promised_by(answer: Answer) -> datetime | None:
    """By when the proof is there; an answer kept from an earlier release promises nothing."""
    by = answer["receipt"].get("integrate_by")
    return datetime.fromisoformat(by) if by else None


def draft_key(answer: Answer, consultation: Consultation | None) -> str:
    """The name under which the browser kept the text while it was typed; the same as on the form."""
    if consultation is None:
        return f"ask-{answer.get('about') or 'anything'}"
    return f"comment-{consultation.slug}-{answer.get('place') or 'whole'}"
