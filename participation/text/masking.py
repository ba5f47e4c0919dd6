"""Masking of personal data: names in public lists, and what moderators hide inside a text."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from participation.errors import Invalid
from participation.text.cleaning import plain

HIDDEN = "█"
COMPOUND = tuple("欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯 司徒 端木 轩辕".split())
MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?(1[3-9]\d)[- ]?(\d{4})[- ]?(\d{4})(?!\d)")
IDENTITY = re.compile(r"(?<![0-9A-Za-z])(\d{6})(?:18|19|20)\d{2}[01]\d[0-3]\d\d{3}[0-9Xx](?![0-9A-Za-z])")
# In one run, or in fours with the same mark between them: two landlines side by side are no card.
BANK_CARD = re.compile(r"(?<!\d)(\d{4})(?:\d{12,15}|([ -])\d{4}\2\d{4}\2\d{4}(?:\2\d{1,3})?)(?!\d)")
MAIL = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@([\w-]+(?:\.[\w-]+)+)", re.ASCII)
WIDE = str.maketrans("０１２３４５６７８９－＋＠Ｘｘ", "0123456789-+@Xx")


def masked_name(name: str) -> str:
    """朱** for 朱德发; the first letter for other scripts; the words for nobody when no name was given."""
    name = name.strip()
    if not name:
        return _("Anonymous")
    if name.startswith(COMPOUND):
        return f"{name[:2]}**"
    return f"{name[0]}**"


def masked_contact(contact: str) -> str:
    """Enough of a mail address or telephone to tell that there is one: 138****1111, z***@example.org, 08****."""
    masked = mask_personal(contact)
    return masked if masked != contact else f"{contact[:2]}****" if contact else ""


def mask_personal(text: str) -> str:
    """Hide mobile numbers, identity numbers, bank cards and mail addresses. Office landlines stay."""
    narrow = text.translate(WIDE)
    masked = IDENTITY.sub(r"\1************", narrow)
    masked = MOBILE.sub(r"\1****\3", masked)
    masked = BANK_CARD.sub(r"\1 **** **** ****", masked)
    masked = MAIL.sub(lambda m: f"{m[1][:1]}***@{m[2]}", masked)
    return text if masked == narrow else masked


def shown_text(body: str, hide: Iterable[str] = ()) -> str:
    """The text as the public sees it. Raises Invalid naming a passage that does not stand in it."""
    text = body
    for passage in filter(None, (plain(each) for each in hide)):
        if passage not in body:
            message = _("“%(passage)s” does not stand in the text.") % {"passage": passage[:40]}
            raise Invalid(message, errors={"hide": [message]})
        text = text.replace(passage, HIDDEN * len(passage))
    return mask_personal(text)
