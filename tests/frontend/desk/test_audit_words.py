"""Every act that is recorded, and every step of a question, has words on the pages of the desk."""

import ast
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from django.test import Client
from django.utils import translation

import participation
from consultations.models import Comment, Consultation, Decision, NoticeChange
from frontend.shared.audit_words import STEPS, WORDS, words_of
from participation.accounts.models import User
from participation.corrections.registry import _kinds
from participation.deadlines.models import DeadlineEvent
from participation.ledger.models import AuditEntry
from responses.models import Question
from tests.drafts import corrected
from tests.frontend.desk.conftest import at
from tests.frontend.public.conftest import words

HOUSE = Path(participation.__file__).parent.parent
FLOORS = ("participation", "consultations", "responses", "frontend")
# what may stand in the hole of an act's name
HOLES: dict[str, list[str]] = {
    "comment.{to}": [Comment.Status.PUBLISHED, Comment.Status.PRIVATE],
    "consultation.{kind}": [NoticeChange.Kind.RESTARTED, NoticeChange.Kind.TEXT_CHANGED],
    "load.{load.kind}s": ["comment", "question"],
    "deadline.{kind.value}": [*DeadlineEvent.Kind.values],
    "decision.{to}": [Decision.Status.SUSPENDED, Decision.Status.TERMINATED],
    "{how.kind}.corrected": [*_kinds],
    "{how.kind}.correction_proposed": [*_kinds],
}

FORMER = {"audit.exported"}  # recorded by earlier releases: the audit keeps it


def modules() -> Iterator[ast.Module]:
    for floor in FLOORS:
        for path in sorted((HOUSE / floor).rglob("*.py")):
            if "migrations" not in path.parts:
                yield ast.parse(path.read_text())


def acts_in(module: ast.Module) -> set[str]:
    """The acts that a module hands on as `act=`, `event=`, or first to `record`."""
    found: set[str] = set()
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    for scope in [*functions, module]:
        for call in (node for node in ast.walk(scope) if isinstance(node, ast.Call)):
            for value in handed(call):
                found |= texts(value, scope, module)
    return {act for act in found if "." in act}


def handed(call: ast.Call) -> Iterator[ast.expr]:
    yield from (keyword.value for keyword in call.keywords if keyword.arg in ("act", "event"))
    if name_of(call) == "record" and call.args:
        yield call.args[0]


def name_of(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))


def texts(
    value: ast.expr, scope: ast.AST, module: ast.Module, seen: frozenset[str] = frozenset()
) -> set[str]:
    """What an expression may say: a text, one with a hole, a choice, or a name that was given one of these."""
    if isinstance(value, ast.Constant):
        return {value.value} if isinstance(value.value, str) else set()
    if isinstance(value, ast.IfExp):
        return texts(value.body, scope, module, seen) | texts(value.orelse, scope, module, seen)
    if isinstance(value, ast.JoinedStr):
        shape = ast.unparse(value)[2:-1]
        hole = next(part for part in value.values if isinstance(part, ast.FormattedValue))
        return {shape.replace(f"{{{ast.unparse(hole.value)}}}", str(each)) for each in HOLES[shape]}
    if not isinstance(value, ast.Name) or value.id in seen:
        return set()
    given = [
        node.value
        for node in ast.walk(scope)
        if isinstance(node, ast.Assign) and value.id in [getattr(each, "id", "") for each in node.targets]
    ]
    handed_on = [*given, *passed(value.id, scope, module)]
    return set(chain(*(texts(each, scope, module, seen | {value.id}) for each in handed_on)))


def passed(name: str, scope: ast.AST, module: ast.Module) -> Iterator[ast.expr]:
    """What the module's calls of a function give to its parameter by place."""
    if isinstance(scope, ast.FunctionDef) and name in (names := [each.arg for each in scope.args.args]):
        for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
            if name_of(call) == scope.name and len(call.args) > names.index(name):
                yield call.args[names.index(name)]


def steps_in(module: ast.Module) -> set[str]:
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    steps = [call.args[1] for call in calls if name_of(call) in ("add_step", "take_step")]
    return {str(step.value) for step in steps if isinstance(step, ast.Constant)}


def test_every_act_that_is_recorded_has_words() -> None:
    acts = set(chain(*map(acts_in, modules())))
    assert len(acts) > 90, "they were found"
    assert {"final_text.corrected", "reply.submitted", "document.draft_published", "rule.set"} <= acts
    assert acts - set(WORDS) == set()
    unused = set(WORDS) - acts - FORMER
    assert all(act.endswith(".withdrawal_proposed") for act in unused), unused


def test_every_step_of_a_question_has_words() -> None:
    assert set(chain(*map(steps_in, modules()))) == set(STEPS)


def test_all_of_them_are_chinese_on_a_chinese_page() -> None:
    with translation.override("zh-hans"):
        for said in chain(WORDS.values(), STEPS.values()):
            assert not str(said).isascii(), said


def test_a_proposal_says_what_was_proposed() -> None:
    entry = AuditEntry(act="feedback.correction_proposed", note={"act": "withdraw"})
    assert words_of(entry) == WORDS["feedback.withdrawal_proposed"]
    assert words_of(AuditEntry(act="feedback.correction_proposed", note={})) != words_of(entry)


def test_the_timelines_of_the_desk_say_it_in_words(
    client: Client, consultation: Consultation, question: Question, official: User, editor: User
) -> None:
    corrected(consultation, by=official, confirmed_by=editor, phone="0855-1111111")
    at(client, official)
    page = words(client.get(f"/desk/consultations/{consultation.slug}/"))
    assert "提出更正公告" in page and "更正公告" in page and "consultation." not in page
    question.steps.create(at=question.submitted_at, step="withdrawn")
    page = words(client.get(f"/desk/questions/{question.number}/"))
    assert "答复已撤回" in page and "withdrawn" not in page
