"""The demo county can be made on any day of any year, and never in a database that holds another."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from consultations.models import Comment, Consultation
from consultations.notices.phases import Phase, phase_of
from participation import clock
from participation.accounts.models import Department
from participation.ledger.leaves import verify
from responses.models import Question

DAYS = {
    "in the middle of the Spring Festival": datetime(2026, 2, 19, 0, 3, tzinfo=clock.SHANGHAI),
    "in the National Day week": datetime(2026, 10, 5, 23, 58, tzinfo=clock.SHANGHAI),
    "on a weekend of a year without tables": datetime(2028, 2, 27, 12, 0, tzinfo=clock.SHANGHAI),
}


@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("day", DAYS.values(), ids=DAYS)
def test_the_county_can_be_made_on_this_day(day: datetime, settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    with clock.at(day):
        call_command("load_demo", verbosity=0)
        phases = {each.slug: phase_of(each) for each in Consultation.objects.all()}
        late = [
            each.title
            for each in Question.objects.filter(status="answered", closed_at__isnull=False)
            if each.closed_at and clock.day_of(each.closed_at) > each.due_on
        ]
    assert phases["town-parking"] is phases["school-move"] is Phase.OPEN
    assert phases["night-market"] is Phase.UPCOMING
    assert phases["rural-water"] is Phase.CONCLUDED
    assert set(late) <= {"八十三岁才知道有津贴，前面三年能补吗"}, "one is late on purpose"
    assert not Comment.objects.filter(moderated_at__gt=day).exists(), "nothing has happened in the future"
    assert not Comment.objects.filter(submitted_at__gt=day - timedelta(minutes=1)).exists()
    assert list(verify()) == []


@pytest.mark.django_db
def test_it_is_not_loaded_beside_a_real_county(
    county: Department, capsys: pytest.CaptureFixture[str], settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    call_command("load_demo")
    assert "another county" in capsys.readouterr().err
    assert Department.objects.count() == 1
    assert list(tmp_path.iterdir()) == []
