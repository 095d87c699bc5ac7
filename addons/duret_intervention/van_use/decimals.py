"""Quantities as texts."""


def decimal(value):
    """Write a quantity of the database as the decimal text of reports.

    :param float value:
    :return: str, at most six decimals, no exponent

    >>> decimal(0.1 + 0.2), decimal(-2.0), decimal(-0.0), decimal(1e-9), decimal(100)
    ('0.3', '-2', '0', '0', '100')
    """
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
