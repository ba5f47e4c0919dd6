"""From a valid form to the act: done once, and a refusal is shown on the form with everything still in it."""

from collections.abc import Callable

from django import forms
from django.db import DatabaseError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from frontend.forms.once import fresh_key
from frontend.shared.trouble import met
from participation.errors import Refused
from participation.ledger.idempotency import Answer, KeyReused, run_once


def act(request: HttpRequest, form: forms.Form, do: Callable[[], Answer | None]) -> Answer | None:
    """Do it once for the form's key. Returns its answer, or None with the refusal written on the form.

    A key that was used with another text gets a new key; `form.accepted` then holds what was accepted before.
    """
    key = form.cleaned_data.get("idempotency_key", "")
    body = {name: str(value) for name, value in form.cleaned_data.items() if name != "idempotency_key"}
    scope = f"{request.path} {request.user.pk or ''}"
    try:
        return run_once(key, scope, body, lambda: do() or {"done": True})[0]
    except KeyReused as reused:
        form.accepted = reused.answer  # type: ignore[attr-defined]
        form.add_error(None, _("You have sent this already; here is a second text with the same form."))
    except Refused as refused:
        show(form, refused)
    except (DatabaseError, OSError) as problem:
        found = met(request, problem)
        if found is None:
            raise
        form.add_error(None, found.message)
        form.add_error(None, _("What you wrote is still here. Copy it to be safe, and send it again later."))
        return None  # with its key: should it have been taken after all, it is not taken twice
    if isinstance(form.data, QueryDict):
        sent = form.data.copy()
        sent[form.add_prefix("idempotency_key")] = fresh_key()
        form.data = sent
    return None


def show(form: forms.Form, refused: Refused) -> None:
    """Write a refusal on the form: on the fields it names, and above them what remains."""
    rest = [str(refused)] if not refused.errors else []
    for field, found in refused.errors.items():
        if field in form.fields:
            for message in found:
                form.add_error(field, str(message))
        else:
            rest.extend(str(message) for message in found)
    for text in rest:
        form.add_error(None, text)
