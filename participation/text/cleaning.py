"""Sanitising. The only import of bleach; nh3 with the same list stands behind it as a second, maintained gate.

Residents write plain text: `plain()`. Only officials' articles are rich text: `rich()`, cleaned on write.
"""

import re
import threading
import unicodedata

import bleach
import nh3
from django.utils.translation import gettext as _

from participation.errors import Invalid

POLICY = 1  # stored beside cleaned text, so that it can be cleaned again when the list changes
MOST_COMMENT = 5_000  # characters
MOST_ARTICLE = 300_000
TAGS = frozenset(
    "p br strong b em u ul ol li blockquote h2 h3 h4 table thead tbody tr th td caption a sub sup hr".split()
)
ATTRIBUTES = {
    "a": {"href"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
SCHEMES = {"http", "https", "mailto"}
HREF = re.compile(r"^(https?://|mailto:|/(?!/)|#)", re.I)
# What nobody sees (Unicode: default-ignorable): joiners, fillers, direction marks, variation selectors.
IGNORABLE = (
    "\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
INVISIBLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{IGNORABLE}]")
TAG = re.compile(r'<(/?)([a-z0-9]+)(?:[^">]|"[^"]*")*>')
DEPTH = 100
_local = threading.local()


def plain(text: str) -> str:
    """Text as a person meant it: NFC, no control characters and none that nobody sees, one kind of line end."""
    text = INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = unicodedata.normalize("NFC", text)
    return re.sub(r"\n{4,}", "\n\n\n", text).strip()


def one_line(text: str) -> str:
    """The same for a name, a title, an address: one line, single spaces."""
    return " ".join(plain(text).split())


def rich(html: str) -> str:
    """Officials' HTML with nothing left in it but the allowed list; cleaning it again changes nothing.

    What is nested deeper than a hundred loses its tags and keeps its words. Raises Invalid when it is too large.
    """
    _fits(html)
    html = _second_gate(html)  # first, too: it balances and drops in no time what would make bleach slow
    _fits(html)
    html = INVISIBLE.sub("", unicodedata.normalize("NFC", html.replace("\r", "\n")))
    return _second_gate(_cleaner().clean(_shallow(html)))


def _fits(html: str) -> None:
    if len(html) > MOST_ARTICLE:
        raise Invalid(_("This text is too long."), errors={"body": [_("This text is too long.")]})


def _second_gate(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        attribute_filter=lambda tag, name, value: (
            value if name != "href" or HREF.match(value.strip()) else None
        ),
        link_rel="nofollow noopener noreferrer",
    )


def _shallow(html: str) -> str:
    """Balanced HTML without the tags that are nested too deeply."""
    is_kept: list[bool] = []

    def tag(found: re.Match[str]) -> str:
        closes, name = found[1], found[2]
        if name in ("br", "hr"):
            return found[0]
        if closes:
            return found[0] if is_kept and is_kept.pop() else ""
        is_kept.append(len(is_kept) < DEPTH)
        return found[0] if is_kept[-1] else ""

    return TAG.sub(tag, html)


def _cleaner() -> bleach.Cleaner:
    if not hasattr(_local, "cleaner"):
        _local.cleaner = bleach.Cleaner(
            tags=TAGS,
            attributes={tag: sorted(names) for tag, names in ATTRIBUTES.items()},
            protocols=SCHEMES,
            strip=True,
            strip_comments=True,
        )
    cleaner: bleach.Cleaner = _local.cleaner
    return cleaner
