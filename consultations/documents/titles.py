"""What a title says of a text that is a draft, such as 征求意见稿 or 草案; that of a final text says none of it."""

import re

# 试行 and 暂行 are part of a name and stay
MARK = re.compile(
    r"(?:公开|再次|第[一二三四五六七八九十\d]+次)*(?:征求意见|送审|讨论|审议|草案)+(?:修改)?稿|草案"
)
BRACKETS = re.compile(r"[(（〔\[]([^()（）〔〕\[\]]*)[)）〕\]]")
AT_END = re.compile(rf"(?:{MARK.pattern})(?=》?$)")
ON_TRIAL = re.compile(r"试行|暂行")


def without_mark(title: str) -> str:
    """The title as a final text bears it: a mark in brackets, or at its end, is taken out."""
    return AT_END.sub("", BRACKETS.sub(_unmarked, title)).strip()


def mark_in(title: str) -> str:
    """What a title says of a draft, such as 征求意见稿; empty when it says nothing of it."""
    inside = (MARK.search(found) for found in BRACKETS.findall(title))
    found = next((match for match in inside if match), None) or AT_END.search(title)
    return found[0] if found else ""


def _unmarked(match: re.Match[str]) -> str:
    if not MARK.search(match[1]):
        return match[0]
    on_trial = ON_TRIAL.search(match[1])
    return f"（{on_trial[0]}）" if on_trial else ""
