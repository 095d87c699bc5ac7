"""Ticket numbers in subjects, for replies whose headers were lost on the way."""

import re

NUMBER = re.compile(r"(?<![A-Za-z0-9])T-(\d{5,9})(?!\d)", re.IGNORECASE)


def ticket_numbers(subject: str) -> list[str]:
    """The ticket numbers of a subject, in order, each once, as they are stored.

    >>> ticket_numbers("RE: [T-00042] Panne (voir aussi t-00007 et [T-00042])")
    ['T-00042', 'T-00007']
    >>> ticket_numbers("Tarif T-12, CT-00042")
    []
    """
    return list(dict.fromkeys(f"T-{digits}" for digits in NUMBER.findall(subject or "")))


def with_number(number: str, subject: str) -> str:
    """The subject carrying the ticket number in brackets, once.

    >>> with_number("T-00042", "Re: [T-00042] Panne")
    'Re: [T-00042] Panne'
    >>> with_number("T-00042", "Panne")
    '[T-00042] Panne'
    """
    return subject if number in ticket_numbers(subject) else f"[{number}] {subject}".strip()
