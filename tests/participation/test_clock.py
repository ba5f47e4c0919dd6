from datetime import UTC, date, datetime, timedelta

import pytest

from participation import clock

NEW_YEARS_EVE = datetime(2025, 12, 31, 16, 0, tzinfo=UTC)  # midnight in Shanghai


def test_the_moment_holds_inside_the_block_and_no_longer():
    with clock.at(NEW_YEARS_EVE):
        assert clock.now() == NEW_YEARS_EVE
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_moments_nest():
    with clock.at(NEW_YEARS_EVE):
        with clock.at(NEW_YEARS_EVE + timedelta(days=1)):
            assert clock.today() == date(2026, 1, 2)
        assert clock.today() == date(2026, 1, 1)


def test_a_moment_ends_with_its_block_even_when_the_block_fails():
    with pytest.raises(RuntimeError), clock.at(NEW_YEARS_EVE):
        raise RuntimeError
    assert clock.now() != NEW_YEARS_EVE


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 1, 1)):
        pass


def test_today_is_the_date_in_shanghai():
    with clock.at(NEW_YEARS_EVE - timedelta(microseconds=1)):
        assert clock.today() == date(2025, 12, 31)
    with clock.at(NEW_YEARS_EVE):
        assert clock.today() == date(2026, 1, 1)


def test_a_day_ends_where_the_next_one_starts():
    day = date(2026, 2, 28)
    assert clock.ends_at(day) == clock.starts_at(date(2026, 3, 1))
    assert clock.day_of(clock.ends_at(day) - timedelta(microseconds=1)) == day
