"""Models get the names the field uses (提醒 notice, 催办 chaser, 督办 order, 通报 circular); tables keep theirs."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


def renamed(old: str, new: str, table: str) -> list[migrations.operations.base.Operation]:
    return [migrations.RenameModel(old, new), migrations.AlterModelTable(new, table)]


class Migration(migrations.Migration):
    dependencies = [("responses", "0004_files"), ("participation", "0006_names")]
    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                *renamed("Push", "Chaser", "responses_push"),
                *renamed("Bulletin", "Circular", "responses_bulletin"),
                migrations.RemoveConstraint("Chaser", "one_push_a_due_day"),
                migrations.RemoveConstraint("Chaser", "one_open_order_a_clock"),
                migrations.RenameField("Chaser", "clock", "deadline"),
                migrations.AlterField(
                    "Chaser",
                    "deadline",
                    models.ForeignKey(
                        "participation.Deadline",
                        django.db.models.deletion.PROTECT,
                        related_name="chasers",
                        db_column="clock_id",
                    ),
                ),
                migrations.AlterField(
                    "Chaser",
                    "department",
                    models.ForeignKey(
                        "participation.Department",
                        django.db.models.deletion.PROTECT,
                        null=True,
                        related_name="chasers",
                    ),
                ),
                migrations.AddConstraint(
                    "Chaser",
                    models.UniqueConstraint(
                        fields=["deadline", "kind", "due_on"],
                        condition=~Q(kind="order"),
                        name="one_push_a_due_day",
                    ),
                ),
                migrations.AddConstraint(
                    "Chaser",
                    models.UniqueConstraint(
                        fields=["deadline"],
                        condition=Q(kind="order", answered_at=None),
                        name="one_open_order_a_clock",
                    ),
                ),
                migrations.AlterField(
                    "Chaser",
                    "kind",
                    models.CharField(
                        max_length=10,
                        choices=[
                            ("notice", "Reminder before the due day"),
                            ("chaser", "Call for an overdue item"),
                            ("order", "Supervision order"),
                        ],
                    ),
                ),
                migrations.RenameField("Question", "clock", "deadline"),
                migrations.AlterField(
                    "Question",
                    "deadline",
                    models.OneToOneField(
                        "participation.Deadline",
                        django.db.models.deletion.PROTECT,
                        null=True,
                        related_name="+",
                        db_column="clock_id",
                    ),
                ),
            ]
        ),
        migrations.RunSQL(
            [
                "UPDATE responses_push SET kind = 'notice' WHERE kind = 'reminder'",
                "UPDATE responses_push SET kind = 'chaser' WHERE kind = 'call'",
            ],
            [
                "UPDATE responses_push SET kind = 'reminder' WHERE kind = 'notice'",
                "UPDATE responses_push SET kind = 'call' WHERE kind = 'chaser'",
            ],
        ),
    ]
