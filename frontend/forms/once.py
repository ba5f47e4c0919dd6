from typing import Any
from uuid import uuid4

from django import forms


def fresh_key() -> str:
    return uuid4().hex


class OnceForm(forms.Form):
    """A form whose double tap counts once: it carries a key, drawn anew for every fresh form."""

    accepted: Any = None  # what was accepted before under the same key, when another text comes with it
    idempotency_key = forms.CharField(
        widget=forms.HiddenInput, required=False, max_length=64, initial=fresh_key
    )
