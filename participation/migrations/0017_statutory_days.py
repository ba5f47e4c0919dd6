"""The days off that the law itself names, for the years whose notice is not out: they stand until it is.

Deadlines that run into those years are computed anew by the outbox; none moves to an earlier day.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import migrations, models
from django.utils import timezone

from participation.deadlines.statutory import LUNAR, SOURCE, statutory_days


def seed(apps, schema_editor):
    Day = apps.get_model("participation", "CalendarDay")
    nation = apps.get_model("participation", "Calendar").objects.get(place="cn")
    nation.editions.filter(source=SOURCE).update(is_provisional=True)  # after this migration was taken back
    published = set(nation.years.values_list("year", flat=True))
    taken = set(Day.objects.filter(calendar=nation, until=None).values_list("day", flat=True))
    found = {}
    for year in sorted(set(LUNAR) - published):
        found |= statutory_days(year)
    if not set(found) - taken:
        return
    edition = nation.editions.create(
        source=SOURCE, is_provisional=True, made_at=datetime(2026, 11, 27, tzinfo=ZoneInfo("Asia/Shanghai"))
    )
    Day.objects.bulk_create(
        Day(calendar=nation, day=day, kind="holiday", name=name.zh, name_en=name.en, since=edition)
        for day, name in found.items()
        if day not in taken
    )
    if apps.get_model("participation", "Deadline").objects.exclude(state="stopped").exists():
        _compute_anew(apps, edition)


def _compute_anew(apps, edition):
    now = timezone.now()
    event = apps.get_model("participation", "Event").objects.create(
        name="calendar.amended", kind="calendaredition", object_id=edition.pk, data={"place": "cn"}, at=now
    )
    payload = {"event": event.pk, "name": event.name, "object_id": edition.pk, "data": event.data}
    payload["at"] = now.isoformat()
    apps.get_model("participation", "Job").objects.create(
        handler="deadlines.recompute", payload=payload, slow=True, made_at=now, available_at=now, event=event,
        dedupe_key=f"{event.pk}:deadlines.recompute",
    )


def unseed(apps, schema_editor):
    """A calendar keeps its editions: the days stay."""


class Migration(migrations.Migration):
    dependencies = [("participation", "0016_pauses")]
    operations = [
        migrations.AddField("calendaredition", "is_provisional", models.BooleanField(default=False)),
        migrations.RunPython(seed, unseed),
    ]
