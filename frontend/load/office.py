"""Where a load goes: the county that is there, or a fictional one; its people; and a consultation of its own."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from consultations.documents.actions import import_draft
from consultations.documents.reading import read_text
from consultations.models import Clause, Consultation
from consultations.notices.actions import prepare_consultation, publish_consultation
from frontend.demo import people as demo
from frontend.load.comments import Weighers
from frontend.load.prose import CONTENT
from frontend.load.question_plans import Unit
from participation import clock
from participation.accounts.models import Department, Membership, User, in_force
from participation.accounts.queries import Role, people_with
from participation.accounts.queries import county as county_there
from participation.errors import NotPermitted

COUNTY, SLUG = "load-county", "load"
UNITS = {
    "housing": "县住房和城乡建设局",
    "law-enforcement": "县综合行政执法局",
    "water": "县水务局",
    "transport": "县交通运输局",
    "ecology": "县生态环境分局",
    "riverside": "临溪镇人民政府",
}
OPENED, LASTS = 30, 60  # days ago, days


def county() -> Department:
    """The demo county or the one of an earlier load; in an empty database a new one.

    Raises NotPermitted in any other: what the ledger has committed to cannot be taken out of it again.
    """
    there = county_there()
    if there is None:
        with transaction.atomic():
            return _new_county()
    if there.slug != COUNTY and not demo.is_here():
        raise NotPermitted(f"{there.name} is no fictional county: synthetic rows are not loaded into it.")
    return there


def units(county: Department) -> list[Unit]:
    """The departments that have an answerer of their own and somebody else who signs. Raises LookupError for none."""
    own = _with_a(Role.ANSWERER).exclude(pk=county.pk)
    found = []
    for department in own:
        answerer = _first(Role.ANSWERER, department)
        found.append(Unit(department, answerer, _first(Role.REVIEWER, department, answerer)))
    if not found:
        raise LookupError(f"no department of {county.name} answers questions")
    return found


def router(county: Department) -> User:
    """Who sends questions on. Raises LookupError when nobody does."""
    return _first(Role.MODERATOR, county)


def weighers(department: Department) -> Weighers:
    """Who handles the comments of a consultation led by `department`. Raises LookupError when somebody is lacking."""
    drafters = people_with(Role.DRAFTER, at=department).order_by("pk")[:2]
    second = drafters[1] if len(drafters) == 2 else None
    return Weighers(_first(Role.MODERATOR, department), _first(Role.DRAFTER, department), second)


def consultation() -> Consultation:
    """The load's own consultation: open since a month, with 42 articles; made through the acts when it is not there."""
    rows = Consultation.objects.select_related("department", "document", "draft_version")
    if (there := rows.filter(slug=SLUG).first()) is None:
        opened_at = clock.starts_at(clock.today() - timedelta(days=OPENED))
        with clock.at(opened_at), transaction.atomic():
            _new_consultation()
        there = rows.get(slug=SLUG)
    return there


def clauses_of(consultation: Consultation) -> list[Clause]:
    """The articles that questions may be about."""
    rows = Clause.objects.filter(passages__version=consultation.draft_version_id, passages__level="article")
    return list(rows.select_related("document__department").order_by("passages__position"))


def _with_a(role: str) -> QuerySet[Department]:
    """The departments in use in which somebody has the role."""
    held = in_force(prefix="memberships__")
    return Department.objects.filter(held, is_active=True, memberships__role=role).distinct()


def _first(role: str, department: Department, other_than: User | None = None) -> User:
    found = people_with(role, at=department).order_by("pk")
    person = next((each for each in found if each != other_than), None)
    if person is None:
        raise LookupError(f"{department.name} lacks a {role}")
    return person


def _new_county() -> Department:
    root = Department.objects.create(
        slug=COUNTY, name="云溪县人民政府（压力测试）", name_en="Load test county", level="county"
    )
    _person("load-moderator", "测试审核", root, Role.MODERATOR)
    _person("load-editor", "测试编辑", root, Role.EDITOR)
    for slug, name in UNITS.items():
        place = Department.objects.create(slug=f"load-{slug}", name=name, parent=root)
        _person(f"load-{slug}-1", f"{name}经办", place, Role.DRAFTER, Role.ANSWERER)
        _person(f"load-{slug}-2", f"{name}复核", place, Role.DRAFTER, Role.REVIEWER)
    return root


def _person(username: str, name: str, department: Department, *roles: str) -> None:
    """An official who cannot sign in until somebody gives a password (`manage.py changepassword`)."""
    user = User(username=username, name=name)
    user.set_unusable_password()
    user.save()
    for role in roles:
        Membership.objects.create(user=user, department=department, role=role)


def _lead() -> Department:
    """The first department with two drafters, so that every disposition can be given."""
    for department in _with_a(Role.DRAFTER).order_by("pk"):
        if weighers(department).second:
            return department
    raise LookupError("no department has two drafters")


def _new_consultation() -> Consultation:
    lead = _lead()
    by, editor = weighers(lead).drafter, _first(Role.EDITOR, lead)
    text = read_text((CONTENT / "draft.md").read_text(encoding="utf-8"), markdown=True)
    version = import_draft(text, department=lead, by=by, slug=SLUG, source_name="draft.md")
    today = clock.today()
    notice: dict[str, Any] = {
        "title": "关于《城乡环境综合管理办法》公开征求意见的公告（压力测试）",
        "kind": "normative_document",
        "summary": "本公告和其中的意见由程序生成，用于测试平台在大量意见下的表现。",
        "drafting_note": "压力测试用稿，不是真实的征求意见。",
        "opens_on": today,
        "closes_on": today + timedelta(days=LASTS),
        "phone": "0855-0000000",
    }
    row = prepare_consultation(version, by=by, slug=SLUG, **notice)
    return publish_consultation(row, by=editor)
