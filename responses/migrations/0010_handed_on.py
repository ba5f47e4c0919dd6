"""A reply at sign-off that nobody could sign any more is a draft again; who was joined to a joined question is led to
the one that has the answer."""

from django.db import migrations
from django.db.models import F, Q


def give_back_replies(apps, schema_editor):  # type: ignore[no-untyped-def]
    stuck = ~Q(department=F("question__department")) | Q(question__status__in=["submitted", "declined", "merged"])
    replies = apps.get_model("responses", "Reply").objects
    ids = replies.filter(stuck | Q(question__department=None), status="submitted").values_list("pk", flat=True)
    replies.filter(pk__in=list(ids)).update(status="draft", revision=F("revision") + 1)


def lead_to_the_answer(apps, schema_editor):  # type: ignore[no-untyped-def]
    joined = apps.get_model("responses", "Question").objects.filter(status="merged")
    into = dict(joined.values_list("pk", "merged_into"))
    for pk, nearest in into.items():
        last, passed = nearest, {pk}
        while last in into and last not in passed:
            passed.add(last)
            last = into[last]
        if last not in passed and last != nearest:
            joined.filter(pk=pk).update(merged_into=last, revision=F("revision") + 1)


class Migration(migrations.Migration):
    dependencies = [("responses", "0009_kept_drafts")]

    operations = [
        migrations.RunPython(give_back_replies, migrations.RunPython.noop),
        migrations.RunPython(lead_to_the_answer, migrations.RunPython.noop),
    ]
