"""Every key that is noted with an act has words, and so have the codes beside it: nobody reads names of the code."""

import ast
from collections.abc import Iterator
from importlib import import_module
from itertools import chain
from typing import Any

import pytest
from django.utils import translation

from frontend.shared.audit_names import is_said, name_of
from frontend.shared.audit_notes import brief, notes_of
from participation import clock
from participation.accounts.models import User
from participation.corrections.registry import _kinds
from participation.ledger.audit import record
from participation.ledger.models import AuditEntry
from tests.frontend.desk import test_audit_words as acts


def modules() -> dict[str, ast.Module]:
    return {
        ".".join(path.relative_to(acts.HOUSE).with_suffix("").parts): ast.parse(path.read_text())
        for floor in acts.FLOORS
        for path in sorted((acts.HOUSE / floor).rglob("*.py"))
        if "migrations" not in path.parts
    }


def inside(scope: ast.AST | None, kind: Any) -> list[Any]:
    return [each for each in ast.walk(scope) if isinstance(each, kind)] if scope else []


def given(name: str | None, scope: ast.AST) -> list[Any]:
    """What a name is given in a function."""
    rows = inside(scope, ast.Assign)
    return [each.value for each in rows if name in [getattr(to, "id", "") for to in each.targets]]


MODULES = modules()
FUNCTIONS = {each.name: each for module in MODULES.values() for each in inside(module, ast.FunctionDef)}


def keys(value: Any, scope: ast.AST, module: ast.Module, seen: tuple[str, ...] = ()) -> set[str]:
    """The keys of what an expression gives: a dict, several put together, a name, or what a function returns."""
    parts: list[Any] = []
    match value:
        case ast.Dict():
            own = {str(key.value) for key in value.keys if isinstance(key, ast.Constant)}
            parts = [each for key, each in zip(value.keys, value.values, strict=True) if key is None]
            return own.union(*(keys(each, scope, module, seen) for each in parts))
        case ast.BinOp():
            parts = [value.left, value.right]
        case ast.IfExp():
            parts = [value.body, value.orelse]
        case ast.Name(id=name) if name not in seen:
            parts, seen = given(name, scope), (*seen, name)
        case ast.Call() if (name := acts.name_of(value)) not in seen:
            here = {each.name: each for each in inside(module, ast.FunctionDef)}
            scope = here.get(name) or FUNCTIONS.get(name) or scope
            parts = [each.value for each in inside(scope, ast.Return)] if scope in FUNCTIONS.values() else []
            seen = (*seen, name)
    return set().union(*(keys(each, scope, module, seen) for each in parts))


def is_note(value: Any) -> bool:
    return isinstance(value, ast.Attribute) and value.attr == "note"


def noted(module: ast.Module) -> Iterator[str]:
    """What the functions of a module hand to `record`, or put into the note of a move or an edit."""
    for scope in inside(module, ast.FunctionDef):
        for each in inside(scope, ast.Subscript):
            if is_note(each.value) and isinstance(each.slice, ast.Constant):
                yield str(each.slice.value)
        for call in inside(scope, ast.Call):
            handed: list[Any] = []
            if acts.name_of(call) in ("record", "entry_of", "audit"):
                handed = [way.value for way in call.keywords if way.arg == "note"]
            elif acts.name_of(call) == "update" and is_note(getattr(call.func, "value", None)):
                handed = call.args
                yield from (way.arg for way in call.keywords if way.arg)
            yield from chain(*(keys(value, scope, module) for value in handed))


def written(name: str, module: ast.Module) -> Iterator[str]:
    """The columns of which the edits of a module note what stood there."""
    for scope in inside(module, ast.FunctionDef):
        for call in (each for each in inside(scope, ast.Call) if acts.name_of(each) == "edit"):
            for fields in (way.value for way in call.keywords if way.arg == "fields"):
                for value in given(getattr(fields, "id", None), scope) or [fields]:
                    if "how." not in ast.unparse(value):  # of a correction: asked of its kinds
                        yield from eval(ast.unparse(value), vars(import_module(name)))  # noqa: S307 - our own code


def test_every_key_that_is_noted_has_words_in_both_languages() -> None:
    found = set(chain(*(map(noted, MODULES.values())), *(written(*each) for each in MODULES.items())))
    found |= set(chain(*(how.columns or how.labels for how in _kinds.values())))
    assert len(found) > 120, "they were found"
    assert {
        "reason_code",
        "default_known",
        "evidence",
        "found_by_contact",
        "first_day",
        "why",
        "ways",
    } <= found
    read = {key for key in found if is_said("", key)} - {"old", "from_name"}  # within the lines of others
    for language, is_english in (("zh-hans", False), ("en", True)):
        with translation.override(language):
            names = {key: name_of("", key) for key in read}
            assert {
                key for key, name in names.items() if name == key or name.isascii() != is_english
            } == set()


def test_a_stand_in_is_told_by_name_with_days_and_the_reason_in_words(
    official: User, other_official: User
) -> None:
    note = {
        "deputy": other_official.username,
        "first_day": "2026-11-28",
        "last_day": "2026-12-05",
        "why": "leave",
    }
    entry = record("standin.named", official, by=None, note=note)
    with translation.override("zh-hans"):
        [lines] = notes_of([entry])
        assert brief(lines) == (
            f"受托人：{other_official}；开始日期：2026年11月28日（周六）；截止日期：2026年12月5日（周六）；不在岗原因：休假"
        )
    with translation.override("en"):
        assert "Why absent: Leave" in brief(notes_of([entry])[0])


@pytest.mark.parametrize(
    ("kind", "note", "said"),
    [
        ("opinion", {"reason_code": "no_opinion"}, "理由类别：不含意见"),
        ("comment", {"reason": "personal_data"}, "理由：含他人个人信息"),
        ("user", {"username": "liu"}, "登录名：liu"),
        ("consultation", {"default_known": "A2"}, "采用的未确认默认值："),
        ("user", {"changed": ["name", "hides_name"]}, "有修改：姓名，不显示姓名"),
        (
            "user",
            {"ways": {"due": "none"}, "texted": ["due"], "language": "en"},
            "邮件通知：即将到期：不",
        ),
        (
            "participationlist",
            {"old": {"completion": {"1": ["completed", "已印发"]}}},
            "完成情况：原为1：已完成，已印发",
        ),
    ],
)
def test_what_is_kept_as_a_code_is_said_in_words(kind: str, note: dict[str, Any], said: str) -> None:
    entry = AuditEntry(at=clock.now(), act="older.act", kind=kind, object_id=1, note=note)
    with translation.override("zh-hans"):
        line = brief(notes_of([entry])[0])
    assert line.startswith(said) and "_" not in line and "A2" not in line, line
