"""The acts before which an official shows again who they are, when their last sign-in is a while ago: what puts a name
or the county's word on something the public reads, a bulletin or an order of supervision, what cannot be undone, a
second person's confirmation, the rules everybody works by, and who may do what.

One list for the whole desk, by the name of the address and of the act in it; `at_desk` asks it. What was sent goes on
by itself afterwards.
"""

from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest

from frontend.signin.recent import is_recent

EVERY = frozenset({"*"})  # whatever else is sent with it
WEIGHTY: dict[str, frozenset[str]] = {
    "desk_question_act": frozenset({"sign", "decline", "merge", "grant", "correct", "withdraw"}),
    "desk_consultation_act": frozenset(
        {"publish", "final", "replace", "extend", "suspend", "resume", "withdraw", "clear", "correct-final",
         "withdraw-final"}
    ),
    "desk_feedback_act": frozenset({"publish", "correct", "withdraw"}),
    "desk_interpretation_act": frozenset({"publish", "withdraw"}),
    "desk_hearing_act": frozenset(
        {"announce", "publish-list", "publish-record", "call-off", "take-list-back", "take-record-back"}
    ),
    "desk_engagement_act": frozenset({"publish", "withdraw"}),
    "desk_decision_act": frozenset({"list", "suspend", "resume", "confirm_execution"}),
    "desk_stage": frozenset({"confirm", "agree"}),
    "desk_weigh": frozenset({"agree"}),
    "desk_decide_correction": frozenset({"confirm"}),
    "desk_duty_act": frozenset({"confirm"}),
    "desk_deadline": EVERY,
    "desk_new_circular": EVERY,
    "desk_publish_list": EVERY,
    "desk_publish_completion": EVERY,
    "desk_rule": EVERY,
    "desk_confirm_rule": EVERY,
    "desk_withdraw_rule": EVERY,
    "desk_confirmations": EVERY,
    "desk_unit": EVERY,
    "desk_standing_in": EVERY,
    "desk_stand_in_of": EVERY,
    "desk_end_stand_in": EVERY,
    "desk_new_person": EVERY,
    "desk_edit_person": EVERY,
    "desk_give_role": EVERY,
    "desk_role_days": EVERY,
    "desk_end_role": EVERY,
    "desk_send_link": EVERY,
    "desk_person_act": frozenset({"move", "disable", "enable", "withdraw", "forget"}),
    "desk_import_confirm": EVERY,
    "desk_new_department": EVERY,
    "desk_department_act": frozenset({"close", "reopen"}),
    "desk_change_calendar": EVERY,
    "desk_edit_department": EVERY,
}  # fmt: skip


def is_weighty(request: HttpRequest) -> bool:
    """Whether this request would do one of them."""
    match = request.resolver_match
    if request.method != "POST" or match is None:
        return False
    act = str(match.kwargs.get("name") or match.kwargs.get("way") or request.POST.get("way", ""))
    acts = WEIGHTY.get(match.url_name or "", frozenset())
    return acts is EVERY or act in acts


def show_again_who_you_are(request: HttpRequest) -> None:
    """Raises ReauthenticationRequired, which the sign-in library answers: it asks, then lets the request go on."""
    if is_weighty(request) and not is_recent(request):
        raise ReauthenticationRequired
