"""The number formats of Word's automatic numbering."""

from collections.abc import Callable

_DIGITS = "零一二三四五六七八九"
_MOST_LETTERS = 30  # as Word: after zz comes aaa; beyond this it draws no more
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def chinese(number: int, digits: str = _DIGITS, units: str = "十百千万") -> str:
    """一百零一 as statutes write it; below twenty 十二, not 一十二."""
    if not 0 < number < 100_000:
        return str(number)
    numeral, zero = "", False
    for place in range(4, -1, -1):
        digit = number // 10**place % 10
        if digit:
            numeral += (
                ("零" if zero and numeral else "") + digits[digit] + (units[place - 1] if place else "")
            )
            zero = False
        else:
            zero = True
    return numeral[1:] if numeral.startswith("一十") else numeral


def _legal(number: int) -> str:
    return chinese(number, _FORMAL_DIGITS, "拾佰仟万")


def _by_digit(number: int) -> str:
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _letters(number: int) -> str:
    times = (number - 1) // 26 + 1
    return chr(97 + (number - 1) % 26) * times if 0 < times <= _MOST_LETTERS else str(number)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    numeral = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        numeral += sign * (number // value)
        number %= value
    return numeral


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 0 < number <= 20 else str(number)


def _in_parentheses(number: int) -> str:
    return chr(0x2474 + number - 1) if 0 < number <= 20 else f"({number})"


def _full_width(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda n: f"{n:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _in_parentheses,
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "koreanDigital2": chinese,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographDigital": _by_digit,
    "taiwaneseDigital": _by_digit,
    "japaneseDigitalTenThousand": _by_digit,
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _circled,
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperRoman": _roman,
    "none": lambda n: "",
    "bullet": lambda n: "",
}


def written(number: int, number_format: str) -> str:
    """`number` in one of Word's formats; in plain digits where the format is not known."""
    return _FORMATS.get(number_format, str)(number)
