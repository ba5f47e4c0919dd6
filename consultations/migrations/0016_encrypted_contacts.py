"""Names and ways to reach people are sealed (participation/secrets): made wider, then sealed, a piece at a time."""

from django.db import migrations, models

import participation.secrets.fields
from participation.secrets.resealing import lay_bare, reseal

COLUMNS = ['name', 'contact']


def seal(apps, schema_editor):
    for _done in reseal(apps.get_model('consultations', 'Comment'), COLUMNS):
        pass


def bare(apps, schema_editor):
    lay_bare(apps.get_model('consultations', 'Comment'), COLUMNS)


class Migration(migrations.Migration):
    dependencies = [('consultations', '0015_after_the_decision')]
    operations = [
        migrations.AddField('comment', 'hides_name', models.BooleanField(default=False)),
        migrations.AlterField('comment', 'name', participation.secrets.fields.EncryptedTextField(blank=True, max_length=80)),
        migrations.AlterField('comment', 'contact', participation.secrets.fields.EncryptedTextField(blank=True, max_length=160)),
        migrations.RunPython(seal, bare),
    ]
