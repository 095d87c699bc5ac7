"""Several appliances in one cell."""

import re

_BETWEEN = re.compile(r"\s*(?:\n|;|,|\+|&|\s/\s|(?<=[a-zé])/(?=[A-Za-z])|\bet\b(?! \d?$))\s*")
_COUNT = re.compile(r"(\d{1,2}) ?(?:x|×|\*)? ?(?=[^\W\d])(.+)|(.+?)\s*\(?(?:x|×) ?(\d{1,2})\)?", re.IGNORECASE)
_UNIT = re.compile(r"(?:l|kw|kva|kwc|m|a|w|v|zones?|pieces?|pièces?|fils?)\b", re.IGNORECASE)


def split_equipment(text: str) -> list[tuple[str, int]]:
    """Appliances named in a cell, with how many of each; the same name twice is added up.

    >>> split_equipment("Alarme + 2 clim Mitsubishi, VMC")
    [('Alarme', 1), ('clim Mitsubishi', 2), ('VMC', 1)]
    >>> split_equipment("Ballon 300 L et PAC Daikin 8 kW")
    [('Ballon 300 L', 1), ('PAC Daikin 8 kW', 1)]
    """
    found: dict[str, int] = {}
    for part in _BETWEEN.split(text or ""):
        part = " ".join(part.strip(" .-–•?").split())
        if part:
            name, count = _counted(part)
            found[name] = found.get(name, 0) + count
    return list(found.items())


def _counted(part: str) -> tuple[str, int]:
    match = _COUNT.fullmatch(part)
    if not match:
        return part, 1
    name, count = (match[2], match[1]) if match[1] else (match[3], match[4])
    if match[1] and _UNIT.match(name):
        return part, 1
    return (name.strip(), int(count)) if 1 <= int(count) <= 50 else (part, 1)


def join_equipment(found: list[tuple[str, int]]) -> str:
    """The cell that says these appliances.

    >>> join_equipment([("Alarme", 1), ("clim Mitsubishi", 2)])
    'Alarme + 2 clim Mitsubishi'
    """
    return " + ".join(f"{count} {name}" if count > 1 else name for name, count in found)
