"""Which contact of the company books, when something of him was proved by a code."""

from collections.abc import Callable, Mapping, Sequence


def choose_known(
    proved: Mapping[int, str], likely: Sequence[tuple[int, int, Sequence[str]]], nearness: Callable[[str], float]
) -> tuple[int | None, bool]:
    """Choose the known contact, or nobody.

    Who reads a contact's telephone or e-mail is that contact, or lives with him: he is known, whatever name he types.
    Among several with the same number, the nearest name is taken, the oldest sheet when names do not tell. What was
    not proved counts only when number or e-mail *and* name are the same: a second sheet would be the lesser evil
    otherwise.

    :param proved: {id: name} of the contacts whose number or e-mail was confirmed by the code
    :param likely: (id, score, reasons) of contacts that resemble what was typed, likeliest first (`contact_match`)
    :param nearness: how near a name is to the typed one, from 0 to 1
    :return: (id or None, whether the identity was proved by the code)

    >>> choose_known({7: "Jean", 3: "Anne"}, [], lambda name: float(name == "Jean"))
    (7, True)
    >>> choose_known({}, [(5, 98, ("phone", "name"))], lambda name: 0.0)
    (5, False)
    >>> choose_known({}, [(5, 95, ("email",))], lambda name: 0.0)
    (None, False)
    """
    if proved:
        best = max(proved, key=lambda key: (nearness(proved[key]), -key))
        return best, True
    for key, _score, reasons in likely:
        if {"phone", "email"} & set(reasons) and {"name", "name_address"} & set(reasons):
            return key, False
    return None, False
