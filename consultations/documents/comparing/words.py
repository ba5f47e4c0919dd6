"""Which words changed: a marking that joins back to both texts exactly and can be read."""

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal

Sign = Literal["=", "-", "+"]
MarkedWords = list[tuple[Sign, str]]

_CN = "零〇一二三四五六七八九十百千万亿两"
# Whole are: 第三条, （一）, numbers in digits or in Chinese, Latin words, white space. Else each character.
_TOKEN = re.compile(
    rf"第[{_CN}0-9０-９]+(?:分编|编|章|节|条|款|项|目)(?:之[{_CN}]+)?|[（(][{_CN}0-9]+[）)]"
    rf"|[0-9０-９]+(?:[.．,][0-9０-９]+)*[%％‰]?|[{_CN}]{{2,}}|[A-Za-zÀ-ɏ]+(?:[-'’][A-Za-zÀ-ɏ]+)*|\s+|.",
    re.DOTALL,
)
_SENTENCE = re.compile(r"[^。；！？\n]*(?:[。；！？]|\n|$)")
# Pairs of equal tokens beyond which whole sentences are laid side by side first: the longest articles of the
# statutes have 8,000; a text that repeats itself would take minutes.
_TOO_MANY = 20_000
_LEAST_KEPT = 0.2  # less in common than this: the old text whole, then the new

Segment = tuple[bool, list[str], list[str]]  # kept?, old tokens, new tokens


def mark_words(old: str, new: str) -> MarkedWords:
    """= kept, - only in the old, + only in the new. = and - join to `old`, = and + to `new`, exactly."""
    if old == new:
        return [("=", old)] if old else []
    segments = _segments(_TOKEN.findall(old), _TOKEN.findall(new))
    segments = _slide(_absorb(segments))
    kept = sum(len("".join(a)) for same, a, _ in segments if same)
    if kept < _LEAST_KEPT * min(len(old), len(new)):
        segments = [(False, [old], [new])]
    words: MarkedWords = []
    for same, a, b in segments:
        if same:
            words.append(("=", "".join(a)))
            continue
        if a:
            words.append(("-", "".join(a)))
        if b:
            words.append(("+", "".join(b)))
    return words


def _segments(a: list[str], b: list[str]) -> list[Segment]:
    """Kept and changed stretches in turn."""
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    end = 0
    while end < min(len(a), len(b)) - start and a[-1 - end] == b[-1 - end]:
        end += 1
    middle_a, middle_b = a[start : len(a) - end], b[start : len(b) - end]
    segments: list[Segment] = [(True, a[:start], a[:start])] if start else []
    segments += _middle(middle_a, middle_b)
    if end:
        segments.append((True, a[len(a) - end :], a[len(a) - end :]))
    return segments


def _middle(a: list[str], b: list[str]) -> list[Segment]:
    if not a or not b:
        return [(False, a, b)] if a or b else []
    if _equal_pairs(a, b) > _TOO_MANY:
        return _by_sentences(a, b)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return [(op == "equal", a[i:k], b[j:m]) for op, i, k, j, m in matcher.get_opcodes()]


def _equal_pairs(a: Sequence[str], b: Sequence[str]) -> int:
    """What laying `a` beside `b` costs."""
    count = Counter(b)
    return sum(times * count[token] for token, times in Counter(a).items())


def _by_sentences(a: list[str], b: list[str]) -> list[Segment]:
    lines_a = [s for s in _SENTENCE.findall("".join(a)) if s]
    lines_b = [s for s in _SENTENCE.findall("".join(b)) if s]
    segments: list[Segment] = []
    for op, i, k, j, m in SequenceMatcher(None, lines_a, lines_b).get_opcodes():
        left, right = _TOKEN.findall("".join(lines_a[i:k])), _TOKEN.findall("".join(lines_b[j:m]))
        if op == "equal":
            segments.append((True, left, right))
        elif not left or not right or _equal_pairs(left, right) > _TOO_MANY:
            segments.append((False, left, right))
        else:
            segments += _segments(left, right)
    return segments


def _size(tokens: Sequence[str]) -> int:
    return sum(map(len, tokens))


def _absorb(segments: list[Segment]) -> list[Segment]:
    """Scraps that happen to agree between two larger changes are no help to a reader: one change."""
    segments = _merged(segments)
    changed = True
    while changed:
        changed = False
        for k in range(1, len(segments) - 1):
            same, kept, _ = segments[k]
            if not same or any("\n" in token for token in kept):
                continue
            before = max(_size(segments[k - 1][1]), _size(segments[k - 1][2]))
            after = max(_size(segments[k + 1][1]), _size(segments[k + 1][2]))
            if _size(kept) <= min(before, after, 5):
                segments[k] = (False, kept, kept)
                segments = _merged(segments)
                changed = True
                break
    return segments


def _merged(segments: list[Segment]) -> list[Segment]:
    merged: list[Segment] = []
    for same, a, b in segments:
        if not a and not b:
            continue
        if merged and merged[-1][0] == same:
            merged[-1] = (same, merged[-1][1] + a, merged[-1][2] + b)
        else:
            merged.append((same, list(a), list(b)))
    return merged


def _slide(segments: list[Segment]) -> list[Segment]:
    """Move a pure insertion or deletion to where a phrase begins and ends, if the words allow it."""
    for k in range(1, len(segments) - 1):
        same, gone, come = segments[k]
        if same or bool(gone) == bool(come) or not segments[k - 1][0] or not segments[k + 1][0]:
            continue
        before, edit, after = list(segments[k - 1][1]), list(gone or come), list(segments[k + 1][1])
        while before and edit[-1] == before[-1]:
            after.insert(0, edit.pop())
            edit.insert(0, before.pop())
        best, best_score = (list(before), list(edit), list(after)), -1
        while True:
            score = _seam(before[-1:], edit[:1]) + _seam(edit[-1:], after[:1])
            if score > best_score:
                best, best_score = (list(before), list(edit), list(after)), score
            if not after or edit[0] != after[0]:
                break
            before.append(edit.pop(0))
            edit.append(after.pop(0))
        before, edit, after = best
        segments[k - 1] = (True, before, before)
        segments[k] = (False, edit, []) if gone else (False, [], edit)
        segments[k + 1] = (True, after, after)
    return _merged(segments)


def _seam(left: Sequence[str], right: Sequence[str]) -> int:
    """How naturally a text parts here."""
    if not left or not right:
        return 4
    if "\n" in left[0] or "\n" in right[0]:
        return 5
    if left[0] in "。；！？":
        return 4
    if left[0] in "，、：,":
        return 3
    return 1 if right[0] in "，、：。；" else 0
