"""The deadline of a question that no department has is the county's: before, it reminded nobody, or those who had
given it back."""

from django.db import migrations


def give_to_the_county(apps, schema_editor):  # type: ignore[no-untyped-def]
    county = apps.get_model("participation", "Department").objects.filter(parent=None).order_by("pk").first()
    if county is not None:
        waiting = apps.get_model("responses", "Question").objects.filter(department=None, status="submitted")
        apps.get_model("participation", "Deadline").objects.filter(
            pk__in=waiting.values("deadline"), state__in=["running", "paused"]
        ).update(department=county)


class Migration(migrations.Migration):
    dependencies = [("responses", "0006_revisions")]

    operations = [migrations.RunPython(give_to_the_county, migrations.RunPython.noop)]
