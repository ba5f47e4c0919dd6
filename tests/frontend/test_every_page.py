"""Every page there is, drawn for everybody while every optional field of everything is empty.

A new address must be entered here, with what it is about and who must be able to see it.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from consultations.decisions.models import DecisionStage, ParticipationList
from consultations.models import (
    Clause,
    Comment,
    Consultation,
    Decision,
    Document,
    Engagement,
    Hearing,
    Opinion,
    Passage,
)
from frontend.desk.consultations.acts import ACTS as CONSULTATION_ACTS
from frontend.desk.decisions.acts import ACTS as DECISION_ACTS
from frontend.desk.departments.acts import ACTS as DEPARTMENT_ACTS
from frontend.desk.engagements.acts import ACTS as ENGAGEMENT_ACTS
from frontend.desk.feedback.views import ACTS as FEEDBACK_ACTS
from frontend.desk.hearings.acts import ACTS as HEARING_ACTS
from frontend.desk.interpretations.views import ACTS as INTERPRETATION_ACTS
from frontend.desk.people.acts import ACTS as PERSON_ACTS
from frontend.desk.questions.acts import ACTS as QUESTION_ACTS
from frontend.desk.supervision.duties import ACTS as DUTY_ACTS
from participation.accounts.models import Department, Membership, SpecialUnit, User
from participation.accounts.saved_view_models import SavedView
from participation.corrections.models import Correction
from participation.deadlines.models import Deadline, LocalRule
from participation.delivery.addresses import stop_link
from participation.files.models import StoredFile
from participation.ledger.models import AuditEntry
from participation.ledger.sequencing import sequence
from participation.notifications.unsubscribing import stop_link as end_link
from responses.models import Chaser, Circular, Duty, Interpretation, Question
from tests.frontend.desk.conftest import at

Addresses = list[dict[str, Any]]
PEOPLE = "stranger resident official reviewer moderator editor supervisor auditor administrator".split()


ANSWERS = (200, 302, 403, 404)  # drawn, sent elsewhere, not for this person
OUTSIDE = ("stranger", "resident")
LEAD_ON = ("desk_moderation",)  # to the first that waits


def once() -> Addresses:
    """A page that is about nothing in particular."""
    return [{}]


def each(model: Any, *fields: str, **paths: str) -> Callable[[], Addresses]:
    """An address for every row, by the fields that stand in it; `paths` name those of other rows."""
    names = (*fields, *paths)
    rows = model.objects.values_list(*fields, *paths.values()).distinct()
    return lambda: [dict(zip(names, row, strict=True)) for row in rows.all()]


def acts(table: dict[str, Any], model: Any, *keys: str, **paths: str) -> Callable[[], Addresses]:
    """An address for every act on every row."""
    return lambda: [{**about, "name": name} for about in each(model, *keys, **paths)() for name in table]


def clauses(status: str) -> Callable[[], Addresses]:
    """The last clause, 第四条, of every text in that state."""
    rows = {"passages__version__status": status, "passages__position": 7}
    return lambda: [
        {"slug": slug, "uid": uid}
        for slug, uid in Clause.objects.filter(**rows).values_list("document__slug", "uid").distinct()
    ]


def published(*fixed: dict[str, Any]) -> Callable[[], Addresses]:
    """Every text of which something is published, with what else stands in the address."""
    rows = Document.objects.filter(versions__status="published").distinct()
    return lambda: [{"slug": row.slug, **more} for row in rows for more in fixed or ({},)]


def changed() -> Addresses:
    """The clauses of every final text, with the consultation that it came from."""
    rows = Consultation.objects.filter(final_version__isnull=False)
    return [
        {"slug": row.slug, "uid": passage.clause.uid}
        for row in rows.select_related("final_version")
        for passage in Passage.objects.filter(version=row.final_version).select_related("clause")
    ]


def sequenced(addresses: Callable[[], Addresses]) -> Callable[[], Addresses]:
    """These addresses, once everything stands in the tree."""
    return lambda: addresses() if sequence() >= 0 else []


TEXTS, NOTICES, DOSSIERS = each(Document, "slug"), each(Consultation, "slug"), each(Decision, "slug")
HEARINGS, ENGAGEMENTS = each(Hearing, "pk"), each(Engagement, "pk")
NOWHERE: Callable[[], Addresses] = list
POSTED = "official", NOWHERE  # nothing is drawn at this address by itself

# name: who must be able to see one of them, and the addresses
PAGES: dict[str, tuple[str, Callable[[], Addresses]]] = {
    "public:home": ("stranger", once),
    "public:consultations": ("stranger", once),
    "public:consultation": ("stranger", lambda: [
        {**about, "?": query} for about in NOTICES() for query in ("", "clause=whole")]),
    "public:count": ("stranger", NOTICES),
    "public:comments": ("stranger", NOTICES),
    "public:changes": ("stranger", NOTICES),
    "public:changes_file": ("stranger", NOTICES),
    "public:behind": ("stranger", changed),
    "api_opinions_behind": ("stranger", changed),
    "public:feedback": ("stranger", NOTICES),
    "public:decisions": ("stranger", once),
    "public:decision": ("stranger", DOSSIERS),
    "public:hearing": ("stranger", each(Hearing, "pk", slug="decision__slug")),
    "public:lists": ("stranger", once),
    "public:list": ("stranger", each(ParticipationList, "year", department="department__slug")),
    "public:list_xlsx": ("stranger", each(ParticipationList, "year", "edition", department="department__slug")),
    "public:document": ("stranger", TEXTS),
    "public:compare": ("stranger", TEXTS),
    "public:compare_docx": ("stranger", TEXTS),
    "public:clause": ("stranger", clauses("published")),
    "public:document_file": ("stranger", published({"number": 1}, {"number": 2})),
    "public:interpretations": ("stranger", once),
    "public:interpretation": ("stranger", each(Interpretation, "slug")),
    "public:questions": ("stranger", once),
    "public:question": ("stranger", each(Question, "number")),
    "public:ask": ("stranger", lambda: [{"?": f"about={about}"} for about in ("", "consultation:open")]),
    "public:similar": ("stranger", lambda: [{"?": "title=通水"}]),
    "public:track": ("stranger", once),
    "public:tracked": ("resident", lambda: each(Comment, "number")() + each(Question, "number")()),
    "public:send_again": POSTED,
    "public:withdraw": POSTED,
    "public:rate": POSTED,
    "public:proof": ("resident", sequenced(lambda: each(Comment, "number")() + each(Question, "number")())),
    "public:ledger_checkpoint": ("stranger", sequenced(once)),
    "public:ledger_vkey": ("stranger", sequenced(once)),
    "public:ledger_tile": ("stranger", sequenced(lambda: [{"level": 0, "place": p} for p in ("000", "000.p/1", "x0")])),
    "public:ledger_entries": ("stranger", sequenced(lambda: [{"place": "000.p/1"}])),
    "public:own": ("resident", once),
    "public:stop_steps": ("stranger", lambda: [{"token": stop_link("a@example.org", "comment:1").split("/")[-2]}]),
    "public:end_mails": ("stranger", lambda: [
        {"token": end_link(User.objects.get(username="official"), "digest").split("/")[-2]}]),
    "public:invitation": POSTED,
    "public:rules": ("stranger", once),
    "public:calendar": ("stranger", once),
    "public:calendar_of": ("stranger", lambda: [{"year": 2026}, {"year": 2031}]),
    "api_docs": ("stranger", once),
    "file": ("moderator", each(StoredFile, "token", "name")),
    "set_preferences": POSTED,
    "set_language": POSTED,
    "desk": ("official", once),
    "desk_search": ("official", once),
    "desk_by_contact": ("official", once),
    "desk_news": ("official", once),
    "desk_read_all_news": POSTED,
    "desk_read_news": POSTED,
    "desk_claim": POSTED,
    "desk_news_choices": ("official", once),
    "desk_moderation": ("moderator", once),
    "desk_moderation_list": ("moderator", lambda: [{"?": ""}, {"?": "stance=oppose&q=x"}, {"?": "file=csv"}]),
    "desk_accept_ticked": POSTED,
    "desk_undo_accepted": POSTED,
    "desk_comment": ("moderator", each(Comment, "number")),
    "desk_preview": POSTED,
    "desk_decide": POSTED,
    "desk_new_text": ("official", once),
    "desk_next_text": ("official", NOTICES),
    "desk_revise": POSTED,
    "desk_draft": ("official", TEXTS),
    "desk_draft_title": ("official", TEXTS),
    "desk_draft_renumber": POSTED,
    "desk_draft_edit": ("official", clauses("draft")),
    "desk_draft_add": ("official", lambda: [*clauses("draft")(), *({**about, "uid": "top"} for about in TEXTS())]),
    "desk_draft_move": ("official", clauses("draft")),
    "desk_draft_remove": ("official", clauses("draft")),
    "desk_consultations": ("official", once),
    "desk_new_notice": ("official", TEXTS),
    "desk_consultation": ("official", NOTICES),
    "desk_edit_notice": ("official", NOTICES),
    "desk_enter": ("moderator", NOTICES),
    "desk_consultation_act": ("editor", acts(CONSULTATION_ACTS, Consultation, "slug")),
    "desk_files": ("official", NOTICES),
    "desk_remove_file": POSTED,
    "desk_weighing": ("official", NOTICES),
    "desk_opinion": ("official", each(Opinion, "pk", slug="consultation__slug")),
    "desk_weigh": POSTED,
    "desk_feedback": ("official", NOTICES),
    "desk_feedback_act": ("reviewer", acts(FEEDBACK_ACTS, Consultation, "slug")),
    "desk_questions": ("official", once),
    "desk_question": ("official", each(Question, "number")),
    "public:privacy": ("stranger", once),
    "public:claim": ("resident", once),
    "public:own_data": ("resident", once),
    "public:download_data": POSTED,
    "public:leave": ("resident", once),
    "public:profile": ("resident", once),
    "public:add_address": POSTED,
    "public:change_address": POSTED,
    "public:phone": ("resident", once),
    "public:change_phone": POSTED,
    "desk_comment_contact": POSTED,
    "desk_contact": POSTED,
    "desk_check": POSTED,
    "desk_question_act": ("official", acts(QUESTION_ACTS, Question, "number")),
    "desk_interpretations": ("official", once),
    "desk_new_interpretation": ("official", once),
    "desk_interpretation": ("official", each(Interpretation, "slug")),
    "desk_correct_interpretation": ("official", each(Interpretation, "slug")),
    "desk_interpretation_act": ("editor", acts(INTERPRETATION_ACTS, Interpretation, "slug")),
    "desk_decisions": ("official", once),
    "desk_new_decision": ("official", once),
    "desk_lists": ("official", once),
    "desk_list": ("official", each(ParticipationList, "pk")),
    "desk_publish_list": ("editor", each(ParticipationList, "pk")),
    "desk_completion": ("official", each(ParticipationList, "pk")),
    "desk_publish_completion": ("editor", each(ParticipationList, "pk")),
    "desk_write_list": ("official", each(ParticipationList, "year", department="department__slug")),
    "desk_decision": ("official", DOSSIERS),
    "desk_edit_decision": ("official", DOSSIERS),
    "desk_attach": POSTED,
    "desk_stage": ("official", lambda: [
        {"slug": "begun", "stage": stage} for stage in DecisionStage.Stage.values]),
    "desk_decision_act": ("editor", acts(DECISION_ACTS, Decision, "slug")),
    "desk_new_hearing": ("official", DOSSIERS),
    "desk_hearing": ("official", HEARINGS),
    "desk_edit_hearing": ("official", HEARINGS),
    "desk_hearing_files": ("official", HEARINGS),
    "desk_remove_hearing_file": POSTED,
    "desk_hearing_list": ("official", HEARINGS),
    "desk_hearing_record": ("official", HEARINGS),
    "desk_hearing_act": ("editor", acts(HEARING_ACTS, Hearing, "pk")),
    "desk_new_engagement": ("official", DOSSIERS),
    "desk_engagement": ("official", ENGAGEMENTS),
    "desk_edit_engagement": ("official", ENGAGEMENTS),
    "desk_engagement_files": ("official", ENGAGEMENTS),
    "desk_remove_engagement_file": POSTED,
    "desk_engagement_act": ("reviewer", acts(ENGAGEMENT_ACTS, Engagement, "pk")),
    "desk_corrections": ("official", once),
    "desk_correction": ("official", each(Correction, "pk")),
    "desk_decide_correction": POSTED,
    "desk_supervision": ("supervisor", once),
    "desk_figures_xlsx": ("supervisor", once),
    "desk_deadlines": ("supervisor", once),
    "desk_deadline": ("supervisor", each(Deadline, "pk")),
    "desk_duties": ("supervisor", once),
    "desk_duty": ("supervisor", each(Duty, "pk")),
    "desk_duty_act": ("official", acts(DUTY_ACTS, Duty, "pk")),
    "desk_chasers": ("supervisor", once),
    "desk_pauses": ("supervisor", once),
    "desk_circulars": ("supervisor", once),
    "desk_new_circular": ("supervisor", once),
    "desk_circular": ("official", each(Circular, "pk")),
    "desk_circular_xlsx": ("official", each(Circular, "pk")),
    "desk_orders": ("official", once),
    "desk_order": ("official", each(Chaser, "pk")),
    "desk_jobs": ("administrator", once),
    "desk_job_again": POSTED,
    "desk_jobs_again": POSTED,
    "desk_units": ("administrator", once),
    "desk_unit": ("administrator", lambda: [{"duty": duty} for duty in SpecialUnit.Duty.values]),
    "desk_standing_in": ("official", once),
    "desk_stand_in_of": ("administrator", each(User, "username")),
    "desk_take_up": POSTED,
    "desk_lay_down": POSTED,
    "desk_end_stand_in": POSTED,
    "desk_audit": ("administrator", lambda: [
        {"?": query} for query in ("", "kind=questions&who=official", "about=water&unit=housing", "file=xlsx")]),
    "desk_audit_entry": ("administrator", each(AuditEntry, "pk")),
    "desk_security": ("administrator", lambda: [{"?": ""}, {"?": "kind=failed&account=official"}, {"?": "file=csv"}]),
    "desk_security_people": ("administrator", once),
    "desk_people": ("administrator", lambda: [
        {"?": query} for query in ("", "q=official", "state=invited", "role=drafter&department=housing", "file=csv")]),
    "desk_new_person": ("administrator", once),
    "desk_person": ("administrator", each(User, "username")),
    "desk_edit_person": ("administrator", each(User, "username")),
    "desk_give_role": ("administrator", each(User, "username")),
    "desk_send_link": ("administrator", each(User, "username")),
    "desk_person_act": ("administrator", acts(PERSON_ACTS, User, "username")),
    "desk_role_days": ("administrator", each(Membership, "pk")),
    "desk_end_role": ("administrator", each(Membership, "pk")),
    "desk_rights": ("administrator", once),
    "desk_import": ("administrator", once),
    "desk_import_confirm": POSTED,
    "desk_import_template": ("administrator", once),
    "desk_keep_view": POSTED,
    "desk_drop_view": ("official", each(SavedView, "pk")),
    "desk_departments": ("administrator", lambda: [{"?": ""}, {"?": "q=housing"}, {"?": "q=nowhere"}]),
    "desk_new_department": ("administrator", once),
    "desk_department": ("administrator", each(Department, department="slug")),
    "desk_edit_department": ("administrator", each(Department, department="slug")),
    "desk_department_act": ("administrator", acts(DEPARTMENT_ACTS, Department, department="slug")),
    "desk_rules": ("administrator", once),
    "desk_confirmations": ("administrator", once),
    "desk_rule": ("administrator", each(LocalRule, "rule_id")),
    "desk_confirm_rule": POSTED,
    "desk_withdraw_rule": POSTED,
    "desk_calendars": ("administrator", once),
    "desk_change_calendar": ("administrator", once),
}  # fmt: skip


def names_in(urls: Iterable[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """The names of the addresses of the house."""
    for entry in urls:
        if isinstance(entry, URLResolver):
            space = f"{prefix}{entry.namespace}:" if entry.namespace else prefix
            yield from names_in(entry.url_patterns, space)
        elif entry.name:
            yield f"{prefix}{entry.name}"


def test_every_address_is_walked() -> None:
    assert set(names_in(get_resolver("frontend.urls").url_patterns)) == set(PAGES)


def walked_by(name: str) -> Iterator[tuple[str, bool, Addresses]]:
    """Those outside walk the public pages, officials the desk, one of them both; and whether they must see it."""
    for page, (seen_by, addresses) in PAGES.items():
        if name == "official" or (seen_by in OUTSIDE) == (name in OUTSIDE):
            yield page, seen_by == name and addresses is not NOWHERE, addresses()


@pytest.mark.long
@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_is_drawn_with_every_optional_field_empty(
    name: str, one_of_each: None, request: pytest.FixtureRequest
) -> None:
    client = Client(raise_request_exception=False)
    if name != "stranger":
        at(client, request.getfixturevalue(name))
    wrong, unseen = [], []
    for page, must_see, addresses in walked_by(name):
        found = set()
        for about in addresses:
            query = about.pop("?", "")
            status = client.get(f"{reverse(page, kwargs=about)}?{query}").status_code
            found.add(status)
            if status not in ANSWERS:
                wrong.append((page, about, query, status))
        if must_see and (302 if page in LEAD_ON else 200) not in found:
            unseen.append((page, found))
    assert (wrong, unseen) == ([], [])
