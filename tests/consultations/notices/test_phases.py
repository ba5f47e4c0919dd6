"""“Open” is said once: in Python and in SQL alike, to the second."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consultations.models import Consultation
from consultations.notices.phases import Phase, in_phase, is_open, phase_of
from participation import clock

STATUSES = [each for each in Consultation.Status.values if each != "draft"]
offsets = st.one_of(
    st.sampled_from([-1, 0, 1]), st.integers(-86_400 * 3, 86_400 * 3), st.floats(-2, 2, allow_nan=False)
)


@given(
    status=st.sampled_from(STATUSES), edge=st.sampled_from(["opens_at", "closes_at"]), offset=offsets,
    length=st.integers(1, 60),
)  # fmt: skip
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
def test_python_and_sql_agree_at_every_moment(
    consultation: Consultation, status: str, edge: str, offset: float, length: int
) -> None:
    row = Consultation.objects.get(pk=consultation.pk)
    row.status, row.closes_on = status, row.opens_on + timedelta(days=length)
    row.closes_at = clock.ends_at(row.closes_on)
    row.concluded_at = row.closes_at if status == "concluded" else None
    row.save()
    at: datetime = getattr(row, edge) + timedelta(seconds=offset)
    phase = phase_of(row, at)
    for each in Phase:
        in_sql = Consultation.objects.filter(in_phase(each, at), pk=row.pk).exists()
        assert in_sql == (each is phase), (each, phase, at)
    assert is_open(row, at) == (phase is Phase.OPEN)


def test_the_first_second_is_in_and_the_last_midnight_is_out(consultation: Consultation) -> None:
    microsecond = timedelta(microseconds=1)
    assert consultation.closes_at == clock.starts_at(consultation.closes_on + timedelta(days=1))
    for at, phase in [
        (consultation.opens_at - microsecond, Phase.UPCOMING),
        (consultation.opens_at, Phase.OPEN),
        (consultation.closes_at - microsecond, Phase.OPEN),
        (consultation.closes_at, Phase.CLOSED),
    ]:
        assert phase_of(consultation, at) is phase


@pytest.mark.django_db
def test_a_draft_is_in_no_public_phase(notice: Consultation) -> None:
    assert phase_of(notice) is Phase.DRAFT
    assert Consultation.objects.filter(in_phase(Phase.DRAFT)).get() == notice
