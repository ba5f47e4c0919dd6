"""The words of the product: which the code asks for, which the catalogue has. `python -m tests.wording` tells them,
`--prune` takes out of the catalogue what nothing asks for any more."""

import ast
import io
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_javascript

from tests.services import ROOT

CATALOGUE = ROOT / "frontend" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
ROOMS = ("participation", "consultations", "responses", "frontend")
WITH_PLURAL = {"ngettext", "ngettext_lazy", "npgettext", "npgettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", *WITH_PLURAL, *WITH_CONTEXT}
# Words of Django and of the sign-in that the catalogue says better than their own.
BORROWED = {
    "Email (optional)",
    "Email",
    "Ensure this filename has at most %(max)d character (it has %(length)d).",
    "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
    "Ensure this value is greater than or equal to %(limit_value)s.",
    "Ensure this value is less than or equal to %(limit_value)s.",
    "Enter a list of values.",
    "Enter a number.",
    "Enter a valid date.",
    "Enter a valid email address.",
    "Enter a valid value.",
    "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
    "Enter a whole number.",
    "Login",
    "New Password (again)",
    "No file was submitted. Check the encoding type on the form.",
    "No file was submitted.",
    "Null characters are not allowed.",
    "Password (again)",
    "Please either submit a file or check the clear checkbox, not both.",
    "Primary",
    "Select a valid choice. %(value)s is not one of the available choices.",
    "Select a valid choice. That choice is not one of the available choices.",
    "The password is too similar to the %(verbose_name)s.",
    "The submitted file is empty.",
    "This account is inactive.",
    "This field is required.",
    "This password is entirely numeric.",
    "This password is too common.",
    "This password is too short. It must contain at least %d character.",
    "Username or email",
    "You cannot remove your primary email address (%(email)s).",
    "Your old password was entered incorrectly. Please enter it again.",
    "Your password can’t be a commonly used password.",
    "Your password can’t be entirely numeric.",
    "Your password can’t be too similar to your other personal information.",
    "Your password must contain at least %(min_length)d character.",
    "“%(pk)s” is not a valid value.",
}


@dataclass(frozen=True)
class Wording:
    """One message as the code asks for it."""

    msgid: str
    context: str | None
    plural: str | None
    where: str

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.msgid


def used() -> list[Wording]:
    """Everything that Python, the templates and the API's page ask for."""
    found = [each for room in ROOMS for each in (*_in_python(ROOT / room), *_in_templates(ROOT / room))]
    return [*found, *_in_api()]


def catalogue() -> polib.POFile:
    """The Chinese words."""
    return polib.pofile(str(CATALOGUE), wrapwidth=110)


def obsolete(words: polib.POFile) -> list[polib.POEntry]:
    """The entries that nothing asks for."""
    asked = {each.key for each in used()}
    return [
        entry for entry in words if (entry.msgctxt, entry.msgid) not in asked and entry.msgid not in BORROWED
    ]


def _in_python(folder: Path) -> Iterator[Wording]:
    """Read with `ast`: what stands inside an f-string counts too, and `_` may be any of the calls."""
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            tree = ast.parse(path.read_bytes())
            names = {
                each.asname or each.name: each.name
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
                for each in node.names
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    call = names.get(node.func.id, "")
                    said = [arg.value for arg in node.args if isinstance(arg, ast.Constant)]
                    yield from _message(
                        path, node.lineno, call, [each for each in said if isinstance(each, str)]
                    )


def _in_templates(folder: Path) -> Iterator[Wording]:
    from django.utils.translation.template import templatize

    for path in sorted({*folder.rglob("*.html"), *folder.rglob("*.txt")}):
        if "templates" in path.parts:
            source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            found: Any = extract_javascript(io.BytesIO(source.encode()), dict.fromkeys(CALLS), [], {})
            for line, call, said, _comments in found:
                parts = [said] if isinstance(said, str) else [part for part in said if part]
                yield from _message(path, line, call, parts)


def _in_api() -> Iterator[Wording]:
    """What the API's own page says of its operations and fields: their docstrings and help texts."""
    from django.utils import translation

    from frontend.api.docs import document

    with translation.override("en"):
        found = document("en")
    for words in _descriptions(found):
        first = " ".join(words.partition("\n\n")[0].split())
        if first and not first.startswith("* `"):
            yield Wording(first, None, None, "the API's document")


def _descriptions(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        for name, value in found.items():
            if name == "description" and isinstance(value, str):
                yield value
            else:
                yield from _descriptions(value)
    elif isinstance(found, list):
        for value in found:
            yield from _descriptions(value)


def _message(path: Path, line: int, call: str, parts: list[str]) -> Iterator[Wording]:
    context = parts.pop(0) if call in WITH_CONTEXT and len(parts) > 1 else None
    if call in CALLS and parts:
        plural = parts[1] if call in WITH_PLURAL and len(parts) > 1 else None
        yield Wording(parts[0], context, plural, f"{path.relative_to(ROOT)}:{line}")


def main() -> None:
    """Tell what is missing and what is obsolete; `--prune` takes the latter out."""
    words = catalogue()
    have = {(entry.msgctxt, entry.msgid) for entry in words}
    for each in used():
        if each.key not in have:
            print(f"missing   {each.where}  {each.msgid!r}")
    for entry in obsolete(words):
        print(f"obsolete  {entry.msgid!r}")
        if "--prune" in sys.argv:
            words.remove(entry)
    if "--prune" in sys.argv:
        words.save(str(CATALOGUE))


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()
