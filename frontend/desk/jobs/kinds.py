"""The kinds of job in plain words, and what one of them is about: never more of a person than is needed to mend it."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.shared.dates import say_moment
from participation.delivery.models import Job
from participation.text.masking import mask_personal

REGULAR = "schedule.run"
KINDS: dict[str, str | Promise] = {
    "claims.end": _("Note that nobody is on a thing any more"),
    "claims.end_with_reply": _("Note that nobody is on a question whose answer went on"),
    "comments.tell_changed_clause": _("Tell commenters that their clause was changed"),
    "comments.tell_moderators": _("Tell moderators that comments wait"),
    "comments.tell_writer": _("Tell a commenter where the comment stands"),
    "comments.text_writer": _("Text a commenter that the comment came back"),
    "consultations.tell_editors": _("Tell editors of a notice that waits"),
    "corrections.tell_proposer": _("Tell officials of a proposed correction"),
    "corrections.tell_commenters": _("Tell commenters of a correction"),
    "deadlines.recompute": _("Compute deadlines by a changed calendar"),
    "decisions.resume_publishing_term": _("Start the term for publishing a decision again"),
    "decisions.start_publishing_term": _("Start the term for publishing a decision"),
    "decisions.stop_publishing_term": _("Stop the term for publishing a decision"),
    "decisions.follow_earlier_interpretation": _(
        "Note an interpretation in the dossier of a matter just decided"
    ),
    "decisions.follow_interpretation": _("Note an interpretation in the dossier of its matter"),
    "decisions.follow_participation": _("Note a consultation in the dossier of its matter"),
    "decisions.tell_editors": _("Tell editors of a dossier that waits"),
    "decisions.tell_of_changed_text": _("Tell officials that the text of a matter was changed"),
    "decisions.tell_of_stage": _("Tell officials of a stage that waits"),
    "engagements.tell_second_person": _("Tell a second person how people were heard"),
    "execution.tell_officials": _("Tell officials of a change of the execution"),
    "final_texts.tell_officials": _("Tell officials of a final text that waits"),
    "feedback.tell_commenters": _("Tell commenters what became of their comments"),
    "feedback.text_commenters": _("Text commenters that there is feedback"),
    "feedback_deadline.follow": _("Let a feedback's day follow the calendar"),
    "feedback_deadline.stop": _("Stop a feedback's deadline"),
    "hearings.tell_second_person": _("Tell a second person of a hearing"),
    "execution.tell_commenters": _("Tell commenters what was decided on a matter's execution"),
    "hearings.tell_commenters": _("Tell commenters that a hearing was moved or called off"),
    "interpretation_deadline.start": _("Start an interpretation's deadline"),
    "interpretation_deadline.start_anew": _("Start an interpretation's deadline anew"),
    "interpretation_deadline.stop": _("Stop an interpretation's deadline"),
    "interpretation_deadline.stop_without_text": _(
        "Stop an interpretation's deadline when its text was taken back"
    ),
    "interpretations.tell_drafters": _("Tell drafters of a final text that waits for its interpretation"),
    "interpretations.tell_editors": _("Tell editors of an interpretation that waits"),
    "interpretations.tell_of_correction": _("Tell askers that an interpretation was changed"),
    "mail.send": _("Send a mail"),
    "mail.send_to_many": _("Send a mail that goes to many"),
    "notifications.hand_over": _("Tell a stand-in what waits"),
    "notifications.mail": _("Mail one matter to an official"),
    "notifications.text": _("Send a text message to an official"),
    "outcomes.tell_officials": _("Tell officials what a closed consultation asks of them"),
    "participation_lists.tell_editors": _("Tell editors of a yearly list that waits"),
    "people.send_link": _("Mail the link with which somebody sets a password"),
    "questions.follow_calendar": _("Let a question's day follow the calendar"),
    "questions.tell_answerers": _("Tell a department that the clock of a question runs again"),
    "questions.tell_officials": _("Tell officials of a question to send on or answer"),
    "questions.tell_of_request": _("Tell officials of a request for time"),
    "questions.tell_asker": _("Tell an asker where the question stands"),
    "questions.text_asker": _("Text an asker where the question stands"),
    "replies.tell_of_correction": _("Tell an asker that the answer was changed"),
    "replies.tell_officials": _("Tell officials of a reply to sign off or to change"),
    "residents.text": _("Send a text message to a resident"),
    "residents.text_leaver": _("Text somebody that their account will be deleted"),
    "sms.send": _("Send a text message"),
    "sms.send_to_many": _("Send a text message that can wait"),
    REGULAR: _("Regular work"),
    "supervision.settle_duties": _("Note that a duty was done"),
    "supervision.reminder_moves_on": _("Note whom a reminder is for"),
    "supervision.tell_of_duty": _("Tell those who do it of a duty"),
    "supervision.tell_department": _("Tell a department of a reminder, chaser or order"),
}
PLANS: dict[str, str | Promise] = {
    "accounts.forget_old_sign_ins": _("Cut the security log to its length"),
    "accounts.erase_leavers": _("Erase accounts whose owners asked for it"),
    "accounts.sweep": _("Clear away dead sessions and addresses nobody confirmed"),
    "comments.erase_contacts": _("Erase contacts of comments whose time is over"),
    "questions.erase_contacts": _("Erase contacts of questions whose time is over"),
    "consultations.closed": _("Start the feedback's deadline of closed consultations"),
    "deadlines.bound_old_pauses": _("Give pauses without an end their last day"),
    "deadlines.lapse_requests": _("Let requests for time lapse with their term"),
    "deadlines.remind_of_pauses": _("Remind of pauses"),
    "questions.end_pauses": _("End pauses on their last day"),
    "deadlines.adopt_published_years": _("Take over newly published holidays"),
    "delivery.purge": _("Clear away finished jobs"),
    "hearings.tell_when_it_is_time": _("Tell a second person of a hearing whose day has come"),
    "notifications.hand_over": _("Tell those who begin to stand in what waits"),
    "notifications.digest": _("Send the morning's mail to officials"),
    "claims.forget": _("Forget who said long ago to be on something"),
    "files.orphans": _("Clear away files that belong to nothing"),
    "supervision.duties": _("Look after duties"),
    "supervision.push": _("Remind and chase departments"),
}


def kind_words(kind: str) -> str:
    """What a kind of job does; its name where this release does not know it."""
    return str(KINDS.get(kind, kind))


def about(job: Job) -> str:
    """To whom a mail goes, masked; which regular work, of when. Nothing for the rest."""
    if job.handler.startswith(("mail.", "sms.")):
        return mask_personal(str(job.payload.get("to", "")))
    if job.handler == REGULAR:
        plan = str(job.payload.get("job", ""))
        slot = say_moment(datetime.fromisoformat(job.payload["slot"]), "auto")
        return f"{PLANS.get(plan, plan)} · {slot}"
    return ""


def reason(job: Job) -> str:
    """The last line of its error, masked."""
    return whole_reason(job).rpartition("\n")[2]


def whole_reason(job: Job) -> str:
    """The traceback, masked."""
    return mask_personal(job.last_error.strip())
