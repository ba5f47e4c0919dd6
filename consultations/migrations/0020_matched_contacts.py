"""Behind the seal of a contact stands a mark by which it is found (participation/secrets/matching.py)."""

from django.db import migrations, models

import participation.delivery.contacts
import participation.secrets.fields
from participation.secrets.matching import LastOf
from participation.secrets.resealing import lose_marks, reseal


def mark(apps, schema_editor):
    for _done in reseal(apps.get_model('consultations', 'Comment'), ['contact']):
        pass


def unmark(apps, schema_editor):
    lose_marks(apps.get_model('consultations', 'Comment'), ['contact'])


class Migration(migrations.Migration):
    dependencies = [('participation', '0028_phone_proofs'), ('consultations', '0019_no_stance')]
    operations = [
        migrations.AlterField('comment', 'contact', participation.secrets.fields.EncryptedTextField(blank=True, matched_by=participation.delivery.contacts.as_matched, max_length=160)),
        migrations.AddIndex('comment', models.Index(LastOf('contact'), name='comment_contact')),
        migrations.RunPython(mark, unmark),
    ]
