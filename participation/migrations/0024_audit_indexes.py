"""The audit is read by kind, by person and by day, the newest first."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participation", "0021_encrypted_contacts")]

    operations = [
        migrations.AddIndex("auditentry", models.Index(fields=["kind", "-id"], name="audit_of_kind")),
        migrations.AddIndex("auditentry", models.Index(fields=["by", "-id"], name="audit_of_person")),
        migrations.AddIndex("auditentry", models.Index(fields=["at"], name="audit_of_day")),
    ]
