"""Names and ways to reach people are sealed (participation/secrets): made wider, then sealed, a piece at a time."""

from django.db import migrations, models

import participation.secrets.fields
from participation.secrets.resealing import lay_bare, reseal

COLUMNS = ['phone']


def seal(apps, schema_editor):
    for _done in reseal(apps.get_model('participation', 'User'), COLUMNS):
        pass


def bare(apps, schema_editor):
    lay_bare(apps.get_model('participation', 'User'), COLUMNS)


def rename(apps, schema_editor):
    """Opening a contact has one name, whatever it hangs on."""
    entries = apps.get_model('participation', 'AuditEntry').objects
    entries.filter(act='question.contact_seen').update(act='contact.read')


def name_back(apps, schema_editor):
    entries = apps.get_model('participation', 'AuditEntry').objects
    entries.filter(act='contact.read', kind='question').update(act='question.contact_seen')


class Migration(migrations.Migration):
    dependencies = [('participation', '0020_notifications')]
    operations = [
        migrations.AddField('user', 'leaves_at', models.DateTimeField(editable=False, null=True)),
        migrations.AddField('user', 'leaves_nothing', models.BooleanField(default=False, editable=False)),
        migrations.AddField('user', 'language', models.CharField(blank=True, max_length=10, verbose_name='language of mails')),
        migrations.AddField('user', 'hides_name', models.BooleanField(default=False, verbose_name='shows no name')),
        migrations.AlterField('user', 'phone', participation.secrets.fields.EncryptedTextField(blank=True, max_length=40, verbose_name='phone')),
        migrations.RunPython(seal, bare),
        migrations.RunPython(rename, name_back),
    ]
