"""The national calendar and the provinces' empty ones, so that dates are right after `migrate` alone.

The State Council's tables for 2004 onwards come from the chinesecalendar package; later years are edited at the desk.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import migrations

from participation.deadlines.national import national_calendar
from participation.deadlines.places import PROVINCES

SOURCE = "国务院办公厅历年关于部分节假日安排的通知"


def seed(apps, schema_editor):
    Calendar = apps.get_model("participation", "Calendar")
    Edition = apps.get_model("participation", "CalendarEdition")
    Day = apps.get_model("participation", "CalendarDay")
    Year = apps.get_model("participation", "CalendarYear")
    nation = Calendar.objects.create(place="cn", name="全国", name_en="China")
    Calendar.objects.bulk_create(
        Calendar(place=f"cn/{slug}", name=zh, name_en=en) for slug, (zh, en) in PROVINCES.items()
    )
    made_at = datetime(2025, 11, 4, tzinfo=ZoneInfo("Asia/Shanghai"))
    edition = Edition.objects.create(calendar=nation, source=SOURCE, made_at=made_at)
    tables = national_calendar()
    Day.objects.bulk_create(
        Day(calendar=nation, day=day, kind=kind, name=name.zh, name_en=name.en, since=edition)
        for kind, days in (("holiday", tables.holidays), ("makeup", tables.makeups))
        for day, name in sorted(days.items())
    )
    Year.objects.bulk_create(Year(calendar=nation, year=year, since=edition) for year in sorted(tables.years))


def unseed(apps, schema_editor):
    for name in ("CalendarDay", "CalendarYear", "CalendarEdition", "Calendar"):
        apps.get_model("participation", name).objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("participation", "0001_initial")]
    operations = [migrations.RunPython(seed, unseed)]
