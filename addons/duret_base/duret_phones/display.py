"""How a number is shown: « 04 50 12 34 56 » in France, the international way elsewhere."""

import phonenumbers
from phonenumbers import PhoneNumberFormat


def display(e164):
    """Write a number for a French reader.

    :param str e164: number in E.164 form (``+33450123456``)
    :return: str, groups of two digits for +33, the international writing otherwise; text
        that is no E.164 number is given back unchanged
    """
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    french = number.country_code == 33
    style = PhoneNumberFormat.NATIONAL if french else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)
