"""Mail goes out through the outbox: at least once, after the commit, with a key against repeats."""

from typing import Any

from django.core.mail import EmailMessage

from participation.delivery.outbox import errand_handler, send


def post(to: str, subject: str, body: str, *, key: str) -> None:
    """Have one mail sent. `key` names the occasion: the same occasion is posted once."""
    send(
        "participation.delivery.mail.send_mail",
        {"to": to, "subject": subject, "body": body, "key": key},
        key=key,
    )


@errand_handler()
def send_mail(payload: dict[str, Any]) -> None:
    """Hand one mail to the mail server; the Message-ID is the same on a retry, so that servers can drop it."""
    subject = " ".join(payload["subject"].split())
    headers = {"Message-ID": f"<{payload['key'].replace(':', '.').replace('@', '.')}@participation>"}
    EmailMessage(subject, payload["body"], to=[payload["to"]], headers=headers).send()
