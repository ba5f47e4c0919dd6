"""Each interpretation is bound to the text that was public when it was published; a draft to the newest public one."""

from django.db import migrations, models
from django.db.models import Q


def bind(apps, schema_editor):
    interpretations = apps.get_model("responses", "Interpretation").objects
    versions = apps.get_model("consultations", "Version").objects
    for row in interpretations.filter(version=None).iterator():
        texts = versions.filter(document=row.document_id).order_by("number")
        public = texts.filter(status="published")
        if row.published_at:
            moment = row.published_at
            stood = Q(withdrawn_at=None) | Q(withdrawn_at__gt=moment)
            found = public.filter(stood, published_at__lte=moment).last() or public.first()
        else:
            found = public.filter(withdrawn_at=None).last()
        found = found or texts.last() or versions.create(
            document_id=row.document_id, number=1, title=row.document.title, created_at=row.created_at
        )  # no document is without a text; a row that was made by hand is not lost for it
        interpretations.filter(pk=row.pk).update(version=found)
    if schema_editor and schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the column is altered in this transaction


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0008_corrections"),
        ("responses", "0010_handed_on"),
    ]

    operations = [
        migrations.AddField(
            "interpretation",
            "version",
            models.ForeignKey(null=True, on_delete=models.PROTECT, related_name="interpretations", to="consultations.version"),
        ),
        migrations.RunPython(bind, migrations.RunPython.noop),
        migrations.AlterField(
            "interpretation",
            "version",
            models.ForeignKey(on_delete=models.PROTECT, related_name="interpretations", to="consultations.version"),
        ),
    ]
