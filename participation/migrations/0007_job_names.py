"""Jobs are stored by names that stay, not by the path of a function; those under way are carried over.

A job that worked in chunks (one job a chunk) becomes one that works in pieces and begins where the chunk began.
"""

from typing import Any

import django.core.serializers.json
import django.utils.timezone
from django.db import migrations, models

NAMES = {
    "participation.delivery.mail.send_mail": "mail.send",
    "participation.deadlines.ticking.run_slot": "schedule.run",
    "participation.deadlines.subscriptions.reckon_again": "deadlines.recompute",
    "participation.deadlines.subscriptions.reckon_chunk": "deadlines.recompute",
    "consultations.comments.subscriptions.tell_the_writer": "comments.tell_writer",
    "consultations.comments.subscriptions.tell_whose_clause_changed": "comments.tell_changed_clause",
    "consultations.notices.subscriptions.stop_when_over": "feedback_deadline.stop",
    "consultations.outcomes.subscriptions.tell_everybody": "feedback.tell_commenters",
    "consultations.outcomes.subscriptions.tell_some": "feedback.tell_commenters",
    "responses.questions.subscriptions.tell_the_asker": "questions.tell_asker",
    "responses.questions.subscriptions.follow_the_calendar": "questions.follow_calendar",
    "responses.interpretations.subscriptions.start_the_clock": "interpretation_deadline.start",
    "responses.interpretations.subscriptions.stop_the_clock": "interpretation_deadline.stop",
    "responses.supervision.subscriptions.tell_the_department": "supervision.tell_department",
}
CHUNKS = {
    "participation.deadlines.subscriptions.reckon_chunk": "edition",
    "consultations.outcomes.subscriptions.tell_some": "feedback",
}
KINDS = {"clock": "deadline", "push": "chaser", "bulletin": "circular"}
ACTS = {"supervision.bulletin": "supervision.circular", "supervision.reminder": "supervision.notice",
        "supervision.call": "supervision.chaser"}  # fmt: skip
CLOCK_EVENTS = "started paused resumed restarted extended recomputed kept handed_over stopped".split()
ACTS |= {f"clock.{event}": f"deadline.{event}" for event in CLOCK_EVENTS}


def rename_jobs(apps: Any, schema_editor: Any) -> None:
    Job = apps.get_model("participation", "Job")
    waiting = Job.objects.filter(done_at=None)
    for path, subject in CHUNKS.items():
        for job in waiting.filter(handler=path):
            job.position = job.payload["after"]
            job.payload = {"object_id": job.payload[subject]}
            job.save(update_fields=["position", "payload"])
    for path, name in NAMES.items():
        Job.objects.filter(handler=path).update(handler=name)
    Job.objects.exclude(done_at=None).filter(handler="mail.send").update(payload={})


def rename_kinds(apps: Any, schema_editor: Any) -> None:
    for model in (apps.get_model("participation", "AuditEntry"), apps.get_model("participation", "Event")):
        named = "act" if model._meta.model_name == "auditentry" else "name"
        for old, new in KINDS.items():
            model.objects.filter(kind=old).update(kind=new)
        for old, new in ACTS.items():
            model.objects.filter(**{named: old}).update(**{named: new})


class Migration(migrations.Migration):
    dependencies = [("participation", "0006_names")]
    # rows are changed last: PostgreSQL makes no index on a table whose rows were changed in the same transaction
    operations = [
        migrations.AddField(
            "Job", "made_at", models.DateTimeField(default=django.utils.timezone.now), preserve_default=False
        ),
        migrations.AddField(
            "Job",
            "position",
            models.JSONField(null=True, encoder=django.core.serializers.json.DjangoJSONEncoder),
        ),
        migrations.AddIndex(
            "Job",
            models.Index(fields=["done_at"], name="job_done", condition=models.Q(done_at__isnull=False)),
        ),
        migrations.AddIndex(
            "Job", models.Index(fields=["-id"], name="job_in_trouble", condition=~models.Q(last_error=""))
        ),
        migrations.RunPython(rename_jobs, migrations.RunPython.noop),
        migrations.RunPython(rename_kinds, migrations.RunPython.noop),
    ]
