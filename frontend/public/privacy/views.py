"""The privacy notice (个人信息保护法 17): every length in it is read where what it speaks of is really done."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.shared.receipt_holder import KEPT_SECONDS
from participation.accounts.leaving import DAYS_TO_THINK
from participation.accounts.queries import county
from participation.delivery.housekeeping import KEPT_DONE
from participation.delivery.sender import government_name, site_name
from participation.delivery.sms import is_offered
from participation.ledger.idempotency import KEPT


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What is kept, why, how long, who reads it, and whom to ask."""
    top = county()
    context = {
        "top": top,
        "who": str(top) if top else government_name() or site_name(),
        "months": settings.CONTACTS_KEPT_MONTHS,
        "unconfirmed_days": settings.UNCONFIRMED_KEPT_DAYS,
        "thinking_days": DAYS_TO_THINK,
        "answer_hours": int(KEPT.total_seconds()) // 3600,
        "mail_days": KEPT_DONE.days,
        "is_texted": is_offered(),
        "code_minutes": KEPT_SECONDS // 60,
        "security_days": settings.SECURITY_LOG_DAYS,
        "session_days": settings.SESSION_COOKIE_AGE // 86400,
    }
    return render(request, "public/privacy.html", context)
