"""The tree over the leaves. What was written before comes along as it is: its kinds lose their prefixes, its first leaves
are named first, and the first entry of the log will say how many these are."""

import django.db.models.functions
from django.db import migrations, models

FORWARD = [
    "UPDATE participation_leaf SET step = 'erasure', kind = substr(kind, 9) WHERE kind LIKE 'erasure:%'",
    "UPDATE participation_leaf SET step = 'forgotten', kind = substr(kind, 11) WHERE kind LIKE 'forgotten:%'",
    "UPDATE participation_leaf SET step = 'first' WHERE id IN "
    "(SELECT MIN(id) FROM participation_leaf WHERE step = 'again' GROUP BY kind, object_id)",
    "INSERT INTO participation_log (id, origin, size, adopted_until, adopted) "
    "SELECT 1, '', 0, COALESCE(MAX(id), 0), 0 FROM participation_leaf",
]
BACKWARD = [
    "DELETE FROM participation_leaf WHERE step = 'statement'",
    "UPDATE participation_leaf SET kind = step || ':' || kind WHERE step IN ('erasure', 'forgotten')",
]


def run(statements):
    def each(apps, schema_editor):
        for statement in statements:
            schema_editor.execute(statement.replace('%', '%%'), ())

    return each


STEPS = ['first', 'again', 'erasure', 'forgotten', 'backfilled', 'statement']


class Migration(migrations.Migration):

    dependencies = [
        ('participation', '0028_phone_proofs'),
    ]

    operations = [
        migrations.CreateModel(
            name='Log',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(blank=True, max_length=200)),
                ('size', models.BigIntegerField(default=0)),
                ('adopted_until', models.BigIntegerField(default=0)),
                ('adopted', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_log')],
            },
        ),
        migrations.CreateModel(
            name='Subtree',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('index', models.BigIntegerField()),
                ('hash', models.BinaryField(max_length=32)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('level', 'index'), name='one_hash_each_tile')],
            },
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('size', models.BigIntegerField(primary_key=True, serialize=False)),
                ('root', models.BinaryField(max_length=32)),
                ('note', models.TextField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.AddField('leaf', 'position', models.BigIntegerField(null=True, unique=True)),
        migrations.AddField('leaf', 'says', models.JSONField(null=True)),
        migrations.AddField('leaf', 'seal', models.CharField(blank=True, db_default='', max_length=32)),
        migrations.AddField(
            'leaf', 'step',
            models.CharField(choices=[(step, step.capitalize()) for step in STEPS], db_default='again', max_length=10),
        ),
        migrations.AddField(
            'leaf', 'written_at', models.DateTimeField(db_default=django.db.models.functions.Now())
        ),
        migrations.RunPython(run(FORWARD), run(BACKWARD)),
        migrations.AddIndex(
            'leaf', models.Index(condition=models.Q(('position', None)), fields=['id'], name='leaf_pending')
        ),
        migrations.AddConstraint(
            'leaf',
            models.UniqueConstraint(
                condition=models.Q(('step__in', ['first', 'backfilled'])), fields=('kind', 'object_id'),
                name='one_first_leaf_each',
            ),
        ),
    ]
