"""Everything that is kept of a person as one .zip: JSON for machines, HTML and CSV for people, and their files."""

import csv
import io
import json
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import formats
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from frontend.public.account.readings import Reading, readings_of
from participation import clock
from participation.accounts.belongings import Told, kinds
from participation.accounts.models import User
from participation.accounts.own import addresses_of
from participation.accounts.phones import proved_number
from participation.accounts.saved_views import views_of
from participation.accounts.security_log import events
from participation.delivery.sender import site_name
from participation.notifications.choices import wants_step_texts

Door = tuple[datetime, str, str]  # what happened at the door: when, what, from what


def everything_of(person: User) -> IO[bytes]:
    """An open file, at its beginning; it is gone from the disk once it is closed. Nothing of other people is in it."""
    items = [(kind.receipts, each) for kind in kinds() for each in kind.told(person)]
    account = account_of(person)
    whole = TemporaryFile()  # noqa: SIM115 - the response closes it
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        signing_in = [(each.at, str(each), each.device) for each in events(username=person.username)]
        archive.writestr("data.json", _json(account, items, readings_of(person), signing_in))
        archive.writestr("items.csv", _table(items))
        archive.writestr("index.html", _page(account, items, signing_in))
        for _kind, item in items:
            for n, file in enumerate(item.files, 1):
                name = f"files/{item.number}/{n}-{file.name}"
                with file.content.open("rb") as content, archive.open(name, "w") as out:
                    for chunk in content.chunks():
                        out.write(chunk)
    whole.seek(0)
    return whole


def account_of(person: User) -> dict[str, Any]:
    """The account itself, captions in the reader's language."""
    views = [f"{row.name}: {row.query}" for row in views_of(person)]
    return {
        _("Sign-in name"): person.username, _("Name"): person.name, _("Telephone"): person.phone,
        _("Mail addresses"): [each.email for each in addresses_of(person)], _("Language of mails"): person.language,
        _("Show no name under what I send"): person.hides_name, _("Account opened"): person.date_joined,
        _("Last sign-in"): person.last_login,
        _("Mobile number confirmed for text messages"): proved_number(person),
        _("Text messages about what I sent"): wants_step_texts(person),
        **({_("Kept views"): views} if views else {}),
    }  # fmt: skip


def _json(
    account: dict[str, Any], items: list[tuple[str, Told]], readings: list[Reading], signing_in: list[Door]
) -> str:
    told = [
        {
            "kind": kind,
            "number": each.number,
            "title": each.title,
            **each.said,
            "files": [file.name for file in each.files],
        }
        for kind, each in items
    ]
    opened = [{"day": each.day, "unit": str(each.unit or ""), "times": each.times} for each in readings]
    whole = {"account": account, "items": told, "contact_opened": opened}
    whole["sign_ins"] = [{"at": at, "what": what, "device": device} for at, what, device in signing_in]
    return json.dumps(whole, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)


def _table(items: list[tuple[str, Told]]) -> str:
    captions = list(dict.fromkeys(name for _kind, each in items for name in each.said))
    out = io.StringIO("\ufeff", newline="")  # spreadsheets take it for UTF-8 by this mark
    out.seek(0, io.SEEK_END)
    table = csv.writer(out)
    table.writerow([_("Number"), _("Title"), *captions])
    for _kind, each in items:
        table.writerow(
            [safe(cell) for cell in (each.number, each.title, *(each.said.get(name) for name in captions))]
        )
    return out.getvalue()


def safe(value: object) -> str:
    """A cell in words; what a spreadsheet would take for a formula is quoted."""
    text = shown(value)
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def shown(value: object) -> str:
    """A value in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(value)
    if value is None:
        return ""
    return str(formats.localize(localtime(value) if isinstance(value, datetime) else value))


def _page(account: dict[str, Any], items: list[tuple[str, Told]], signing_in: list[Door]) -> str:
    context = {
        "site": site_name(),
        "language": "en" if get_language() == "en" else "zh-CN",
        "at": clock.now(),
        "signing_in": signing_in,
        "account": [(caption, shown(value)) for caption, value in account.items()],
        "items": [
            (each, [(caption, shown(value)) for caption, value in each.said.items()]) for _kind, each in items
        ],
    }
    return render_to_string("public/account/export.html", context)
