"""Mail goes out through the outbox: at least once, after the commit, with a key against repeats."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email

from participation.delivery.outbox import errand_handler, send


def is_address(text: str) -> bool:
    """Whether this is one mail address and nothing else."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def post(to: str, subject: str, body: str, *, key: str) -> None:
    """Have one mail sent. `key` names the occasion: the same occasion is posted once."""
    send(
        "participation.delivery.mail.send_mail",
        {"to": to, "subject": subject, "body": body, "key": key},
        key=key,
    )


@errand_handler(is_outside=True)
def send_mail(payload: dict[str, Any]) -> None:
    """Hand one mail to the mail server; the Message-ID is the same on a retry, so that servers can drop it."""
    subject = " ".join(payload["subject"].split())
    headers = {"Message-ID": f"<{payload['key'].replace(':', '.').replace('@', '.')}@participation>"}
    EmailMessage(subject, payload["body"], to=[payload["to"]], headers=headers).send()
