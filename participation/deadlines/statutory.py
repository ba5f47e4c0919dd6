"""The days off that the law itself names, for years whose notice is not out.

《全国年节及纪念日放假办法》 (国务院令第795号, 2024), articles 2 and 6. The notice may join them to longer holidays and
exchange days, so they are provisional. The lunar days were worked out alike by borax 4.1.3, lunar_python 1.4.8 and
holidays 0.109; 清明 is chinesecalendar's.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from chinese_calendar import get_solar_terms

from participation.deadlines.workdays import SATURDAY, DayName

SOURCE = "《全国年节及纪念日放假办法》（国务院令第795号）第二条、第六条；国务院办公厅当年通知公布前为暂定"
LUNAR = {  # 正月初一, 五月初五, 八月十五
    2027: ((2, 6), (6, 9), (9, 15)),
    2028: ((1, 26), (5, 28), (10, 3)),
    2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)),
    2031: ((1, 23), (6, 24), (10, 1)),
    2032: ((2, 11), (6, 12), (9, 19)),
    2033: ((1, 31), (6, 1), (9, 8)),
    2034: ((2, 19), (6, 20), (9, 27)),
    2035: ((2, 8), (6, 10), (9, 16)),
}
ONE_DAY = timedelta(days=1)


def statutory_days(year: int) -> dict[date, DayName]:
    """Each day off of article 2, and for one on a Saturday or Sunday the next working day (article 6).

    A day on which two holidays fall is counted once: article 6 gives nothing for it. Raises KeyError for a year
    without lunar days.
    """
    found = dict(_named(year))
    for day, name in sorted(found.items()):
        if day.weekday() >= SATURDAY:
            instead = next(each for each in _from(day) if each.weekday() < SATURDAY and each not in found)
            found[instead] = DayName(f"{name.zh}补假", f"{name.en} (in lieu)")
    return dict(sorted(found.items()))


def _named(year: int) -> Iterator[tuple[date, DayName]]:
    spring, dragon, autumn = (date(year, *day) for day in LUNAR[year])
    for first, days, zh, en in (
        (date(year, 1, 1), 1, "元旦", "New Year's Day"),
        (spring - ONE_DAY, 4, "春节", "Spring Festival"),
        (_tomb_sweeping(year), 1, "清明节", "Tomb-sweeping Day"),
        (date(year, 5, 1), 2, "劳动节", "Labour Day"),
        (dragon, 1, "端午节", "Dragon Boat Festival"),
        (autumn, 1, "中秋节", "Mid-autumn Festival"),
        (date(year, 10, 1), 3, "国庆节", "National Day"),
    ):
        for n in range(days):
            yield first + n * ONE_DAY, DayName(zh, en)


def _tomb_sweeping(year: int) -> date:
    terms: list[tuple[date, str]] = get_solar_terms(date(year, 4, 1), date(year, 4, 10))
    return next(day for day, name in terms if name == "清明")


def _from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += ONE_DAY
