"""Values of spreadsheet cells as the text that an official sees."""

import datetime as dt
import unicodedata

CODE_DECIMALS = range(3, 7)


def plain(text: str) -> str:
    """Return `text` composed (NFC), trimmed, line ends those of Unix."""
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def cell_text(value: object) -> str:  # noqa: PLR0911
    """Return a cell's value as text: dates as 2026-07-18, whole numbers without decimals, "có" or "không"."""
    match value:
        case bool():
            return "có" if value else "không"
        case int() | float():
            return _number(value)
        case dt.datetime():
            midnight = value.time() == dt.time()
            return value.date().isoformat() if midnight else f"{value.date().isoformat()} {_time(value.time())}"
        case dt.time():
            return _time(value)
        case dt.date():
            return value.isoformat()
        case dt.timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case _:
            return plain(str(value))


def _number(number: float) -> str:
    """Return a number with the 15 digits that Excel keeps.

    A procedure code (one digit, a point, six digits) that Excel took for a number gets its last zeros
    back: 1.00119 → "1.001190".
    """
    if float(number).is_integer():
        return str(int(number))
    text = f"{number:.15g}"
    is_code = 1 <= number < 10 and len(text.partition(".")[2]) in CODE_DECIMALS  # noqa: PLR2004
    return f"{number:.6f}" if is_code else text


def _time(time: dt.time) -> str:
    return time.isoformat("seconds" if time.second else "minutes")
