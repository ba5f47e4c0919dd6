"""Everything a reader meets is there in Chinese, with the same placeholders, and nothing is left over."""

import gettext
import re
from pathlib import Path

import allauth
import django
import polib
import pytest

from tests import wording

PLACEHOLDER = re.compile(r"%\((\w+)\)|%[sdi]")


@pytest.fixture(scope="module")
def words() -> polib.POFile:
    return wording.catalogue()


@pytest.fixture(scope="module")
def asked() -> list[wording.Wording]:
    return wording.used()


def said(entry: polib.POEntry) -> list[str]:
    """What the entry says in Chinese: one form, for Chinese has no plural."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_everything_asked_for_is_said_in_chinese(words: polib.POFile, asked: list[wording.Wording]) -> None:
    entries = {(entry.msgctxt, entry.msgid): entry for entry in words}
    missing = [
        f"{each.where}: {each.msgid!r}"
        for each in asked
        if each.key not in entries or not all(part.strip() for part in said(entries[each.key]))
    ]
    assert not missing, "\n".join(missing)


def test_a_plural_is_a_plural_in_the_catalogue_too(words: polib.POFile, asked: list[wording.Wording]) -> None:
    entries = {(entry.msgctxt, entry.msgid): entry for entry in words}
    wrong = [
        f"{each.where}: {each.msgid!r}"
        for each in asked
        if each.plural and each.key in entries and entries[each.key].msgid_plural != each.plural
    ]
    assert not wrong, "\n".join(wrong)


def test_what_is_borrowed_is_asked_for_by_its_lender_and_speaks_as_the_site_does(words: polib.POFile) -> None:
    """A sentence that another release words anew would fall back to English or to another voice."""
    lent = {
        entry.msgid: entry
        for package in (django, allauth)
        for path in Path(package.__path__[0]).rglob("locale/*/LC_MESSAGES/django.po")
        if path.parts[-3] in ("en", "zh_Hans")
        for entry in polib.pofile(str(path))
    }
    entries = {entry.msgid: entry for entry in words}
    rude = [m for m in wording.BORROWED if re.search("你|Email|帐号|账户|token", "".join(said(entries[m])))]
    assert not rude and not wording.BORROWED - lent.keys()


def test_placeholders_agree(words: polib.POFile) -> None:
    """A Chinese form may leave out a count that only chooses the English plural, and never invents one."""
    wrong = []
    for entry in words:
        offered = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
        for text in said(entry):
            used = set(PLACEHOLDER.findall(text))
            if used != set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid)) and (
                not entry.msgid_plural or not used <= offered
            ):
                wrong.append(f"{entry.msgid!r} → {text!r}")
    assert not wrong, "\n".join(wrong)


def test_nothing_in_the_catalogue_is_obsolete(words: polib.POFile) -> None:
    left = [entry.msgid for entry in wording.obsolete(words)]
    assert not left, "take them out with `python -m tests.wording --prune`:\n" + "\n".join(left)


def test_no_entry_is_doubtful_or_twice_there(words: polib.POFile) -> None:
    assert not words.fuzzy_entries()
    keys = [(entry.msgctxt, entry.msgid) for entry in words]
    assert len(keys) == len(set(keys))


def test_the_catalogue_compiles_and_speaks(words: polib.POFile, tmp_path: Path) -> None:
    compiled = tmp_path / "django.mo"
    words.save_as_mofile(str(compiled))
    with compiled.open("rb") as file:
        chinese = gettext.GNUTranslations(file)
    entry = next(entry for entry in words if not entry.msgid_plural and not entry.msgctxt)
    assert chinese.gettext(entry.msgid) == entry.msgstr
