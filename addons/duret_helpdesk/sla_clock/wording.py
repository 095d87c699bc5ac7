"""Times and durations as they are said to people, in French (digits and « h » read the same in English)."""

from datetime import timedelta

QUARTER = 15 * 60


def clock_words(hour, minute):
    """Write a time of day.

    >>> clock_words(11, 30), clock_words(8, 0), clock_words(9, 5)
    ('11 h 30', '8 h', '9 h 05')
    """
    return f"{hour} h" + (f" {minute:02d}" if minute else "")


def duration_words(seconds):
    """Write a duration in hours and minutes; seconds are left out.

    >>> duration_words(8100), duration_words(2700), duration_words(14400), duration_words(0), duration_words(-300)
    ('2 h 15', '45 min', '4 h', '0 min', '5 min')
    """
    minutes = abs(seconds) // 60
    return clock_words(*divmod(minutes, 60)) if minutes >= 60 else f"{minutes} min"


def promised_quarter(moment):
    """Round a deadline up to the quarter of an hour, as one says it to a client.

    >>> from datetime import datetime
    >>> promised_quarter(datetime(2026, 11, 23, 10, 17)).isoformat()
    '2026-11-23T10:30:00'
    >>> promised_quarter(datetime(2026, 11, 23, 10, 30)).isoformat()
    '2026-11-23T10:30:00'
    """
    over = (moment.minute * 60 + moment.second) % QUARTER
    return (moment + timedelta(seconds=(QUARTER - over) % QUARTER)).replace(microsecond=0)
