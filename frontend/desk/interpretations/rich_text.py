"""Articles typed as plain text: empty lines part paragraphs, lines that begin with "- " make a list.

What holds tags is taken for HTML as it is; the room sanitises either way.
"""

import re

from django.utils.html import escape
from lxml import html as parser  # type: ignore[import-untyped]

TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
ITEM = re.compile(r"^\s*[-•·]\s+")
SIMPLE = frozenset({"p", "ul", "li", "br", "div"})


def typed_to_html(text: str) -> str:
    """The HTML of a typed text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if TAG.search(text):
        return text
    blocks = (block for block in re.split(r"\n\s*\n", text) if block.strip())
    return "".join(_block(block.strip("\n").split("\n")) for block in blocks)


def html_to_typed(html: str) -> str:
    """What somebody would type for this HTML; the HTML itself where it holds more than paragraphs and lists."""
    if not html.strip():
        return ""
    root = parser.fragment_fromstring(html, create_parent="div")
    if any(element.tag not in SIMPLE or element.attrib for element in root.iter()):
        return html
    typed = "\n\n".join(_typed(element) for element in root)
    return typed if typed_to_html(typed) == html else html


def _block(lines: list[str]) -> str:
    """Paragraphs and lists as they follow each other."""
    made, items, typed = [], [], []  # type: ignore[var-annotated]

    def settle() -> None:
        if typed:
            made.append("<p>" + "<br>".join(typed) + "</p>")
        if items:
            made.append("<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>")
        typed.clear()
        items.clear()

    for line in lines:
        is_item = bool(ITEM.match(line))
        if (is_item and typed) or (not is_item and items):
            settle()
        (items if is_item else typed).append(escape(ITEM.sub("", line).strip()))
    settle()
    return "".join(made)


def _typed(element: parser.HtmlElement) -> str:
    if element.tag == "ul":
        return "\n".join(f"- {item.text_content().strip()}" for item in element)
    pieces = [element.text or ""]
    for child in element:
        pieces += ["\n", child.tail or ""]
    return "".join(pieces).strip()
