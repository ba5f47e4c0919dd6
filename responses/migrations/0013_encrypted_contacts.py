"""Names and ways to reach people are sealed (participation/secrets): made wider, then sealed, a piece at a time."""

from django.db import migrations, models

import participation.secrets.fields
from participation.secrets.resealing import lay_bare, reseal

COLUMNS = ['name', 'contact']


def seal(apps, schema_editor):
    for _done in reseal(apps.get_model('responses', 'Question'), COLUMNS):
        pass


def bare(apps, schema_editor):
    lay_bare(apps.get_model('responses', 'Question'), COLUMNS)


class Migration(migrations.Migration):
    dependencies = [('responses', '0012_duties')]
    operations = [
        migrations.AddField('question', 'hides_name', models.BooleanField(default=False)),
        migrations.AlterField('question', 'name', participation.secrets.fields.EncryptedTextField(blank=True, max_length=80)),
        migrations.AlterField('question', 'contact', participation.secrets.fields.EncryptedTextField(blank=True, max_length=160)),
        migrations.RunPython(seal, bare),
    ]
