"""The State Council's holidays and make-up workdays, from the chinesecalendar package."""

from functools import cache

from chinese_calendar import constants

from participation.deadlines.workdays import DayName, WorkCalendar


def _names() -> dict[str, str]:
    """The names as the yearly notice has them: the package says 清明, the notice 清明节."""
    names = {holiday.value: holiday.chinese for holiday in constants.Holiday}
    return {en: f"{zh}节" if zh in ("清明", "端午", "中秋") else zh for en, zh in names.items()}


@cache
def national_calendar() -> WorkCalendar:
    """The published national tables; a year the package does not hold stays unknown."""
    chinese = _names()

    def named(days: dict) -> dict:
        return {day: DayName(chinese.get(name, name), name) for day, name in days.items()}

    years = frozenset(day.year for day in constants.holidays)
    return WorkCalendar(named(constants.holidays), named(constants.workdays), years)
