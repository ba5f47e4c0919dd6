"""Inline icons: 20 × 20, drawn with the pen of the text around them. No font, no request, no emoji."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

PATHS = {
    "comment": "M3 4h14v9.5H9L5 17v-3.5H3z",
    "ask": "M7 7.2a3 3 0 1 1 4.4 2.7c-.9.5-1.4 1-1.4 2.1M10 15.4v.1",
    "search": "M8.7 14.2a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM12.8 12.8 17 17",
    "menu": "M3 5.5h14M3 10h14M3 14.5h14",
    "close": "M5 5l10 10M15 5 5 15",
    "check": "M4 10.5 8 14.5 16 5.5",
    "done": "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM6.5 10.2l2.4 2.4 4.6-5",
    "warn": "M10 2.8 18 17H2zM10 8v4M10 14.4v.1",
    "info": "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9v5M10 6.2v.1",
    "stop": "M6.8 2.5h6.4l4.3 4.3v6.4l-4.3 4.3H6.8l-4.3-4.3V6.8zM10 6v5M10 13.7v.1",
    "clock": "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 5.5V10l3 2.2",
    "calendar": "M3 4.5h14V17H3zM3 8.2h14M6.8 2.5v3.5M13.2 2.5v3.5",
    "pause": "M7 4.5v11M13 4.5v11",
    "document": "M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M7.5 10h5M7.5 13.2h5",
    "download": "M10 3v9.5M6 9l4 4 4-4M3.5 16.8h13",
    "print": "M5.5 7V3h9v4M5.5 13.5H3V7h14v6.5h-2.5M5.5 11.5h9V17h-9z",
    "copy": "M7.5 7.5h9v9h-9zM12.5 7.5v-4h-9v9h4",
    "attach": "M13.6 6.4 8 12a1.7 1.7 0 0 0 2.4 2.4l6-6a3.5 3.5 0 0 0-5-5l-6 6a5.2 5.2 0 0 0 7.4 7.4l4.2-4.2",
    "person": "M10 9.8a3.4 3.4 0 1 0 0-6.8 3.4 3.4 0 0 0 0 6.8zM3.5 17c.5-3.4 3-5 6.5-5s6 1.6 6.5 5",
    "building": "M2.5 17h15M4.5 17V8.5M15.5 17V8.5M8.2 17V8.5M11.8 17V8.5M2.8 8.5h14.4L10 3z",
    "phone": "M4 3h3l1.5 4-2 1.5a10 10 0 0 0 5 5l1.5-2 4 1.5v3c0 .7-.6 1-1.2 1C9 16.4 3.6 11 3 4.2 3 3.6 3.4 3 4 3z",
    "letter": "M2.8 5h14.4v10.5H2.8zM2.8 5.5 10 11l7.2-5.5",
    "place": "M10 18c4-4.2 5.7-7.2 5.7-9.8A5.7 5.7 0 0 0 4.3 8.2C4.3 10.8 6 13.8 10 18zM10 10.2a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
    "lock": "M4.5 9h11v8h-11zM7 9V6.3a3 3 0 0 1 6 0V9",
    "eye": "M1.8 10C4 6.4 6.8 4.7 10 4.7s6 1.7 8.2 5.3c-2.2 3.6-5 5.3-8.2 5.3S4 13.6 1.8 10zM10 12.4a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8z",
    "scale": "M10 3v14M6 17h8M4 5.5h12M4 5.5 1.8 11h4.4zM16 5.5 13.8 11h4.4z",
    "star": "m10 2.8 2.2 4.6 5 .7-3.6 3.5.9 5-4.5-2.4-4.5 2.4.9-5L2.8 8.1l5-.7z",
    "next": "m7.5 4 6 6-6 6",
    "previous": "m12.5 4-6 6 6 6",
    "more": "m4 7.5 6 6 6-6",
    "external": "M8 4H4v12h12v-4M11.5 3.5h5v5M16.5 3.5 9.5 10.5",
    "bell": "M5 14V9a5 5 0 0 1 10 0v5l1.5 1.5h-13zM8.3 17.3a1.8 1.8 0 0 0 3.4 0",
    "seal": "M10 12.5a5 5 0 1 0 0-10 5 5 0 0 0 0 10zM6.8 11.5 5.5 17.5 10 15.3l4.5 2.2-1.3-6M7.8 7.5l1.6 1.6 2.8-3",
    "list": "M7 5.5h10M7 10h10M7 14.5h10M3 5.5h.1M3 10h.1M3 14.5h.1",
    "edit": "M3.5 16.5v-3.2L13.3 3.5l3.2 3.2-9.8 9.8zM11 5.8l3.2 3.2",
    "split": "M10 17v-6M10 11 4.5 5M10 11l5.5-6M4 8.5v-4h4M16 8.5v-4h-4",
}  # fmt: skip


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon beside words that say the same; give `label` only where it stands alone."""
    path = mark_safe(PATHS[name])  # noqa: S308 - our own drawing
    if label:
        return format_html(
            '<svg class="icon" viewBox="0 0 20 20" role="img" aria-label="{}"><path d="{}"/></svg>',
            label,
            path,
        )
    return format_html(
        '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        path,
    )
