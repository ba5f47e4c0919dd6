"""The counts get the name the field uses; the table keeps its own."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("consultations", "0005_files")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameModel("Tally", "Counter"),
                migrations.AlterModelTable("Counter", "consultations_tally"),
                migrations.AlterField(
                    "Counter",
                    "consultation",
                    models.ForeignKey(
                        "consultations.Consultation",
                        django.db.models.deletion.CASCADE,
                        related_name="counters",
                    ),
                ),
            ]
        )
    ]
