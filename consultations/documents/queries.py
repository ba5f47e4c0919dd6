"""Reading documents: the text of a version, and what changed between two."""

import hashlib
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from difflib import SequenceMatcher
from typing import Any

from django.db import DatabaseError
from django.db.models import F

from consultations.documents.comparing import Row, compare_flat
from consultations.documents.models import Comparison, Passage, Version
from consultations.documents.titles import without_mark

# A slip of the pen: at most this share of a text, or so many characters of a short one; never a figure.
SLIP, LEAST_SLIP = 0.01, 20
FIGURES = re.compile(r"[\d〇零一二两三四五六七八九十百千万亿]")
NO_LETTER = re.compile(r"[\W_]")
# a word by which a sentence says the opposite, more or less, or binds otherwise than it did
TURNING = re.compile(r"[不未无免非否禁止可应当须必得准许勿仅限除外或并且均每各全半有]")
# what stands comes last: texts that were taken back before those that hold, and of these the newest at the end
STANDING_LAST = (F("withdrawn_at").asc(nulls_last=True), "number")
PASSAGES_STANDING_LAST = (F("version__withdrawn_at").asc(nulls_last=True), "version__number", "position")


def passages(version: Version) -> list[Passage]:
    """The text of a version in reading order, with the lasting clause of each passage. One query."""
    return list(version.passages.select_related("clause"))


def digest_of(version: Version) -> str:
    """What tells one text from another: changes with its title, its mark of a draft (征求意见稿) apart, and with every
    word, number and place of a clause."""
    return digests_of([version])[version.pk]


def digests_of(versions: Sequence[Version]) -> dict[int, str]:
    """The digest of each. One query."""
    words: dict[int, list[Any]] = {version.pk: [without_mark(version.title)] for version in versions}
    columns = ("clause_id", "level", "label", "heading", "text")
    rows = Passage.objects.filter(version__in=words).order_by("version", "position")
    for pk, *row in rows.values_list("version_id", *columns):
        words[pk].append(row)
    whole = {pk: json.dumps(rows, ensure_ascii=False) for pk, rows in words.items()}
    return {
        pk: hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for pk, text in whole.items()
    }


def comparison(old: Version, new: Version) -> Sequence[Row]:
    """What changed between two versions; kept once both are published, since then neither can change."""
    kept = Comparison.objects.filter(old=old, new=new).first()
    if kept is not None:
        known: list[Row] = kept.rows
        return known
    rows = compared(old, new)
    if old.status == new.status == Version.Status.PUBLISHED:
        _keep(old, new, rows)
    return rows


def _keep(old: Version, new: Version, rows: list[Row]) -> None:
    """Where nothing can be written, on a full disk, it is worked out for every reader."""
    with suppress(DatabaseError):
        Comparison.objects.get_or_create(old=old, new=new, defaults={"rows": rows})


def is_slip(old: Version, new: Version, *, turning: bool = True) -> bool:
    """Whether the new text only puts slips of the pen right: every clause is there, one letter stands for another or is
    too much or missing, none of them a figure or a word that turns a sentence, and next to nothing else changes.

    `turning=False`: of a text that is passed again anyway, also whole words are slips, but no figure.
    """
    rows = compared(old, new)
    if old.title.strip() != new.title.strip() and old.title and new.title:
        return False
    if any(row["old"] is None or row["new"] is None for row in rows) or _frame(old) != _frame(new):
        return False
    changed = [pair for row in rows for pair in _replaced(row)]
    length = sum(len(text) for row in rows for sign, text in row["words"] if sign != "+")
    if any(FIGURES.search(text) for pair in changed for text in pair):
        return False
    if turning and any(len(text) > 1 or TURNING.search(text) for pair in changed for text in pair):
        return False
    return sum(len(text) for pair in changed for text in pair) <= max(LEAST_SLIP, length * SLIP)


def _frame(version: Version) -> list[tuple[int, str, str]]:
    """Which clause stands where, under which number: another order has other clauses refer to it."""
    return list(version.passages.order_by("position").values_list("clause_id", "label", "level"))


def _replaced(row: Row) -> list[tuple[str, str]]:
    """What stands in whose place within one clause, letter by letter, signs and white space apart."""
    was, now = ("".join(text for sign, text in row["words"] if sign in ("=", side)) for side in "-+")
    if was == now:
        return []
    ways = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    pairs = [(was[a:b], now[c:d]) for way, a, b, c, d in ways if way != "equal"]
    return [(NO_LETTER.sub("", one), NO_LETTER.sub("", other)) for one, other in pairs]


def share_kept(old: Version, new: Version) -> float:
    """How much of the new text stood in the old one: 1 where nothing was added, 0 where it is another text."""
    if digest_of(old) == digest_of(new):
        return 1.0
    words = [word for row in compared(old, new) if row["new"] is not None for word in row["words"]]
    length = sum(len(text) for sign, text in words if sign != "-")
    return sum(len(text) for sign, text in words if sign == "=") / length if length else 1.0


def compared(old: Version, new: Version) -> list[Row]:
    """Work out what changed, each side of a row with the clauses (lasting ids) that it speaks of."""
    before, after = passages(old), passages(new)
    return compare_flat(
        [(row.clause.uid, row.flat()) for row in before], [(row.clause.uid, row.flat()) for row in after]
    )
