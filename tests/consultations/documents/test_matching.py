"""A clause keeps its identity when it stays, moves or is reworded."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.documents.matching import match_clauses
from consultations.documents.reading import read_text
from consultations.documents.structure import FlatClause, flatten
from tests.consultations.documents.laws import read, version_pairs

OLD = """第一章 总则
第一条 为了保障农村饮水安全，制定本办法。
第二条 供水单位应当履行下列职责：
（一）每日检测出厂水质；
（二）公布收费标准和收支账目；
（三）维修管网。
第二章 收费
第三条 水费每吨不超过三元。
第四条 本办法自公布之日起施行。
"""


def matched(old: str, new: str) -> dict[str, str | None]:
    """New path → old path."""
    before, after = flatten(read_text(old)), flatten(read_text(new))
    found = match_clauses(before, after)
    return {c.path: None if i is None else before[i].path for c, i in zip(after, found, strict=True)}


def test_the_same_text_keeps_every_clause() -> None:
    assert all(new == old for new, old in matched(OLD, OLD).items())


def test_a_new_article_in_between_takes_nobodys_identity() -> None:
    new = OLD.replace("第三条 水费", "第三条 计量表由村委会安装。\n第四条 水费").replace(
        "第四条 本", "第五条 本"
    )
    found = matched(OLD, new)
    assert found["第二章/第三条"] is None
    assert found["第二章/第四条"] == "第二章/第三条"
    assert found["第二章/第五条"] == "第二章/第四条"


def test_reworded_items_and_articles_keep_theirs() -> None:
    new = OLD.replace("不超过三元", "不超过二元五角，低保户减半").replace(
        "公布收费标准和收支账目", "按季公布收费标准、收支账目"
    )
    assert all(new_path == old_path for new_path, old_path in matched(OLD, new).items())


def test_items_that_changed_places_keep_theirs() -> None:
    new = OLD.replace(
        "（一）每日检测出厂水质；\n（二）公布收费标准和收支账目；",
        "（一）公布收费标准和收支账目；\n（二）每日检测出厂水质；",
    )
    found = matched(OLD, new)
    assert found["第一章/第二条/（一）"] == "第一章/第二条/（二）"
    assert found["第一章/第二条/（二）"] == "第一章/第二条/（一）"


def test_an_item_that_went_to_another_article_keeps_its_own() -> None:
    new = OLD.replace("（二）公布收费标准和收支账目；\n（三）", "（二）").replace(
        "不超过三元。\n", "不超过三元：\n（一）公布收费标准和收支账目；\n"
    )
    assert matched(OLD, new)["第二章/第三条/（一）"] == "第一章/第二条/（二）"


def test_a_wholly_new_item_under_an_old_number_is_new() -> None:
    new = OLD.replace("（三）维修管网。", "（三）建立应急预案，组织演练并储备物资。")
    assert matched(OLD, new)["第一章/第二条/（三）"] is None


@pytest.mark.usefixtures("real_data")
@pytest.mark.parametrize("pair", version_pairs()[:12] or [()], ids=lambda p: p[0].stem[:24] if p else "")
def test_no_clause_of_a_statute_is_claimed_twice(pair: tuple[Path, Path]) -> None:
    old, new = (flatten(read(path)) for path in pair)
    found = [i for i in match_clauses(old, new) if i is not None]
    assert len(set(found)) == len(found)
    assert match_clauses(old, old) == list(range(len(old)))


def clauses(labels: list[str]) -> list[FlatClause]:
    return flatten(read_text("\n".join(labels)))


LINES = st.lists(
    st.sampled_from(
        [
            "第一条 甲乙丙丁。",
            "第二条 甲乙丙戊。",
            "（一）子丑寅卯；",
            "（一）子丑；",
            "寅卯辰巳。",
            "第一章 总则",
        ]
    ),
    max_size=14,
)


@settings(max_examples=200, deadline=None)
@given(LINES, LINES)
def test_any_matching_is_one_to_one_and_a_text_is_itself(old: list[str], new: list[str]) -> None:
    found = match_clauses(clauses(old), clauses(new))
    kept = [i for i in found if i is not None]
    assert len(found) == len(clauses(new))
    assert len(set(kept)) == len(kept)
    itself = match_clauses(clauses(old), clauses(old))
    assert None not in itself
