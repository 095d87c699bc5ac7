"""Hours and lengths as people read them."""


def hour_words(hour, minute, is_french=True):
    """Write an hour of the day.

    >>> hour_words(9, 0), hour_words(14, 5), hour_words(14, 5, is_french=False)
    ('9 h', '14 h 05', '14:05')
    """
    if not is_french:
        return f"{hour}:{minute:02}"
    return f"{hour} h {minute:02}" if minute else f"{hour} h"


def length_words(minutes):
    """Write a length.

    >>> length_words(45), length_words(60), length_words(90), length_words(125)
    ('45 min', '1 h', '1 h 30', '2 h 05')
    """
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02}" if rest else f"{hours} h"
