"""Who is a colleague: mail between services is kept apart from the clients' mail."""

import re

_DOMAIN = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\Z")


def parse_domains(text: str) -> tuple[str, ...]:
    """The mail domains of a typed list, in order, each once, in lower case and without « @ ».

    Commas, semicolons, blanks and line ends separate them. Raises ValueError with the first word that is no domain.

    >>> parse_domains("duret.example, @Atelier.Duret.example")
    ('duret.example', 'atelier.duret.example')
    """
    words = [word.lstrip("@").rstrip(".").lower() for word in re.split(r"[\s,;]+", text or "") if word.strip("@.")]
    for word in words:
        if not _DOMAIN.match(word):
            raise ValueError(word)
    return tuple(dict.fromkeys(words))


def is_internal(address: str, domains) -> bool:
    """True when an address lies in one of the domains or below it.

    >>> is_internal("atelier@services.duret.example", ["duret.example"])
    True
    >>> is_internal("claire@duret.example.org", ["duret.example"])
    False
    """
    _local, at, domain = (address or "").lower().rpartition("@")
    return bool(at) and any(domain == known or domain.endswith(f".{known}") for known in domains)
