"""Telephone numbers that can never ring.

France: ranges that the regulator keeps for films and books. Switzerland keeps none, but no Swiss subscriber number
starts with zero after its area code.
"""

import random

FICTION_PREFIXES = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649", "+3363998")
SWISS_PREFIXES = ("+41220", "+41210")


def landline(rng: random.Random) -> str:
    """Return a fictional landline number of the south-east in E.164."""
    return f"+3346571{rng.randrange(10_000):04d}"


def mobile(rng: random.Random) -> str:
    """Return a fictional French mobile number in E.164."""
    return f"+3363998{rng.randrange(10_000):04d}"


def swiss(rng: random.Random) -> str:
    """Return a Swiss number of Geneva that nobody can have, in E.164."""
    return f"+41220{rng.randrange(1_000_000):06d}"


def in_french(number: str) -> str:
    """Return the number as it is written in France: 04 65 71 12 34, or +41 22 012 34 56."""
    if number.startswith("+33"):
        digits = "0" + number[3:]
        return " ".join(digits[i : i + 2] for i in range(0, 10, 2))
    return f"{number[:3]} {number[3:5]} {number[5:8]} {number[8:10]} {number[10:]}"
