"""The look in templates: words and small marks. Larger pieces stand in templatetags/components.py."""

import re
from datetime import date, datetime

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from frontend.shared import dates
from frontend.shared import status_icons as marks
from participation.corrections.models import Correction
from participation.corrections.registry import kind_of
from participation.text import masking

register = template.Library()

LINK = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{2,400}")
AFTER_LINK = ".,;:!?)]'"
# What a title must not be broken inside: the kind of document it ends in, and a short bracket.
TITLE_UNIT = re.compile(
    r"([\u4e00-\u9fff]{2}(?:办法|方案|规定|细则|条例|计划|规划|意见|制度|标准)(?![\u4e00-\u9fff])|（[^（）]{1,8}）)"
)


@register.filter
def day(value: date | datetime | None, form: str = "full") -> SafeString | str:
    """`{{ d|day }}` 2026年3月6日（周五）; `day:"short"` without the year, `"bare"` without the weekday, `"auto"`."""
    if value is None:
        return ""
    return format_html(
        '<time datetime="{}">{}</time>', dates.on(value).isoformat(), dates.say_day(value, form)
    )


@register.filter
def moment(value: datetime | None, form: str = "full") -> SafeString | str:
    """`{{ at|moment }}`: the day and the time of day, in China."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), dates.say_moment(value, form))


@register.filter
def stamp(value: datetime | None) -> str:
    """YYYY-MM-DD HH:MM in China, as the page labels of government sites want it."""
    return f"{value.astimezone(dates.clock.SHANGHAI):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def in_fours(text: str) -> str:
    """A key in groups of four, as one reads it from a screen and types it; apps take it with the gaps."""
    return " ".join(text[n : n + 4] for n in range(0, len(text), 4))


@register.filter
def days_left(value: date | datetime | None) -> int | None:
    """Calendar days from today; 0 today, negative when passed."""
    return None if value is None else dates.days_left(value)


@register.filter
def deadline(value: date | datetime | None) -> SafeString | str:
    """A day with what remains of it: never a date alone."""
    if value is None:
        return ""
    left = dates.days_left(value)
    tone = "late" if left < 0 else "quiet"
    return format_html('{} <span class="{} nb">{}</span>', day(value, "auto"), tone, dates.say_left(value))


@register.filter
def number(value: float | None) -> str:
    """Figures with their thousands apart: 1,038."""
    return "" if value is None else f"{value:,}"


@register.filter
def masked(name: str | None) -> str:
    """朱** for a name; the words for nobody where there is none."""
    return masking.masked_name(name or "")


@register.filter
def title_breaks(title: str | None) -> SafeString:
    """A title that breaks between words: its ending and a short bracket stay whole, a break is offered before."""
    pieces = TITLE_UNIT.split(str(title or ""))
    drawn = [
        format_html('<wbr><span class="nb">{}</span>', piece) if n % 2 else escape(piece)
        for n, piece in enumerate(pieces)
    ]
    return SafeString("".join(drawn))


@register.filter
def said(text: str | None) -> SafeString:
    """A resident's plain text: escaped, in paragraphs, web addresses made into links that vouch for nothing."""
    paragraphs = [part.strip("\n") for part in re.split(r"\n\s*\n", (text or "").replace("\r\n", "\n"))]
    body = format_html_join("", "<p>{}</p>", ((_lines(part),) for part in paragraphs if part.strip()))
    return format_html('<div class="said">{}</div>', body)


def _lines(part: str) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((_linked(line),) for line in part.split("\n")))


def _linked(line: str) -> SafeString:
    pieces, at = [], 0
    for match in LINK.finditer(line):
        address = match[0].rstrip(AFTER_LINK)
        pieces.append(escape(line[at : match.start()]))
        pieces.append(format_html('<a href="{0}" rel="nofollow ugc noopener noreferrer">{0}</a>', address))
        at = match.start() + len(address)
    pieces.append(escape(line[at:]))
    return SafeString("".join(pieces))


@register.simple_tag
def gap() -> str:
    """What stands between two sentences: nothing in Chinese."""
    return "" if (get_language() or "zh").startswith("zh") else " "


@register.simple_tag
def status(family: str, code: str, label: str = "") -> SafeString:
    """`{% status "disposition" opinion.disposition %}`: shape and word. Families: phase, disposition,
    comment, stance, question, clock, change. Nothing where nothing was chosen."""
    if not code:
        return SafeString("")
    found = marks.status_icon(family, str(code))
    return tag(label or str(found.label), found.tone, found.shape)


@register.simple_tag
def tag(label: str, tone: str = "line", shape: str = "") -> SafeString:
    """A tag of your own words. Tones: yes, part, line, act, alarm, plain, bare; shapes: see frontend/marks.py."""
    drawing = mark_safe(marks.SHAPES.get(shape, ""))  # noqa: S308 - our own drawing
    if drawing:
        drawing = format_html(
            '<svg class="shape" viewBox="0 0 10 10" aria-hidden="true" focusable="false">{}</svg>', drawing
        )
    return format_html('<span class="tag tag--{}">{}{}</span>', tone, drawing, label)


@register.filter
def ink(words: list[list[str]] | None, side: str = "both") -> SafeString:
    """A comparison's words: `{{ change.words|ink }}` marks both; `ink:"old"` and `ink:"new"` give one side."""
    shown = {"both": "=-+", "old": "=-", "new": "=+"}[side]
    wraps = {"=": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}
    return SafeString("".join(format_html(wraps[kind], text) for kind, text in words or () if kind in shown))


@register.filter
def weight(count: int | None) -> int:
    """How heavy the rule beside a clause is: 0 none, 1 some, 2 many (10), 3 very many (50)."""
    return sum((count or 0) >= limit for limit in (1, 10, 50))


@register.filter
def ends(correction: Correction) -> bool:
    """Whether a taking back ends a matter that was going on, and unsays nothing."""
    return kind_of(correction.kind).ends
