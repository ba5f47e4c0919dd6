"""Models get the names the field uses; tables and columns keep theirs, so nothing is copied and nothing is locked."""

import django.db.models.deletion
from django.db import migrations, models


def renamed(old: str, new: str, table: str) -> list[migrations.operations.base.Operation]:
    return [migrations.RenameModel(old, new), migrations.AlterModelTable(new, table)]


class Migration(migrations.Migration):
    # Those of the floor above that name a clock come first.
    dependencies = [("participation", "0005_shown_files"), ("responses", "0004_files")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                *renamed("Errand", "Job", "participation_errand"),
                *renamed("JobMark", "ScheduleMark", "participation_jobmark"),
                *renamed("AcceptedOnce", "IdempotencyRecord", "participation_acceptedonce"),
                *renamed("Clock", "Deadline", "participation_clock"),
                *renamed("ClockEvent", "DeadlineEvent", "participation_clockevent"),
                migrations.RemoveIndex("DeadlineEvent", "clock_event_order"),
                migrations.RenameField("DeadlineEvent", "clock", "deadline"),
                migrations.AlterField(
                    "DeadlineEvent",
                    "deadline",
                    models.ForeignKey(
                        "participation.Deadline",
                        django.db.models.deletion.PROTECT,
                        related_name="events",
                        db_column="clock_id",
                    ),
                ),
                migrations.AddIndex(
                    "DeadlineEvent", models.Index(fields=["deadline", "id"], name="clock_event_order")
                ),
                migrations.AlterField(
                    "Deadline",
                    "department",
                    models.ForeignKey(
                        "participation.Department",
                        django.db.models.deletion.PROTECT,
                        null=True,
                        related_name="deadlines",
                        db_index=False,
                    ),
                ),
                migrations.AlterField(
                    "Job",
                    "event",
                    models.ForeignKey(
                        "participation.Event", django.db.models.deletion.CASCADE, null=True, related_name="jobs"
                    ),
                ),
            ]
        ),
    ]
